"""Which services fit a question: arithmetic on arrays. Pure.

The unit is a service at one of its places (or a service that has none), so that "open now, near
me, step-free" is true of one and the same place. Hours that come again by the week, and single
days, are compared as numbers; hours by the month and days with a change are asked of ``opening``.
Minutes count from the midnight that a day begins with; past 1440 they are in the day after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.sector.finding_services.asking import NOW, WEEKEND, Question
from commonweal.sector.finding_services.wording import Words
from commonweal.sector.opening import Change, Hours, change_on, falls_on, is_in_the_evening

Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
DAY = 1440
MOST_DAYS = 40
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Spans:
    """Hours as columns, a row for each unit they hold for.

    ``days`` has a bit for each day of the week; ``first`` and ``last`` are the ordinals of the
    days between which they hold; ``week`` is the Monday-week counted from, modulo ``interval``.
    ``monthly`` are the rows whose day is asked of ``opening`` instead.
    """

    unit: Positions
    days: Ints
    opens: Ints
    closes: Ints
    known: Mask
    first: Ints
    last: Ints
    interval: Ints
    week: Ints
    evening: Mask
    weekend: Mask
    monthly: Mapping[int, Hours] = field(default_factory=dict)

    def falling_on(self, day: dt.date) -> Mask:
        """Which rows hold on a day."""
        at = day.toordinal()
        fit: Mask = (self.first <= at) & (at <= self.last)
        fit &= (self.days >> day.weekday()) & 1 == 1
        fit &= ((at - 1) // 7 - self.week) % self.interval == 0
        for row, hours in self.monthly.items():
            fit[row] = falls_on(hours, day)
        return fit


@dataclass(frozen=True)
class OneDay:
    """The hours that begin on one day, a row for each unit they hold for."""

    unit: Positions
    opens: Ints
    closes: Ints
    known: Mask
    evening: Mask


@dataclass(frozen=True)
class Held:
    """Arrays over the published services that run, and over their units."""

    keys: Positions
    name_order: Ints
    free: Mask
    youngest: Ints
    oldest: Ints
    assured: Ints
    needs: Mapping[str, Positions]
    languages: Mapping[str, Positions]
    areas: Mapping[str, Positions]
    words: Words
    changes: Mapping[int, Sequence[Change]]
    service: Positions
    at: Positions
    latitude: Floats
    longitude: Floats
    step_free: Mask
    to_go_to: Mask
    ward: NDArray[np.str_]
    spans: Spans
    days: dict[dt.date, OneDay] = field(default_factory=dict, compare=False)

    @cached_property
    def changed(self) -> tuple[Positions, Ints, Ints]:
        """Which service has a change, from which day, to which."""
        rows = [(s, c.first.toordinal(), c.last.toordinal()) for s, cs in self.changes.items()
                for c in cs]  # fmt: skip
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1].astype(np.int32), table[:, 2].astype(np.int32)

    def on(self, day: dt.date) -> OneDay:
        """What holds on a day, worked out once for each of the days lately asked for."""
        found = self.days.get(day)
        if found is None:
            if len(self.days) >= MOST_DAYS:
                self.days.clear()
            found = self.days[day] = one_day(self, day)
        return found


def one_day(held: Held, day: dt.date) -> OneDay:
    """Which hours hold on a day; of services with a change that day, only the change."""
    services, first, last = held.changed
    at = day.toordinal()
    now = sorted(set(services[(first <= at) & (at <= last)].tolist()))
    instead = {one: change for one in now if (change := change_on(held.changes[one], day))}
    changed = np.isin(held.service, now)
    units = [u for u in np.flatnonzero(changed).tolist() if not instead[held.service[u]].closed]
    rows = [
        (*minutes(c.opens, c.closes), is_in_the_evening(Hours(opens=c.opens, closes=c.closes)))
        for c in (instead[held.service[u]] for u in units)
    ]
    table = np.array(rows, dtype=np.int32).reshape(-1, 4)
    usual = held.spans.falling_on(day) & ~changed[held.spans.unit]
    return OneDay(
        unit=np.concatenate([held.spans.unit[usual], np.array(units, dtype=np.int64)]),
        opens=np.concatenate([held.spans.opens[usual], table[:, 0]]),
        closes=np.concatenate([held.spans.closes[usual], table[:, 1]]),
        known=np.concatenate([held.spans.known[usual], table[:, 2] == 1]),
        evening=np.concatenate([held.spans.evening[usual], table[:, 3] == 1]),
    )


def services_fitting(held: Held, asked: Question, needs: Sequence[str]) -> tuple[Mask, Ints]:
    """Which services fit what does not depend on a place or hour, and how well by their words."""
    fit, score = held.words.having(asked.words)
    if asked.need:
        fit &= among(len(held.keys), held.needs, needs)
    if asked.language:
        fit &= among(len(held.keys), held.languages, [asked.language])
    if asked.free:
        fit &= held.free
    if asked.age is not None:
        fit &= (held.youngest <= asked.age) & (asked.age <= held.oldest)
    return fit, score


def among(size: int, rows: Mapping[str, Positions], codes: Sequence[str]) -> Mask:
    """Which have any of these codes."""
    fit = np.zeros(size, dtype=bool)
    for code in codes:
        fit[rows.get(code, [])] = True
    return fit


def units_fitting(held: Held, asked: Question, services: Mask, now: dt.datetime) -> Mask:
    """Of these services, which units fit what is asked of place and hour.

    :param now: the moment by the place's own clock, without a zone.
    """
    fit: Mask = services[held.service]
    if asked.step_free:
        fit &= held.step_free
    if asked.remote:
        fit &= ~held.to_go_to
    if asked.when or asked.evening:
        fit &= units_open(held, asked, now)
    return fit


def units_open(held: Held, asked: Question, now: dt.datetime) -> Mask:
    """Which units are open when it is asked."""
    minute = now.hour * 60 + now.minute
    if asked.when == NOW:
        today = open_on(held, now.date(), minute=minute, evening=asked.evening)
        before = open_on(held, now.date() - A_DAY, minute=minute + DAY, evening=asked.evening)
        return today | before
    day = asked.day(now.date())
    if day is not None:
        over = minute if asked.is_today else None
        return open_on(held, day, after=over, evening=asked.evening)
    rows = held.spans.last >= now.date().toordinal()
    if asked.when == WEEKEND:
        rows &= held.spans.weekend
    if asked.evening:
        rows &= held.spans.evening
    return units_of(held, rows)


def units_of(held: Held, rows: Mask) -> Mask:
    """The units that have any of these hours."""
    fit = np.zeros(len(held.service), dtype=bool)
    fit[held.spans.unit[rows]] = True
    return fit


def open_on(
    held: Held, day: dt.date, *, minute: int | None = None, after: int | None = None,
    evening: bool = False,
) -> Mask:  # fmt: skip
    """Which units open on a day.

    :param minute: only those that are then known to be open.
    :param after: only those whose hours are not known to be over by this minute.
    """
    hours = held.on(day)
    rows = np.ones(len(hours.unit), dtype=bool)
    if minute is not None:
        rows = hours.known & (hours.opens <= minute) & (minute < hours.closes)
    if after is not None:
        rows &= hours.closes > after
    if evening:
        rows &= hours.evening
    fit = np.zeros(len(held.service), dtype=bool)
    fit[hours.unit[rows]] = True
    return fit


def minutes(opens: dt.time | None, closes: dt.time | None) -> tuple[int, int, bool]:
    """When it opens and closes in minutes of the day it opens on, and whether that is known."""
    if opens is None or closes is None:
        return 0, DAY, False
    first, last = (t.hour * 60 + t.minute for t in (opens, closes))
    return first, last if last > first else last + DAY, True
