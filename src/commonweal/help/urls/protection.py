"""Addresses of what protects people: worries, looks, ways in, rights and complaints."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import controller, looks, rights, ways_in, worries

ROOM = "rooms/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROOM}worried/", worries.Raise.as_view(), name="raise_worry"),
    path(
        f"{ROOM}requests/<uuid:uuid>/worried/",
        worries.RaiseOfRequest.as_view(),
        name="raise_worry_of_request",
    ),
    path(
        f"{ROOM}helpers/<uuid:uuid>/worried/",
        worries.RaiseOfHelper.as_view(),
        name="raise_worry_of_helper",
    ),
    path("helping/<str:token>/worried/", worries.RaiseByHelper.as_view(), name="worry_by_helper"),
    path(f"{ROOM}worries/", worries.Worries.as_view(), name="worries"),
    path(f"{ROOM}worries/<int:pk>/", worries.ReadWorry.as_view(), name="worry"),
    path(f"{ROOM}worries/<int:pk>/step/", worries.NoteStep.as_view(), name="worry_step"),
    path(f"{ROOM}worries/<int:pk>/close/", worries.CloseWorry.as_view(), name="worry_close"),
    path(f"{ROOM}looks/", looks.LooksHere.as_view(), name="looks_here"),
    path(f"{ROOM}people/<uuid:uuid>/looks/", looks.LooksAt.as_view(), name="looks_at"),
    path("help/let-in/", ways_in.LetIn.as_view(), name="let_in"),
    path(f"{ROOM}ways-in/", ways_in.WaysIn.as_view(), name="ways_in"),
    path(f"{ROOM}ways-in/<int:pk>/", ways_in.LookAtWayIn.as_view(), name="way_in_look"),
    path(f"{ROOM}ways-in/<int:pk>/end/", ways_in.EndWayIn.as_view(), name="way_in_end"),
    path("help/schemes/<slug:slug>/complain/", rights.Complain.as_view(), name="complain"),
    path(f"{ROOM}rights/", rights.Rights.as_view(), name="rights"),
    path(f"{ROOM}people/<uuid:uuid>/rights/", rights.ReceiveRight.as_view(), name="right_add"),
    path(f"{ROOM}rights/<int:pk>/", rights.ReadRight.as_view(), name="right"),
    path(f"{ROOM}rights/<int:pk>/clock/", rights.RightPress.as_view(), name="right_clock"),
    path(f"{ROOM}rights/<int:pk>/longer/", rights.ExtendRight.as_view(), name="right_extend"),
    path(f"{ROOM}rights/<int:pk>/answer/", rights.AnswerRight.as_view(), name="right_answer"),
    path(f"{ROOM}rights/<int:pk>/export/", rights.Export.as_view(), name="right_export"),
    path(f"{ROOM}complaints/<int:pk>/", rights.ReadComplaint.as_view(), name="complaint"),
    path(
        f"{ROOM}complaints/<int:pk>/next/", rights.ComplaintPress.as_view(), name="complaint_next"
    ),
    path(
        f"{ROOM}complaints/<int:pk>/answer/",
        rights.AnswerComplaint.as_view(),
        name="complaint_answer",
    ),
    path(
        "help/schemes/<slug:slug>/what-is-kept/",
        controller.WhatIsKept.as_view(),
        name="what_is_kept",
    ),
    path(f"{ROOM}impact/", controller.Impact.as_view(), name="impact"),
]
