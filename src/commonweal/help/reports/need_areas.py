"""Where to go: what open data and our own numbers say of each ward. Never who.

Every figure says its source and its date. What has not been imported is said to be missing; no
figures are put together into a score, and the wards stand by name.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonweal.core.suppression import rounded, suppress
from commonweal.help.choices import State
from commonweal.help.models import Request
from commonweal.impact.models import Observation
from commonweal.places.choices import Kind
from commonweal.places.models import Area, Deprivation
from commonweal.places.reports import place_areas
from commonweal.sector.comparing import edition, small_areas
from commonweal.sector.finding_services.gaps import wards_of

FEW, HIDDEN, UNKNOWN = "fewer than 5", "not shown", "not known"
DEPRIVED = 2  # tenths of England's small areas that count as the most deprived
IMD = "Ministry of Housing, Communities and Local Government, English indices of deprivation"
# Parts of the index, by how its columns begin: what stands for age, and for distance.
PARTS = {
    "older": ("income deprivation affecting older people", "idaop"),
    "distance": ("geographical barriers",),
}
# Measures that a place may keep by ward, by their address.
MEASURED = {"age": "people-75-and-over", "no_car": "households-without-a-car"}
TITLES = {
    "deprivation": "Deprived small areas",
    "older": "Small areas with most older people on a low income",
    "distance": "Small areas farthest from services",
    "age": "People of 75 and over",
    "no_car": "Households without a car",
    "unmet": "Asked for help that could not be given",
}


@dataclass(frozen=True)
class Figure:
    """One figure of a ward: its value to draw, if any, and in words."""

    value: float | None
    words: str


@dataclass(frozen=True)
class Column:
    """One measure over the wards, with where it is from; ``missing`` says why there is none."""

    key: str
    title: str
    source: str = ""
    missing: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def of(self, code: str) -> Figure:
        """The figure of a ward."""
        return self.figures.get(code, Figure(None, UNKNOWN))


@dataclass(frozen=True)
class NeedAreas:
    """The wards of one area, by name, and what is known of them."""

    area: Area | None
    choices: tuple[Area, ...]
    wards: tuple[Area, ...]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column that was asked for; else the first that has figures."""
        known = [c for c in self.columns if not c.missing]
        asked = next((c for c in known if c.key == key), None)
        return asked or next(iter(known), self.columns[0])


def choices_of(on: dt.date) -> list[Area]:
    """The counties and districts of the place."""
    tops = [a for a in place_areas() if a.kind in (Kind.COUNTY, Kind.DISTRICT)]
    below = Area.objects.filter(parent__in=[a.code for a in tops], kind=Kind.DISTRICT)
    return [*tops, *below.exclude(valid_to__lt=on).defer("outline").order_by("name", "code")]


def need_areas(code: str, on: dt.date) -> NeedAreas:
    """What is known of the wards of an area of the place, its first where none is asked."""
    choices = choices_of(on)
    area = next((a for a in choices if a.code == code), choices[0] if choices else None)
    wards = wards_of(area, on) if area else []
    codes = [w.code for w in wards]
    every = [w.code for a in place_areas() for w in wards_of(a, on)]
    columns = [*deprived(codes), *measured(codes), unmet(codes, every, on)]
    return NeedAreas(area, tuple(choices), tuple(wards), tuple(columns))


def deprived(codes: Sequence[str]) -> list[Column]:
    """How many of each ward's small areas are among England's most deprived fifth, in what."""
    newest = edition()
    keys = ["deprivation", *PARTS]
    missing = "The indices of deprivation have not been imported."
    if newest is None or not codes:
        return [Column(key, TITLES[key], missing=missing) for key in keys]
    held = small_areas(set(codes))
    rows = Deprivation.objects.filter(edition=newest, code__in=held).order_by("code")
    found: dict[str, dict[str, list[bool]]] = {key: {} for key in keys}
    for small, decile, domains in rows.values_list("code", "decile", "domains"):
        for key in keys:
            tenth = decile if key == "deprivation" else part_of(domains, PARTS[key])
            if tenth is not None:
                for ward in held[small]:
                    found[key].setdefault(ward, []).append(tenth <= DEPRIVED)
    return [
        Column(
            key, TITLES[key], f"{IMD}, {newest}; most deprived fifth of England",
            "" if found[key] else f"The indices of {newest} that were imported do not tell it.",
            {w: Figure(sum(is_so) / len(is_so), f"{sum(is_so)} of {len(is_so)}")
             for w, is_so in found[key].items()},
        )
        for key in keys
    ]  # fmt: skip


def part_of(domains: Mapping[str, int | None], begins: Sequence[str]) -> int | None:
    """The tenth in which a small area lies in one part of the index."""
    for name, tenth in domains.items():
        if any(word in name.lower() for word in begins):
            return tenth
    return None


def measured(codes: Sequence[str]) -> list[Column]:
    """What the place keeps by ward as measures: age, and households without a car."""
    columns = []
    for key, slug in MEASURED.items():
        rows = Observation.objects.standing().filter(measure__slug=slug, area__in=codes)
        newest = rows.order_by("ends_on", "pk").values_list("area", "value", "ends_on", "source")
        told = {ward: (float(value), ends_on, source) for ward, value, ends_on, source in newest}
        days = sorted({ends_on for _, ends_on, _ in told.values()})
        sources = sorted({source for *_, source in told.values()})
        columns.append(Column(
            key, TITLES[key],
            f"{'; '.join(sources)}, {days[0]:%-d %B %Y}"
            f"{f' to {days[-1]:%-d %B %Y}' if days[0] != days[-1] else ''}" if days else "",
            "" if told else f"No measure “{slug}” is kept by ward.",
            {ward: Figure(value, f"{value:g}") for ward, (value, *_) in told.items()},
        ))  # fmt: skip
    return columns


def last_year(on: dt.date) -> tuple[dt.date, dt.date]:
    """The twelve whole months before this one, so that two days differ in nothing small."""
    until = on.replace(day=1)
    return until.replace(year=until.year - 1), until


def unmet(codes: Sequence[str], every: Sequence[str], on: dt.date) -> Column:
    """How many asked for help that could not be given, by ward: over all schemes, suppressed.

    What is hidden is worked out over every ward of the place, whichever part is looked at, so that
    a county's table and a district's hide the same and cannot be taken one from the other.
    """
    every = list(dict.fromkeys([*every, *codes]))
    first, until = last_year(on)
    ended = Request.objects.filter(
        outcome=State.NOT_POSSIBLE, area__in=every, ended_at__date__gte=first,
        ended_at__date__lt=until, reopenings=None,
    ).exclude(hand_overs__becomes__isnull=False)  # fmt: skip
    counted = Counter(ended.order_by().values_list("area", flat=True))
    row = suppress([counted[code] for code in every])
    figures = {}
    for code, count, small in zip(every, row.counts, row.small, strict=True):
        shown = None if count is None else rounded(count)
        words = FEW if small else HIDDEN if shown is None else str(shown)
        figures[code] = Figure(None if shown is None else float(shown), words)
    last = until - dt.timedelta(days=1)
    source = f"Schemes here, {first:%B %Y} to {last:%B %Y}, in steps of five"
    missing = "" if counted else "No scheme has told of any in the last twelve whole months."
    return Column("unmet", TITLES["unmet"], source, missing, figures)
