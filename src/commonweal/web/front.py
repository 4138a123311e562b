"""What the front page says: the figures of the place, each with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum

from commonweal.places.models import Place
from commonweal.sector.choices import Kind
from commonweal.sector.models import Organisation
from commonweal.sector.statistics import living
from commonweal.ui import words
from commonweal.web import sources

ENOUGH = 3


@dataclass(frozen=True)
class Figure:
    """A number to stop at, what it counts, and where it is from."""

    value: str
    label: str
    source: str


@dataclass(frozen=True)
class Front:
    """The numbers of the front page. ``ever`` says whether anything was ever brought in."""

    organisations: int
    groups: int
    ever: bool
    seen: dt.datetime | None
    figures: tuple[Figure, ...]


def front_of(place: Place) -> Front:
    """The figures of the place, in three queries at most."""
    sums = living().aggregate(
        all=Count("pk"),
        groups=Count("pk", filter=Q(kind=Kind.GROUP)),
        income_sum=Sum("income"),
        income_known=Count("income"),
        newest_year=Max("money_year_end"),
        employees_sum=Sum("employees"),
        employees_known=Count("employees"),
        volunteers_sum=Sum("volunteers"),
        volunteers_known=Count("volunteers"),
    )
    seen = sources.newest_run()
    ever = bool(sums["all"]) or Organisation.objects.exists()
    figures = tuple(figures_of(sums, seen))
    return Front(sums["all"], sums["groups"], ever, seen, figures)


def figures_of(sums: dict[str, Any], seen: dt.datetime | None) -> list[Figure]:
    """The figures that enough organisations tell; each says how many that is."""
    when = f", seen {words.day(seen)}" if seen else ""
    figures = [
        Figure(
            words.number(sums["all"]), "organisations, registered or not", f"The registers{when}"
        )
    ]
    if sums["groups"]:
        said = "Told to us here; there are more"
        figures.append(Figure(words.number(sums["groups"]), "informal groups among them", said))
    told = (
        ("income", words.money_short, "came in to them, last year known"),
        ("employees", words.number, "people employed"),
        ("volunteers", words.number, "volunteers"),
    )
    for name, written, label in told:
        known = sums[f"{name}_known"]
        total = sums[f"{name}_sum"]
        if known >= ENOUGH and total:
            source = f"Told by {known:,} of {sums['all']:,}{when}"
            figures.append(Figure(written(total), label, source))
    return figures
