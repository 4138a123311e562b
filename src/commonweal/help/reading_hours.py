"""When somebody reads what comes in: the truth of a scheme's hours, in a sentence. Pure.

Hours are stretches of the week (``[["mo", "09:00", "12:30"], ...]``), days of closing ISO dates.
Every moment handed in carries the place's own zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
LOOKED_AHEAD = 60


def stretches_on(
    day: dt.date, hours: Iterable[Sequence[str]], zone: dt.tzinfo | None
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The stretches of one day, the earliest first; what is no time of day is passed over."""
    found = []
    for row in hours:
        try:
            name, opens, closes = row
            first, last = dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)
        except (ValueError, TypeError):
            continue
        if name == DAYS[day.weekday()] and last > first:
            begin = dt.datetime.combine(day, first, zone)
            found.append((begin, dt.datetime.combine(day, last, zone)))
    return sorted(found)


def next_read(
    hours: Iterable[Sequence[str]], closed_on: Collection[str], now: dt.datetime
) -> tuple[dt.datetime, dt.datetime] | None:
    """The stretch in which somebody reads next, or reads now; nothing within sixty days is none.

    >>> nine = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
    >>> next_read([["fr", "10:00", "12:00"]], [], nine)[0].isoformat()
    '2026-11-27T10:00:00+00:00'
    """
    told = list(hours)
    for ahead in range(LOOKED_AHEAD):
        day = now.date() + dt.timedelta(days=ahead)
        if day.isoformat() in closed_on:
            continue
        for begin, end in stretches_on(day, told, now.tzinfo):
            if end > now:
                return begin, end
    return None


def when_read(
    hours: Iterable[Sequence[str]],
    closed_on: Collection[str],
    now: dt.datetime,
    duty_until: dt.datetime | None = None,
    duty_from: dt.datetime | None = None,
) -> str:
    """Who reads it by when, as a sentence that promises nothing that is not so.

    ``duty_until`` is until when somebody is on duty now, ``duty_from`` from when somebody is next.
    """
    if duty_until is not None and duty_until > now:
        until = spoken(duty_until, now).removeprefix("today at ")
        return f"Somebody is there now, until {until}, and reads this first."
    found = next_read(hours, closed_on, now)
    if duty_from is not None and duty_from > now and (found is None or duty_from < found[0]):
        return f"Nobody is there now. Somebody reads this {spoken(duty_from, now)}."
    if found is None:
        return "We do not know when somebody reads this next. If it cannot wait, ring."
    begin, end = found
    if begin <= now:
        return f"Somebody reads this today before {end:%H:%M}."
    return f"Nobody is there now. Somebody reads this {spoken(begin, now)}."


def spoken(moment: dt.datetime, now: dt.datetime) -> str:
    """A moment as one says it: today at, tomorrow at, or on which day."""
    days = (moment.date() - now.date()).days
    if days == 0:
        return f"today at {moment:%H:%M}"
    if days == 1:
        return f"tomorrow at {moment:%H:%M}"
    return f"on {moment:%A} {moment.day} {moment:%B} at {moment:%H:%M}"
