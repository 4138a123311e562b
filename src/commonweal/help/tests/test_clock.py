"""Two clocks, neither of which runs backwards."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.clock import (
    EMERGENCY,
    FOUR_HOURS,
    NOTHING,
    PLANNED,
    SAME_DAY,
    THREE_DAYS,
    UNKNOWN,
    URGENCIES,
    Transition,
    board_order,
    due_at,
    next_read,
    waited,
)
from commonweal.sector.opening import Change, Hours

LONDON = ZoneInfo("Europe/London")
ASKED = dt.datetime(2026, 11, 26, 9, tzinfo=LONDON)
HOUR = dt.timedelta(hours=1)


def after(hours: float) -> dt.datetime:
    return ASKED + hours * HOUR


transitions = st.lists(
    st.builds(
        Transition,
        at=st.integers(-5, 50).map(after),
        pauses=st.booleans(),
        ends=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)
looks = st.integers(-10, 80).map(after)


class TestWaited:
    @pytest.mark.parametrize(
        ("told", "at", "scheme", "published"),
        [
            ([Transition(after(0))], 5, 5, 5),
            ([Transition(after(0)), Transition(after(2), pauses=True)], 5, 2, 5),
            (
                [
                    Transition(after(0)),
                    Transition(after(2), pauses=True),
                    Transition(after(4)),
                    Transition(after(7), ends=True),
                    Transition(after(8), ends=True),
                ],
                20,
                5,
                7,
            ),
            # Opened again after all: the time between was a wait.
            (
                [Transition(after(0)), Transition(after(2), ends=True), Transition(after(6))],
                7,
                3,
                7,
            ),
            # A machine whose clock is behind.
            ([Transition(after(3)), Transition(after(1), pauses=True)], 5, 0, 2),
            ([Transition(after(3))], 1, 0, 0),
        ],
    )
    def test_is_told_by_both_clocks(self, told, at, scheme, published):
        found = waited(told, after(at))

        assert (found.scheme, found.published) == (scheme * HOUR, published * HOUR)
        assert found.paused == (published - scheme) * HOUR

    @given(transitions, looks, looks)
    def test_never_grows_less(self, told, one, other):
        early, late = (waited(told, moment) for moment in sorted((one, other)))

        assert NOTHING <= early.scheme <= late.scheme
        assert early.published <= late.published
        assert late.scheme <= late.published

    @given(transitions, looks, st.booleans(), st.booleans(), st.integers(0, 9))
    def test_never_grows_less_by_what_happens_next(self, told, now, pauses, ends, later):
        before = waited(told, now)

        happened = waited([*told, Transition(now, pauses, ends)], now + later * HOUR)

        assert happened.scheme >= before.scheme
        assert happened.published >= before.published

    @given(transitions, looks)
    def test_differs_only_by_pauses(self, told, now):
        unpaused = [Transition(one.at) for one in told]
        found = waited(unpaused, now)

        assert found.scheme == found.published == max(now - told[0].at, NOTHING)

    def test_is_time_as_it_passes_when_the_clocks_change(self):
        asked = dt.datetime(2026, 10, 24, 23, tzinfo=LONDON)

        found = waited([Transition(asked)], dt.datetime(2026, 10, 25, 3, tzinfo=LONDON))

        assert found.published == 5 * HOUR

    def test_is_of_something(self):
        with pytest.raises(ValueError, match="begins with"):
            waited([], ASKED)


class TestDue:
    @pytest.mark.parametrize(
        ("urgency", "due"),
        [
            (EMERGENCY, dt.datetime(2026, 11, 26, 9, tzinfo=LONDON)),
            (FOUR_HOURS, dt.datetime(2026, 11, 26, 13, tzinfo=LONDON)),
            (SAME_DAY, dt.datetime(2026, 11, 27, tzinfo=LONDON)),
            (THREE_DAYS, dt.datetime(2026, 11, 30, tzinfo=LONDON)),
            (PLANNED, dt.datetime(2026, 12, 6, tzinfo=LONDON)),
        ],
    )
    def test_is_by_urgency(self, urgency, due):
        assert due_at(urgency, ASKED, here=LONDON, planned_on=dt.date(2026, 12, 5)) == due

    def test_is_later_by_the_time_spent_waiting_for_the_person(self):
        assert due_at(FOUR_HOURS, ASKED, here=LONDON, paused=2 * HOUR) == after(6)

    def test_is_on_the_day_by_the_places_clock(self):
        # Half past midnight in London is still the day before by universal time.
        asked = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

        assert due_at(SAME_DAY, asked, here=LONDON) == dt.datetime(2026, 7, 2, tzinfo=LONDON)

    def test_is_four_hours_also_when_the_clocks_change(self):
        asked = dt.datetime(2026, 10, 24, 23, tzinfo=LONDON)

        assert f"{due_at(FOUR_HOURS, asked, here=LONDON):%H:%M %Z}" == "02:00 GMT"

    @given(st.sampled_from(URGENCIES[:-1]), looks, st.integers(0, 99))
    def test_is_never_before_it_was_asked(self, urgency, asked, paused):
        due = due_at(urgency, asked, here=LONDON, paused=paused * HOUR)

        assert due >= asked + paused * HOUR

    def test_needs_a_known_urgency_and_a_day(self):
        with pytest.raises(ValueError, match="no urgency soon"):
            due_at("soon", ASKED, here=LONDON)
        with pytest.raises(ValueError, match="needs its day"):
            due_at(PLANNED, ASKED, here=LONDON)


class TestBoard:
    def test_is_in_order_of_urgency_and_then_of_wait(self):
        rows = [
            (PLANNED, after(-90), 1),
            (SAME_DAY, after(0), 2),
            (EMERGENCY, after(5), 3),
            (SAME_DAY, after(-1), 4),
            (SAME_DAY, after(-1), 5),
        ]

        assert [row[2] for row in sorted(rows, key=lambda r: board_order(*r))] == [3, 4, 5, 2, 1]

    def test_knows_its_urgencies(self):
        with pytest.raises(ValueError, match="soon"):
            board_order("soon", ASKED, 1)


WEEKDAYS = Hours(byday=("MO", "TU", "TH"), opens=dt.time(10), closes=dt.time(12))
NIGHT = Hours(byday=("FR",), opens=dt.time(22), closes=dt.time(2))
CHRISTMAS = Change(dt.date(2026, 12, 24), dt.date(2027, 1, 3))


class TestNextRead:
    @pytest.mark.parametrize(
        ("now", "at", "says"),
        [
            ((26, 9), (26, 10), "Somebody will read this today from 10am."),
            ((26, 11), (26, 11), "Somebody reads this now, until midday."),
            ((26, 12), (30, 10), "Somebody will read this from 10am on Monday 30 November 2026."),
            ((29, 23), (30, 10), "Somebody will read this tomorrow from 10am."),
        ],
    )
    def test_is_told_truthfully(self, now, at, says):
        day, hour = now
        found = next_read([WEEKDAYS], [], dt.datetime(2026, 11, day, hour, tzinfo=LONDON))

        assert found.at == dt.datetime(2026, 11, *at, tzinfo=LONDON)
        assert found.says == says

    def test_is_after_days_that_are_closed(self):
        found = next_read([WEEKDAYS], [CHRISTMAS], dt.datetime(2026, 12, 24, 9, tzinfo=LONDON))

        assert found.at == dt.datetime(2027, 1, 4, 10, tzinfo=LONDON)

    def test_is_not_promised_on_a_day_whose_hours_are_not_known(self):
        vague = Change(dt.date(2026, 11, 26), dt.date(2026, 11, 26), closed=False)

        assert next_read([WEEKDAYS], [vague], ASKED).at == dt.datetime(
            2026, 11, 30, 10, tzinfo=LONDON
        )

    def test_goes_on_past_midnight(self):
        found = next_read([NIGHT], [], dt.datetime(2026, 11, 28, 1, tzinfo=LONDON))

        assert found.says == "Somebody reads this now, until 2am."

    @pytest.mark.parametrize("hours", [[], [Hours(byday=("MO",))]])
    def test_is_not_promised_where_it_is_not_known(self, hours):
        found = next_read(hours, [], ASKED)

        assert (found.at, found.says) == (None, UNKNOWN)

    @given(st.integers(0, 24 * 120))
    def test_is_the_first_moment_of_duty(self, hours):
        now = dt.datetime(2026, 10, 1, tzinfo=LONDON) + dt.timedelta(hours=hours)
        at = now
        while not (
            at.date() not in {CHRISTMAS.first + dt.timedelta(days=i) for i in range(11)}
            and at.weekday() in {0, 1, 3}
            and 10 <= at.hour < 12
        ):
            at += HOUR

        assert next_read([WEEKDAYS], [CHRISTMAS], now).at == at

    def test_needs_a_zone(self):
        with pytest.raises(ValueError, match="zone"):
            next_read([WEEKDAYS], [], ASKED.replace(tzinfo=None))
