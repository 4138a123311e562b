"""Addresses of numbers."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import numbers

ROOM = "rooms/<slug:slug>/scheme/"

urlpatterns: list[URLPattern] = [
    path("help/numbers/", numbers.HelpNumbers.as_view(), name="help_numbers"),
    path("help/numbers.csv", numbers.help_numbers_csv, name="help_numbers_csv"),
    path(f"{ROOM}numbers/", numbers.OwnNumbers.as_view(), name="scheme_numbers"),
    path(f"{ROOM}numbers.csv", numbers.OwnNumbersFile.as_view(), name="scheme_numbers_csv"),
    path(f"{ROOM}totals/", numbers.Totals.as_view(), name="scheme_totals"),
    path(f"{ROOM}totals/<int:pk>/take-back/", numbers.TakeBack.as_view(), name="scheme_total_back"),
]
