"""Addresses of giving, of rounds and of advice."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import giving

ROOM = "rooms/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROOM}give/", giving.GiveOut.as_view(), name="give_out"),
    path(f"{ROOM}given/", giving.GivenList.as_view(), name="given"),
    path(f"{ROOM}given/file/", giving.GivenFile.as_view(), name="given_file"),
    path(f"{ROOM}given/<int:pk>/take-back/", giving.TakeBack.as_view(), name="given_take_back"),
]
