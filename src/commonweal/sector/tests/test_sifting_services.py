"""Arithmetic on arrays says of every service what ``opening`` says of it one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.finding_services.asking import NOW, TODAY, Question
from commonweal.sector.finding_services.columns import SpanRows
from commonweal.sector.finding_services.sifting import Held, open_on, units_open
from commonweal.sector.finding_services.wording import Words
from commonweal.sector.opening import (
    DAYS,
    Change,
    Hours,
    is_in_the_evening,
    open_at,
    spans_on,
    state_in_words,
)

MONDAY = dt.date(2026, 11, 23)
days = st.dates(MONDAY - dt.timedelta(days=40), MONDAY + dt.timedelta(days=40))
times = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0))
weekdays = st.lists(st.sampled_from(DAYS), max_size=3).map(tuple)
monthly = st.sampled_from([("1SA",), ("-1FR",), ("2MO", "4MO")])
hours = st.one_of(
    st.builds(
        Hours, freq=st.just("WEEKLY"), interval=st.integers(1, 3), byday=weekdays,
        starts=st.none() | days, valid_from=st.none() | days, valid_to=st.none() | days,
        opens=times, closes=times,
    ),
    st.builds(Hours, freq=st.just("MONTHLY"), byday=monthly, opens=times, closes=times),
    st.builds(Hours, freq=st.just(""), starts=days, opens=times, closes=times),
)  # fmt: skip
changes = st.builds(
    lambda a, b, closed, opens, closes: Change(min(a, b), max(a, b), closed, opens, closes),
    days, days, st.booleans(), times, times,
)  # fmt: skip
moments = st.builds(dt.datetime.combine, days, times.filter(bool))


def held(services: list[tuple[list[Hours], list[Change]]]) -> Held:
    """Services at no place, with only hours and changes."""
    size, rows = len(services), SpanRows()
    for at, (mine, _) in enumerate(services):
        for one in mine:
            rows.add([at], one)
    none, zero = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int32)
    nowhere, each = np.full(size, np.nan), np.arange(size)
    return Held(
        keys=each, name_order=zero, free=none, youngest=zero, oldest=zero, assured=zero, needs={},
        languages={}, areas={}, words=Words({}, {}, [], size),
        changes={at: cs for at, (_, cs) in enumerate(services) if cs}, service=each, at=each,
        latitude=nowhere, longitude=nowhere, step_free=none, to_go_to=none,
        ward=np.array([""] * size), spans=rows.spans(),
    )  # fmt: skip


offers = st.lists(
    st.tuples(st.lists(hours, max_size=3), st.lists(changes, max_size=2)), min_size=1, max_size=4
)


class TestOpenNow:
    @given(offers, moments)
    def test_is_what_each_service_says_by_itself(self, services, moment):
        found = units_open(held(services), Question(when=NOW), moment)

        spans = [open_at(h, c, moment) for h, c in services]
        assert found.tolist() == [span is not None and span.known for span in spans]


class TestOpenToday:
    @given(offers, moments)
    def test_is_what_is_not_over_yet(self, services, moment):
        found = units_open(held(services), Question(when=TODAY), moment)

        every = [spans_on(h, c, moment.date()) for h, c in services]
        minute = moment.replace(second=0, microsecond=0)
        assert found.tolist() == [any(s.closes > minute for s in spans) for spans in every]


class TestOpenOnADay:
    @given(offers, days)
    def test_is_what_each_service_says_by_itself(self, services, day):
        found = open_on(held(services), day)

        assert found.tolist() == [bool(spans_on(h, c, day)) for h, c in services]

    @given(hours, days)
    def test_in_the_evening_takes_hours_past_six(self, one, day):
        found = open_on(held([([one], [])]), day, evening=True)

        assert found.tolist() == [bool(spans_on([one], [], day)) and is_in_the_evening(one)]


class TestADayOfTheWeek:
    def test_is_the_next_one_today_among_them(self):
        saturday = Question(when="sa")

        assert saturday.day(MONDAY) == dt.date(2026, 11, 28)
        assert saturday.day(dt.date(2026, 11, 28)) == dt.date(2026, 11, 28)
        assert replace(saturday, when="2026-12-25").day(MONDAY) == dt.date(2026, 12, 25)


class TestStateInWords:
    lunch = Hours(byday=("WE",), opens=dt.time(12), closes=dt.time(14))
    christmas = Change(dt.date(2026, 12, 24), dt.date(2027, 1, 2), reason="Christmas")

    def at(self, moment: dt.datetime) -> tuple[bool, str]:
        return state_in_words([self.lunch], [self.christmas], moment)

    def test_says_when_it_shuts_when_it_opens_and_why_it_is_shut(self):
        assert self.at(dt.datetime(2026, 11, 25, 13)) == (True, "Open now until 2pm")  # noqa: DTZ001
        assert self.at(dt.datetime(2026, 11, 25, 9))[1] == "Opens today at midday"  # noqa: DTZ001
        assert self.at(dt.datetime(2026, 11, 24, 9))[1] == "Opens tomorrow at midday"  # noqa: DTZ001
        assert self.at(dt.datetime(2026, 11, 23, 9))[1] == "Opens Wednesday at midday"  # noqa: DTZ001
        shut = self.at(dt.datetime(2026, 12, 25, 9))  # noqa: DTZ001
        assert shut == (False, "Closed until Sunday 3 January: Christmas")
        last = self.at(dt.datetime(2026, 12, 23, 15))  # noqa: DTZ001
        assert last[1] == "Opens Wednesday 6 January at midday"

    def test_says_nothing_where_no_hours_are_known(self):
        assert state_in_words([], [], dt.datetime(2026, 11, 25)) == (False, "")  # noqa: DTZ001
