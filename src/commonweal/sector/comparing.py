"""The areas inside an area, side by side: what a map is shaded by and a table holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area, Deprivation, Fit
from commonweal.sector.choices import Status
from commonweal.sector.models import Organisation
from commonweal.sector.statistics import COLUMNS, FEWEST, living, medians
from commonweal.ui import words

HELD_BY = {
    AreaKind.COUNTRY: AreaKind.REGION,
    AreaKind.REGION: AreaKind.COUNTY,
    AreaKind.COUNTY: AreaKind.DISTRICT,
    AreaKind.DISTRICT: AreaKind.WARD,
}
DEPRIVED_DECILES = 2


@dataclass(frozen=True)
class AreaRow:
    """One area's figures. Money is pounds, None where fewer than three tell it.

    ``change`` is how many joined a register in the last twelve months less how many left one.
    ``deprived`` is the share, from 0 to 1, of its small areas among the most deprived fifth.
    """

    code: str
    name: str
    kind: str
    population: int | None
    population_year: int | None
    organisations: int
    income_known: int
    income_total: int | None
    income_median: int | None
    change: int
    deprived: float | None

    @property
    def per_1000(self) -> float | None:
        """Organisations for every 1,000 people, to a tenth; None where the people are not known."""
        if not self.population:
            return None
        return round(self.organisations * 1000 / self.population, 1)

    @property
    def deprived_percent(self) -> float | None:
        """The deprived share in whole per cent."""
        return None if self.deprived is None else round(self.deprived * 100)


@dataclass(frozen=True)
class Measure:
    """Something a map can be shaded by: its title, its unit, and how a value is said."""

    key: str
    title: str
    heading: str
    value: Callable[[AreaRow], float | None]
    written: Callable[[float | None], str]
    step: float = 1
    why_hidden: str = "Not known"


def percent(value: float | None) -> str:
    """``37%``."""
    return "not known" if value is None else f"{value:.0f}%"


def signed(value: float | None) -> str:
    """``+3``, ``0``, ``-2``."""
    return "not known" if value is None else f"{value:+,.0f}".replace("+0", "0")


FEW = f"Not shown: fewer than {FEWEST} tell their income"
MEASURES = (
    Measure(
        "organisations", "Organisations based there", "How many",
        lambda r: r.organisations, words.number,
    ),
    Measure(
        "per-1000", "Organisations for every 1,000 people", "Per 1,000",
        lambda r: r.per_1000, words.number, 0.1, "How many people live there is not known",
    ),
    Measure(
        "deprivation", "Share of small areas among the most deprived fifth", "Deprived",
        lambda r: r.deprived_percent, percent, 1, "Not known",
    ),
    Measure(
        "income", "Their yearly income together", "Income",
        lambda r: r.income_total, words.money_short, 1, FEW,
    ),
    Measure(
        "median-income", "Yearly income of the one in the middle", "Middle income",
        lambda r: r.income_median, words.money_short, 1, FEW,
    ),
    Measure(
        "change", "Joined a register less left one, last twelve months", "Change",
        lambda r: r.change, signed,
    ),
)  # fmt: skip


def measure(key: str) -> Measure:
    """The measure of that name; the first for any other word."""
    return next((m for m in MEASURES if m.key == key), MEASURES[0])


def available(rows: Sequence[AreaRow]) -> tuple[Measure, ...]:
    """The measures that at least one of these areas has a value for."""
    return tuple(m for m in MEASURES if any(m.value(row) is not None for row in rows))


def areas_within(area: Area, on: dt.date) -> list[Area]:
    """The areas one level down that exist on a day, by name."""
    kind = HELD_BY.get(AreaKind(area.kind))
    inside = Area.objects.filter(parent=area.code).exclude(valid_to__lt=on)
    return list(inside.filter(kind=kind).order_by("name", "code")) if kind else []


def compare(areas: Sequence[Area], on: dt.date) -> list[AreaRow]:
    """The figures of these areas, in their order; they must be of kinds that postcodes know.

    ``on`` is today: twelve months are counted back from it.
    """
    counts: dict[str, dict[str, Any]] = {}
    middles: dict[str, int] = {}
    for column in sorted({COLUMNS[AreaKind(a.kind)] for a in areas if a.kind in COLUMNS}):
        codes = [a.code for a in areas if COLUMNS.get(AreaKind(a.kind)) == column]
        counts |= count_by(column, codes, on)
        middles |= medians(living().filter(**{f"{column}__in": codes}), by=column)
    poor = deprived_shares(areas)
    return [row_of(area, counts.get(area.code, {}), middles, poor) for area in areas]


def row_of(
    area: Area, counted: dict[str, Any], middles: dict[str, int], poor: dict[str, float]
) -> AreaRow:
    """One area's figures put together."""
    known = counted.get("known", 0)
    return AreaRow(
        code=area.code,
        name=area.name,
        kind=area.kind,
        population=area.population,
        population_year=area.population_year,
        organisations=counted.get("organisations", 0),
        income_known=known,
        income_total=counted.get("income") if known >= FEWEST else None,
        income_median=middles.get(area.code) if known >= FEWEST else None,
        change=counted.get("joined", 0) - counted.get("left", 0),
        deprived=poor.get(area.code),
    )


def count_by(column: str, codes: Sequence[str], on: dt.date) -> dict[str, dict[str, Any]]:
    """Counts by the area that a postcode lies in, for these codes of one kind, in one query."""
    year_ago = on - dt.timedelta(days=365)
    active = Q(status=Status.ACTIVE)
    rows = (
        Organisation.objects.published()
        .of_the_sector()
        .filter(**{f"{column}__in": codes})
        .order_by()
        .values(area=F(column))
        .annotate(
            organisations=Count("pk", filter=active),
            known=Count("pk", filter=active & Q(income__isnull=False)),
            income=Sum("income", filter=active),
            joined=Count("pk", filter=active & Q(registered_on__gt=year_ago)),
            left=Count("pk", filter=~active & Q(status_on__gt=year_ago)),
        )
    )
    return {row["area"]: row for row in rows}


def edition() -> int | None:
    """The newest edition of the index of deprivation that is here."""
    newest: int | None = Deprivation.objects.aggregate(newest=Max("edition"))["newest"]
    return newest


def deprived_shares(areas: Sequence[Area]) -> dict[str, float]:
    """For each area, the share of its small areas among the most deprived fifth of England's.

    A small area is counted in a ward by the official best fit, in a district by what holds it.
    Areas without a ranked small area are left out.
    """
    newest = edition()
    if newest is None:
        return {}
    held = small_areas({a.code for a in areas})
    ranked = Deprivation.objects.filter(edition=newest, code__in=held.keys())
    found: dict[str, list[bool]] = {}
    for code, decile in ranked.values_list("code", "decile"):
        for holder in held[code]:
            found.setdefault(holder, []).append(decile <= DEPRIVED_DECILES)
    return {code: sum(poor) / len(poor) for code, poor in found.items()}


def small_areas(codes: Collection[str]) -> dict[str, set[str]]:
    """The small areas inside these areas, each with those that hold it. Three queries."""
    held: dict[str, set[str]] = {}
    fits = Fit.objects.filter(within__in=codes).values_list("code", "within")
    middles = Area.objects.filter(kind=AreaKind.MSOA, parent__in=codes)
    middle = dict(middles.values_list("code", "parent"))
    small = Area.objects.filter(kind=AreaKind.LSOA, parent__in=[*codes, *middle])
    for code, parent in small.values_list("code", "parent"):
        held.setdefault(code, set()).add(middle.get(parent, parent))
    for code, holder in fits:
        held.setdefault(code, set()).add(holder)
    return held
