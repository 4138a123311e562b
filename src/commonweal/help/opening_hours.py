"""When a scheme reads what comes in: typed, told, and when it does so next. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from commonweal.help import clock
from commonweal.sector.opening import DAY_NAMES, Change, Hours
from commonweal.ui.words import listed

LINE = re.compile(r"^([a-z]+)[ ,:]+(\d{1,2})[:.](\d\d)\s*(?:-|to|–)?\s*(\d{1,2})[:.](\d\d)$")


def as_typed(hours: Sequence[Sequence[str]]) -> str:
    """Hours as they are typed: one stretch a line, such as ``mo 09:00 12:30``."""
    return "\n".join(" ".join(stretch) for stretch in hours)


def from_typed(text: str) -> list[list[str]]:
    """The stretches that somebody typed, a day and two times a line.

    :raises ValueError: with the line that cannot be read.
    """
    found = []
    for line in (each.strip().lower() for each in text.splitlines()):
        if not line:
            continue
        read = LINE.match(line)
        if read is None:
            raise ValueError(line[:60])
        day, *times = read.groups()
        opens, closes = f"{int(times[0]):02}:{times[1]}", f"{int(times[2]):02}:{times[3]}"
        found.append([day[:2], opens, closes])
    return found


def days_typed(text: str) -> list[dt.date]:
    """The days that somebody typed, one a line, such as ``2026-12-25`` or ``25.12.2026``.

    :raises ValueError: with the line that cannot be read.
    """
    found = []
    for line in (each.strip() for each in text.splitlines()):
        if not line:
            continue
        day, dot, rest = line.partition(".")
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
