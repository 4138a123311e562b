"""Figures, days and lists as people say them. Pure: no Django, no clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

MONTHS = (
    "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
KM_IN_A_MILE = 1.609344


def number(value: float | None) -> str:
    """3512 is ``3,512``; 4.4 is ``4.4``; nothing is ``not known``."""
    if value is None:
        return "not known"
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}"


def money(pounds: float | None) -> str:
    """Whole pounds, to the pound: ``£86,050``; a loss is ``-£1,200``."""
    if pounds is None:
        return "not known"
    whole = round(pounds)
    return f"{'-' if whole < 0 else ''}£{abs(whole):,}"


def money_short(pounds: float | None) -> str:
    """Pounds as one would say them: ``£950``, ``£86,000``, ``£1.2 million``, ``£3 billion``."""
    if pounds is None:
        return "not known"
    sign, size = ("-" if pounds < 0 else ""), abs(pounds)
    for word, unit in (("billion", 1_000_000_000), ("million", 1_000_000)):
        if size >= unit * 0.9995:
            return f"{sign}£{size / unit:.1f} {word}".replace(".0 ", " ")
    step = 1 if size < 1_000 else 100 if size < 10_000 else 1_000
    return f"{sign}£{round(size / step) * step:,}"


def count(value: int | None, noun: str, plural: str = "") -> str:
    """A number with its noun: ``no organisations``, ``1 organisation``, ``3,512 organisations``.

    The noun is written in the singular; ``plural`` is needed where an s will not do, or may
    follow the singular after a comma (``"charity,charities"``).
    """
    one, _, listed = noun.partition(",")
    many = plural or listed or plural_of(one)
    if value is None:
        return f"{many}: not known"
    if value == 0:
        return f"no {many}"
    return f"{value:,} {one if value == 1 else many}"


def plural_of(noun: str) -> str:
    """The plural of a noun that follows the rules."""
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(s|x|ch|sh)$", noun) else f"{noun}s"


def day(value: dt.date | None) -> str:
    """``22 Nov 2026``; a moment is given as its day."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else "date not known"


def long_day(value: dt.date | None) -> str:
    """``22 November 2026``."""
    if not value:
        return "date not known"
    return f"{value.day} {LONG_MONTHS[value.month - 1]} {value.year}"


def by_then(value: dt.datetime) -> str:
    """By when, at the end of ``by``: a midnight is the end of the day before it."""
    if (value.hour, value.minute) != (0, 0):
        return f"{value:%A %-d %B, %H:%M}"
    return f"the end of {value - dt.timedelta(days=1):%A %-d %B}"


def month(value: dt.date | None) -> str:
    """``Nov 2026``."""
    return f"{MONTHS[value.month - 1]} {value.year}" if value else "date not known"


def miles(kilometres: float | None) -> str:
    """A measured distance: ``under 0.1 miles``, ``0.4 miles``, ``1 mile``, ``12 miles``."""
    if kilometres is None:
        return "distance not known"
    distance = kilometres / KM_IN_A_MILE
    if distance < 0.1:
        return "under 0.1 miles"
    return _miles(round(distance, 1) if distance < 1 else distance)


def rough_miles(kilometres: float | None) -> str:
    """Distance where only the neighbourhood is told: ``within a mile``, ``about 3 miles``."""
    if kilometres is None:
        return "distance not known"
    distance = round(kilometres / KM_IN_A_MILE)
    return f"about {distance:,} miles" if distance > 1 else "within a mile or so"


def reach(distance: float, unit: str) -> str:
    """A distance to choose, both ways: ``3 miles (4.8 km)``; in km, ``5 km (3.1 miles)``."""
    if unit == "km":
        return f"{_round(distance)} km ({_miles(distance / KM_IN_A_MILE)})"
    return f"{_miles(distance)} ({_round(distance * KM_IN_A_MILE)} km)"


def _miles(distance: float) -> str:
    shown = _round(distance)
    return "1 mile" if shown == "1" else f"{shown} miles"


def _round(distance: float) -> str:
    """To a tenth, or a hundredth of what is less than one; past ten, whole."""
    digits = 2 if distance < 1 else 1 if distance < 10 else 0
    return f"{round(distance, digits):,g}" if distance < 1000 else f"{distance:,.0f}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def ago(then: dt.datetime | dt.date, now: dt.datetime | dt.date) -> str:
    """How long since, in the words one would use: ``today``, ``5 days ago``, ``3 months ago``."""
    days = (as_day(now) - as_day(then)).days
    if days < 0:
        return f"in {count(-days, 'day')}"
    if days < 2:
        return ("today", "yesterday")[days]
    for size, noun in ((365, "year"), (30, "month"), (7, "week")):
        if days >= size * 2:
            return f"{days // size} {noun}s ago"
    return f"{days} days ago"


def as_day(value: dt.datetime | dt.date) -> dt.date:
    """The day of a moment."""
    return value.date() if isinstance(value, dt.datetime) else value


def share(part: float, whole: float) -> str:
    """A share of a whole as a length for a bar: ``37.5%``; nothing of nothing is ``0%``."""
    if whole <= 0:
        return "0%"
    return f"{min(max(part / whole, 0), 1) * 100:.1f}%".replace(".0%", "%")


def host(address: str) -> str:
    """The part of a web address that people read: ``www.example.org/a`` is ``example.org``."""
    bare = re.sub(r"^[a-z]+://", "", address.strip(), flags=re.IGNORECASE)
    return bare.split("/")[0].removeprefix("www.").lower()


def dialled(telephone: str) -> str:
    """A number as a ``tel:`` link takes it: digits and a leading plus, nothing else."""
    text = telephone.strip()
    return "".join(c for i, c in enumerate(text) if c.isdigit() or (c == "+" and not i))


def sentence_case(text: str, keep: Sequence[str] = ()) -> str:
    """Text written all in capitals, made readable; any other text as it is.

    :param keep: names that stand in the text and keep their own capitals.
    """
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 20 or sum(c.isupper() for c in letters) < len(letters) * 0.9:
        return text
    lower = re.sub(r"(^|[.!?]\s+)([a-z])", lambda m: m[1] + m[2].upper(), text.lower())
    for name in sorted(filter(None, keep), key=len, reverse=True):
        own = name if not name.isupper() else name.title()
        # Split and put together: a replacement would read backslashes in the name.
        lower = own.join(re.split(rf"\b{re.escape(name)}\b", lower, flags=re.IGNORECASE))
    return lower
