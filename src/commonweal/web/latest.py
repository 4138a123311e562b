"""What changed lately: who joined a register, who left one, whose page was put right; by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone

from commonweal.sector.choices import Status
from commonweal.sector.models import Organisation

DAYS = 90
NAMED = 3


@dataclass
class Day:
    """One day's changes. ``joined`` and ``left`` name a few; the numbers count all."""

    on: dt.date
    joined: list[Organisation] = field(default_factory=list)
    left: list[Organisation] = field(default_factory=list)
    changed: int = 0

    @property
    def more_joined(self) -> int:
        """How many joined beyond those named."""
        return max(len(self.joined) - NAMED, 0)

    @property
    def more_left(self) -> int:
        """How many left beyond those named."""
        return max(len(self.left) - NAMED, 0)

    @property
    def joined_named(self) -> list[Organisation]:
        """The few that are named."""
        return self.joined[:NAMED]

    @property
    def left_named(self) -> list[Organisation]:
        """The few that are named."""
        return self.left[:NAMED]


def latest(on: dt.date, how_many: int = 6) -> list[Day]:
    """The last days on which something changed, newest first, in three queries."""
    since = on - dt.timedelta(days=DAYS)
    days: dict[dt.date, Day] = {}
    shown = Organisation.objects.published().of_the_sector()
    fields = ("ref", "name", "status", "registered_on", "status_on")

    joined = shown.active().filter(registered_on__gt=since, registered_on__lte=on)
    for organisation in newest(joined.order_by("-registered_on", "pk").only(*fields)):
        day_of(days, organisation.registered_on).joined.append(organisation)

    gone = shown.exclude(status=Status.ACTIVE).filter(status_on__gt=since, status_on__lte=on)
    for organisation in newest(gone.order_by("-status_on", "pk").only(*fields)):
        day_of(days, organisation.status_on).left.append(organisation)

    for row in changed_by_day(since):
        day_of(days, row["on"]).changed = row["how_many"]
    return sorted(days.values(), key=lambda day: day.on, reverse=True)[:how_many]


def newest(found: Iterable[Organisation]) -> list[Organisation]:
    """Enough rows for every day that could be shown."""
    return list(found[:200])  # type: ignore[index]


def day_of(days: dict[dt.date, Day], on: dt.date | None) -> Day:
    """The day's entry, made when it is first needed."""
    assert on is not None
    return days.setdefault(on, Day(on))


def changed_by_day(since: dt.date) -> list[dict[str, Any]]:
    """How many pages changed on each day, not counting the day on which they were added."""
    morning = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    return list(
        Organisation.objects.published()
        .of_the_sector()
        .filter(changed_at__gt=morning)
        .filter(changed_at__gt=F("added_at"))
        .order_by()
        .annotate(on=TruncDate("changed_at"), born=TruncDate("added_at"))
        .exclude(on=F("born"))
        .values("on")
        .annotate(how_many=Count("pk"))
    )
