"""An audit of a played year: what the plan says was asked, beside what the database holds.

It takes no player's word, and none of the room's own questions: it reads the rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonweal.demo.rehearsal.year import Year
from commonweal.help.choices import ENDINGS, State
from commonweal.help.models import Match, Request, Transition

CALL = re.compile(r"Call (\d+)-(\d+)-(\d+)\Z")
Call = tuple[int, int, int]


@dataclass(frozen=True)
class Audit:
    """What was found amiss: how many requests, by kind.

    ``missing`` were asked and are not there, ``twice`` are there more often than asked, ``strange``
    nobody asked. ``unended`` are closed without an outcome; ``unowned`` are open with nobody, or
    no day to come. ``broken`` stand where the rows of what they went through do not lead.
    """

    missing: int
    twice: int
    strange: int
    unended: int
    unowned: int
    broken: int

    @property
    def lost(self) -> int:
        """All of it."""
        return sum(vars(self).values())


def planned(year: Year) -> Iterator[Call]:
    """Every call of the plan: its day, scheme and number."""
    for at, number in zip(*year.asks.nonzero(), strict=True):
        for n in range(int(year.asks[at, number])):
            yield int(at), int(number), n


def call_of(details: str, slug: str) -> Call | None:
    """Which call a request came of, if it is in the room that took that call."""
    if (found := CALL.match(details)) is None or slug != f"rehearsal-{found[2]}":
        return None
    return int(found[1]), int(found[2]), int(found[3])


def audit(year: Year) -> Audit:
    """Go through every request and every step of one, once."""
    wanted, there = set(planned(year)), Counter[Call | None]()
    unended = unowned = 0
    rows = Request.objects.filter(again=None).select_related("scheme")
    for request in rows.only(
        "details", "state", "outcome", "owner", "next_on", "scheme__slug"
    ).iterator(2_000):
        there[call_of(request.details, request.scheme.slug)] += 1
        closed = request.state == State.CLOSED
        unended += closed and request.outcome not in ENDINGS
        unowned += not closed and (request.owner_id is None or request.next_on is None)
    found = {call: n for call, n in there.items() if call in wanted}
    return Audit(
        missing=len(wanted - found.keys()), twice=sum(found.values()) - len(found),
        strange=there.total() - sum(found.values()), unended=unended, unowned=unowned,
        broken=broken_histories(),
    )  # fmt: skip


def broken_histories() -> int:
    """How many requests have a step that does not go on from the last, or end elsewhere."""
    amiss, last = set(), dict[int, tuple[Any, ...]]()
    steps = Transition.objects.order_by("request", "number")
    for key, number, before, after, at in steps.values_list(
        "request", "number", "before", "after", "at"
    ).iterator(2_000):
        was = last.get(key)
        if was is None:
            whole = number == 1 and not before
        else:
            whole = number == was[0] + 1 and before == was[1] and at >= was[2]
        if not whole:
            amiss.add(key)
        last[key] = (number, after, at)
    for key, state in Request.objects.values_list("pk", "state").iterator(2_000):
        if key not in last or last[key][1] != state:
            amiss.add(key)
    return len(amiss)


def double_matched() -> int:
    """How often a helper was given a request that another still had."""
    spans = Match.objects.order_by("request", "at", "pk").values_list("request", "at", "ended_at")
    crossed, free_from = 0, dict[int, Any]()
    for request, at, ended in spans.iterator(2_000):
        if request in free_from and (free_from[request] is None or at < free_from[request]):
            crossed += 1
        until = free_from.get(request, ended)
        free_from[request] = None if ended is None or until is None else max(until, ended)
    return crossed
