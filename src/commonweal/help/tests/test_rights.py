"""What a person may ask for comes in time, and what is kept of them does not stay."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.rights import (
    RETENTION,
    Asking,
    access_due,
    acknowledge_by,
    forget_on,
    review_by,
)

D = dt.date
days = st.dates(D(2020, 1, 1), D(2040, 12, 31))


class TestAccess:
    @pytest.mark.parametrize(
        ("received", "asked", "extended", "due"),
        [
            # The vectors of the domain reference, 9.5.
            (D(2026, 1, 31), [], False, D(2026, 2, 28)),
            (D(2026, 3, 10), [Asking(D(2026, 3, 12), D(2026, 3, 20))], False, D(2026, 4, 20)),
            # And others.
            (D(2028, 1, 31), [], False, D(2028, 2, 29)),
            (D(2026, 1, 31), [], True, D(2026, 4, 30)),
            (
                D(2026, 3, 10),
                [Asking(D(2026, 3, 12), D(2026, 3, 20)), Asking(D(2026, 3, 12), D(2026, 3, 14))],
                False,
                D(2026, 4, 20),
            ),
            (D(2026, 3, 10), [Asking(D(2026, 3, 12))], False, None),
        ],
    )
    def test_is_owed_within_a_month(self, received, asked, extended, due):
        assert access_due(received, asked, extended=extended).on == due

    def test_says_since_when_the_clock_is_stopped(self):
        asked = [Asking(D(2026, 3, 14)), Asking(D(2026, 3, 12))]

        assert access_due(D(2026, 3, 10), asked).says == (
            "The clock is stopped since 12 March 2026, when we asked them something."
        )

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            (Asking(D(2026, 3, 9)), "before the request came"),
            (Asking(D(2026, 3, 12), D(2026, 3, 11)), "before it was asked"),
        ],
    )
    def test_has_an_order(self, asked, why):
        with pytest.raises(ValueError, match=why):
            access_due(D(2026, 3, 10), [asked])

    @given(days, st.integers(0, 60), st.integers(0, 60))
    def test_is_never_sooner_for_having_been_asked(self, received, asked, given_after):
        on = received + dt.timedelta(days=asked)
        due = access_due(received, [Asking(on, on + dt.timedelta(days=given_after))]).on

        assert due >= access_due(received).on
        assert 28 <= (due - on).days - given_after <= 31


class TestComplaint:
    @pytest.mark.parametrize(
        ("days", "by"), [(30, D(2026, 7, 31)), (7, D(2026, 7, 8)), (1, D(2026, 7, 2))]
    )
    def test_is_acknowledged_in_time(self, days, by):
        # The vector of the domain reference, 9.5, is the first.
        assert acknowledge_by(D(2026, 7, 1), days) == by

    @pytest.mark.parametrize("days", [0, -1, 31])
    def test_is_never_given_longer_than_the_law(self, days):
        with pytest.raises(ValueError, match="within 1 to 30 days"):
            acknowledge_by(D(2026, 7, 1), days)


class TestForgetting:
    @pytest.mark.parametrize(
        ("kind", "ended", "on"),
        [
            ("request", D(2026, 2, 28), D(2027, 2, 28)),
            ("request", D(2028, 2, 29), D(2029, 2, 28)),
            ("safeguarding", D(2026, 11, 26), D(2033, 11, 26)),
            ("check", D(2026, 8, 31), D(2027, 2, 28)),
            ("consent", D(2026, 11, 26), D(2032, 11, 26)),
            ("look", D(2026, 11, 26), D(2028, 11, 26)),
        ],
    )
    def test_comes_after_its_months(self, kind, ended, on):
        assert forget_on(kind, ended) == on

    @pytest.mark.parametrize(
        ("born", "on"),
        [(D(2016, 2, 29), D(2041, 2, 28)), (D(2000, 1, 1), D(2026, 11, 26))],
    )
    def test_waits_until_a_child_is_twenty_five(self, born, on):
        assert forget_on("safeguarding_child", D(2026, 11, 26), born_on=born) == on

    def test_needs_to_know(self):
        with pytest.raises(ValueError, match="day of birth"):
            forget_on("safeguarding_child", D(2026, 1, 1))
        with pytest.raises(ValueError, match="how long gossip"):
            forget_on("gossip", D(2026, 1, 1))

    def test_has_a_source_for_every_kind(self):
        assert all(rule.source.endswith(".") and rule.then for rule in RETENTION.values())

    @given(st.sampled_from(sorted(RETENTION)), days, days)
    def test_is_never_before_the_end(self, kind, ended, born):
        assert forget_on(kind, ended, born_on=born) >= ended


class TestPurpose:
    @pytest.mark.parametrize(
        ("months", "by"), [(12, D(2029, 2, 28)), (6, D(2028, 8, 29)), (1, D(2028, 3, 29))]
    )
    def test_is_looked_at_again(self, months, by):
        assert review_by(D(2028, 2, 29), months) == by

    @pytest.mark.parametrize("months", [0, 13])
    def test_goes_on_for_no_longer_than_a_year(self, months):
        with pytest.raises(ValueError, match="within 1 to 12 months"):
            review_by(D(2026, 1, 1), months)
