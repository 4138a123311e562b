"""Times and lengths that are the same for every candidate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies

from commonweal.commitments.asking import (
    deadline_of,
    remind_days_from,
    reminders_due,
    takes_answers,
    tidy,
    too_long,
    words_in,
)

LONDON = ZoneInfo("Europe/London")
INVITE = dt.datetime(2026, 3, 20, 9, 0, tzinfo=LONDON)  # before the clocks change
CLOSE = dt.datetime(2026, 4, 24, 12, 0, tzinfo=LONDON)
SECOND = dt.timedelta(seconds=1)


@dataclass
class Times:
    opened_at: dt.datetime | None = INVITE
    invite_at: dt.datetime = INVITE
    closes_at: dt.datetime = CLOSE
    reveal_at: dt.datetime = CLOSE


@dataclass
class Own:
    closes_at: dt.datetime | None = None
    reveal_at: dt.datetime | None = None


class TestTheDeadline:
    def test_ends_to_the_second(self):
        assert takes_answers(Times(), Own(), CLOSE - SECOND)
        assert not takes_answers(Times(), Own(), CLOSE)

    def test_does_not_begin_before_the_hour(self):
        assert not takes_answers(Times(), Own(), INVITE - SECOND)
        assert takes_answers(Times(), Own(), INVITE)
        assert not takes_answers(Times(opened_at=None), Own(), INVITE)

    def test_is_the_ballots_own_where_its_poll_was_put_off(self):
        later = CLOSE + dt.timedelta(days=30)

        assert deadline_of(Times(), Own(closes_at=later)) == later
        assert takes_answers(Times(), Own(closes_at=later), CLOSE)


class TestReminders:
    def test_are_due_at_the_hour_of_the_invitation_by_the_clock_here(self):
        (first,) = reminders_due([7, 2], INVITE, CLOSE, CLOSE - dt.timedelta(days=3))

        assert (first.number, first.at) == (7, dt.datetime(2026, 4, 17, 9, 0, tzinfo=LONDON))

    def test_are_due_on_the_day_and_not_a_second_before(self):
        day = dt.datetime(2026, 4, 17, 9, 0, tzinfo=LONDON)

        assert reminders_due([7], INVITE, CLOSE, day - SECOND) == ()
        assert len(reminders_due([7], INVITE, CLOSE, day)) == 1

    def test_are_never_due_after_the_deadline(self):
        assert reminders_due([7], INVITE, CLOSE, CLOSE) == ()

    @pytest.mark.parametrize("days", [[0], [-1], [400], [7, 7], [1, 2, 3, 4, 5, 6]])
    def test_lie_between_invitation_and_deadline_each_once(self, days):
        assert remind_days_from(days, INVITE, CLOSE)

    def test_that_do_are_fine(self):
        assert remind_days_from([14, 7, 2], INVITE, CLOSE) == ""


class TestWords:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("", 0), ("One councillor cannot.", 3), ("well-run – and fair", 3),
            ("£5 & 10%", 2), ("a\n\nb\tc", 3), ("ŵyl Môn", 2),
        ],
    )  # fmt: skip
    def test_are_what_has_a_letter_or_figure(self, text, count):
        assert words_in(text) == count

    def test_over_the_limit_are_counted_for_the_writer(self):
        assert "take out 2 words" in too_long("one two three four five", 3)
        assert "take out 1 word " in too_long("one two three four", 3)
        assert too_long("one two three", 3) == ""

    def test_without_spaces_are_still_too_long(self):
        assert "200,000 characters long" in too_long("x" * 200_000, 150)

    @given(strategies.text(max_size=400), strategies.integers(1, 40))
    def test_fit_or_do_not_whatever_they_are(self, text, limit):
        assert (too_long(text, limit) == "") == (
            words_in(text) <= limit and len(text) <= limit * 20
        )

    def test_are_kept_as_they_were_typed(self):
        assert tidy("  First line\r\nsecond\r") == "First line\nsecond"
