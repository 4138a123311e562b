"""Whom a name means: what may be sure, what may not, and why. Pure computation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.matching import Asked, Entry, Found, Index, match
from commonweal.sector.matching.names import spell
from commonweal.sector.matching.places import spot

FOODBANK = Entry(
    1, ("Norfolk Foodbank Ltd", "The Pantry"), "NR1 1AA", "https://www.pantry.example/",
    "hello@pantry.example", "01603 555 012", ("GB-CHC-1090095", "GB-COH-01234567"),
)  # fmt: skip
CHOIR = Entry(2, ("Wensum Valley Choir",), "NR2 3BB", refs=("GB-CHC-1090096",))
HALLS = [
    Entry(10 + n, ("Village Hall",), f"NR{n + 3} 1AA", refs=(f"GB-CHC-30000{n}",)) for n in range(9)
]
SCOUTS = [
    Entry(30, ("1st Holt Scout Group",), "NR25 6BN"),
    Entry(31, ("1st Colt Scout Group",), "IP1 1AA"),
]  # fmt: skip
ONLY_HALL = Entry(40, ("Parish Hall",), "PE30 1AA")
TWINS = [
    Entry(50, ("Riverside Carers Collective",), "NR1 2AA"),
    Entry(51, ("Riverside Carers Collective",), "NR4 2AA"),
]
REGISTER = [FOODBANK, CHOIR, *HALLS, *SCOUTS, ONLY_HALL, *TWINS]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(REGISTER)


def only(index: Index, **asked: object) -> list[Found]:
    return match(index, [Asked(**asked)])[0]  # type: ignore[arg-type]


class TestSurelyFound:
    @pytest.mark.parametrize(
        "name",
        [
            "NORFOLK FOODBANK LIMITED", "Norfolk Food Bank", "norfolk  foodbank",
            "Norfolk Foodbank CIO", "The Norfolk Foodbank", "NORFOLK FOOD-BANK LTD.",
        ],
    )  # fmt: skip
    def test_by_a_name_that_only_the_legal_form_or_the_spelling_tells_apart(
        self, index: Index, name: str
    ) -> None:
        best = only(index, name=name)[0]

        assert (best.id, best.sure) == (1, True)

    def test_by_another_name_and_it_says_so(self, index: Index) -> None:
        best = only(index, name="Pantry", postcode="NR1 1AA")[0]

        assert (best.id, best.sure) == (1, True)
        assert "The same as another name of it, The Pantry" in [p.words for p in best.evidence]

    def test_by_number_whatever_the_name_looks_like(self, index: Index) -> None:
        best = only(index, name="Norflk fodbank", refs=("GB-CHC-1090095",))[0]

        assert (best.id, best.score, best.sure) == (1, 100.0, True)
        assert best.evidence[0].words == "The same number"

    def test_in_spite_of_a_slip_where_the_postcode_is_the_same(self, index: Index) -> None:
        best = only(index, name="Wensum Vally Chior", postcode="nr23bb")[0]

        assert (best.id, best.sure) == (2, True)

    def test_by_telephone_where_the_name_is_nearly_the_same(self, index: Index) -> None:
        best = only(index, name="Norfolk Foodbanks", telephone="+44 1603 555012")[0]

        assert (best.id, best.sure) == (1, True)
        assert "The same telephone number" in [p.words for p in best.evidence]


class TestNeverSure:
    def test_by_a_name_that_several_bear(self, index: Index) -> None:
        found = only(index, name="Village Hall")

        assert len(found) == 5
        assert not any(f.sure for f in found)
        assert found[0].unsure_because == "Several organisations bear this name."
        assert "9 organisations here bear this name" in [p.words for p in found[0].evidence]

    def test_unless_the_postcode_tells_which(self, index: Index) -> None:
        found = only(index, name="Village Hall", postcode="NR5 1AA")

        assert [f.id for f in found if f.sure] == [12]

    def test_by_a_name_that_anybody_may_bear_though_only_one_does_here(self, index: Index) -> None:
        best = only(index, name="Parish Hall")[0]

        assert (best.id, best.sure) == (40, False)
        assert best.unsure_because == "Many organisations in the country bear such a name."

    def test_where_two_are_equally_likely(self, index: Index) -> None:
        found = only(index, name="Riverside Carers Collective")

        assert {f.id for f in found[:2]} == {50, 51}
        assert found[0].score == found[1].score <= 50
        assert not any(f.sure for f in found)

    def test_where_the_postcodes_are_far_apart(self, index: Index) -> None:
        best = only(index, name="Wensum Valley Choir", postcode="LS1 4AP")[0]

        assert (best.id, best.sure) == (2, False)
        assert best.unsure_because == "The postcodes are far apart."
        assert "LS1 4AP is far from NR2 3BB" in [p.words for p in best.evidence]

    def test_where_the_word_that_tells_is_another(self, index: Index) -> None:
        best = only(index, name="1st Bolt Scout Group")[0]

        assert not best.sure

    def test_where_the_number_is_of_another_name(self, index: Index) -> None:
        best = only(index, name="Wensum Valley Choir", refs=("GB-CHC-1090095",))[0]

        assert (best.id, best.sure) == (1, False)
        assert "Norfolk Foodbank Ltd, a name unlike the one given" in best.unsure_because

    def test_where_the_numbers_are_of_two_bodies(self, index: Index) -> None:
        found = only(index, refs=("GB-CHC-1090095", "GB-CHC-1090096"))

        assert {f.id for f in found} == {1, 2}
        assert not any(f.sure for f in found)

    def test_where_the_register_gives_it_another_number(self, index: Index) -> None:
        found = only(index, name="Norfolk Foodbank", refs=("GB-CHC-1111111",))

        assert found[0].id == 1
        assert not found[0].sure
        assert found[0].unsure_because == "Its number in that register is another."

    def test_without_a_name_or_a_number(self, index: Index) -> None:
        for asked in ({"postcode": "NR2 3BB"}, {"telephone": "01603 555012"}):
            found = only(index, **asked)

            assert found
            assert not found[0].sure
            assert found[0].unsure_because == "No name was given."

    def test_by_an_address_that_a_crowd_has(self) -> None:
        accountant = [
            Entry(n, (f"{word} Society",), email="books@accounts.example")
            for n, word in enumerate(
                ("Amber", "Birch", "Cedar", "Dahlia", "Elder", "Fern", "Gorse")
            )
        ]

        found = match(
            Index.of(accountant), [Asked("Hazel Society", email="books@accounts.example")]
        )

        assert all("e-mail" not in p.words for f in found[0] for p in f.evidence)
        assert not any(f.sure for f in found[0])


class TestAnswers:
    def test_are_in_the_order_of_their_scores_and_never_more_than_asked(self, index: Index) -> None:
        found = match(index, [Asked("Village Hall")], most=3)[0]

        assert len(found) == 3
        assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)

    def test_do_not_depend_on_who_else_is_asked(self, index: Index) -> None:
        asked = [Asked("Norfolk Foodbank"), Asked("Village Hall"), Asked("Wensm Valley Choir")]

        together = match(index, asked)

        assert together == [match(index, [row])[0] for row in asked]

    def test_say_how_strong_each_piece_of_evidence_is(self, index: Index) -> None:
        best = only(index, name="Norfolk Foodbank", postcode="NR1 1AA")[0]

        assert {p.about: p.strength for p in best.evidence} == {
            "name": "strong evidence for", "postcode": "strong evidence for",
        }  # fmt: skip

    @pytest.mark.parametrize("name", ["", " ", "...", "the", "of the", "\x00", "☃", "a" * 5000])
    def test_are_none_for_a_name_that_says_nothing(self, index: Index, name: str) -> None:
        assert not any(f.sure for f in only(index, name=name))

    def test_are_none_where_the_register_is_empty(self) -> None:
        assert match(Index.of([]), [Asked("Norfolk Foodbank"), Asked()]) == [[], []]
        assert match(Index.of(REGISTER), []) == []

    @given(
        st.lists(
            st.builds(
                Asked, st.text(max_size=60), st.text(max_size=9), st.text(max_size=20),
                st.text(max_size=20), st.text(max_size=20),
            ),
            max_size=4,
        )
    )  # fmt: skip
    def test_are_given_for_anything(self, asked: list[Asked]) -> None:
        answers = match(Index.of(REGISTER), asked)

        assert len(answers) == len(asked)
        for found in answers:
            assert sum(f.sure for f in found) <= 1
            assert all(0 <= f.score <= 100 for f in found)
            assert sum(f.score for f in found) <= 100.01

    @given(st.sampled_from(REGISTER), st.data())
    def test_hold_the_one_whose_name_was_given(self, entry: Entry, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(entry.names))

        found = match(Index.of(REGISTER), [Asked(name.upper(), entry.postcode)])[0]

        assert found[0].id == entry.id


class TestSpelling:
    def test_is_that_of_the_register_with_shortenings_undone(self) -> None:
        assert (
            spell("St. Mary's Comm. Assoc.").key == spell("Saint Marys Community Association").key
        )
        assert spell("Food Bank").key == spell("FOODBANK").key
        assert spell("Friends of the Earth").key == spell("Friends Earth").key

    @pytest.mark.parametrize(
        ("text", "steps"),
        [
            ("nr1 1aa", ("NR11AA", "NR1", "NR")), ("NR11", ("", "NR11", "NR")),
            ("W1A1AA", ("W1A1AA", "W1A", "W")), ("nowhere", ("", "", "")), ("", ("", "", "")),
        ],
    )  # fmt: skip
    def test_of_a_postcode_has_three_steps(self, text: str, steps: tuple[str, ...]) -> None:
        assert spot(text) == steps
