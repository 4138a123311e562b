"""Three tries at different times; then somebody who knows; then a person decides."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.tries import (
    DECIDE,
    KEYHOLDER,
    REACHED,
    TRIES,
    TRY,
    Tried,
    next_step,
    part_of_day,
)
from commonweal.sector.opening import DAYS, Change, Hours, open_at

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """In November 2026; the 26th is a Thursday."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


NOW = at(26, 10)
MISSED = [Tried(at(23, 10)), Tried(at(24, 14)), Tried(at(25, 18))]
hours = st.builds(
    Hours,
    byday=st.sets(st.sampled_from(DAYS), min_size=1).map(tuple),
    opens=st.integers(6, 14).map(dt.time),
    closes=st.integers(15, 22).map(dt.time),
)


class TestNextStep:
    def test_is_at_once_when_it_is_safe(self):
        step = next_step([], now=NOW)

        assert (step.what, step.begins, step.ends) == (TRY, NOW, at(26, 12))
        assert step.says == ("First try: Thursday 26 November 2026, between 10am and midday.")

    def test_is_at_another_time_on_another_day(self):
        second = next_step([Tried(at(26, 9))], now=NOW)
        third = next_step([Tried(at(26, 9)), Tried(at(27, 13))], now=at(27, 14))

        assert (second.begins, second.ends) == (at(27, 12), at(27, 17))
        assert (third.begins, third.ends) == (at(28, 17), at(28, 20))

    def test_keeps_to_safe_hours(self):
        tuesdays = [Hours(byday=("TU",), opens=dt.time(10), closes=dt.time(11, 30))]

        first = next_step([], now=NOW, safe=tuesdays)
        # No other time of day is safe: another week, then.
        second = next_step(
            [Tried(dt.datetime(2026, 12, 1, 10, 5, tzinfo=LONDON))],
            now=dt.datetime(2026, 12, 1, 10, 6, tzinfo=LONDON),
            safe=tuesdays,
        )

        assert first.begins == dt.datetime(2026, 12, 1, 10, tzinfo=LONDON)
        assert second.begins == dt.datetime(2026, 12, 8, 10, tzinfo=LONDON)

    def test_leaves_out_days_on_which_nobody_may_ring(self):
        away = [Change(dt.date(2026, 11, 26), dt.date(2026, 11, 29))]

        assert next_step([], now=NOW, not_on=away).begins == at(30, 9)

    def test_keeps_to_other_hours_of_a_day_if_they_are_known(self):
        day = dt.date(2026, 11, 26)
        late = [Change(day, day, closed=False, opens=dt.time(15), closes=dt.time(16))]
        some_time = [Change(day, day, closed=False)]

        assert next_step([], now=NOW, not_on=late).begins == at(26, 15)
        assert next_step([], now=NOW, not_on=some_time).begins == at(27, 9)

    def test_is_for_a_person_when_no_hour_is_safe(self):
        never = [Hours(byday=DAYS)]

        assert next_step([], now=NOW, safe=never).what == DECIDE

    def test_asks_the_keyholder_after_three_and_then_a_person(self):
        assert next_step(MISSED, now=NOW, keyholder=True).what == KEYHOLDER
        assert next_step(MISSED, now=NOW, keyholder=True, keyholder_asked=True).what == DECIDE
        assert next_step(MISSED, now=NOW).what == DECIDE
        assert "nobody with a key" in next_step(MISSED, now=NOW).says

    def test_begins_again_once_they_were_reached(self):
        reached = [*MISSED, Tried(at(26, 9), reached=True)]

        assert next_step(reached, now=NOW).what == REACHED
        assert next_step([*reached, Tried(at(26, 9, 30))], now=NOW).begins == at(27, 12)

    @given(st.lists(hours, min_size=1, max_size=3), st.integers(0, 400))
    def test_comes_to_three_within_safe_hours_on_three_days(self, safe, wait):
        now = NOW + dt.timedelta(hours=wait)
        tries: list[Tried] = []
        for _ in range(TRIES):
            step = next_step(tries, now=now, safe=safe)
            assert step.what == TRY and step.begins >= now
            assert open_at(safe, [], step.begins.replace(tzinfo=None))
            tries.append(Tried(step.begins))
            now = step.begins

        assert len({one.at.date() for one in tries}) == TRIES
        assert next_step(tries, now=now, safe=safe).what == DECIDE
        morning_to_evening = any(h.opens < dt.time(12) and h.closes > dt.time(17) for h in safe)
        if morning_to_evening:
            assert len({part_of_day(one.at) for one in tries}) == TRIES

    @given(
        st.lists(
            st.builds(
                Tried,
                at=st.integers(-200, 0).map(lambda h: NOW + dt.timedelta(hours=h)),
                reached=st.booleans(),
            ),
            max_size=6,
        ),
        st.booleans(),
        st.booleans(),
    )
    def test_never_ends_a_request(self, tries, keyholder, asked):
        step = next_step(tries, now=NOW, keyholder=keyholder, keyholder_asked=asked)

        assert step.what in {TRY, REACHED, KEYHOLDER, DECIDE} and step.says

    def test_needs_a_zone(self):
        with pytest.raises(ValueError, match="zone"):
            next_step([], now=NOW.replace(tzinfo=None))
