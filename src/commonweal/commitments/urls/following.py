"""Addresses of following a document by e-mail."""

from django.urls import path

from commonweal.commitments.views.following import (
    Follow,
    FollowAsked,
    Following,
    FollowingStopped,
    StopFollowing,
)

urlpatterns = [
    path("promises/<slug:slug>/follow/", Follow.as_view(), name="follow"),
    path("promises/<slug:slug>/follow/asked/", FollowAsked.as_view(), name="follow-asked"),
    path("following/stopped/", FollowingStopped.as_view(), name="following-stopped"),
    path("following/<str:token>/", Following.as_view(), name="following"),
    path("following/<str:token>/stop/", StopFollowing.as_view(), name="stop-following"),
]
