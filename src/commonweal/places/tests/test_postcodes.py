"""The shape of a postcode."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.places import postcodes

capitals = st.sampled_from(string.ascii_uppercase)
digits = st.sampled_from(string.digits)
outwards = st.one_of(
    st.tuples(capitals, digits),
    st.tuples(capitals, digits, digits),
    st.tuples(capitals, capitals, digits),
    st.tuples(capitals, capitals, digits, digits),
    st.tuples(capitals, digits, capitals),
    st.tuples(capitals, capitals, digits, capitals),
).map("".join)
inwards = st.tuples(digits, capitals, capitals).map("".join)


class TestNormalise:
    @pytest.mark.parametrize(
        "written", ["NR1 1AA", "nr11aa", "NR1  1AA", " nr1 1aa\n", "NR1\u00a01AA", "NR1-1AA"]
    )
    def test_takes_any_spacing_and_case(self, written):
        assert postcodes.normalise(written) == "NR1 1AA"

    @pytest.mark.parametrize("written", ["SW1A2AA", "W1A 0AX", "M1 1AE", "ZZ99 3VZ", "GIR 0AA"])
    def test_knows_every_shape(self, written):
        assert postcodes.normalise(written).replace(" ", "") == written.replace(" ", "")

    @pytest.mark.parametrize(
        "written", ["", None, "NR1", "NH4 7Q", "1AA NR1", "NR1 1AA NR1 1AA", "é"]
    )
    def test_is_empty_for_what_is_not_whole(self, written):
        assert postcodes.normalise(written) == ""

    @given(outwards, inwards, st.sampled_from(["", " ", "  ", "\t"]), st.booleans())
    def test_gives_back_what_was_put_together(self, outward, inward, gap, small):
        written = f"{outward}{gap}{inward}"

        tidied = postcodes.normalise(written.lower() if small else written)

        assert tidied == f"{outward} {inward}"
        assert postcodes.outward(tidied) == outward

    @given(st.text(max_size=60))
    def test_never_fails_and_is_settled_after_once(self, text):
        once = postcodes.normalise(text)

        assert postcodes.normalise(once) == once
        assert bool(once) != bool(postcodes.explain(text))


class TestExplain:
    def test_says_what_a_whole_one_ends_in(self):
        assert postcodes.explain("NH4 7Q") == (
            "NH4 7Q is not a whole postcode. It usually ends in a number and two letters."
        )

    def test_says_that_half_is_half(self):
        assert "first half" in postcodes.explain("NR1")

    def test_offers_the_digit_for_the_letter(self):
        assert postcodes.explain("NR1 IAA") == "NR1 IAA is not a postcode. Did you mean NR1 1AA?"
        assert "M1 1AE" in postcodes.explain("MI IAE")

    @pytest.mark.parametrize("text", ["", "  ", None])
    def test_says_that_nothing_was_given(self, text):
        assert postcodes.explain(text).startswith("No postcode was given")

    def test_does_not_repeat_a_flood(self):
        assert len(postcodes.explain("<script>" * 500)) < 150


class TestParts:
    def test_letters_are_the_post_towns_area(self):
        assert postcodes.letters("nr11aa") == "NR"
        assert postcodes.letters("M1 1AE") == "M"
