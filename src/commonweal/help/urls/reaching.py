"""Addresses of lists and ring-rounds, and of the page that shows where to go."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import reaching, ringing, where

ROOM = "rooms/<slug:slug>/"
LIST = f"{ROOM}lists/<int:pk>/"
ROUND = f"{ROOM}ring-rounds/<int:pk>/"
PART = f"{ROOM}ringing/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("help/where/", where.Where.as_view(), name="help_where"),
    path("help/where.csv", where.WhereTable.as_view(), name="help_where_csv"),
    path(f"{ROOM}lists/", reaching.Lists.as_view(), name="held_lists"),
    path(f"{ROOM}lists/begin/", reaching.BeginList.as_view(), name="held_list_begin"),
    path(LIST, reaching.OneList.as_view(), name="held_list"),
    path(f"{LIST}look/", reaching.LookThrough.as_view(), name="held_list_look"),
    path(f"{LIST}put/<uuid:uuid>/", reaching.PutOn.as_view(), name="held_list_put"),
    path(f"{LIST}off/<int:row>/", reaching.TakeOff.as_view(), name="held_list_off"),
    path(f"{LIST}end/", reaching.EndList.as_view(), name="held_list_end"),
    path(f"{ROOM}ring-rounds/", ringing.RingRounds.as_view(), name="ring_rounds"),
    path(f"{ROOM}ring-rounds/begin/", ringing.BeginRound.as_view(), name="ring_round_begin"),
    path(ROUND, ringing.OneRound.as_view(), name="ring_round"),
    path(f"{ROUND}ask/", ringing.AskScheme.as_view(), name="ring_round_ask"),
    path(f"{ROUND}open/", ringing.OpenRound.as_view(), name="ring_round_open"),
    path(f"{ROUND}close/", ringing.CloseRound.as_view(), name="ring_round_close"),
    path(PART, ringing.Ring.as_view(), name="ring_part"),
    path(f"{PART}join/", ringing.JoinRound.as_view(), name="ring_part_join"),
    path(f"{PART}decline/", ringing.DeclineRound.as_view(), name="ring_part_decline"),
    path(f"{PART}call/<int:call>/", ringing.NoteCall.as_view(), name="ring_call"),
]
