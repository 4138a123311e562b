"""Areas as pages show them: trails, maps and tables made from the sector's figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from commonweal.places.choices import Kind
from commonweal.places.models import Area, Place, Succession
from commonweal.sector import comparing
from commonweal.sector.comparing import CAUSE, AreaRow, Measure
from commonweal.ui import maps, words
from commonweal.ui.shading import KeyEntry, shading

SHOWN = (Kind.COUNTY, Kind.DISTRICT, Kind.WARD)
PLURALS = {
    Kind.REGION: "regions",
    Kind.COUNTY: "counties",
    Kind.DISTRICT: "districts",
    Kind.WARD: "wards",
}


@dataclass(frozen=True)
class TableRow:
    """A row beside the map: its number there, the area, its value drawn and in words.

    ``registered`` and ``groups`` are based there, on a register and on none.
    """

    number: int
    name: str
    address: str
    registered: int
    groups: int
    value: float | None
    words: str


@dataclass(frozen=True)
class Comparison:
    """A map beside its table: the same figures twice."""

    measure: Measure
    measures: tuple[Measure, ...]
    rows: tuple[TableRow, ...]
    most: float
    drawing: maps.Drawing
    key: tuple[KeyEntry, ...]
    noun: str
    years: str
    edition: int | None

    @property
    def has_groups(self) -> bool:
        """Whether any informal group is known in these areas."""
        return any(row.groups for row in self.rows)

    @property
    def hidden(self) -> int:
        """How many rows have no value to show."""
        return sum(row.value is None for row in self.rows)


def address_of(code: str) -> str:
    """The page of an area."""
    return reverse("area", args=[code])


def top_areas(place: Place, on: dt.date) -> list[Area]:
    """The areas that make up the place; everywhere is every county and unitary district."""
    areas = Area.objects.exclude(valid_to__lt=on).defer("outline").order_by("name", "code")
    if not place.everywhere:
        return list(areas.filter(code__in=place.codes, kind__in=SHOWN))
    counties = set(areas.filter(kind=Kind.COUNTY).values_list("code", flat=True))
    every = areas.filter(kind__in=(Kind.COUNTY, Kind.DISTRICT))
    return [a for a in every if a.kind == Kind.COUNTY or a.parent not in counties]


def front_areas(place: Place, on: dt.date) -> list[Area]:
    """What the map of the place shows: its areas, or what is inside when there is only one."""
    tops = top_areas(place, on)
    if len(tops) == 1:
        return comparing.areas_within(tops[0], on) or with_outlines(tops)
    return with_outlines(tops)


def with_outlines(areas: Sequence[Area]) -> list[Area]:
    """The same areas, with their outlines fetched in one query."""
    kept = {a.pk: a for a in Area.objects.filter(pk__in=[a.pk for a in areas])}
    return [kept[a.pk] for a in areas if a.pk in kept]


def noun_for(areas: Sequence[Area]) -> str:
    """What several areas are called: districts, wards, or areas when they are mixed."""
    kinds = {Kind(a.kind) for a in areas}
    return PLURALS.get(kinds.pop(), "areas") if len(kinds) == 1 else "areas"


def compared(areas: Sequence[Area], key: str, on: dt.date) -> Comparison:
    """These areas shaded and listed by one measure; the map's numbers are the table's."""
    causes = comparing.causes_known()
    cause = key.removeprefix(CAUSE) if key.startswith(CAUSE) else ""
    rows = comparing.compare(areas, on, [cause] if cause in causes else ())
    measures = comparing.available(rows, causes)
    chosen = comparing.measure(key, measures)
    values = [chosen.value(row) for row in rows]
    shades = shading(values, chosen.written, chosen.step)
    outlines = [
        maps.Outline(
            key=area.code,
            name=area.name,
            geometry=area.outline,
            shade=shades.shade(value),
            number=str(i),
        )
        for i, (area, value) in enumerate(zip(areas, values, strict=True), 1)
    ]
    return Comparison(
        measure=chosen,
        measures=measures,
        rows=tuple(table_row(i, row, chosen) for i, row in enumerate(rows, 1)),
        most=max((abs(v) for v in values if v is not None), default=0),
        drawing=maps.draw(outlines),
        key=shades.key,
        noun=noun_for(areas),
        years=population_years(rows),
        edition=comparing.edition() if chosen.key == "deprivation" else None,
    )


def table_row(number: int, row: AreaRow, chosen: Measure) -> TableRow:
    """One area's row, by the measure that was chosen."""
    value = chosen.value(row)
    said = chosen.why_hidden if value is None else chosen.written(value)
    address = address_of(row.code)
    return TableRow(number, row.name, address, row.registered, row.groups, value, said)


def population_years(rows: Sequence[AreaRow]) -> str:
    """The years that the populations are of: ``2024``, or ``2022 and 2024``."""
    years = {r.population_year for r in rows if r.population_year}
    return words.listed([str(year) for year in sorted(years)])


def front_map(areas: Sequence[Area], rows: Sequence[AreaRow]) -> maps.Drawing:
    """The map of the front page: every area a link with its name and how many it has."""
    return maps.draw(
        [
            maps.Outline(
                key=area.code,
                name=area.name,
                geometry=area.outline,
                figure=words.number(row.organisations),
                address=address_of(area.code),
                spoken=f"{area.name}, {words.count(row.organisations, 'organisation')}",
            )
            for area, row in zip(areas, rows, strict=True)
        ]
    )


def setting_map(area: Area, siblings: Sequence[Area]) -> maps.Drawing:
    """Where an area lies among its neighbours: it stands out, they are links."""
    return maps.draw(
        [
            maps.Outline(
                key=other.code,
                name=other.name if other.code == area.code else "",
                geometry=other.outline,
                style="here" if other.code == area.code else "parish",
                address="" if other.code == area.code else address_of(other.code),
                spoken=other.name,
            )
            for other in siblings
        ]
    )


def trail_of(area: Area) -> list[Area]:
    """The areas that hold this one, largest first; three levels at most."""
    found: list[Area] = []
    parent = area.parent
    while parent and len(found) < 3:
        holder = (
            Area.objects.filter(code=parent).exclude(kind=Kind.COUNTRY).defer("outline").first()
        )
        if holder is None:
            break
        found.insert(0, holder)
        parent = holder.parent
    return found


@dataclass(frozen=True)
class Lineage:
    """What an area was before, and what it has become."""

    former: tuple[tuple[Area, dt.date | None], ...]
    later: tuple[tuple[Area, dt.date | None], ...]


def lineage_of(area: Area) -> Lineage:
    """The areas it succeeded and those that succeeded it, with the day where known."""
    rows = [
        *Succession.objects.filter(old=area.code),
        *Succession.objects.filter(new=area.code),
    ]
    codes = {r.old for r in rows} | {r.new for r in rows}
    named = {a.code: a for a in Area.objects.filter(code__in=codes).defer("outline")}
    former = [(named[r.old], r.on) for r in rows if r.new == area.code and r.old in named]
    later = [(named[r.new], r.on) for r in rows if r.old == area.code and r.new in named]
    return Lineage(tuple(former), tuple(later))
