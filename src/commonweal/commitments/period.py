"""The time before a poll in which public bodies publish nothing about candidates. Pure.

From the day on which notice of election is given to the close of poll. Where the day of notice is
not known it is taken to be the last on which it may be given: 25 working days before the poll
(Local Elections (Principal Areas) Rules, timetable: "not later than the twenty-fifth day").

While any election that is held here is in it, councillors' updates and reviews of what they said
wait as well, so that nobody is written about, or writes, while others stand against them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import holidays
from dateutil.relativedelta import relativedelta

CLOSE_OF_POLL = dt.time(22)
LATEST_NOTICE = 25
# After how many months in office each councillor is looked at, whatever they answered.
MONTHS = (12, 24, 48)
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Poll:
    """An election: its name, when notice of it was given, and its last day of poll."""

    name: str
    on: dt.date
    notice_on: dt.date | None = None

    @property
    def first(self) -> dt.date:
        """The first day of its pre-election period."""
        return self.notice_on or latest_notice(self.on)

    def holds(self, moment: dt.datetime) -> bool:
        """Whether a moment, by the clock here, lies in its pre-election period."""
        begins = dt.datetime.combine(self.first, dt.time.min)
        return begins <= moment.replace(tzinfo=None) < dt.datetime.combine(self.on, CLOSE_OF_POLL)


def latest_notice(poll: dt.date, days: int = LATEST_NOTICE) -> dt.date:
    """The last day on which notice of an election on that day may be given."""
    closed = holidays.country_holidays("GB", subdiv="ENG")
    at, left = poll, days
    while left:
        at -= A_DAY
        if at.weekday() < 5 and at not in closed:
            left -= 1
    return at


def period_at(moment: dt.datetime, polls: Iterable[Poll]) -> Poll | None:
    """The poll in whose pre-election period a moment lies: the one that lasts longest, or none."""
    going = [poll for poll in polls if poll.holds(moment)]
    return max(going, key=lambda poll: (poll.on, poll.name), default=None)


@dataclass(frozen=True)
class Review:
    """A day on which a councillor is looked at, and after how many months in office."""

    months: int
    on: dt.date


def reviews(
    took: dt.date, left: dt.date | None = None, *, polls: Iterable[Poll] = ()
) -> tuple[Review, ...]:
    """The days on which somebody is looked at who took office on a day; none once they left.

    One that falls into a pre-election period waits until the day after the poll.
    """
    known = list(polls)
    found = []
    for months in MONTHS:
        on = took + relativedelta(months=months)
        while poll := period_at(dt.datetime.combine(on, dt.time(12)), known):
            on = poll.on + A_DAY
        if left is None or on <= left:
            found.append(Review(months, on))
    return tuple(found)
