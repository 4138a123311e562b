"""The order of candidates, which anybody can repeat."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from commonweal.commitments.ordering import Stands, in_order, words_of


def named(*names):
    return [Stands(*name.split(", "), number=str(n)) for n, name in enumerate(names, 1)]


def surnames(those):
    return [one.surname for one in those]


class TestBySurname:
    @pytest.mark.parametrize(
        ("name", "filed"),
        [
            ("McDonald", ("macdonald",)),
            ("M’Donald", ("macdonald",)),
            ("Mac Donald", ("macdonald",)),
            ("Mc Donald", ("macdonald",)),
            ("Mackie", ("mackie",)),
            ("MCBRIDE", ("macbride",)),
            ("O'Brien", ("obrien",)),
            ("O’Brien", ("obrien",)),
            ("O Brien", ("obrien",)),
            ("D'Arcy", ("darcy",)),
            ("Núñez", ("nunez",)),
            ("Łukasz", ("lukasz",)),
            ("Straße", ("strasse",)),
            ("Sørensen", ("sorensen",)),
            ("Æthelred", ("aethelred",)),
            ("Smith-Jones", ("smith", "jones")),
            ("Smith‐Jones", ("smith", "jones")),
            ("van der Berg", ("van", "der", "berg")),
            ("", ()),
        ],
    )
    def test_a_name_is_filed(self, name, filed):
        assert words_of(name) == filed

    def test_is_word_by_word(self):
        those = named("Smithers, A", "Smith-Jones, A", "Smith, Z", "Smith, B")

        assert [(o.surname, o.forenames) for o in in_order(those)] == [
            ("Smith", "B"), ("Smith", "Z"), ("Smith-Jones", "A"), ("Smithers", "A"),
        ]  # fmt: skip

    def test_has_mc_among_mac_and_o_in_its_place(self):
        those = named(
            "Mead, A", "McDonald, B", "MacDonald, A", "Mace, A", "Oates, A", "O'Dell, A", "Odd, A",
        )  # fmt: skip

        assert surnames(in_order(those)) == [
            "MacDonald", "McDonald", "Mace", "Mead", "Oates", "Odd", "O'Dell",
        ]  # fmt: skip

    def test_same_named_people_stand_by_their_number(self):
        those = [Stands("Nwosu", "Grace", "1000"), Stands("Nwosu", "Grace", "999")]

        assert [one.number for one in in_order(those)] == ["999", "1000"]

    @whatever(st.permutations(named("Ng, A", "NG, A", "Núñez, B", "Nunez, B", "Oh, C")))
    def test_does_not_depend_on_how_they_came(self, those):
        assert [one.number for one in in_order(those)] == ["1", "2", "3", "4", "5"]


class TestDrawnByASeed:
    def test_can_be_repeated_by_anybody(self):
        those = named("A, A", "B, B", "C, C", "D, D")

        drawn = in_order(those, seed="lottery 11.04.2026")

        by_hand = sorted(
            ("1", "2", "3", "4"),
            key=lambda n: hashlib.sha256(f"lottery 11.04.2026:{n}".encode()).hexdigest(),
        )
        assert [one.number for one in drawn] == by_hand

    def test_another_seed_draws_another_order(self):
        those = named(*(f"Name{n}, A" for n in range(20)))

        assert in_order(those, seed="one") != in_order(those, seed="two")

    @whatever(st.text(min_size=1, max_size=60), st.permutations(named("A, A", "B, B", "C, C")))
    def test_does_not_depend_on_how_they_came(self, seed, those):
        assert in_order(those, seed=seed) == in_order(reversed(those), seed=seed)
        assert sorted(one.number for one in in_order(those, seed=seed)) == ["1", "2", "3"]
