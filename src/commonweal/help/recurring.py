"""When a request that repeats comes round again. Pure.

How it repeats is a rule of RFC 5545 (``FREQ=WEEKLY;BYDAY=TU``). It goes by the clock on the wall:
ten o'clock stays ten o'clock when the clocks change, and an hour that is left out in spring is
taken an hour later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

# More often than once a day nobody is visited; such a rule would go on for ever.
KNOWN = ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY")
DAILY_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND", "RRULE", "DTSTART", "\n")
MOST = 62


def read_rule(rule: str, begins: dt.datetime) -> rrule:
    """The rule, begun at a time on the wall.

    :raises ValueError: when it is no rule, or asks for more than one visit a day.
    """
    words = rule.strip().upper()
    if not any(freq in words.split(";") for freq in KNOWN):
        raise ValueError("A visit repeats by days, weeks, months or years.")
    if any(part in words for part in DAILY_PARTS):
        raise ValueError("A visit that repeats comes once a day at the most.")
    parts = [part for part in words.split(";") if not part.startswith("UNTIL=")]
    found = rrulestr(";".join(parts), dtstart=begins.replace(tzinfo=None))
    if not isinstance(found, rrule):
        raise ValueError("One rule only.")
    return found


def occurrences(
    rule: str,
    *,
    begins: dt.datetime,
    after: dt.datetime,
    before: dt.datetime,
    until: dt.date | None = None,
    closed: Collection[str] = (),
) -> list[dt.datetime]:
    """The times after one moment and before another, without days on which nobody works.

    ``begins`` carries the zone whose clock is meant. What falls on a closed day is left out, not
    moved.

    :raises ValueError: when the rule cannot be read.
    """
    zone = begins.tzinfo
    if not isinstance(zone, ZoneInfo):
        raise ValueError("A time on the wall needs its place.")
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (after, before))
    found = read_rule(rule, begins).xafter(first - dt.timedelta(hours=3))
    times = []
    for wall in islice(found, MOST):
        if wall > last or (until is not None and wall.date() > until):
            break
        moment = as_it_passes(wall, zone)
        inside = after.timestamp() < moment.timestamp() < before.timestamp()
        if inside and wall.date().isoformat() not in closed:
            times.append(moment)
    return times


def as_it_passes(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A time on the wall as a moment; one that the clocks leave out is taken an hour later."""
    return wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
