"""Everyday words and the registers' words for the same: the table, and how it is read."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.searching import index_sqlite
from commonweal.sector.searching.everyday import TABLE, cell, key_of, table, widened
from commonweal.sector.searching.words import Term, terms, tidy


def rows() -> list[tuple[list[str], list[str]]]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return [
            (cell(row["people say"]), cell(row["registers say"])) for row in csv.DictReader(handle)
        ]


def others(typed: str) -> set[str]:
    return set(widened(terms(typed)).also)


class TestTable:
    def test_has_words_in_both_columns_and_none_twice(self):
        for people, registers in rows():
            assert people
            assert registers
            assert len(set(people)) == len(people)
            assert len(set(registers)) == len(registers)

    def test_knows_every_word_that_people_say_by_more_than_its_small_words(self):
        assert [word for people, _ in rows() for word in people if not key_of(word)] == []

    def test_says_something_else_for_every_word_that_people_say(self):
        said = [word for people, _ in rows() for word in people]

        assert [word for word in said if key_of(word) not in table()] == []


class TestOtherWords:
    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("foodbank", "food bank"), ("food parcels", "food bank"), ("Alzheimer's", "dementia"),
            ("OAP", "older people"), ("elderly", "older people"), ("kids", "children"),
            ("scouting", "scouts"), ("LGBTQ+", "lgbt"), ("CAB", "citizens advice"),
            ("mental health", "wellbeing"), ("refugees", "asylum seekers"), ("SEND", "autism"),
            ("autism", "special educational needs"), ("unpaid carers", "carers"),
            ("lunch club", "luncheon club"), ("warm space", "warm hub"),
            ("church", "faith group"), ("social enterprise", "community interest company"),
        ],
    )  # fmt: skip
    def test_are_those_of_the_register(self, typed, other):
        assert other in others(typed)

    @pytest.mark.parametrize(
        "forms",
        [("mens shed", "men's sheds", "Men’s Shed", "MENS SHEDS"),
         ("food bank", "food banks"), ("childrens", "children's", "children"),
         ("carer", "carers", "carer's"), ("charity shop", "charity shops"),
         ("older people", "older person's")],
        ids=lambda forms: forms[0],
    )  # fmt: skip
    def test_are_the_same_for_one_and_for_many(self, forms):
        assert len({frozenset(others(form)) for form in forms}) == 1

    def test_of_a_phrase_are_not_those_of_its_parts(self):
        assert "children" in others("kids")
        assert "amateur sport" not in others("football club")
        assert others("friends of the park") == set()

    def test_are_never_what_people_only_say(self):
        assert "send" not in others("autism")
        assert "cab" not in others("citizens advice")

    def test_are_not_looked_for_instead_of_what_is_quoted(self):
        assert others('"food bank"') == set()

    def test_stand_beside_the_words_that_have_none(self):
        parts = widened(terms("foodbank thetford")).parts

        assert parts[1] == ((Term("thetford"),),)
        assert (Term("food bank"),) in parts[0]

    @given(st.text())
    def test_are_safe_to_ask_for_whatever_is_typed(self, text):
        found = widened(terms(tidy(text)))

        assert index_sqlite.expression(found.parts).count('"') % 2 == 0
        asked = [term.text for ways in found.parts for way in ways for term in way]
        assert all(c.isalnum() or c == " " for text in asked for c in text)
