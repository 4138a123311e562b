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
from commonweal.commitments.reports.showing import Ask, asks_of, call_to
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
    def call(self) -> Call:
        """The call.

        :raises Http404: while there is none.
        """
        found = call_to(self.thing)
        if found is None:
            raise Http404
        return found

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """What everybody was asked."""
        return asks_of(self.call)

    def trail(self) -> list[tuple[str, str]]:
        """Where this is."""
        return [("Elections", "/elections/"), (self.thing.name, f"/elections/{self.thing.slug}/")]

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
        response = render(request, self.template_name, every | context)
        return unless_an_hour_comes(response, [*hours, *hours_of(self.call)], self.now)


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
