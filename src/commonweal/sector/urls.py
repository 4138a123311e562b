"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.sector.views import (
    answering,
    choosing,
    confirming,
    history,
    joining,
    relaying,
    suggesting,
)

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
    # Groups without a number.
    path("join/", joining.Join.as_view(), name="join"),
    path("join/sent/", joining.JoinSent.as_view(), name="join-sent"),
    path(
        "join/sent/telephone/",
        joining.JoinSent.as_view(by_telephone=True),
        name="join-sent-telephone",
    ),
    path("join/<str:token>/", joining.ApplicationPage.as_view(), name="application"),
    path("vouch/<str:token>/", joining.VouchPage.as_view(), name="vouch"),
    path("organisations/<str:ref>/write/", relaying.Write.as_view(), name="write"),
    path(
        "organisations/<str:ref>/write/sent/",
        relaying.LetterWritten.as_view(),
        name="letter-written",
    ),
    path("letters/<str:token>/", relaying.SendLetter.as_view(), name="send-letter"),
    path("letters/stop/<str:token>/", relaying.StopLetters.as_view(), name="stop-letters"),
    path(
        "organisations/<str:ref>/choices/",
        choosing.ChoicesOfMember.as_view(),
        name="organisation-choices",
    ),
    path(
        "organisations/<str:ref>/choices/link/",
        choosing.AskForChoices.as_view(),
        name="ask-for-choices",
    ),
    path("your-group/<str:token>/", choosing.ChoicesByLink.as_view(), name="group-choices"),
]
