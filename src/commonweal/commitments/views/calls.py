"""What pages of a call share: whose it is, how it was kept fair, and that nothing is kept past an
hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from commonweal.commitments.models import Call, Election
from commonweal.commitments.reports.hours import changes_within
from commonweal.commitments.reports.showing import Ask, asks_of, calls_to
from commonweal.commitments.reports.shown import titles
from commonweal.core import clock
from commonweal.core.gates import GatedView


class OfACall(GatedView):
    """A public page about a call that was put to the candidates of an election.

    It is the same for everybody, staff too: the moment alone says what is on it.
    """

    permission = None
    template_name = ""
    thing: Election
    kwargs: dict[str, Any]

    def load(self) -> Election:
        """The election, once a call was put to its candidates."""
        return get_object_or_404(Election, slug=self.kwargs["slug"])

    @cached_property
    def now(self) -> dt.datetime:
        """The moment of this page."""
        return clock.now()

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """All that were put to its candidates."""
        return calls_to(self.thing)

    @cached_property
    def call(self) -> Call:
        """The call whose answers are shown: the one that ``?call=`` names, or the first.

        :raises Http404: while there is none, or none of that name.
        """
        return the_one_asked(self.request, self.calls)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """What everybody was asked."""
        return asks_of(self.call)

    def trail(self) -> list[tuple[str, str]]:
        """Where this is."""
        here = f"/elections/{self.thing.slug}/{which_of(self.call, self.calls)}"
        return [("Elections", "/elections/"), (self.thing.name, here)]

    def address_of_others(self) -> str:
        """Where the same page is of another call."""
        return self.request.path

    def page(
        self, request: HttpRequest, hours: Sequence[dt.datetime | None], **context: Any
    ) -> HttpResponse:
        """The page. ``hours`` are those at which it becomes another: within a minute of one it is
        kept nowhere, so that no kept page outlives it."""
        every: dict[str, Any] = {
            "section": "elections", "election": self.thing, "call": self.call, "asks": self.asks,
            "trail": self.trail(), "now": self.now,
            "closed": self.call.closes_at <= self.now,
            "shown": self.call.held_at is None and self.call.reveal_at <= self.now,
        }  # fmt: skip
        every |= beside(self.calls, self.call, self.address_of_others())
        response = render(request, self.template_name, every | context)
        return unless_an_hour_comes(response, [*hours, *hours_of(self.call)], self.now)


def the_one_asked(request: HttpRequest, calls: Sequence[Call]) -> Call:
    """The call that ``?call=`` names by its address, or the first.

    :raises Http404: where there is none, or none of that name.
    """
    asked = request.GET.get("call")
    found = [c for c in calls if asked is None or c.document.slug == asked]
    if not found:
        raise Http404
    return found[0]


def which_of(call: Call, calls: Sequence[Call]) -> str:
    """What an address needs so that it leads to this call: nothing, of the first."""
    return "" if call.pk == calls[0].pk else f"?call={call.document.slug}"


def beside(calls: Sequence[Call], call: Call, address: str) -> dict[str, Any]:
    """How a page tells which call it shows, and leads to the others."""
    if len(calls) < 2:
        return {"which": "", "every_call": ()}
    called = titles([c.document for c in calls])
    named = [(c, called.get(c.document_id, c.document.title)) for c in calls]
    return {
        "which": which_of(call, calls),
        "every_call": [
            (title, f"{address}{which_of(c, calls)}", c.pk == call.pk) for c, title in named
        ],
    }  # fmt: skip


def hours_of(call: Call) -> list[dt.datetime | None]:
    """The hours at which what is said of a call changes."""
    return [call.closes_at, call.reveal_at]


def unless_an_hour_comes(
    response: HttpResponse, hours: Sequence[dt.datetime | None], now: dt.datetime
) -> HttpResponse:
    """A page that nobody keeps, where one of these hours comes within the minute."""
    if changes_within(list(hours), now):
        response["Cache-Control"] = "no-store"
    return response
