"""How a text may be sent to somebody without harm. Pure.

The safe way that somebody named is the only way; whoever is in danger at home gets no text at all,
because another may hold the telephone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ABUSE = "must be reached by the safe way only, by a person"
STOP = "does not want to be contacted"
ANOTHER_WAY = "is safe to reach in another way than by text"
SHARED = "shares their telephone with somebody else"
NO_MOBILE = "has no mobile number"


@dataclass(frozen=True)
class Way:
    """To which number, and not before when; or why not."""

    number: str = ""
    not_before: dt.datetime | None = None
    why_not: str = ""


def text_way(
    *,
    phone: str,
    safe: Mapping[str, Any],
    abuse: bool,
    do_not_contact: bool,
    now: dt.datetime,
) -> Way:
    """How to send somebody a text at this moment, by the place's clock."""
    if abuse:
        return Way(why_not=ABUSE)
    if do_not_contact:
        return Way(why_not=STOP)
    if safe.get("shared"):
        return Way(why_not=SHARED)
    named = safe.get("way") or ("text" if safe.get("text") else "")
    if (named and named != "text") or (safe.get("number") and not named):
        return Way(why_not=ANOTHER_WAY)
    if not named and safe.get("voicemail") is False:
        return Way(why_not=ANOTHER_WAY)
    number = str(safe.get("number") or phone)
    opens = next_opening(safe.get("hours") or [], now)
    return Way(number=number, not_before=opens) if number else Way(why_not=NO_MOBILE)


def next_opening(hours: list[list[str]], now: dt.datetime) -> dt.datetime | None:
    """When the safe hours next begin; nothing while one runs, or when none were named."""
    stretches = sorted((_time(a), _time(b)) for a, b in hours)
    clock = now.time().replace(tzinfo=None)
    if not stretches or any(a <= clock < b for a, b in stretches):
        return None
    to_come = [a for a, _ in stretches if a > clock]
    day = now.date() if to_come else now.date() + dt.timedelta(days=1)
    opens = dt.datetime.combine(day, (to_come or [stretches[0][0]])[0], now.tzinfo)
    return opens.astimezone(dt.UTC)


def _time(text: str) -> dt.time:
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))
