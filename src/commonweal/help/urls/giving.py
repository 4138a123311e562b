"""Addresses of giving, of rounds and of advice."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import advice, driving, giving, rounds, rounds_together, stops

ROOM = "rooms/<slug:slug>/"
ROUND = f"{ROOM}rounds/<int:number>/"
STOP = f"{ROUND}stops/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROOM}give/", giving.GiveOut.as_view(), name="give_out"),
    path(f"{ROOM}given/", giving.GivenList.as_view(), name="given"),
    path(f"{ROOM}given/file/", giving.GivenFile.as_view(), name="given_file"),
    path(f"{ROOM}given/<int:pk>/take-back/", giving.TakeBack.as_view(), name="given_take_back"),
    path(f"{ROOM}rounds/", rounds.Rounds.as_view(), name="rounds"),
    path(f"{ROOM}rounds/plan/", rounds.PlanRound.as_view(), name="round_plan"),
    path(f"{ROOM}rounds/several/", rounds_together.PlanSeveral.as_view(), name="rounds_several"),
    path(ROUND, rounds.OneRound.as_view(), name="round_page"),
    path(f"{ROUND}add/", rounds.AddStops.as_view(), name="round_add"),
    path(f"{ROUND}order/", rounds.Order.as_view(), name="round_order"),
    path(f"{ROUND}driver/", rounds.Driver.as_view(), name="round_driver"),
    path(f"{ROUND}sheet/", rounds.Sheet.as_view(), name="round_sheet"),
    path(f"{ROUND}out/", rounds.SignOut.as_view(), name="round_out"),
    path(f"{ROUND}back/", rounds.SignBack.as_view(), name="round_back"),
    path(f"{ROUND}call-off/", rounds.CallOffRound.as_view(), name="round_call_off"),
    path(f"{ROUND}link/", rounds.DriverLink.as_view(), name="round_link"),
    path(f"{ROUND}link/close/", rounds.CloseLink.as_view(), name="round_link_close"),
    path(STOP, stops.DescribeStop.as_view(), name="round_stop"),
    path(f"{STOP}move/", stops.MoveStop.as_view(), name="round_stop_move"),
    path(f"{STOP}off/", stops.TakeOff.as_view(), name="round_stop_off"),
    path(f"{STOP}said/", stops.SaidOnPaper.as_view(), name="round_stop_said"),
    path(f"{STOP}settle/", stops.Settle.as_view(), name="round_stop_settle"),
    path(f"{ROOM}advice/", advice.Advice.as_view(), name="advice"),
    path(f"{ROOM}advice/note/", advice.NoteAdvice.as_view(), name="advice_note"),
    path(
        f"{ROOM}advice/<int:pk>/take-back/",
        advice.TakeBackAdvice.as_view(),
        name="advice_take_back",
    ),
    path("round/<str:token>/", driving.DriverPage.as_view(), name="round"),
    path("round/<str:token>/worker.js", driving.DriverWorker.as_view(), name="round_worker"),
    path("round/<str:token>/said/", driving.SaidAtDoors.as_view(), name="round_said"),
]
