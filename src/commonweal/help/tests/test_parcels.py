"""Numbers of what was given, none of which stands for another."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.parcels import (
    Advice,
    Basis,
    Contact,
    Marked,
    Parcel,
    Travel,
    advised,
    earlier,
    household_mark,
    how_many,
    month_of,
    months_kept,
    person_days,
    travelled,
    travelled_publicly,
)

TODAY = dt.date(2026, 11, 26)
SECRETS = {month: f"{month:>32}".encode() for month in months_kept(TODAY)}
SMITHS = ("NR3 1AB", "12", "Smith")
parcels = st.lists(st.builds(Parcel, st.integers(1, 4), st.integers(0, 5), st.sampled_from((3, 7))))
pairs = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), max_size=30)


class TestParcels:
    def test_are_counted_by_people_or_by_households(self):
        # The vector of the domain reference, 9.4.
        given_out = [Parcel(adults=2, children=3, days=3)]

        assert how_many(given_out, Basis.PEOPLE) == 5
        assert how_many(given_out, Basis.HOUSEHOLDS) == 1
        assert person_days(given_out) == 15

    @pytest.mark.parametrize(
        ("adults", "children", "days"), [(0, 0, 3), (-1, 2, 3), (1, -1, 3), (1, 0, 5)]
    )
    def test_are_for_somebody_and_for_three_days_or_seven(self, adults, children, days):
        with pytest.raises(ValueError, match="A parcel"):
            Parcel(adults, children, days)

    @given(parcels, parcels)
    def test_add_up(self, some, others):
        for basis in Basis:
            assert how_many(some + others, basis) == how_many(some, basis) + how_many(others, basis)
        assert how_many(some, Basis.HOUSEHOLDS) <= how_many(some, Basis.PEOPLE)
        assert 3 * how_many(some, Basis.PEOPLE) <= person_days(some)
        assert person_days(some) <= 7 * how_many(some, Basis.PEOPLE)


def marked(day: dt.date, told: tuple[str, ...] = SMITHS) -> Marked:
    secret = SECRETS.get(month_of(day), b"a secret that was burnt long ago.")
    return Marked(household_mark(secret, *told), day)


class TestAHousehold:
    def test_is_known_again_for_six_months(self):
        days = [TODAY, dt.date(2026, 11, 2), dt.date(2026, 5, 26), dt.date(2026, 5, 25)]

        assert earlier(SMITHS, SECRETS, map(marked, days), TODAY) == 2

    def test_is_told_from_others(self):
        neighbours = [marked(dt.date(2026, 11, 2), ("NR3 1AB", "14", "Smith"))]

        assert earlier(SMITHS, SECRETS, neighbours, TODAY) == 0

    def test_is_not_known_once_the_secret_is_burnt(self):
        given_out = [marked(dt.date(2026, 6, 2))]
        burnt = {month: secret for month, secret in SECRETS.items() if month != "2026-06"}

        assert earlier(SMITHS, SECRETS, given_out, TODAY) == 1
        assert earlier(SMITHS, burnt, given_out, TODAY) == 0

    def test_has_another_mark_each_month(self):
        marks = {household_mark(secret, *SMITHS) for secret in SECRETS.values()}

        assert len(marks) == len(SECRETS) == 7

    def test_is_the_same_however_it_is_typed(self):
        secret = SECRETS["2026-11"]

        assert household_mark(secret, "nr31ab", " 12.", "SMITH") == household_mark(secret, *SMITHS)
        assert household_mark(secret, "NR3 1AB1", "2", "Smith") != household_mark(secret, *SMITHS)

    def test_needs_a_secret_and_something_to_be_known_by(self):
        with pytest.raises(ValueError, match="32 bytes"):
            household_mark(b"short", *SMITHS)
        with pytest.raises(ValueError, match="blank"):
            household_mark(SECRETS["2026-11"], "NR3 1AB", " ")
        with pytest.raises(ValueError, match="blank"):
            household_mark(SECRETS["2026-11"])

    @given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.integers(0, 400))
    def test_is_asked_about_no_month_whose_secret_is_burnt(self, today, back):
        day = today - dt.timedelta(days=back)
        kept = months_kept(today)
        secrets = {month: f"{month:>32}".encode() for month in kept}
        given_out = [Marked(household_mark(f"{month_of(day):>32}".encode(), *SMITHS), day)]

        assert len(kept) == len(set(kept)) == 7 and kept[-1] == month_of(today)
        if earlier(SMITHS, secrets, given_out, today):
            assert month_of(day) in kept and 0 < back <= 184
        elif 0 < back <= 181:
            raise AssertionError("known within six months")


class TestAdvice:
    def test_has_issues_per_client(self):
        # The vector of the domain reference, 9.4.
        assert Advice(clients=3871, contacts=3871, issues=9793).issues_per_client == 2.53
        assert Advice(0, 0, 0).issues_per_client is None

    def test_is_three_numbers(self):
        found = advised(
            [
                Contact("a", ("debt", "housing")),
                Contact("a", ("debt",)),
                Contact("b", ("debt",)),
            ]
        )

        assert found == Advice(clients=2, contacts=3, issues=3)

    @pytest.mark.parametrize("numbers", [(2, 1, 2), (2, 2, 1), (-1, 0, 0)])
    def test_is_not_confused(self, numbers):
        with pytest.raises(ValueError, match="Every client"):
            Advice(*numbers)

    @given(
        st.lists(
            st.builds(
                Contact,
                st.integers(0, 5),
                st.lists(st.sampled_from("abc"), min_size=1).map(tuple),
            )
        )
    )
    def test_has_no_fewer_contacts_or_issues_than_clients(self, contacts):
        found = advised(contacts)

        assert found.clients <= min(found.contacts, found.issues)
        assert found.contacts == len(contacts)


class TestTravel:
    def test_is_the_mean_and_who_improved(self):
        # The vector of the domain reference, 9.5.
        pairs = [(4, 6), (3, 7), (5, 5)]

        assert travelled(pairs) == Travel(people=3, mean_change=2.0, improved=2)
        assert travelled_publicly(pairs) is None

    def test_is_of_somebody_on_the_scale(self):
        assert travelled([]) is None
        with pytest.raises(ValueError, match="from 1 to 10"):
            travelled([(0, 5)])

    def test_is_published_of_five(self):
        assert travelled_publicly([(1, 2)] * 5) == Travel(5, 1.0, 5)
        assert travelled_publicly([(1, 2)] * 7 + [(3, 3)]) == Travel(8, 0.9, None)

    @given(pairs)
    def test_shows_nobody(self, both):
        shown = travelled_publicly(both)

        assert (shown is None) == (len(both) < 5)
        if shown and shown.improved is not None:
            assert shown.improved not in range(1, 5)
            assert shown.people - shown.improved not in range(1, 5)
