"""What somebody typed, and the question an address holds: whatever comes in is safe."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.sector.choices import SIZES, Kind, Side, Status, band_of
from commonweal.sector.searching import index_postgresql, index_sqlite, tokens, words
from commonweal.sector.searching.near import Grid, distances_km
from commonweal.sector.searching.query import (
    DAYS,
    SORTS,
    UNITS,
    WHERE,
    Query,
    from_address,
    from_lists,
)

codes = st.lists(
    st.text("ABCDEFGHIJ0123456789", min_size=1, max_size=9), max_size=3, unique=True
).map(tuple)


def some(values: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(values)), max_size=3, unique=True).map(tuple)


queries = st.builds(
    Query,
    words=st.text().map(words.tidy),
    areas=codes, what=codes, who=codes, how=codes, ukcat=codes, icnptso=codes,
    where=st.sampled_from(WHERE),
    kinds=some(Kind.values),
    sizes=some(SIZES),
    statuses=some(Status.values),
    side=st.sampled_from(["", *Side.values]),
    changed=st.sampled_from([None, *DAYS]),
    near=st.sampled_from(["", "NR1 1AA", "Thetford"]),
    within=st.one_of(st.none(), st.integers(1, 50_000).map(lambda n: n / 100)),
    unit=st.sampled_from(UNITS),
    sort=st.sampled_from(SORTS),
    exactly=st.booleans(),
    page=st.integers(1, 10_000),
    limit=st.integers(1, 100),
)  # fmt: skip


class TestQuery:
    @given(queries)
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_survives_its_own_address(self, query):
        assert from_address(query.to_address()) == query

    @given(st.dictionaries(st.sampled_from([*"qx", "area", "page", "within", "sort", "limit"]),
                           st.lists(st.text(), max_size=3)))  # fmt: skip
    def test_takes_any_address(self, lists):
        query = from_lists(lists)

        assert from_address(query.to_address()) == query

    def test_is_nothing_when_nothing_is_asked(self):
        assert Query().to_address() == ""

    @pytest.mark.parametrize(
        "address",
        ["page=0", "page=-1", "page=1e9", "page=٣", "within=nan", "within=inf", "within=-2",
         "kind=pirate", "size=huge", "sort=;drop", "changed=x", "limit=0x10", "area=<b>"],
    )  # fmt: skip
    def test_leaves_out_what_it_cannot_mean(self, address):
        assert from_address(address) == Query()

    def test_knows_miles_from_kilometres(self):
        assert Query(within=3).within_km == pytest.approx(4.828, abs=0.001)
        assert Query(within=3, unit="km").within_km == 3

    def test_loses_a_filter_and_goes_back_to_the_first_page(self):
        query = Query(words="food", kinds=("cio", "group"), near="NR1 1AA", within=3, page=4)

        assert query.without("kinds", "cio") == Query(
            words="food", kinds=("group",), near="NR1 1AA", within=3
        )
        assert query.without("near") == Query(words="food", kinds=("cio", "group"))


class TestFold:
    def test_takes_away_what_people_type_in_many_ways(self):
        assert words.fold("St Osyn’s Café & Bar") == "st osyns cafe bar"
        assert words.fold("ÅNGSTRÖM—Straße") == "angstrom strasse"

    @given(st.text())
    def test_leaves_letters_digits_and_single_spaces(self, text):
        folded = words.fold(text)

        assert all(c.isalnum() or c == " " for c in folded)
        assert folded == " ".join(folded.split())

    @given(st.text())
    def test_changes_nothing_twice(self, text):
        once = words.fold(text)

        assert words.fold(once) == once


class TestTerms:
    def test_are_phrases_then_words_without_small_words(self):
        found = words.terms('help with "food bank" for the elderly help')

        assert [t.text for t in found] == ["food bank", "help", "elderly"]

    @given(st.text())
    def test_never_hold_a_quote_or_an_operator(self, text):
        ways = (words.terms(words.tidy(text)),)

        assert index_sqlite.expression((ways,)).count('"') % 2 == 0
        assert len(ways[0]) <= words.MOST_TERMS
        for term in ways[0]:
            assert not set(term.text) & set("'\"\\()&|!:*<>")
            assert index_postgresql.term(term).strip("()")


class TestMarked:
    def said(self, text: str, *wanted: str) -> list[str]:
        found = words.marked(text, tuple(map(words.Term, wanted)))
        return [word for word, is_wanted in found if is_wanted]

    def test_are_the_forms_of_a_word(self):
        assert self.said("Foods, a food bank.", "food") == ["Foods", "food"]

    def test_are_the_words_of_a_phrase_only_in_a_row(self):
        text = "A garden of the community, and a community garden."

        assert self.said(text, "community garden") == ["community", "garden"]
        assert self.said("Offers of all sorts", "dial a ride", "university of the third age") == []

    def test_are_shown_where_the_first_stands(self):
        found = words.marked("word " * 100 + "food " + "word " * 100, (words.Term("food"),))

        assert ("food", True) in found
        assert found[0] == ("… ", False)
        assert found[-1] == (" …", False)

    @given(st.text(max_size=400), st.text(max_size=40))
    def test_change_nothing_of_a_short_text(self, text, typed):
        found = words.marked(text, words.terms(typed), length=1000)

        assert "".join(piece for piece, _ in found).removeprefix("… ") in text


class TestIdentifier:
    @pytest.mark.parametrize(
        "text", ["1090095", "GB-CHC-1090095", "06543210", "SC007427", "GB-SC-SC007427", "IP031455"]
    )
    def test_is_seen(self, text):
        assert words.identifier_in(text) == text

    @pytest.mark.parametrize("text", ["food", "12", "NR1 1AA", "the 1090095 club", "GB-", ""])
    def test_is_not_seen_where_there_is_none(self, text):
        assert words.identifier_in(text) == ""


class TestPostcode:
    @pytest.mark.parametrize(
        ("text", "found", "rest"),
        [
            ("food bank near nr11aa", "NR1 1AA", "food bank"),
            ("NR1 1AA", "NR1 1AA", ""),
            ("choirs in IP24 2AB please", "IP24 2AB", "choirs please"),
            ("food bank", "", "food bank"),
        ],
    )
    def test_is_taken_out_of_the_words(self, text, found, rest):
        assert words.postcode_in(text) == (found, rest)


class TestTokens:
    def test_say_what_they_say(self):
        assert tokens.token("b", "E07000148") == "be070001489"
        assert tokens.token("k", "charitable-company") == "kcharitablecompany9"

    @pytest.mark.parametrize(
        ("income", "size"),
        [(None, "unknown"), (-5, "micro"), (0, "micro"), (9_999, "micro"), (10_000, "small"),
         (999_999, "medium"), (1_000_000, "large"), (100_000_000, "super-major")],
    )  # fmt: skip
    def test_put_an_income_into_its_band(self, income, size):
        assert band_of(income) == size


class TestDistance:
    def test_agrees_with_a_published_one(self):
        # Nashville to Los Angeles airports, the usual example for the haversine formula.
        found = distances_km(36.12, -86.67, np.array([33.94]), np.array([-118.40]))

        assert found[0] == pytest.approx(2887.26, rel=0.0005)

    @given(
        st.lists(st.tuples(st.floats(49, 61), st.floats(-8, 2)), max_size=60),
        st.floats(49, 61), st.floats(-8, 2), st.floats(0.1, 400),
    )  # fmt: skip
    def test_within_a_grid_is_that_of_looking_at_every_point(self, points, lat, lon, km):
        lats = np.array([p[0] for p in points] + [math.nan])
        lons = np.array([p[1] for p in points] + [math.nan])

        at, far = Grid(lats, lons).within(lat, lon, km)

        everything = distances_km(lat, lon, lats, lons)
        assert sorted(at.tolist()) == np.flatnonzero(everything <= km).tolist()
        assert far.tolist() == everything[at].tolist()

    @pytest.mark.parametrize(("lat", "lon"), [(89.9, 0.0), (0.0, 179.95), (-90.0, 10.0)])
    def test_holds_at_the_ends_of_the_globe(self, lat, lon):
        lats, lons = np.array([89.8, 0.0, -89.9]), np.array([180.0, -179.95, 0.0])

        at, _ = Grid(lats, lons).within(lat, lon, 50)

        assert at.tolist() == np.flatnonzero(distances_km(lat, lon, lats, lons) <= 50).tolist()
