"""Addresses of schemes: for everybody, and for those who run them."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import duty, scheme, scheme_closing, scheme_people, schemes

ROOM = "rooms/<slug:slug>/scheme/"

urlpatterns: list[URLPattern] = [
    path("help/schemes/", schemes.Schemes.as_view(), name="schemes"),
    path("help/schemes/<slug:slug>/", schemes.OneScheme.as_view(), name="scheme"),
    path(ROOM, scheme.SchemePage.as_view(), name="scheme_kept"),
    path(f"{ROOM}describe/", scheme.Describe.as_view(), name="scheme_describe"),
    path(f"{ROOM}areas/", scheme.Areas.as_view(), name="scheme_areas"),
    path(f"{ROOM}needs/", scheme.Needs.as_view(), name="scheme_needs"),
    path(f"{ROOM}needs/<int:pk>/drop/", scheme.DropNeed.as_view(), name="scheme_need_drop"),
    path(f"{ROOM}standing/", scheme_closing.Standing.as_view(), name="scheme_standing"),
    path(f"{ROOM}pack/", scheme_closing.Pack.as_view(), name="scheme_pack"),
    path(f"{ROOM}ask-helpers/", scheme_closing.AskHelpers.as_view(), name="scheme_ask_helpers"),
    path(f"{ROOM}people/", scheme_people.People.as_view(), name="scheme_people"),
    path(f"{ROOM}people/<int:pk>/end/", scheme_people.EndPart.as_view(), name="scheme_part_end"),
    path(f"{ROOM}duty/", duty.Rota.as_view(), name="scheme_duty"),
    path(f"{ROOM}duty/put/", duty.PutOn.as_view(), name="scheme_duty_put"),
    path(f"{ROOM}duty/<int:pk>/off/", duty.GoOff.as_view(), name="scheme_duty_off"),
    path(f"{ROOM}duty/<int:pk>/call-off/", duty.CallOff.as_view(), name="scheme_duty_call_off"),
    path(f"{ROOM}pools/<int:pk>/join/", duty.Join.as_view(), name="scheme_pool_join"),
    path(f"{ROOM}pools/<int:pk>/leave/", duty.Leave.as_view(), name="scheme_pool_leave"),
]
