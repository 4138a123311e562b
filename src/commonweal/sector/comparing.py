"""The areas inside an area, side by side: what a map is shaded by and a table holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area, Deprivation, Fit
from commonweal.sector.choices import SIZES, Kind, Status, in_band
from commonweal.sector.measures import (
    BY_KIND,
    BY_SIZE,
    CAUSE,
    MEASURES,
    AreaRow,
    Measure,
    by_cause,
    measure,
)
from commonweal.sector.models import Organisation, Term
from commonweal.sector.statistics import COLUMNS, FEWEST, living, medians, stated_causes

__all__ = [
    "BY_KIND", "BY_SIZE", "CAUSE", "MEASURES", "AreaRow", "Measure", "available", "by_cause",
    "compare", "measure",
]  # fmt: skip

HELD_BY = {
    AreaKind.COUNTRY: AreaKind.REGION,
    AreaKind.REGION: AreaKind.COUNTY,
    AreaKind.COUNTY: AreaKind.DISTRICT,
    AreaKind.DISTRICT: AreaKind.WARD,
}
DEPRIVED_DECILES = 2


def available(rows: Sequence[AreaRow], causes: Mapping[str, str]) -> tuple[Measure, ...]:
    """The measures that at least one of these areas has a value for, kinds and sizes that at
    least one has any of, and every cause that is known here (``causes``, by code).
    """
    plain = (m for m in MEASURES if any(m.value(row) is not None for row in rows))
    some = (m for m in (*BY_KIND, *BY_SIZE) if any(m.value(row) for row in rows))
    return (*plain, *some, *by_cause(causes))


def causes_known() -> dict[str, str]:
    """The causes that a register tells, by code. One query."""
    return dict(Term.objects.filter(scheme="what").values_list("code", "title"))


def areas_within(area: Area, on: dt.date) -> list[Area]:
    """The areas one level down that exist on a day, by name."""
    kind = HELD_BY.get(AreaKind(area.kind))
    inside = Area.objects.filter(parent=area.code).exclude(valid_to__lt=on)
    return list(inside.filter(kind=kind).order_by("name", "code")) if kind else []


def compare(areas: Sequence[Area], on: dt.date, causes: Collection[str] = ()) -> list[AreaRow]:
    """The figures of these areas, in their order; they must be of kinds that postcodes know.

    ``on`` is today: twelve months are counted back from it. ``causes`` are the codes of those to
    be counted: one more query, whatever their number.
    """
    counts: dict[str, dict[str, Any]] = {}
    middles: dict[str, int] = {}
    working: dict[str, dict[str, int]] = {}
    for column in sorted({COLUMNS[AreaKind(a.kind)] for a in areas if a.kind in COLUMNS}):
        codes = [a.code for a in areas if COLUMNS.get(AreaKind(a.kind)) == column]
        counts |= count_by(column, codes, on)
        middles |= medians(living().filter(**{f"{column}__in": codes}), by=column)
        working |= count_causes(column, codes, causes) if causes else {}
    poor = deprived_shares(areas)
    return [
        row_of(
            area, counts.get(area.code, {}), middles=middles, poor=poor,
            causes=working.get(area.code, {}),
        )
        for area in areas
    ]  # fmt: skip


def row_of(
    area: Area, counted: dict[str, Any], *,
    middles: dict[str, int], poor: dict[str, float], causes: dict[str, int],
) -> AreaRow:  # fmt: skip
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
        income_total=counted.get("together") if known >= FEWEST else None,
        income_median=middles.get(area.code) if known >= FEWEST else None,
        change=counted.get("joined", 0) - counted.get("left", 0),
        deprived=poor.get(area.code),
        kinds={kind: counted.get(f"kind_{kind}", 0) for kind in Kind.values},
        sizes={size: counted.get(f"size_{size}", 0) for size in SIZES},
        causes=causes,
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
            together=Sum("income", filter=active),
            joined=Count("pk", filter=active & Q(registered_on__gt=year_ago)),
            left=Count("pk", filter=~active & Q(status_on__gt=year_ago)),
            **{f"kind_{kind}": Count("pk", filter=active & Q(kind=kind)) for kind in Kind.values},
            **{f"size_{size}": Count("pk", filter=active & in_band(size)) for size in SIZES},
        )
    )
    return {row["area"]: row for row in rows}


def count_causes(
    column: str, codes: Sequence[str], causes: Collection[str]
) -> dict[str, dict[str, int]]:
    """How many in each of these areas work on each of these causes, in one query."""
    place = f"organisation__{column}"
    based = living().filter(**{f"{column}__in": codes})
    rows = (
        stated_causes()
        .filter(code__in=causes, organisation__in=based.values("pk"))
        .order_by()
        .values_list(place, "code")
        .annotate(many=Count("organisation", distinct=True))
    )
    found: dict[str, dict[str, int]] = {}
    for area, cause, many in rows:
        found.setdefault(area, {})[cause] = many
    return found


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
