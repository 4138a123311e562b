"""Nobody is left alone on a visit."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.lone import (
    HELPER,
    LEAD,
    ON_DUTY,
    RUNGS,
    Sent,
    alerts,
    due,
    expected_end,
    next_look,
    nobody_was_told,
)

LONDON = ZoneInfo("Europe/London")
STARTS = dt.datetime(2026, 11, 26, 14, tzinfo=LONDON)
ENDS = expected_end(STARTS, 60)
FIRST, LAST = dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)  # noqa: DTZ001
moments = st.datetimes(FIRST, LAST, timezones=st.just(LONDON))


def after(minutes: float) -> dt.datetime:
    return ENDS + dt.timedelta(minutes=minutes)


def rungs(found) -> list[int]:
    return [alert.rung for alert in found]


class TestAlerts:
    def test_climb_as_published(self):
        # The vector of the domain reference, 9.2: 14:00 and 60 minutes.
        found = alerts(ENDS)

        assert [f"{one.at:%H:%M}" for one in found] == ["15:15", "15:30", "15:45"]
        assert [one.to for one in found] == [HELPER, ON_DUTY, LEAD]

    def test_cross_midnight(self):
        ends = expected_end(dt.datetime(2026, 11, 26, 23, 10, tzinfo=LONDON), 40)

        assert [f"{one.at:%d %H:%M}" for one in alerts(ends)] == [
            "27 00:05",
            "27 00:20",
            "27 00:35",
        ]

    @pytest.mark.parametrize(
        ("starts", "minutes", "ends", "first"),
        [
            # The clocks go back at 2 in the morning of 25 October 2026: an hour comes twice.
            ((2026, 10, 25, 0, 30), 120, "01:30 GMT", "01:45 GMT"),
            ((2026, 10, 25, 0, 30), 80, "01:50 BST", "01:05 GMT"),
            # They go forward at 1 on 29 March 2026: an hour is left out.
            ((2026, 3, 29, 0, 30), 60, "02:30 BST", "02:45 BST"),
            ((2026, 3, 29, 0, 10), 45, "00:55 GMT", "02:10 BST"),
        ],
    )
    def test_come_after_time_as_it_passes(self, starts, minutes, ends, first):
        end = expected_end(dt.datetime(*starts, tzinfo=LONDON), minutes)

        assert f"{end:%H:%M %Z}" == ends
        assert f"{alerts(end)[0].at:%H:%M %Z}" == first

    @given(moments, st.integers(1, 2000))
    def test_are_fifteen_minutes_apart_on_every_day(self, starts, minutes):
        ends = expected_end(starts, minutes)
        stamps = [one.at.timestamp() for one in alerts(ends)]

        assert ends.timestamp() == starts.timestamp() + 60 * minutes
        assert stamps == [ends.timestamp() + 60 * m for m in (15, 30, 45)]

    def test_need_a_zone_and_a_length(self):
        with pytest.raises(ValueError, match="zone"):
            alerts(FIRST)
        with pytest.raises(ValueError, match="a minute at the least"):
            expected_end(STARTS, 0)


class TestDue:
    @pytest.mark.parametrize(
        ("minutes", "sent", "found"),
        [
            (14.9, [], []),
            (15, [], [1]),
            (15, [Sent(1)], []),
            (30, [Sent(1)], [2]),
            (45, [Sent(1), Sent(2)], [3]),
            (50, [Sent(1), Sent(2), Sent(3)], []),
            # Undelivered climbs at once.
            (16, [Sent(1, undelivered=True)], [2]),
            (17, [Sent(1, undelivered=True), Sent(2)], []),
            (17, [Sent(1, undelivered=True), Sent(2, undelivered=True)], [3]),
            # Nothing sent in time is left out.
            (60, [], [1, 2, 3]),
            (60, [Sent(3)], [1, 2]),
            # Answered is over, whichever it was.
            (60, [Sent(1, answered=True)], []),
            (60, [Sent(1), Sent(2, answered=True)], []),
            (60, [Sent(1, undelivered=True), Sent(2, answered=True)], []),
        ],
    )
    def test_is_what_was_not_sent(self, minutes, sent, found):
        assert rungs(due(ENDS, sent, now=after(minutes))) == found

    def test_waits_for_the_second_time_that_the_clock_shows(self):
        # 01:50 in summer time; the first alert is at 01:05 in winter time, a quarter of an hour on.
        ends = dt.datetime(2026, 10, 25, 1, 50, tzinfo=LONDON)
        soon = dt.datetime(2026, 10, 25, 1, 55, tzinfo=LONDON)

        assert due(ends, [], now=soon) == ()
        assert rungs(due(ends, [], now=soon.replace(fold=1))) == [1, 2, 3]

    @given(
        st.lists(st.floats(0, 90), max_size=12),
        st.lists(st.booleans(), min_size=3, max_size=3),
    )
    def test_leaves_no_alert_out_and_sends_none_twice(self, looks, lost):
        sent: list[Sent] = []
        for minutes in [*sorted(looks), 91]:
            found = due(ENDS, sent, now=after(minutes))
            sent += [Sent(one.rung, undelivered=lost[one.rung - 1]) for one in found]

        assert sorted(one.rung for one in sent) == [1, 2, 3]


class TestNextLook:
    @pytest.mark.parametrize(
        ("minutes", "sent", "at"),
        [
            (0, [], 15),
            (15, [Sent(1)], 30),
            (20, [Sent(1, undelivered=True)], 20),
            (31, [Sent(1), Sent(2)], 45),
            (46, [Sent(1), Sent(2), Sent(3)], None),
            (20, [Sent(1, answered=True)], None),
        ],
    )
    def test_is_when_something_is_due(self, minutes, sent, at):
        wanted = None if at is None else after(at)

        assert next_look(ENDS, sent, now=after(minutes)) == wanted

    def test_is_never_while_all_were_told(self):
        assert next_look(ENDS, [Sent(r) for r, _ in enumerate(RUNGS, 1)], now=after(99)) is None


class TestNobody:
    def test_was_told_when_the_last_is_lost(self):
        assert nobody_was_told([Sent(1), Sent(2), Sent(3, undelivered=True)])
        assert not nobody_was_told([Sent(1, undelivered=True), Sent(2, undelivered=True)])
        assert not nobody_was_told([Sent(3, undelivered=True, answered=True)])
