"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.sector.views import matching

urlpatterns: list[URLPattern] = [
    path("match/", matching.GiveList.as_view(), name="match"),
    path("match/<str:token>/", matching.ShowList.as_view(), name="match-list"),
    path("match/<str:token>/columns/", matching.ChooseColumns.as_view(), name="match-columns"),
    path("match/<str:token>/review/", matching.Review.as_view(), name="match-review"),
    path("match/<str:token>/forget/", matching.ForgetList.as_view(), name="match-forget"),
    path("match/<str:token>/list.csv", matching.TakeList.as_view(), name="match-csv"),
    path(
        "match/<str:token>/list.xlsx", matching.TakeList.as_view(ending="xlsx"), name="match-xlsx"
    ),
]
