"""Rounds as they are shown: on the board, on a page, on paper and on a driver's telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal.core import clock
from commonweal.help.choices import URGENCY_ORDER, AtDoor, RoundStanding, Urgency
from commonweal.help.models import Client, Request, Round, Scheme, Stop
from commonweal.help.reports.board import SOURCES, Act, Job, since_words

EVENING = 18
MOST = 50
FOR_A_PERSON = (AtDoor.NOBODY, AtDoor.REFUSED, AtDoor.NOT_FOUND, AtDoor.WORRIED)


def not_back(scheme: Scheme, at: dt.datetime) -> list[Round]:
    """Rounds whose sheet should be back: those of days before, and today's from six o'clock on."""
    here = clock.here(at)
    out = Round.objects.filter(scheme=scheme, standing=RoundStanding.OUT)
    due = here.date() if here.hour >= EVENING else here.date() - dt.timedelta(days=1)
    return list(out.filter(on__lte=due).select_related("scheme").order_by("on", "number")[:MOST])


def unsettled(scheme: Scheme) -> list[Stop]:
    """Doors of people without a request for whom somebody must do something, and nobody did yet."""
    rows = Stop.objects.filter(
        round__scheme=scheme,
        outcome__in=FOR_A_PERSON,
        settled_at=None,
        request=None,
        client__isnull=False,
    )
    return list(rows.select_related("round__scheme").order_by("at", "pk")[:MOST])


def jobs_of_rounds(scheme: Scheme, at: dt.datetime) -> tuple[list[Job], list[Job]]:
    """What rounds need of a person now: a sheet that is not back, a door at which nothing went."""
    jobs = []
    for row in not_back(scheme, at):
        open_it = Act("Open the round", "round_page", (scheme.slug, str(row.number)))
        jobs.append(
            Job(
                who=row.name,
                where="",
                what=f"Sheet {row.number} is not back",
                why="Ring the driver, and sign it back with a word for every door.",
                since=since_words(at - (row.signed_out_at or at)),
                act=open_it,
                more=open_it,
                order=(URGENCY_ORDER[Urgency.HOURS], row.signed_out_at or at),
            )
        )
    for stop in unsettled(scheme):
        open_it = Act("See to it", "round_page", (scheme.slug, str(stop.round.number)))
        jobs.append(
            Job(
                who=f"Round {stop.round.number}, stop {stop.position}",
                where="",
                what=stop.get_outcome_display(),
                why="Nobody has seen to it yet.",
                since=since_words(at - (stop.at or at)),
                act=open_it,
                more=open_it,
                order=(URGENCY_ORDER[Urgency.HOURS], stop.at or at),
            )
        )
    return jobs, []


SOURCES.append(jobs_of_rounds)


def is_shown(stop: Stop) -> bool:
    """Whether a driver may read whose door it is and where.

    Not of somebody who is by now reached by a safe contact only or was forgotten, nor what is by
    now on hold, unless it is an essential.
    """
    asked = stop.request
    held = asked is not None and asked.held and not asked.essential
    return stop.client is not None and not stop.client.abuse and not held


@dataclass(frozen=True)
class RoundNow:
    """A round with its stops in order, and what they make together."""

    round: Round
    stops: Sequence[Stop]

    @property
    def doors(self) -> list[tuple[Stop, bool]]:
        """Each stop, and whether its door is shown to whoever goes there."""
        return [(stop, is_shown(stop)) for stop in self.stops]

    @property
    def load(self) -> int:
        """What all of it takes up."""
        return sum(stop.load for stop in self.stops)

    @property
    def to_pack(self) -> list[tuple[str, int, int]]:
        """What the whole round needs: each thing that goes to a door, to how many, and its load.

        Nothing for doors that are not to be gone to.
        """
        going: dict[str, list[int]] = {}
        for stop, shown in self.doors:
            if shown:
                going.setdefault(stop.items or "Not said what", []).append(stop.load)
        return sorted((items, len(loads), sum(loads)) for items, loads in going.items())

    @property
    def too_much(self) -> bool:
        """Whether the car does not hold it."""
        return self.load > self.round.holds

    @property
    def said(self) -> int:
        """At how many doors something was said."""
        return sum(stop.outcome != AtDoor.WAITING for stop in self.stops)

    @property
    def to_settle(self) -> list[Stop]:
        """Doors of which something was said that no person has seen to yet."""
        return [
            stop for stop in self.stops
            if stop.settled_at is None and stop.outcome != AtDoor.WAITING
            and (stop.outcome in FOR_A_PERSON or stop.request is not None)
        ]  # fmt: skip

    @property
    def allergens(self) -> bool:
        """Whether anybody on it has an allergy."""
        return any(stop.allergens for stop in self.stops)

    @property
    def clients(self) -> list[Client]:
        """Whose doors they are."""
        return [stop.client for stop in self.stops if stop.client]

    @property
    def shown_clients(self) -> list[Client]:
        """Whose doors are shown to whoever goes there."""
        return [stop.client for stop, shown in self.doors if shown and stop.client]

    @property
    def kilometres(self) -> float:
        """How long the way is, in straight lines."""
        return self.round.metres / 1000


def round_now(round: Round) -> RoundNow:
    """A round as it is, in one question."""
    stops = round.stops.select_related("client", "request__need").order_by("position")
    return RoundNow(round, list(stops))


def rounds_of(scheme: Scheme) -> QuerySet[Round]:
    """The rounds of a scheme, the newest first."""
    rows = Round.objects.filter(scheme=scheme).select_related("driver")
    return rows.order_by("-on", "-number")


def rounds_to_come(scheme: Scheme, on: dt.date) -> QuerySet[Round]:
    """Rounds that are not out yet, from a day on, the next first."""
    rows = Round.objects.filter(scheme=scheme, standing=RoundStanding.PLANNED, on__gte=on)
    return rows.order_by("on", "number")


def waiting_in_order(rows: QuerySet[Request], most: int) -> list[Request]:
    """Requests with an address, by urgency, then wait; not more than can be shown."""
    asked = [r for r in rows[: 3 * most] if r.client.address]
    asked.sort(key=lambda r: (URGENCY_ORDER.get(r.urgency, 9), r.asked_at, r.pk))
    return asked[:most]


def waiting_for_a_round(scheme: Scheme, on: dt.date) -> QuerySet[Request]:
    """Requests that may go on a round of a day, and are on none: by urgency, then by wait.

    Not those on hold, but for essentials; nor of people who have not agreed, or who are reached by
    a safe contact only.
    """
    taken = Stop.objects.filter(round__scheme=scheme, round__on=on, request__isnull=False)
    taken = taken.exclude(round__standing=RoundStanding.CALLED_OFF)
    rows = (
        Request.objects.of(scheme)
        .filter(state__in=("triage", "assigned", "in_progress"), may_match=True)
        .filter(client__abuse=False, client__forgotten_on=None)
        .exclude(held=True, essential=False)
        .exclude(pk__in=taken.values("request"))
    )
    return rows.select_related("client", "need").order_by("asked_at", "pk")
