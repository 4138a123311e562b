"""A measure over time: what its page, its file and a promise that it shows are made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from commonweal.impact.figures import in_words
from commonweal.impact.models import Measure, Observation
from commonweal.ui.words import day


@dataclass(frozen=True)
class Mark:
    """Where a figure and the ends of its range are drawn, in per cent of the longest."""

    length: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Row:
    """A figure over a stretch of days; ``spread`` is the range of an estimate, in words."""

    when: str
    starts_on: dt.date
    ends_on: dt.date
    area: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    figure: str
    spread: str
    mark: Mark | None
    source: str
    source_url: str
    note: str
    at: dt.datetime
    withdrawn_because: str


@dataclass(frozen=True)
class OverTime:
    """A measure and its figures, the oldest first; those withdrawn apart, with the reason."""

    measure: Measure
    rows: tuple[Row, ...]
    withdrawn: tuple[Row, ...]

    @property
    def estimated(self) -> bool:
        """Whether any has a range."""
        return any(row.spread for row in self.rows)

    @property
    def has_areas(self) -> bool:
        """Whether any is of a part of the place."""
        return any(row.area for row in self.rows)

    @property
    def finding(self) -> str:
        """What the table shows, in a sentence: the last figure beside the first. No judgement."""
        whole = [row for row in self.rows if not row.area]
        if not whole:
            return self.measure.name
        last, first = whole[-1], whole[0]
        if last is first:
            return f"{last.figure} ({last.when})"
        return f"{last.figure} ({last.when}), after {first.figure} ({first.when})"


def over_time(measure: Measure) -> OverTime:
    """A measure's figures over time, in one query."""
    known = list(measure.observations.in_order())
    standing = [one for one in known if one.withdrawn_at is None]
    most = max((max(one.high or one.value, one.value) for one in standing), default=Decimal(0))
    return OverTime(
        measure,
        tuple(row_of(one, measure.unit, most) for one in standing),
        tuple(row_of(one, measure.unit, most) for one in known if one.withdrawn_at is not None),
    )


def row_of(one: Observation, unit: str, most: Decimal) -> Row:
    """One figure, as it is told and drawn."""
    spread = ""
    if one.low is not None and one.high is not None:
        spread = f"{in_words(one.low, unit)} to {in_words(one.high, unit)}"
    return Row(
        when=stretch(one.starts_on, one.ends_on), starts_on=one.starts_on, ends_on=one.ends_on,
        area=one.area, value=one.value, low=one.low, high=one.high,
        figure=in_words(one.value, unit), spread=spread,
        mark=mark_of(one, most), source=one.source, source_url=one.source_url, note=one.note,
        at=one.at, withdrawn_because=one.withdrawn_because,
    )  # fmt: skip


def mark_of(one: Observation, most: Decimal) -> Mark | None:
    """Its bar, which starts at nought; none for what lies below, or where all are nought."""
    if most <= 0 or one.value < 0 or (one.low is not None and one.low < 0):
        return None

    def length(value: Decimal) -> str:
        return f"{min(value / most * 100, Decimal(100)):.1f}%"

    if one.low is None or one.high is None:
        return Mark(length(one.value))
    return Mark(length(one.value), length(one.low), length(one.high))


def stretch(starts_on: dt.date, ends_on: dt.date) -> str:
    """``1 April 2025 to 31 March 2026`` in short; one day as that day."""
    return day(ends_on) if starts_on == ends_on else f"{day(starts_on)} to {day(ends_on)}"
