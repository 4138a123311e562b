"""Answers to the finder's questions: which services, in which order, a page of them with words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from commonweal.sector.finding_services import memory, reading, sifting, wording
from commonweal.sector.finding_services.asking import PAGE_SIZE, Question
from commonweal.sector.finding_services.sifting import Held
from commonweal.sector.models import Schedule, Service, ServiceAtLocation, Term
from commonweal.sector.needs import NEED
from commonweal.sector.opening import Change, Hours, state_in_words
from commonweal.sector.searching.near import distances_km
from commonweal.sector.searching.whereabouts import Spot
from commonweal.ui.words import reach

# What a row of the list is made of, read at once for a page.
PARTS = ("schedules", "closures", "at__location", "terms", "languages", "costs", "areas")
SLICE = 500
TRIES = 6

# A less narrow question, in words, and how many it finds.
Instead = tuple[str, Question, int]


@dataclass(frozen=True)
class Ground:
    """What a question, and any that is only less narrow, is asked of: settled once for all.

    ``needs`` are the codes that its need takes in; ``spot`` is what it is near to, ``problem``
    why there is none.
    """

    held: Held
    needs: tuple[str, ...]
    spot: Spot | None
    problem: str
    now: dt.datetime


@dataclass(frozen=True)
class Found:
    """The services that fit, in order, the unit of each that fits best, and how far that is."""

    keys: NDArray[np.int64]
    at: NDArray[np.int64]
    km: NDArray[np.float64]
    remote: int


@dataclass(frozen=True)
class Row:
    """A service in the list: its number there, the place that fits, how far, when it is open."""

    number: int
    service: Service
    at: ServiceAtLocation | None
    km: float | None
    is_open: bool
    opening: str


@dataclass(frozen=True)
class Answer:
    """A page of an answer. ``remote`` more fit that need no journey, where only near was asked.

    ``question`` is as understood, with the places out of its words; ``also`` are other words for
    the same that were looked for too. ``instead`` are less narrow questions that do find something,
    where this one finds nothing; ``languages`` all that services here are given in.
    """

    question: Question
    order: str
    spot: Spot | None
    problem: str
    total: int
    remote: int
    rows: tuple[Row, ...]
    instead: tuple[Instead, ...]
    languages: frozenset[str]
    also: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE_SIZE)


def find(asked: Question, *, now: dt.datetime, size: int = PAGE_SIZE) -> Answer:
    """Answer a question with one page of so many services."""
    asked, ground = ground_of(asked, now=now)
    found = found_keys(ground, asked)
    return Answer(
        question=asked,
        order=order_of(asked, ground.spot),
        spot=ground.spot,
        problem=ground.problem,
        total=len(found.keys),
        remote=found.remote,
        rows=tuple(rows_of(found, (asked.page - 1) * size, size, now)),
        instead=() if len(found.keys) else tuple(instead(ground, asked)),
        languages=frozenset(ground.held.languages),
        also=wording.read(asked.words)[1],
    )


def find_all(asked: Question, *, now: dt.datetime) -> tuple[int, Iterator[Row]]:
    """How many services fit, and each, in order, read some hundreds at a time."""
    asked, ground = ground_of(asked, now=now)
    found = found_keys(ground, asked)
    firsts = range(0, len(found.keys), SLICE)
    return len(found.keys), (row for first in firsts for row in rows_of(found, first, SLICE, now))


def find_keys(asked: Question, *, now: dt.datetime) -> list[int]:
    """The keys of all services that fit, in order."""
    asked, ground = ground_of(asked, now=now)
    keys: list[int] = found_keys(ground, asked).keys.tolist()
    return keys


def ground_of(asked: Question, *, now: dt.datetime) -> tuple[Question, Ground]:
    """A question with its places read out of its words, and what it is asked of, settled."""
    asked, where, problem = reading.read(asked)
    return asked, Ground(memory.held(), within_need(asked.need), where, problem, now)


def instead(ground: Ground, asked: Question) -> Iterator[Instead]:
    """The less narrow questions that do find something, of the nearest few. No query."""
    for said, other in wider(asked)[:TRIES]:
        if many := len(found_keys(ground, other).keys):
            yield said, other, many


def order_of(asked: Question, where: Spot | None) -> str:
    """The order of the list: what was asked, as far as it makes sense."""
    if asked.sort == "distance" and where is None:
        return "name"
    if asked.sort == "best" and not asked.words:
        return "name"
    return asked.sort or ("distance" if where else "best" if asked.words else "name")


def found_keys(ground: Ground, asked: Question) -> Found:
    """All services that fit, in order; no query.

    :param asked: the question that the ground was settled for, or one that is less narrow.
    """
    held, where = ground.held, ground.spot
    services, score = sifting.services_fitting(held, asked, ground.needs)
    units = sifting.units_fitting(held, asked, services, local(ground.now))
    km = distances(held, where)
    remote = 0
    if where is not None and asked.within_km is not None and not asked.remote:
        remote = len(np.unique(held.service[units & ~held.to_go_to]))
        units &= km <= asked.within_km
    at = np.flatnonzero(units)
    at = at[np.lexsort((np.nan_to_num(km[at], nan=np.inf), held.service[at]))]
    best = at[np.unique(held.service[at], return_index=True)[1]]
    best = best[ordering(held, best, km, score, order=order_of(asked, where))]
    return Found(held.keys[held.service[best]], held.at[best], km[best], remote)


def local(now: dt.datetime) -> dt.datetime:
    """A moment by the place's own clock, without a zone."""
    return timezone.localtime(now).replace(tzinfo=None)


def distances(held: Held, where: Spot | None) -> NDArray[np.float64]:
    """How far each unit that one goes to is, in kilometres; NaN for the rest."""
    if where is None:
        return np.full(len(held.service), np.nan)
    km = distances_km(where.latitude, where.longitude, held.latitude, held.longitude)
    return np.where(held.to_go_to, km, np.nan)


def ordering(
    held: Held, units: NDArray[np.int64], km: NDArray[np.float64], score: NDArray[np.int32], *,
    order: str,
) -> NDArray[np.intp]:  # fmt: skip
    """The order of these units, ties by name."""
    services = held.service[units]
    by: dict[str, NDArray[Any]] = {
        "distance": np.nan_to_num(km[units], nan=np.inf),
        "best": -score[services],
        "assured": -held.assured[services],
    }
    first = by.get(order, np.zeros(len(units)))
    return np.lexsort((held.name_order[services], first))


def within_need(code: str) -> tuple[str, ...]:
    """A need and, where it is a group, the needs in it."""
    if not code:
        return ()
    below = Term.objects.filter(scheme=NEED, parent=code).values_list("code", flat=True)
    return (code, *below)


def whole(keys: list[int]) -> QuerySet[Service]:
    """These services, as far as anyone may see them, with what a row needs."""
    shown = Service.objects.published().filter(pk__in=keys)
    return shown.select_related("organisation").prefetch_related(*PARTS)


def rows_of(found: Found, first: int, many: int, now: dt.datetime) -> Iterator[Row]:
    """Some rows with words; a service that may no longer be shown is left out."""
    page = slice(first, first + many)
    keys = found.keys[page].tolist()
    services = {s.pk: s for s in whole(keys)} if keys else {}
    chosen = zip(keys, found.at[page].tolist(), found.km[page].tolist(), strict=True)
    for number, (key, at, km) in enumerate(chosen, first + 1):
        if service := services.get(key):
            place = next((a for a in service.at.all() if a.pk == at), None)
            is_open, said = state_in_words(*hours_at(service, place), local(now))
            yield Row(number, service, place, None if np.isnan(km) else km, is_open, said)


def hours_at(
    service: Service, *places: ServiceAtLocation | None
) -> tuple[list[Hours], list[Change]]:
    """The hours that hold at some of its places: theirs and those of the service; the changes."""
    rows: list[Schedule] = list(service.schedules.all())
    here = {None, *(place.pk for place in places if place)}
    hours = [row.hours for row in rows if row.at_id in here]
    return hours, [row.change for row in service.closures.all()]


def wider(asked: Question) -> list[tuple[str, Question]]:
    """Less narrow questions to try where one finds nothing, the nearest to it first."""
    tries = []
    if asked.within is not None:
        further = min(asked.within * 3, 50.0)
        tries.append((f"Within {reach(further, 'miles')}", replace(asked, within=further, page=1)))
        tries.append(("At any distance", replace(asked, within=None, page=1)))
    named = {
        "when": "At any time", "evening": "Not only in the evening", "free": "Not only free",
        "step_free": "Without asking for a step-free way in", "language": "In any language",
        "age": "For any age", "need": "For any need", "words": "Whatever the words",
        "remote": "Somewhere to go as well",
    }  # fmt: skip
    tries += [(said, asked.without(name)) for name, said in named.items()
              if getattr(asked, name) != getattr(Question(), name)]  # fmt: skip
    return tries
