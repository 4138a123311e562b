"""Whose word counts for a group without a number, and when it is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector import vouching
from commonweal.sector.choices import Answer
from commonweal.sector.vouching import Applicant, Body, Word, number_of, person_of, standing

HALL, LIBRARY, CHOIR, WALKERS = 1, 2, 3, 4
STRANGERS = Applicant(reached_at=frozenset({"jo@group.example"}))


def known(*bodies: Body) -> dict[int, Body]:
    both = (Body(key=HALL), Body(key=LIBRARY))
    return {body.key: body for body in (*both, *bodies)}


def yes(body: int | None, person: str, key: int = 0, **other: object) -> Word:
    return Word(key=key or (body or 99), said=Answer.YES, person=person, body=body, **other)


TWO = (yes(HALL, "ann@hall.example"), yes(LIBRARY, "bob@library.example"))


class TestTwoOrganisations:
    def test_let_a_group_in(self):
        found = standing(TWO, STRANGERS, known())

        assert found.vouched
        assert set(found.counting) == {HALL, LIBRARY}
        assert found.lacking == 0

    def test_are_two_and_not_one(self):
        found = standing(TWO[:1], STRANGERS, known())

        assert not found.vouched
        assert found.lacking == 1

    def test_that_nobody_knows_let_nobody_in(self):
        found = standing([yes(8, "a@b.example"), yes(9, "c@d.example")], STRANGERS, known())

        assert not found.vouched
        assert set(found.why_not.values()) == {vouching.NOT_SHOWN}

    def test_that_are_one_body_count_once(self):
        words = [yes(HALL, "ann@hall.example", 1), yes(HALL, "cy@hall.example", 2)]

        found = standing(words, STRANGERS, known())

        assert not found.vouched
        assert found.why_not == {2: vouching.SAME_BODY}

    def test_that_one_person_speaks_for_count_once(self):
        words = [yes(HALL, "ann@hall.example", 1), yes(LIBRARY, "ann@hall.example", 2)]

        found = standing(words, STRANGERS, known())

        assert not found.vouched
        assert found.why_not == {2: vouching.SAME_PERSON}

    def test_count_when_one_of_them_has_another_person_too(self):
        words = [
            yes(HALL, "ann@hall.example", 1),
            yes(LIBRARY, "ann@hall.example", 2),
            yes(LIBRARY, "bob@library.example", 3),
        ]

        found = standing(words, STRANGERS, known())

        assert found.vouched
        assert set(found.counting) == {1, 3}

    @pytest.mark.parametrize(
        ("change", "why"),
        [({"shown": False}, vouching.NOT_SHOWN), ({"going": False}, vouching.ENDED)],
    )
    def test_must_be_shown_and_going(self, change, why):
        found = standing(TWO, STRANGERS, known(replace(Body(key=HALL), **change)))

        assert not found.vouched
        assert found.why_not[HALL] == why

    def test_that_only_wait_to_answer_do_not_count(self):
        waiting = Word(key=5, said="", person="bob@library.example", body=LIBRARY)

        assert not standing([TWO[0], waiting], STRANGERS, known()).vouched

    def test_that_do_not_know_it_do_not_count(self):
        found = standing([TWO[0], replace(TWO[1], said=Answer.UNKNOWN)], STRANGERS, known())

        assert not found.vouched
        assert not found.look

    def test_that_took_their_word_back_do_not_count(self):
        found = standing([TWO[0], replace(TWO[1], withdrawn=True)], STRANGERS, known())

        assert found.why_not[LIBRARY] == vouching.WITHDRAWN
        assert not found.vouched


class TestTheirOwn:
    def test_organisation_does_not_count(self):
        own = replace(STRANGERS, bodies=frozenset({HALL}))

        found = standing(TWO, own, known())

        assert found.why_not[HALL] == vouching.THEIR_OWN
        assert not found.vouched

    def test_address_behind_an_organisation_does_not_count(self):
        hall = Body(key=HALL, reached_at=frozenset({"jo@group.example"}))

        assert standing(TWO, STRANGERS, known(hall)).why_not[HALL] == vouching.THEIR_OWN

    def test_number_behind_an_organisation_does_not_count(self):
        hall = Body(key=HALL, reached_at=frozenset({number_of("+44 1603 123456")}))
        applicant = Applicant(reached_at=frozenset({number_of("01603 123456")}))

        assert standing(TWO, applicant, known(hall)).why_not[HALL] == vouching.THEIR_OWN

    def test_word_does_not_count_for_whomever_it_is_said(self):
        found = standing([yes(HALL, "jo@group.example"), TWO[1]], STRANGERS, known())

        assert found.why_not[HALL] == vouching.THEIR_OWN

    def test_word_does_not_count_as_a_stewards(self):
        found = standing([yes(None, "jo@group.example")], STRANGERS, known())

        assert not found.vouched


class TestASteward:
    def test_is_enough_alone(self):
        assert standing([yes(None, "ada@place.example")], STRANGERS, known()).vouched

    def test_lets_a_group_in_that_somebody_says_no_to(self):
        words = [Word(key=7, said=Answer.NO, body=HALL), yes(None, "ada@place.example")]

        found = standing(words, STRANGERS, known())

        assert found.vouched
        assert found.look

    def test_that_took_it_back_is_not_enough(self):
        word = yes(None, "ada@place.example", withdrawn=True)

        assert not standing([word], STRANGERS, known()).vouched


class TestANo:
    def test_leaves_it_to_a_steward(self):
        third = Word(key=9, said=Answer.NO, person="x@choir.example", body=CHOIR)

        found = standing([*TWO, third], STRANGERS, known(Body(key=CHOIR)))

        assert found.look
        assert not found.vouched

    def test_of_one_keeper_outweighs_the_yes_of_another(self):
        other = Word(key=9, said=Answer.NO, person="dee@hall.example", body=HALL)

        assert standing([*TWO, other], STRANGERS, known()).why_not[HALL] == vouching.ALSO_NO

    def test_that_was_taken_back_hinders_nothing(self):
        other = Word(key=9, said=Answer.NO, person="dee@hall.example", body=HALL, withdrawn=True)

        assert standing([*TWO, other], STRANGERS, known()).vouched


class TestAGroup:
    def test_may_vouch_once_it_is_vouched_for(self):
        choir = Body(key=CHOIR, informal=True, vouched_by=frozenset({HALL, LIBRARY}))

        found = standing([TWO[0], yes(CHOIR, "c@choir.example")], STRANGERS, known(choir))

        assert found.vouched

    def test_may_vouch_when_a_steward_added_it(self):
        choir = Body(key=CHOIR, informal=True, by_steward=True)

        assert standing([TWO[0], yes(CHOIR, "c@choir.example")], STRANGERS, known(choir)).vouched

    def test_may_not_vouch_before_it_is_vouched_for(self):
        choir = Body(key=CHOIR, informal=True)

        found = standing([TWO[0], yes(CHOIR, "c@choir.example")], STRANGERS, known(choir))

        assert found.why_not[CHOIR] == vouching.NOT_VOUCHED_FOR

    def test_may_not_vouch_when_only_this_group_stands_for_it(self):
        own = Applicant(bodies=frozenset({WALKERS}))
        walkers = Body(key=WALKERS, informal=True, by_steward=True)
        choir = Body(key=CHOIR, informal=True, vouched_by=frozenset({WALKERS}))

        found = standing([TWO[0], yes(CHOIR, "c@choir.example")], own, known(walkers, choir))

        assert found.why_not[CHOIR] == vouching.NOT_VOUCHED_FOR

    def test_may_not_vouch_in_a_circle(self):
        ring = [
            Body(key=key, informal=True, vouched_by=frozenset({after}))
            for key, after in ((11, 12), (12, 13), (13, 11))
        ]
        words = [yes(11, "a@a.example"), yes(12, "b@b.example"), yes(13, "c@c.example")]

        found = standing(words, STRANGERS, known(*ring))

        assert not found.vouched
        assert set(found.why_not.values()) == {vouching.NOT_VOUCHED_FOR}

    def test_may_vouch_in_a_chain_that_ends_in_a_registered_one(self):
        chain = [
            Body(key=11, informal=True, vouched_by=frozenset({HALL})),
            Body(key=12, informal=True, vouched_by=frozenset({11, 12})),
        ]

        assert vouching.resting(known(*chain)) == {HALL, LIBRARY, 11, 12}


class TestOnePerson:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Ann@Hall.example", " ann@hall.example "),
            ("ann+groups@hall.example", "ann@hall.example"),
            ("a.n.n@gmail.com", "ann@googlemail.com"),
        ],
    )
    def test_is_one_however_the_address_is_written(self, one, other):
        assert person_of(one) == person_of(other) != ""

    def test_is_not_made_of_two(self):
        assert person_of("a.nn@hall.example") != person_of("ann@hall.example")

    def test_is_nobody_without_an_address(self):
        assert person_of("") == person_of("ann") == ""
        assert number_of("") == ""


bodies = st.builds(
    Body,
    key=st.integers(1, 6),
    shown=st.booleans(),
    going=st.booleans(),
    informal=st.booleans(),
    by_steward=st.booleans(),
    vouched_by=st.frozensets(st.integers(1, 6), max_size=3),
    reached_at=st.frozensets(st.sampled_from(["a@x.example", "b@x.example"]), max_size=1),
)
registers = st.lists(bodies, max_size=6).map(lambda found: {b.key: b for b in found})
words = st.lists(
    st.builds(
        Word,
        key=st.integers(1, 1_000),
        said=st.sampled_from(["", *Answer.values]),
        person=st.sampled_from(["a@x.example", "b@x.example", "c@x.example", "d@x.example"]),
        body=st.one_of(st.none(), st.integers(1, 6)),
        withdrawn=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda word: word.key,
)
applicants = st.builds(
    Applicant,
    reached_at=st.frozensets(st.sampled_from(["a@x.example"])),
    bodies=st.frozensets(st.integers(1, 6), max_size=2),
)


class TestWhateverIsSaid:
    @given(words, applicants, registers)
    def test_nobody_is_let_in_without_a_steward_or_two_bodies_and_two_people(
        self, said, applicant, register
    ):
        found = standing(said, applicant, register)

        counted = [w for w in said if w.key in found.counting]
        if found.vouched and not any(w.by_steward for w in counted):
            assert len({w.body for w in counted}) >= vouching.NEEDED
            assert len({w.person for w in counted}) >= vouching.NEEDED
            assert not found.look

    @given(words, applicants, registers)
    def test_what_counts_is_a_yes_of_somebody_else_who_stands(self, said, applicant, register):
        found = standing(said, applicant, register)

        for word in (w for w in said if w.key in found.counting):
            assert word.said == Answer.YES
            assert not word.withdrawn
            assert word.person not in applicant.reached_at
            assert word.body not in applicant.bodies
            assert word.body is None or vouching.may_not_vouch(word.body, applicant, register) == ""

    @given(words, applicants, registers)
    def test_every_word_counts_or_says_why_not(self, said, applicant, register):
        found = standing(said, applicant, register)

        if not any(w.by_steward and w.key in found.counting for w in said):
            spoken = {w.key for w in said if w.said}
            assert spoken == set(found.counting) | set(found.why_not)

    @given(words, applicants, registers)
    def test_the_order_in_which_they_speak_does_not_matter(self, said, applicant, register):
        forward = standing(said, applicant, register)
        backward = standing(said[::-1], applicant, register)

        assert forward.vouched == backward.vouched
        assert len(forward.counting) == len(backward.counting)

    @given(words, applicants, registers, st.integers(1, 6))
    def test_taking_a_yes_back_never_helps(self, said, applicant, register, at):
        before = standing(said, applicant, register)
        after = standing(
            [
                replace(w, withdrawn=True) if i == at and w.said == Answer.YES else w
                for i, w in enumerate(said)
            ],
            applicant,
            register,
        )

        assert before.vouched or not after.vouched

    @given(registers, st.frozensets(st.integers(1, 6)))
    def test_a_body_set_aside_holds_up_nobody(self, register, aside):
        held = vouching.resting(register, aside)

        assert not held & aside
        for key in held:
            body = register[key]
            assert not body.informal or body.by_steward or body.vouched_by & (held - {key})
