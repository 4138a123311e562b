"""How fresh the register is: the share of entries that were confirmed within their term."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.places.reports import the_place
from commonweal.sector.freshness import SORTS
from commonweal.sector.reports.freshness import Score, Share, score
from commonweal.ui.downloads import csv_response

HEADER = ("what", "code", "title", "entries", "confirmed_within_term", "per_cent", "on")
NOTE = (
    "An organisation counts as confirmed when it, or staff who asked it, said within its term that "
    "its entry is right; what was told to the register itself counts from the day it was told."
)


class Freshness(GatedView):
    """The score of the place, and of each theme, with how it is worked out."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        found = score(clock.today())
        rules = [(words, found.rules[sort]) for sort, words in SORTS.items()]
        context = {"section": "data", "score": found, "rules": rules}
        return render(request, "web/freshness.html", context)


class FreshnessCsv(GatedView):
    """The same as a table."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send it."""
        found = score(clock.today())
        title = f"{the_place().name} freshness"
        return csv_response(title, HEADER, rows_of(found), notes=[NOTE], on=found.on)


def rows_of(found: Score) -> Iterator[tuple[object, ...]]:
    """The rows of the table: the whole, then by sort, cause and need."""
    parts: list[tuple[str, tuple[Share, ...]]] = [
        ("all", (found.whole,)), ("sort", found.sorts), ("cause", found.causes),
        ("need", found.needs),
    ]  # fmt: skip
    for what, shares in parts:
        for s in shares:
            percent = "" if s.percent is None else s.percent
            yield what, s.code, s.title, s.entries, s.fresh, percent, found.on.isoformat()
