"""How long things wait here: dated, each with where it comes from. Pure.

A period is looked up for the day on which something began, so that a change made later does not
shorten what somebody was promised.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Period(StrEnum):
    """What may take its time."""

    PROVE_ADDRESS = "to press the link that proves an address"
    BE_VOUCHED_FOR = "to be vouched for"
    ANSWER_VOUCH = "to answer whether one knows a group"
    KEEP_REFUSED = "to keep how to reach a group that did not come in"
    USE_CHOICES = "to use a link to what of a group is shown"
    STOP_LETTERS = "to use the link in a letter that stops more of them"


@dataclass(frozen=True)
class Dated:
    """So many days, from a day on, and who set it."""

    since: dt.date
    days: int
    source: str


OURS = "Set with this register's first rules"
PERIODS: dict[Period, tuple[Dated, ...]] = {
    Period.PROVE_ADDRESS: (Dated(dt.date(2026, 1, 1), 7, OURS),),
    Period.BE_VOUCHED_FOR: (Dated(dt.date(2026, 1, 1), 60, OURS),),
    Period.ANSWER_VOUCH: (Dated(dt.date(2026, 1, 1), 30, OURS),),
    Period.KEEP_REFUSED: (Dated(dt.date(2026, 1, 1), 90, OURS),),
    Period.USE_CHOICES: (Dated(dt.date(2026, 1, 1), 14, OURS),),
    Period.STOP_LETTERS: (Dated(dt.date(2026, 1, 1), 90, OURS),),
}


def how_long(period: Period, on: dt.date) -> dt.timedelta:
    """How long it may take, for what begins on this day."""
    rows = PERIODS[period]
    held = max((row for row in rows if row.since <= on), key=lambda r: r.since, default=rows[0])
    return dt.timedelta(days=held.days)
