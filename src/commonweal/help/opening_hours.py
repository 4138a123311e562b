"""When a scheme reads what comes in: typed, told, and when it does so next. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from commonweal.help import clock
from commonweal.sector.opening import DAY_NAMES, Change, Hours
from commonweal.ui.words import listed

TIME = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?"
LINE = re.compile(
    rf"^([a-z]+)(?:\s*(?:-|–|\bto\b)\s*([a-z]+))?[ ,:]+{TIME}(?:\s*(?:-|–|to)\s*|\s+){TIME}$"
)
DAYS = tuple(day.lower() for day in DAY_NAMES)


def as_typed(hours: Sequence[Sequence[str]]) -> str:
    """Hours as they are typed: one stretch a line, such as ``Monday 09:00 to 12:30``."""
    return "\n".join(f"{DAY_NAMES[d.upper()]} {opens} to {closes}" for d, opens, closes in hours)


def from_typed(text: str) -> list[list[str]]:
    """The stretches that somebody typed: a day or days, and two times, a line.

    ``mo 09:00 12:30``, ``Monday to Friday 9 to 12.30`` and ``Sat 10am - 1pm`` are read.

    :raises ValueError: with the line that cannot be read.
    """
    found = []
    for line in (each.strip().lower() for each in text.splitlines()):
        if not line:
            continue
        read = LINE.match(line)
        if read is None:
            raise ValueError(line[:60])
        first, last, *times = read.groups()
        opens, closes = time_typed(*times[:3]), time_typed(*times[3:])
        if last and not {first[:2], last[:2]} <= set(DAYS):
            raise ValueError(line[:60])
        days = between(first[:2], last[:2]) if last else [first[:2]]
        found += [[day, opens, closes] for day in days]
    return found


def time_typed(hour: str, minute: str | None, half: str | None) -> str:
    """A time as it is kept, from its hour, its minutes and whether it is before noon."""
    number = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
    return f"{number:02}:{minute or '00'}"


def between(first: str, last: str) -> list[str]:
    """The days of the week from one to another, over Sunday where need be."""
    begin, many = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7 + 1
    return [DAYS[(begin + n) % 7] for n in range(many)]


def days_typed(text: str) -> list[dt.date]:
    """The days that somebody typed, one a line, such as ``2026-12-25`` or ``25.12.2026``.

    :raises ValueError: with the line that cannot be read.
    """
    found = []
    for line in (each.strip() for each in text.splitlines()):
        if not line:
            continue
        day, dot, rest = line.replace("/", ".").partition(".")
        month, _, year = rest.partition(".")
        try:
            found.append(dt.date.fromisoformat(f"{year}-{month:0>2}-{day:0>2}" if dot else line))
        except ValueError:
            raise ValueError(line[:60]) from None
    return found


def in_words(hours: Sequence[Sequence[str]]) -> list[str]:
    """A sentence for each stretch, days with the same times together."""
    days: dict[tuple[str, str], list[str]] = {}
    for day, opens, closes in hours:
        days.setdefault((opens, closes), []).append(DAY_NAMES[day.upper()])
    return [f"{listed(names)}, {opens} to {closes}" for (opens, closes), names in days.items()]


def next_read(
    hours: Sequence[Sequence[str]], closed_on: Sequence[str], now: dt.datetime
) -> clock.Read:
    """When somebody will next read what comes in, told truthfully."""
    weekly = [
        Hours(byday=(day.upper(),), opens=dt.time.fromisoformat(opens),
              closes=dt.time.fromisoformat(closes))
        for day, opens, closes in hours
    ]  # fmt: skip
    closed = [Change(day, day) for day in map(dt.date.fromisoformat, closed_on)]
    return clock.next_read(weekly, closed, now)
