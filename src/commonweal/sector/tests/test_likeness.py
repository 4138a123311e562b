"""Which organisations look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.likeness import (
    CROWD,
    Face,
    Likeness,
    across_registers,
    alike,
    plain_name,
    plain_telephone,
    plain_website,
)

EVERYONE = frozenset(range(100_000))


class TestPlainName:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Norfolk Foodbank Ltd", "NORFOLK FOODBANK LIMITED"),
            ("The Mill & Lane C.I.C.", "Mill and Lane Community Interest Company"),
            ("St Peter's Hall", "ST PETERS HALL"),
            ("Café Société", "Cafe Societe (Registered Charity)"),
        ],
    )
    def test_leaves_out_what_registers_write_differently(self, one: str, other: str) -> None:
        assert plain_name(one) == plain_name(other)

    def test_keeps_something_of_a_name_that_is_all_legal_form(self) -> None:
        assert plain_name("The Charity Company Limited")
        assert plain_name("The Trust") == "trust"

    @given(st.text())
    def test_is_settled_once_done(self, name: str) -> None:
        assert plain_name(plain_name(name)) == plain_name(name)


class TestPlainWebsiteAndTelephone:
    def test_are_the_same_however_written(self) -> None:
        assert plain_website("HTTPS://www.Mill.example/") == plain_website("mill.example")
        assert plain_website("mill.example/a") != plain_website("mill.example/b")
        assert plain_website("https://[") == plain_website("nonsense") == ""
        assert plain_telephone("+44 (0)1603 123456") == plain_telephone("01603-123456")


class TestAlike:
    def test_says_what_is_shared(self) -> None:
        left = Face(id=1, name="Mill", postcode="NR1 1AA", email="a@b.example")
        right = Face(id=2, name="MILL LTD", postcode="NR1 2BB", email="A@B.example")

        (pair,) = alike([right, left], EVERYONE)

        assert (pair.left, pair.right) == (1, 2)
        assert pair.reason == "The same name and first half of the postcode and e-mail."

    def test_never_goes_by_the_name_alone(self) -> None:
        faces = [Face(id=1, name="Mill", postcode="NR1 1AA"), Face(id=2, name="Mill")]

        assert alike(faces, EVERYONE) == []

    def test_makes_nothing_of_an_address_that_a_crowd_shares(self) -> None:
        faces = [Face(id=n, name=str(n), email="clerk@parish.example") for n in range(CROWD + 1)]

        assert alike(faces, EVERYONE) == []

    def test_looks_only_at_those_it_is_asked_about(self) -> None:
        faces = [Face(id=n, name=str(n), email=f"{n // 2}@x.example") for n in range(10)]

        assert [(p.left, p.right) for p in alike(faces, frozenset({4}))] == [(4, 5)]

    def test_grows_with_the_register_not_with_its_square(self) -> None:
        faces = [
            Face(id=n, name=f"Group {n // 2}", postcode="NR1 1AA", email=f"{n}@x.example")
            for n in range(40_000)
        ]

        assert len(alike(faces, EVERYONE)) == 20_000

    @given(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14),
        st.frozensets(st.integers(0, 13)),
    )
    def test_finds_for_a_few_what_it_finds_for_all(self, shared, about) -> None:
        faces = [
            Face(id=n, name=str(n), email=f"{mail}@x.example", website=f"https://{site}.example")
            for n, (mail, site) in enumerate(shared)
        ]

        found = alike(faces, about)

        assert found == [pair for pair in alike(faces, EVERYONE) if {pair.left, pair.right} & about]


class TestAcrossRegisters:
    def test_takes_two_numbers_of_one_register_for_two_bodies(self) -> None:
        pair = Likeness(left=1, right=2, evidence={"website": "x"})

        assert across_registers([pair], {1: {"GB-CHC"}, 2: {"GB-CHC", "GB-COH"}}) == []
        assert across_registers([pair], {1: {"GB-CHC"}, 2: {"GB-COH"}}) == [pair]
        assert across_registers([pair], {1: {"XX-VCSE"}, 2: {"XX-VCSE"}}) == [pair]
