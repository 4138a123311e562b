"""The date rules, by the vectors of the domain reference, 7.2, and by properties."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.commitments.dates import (
    consultation,
    holidays_within,
    months_after,
    notice,
    whole_months,
    working_days_after,
)

day = dt.date
DAYS = st.dates(day(2000, 1, 1), day(2090, 12, 31))


class TestTwelveWeeks:
    def test_are_over_on_the_84th_day_after_it_opened(self):
        check = consultation(day(2026, 1, 5), day(2026, 3, 30))

        assert (check.met, check.had, check.earliest) == (True, 84, day(2026, 3, 30))

    def test_are_not_met_by_seventy_days_without_a_reason(self):
        check = consultation(day(2026, 1, 5), day(2026, 3, 16))

        assert (check.met, check.with_reason, check.had) == (False, False, 70)
        assert check.why == "70 of 84 days; no reason filed."

    def test_are_not_met_but_excused_where_a_reason_is_filed(self):
        check = consultation(day(2026, 1, 5), day(2026, 3, 16), reason="The grant ends in April.")

        assert (check.met, check.with_reason) == (False, True)

    def test_of_nothing_but_spaces_is_no_reason(self):
        assert not consultation(day(2026, 1, 5), day(2026, 3, 16), reason=" \n").with_reason

    def test_cannot_close_before_they_open(self):
        with pytest.raises(ValueError, match="closed before"):
            consultation(day(2026, 1, 5), day(2026, 1, 4))


class TestThreeMonthsNotice:
    def test_from_30_november_are_over_on_28_february(self):
        assert months_after(day(2026, 11, 30), 3) == day(2027, 2, 28)
        assert notice(day(2026, 11, 30), day(2027, 2, 28), rationale="Savings").met

    def test_fail_when_it_ends_on_15_february(self):
        check = notice(day(2026, 11, 30), day(2027, 2, 15), rationale="Savings")

        assert (check.met, check.earliest) == (False, day(2027, 2, 28))
        assert check.why == (
            "2 of 3 months; the earliest end was 28 February 2027; no reason filed."
        )

    def test_fail_without_a_rationale_however_long(self):
        check = notice(day(2026, 1, 1), day(2026, 12, 31))

        assert not check.met
        assert "no written rationale" in check.why

    def test_fail_where_the_rationale_was_not_in_writing(self):
        assert not notice(
            day(2026, 1, 1), day(2026, 12, 31), rationale="Savings", in_writing=False
        ).met

    @given(DAYS, st.integers(1, 24))
    def test_are_met_on_the_earliest_end_and_not_the_day_before(self, given_on, months):
        earliest = months_after(given_on, months)

        assert notice(given_on, earliest, rationale="x", needed=months).met
        before = earliest - dt.timedelta(days=1)
        assert not notice(given_on, before, rationale="x", needed=months).met

    @given(DAYS, st.integers(0, 4000))
    def test_count_whole_months(self, first, days):
        last = first + dt.timedelta(days=days)
        months = whole_months(first, last)

        assert months_after(first, months) <= last < months_after(first, months + 1)


class TestHolidays:
    def test_are_told_of_a_window(self):
        assert holidays_within(day(2026, 7, 20), day(2026, 10, 12)) == ("August",)
        assert holidays_within(day(2026, 11, 25), day(2027, 2, 17)) == ("Christmas",)
        assert holidays_within(day(2026, 3, 2), day(2026, 5, 25)) == ("Easter",)
        assert holidays_within(day(2026, 9, 7), day(2026, 11, 30)) == ()


class TestWorkingDays:
    def test_leave_out_weekends_and_bank_holidays(self):
        assert working_days_after(day(2026, 12, 18), 10) == day(2027, 1, 6)
        assert working_days_after(day(2026, 4, 1), 2) == day(2026, 4, 7)
