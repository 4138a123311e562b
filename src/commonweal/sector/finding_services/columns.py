"""Hours turned into the columns of ``sifting.Spans``. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from commonweal.sector.finding_services.sifting import Spans, minutes
from commonweal.sector.opening import (
    DAYS,
    MONTHLY,
    ONCE,
    WEEKLY,
    Hours,
    is_at_the_weekend,
    is_in_the_evening,
)

EVERY_DAY = 127


class SpanRows:
    """Rows of hours as they are gathered."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = []
        self.monthly: dict[int, Hours] = {}

    def add(self, units: Iterable[int], hours: Hours) -> None:
        """The same hours for each of these units."""
        row = row_of(hours)
        for unit in units:
            if hours.freq == MONTHLY:
                self.monthly[len(self.rows)] = hours
            self.rows.append((unit, *row))

    def spans(self) -> Spans:
        """The columns."""
        table = np.array(self.rows, dtype=np.int64).reshape(-1, 11)
        columns = [table[:, at].astype(np.int32) for at in range(1, 11)]
        days, opens, closes, known, first, last, interval, week, evening, weekend = columns
        return Spans(
            unit=table[:, 0], days=days, opens=opens, closes=closes, known=known == 1,
            first=first, last=last, interval=interval, week=week, evening=evening == 1,
            weekend=weekend == 1, monthly=self.monthly,
        )  # fmt: skip


def row_of(hours: Hours) -> tuple[int, ...]:
    """Hours as numbers, in the order of the columns of ``Spans`` after ``unit``."""
    first = [day for day in (hours.valid_from, hours.starts) if day]
    last = hours.valid_to or dt.date.max
    days, week, interval = EVERY_DAY, 0, 1
    if hours.freq == ONCE:
        last = min(last, hours.starts or dt.date.min)
    elif hours.freq == WEEKLY:
        days = weekdays(hours)
        if hours.starts and hours.interval > 1:
            week, interval = (hours.starts.toordinal() - 1) // 7, hours.interval
    opens, closes, known = minutes(hours.opens, hours.closes)
    return (
        days, opens, closes, known, max(first).toordinal() if first else 0, last.toordinal(),
        interval, week, is_in_the_evening(hours), is_at_the_weekend(hours),
    )  # fmt: skip


def weekdays(hours: Hours) -> int:
    """The days of the week as bits, Monday lowest."""
    named = [word[-2:] for word in hours.byday]
    if not named and hours.starts:
        named = [DAYS[hours.starts.weekday()]]
    return sum(1 << DAYS.index(word) for word in set(named))
