"""A rehearsed place is scarce: who drives, who leaves, who says yes, and what nobody near does."""

from __future__ import annotations

import datetime as dt

from commonweal.demo.county import saltwold
from commonweal.demo.rehearsal import scarcity
from commonweal.demo.rehearsal.world import NEEDS, spots_of

SEED, MANY = 1, 2_000
JANUARY, JULY = dt.date(2026, 1, 15), dt.date(2025, 7, 16)


def share(what):
    """How many in a thousand of many."""
    return round(1000 * sum(map(bool, what)) / MANY)


def says_yes(day):
    return share(scarcity.said(scarcity.dice_of(n), day) for n in range(MANY))


class TestAPlace:
    def test_has_wards_in_which_nobody_gives_lifts_and_shopping_in_all(self):
        wards = [scarcity.served(f"ward {n}", NEEDS, SEED) for n in range(40)]

        assert 0 < sum("lift-health" in codes for codes in wards) < 40
        assert all("shopping" in codes for codes in wards)

    def test_has_fewer_drivers_in_the_country(self):
        county = saltwold(SEED)
        wards = [spots_of(n, county) for n in range(90)]
        town = next(w for w in wards if not scarcity.in_the_country(w))
        country = next(w for w in wards if scarcity.in_the_country(w))

        def drive(ward):
            goes = (scarcity.getting_about(n, ward, SEED) for n in range(MANY))
            return share(told["means"] == ["car"] for told in goes)

        assert drive(country) < 300 < 450 < drive(town)

    def test_loses_a_third_of_its_helpers_in_a_year_and_the_same_ones_each_time(self):
        gone = [scarcity.leaves_at(n, SEED, 365) for n in range(MANY)]

        assert gone == [scarcity.leaves_at(n, SEED, 365) for n in range(MANY)]
        assert 300 < share(at is not None for at in gone) < 400
        assert all(0 <= at < 365 for at in gone if at is not None)


class TestWhoIsAsked:
    def test_says_yes_less_often_in_winter(self):
        assert says_yes(JANUARY) < 600 < 700 < says_yes(JULY)

    def test_now_and_then_says_nothing(self):
        said = [scarcity.said(scarcity.dice_of(n), JULY) for n in range(MANY)]

        assert 70 < share(answer is None for answer in said) < 130
