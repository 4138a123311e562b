"""The gap finder as its page shows it: a need, a day, an area; the wards that have nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from commonweal.places.choices import Kind
from commonweal.places.models import Area, Place
from commonweal.sector.finding_services import Gaps, Question, WardRow, from_lists, gaps, local
from commonweal.sector.finding_services.asking import WEEKEND
from commonweal.sector.opening import DAY_NAMES
from commonweal.ui import maps, words
from commonweal.ui.shading import KeyEntry, shading
from commonweal.web import areas, seeking
from commonweal.web.seeking import Choice, Group
from commonweal.web.unread import Unread

INSIDE = "inside"
MOST_NUMBERED = 60  # wards on one map that can each have a number


@dataclass(frozen=True)
class Numbered:
    """A row of the table, with its number on the map and the finder's address for it."""

    number: int
    row: WardRow
    address: str
    total: int


@dataclass(frozen=True)
class Lacking:
    """What the page shows; without a need there are no gaps to tell of."""

    need: str
    title: str
    groups: tuple[Group, ...]
    days: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    inside: bool
    area: Area | None
    gaps: Gaps | None
    day: str
    rows: tuple[Numbered, ...]
    empty: int
    drawing: maps.Drawing | None
    key: tuple[KeyEntry, ...]
    finder: str
    unread: Unread

    @property
    def is_numbered(self) -> bool:
        """Whether the map has room for the numbers of the table."""
        return len(self.rows) <= MOST_NUMBERED

    @property
    def finding(self) -> str:
        """What the table shows, in a sentence."""
        many = len(self.rows)
        if not self.empty:
            return f"Every ward has something for this on {self.day}"
        have = "has" if self.empty == 1 else "have"
        return (
            f"{self.empty:,} of {words.count(many, 'ward')} {have} nothing for this on {self.day}"
        )


def lacking(given: Mapping[str, str], place: Place, now: dt.datetime) -> Lacking:
    """Read what is asked, and count. ``inside`` counts only services that are in a ward."""
    asked = question_of(given)
    choices = areas_of(place, local(now).date())
    area = next(
        (a for a in choices if a.code == given.get("area")), choices[0] if choices else None
    )
    known = seeking.needs()
    found = gaps(area, asked, now=now) if area and asked.need in known.titles else None
    inside = given.get("count") == INSIDE
    totals = [r.inside + (0 if inside else r.serving) for r in found.rows] if found else []
    shades = shading(totals)
    return Lacking(
        need=asked.need if found else "",
        title=known.titles.get(asked.need, ""),
        groups=known.groups,
        days=tuple(days(asked)),
        areas=tuple((a.code, a.name, a == area) for a in choices),
        inside=inside,
        area=area,
        gaps=found,
        day=day_in_words(asked),
        rows=tuple(numbered(found, totals)) if found else (),
        empty=totals.count(0),
        drawing=drawing_of(found, [shades.shade(t) for t in totals]) if found else None,
        key=shades.key,
        finder=seeking.address_of_question(asked),
        unread=unread_of(given, found, asked, area),
    )  # fmt: skip


def unread_of(
    given: Mapping[str, str], found: Gaps | None, asked: Question, area: Area | None
) -> Unread:
    """The parts of the form that were not understood."""
    taken = {
        "need": ("Need", asked.need if found else ""),
        "when": ("Day", asked.when),
        "area": ("Area", area.code if area else ""),
        "count": ("Count services", INSIDE),
    }
    said = {name: given.get(name, "").strip() for name in taken}
    return [(label, said[name][:40]) for name, (label, value) in taken.items()
            if said[name].lower() not in ("", value.lower())]  # fmt: skip


def question_of(given: Mapping[str, str]) -> Question:
    """A need and a day of the week; Saturday where none is asked."""
    asked = from_lists({"need": [given.get("need", "")], "when": [given.get("when", "sa")]})
    is_day = asked.when.upper() in DAY_NAMES or asked.when == WEEKEND
    return asked if is_day else Question(need=asked.need, when="sa")


def days(asked: Question) -> list[Choice]:
    """The days of the week, and the weekend."""
    named = [(day.lower(), said) for day, said in DAY_NAMES.items()]
    return [(v, said, v == asked.when) for v, said in [*named, (WEEKEND, "The weekend")]]


def day_in_words(asked: Question) -> str:
    """``Saturday``, or ``a weekend``."""
    if asked.when == WEEKEND:
        return "a weekend"
    return DAY_NAMES[asked.when.upper()]


def areas_of(place: Place, on: dt.date) -> list[Area]:
    """The counties and districts of the place, the largest first."""
    tops = [a for a in areas.top_areas(place, on) if a.kind in (Kind.COUNTY, Kind.DISTRICT)]
    below = Area.objects.filter(parent__in=[a.code for a in tops], kind=Kind.DISTRICT)
    return [*tops, *below.exclude(valid_to__lt=on).defer("outline").order_by("name", "code")]


def numbered(found: Gaps, totals: list[int]) -> list[Numbered]:
    """The wards as the map numbers them, those that lack it first."""
    rows = [
        Numbered(n, row, reverse("area", args=[row.ward.code]), total)
        for n, (row, total) in enumerate(zip(found.rows, totals, strict=True), 1)
    ]
    return sorted(rows, key=lambda one: (one.total > 0, one.number))


def drawing_of(found: Gaps, shades: list[int]) -> maps.Drawing:
    """The wards shaded by how many services they have."""
    few = len(found.rows) <= MOST_NUMBERED
    return maps.draw([
        maps.Outline(
            key=row.ward.code, name="", geometry=row.ward.outline, shade=shade,
            number=str(n) if few else "",
        )
        for n, (row, shade) in enumerate(zip(found.rows, shades, strict=True), 1)
    ])  # fmt: skip
