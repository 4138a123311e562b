"""What each process keeps in memory of the published services that run.

Read again when a service has been added, changed or taken away, or when the search index of
organisations was written (one was withheld, merged or brought in). Nothing is shown from here: a
page's services are always read from the register, so what was withheld is not shown.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.db.models import Count, Sum

from commonweal.sector.choices import Access, LocationKind
from commonweal.sector.finding_services.columns import SpanRows
from commonweal.sector.finding_services.sifting import Held, Positions
from commonweal.sector.finding_services.wording import Words
from commonweal.sector.models import (
    Closure,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceChange,
    ServiceLanguage,
    ServiceTerm,
    Term,
)
from commonweal.sector.needs import AUDIENCE, NEED
from commonweal.sector.opening import Change
from commonweal.sector.searching import memory
from commonweal.sector.searching.remembering import Remembered
from commonweal.sector.searching.words import fold

Stamp = tuple[Any, ...]
NO_PLACE = -1


def stamp() -> Stamp:
    """The same until a service, or the index of organisations, is written again. Two queries."""
    written = ServiceChange.objects.aggregate(Count("pk"), Sum("mark"))
    return (*written.values(), *memory.stamp())


COLUMNS = (
    "pk", "name", "free", "minimum_age", "maximum_age", "assured_on", "description", "who_for",
    "organisation__name",
)  # fmt: skip


def read() -> Held:
    """Read the arrays from the database: one query for each table."""
    shown = Service.objects.published().running()
    rows = list(shown.order_by("pk").values_list(*COLUMNS))
    place = {row[0]: at for at, row in enumerate(rows)}
    terms, audiences = (
        coded(place, ServiceTerm.objects.filter(scheme=scheme), "code")
        for scheme in (NEED, AUDIENCE)
    )
    units = units_of(place)
    changes = changes_of(place)
    names = [fold(row[1]) for row in rows]
    return Held(
        keys=np.array([row[0] for row in rows], dtype=np.int64),
        name_order=memory.name_order(names),
        free=np.array([row[2] is True for row in rows], dtype=bool),
        youngest=np.array([row[3] or 0 for row in rows], dtype=np.int32),
        oldest=np.array([999 if row[4] is None else row[4] for row in rows], dtype=np.int32),
        assured=np.array([day_number(row[5]) for row in rows], dtype=np.int32),
        needs=terms,
        languages=coded(place, ServiceLanguage.objects.all(), "code"),
        areas=coded(place, ServiceArea.objects.exclude(code=""), "code"),
        words=words_of(rows, names, {NEED: terms, AUDIENCE: audiences}, units),
        changes=changes,
        service=np.array([u[0] for u in units], dtype=np.int64),
        at=np.array([u[1] for u in units], dtype=np.int64),
        latitude=np.array([u[2] for u in units], dtype=np.float64),
        longitude=np.array([u[3] for u in units], dtype=np.float64),
        step_free=np.array([Access.STEP_FREE in u[5] for u in units], dtype=bool),
        to_go_to=np.array([u[6] == LocationKind.PHYSICAL for u in units], dtype=bool),
        ward=np.array([u[7] for u in units], dtype="U9"),
        spans=spans_of(place, units),
    )


_held = Remembered(stamp, read)


def held() -> Held:
    """The arrays, read again if anything was written since (at most once a minute if large)."""
    return _held.get()


def forget() -> None:
    """Let go of what is kept (a benchmark wants to measure reading it)."""
    _held.forget()


def day_number(day: dt.date | None) -> int:
    """A day as a number; none is before all others."""
    return day.toordinal() if day else 0


def coded(place: dict[int, int], rows: Any, column: str) -> dict[str, Positions]:
    """Where the services with each code stand."""
    found: dict[str, array[int]] = defaultdict(lambda: array("q"))
    for key, code in rows.values_list("service_id", column).iterator(chunk_size=5000):
        if key in place:
            found[code].append(place[key])
    return {code: np.array(at, dtype=np.int64) for code, at in found.items()}


# Service, at, latitude, longitude, whether the address is public, access, kind, ward, names.
Unit = tuple[int, int, float | None, float | None, bool, list[str], str, str, str]
PLACE = (
    "service_id", "pk", "location__latitude", "location__longitude", "location__address_public",
    "location__access", "location__kind", "location__ward", "location__name", "location__town",
)  # fmt: skip


def units_of(place: dict[int, int]) -> list[Unit]:
    """Every service at each of its places, then every service that has none."""
    rows = ServiceAtLocation.objects.order_by("pk").values_list(*PLACE)
    found: list[Unit] = [
        (place[row[0]], *row[1:7], *(said_of(row) if row[4] else ("", "")))
        for row in rows.iterator(chunk_size=5000)
        if row[0] in place
    ]
    somewhere = {unit[0] for unit in found}
    nowhere = (at for at in place.values() if at not in somewhere)
    return found + [(at, NO_PLACE, None, None, True, [], "", "", "") for at in nowhere]


def said_of(row: tuple[Any, ...]) -> tuple[str, str]:
    """The ward and the names of a place whose address is public; of others nothing is kept."""
    return row[7], f"{row[8]} {row[9]}"


def changes_of(place: dict[int, int]) -> dict[int, list[Change]]:
    """The days on which a service keeps other hours."""
    found: dict[int, list[Change]] = defaultdict(list)
    for row in Closure.objects.all().iterator(chunk_size=5000):
        if row.service_id in place:
            found[place[row.service_id]].append(row.change)
    return dict(found)


def spans_of(place: dict[int, int], units: list[Unit]) -> Any:
    """The hours of every unit; those not told for one place hold at all of a service's places."""
    of_service: dict[int, list[int]] = defaultdict(list)
    of_place = {}
    for at, unit in enumerate(units):
        of_service[unit[0]].append(at)
        of_place[unit[1]] = at
    rows = SpanRows()
    for one in Schedule.objects.all().iterator(chunk_size=5000):
        if one.service_id not in place:
            continue
        mine = of_service[place[one.service_id]] if one.at_id is None else [of_place[one.at_id]]
        rows.add(mine, one.hours)
    return rows.spans()


def words_of(
    rows: list[Any], names: list[str], terms: Mapping[str, dict[str, Positions]], units: list[Unit]
) -> Words:
    """What each service can be found by: its own words, its organisation's, where, and the words
    of its needs and of those it is for.
    """
    texts = [
        f"{name} {fold(f'{row[6]} {row[7]} {row[8]}')}"
        for name, row in zip(names, rows, strict=True)
    ]
    for (scheme, code), said in said_of_terms().items():
        for at in terms[scheme].get(code, ()):
            texts[at] += f" {said}"
    for unit in units:
        texts[unit[0]] += f" {fold(unit[8])}"
    anywhere = by_word(texts)
    ordered = sorted(anywhere)
    return Words(anywhere, by_word(names), ordered, len(rows))


def said_of_terms() -> dict[tuple[str, str], str]:
    """The title of each need and audience and of its group, and what people say for it."""
    rows = Term.objects.filter(scheme__in=(NEED, AUDIENCE))
    told = list(rows.values_list("scheme", "code", "title", "parent", "expression"))
    own = {(scheme, code): f"{title} {also}" for scheme, code, title, _, also in told}
    return {
        (scheme, code): fold(f"{own[scheme, code]} {own.get((scheme, parent), '')}")
        for scheme, code, _, parent, _ in told
    }


def by_word(texts: list[str]) -> dict[str, Positions]:
    """Where each word stands."""
    found: dict[str, array[int]] = defaultdict(lambda: array("q"))
    for at, text in enumerate(texts):
        for word in set(text.split()):
            found[word].append(at)
    return {word: np.array(at, dtype=np.int64) for word, at in found.items()}
