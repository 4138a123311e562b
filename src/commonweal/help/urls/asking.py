"""Addresses of asking."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import (
    asking,
    asking_door,
    calls,
    doors,
    letters,
    needs,
    status,
    status_lookup,
)

ROOM = "rooms/<slug:slug>/"
LETTERS = f"{ROOM}requests/<uuid:uuid>/letters/"
GROUNDS = f"{ROOM}requests/<uuid:uuid>/grounds/"

urlpatterns: list[URLPattern] = [
    path("help/", asking_door.Help.as_view(), name="help"),
    path("help/ask/", asking_door.Begin.as_view(), name="help_ask"),
    path("help/ask/<str:token>/", asking.ComeBack.as_view(), name="help_come_back"),
    path("help/ask/<str:token>/later/", asking.Later.as_view(), name="help_later"),
    path("help/ask/<str:token>/<slug:page>/", asking.Page.as_view(), name="help_page"),
    path("help/refer/", calls.Refer.as_view(), name="help_refer"),
    path("help/status/", status_lookup.LookUp.as_view(), name="help_status_find"),
    path("help/status/<str:token>/", status.Status.as_view(), name="help_status"),
    path("help/needs/", needs.Needs.as_view(), name="help_needs"),
    path("help/needs/add/", needs.AddNeed.as_view(), name="help_need_add"),
    path("help/needs/<slug:code>/", needs.SetNeed.as_view(), name="help_need"),
    path("help/numbers/add/", needs.AddLine.as_view(), name="help_line_add"),
    path("help/numbers/<int:pk>/", needs.SetLine.as_view(), name="help_line"),
    path("help/numbers/<int:pk>/drop/", needs.DropLine.as_view(), name="help_line_drop"),
    path("help/api/v1/requests", doors.Api.as_view(), name="help_api"),
    path(f"{ROOM}sheet/", doors.Sheet.as_view(), name="request_sheet"),
    path(f"{ROOM}sheet/template/", doors.SheetTemplate.as_view(), name="request_sheet_template"),
    path(
        f"{ROOM}sheet/template/csv/",
        doors.SheetTemplate.as_view(as_csv=True),
        name="request_sheet_template_csv",
    ),
    path(f"{ROOM}keys/", doors.Keys.as_view(), name="request_keys"),
    path(f"{ROOM}keys/<int:pk>/end/", doors.EndKey.as_view(), name="request_key_end"),
    path(f"{ROOM}take-a-call/", calls.TakeCall.as_view(), name="take_call"),
    path(
        f"{ROOM}requests/<uuid:uuid>/code/",
        status_lookup.NewCode.as_view(),
        name="request_page_code",
    ),
    path(GROUNDS, calls.Grounds.as_view(), name="request_grounds"),
    path(f"{GROUNDS}add/", calls.NoteGround.as_view(), name="request_ground_add"),
    path(f"{GROUNDS}<int:pk>/end/", calls.EndGround.as_view(), name="request_ground_end"),
    path(LETTERS, letters.Letters.as_view(), name="request_letters"),
    path(f"{LETTERS}<slug:kind>/text/", letters.SendText.as_view(), name="request_text"),
    path(f"{LETTERS}<slug:kind>/posted/", letters.Posted.as_view(), name="request_letter_posted"),
]
