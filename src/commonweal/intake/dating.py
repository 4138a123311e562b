"""Addresses that carry the date of an edition. Pure: is handed the day.

In such an address ``{YYYY}``, ``{MM}`` and ``{DD}`` stand for the day of the edition in figures and
``{MON}`` for its month in letters (NOV). The newest edition that there may be is tried first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = re.compile(r"\{(YYYY|MM|DD|MON)\}")
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
FIGURES = {"YYYY": r"\d{4}", "MM": r"\d\d", "DD": r"\d\d", "MON": r"[A-Z]{3}"}


@dataclass(frozen=True, kw_only=True)
class Dated:
    """When a publisher dates its files, and how far back to look.

    ``months`` are those in which an edition comes out, ``days`` the days of them that it may be
    dated, the likeliest first; ``back`` is how many editions are tried before giving up.
    """

    months: tuple[int, ...] = tuple(range(1, 13))
    days: tuple[int, ...] = (1,)
    back: int = 3


MONTHLY = Dated()


def is_dated(address: str) -> bool:
    """Whether an address carries a date."""
    return MARKS.search(address) is not None


def candidates(address: str, dated: Dated, today: dt.date) -> list[str]:
    """What the newest editions may be called, the newest first; the address itself without a date.

    At most ``back`` times as many as there are days; none is of a day to come.
    """
    if not is_dated(address):
        return [address]
    found = (filled(address, day) for day in editions(dated, today))
    return list(dict.fromkeys(found))


def editions(dated: Dated, today: dt.date) -> Iterator[dt.date]:
    """The days that the newest editions may have, the newest month first."""
    month, left = today.replace(day=1), dated.back
    while left:
        if month.month in dated.months:
            days = [month.replace(day=day) for day in dated.days]
            past = [day for day in days if day <= today]
            yield from past
            left -= bool(past)
        month = (month - dt.timedelta(days=1)).replace(day=1)


def filled(address: str, day: dt.date) -> str:
    """The address of one edition."""
    said = {
        "YYYY": f"{day:%Y}", "MM": f"{day:%m}", "DD": f"{day:%d}", "MON": MONTHS[day.month - 1],
    }  # fmt: skip
    return MARKS.sub(lambda mark: said[mark[1]], address)


def is_edition(used: str, address: str) -> bool:
    """Whether an address that was used is of an edition of this one."""
    parts = MARKS.split(address)
    pattern = "".join(FIGURES[p] if n % 2 else re.escape(p) for n, p in enumerate(parts))
    return re.fullmatch(pattern, used) is not None
