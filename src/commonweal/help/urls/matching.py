"""Addresses of matching: for the people of a scheme, and private links for helpers."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import matching, offers

ROOM = "rooms/<slug:slug>/"
ONE = f"{ROOM}requests/<uuid:uuid>/match/"
RUN = f"{ROOM}matching/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(ONE, matching.FindHelper.as_view(), name="request_match"),
    path(f"{ONE}ask/", matching.Ask.as_view(), name="request_match_ask"),
    path(f"{ONE}said/<int:pk>/", matching.Said.as_view(), name="request_match_said"),
    path(f"{ONE}end/", matching.EndMatch.as_view(), name="request_match_end"),
    path(f"{ROOM}matching/", matching.Matching.as_view(), name="matching"),
    path(f"{ROOM}matching/begin/", matching.WorkOut.as_view(), name="matching_begin"),
    path(RUN, matching.OneRun.as_view(), name="matching_run"),
    path(f"{RUN}agree/", matching.Agree.as_view(), name="matching_agree"),
    path(f"{RUN}drop/", matching.Drop.as_view(), name="matching_drop"),
    path("matching-for-all/", matching.MatchForAll.as_view(), name="match_for_all"),
    path("offer/<str:token>/", offers.AnOffer.as_view(), name="offer"),
    path("task/<str:token>/", offers.ATask.as_view(), name="task"),
    path("helping/tasks/<int:pk>/", offers.OwnTask.as_view(), name="own_task"),
    path("helping/<str:token>/tasks/<int:pk>/", offers.HelpingTask.as_view(), name="helping_task"),
]
