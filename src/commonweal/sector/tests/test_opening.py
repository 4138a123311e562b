"""When something is open, held against the whole of RFC 5545 and against a calendar on the wall."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.rrule import MONTHLY as R_MONTHLY
from dateutil.rrule import WEEKLY as R_WEEKLY
from dateutil.rrule import rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.sector.opening import (
    DAYS,
    Change,
    Hours,
    change_in_words,
    falls_on,
    in_words,
    is_at_the_weekend,
    is_in_the_evening,
    next_open,
    open_at,
    spans_on,
    time_in_words,
)

TEN, TWO, SEVEN, NINE = dt.time(10), dt.time(14), dt.time(19), dt.time(21)
MONDAY = dt.date(2026, 11, 30)
days = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
weekly = st.builds(
    Hours, freq=st.just("WEEKLY"), interval=st.integers(1, 4), starts=days,
    byday=st.lists(st.sampled_from(DAYS), unique=True, max_size=4).map(tuple),
)  # fmt: skip
# The library takes a mixture of "1SA" and "MO" for days that are both, so each rule has one sort.
nth = st.tuples(st.sampled_from(["1", "2", "3", "4", "5", "-1", "-2"]), st.sampled_from(DAYS))
monthly = st.builds(
    Hours, freq=st.just("MONTHLY"), interval=st.integers(1, 3), starts=days,
    byday=st.one_of(
        st.lists(nth.map("".join), unique=True, max_size=3).map(tuple),
        st.lists(st.sampled_from(DAYS), unique=True, max_size=3).map(tuple),
    ),
    bymonthday=st.lists(st.integers(-3, 31).filter(bool), unique=True, max_size=2).map(tuple),
)  # fmt: skip


def by_the_book(hours: Hours) -> set[dt.date]:
    """The days of a rule as the library has them."""
    rule = rrule(
        R_WEEKLY if hours.freq == "WEEKLY" else R_MONTHLY,
        interval=hours.interval,
        dtstart=dt.datetime.combine(hours.starts, dt.time()),
        until=dt.datetime.combine(hours.starts + dt.timedelta(days=400), dt.time()),
        byweekday=[weekday(DAYS.index(d[-2:]), int(d[:-2]) if d[:-2] else None)
                   for d in hours.byday] or None,
        bymonthday=hours.bymonthday or None,
    )  # fmt: skip
    return {moment.date() for moment in rule}


class TestFallsOn:
    @settings(deadline=None)
    @given(st.one_of(weekly, monthly))
    def test_is_what_the_standard_says(self, hours):
        first = hours.starts - dt.timedelta(days=40)
        span = [first + dt.timedelta(days=n) for n in range(400)]

        assert {d for d in span if falls_on(hours, d)} == by_the_book(hours) & set(span)

    def test_ends_with_the_days_it_is_valid(self):
        term = Hours(byday=("MO",), valid_from=MONDAY, valid_to=dt.date(2026, 12, 14))

        held = [n for n in range(-7, 30) if falls_on(term, MONDAY + dt.timedelta(days=n))]

        assert held == [0, 7, 14]

    def test_of_a_single_day_is_that_day(self):
        fair = Hours(freq="", starts=MONDAY)

        assert falls_on(fair, MONDAY)
        assert not falls_on(fair, MONDAY + dt.timedelta(days=7))


class TestSpansOn:
    def test_of_a_day_with_a_change_are_the_change(self):
        hours = [Hours(byday=("MO",), opens=TEN, closes=TWO)]
        short = Change(MONDAY, MONDAY, closed=False, opens=TEN, closes=dt.time(12))
        long = Change(dt.date(2026, 11, 1), dt.date(2026, 12, 31))

        assert spans_on(hours, [long], MONDAY) == []
        assert [s.closes.hour for s in spans_on(hours, [long, short], MONDAY)] == [12]

    def test_come_in_order_and_each_once(self):
        late = Hours(byday=("MO",), opens=SEVEN, closes=NINE)
        early = Hours(byday=("MO", "TU"), opens=TEN, closes=TWO)

        assert [s.opens.hour for s in spans_on([late, early, early], [], MONDAY)] == [10, 19]


class TestOpenAt:
    @pytest.mark.parametrize(
        ("moment", "is_open"),
        [("09:59", False), ("10:00", True), ("13:59", True), ("14:00", False)],
    )
    def test_counts_the_first_minute_and_not_the_last(self, moment, is_open):
        hours = [Hours(byday=("MO",), opens=TEN, closes=TWO)]
        at = dt.datetime.combine(MONDAY, dt.time.fromisoformat(moment))

        assert (open_at(hours, [], at) is not None) == is_open

    def test_goes_on_past_midnight(self):
        night = [Hours(byday=("MO",), opens=dt.time(20), closes=dt.time(2))]
        tuesday = MONDAY + dt.timedelta(days=1)

        assert open_at(night, [], dt.datetime.combine(tuesday, dt.time(1)))
        assert not open_at(night, [], dt.datetime.combine(tuesday, dt.time(2)))

    def test_says_when_only_the_day_is_known(self):
        found = open_at([Hours(byday=("MO",))], [], dt.datetime.combine(MONDAY, TEN))

        assert found is not None
        assert not found.known


class TestNextOpen:
    def test_is_the_first_time_to_come(self):
        hours = [Hours(freq="MONTHLY", byday=("1SA",), opens=TEN, closes=TWO)]

        found = next_open(hours, [], dt.datetime.combine(MONDAY, TEN))

        assert found.opens == dt.datetime.combine(dt.date(2026, 12, 5), TEN)

    def test_passes_over_what_is_closed(self):
        hours = [Hours(byday=("MO",), opens=TEN, closes=TWO)]
        away = Change(MONDAY, dt.date(2026, 12, 13))

        found = next_open(hours, [away], dt.datetime.combine(MONDAY, dt.time(9)))

        assert found.opens.date() == dt.date(2026, 12, 14)

    def test_is_nothing_when_it_has_ended(self):
        over = [Hours(byday=("MO",), valid_to=dt.date(2026, 1, 1))]

        assert next_open(over, [], dt.datetime.combine(MONDAY, TEN)) is None

    @given(st.one_of(weekly, monthly), st.lists(st.tuples(days, st.integers(0, 40)), max_size=3))
    def test_is_a_time_when_it_is_open(self, hours, closures):
        changes = [Change(day, day + dt.timedelta(days=n)) for day, n in closures]
        after = dt.datetime.combine(hours.starts, TEN)

        found = next_open([hours], changes, after, days=100)

        if found:
            assert open_at([hours], changes, max(found.opens, after))
            assert not any(c.first <= found.opens.date() <= c.last for c in changes)


class TestWords:
    @pytest.mark.parametrize(
        ("hours", "words"),
        [
            (Hours(byday=("TH", "MO"), opens=TEN, closes=TWO),
             "Mondays and Thursdays, 10am to 2pm"),
            (Hours(byday=DAYS, opens=dt.time(0), closes=dt.time(12)),
             "Every day, midnight to midday"),
            (Hours(byday=("TU",), interval=2, opens=dt.time(19, 30)),
             "Tuesdays, every second week, from 7:30pm"),
            (Hours(freq="MONTHLY", byday=("1SA", "3SA")),
             "The first Saturday and third Saturday of each month"),
            (Hours(freq="MONTHLY", bymonthday=(1, 15, -1)),
             "The 1st, 15th and last day of each month"),
            (Hours(freq="MONTHLY", byday=("-1FR",), interval=2),
             "The last Friday, every second month"),
            (Hours(freq="", starts=dt.date(2026, 12, 5), opens=TEN, closes=TWO),
             "Saturday 5 December 2026, 10am to 2pm"),
            (Hours(byday=("WE",), valid_to=dt.date(2026, 12, 16)),
             "Wednesdays, until 16 December 2026"),
        ],
    )  # fmt: skip
    def test_say_it_as_people_do(self, hours, words):
        assert in_words(hours) == words

    def test_say_what_is_different(self):
        away = Change(dt.date(2026, 12, 24), dt.date(2027, 1, 2), reason="Christmas")

        assert change_in_words(away) == "Closed from 24 December 2026 to 2 January 2027: Christmas"

    def test_say_times(self):
        said = [time_in_words(dt.time(h, m)) for h, m in ((0, 30), (9, 5), (12, 30), (23, 0))]

        assert said == ["12:30am", "9:05am", "12:30pm", "11pm"]


class TestEveningsAndWeekends:
    def test_an_evening_is_half_an_hour_after_six(self):
        assert is_in_the_evening(Hours(opens=TEN, closes=dt.time(18, 30)))
        assert not is_in_the_evening(Hours(opens=TEN, closes=dt.time(18, 15)))
        assert is_in_the_evening(Hours(opens=dt.time(22), closes=dt.time(1)))
        assert not is_in_the_evening(Hours(opens=dt.time(1), closes=dt.time(6)))

    def test_a_weekend_is_a_saturday_or_sunday(self):
        assert is_at_the_weekend(Hours(freq="MONTHLY", byday=("1SU",)))
        assert is_at_the_weekend(Hours(freq="", starts=dt.date(2026, 12, 5)))
        assert not is_at_the_weekend(Hours(byday=("FR",)))
