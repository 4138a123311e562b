"""Addresses of what came of consultations, and of what one person said."""

from django.urls import URLPattern, path

from commonweal.commitments.views import points, said

ONE, MINE = "consultations/<slug:slug>/<int:number>/what-came-of-it/", "said/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(ONE, points.WeDid.as_view(), name="we_did"),
    path(f"{ONE}<int:point>/", points.OnePoint.as_view(), name="point"),
    path(MINE, said.Said.as_view(), name="said"),
    path(f"{MINE}name/", said.ChooseNaming.as_view(), name="said_name"),
    path(f"{MINE}follow/", said.FollowFromHere.as_view(), name="said_follow"),
    path(f"{MINE}stop/", said.StopFollowing.as_view(), name="said_stop"),
    path(f"{MINE}take-back/", said.TakeBack.as_view(), name="said_take_back"),
]
