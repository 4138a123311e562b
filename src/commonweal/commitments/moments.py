"""A moment as people say it: the hour, then the day. Pure."""

from __future__ import annotations

import datetime as dt

from commonweal.ui.words import LONG_MONTHS

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clock_time(at: dt.time) -> str:
    """``9 am``, ``9.30 pm``, ``noon``, ``midnight``; seconds only where there are any."""
    if (at.minute, at.second) == (0, 0) and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    hour = at.hour % 12 or 12
    past = f".{at.minute:02}" if at.minute or at.second else ""
    seconds = f".{at.second:02}" if at.second else ""
    return f"{hour}{past}{seconds} {'am' if at.hour < 12 else 'pm'}"


def moment(at: dt.datetime) -> str:
    """``9 am on Monday 27 April 2026``, of a moment that is in the place's own time already."""
    day = f"{DAYS[at.weekday()]} {at.day} {LONG_MONTHS[at.month - 1]} {at.year}"
    return f"{clock_time(at.time())} on {day}"
