"""Forgetting what is due: once an hour, or only saying what would be forgotten.

Each job says what is due and how it is forgotten; ``keeping.py`` says which job is for what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.help.actions import forgetting_due as due
from commonweal.help.actions.forgetting_people import forget_clients, forget_helpers, wiped
from commonweal.help.actions.looks import shorten
from commonweal.help.models import Forgetting, Offer, Round, Stop

AT_ONCE = 500  # people forgotten in one run: the next hour goes on


@dataclass(frozen=True)
class Job:
    """What is due on a day, and how it is forgotten. A silent one is counted nowhere."""

    due: Callable[[dt.date], QuerySet[Any]]
    forget: Callable[[QuerySet[Any], Actor], object]
    silent: bool = False


def erase(rows: QuerySet[Any], by: Actor) -> None:
    """Erase them, with what hangs on them."""
    rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


def people(rows: QuerySet[Any], by: Actor) -> None:
    """Forget people, some hundreds at a time."""
    forget_clients(rows.select_related("scheme").order_by("pk")[:AT_ONCE], by=by)


def helpers(rows: QuerySet[Any], by: Actor) -> None:
    """Forget helpers, some hundreds at a time."""
    forget_helpers(rows.select_related("scheme").order_by("pk")[:AT_ONCE], by=by)


def matches(rows: QuerySet[Any], by: Actor) -> None:
    """Erase who helped whom, with the offers, of requests whose people were forgotten."""
    Offer.objects.filter(request__in=list(rows.values_list("request", flat=True))).delete()
    rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


def stops(rows: QuerySet[Any], by: Actor) -> None:
    """Wipe whose doors they were."""
    Stop.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        **wiped(Stop), client=None, request=None
    )


def rounds(rows: QuerySet[Any], by: Actor) -> None:
    """Wipe who drove, from where, and the link."""
    Round.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        **wiped(Round), driver=None, digest=None
    )


def given(rows: QuerySet[Any], by: Actor) -> None:
    """Wipe whose it was."""
    rows.update(client=None, request=None, mark="", diet="", allergens="")


def sameness(rows: QuerySet[Any], by: Actor) -> None:
    """Wipe by what a form sent twice is known."""
    rows.update(sameness="")


JOBS: dict[str, Job] = {
    "people": Job(due.people, people),
    "matches": Job(due.matches, matches),
    "helpers": Job(due.helpers, helpers),
    "grounds": Job(due.grounds, erase),
    "checks": Job(due.checks, erase),
    "secrets": Job(due.secrets, erase),
    "drafts": Job(due.drafts, erase),
    "sameness": Job(due.sameness, sameness),
    "match_runs": Job(due.match_runs, erase),
    "alerts": Job(due.alerts, erase),
    "money": Job(due.money, erase),
    "expenses": Job(due.expenses, erase),
    "stops": Job(due.stops, stops),
    "rounds": Job(due.rounds, rounds),
    "given": Job(due.given, given),
    "lists": Job(due.lists, erase),
    "listed": Job(due.listed, erase),
    "ring_calls": Job(due.ring_calls, erase),
    "worries": Job(due.worries, erase, silent=True),
    "ways_in": Job(due.ways_in, erase),
    "rights": Job(due.rights, erase),
    "complaints": Job(due.complaints, erase),
    "members": Job(due.members, erase),
    "duties": Job(due.duties, erase),
}


@action(permission="help.keep_house", keeps=("dry",))
def forget_people(*, by: Actor, dry: bool = False) -> Forgetting:
    """Forget what is due: people whose last request closed long enough ago, and all the rest.

    What is left of a request is its need, area and month. A dry run changes nothing and says how
    many it would be. Worries are forgotten too, but counted nowhere.
    """
    today, counts = clock.today(), {}
    for name, job in JOBS.items():
        rows = job.due(today)
        number = rows.aggregate(n=Count("pk", distinct=True))["n"]
        if number and not dry:
            job.forget(rows, by)
        if number and not job.silent:
            counts[name] = number
    done = Forgetting(at=clock.now(), by=by.label, dry=dry, counts=counts)
    if counts or dry:
        done.save()
    return done


@action(permission="help.keep_house")
def cut_looks(*, by: Actor) -> int:
    """Take the looks of more than two years ago from the old end of the chain; it stays whole.

    By itself, so that nothing else waits where the database's own clock is behind.
    """
    rows = due.looks(clock.today())
    number: int = rows.count()
    shorten(rows)
    return number


HOURLY = (forget_people, cut_looks)
