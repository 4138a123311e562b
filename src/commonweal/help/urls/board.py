"""Addresses of the board and of requests, for the people of a scheme."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import board, changing_need, handing, knowing, requests

ROOM = "rooms/<slug:slug>/"
ONE = f"{ROOM}requests/<uuid:uuid>/"

urlpatterns: list[URLPattern] = [
    path("rooms/", board.Rooms.as_view(), name="rooms"),
    path(ROOM, board.Room.as_view(), name="room"),
    path(f"{ROOM}find/", board.Find.as_view(), name="find_person"),
    path(f"{ROOM}offered/<int:pk>/", handing.Offered.as_view(), name="offered_request"),
    path(ONE, requests.OneRequest.as_view(), name="request"),
    path(f"{ONE}begin/", requests.Begin.as_view(), name="request_begin"),
    path(f"{ONE}urgency/", requests.SayUrgency.as_view(), name="request_urgency"),
    path(f"{ONE}put-right/", requests.PutRight.as_view(), name="request_put_right"),
    path(f"{ONE}need/", changing_need.ChangeNeed.as_view(), name="request_need"),
    path(f"{ONE}wait/", requests.Wait.as_view(), name="request_wait"),
    path(f"{ONE}back/", requests.Back.as_view(), name="request_back"),
    path(f"{ONE}try/", requests.NoteTry.as_view(), name="request_try"),
    path(f"{ONE}start/", requests.Start.as_view(), name="request_start"),
    path(f"{ONE}end/", requests.End.as_view(), name="request_end"),
    path(f"{ONE}ask/", requests.Ask.as_view(), name="request_ask"),
    path(f"{ONE}close/", requests.Close.as_view(), name="request_close"),
    path(f"{ONE}again/", requests.Reopen.as_view(), name="request_again"),
    path(f"{ONE}next/", requests.SetNext.as_view(), name="request_next"),
    path(f"{ONE}note/", requests.AddNote.as_view(), name="request_note"),
    path(f"{ONE}give/", requests.GiveTo.as_view(), name="request_give"),
    path(f"{ONE}repeat/", knowing.Repeat.as_view(), name="request_repeat"),
    path(f"{ONE}let/", knowing.LetMatch.as_view(), name="request_let"),
    path(f"{ONE}hold/", requests.Hold.as_view(), name="request_hold"),
    path(f"{ONE}hand-over/", handing.HandOn.as_view(), name="request_hand_over"),
    path(f"{ONE}hand-over/told/", handing.NoteTold.as_view(), name="request_told"),
    path(f"{ONE}hand-over/answer/", handing.Answer.as_view(), name="request_answer"),
    path(f"{ONE}hand-over/call-off/", handing.CallOff.as_view(), name="request_call_off"),
]
