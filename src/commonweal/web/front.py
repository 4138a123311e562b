"""What the front page says: the figures of the place, each with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

from commonweal.commitments.choices import Face
from commonweal.commitments.models import Consultation, Document
from commonweal.places.models import Place
from commonweal.sector.models import Organisation
from commonweal.sector.statistics import REGISTERED, living
from commonweal.ui import words
from commonweal.web import sources

ENOUGH = 3
TOLD = ("income", "employees", "volunteers")


@dataclass(frozen=True)
class Figure:
    """A number to stop at, what it counts, and where it is from."""

    value: str
    label: str
    source: str


@dataclass(frozen=True)
class Front:
    """The numbers of the front page. ``ever`` says whether anything was ever brought in.

    ``organisations`` are registered ones and ``groups`` together.
    """

    organisations: int
    groups: int
    ever: bool
    seen: dt.datetime | None
    figures: tuple[Figure, ...]

    @property
    def registered(self) -> int:
        """Those that are on a register."""
        return self.organisations - self.groups


def front_of(place: Place) -> Front:
    """The figures of the place, in three queries at most."""
    sums = living().aggregate(
        all=Count("pk"),
        groups=Count("pk", filter=~REGISTERED),
        newest_year=Max("money_year_end"),
        **{f"{name}_sum": Sum(name, filter=REGISTERED) for name in TOLD},
        **{f"{name}_known": Count(name, filter=REGISTERED) for name in TOLD},
    )
    seen = sources.newest_run()
    ever = bool(sums["all"]) or Organisation.objects.exists()
    figures = tuple(figures_of(sums, seen))
    return Front(sums["all"], sums["groups"], ever, seen, figures)


def figures_of(sums: dict[str, Any], seen: dt.datetime | None) -> list[Figure]:
    """The figures that enough organisations tell; each says how many that is."""
    when = f", seen {words.day(seen)}" if seen else ""
    registered = sums["all"] - sums["groups"]
    figures = [Figure(words.number(registered), "registered organisations", f"The registers{when}")]
    if sums["groups"]:
        said = "Told to us here; there are more"
        label = "informal groups beside them, on no register"
        figures.append(Figure(words.number(sums["groups"]), label, said))
    told = (
        ("income", words.money_short, "came in to the registered ones, last year known"),
        ("employees", words.number, "people employed by registered ones"),
        ("volunteers", words.number, "volunteers with registered ones"),
    )
    for name, written, label in told:
        known = sums[f"{name}_known"]
        total = sums[f"{name}_sum"]
        if known >= ENOUGH and total:
            source = f"Told by {known:,} of {registered:,}{when}"
            figures.append(Figure(written(total), label, source))
    return figures


def promised(today: dt.date) -> dict[str, Consultation | Document | None]:
    """What people may answer today, and the newest strategy that was adopted; in two queries."""
    asked = Consultation.objects.open_on(today).select_related("document")
    strategies = Document.objects.public().in_force().filter(face=Face.STRATEGY)
    return {
        "asked": asked.order_by("closes_on", "pk").first(),
        "strategy": strategies.order_by("-adopted_on", "-pk").first(),
    }
