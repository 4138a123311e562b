"""What every answer says of itself: when, of which place, from whom, under what licence."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db.models import Count, Max, Sum
from ninja import Field, Schema

from commonweal.core import clock
from commonweal.intake.described import KnownSources
from commonweal.intake.models import SourceState
from commonweal.places.reports import the_place
from commonweal.sector.models import Organisation, ServiceChange

LICENCE = "Each source's own; see `attribution`. What was told here: CC BY 4.0."


class About(Schema):
    """Of which place this is, and how to name its sources."""

    place: str
    fictional: bool = Field(description="True in a demonstration: nothing in it is real.")
    generated_at: dt.datetime
    licence: str
    attribution: list[str]


class Problem(Schema):
    """What went wrong, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, Any]] = []


def about() -> dict[str, Any]:
    """The envelope of an answer given now."""
    place = the_place()
    used = SourceState.objects.exclude(applied=None).values_list("source", flat=True)
    known = KnownSources()
    lines = [one.licence.attribution for one in map(known.find, sorted(used)) if one]
    return {
        "place": place.name,
        "fictional": place.fictional,
        "generated_at": clock.now(),
        "licence": LICENCE,
        "attribution": list(dict.fromkeys(lines)),
    }


def register_changed() -> dt.datetime | None:
    """When anything published last changed."""
    newest: dt.datetime | None = Organisation.objects.aggregate(at=Max("changed_at"))["at"]
    return newest


def services_written() -> tuple[int, int]:
    """How often services were written, and the sum of the marks of that.

    A service that was deleted, or is no longer told of, moves no moment of change.
    """
    written = ServiceChange.objects.aggregate(Count("pk"), Sum("mark"))
    return written["pk__count"], written["mark__sum"] or 0


def mark(*parts: object) -> str:
    """A weak mark by which a copy is told from what stands now."""
    text = "|".join(str(part) for part in parts)
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
