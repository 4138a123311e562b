"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.sector.views import choosing, joining, relaying

urlpatterns: list[URLPattern] = [
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
