"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.sector.views import answering, confirming, history, suggesting

urlpatterns: list[URLPattern] = [
    # Suggestions and history.
    path(
        "organisations/<str:ref>/suggest/",
        suggesting.SuggestOfOrganisation.as_view(),
        name="suggest",
    ),
    path(
        "services/<uuid:key>/suggest/",
        suggesting.SuggestOfService.as_view(),
        name="suggest-service",
    ),
    path("suggestions/<str:token>/", suggesting.YourSuggestion.as_view(), name="suggestion"),
    path(
        "organisations/<str:ref>/suggestions/", answering.Suggestions.as_view(), name="suggestions"
    ),
    path(
        "organisations/<str:ref>/suggestions/<int:pk>/", answering.Decide.as_view(), name="decide"
    ),
    path("organisations/<str:ref>/history/", history.History.as_view(), name="history"),
    path(
        "organisations/<str:ref>/history/<slug:entry>/", history.PutBack.as_view(), name="put-back"
    ),
    path("services/<uuid:key>/history/", history.History.as_view(), name="service-history"),
    path(
        "services/<uuid:key>/history/<slug:entry>/",
        history.PutBack.as_view(),
        name="put-back-service",
    ),
    # Is your entry still right?
    path("still-right/<str:token>/", confirming.StillRight.as_view(), name="still-right"),
    path(
        "still-right/<str:token>/change/",
        confirming.ChangeByLink.as_view(),
        name="still-right-change",
    ),
    path("still-right/<str:token>/no/", confirming.NotUs.as_view(), name="still-right-no"),
]
