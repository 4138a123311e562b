"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.sector.views import confirming

urlpatterns: list[URLPattern] = [
    # Is your entry still right?
    path("still-right/<str:token>/", confirming.StillRight.as_view(), name="still-right"),
    path(
        "still-right/<str:token>/change/",
        confirming.ChangeByLink.as_view(),
        name="still-right-change",
    ),
    path("still-right/<str:token>/no/", confirming.NotUs.as_view(), name="still-right-no"),
]
