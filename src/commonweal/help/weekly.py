"""Stretches of the week as minutes since Monday midnight, for matching. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

Span = tuple[int, int]
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
DAY = 24 * 60
CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def minutes_of(words: Any) -> int | None:
    """Minutes since midnight of a time such as ``09:30``; nothing of what is no time."""
    found = CLOCK.fullmatch(str(words))
    if found is None:
        return None
    passed = int(found[1]) * 60 + int(found[2])
    return passed if passed <= DAY else None


def spans_of(stretches: Any) -> tuple[Span, ...]:
    """``[["mo", "09:00", "12:30"], ...]`` as minutes; what cannot be read is left out."""
    found: list[Span] = []
    for stretch in stretches if isinstance(stretches, list | tuple) else ():
        if not isinstance(stretch, list | tuple) or len(stretch) != 3 or stretch[0] not in DAYS:
            continue
        since, until = minutes_of(stretch[1]), minutes_of(stretch[2])
        if since is not None and until is not None and until > since:
            monday = DAYS.index(stretch[0]) * DAY
            found.append((monday + since, monday + until))
    return tuple(sorted(set(found)))


def on_day(spans: Iterable[Span], day: dt.date) -> tuple[Span, ...]:
    """Those of them on the weekday of a day; the whole day where none is."""
    midnight = day.weekday() * DAY
    whole = (midnight, midnight + DAY)
    return tuple(s for s in spans if whole[0] <= s[0] and s[1] <= whole[1]) or (whole,)


def day_of(words: Any) -> dt.date | None:
    """A day written as ``2026-12-01``; nothing of what is none."""
    try:
        return dt.date.fromisoformat(str(words))
    except ValueError:
        return None


def planned_end(wanted: Any, zone: dt.tzinfo) -> dt.datetime | None:
    """When what is wanted on one day is over at the latest; nothing where no day was named."""
    told = wanted if isinstance(wanted, dict) else {}
    day = day_of(told.get("on", ""))
    if day is None:
        return None
    last = max(until for _, until in on_day(spans_of(told.get("windows")), day))
    midnight = dt.datetime.combine(day, dt.time(), zone)
    return midnight + dt.timedelta(minutes=last - day.weekday() * DAY)
