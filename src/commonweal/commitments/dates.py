"""Date rules of undertakings: days of a consultation, months of notice. Pure.

They compute facts; people judge. Source of the rules: the Compact of 2010, undertakings 2.4 (twelve
weeks, with reasons where shorter) and 4.4 (three months' written notice with a clear rationale), as
the domain reference, 7.2, has them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import holidays
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from commonweal.ui.words import long_day

TWELVE_WEEKS = 84
THREE_MONTHS = 3
A_DAY = dt.timedelta(days=1)
# Days outside these are slips of the pen.
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


@dataclass(frozen=True)
class Check:
    """What a date rule finds. ``had`` and ``needed`` are days or months; ``why`` a sentence.

    ``earliest`` is the first day on which the rule would be met.
    """

    had: int
    needed: int
    unit: str
    earliest: dt.date
    met: bool
    with_reason: bool
    why: str


def consultation(
    opened: dt.date, closed: dt.date, *, reason: str = "", needed: int = TWELVE_WEEKS
) -> Check:
    """Whether a consultation was open long enough. The day it opened is not counted.

    :raises ValueError: when it closed before it opened.
    """
    if closed < opened:
        raise ValueError("It closed before it opened.")
    had, earliest = (closed - opened).days, opened + needed * A_DAY
    met = had >= needed
    excuse = "a reason is filed" if reason.strip() else "no reason filed"
    why = f"{had} of {needed} days." if met else f"{had} of {needed} days; {excuse}."
    return Check(had, needed, "days", earliest, met, not met and bool(reason.strip()), why)


def notice(
    given: dt.date,
    ends: dt.date,
    *,
    rationale: str = "",
    in_writing: bool | None = None,
    needed: int = THREE_MONTHS,
    reason: str = "",
) -> Check:
    """Whether notice was long enough, in whole months by the calendar, and gave its reasons.

    Months are clamped to the end of the month: three from 30 November are over on 28 February. It
    fails without a written rationale, however long it was. ``in_writing`` may be unknown: what is
    filed as the rationale is then taken to be written.

    :raises ValueError: when it ended before notice was given.
    """
    if ends < given:
        raise ValueError("It ended before notice was given.")
    earliest, had = months_after(given, needed), whole_months(given, ends)
    long_enough = ends >= earliest
    written = bool(rationale.strip()) and in_writing is not False
    met = long_enough and written
    said = [f"{had} of {needed} months" if not long_enough else f"{had} months"]
    if not long_enough:
        said.append(f"the earliest end was {long_day(earliest)}")
    if not written:
        said.append("no written rationale")
    if not met:
        said.append("a reason is filed" if reason.strip() else "no reason filed")
    why = "; ".join(said) + "."
    return Check(had, needed, "months", earliest, met, not met and bool(reason.strip()), why)


def months_after(day: dt.date, months: int) -> dt.date:
    """So many months later by the calendar, or the last day of that month."""
    return day + relativedelta(months=months)


def whole_months(first: dt.date, last: dt.date) -> int:
    """How many whole months have passed from one day to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if months_after(first, months) <= last else months - 1


def holidays_within(opens: dt.date, closes: dt.date) -> tuple[str, ...]:
    """The times within a window in which few people answer: Christmas, Easter, August."""
    found = []
    for year in range(opens.year, closes.year + 1):
        sunday = easter(year)
        times = (
            ("Easter", sunday - 2 * A_DAY, sunday + A_DAY),
            ("August", dt.date(year, 8, 1), dt.date(year, 8, 31)),
            ("Christmas", dt.date(year, 12, 24), dt.date(year, 12, 31)),
            ("Christmas", dt.date(year, 1, 1), dt.date(year, 1, 1)),
        )
        found += [name for name, first, last in times if first <= closes and last >= opens]
    return tuple(dict.fromkeys(found))


def working_days_after(day: dt.date, days: int) -> dt.date:
    """So many working days later in England: no weekends, no bank holidays; ``day`` not counted."""
    closed = holidays.country_holidays("GB", subdiv="ENG")
    left, at = days, day
    while left:
        at += A_DAY
        if at.weekday() < 5 and at not in closed:
            left -= 1
    return at
