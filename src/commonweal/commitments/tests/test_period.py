"""The time before a poll, and the days on which councillors are looked at."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.period import Poll, latest_notice, period_at, reviews

MAY = Poll("County", dt.date(2026, 5, 7), dt.date(2026, 3, 20))


def at(day, hour=12, minute=0, second=0):
    return dt.datetime(2026, *day, hour, minute, second, tzinfo=dt.UTC)


class TestThePeriod:
    def test_begins_with_the_day_of_notice(self):
        assert period_at(at((3, 19), 23, 59, 59), [MAY]) is None
        assert period_at(at((3, 20), 0), [MAY]) == MAY

    def test_ends_when_the_polls_close(self):
        assert period_at(at((5, 7), 21, 59, 59), [MAY]) == MAY
        assert period_at(at((5, 7), 22), [MAY]) is None

    def test_is_that_of_any_election_held_here(self):
        later = Poll("By-election", dt.date(2026, 5, 21), dt.date(2026, 4, 15))

        assert period_at(at((5, 1)), [MAY, later]) == later
        assert period_at(at((5, 8)), [MAY, later]) == later

    def test_begins_25_working_days_before_where_notice_is_not_known(self):
        poll = Poll("County", dt.date(2026, 5, 7))

        # Good Friday, Easter Monday and the early May holiday are no working days.
        assert latest_notice(poll.on) == dt.date(2026, 3, 30)
        assert poll.holds(at((3, 30), 0))
        assert not poll.holds(at((3, 29), 23))

    def test_is_none_where_nothing_is_held(self):
        assert period_at(at((5, 1)), []) is None


class TestReviews:
    def test_come_after_12_24_and_48_months(self):
        assert [(r.months, r.on) for r in reviews(dt.date(2026, 5, 11))] == [
            (12, dt.date(2027, 5, 11)), (24, dt.date(2028, 5, 11)), (48, dt.date(2030, 5, 11)),
        ]  # fmt: skip

    def test_wait_until_the_day_after_a_poll(self):
        poll = Poll("County", dt.date(2027, 5, 13), dt.date(2027, 4, 1))

        assert reviews(dt.date(2026, 5, 11), polls=[poll])[0].on == dt.date(2027, 5, 14)

    def test_wait_through_two_polls_in_a_row(self):
        first = Poll("County", dt.date(2027, 5, 13), dt.date(2027, 4, 1))
        second = Poll("District", dt.date(2027, 6, 3), dt.date(2027, 5, 1))

        assert reviews(dt.date(2026, 5, 11), polls=[first, second])[0].on == dt.date(2027, 6, 4)

    def test_end_with_the_office(self):
        left = dt.date(2028, 5, 11)

        assert [r.months for r in reviews(dt.date(2026, 5, 11), left)] == [12, 24]

    def test_of_the_last_of_february_are_in_february(self):
        assert reviews(dt.date(2028, 2, 29))[0].on == dt.date(2029, 2, 28)
