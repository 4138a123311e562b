"""What may be done to answers after they closed: stopped, put right, withheld; by whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from commonweal.commitments.actions import (
    correct_call,
    hold_call,
    release_call,
    withhold_words,
)
from commonweal.commitments.models import Answer, CallCorrection, CandidateLink, Contact
from commonweal.commitments.tests.calling import (
    A_SECOND,
    CLOSES,
    REVEALS,
    a_call,
    at,
    declare,
    from_the_council,
    independent,
    moderator,
    undeclared,
)
from commonweal.commitments.tests.factories import AnswerFactory, BallotFactory, CandidateFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.people import administrator, reader, robot, stranger

pytestmark = pytest.mark.django_db
HOLDER = LinkHolder("commitments.candidatelink:1")
NOT_THEY = [stranger, reader, moderator, undeclared, from_the_council, administrator, robot, HOLDER]
ADVICE = "Marsh Chambers, 24 April: the second sentence is defamatory."


@pytest.fixture
def world():
    return a_call()


@pytest.fixture
def answer(world):
    return Answer.objects.filter(candidate=world.people["Akhtar"], ask=world.asks[0]).get()


class TestHolding:
    def test_hides_the_answers_of_everybody_and_says_why(self, world):
        with at(REVEALS + A_SECOND):
            hold_call(by=independent, call=world.call, reason="A court asked us to wait.")

            assert not Answer.objects.public(REVEALS + A_SECOND).exists()
        assert CallCorrection.objects.get().why == "A court asked us to wait."

    def test_ends_with_a_reason_that_is_read_too(self, world):
        hold_call(by=independent, call=world.call, reason="A court asked us to wait.")

        release_call(by=independent, call=world.call, reason="The court has decided.")

        assert Answer.objects.public(REVEALS).count() == 4
        assert CallCorrection.objects.count() == 2

    def test_needs_a_reason_and_happens_once(self, world):
        with pytest.raises(Refused, match="Say why"):
            hold_call(by=independent, call=world.call, reason="  ")
        with pytest.raises(Refused, match="characters"):
            hold_call(by=independent, call=world.call, reason="x" * 200_000)
        with pytest.raises(Refused, match="not held"):
            release_call(by=independent, call=world.call, reason="Done.")
        hold_call(by=independent, call=world.call, reason="A court asked us to wait.")
        with pytest.raises(Refused, match="already"):
            hold_call(by=independent, call=world.call, reason="Again.")

    @pytest.mark.parametrize("who", NOT_THEY, ids=lambda who: who.label)
    @pytest.mark.parametrize("do", [hold_call, release_call])
    def test_is_for_the_independent_only(self, world, who, do):
        with pytest.raises(PermissionDenied):
            do(by=who, call=world.call, reason="Because.")

    def test_is_no_longer_for_who_has_since_joined_a_public_body(self, world):
        declare(world.call, independent, public_body=True)

        with pytest.raises(PermissionDenied):
            hold_call(by=independent, call=world.call, reason="Because.")

    def test_is_not_for_who_declared_on_another_call(self, world):
        other = a_call()
        declare(other.call, undeclared, public_body=False)

        with pytest.raises(PermissionDenied):
            hold_call(by=undeclared, call=world.call, reason="Because.")


class TestCorrecting:
    def test_puts_a_name_right_and_says_so(self, world):
        who = world.people["Tully"]

        with at(CLOSES):
            correct_call(
                by=independent, call=world.call, candidate=who, what="Their party's name.",
                why="It was misspelt on our list.", changes={"party": "Harbour", "name": ""},
            )  # fmt: skip

        who.refresh_from_db()
        assert (who.party, who.name) == ("Harbour", "Pat Tully")
        line = CallCorrection.objects.get()
        assert (line.candidate, line.by) == (who, independent.label)

    def test_waits_until_answers_have_closed(self, world):
        with at(CLOSES - A_SECOND), pytest.raises(Refused, match="not closed"):
            correct_call(by=independent, call=world.call, what="A.", why="B.")

    def test_of_a_poll_that_was_put_off_waits_for_its_own_deadline(self, world):
        late = BallotFactory(election=world.election, closes_at=REVEALS)
        who = CandidateFactory(ballot=late)

        with at(CLOSES), pytest.raises(Refused, match="not closed"):
            correct_call(by=independent, call=world.call, candidate=who, what="A.", why="B.")

    def test_says_what_and_why(self, world):
        with at(CLOSES):
            with pytest.raises(Refused, match="what"):
                correct_call(by=independent, call=world.call, what=" ", why="B.")
            with pytest.raises(Refused, match="why"):
                correct_call(by=independent, call=world.call, what="A.", why="")

    def test_changes_nothing_but_names_and_parties(self, world):
        said = {"by": independent, "call": world.call, "what": "A.", "why": "B."}
        who = world.people["Tully"]

        with at(CLOSES):
            with pytest.raises(Refused, match="not put right here"):
                correct_call(**said, candidate=who, changes={"elected": "True"})
            with pytest.raises(Refused, match="which candidate"):
                correct_call(**said, changes={"party": "Harbour"})
            with pytest.raises(Refused, match="200"):
                correct_call(**said, candidate=who, changes={"name": "x" * 201})
            with pytest.raises(Refused, match="does not stand"):
                correct_call(**said, candidate=CandidateFactory())
        assert not CallCorrection.objects.exists()

    @pytest.mark.parametrize("who", NOT_THEY, ids=lambda who: who.label)
    def test_is_for_the_independent_only(self, world, who):
        with at(CLOSES), pytest.raises(PermissionDenied):
            correct_call(by=who, call=world.call, what="A.", why="B.")


class TestWithholdingWords:
    def test_marks_it_and_gives_a_chance_to_answer_again(self, world, answer):
        with at(CLOSES):
            held, token = withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)

        assert held.withheld == ADVICE
        assert held.resubmit_by == CLOSES + dt.timedelta(days=3)
        link = CandidateLink.objects.by_link(token).get()
        assert link.candidate == answer.candidate
        assert Contact.objects.get().kind == "resubmit"
        assert "on record" in CallCorrection.objects.get().why
        assert ADVICE not in CallCorrection.objects.get().why

    def test_tells_the_candidate_at_once(self, world, answer):
        with at(CLOSES):
            _, token = withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)

        letter = Message.objects.get()
        assert letter.to == "akhtar@example.org"
        assert f"/answer/{token}/" in letter.body
        assert "noon on Monday 27 April 2026" in letter.body
        assert "defamatory" not in letter.body

    def test_leaves_a_letter_to_write_where_there_is_no_email(self, world, answer):
        with given():
            type(answer.candidate).objects.update(email="")
        answer.refresh_from_db()
        answer.candidate.refresh_from_db()

        with at(CLOSES):
            _, token = withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)

        assert not Message.objects.exists()
        assert Contact.objects.get().way == "letter"
        assert CandidateLink.objects.get().digest == digest_of(token)

    def test_lets_the_ask_be_answered_until_then(self, world, answer):
        with at(CLOSES):
            withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)
        until = CLOSES + dt.timedelta(days=3)

        assert list(Answer.objects.resubmitting(until - A_SECOND)) == [answer]
        assert not Answer.objects.resubmitting(until).exists()

        AnswerFactory(call=world.call, candidate=answer.candidate, ask=answer.ask)
        assert not Answer.objects.resubmitting(until - A_SECOND).exists()

    def test_the_link_opens_that_ask_and_no_other(self, world, answer):
        with at(CLOSES):
            _, token = withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)
        with at(CLOSES + A_SECOND):
            opened = Client().get(f"/answer/{token}/")
            own, other = (f"words_{ask.pk}" for ask in world.asks)
            Client().post(
                f"/answer/{token}/",
                {f"stance_{answer.ask_id}": "support", own: "Fairer words.", other: "Other words."},
            )

        assert opened.status_code == 200
        assert f'name="{own}"' in opened.content.decode()
        assert f'name="{other}"' not in opened.content.decode()
        again = Answer.objects.counting().get(candidate=answer.candidate, ask=answer.ask)
        assert (again.words, again.after_deadline) == ("Fairer words.", True)
        assert not Answer.objects.filter(words="Other words.").exists()

    def test_gives_everybody_as_many_days(self, world, answer):
        other = Answer.objects.filter(candidate=answer.candidate, ask=world.asks[1]).get()
        with at(CLOSES):
            withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)
            with pytest.raises(Refused, match="Others had 3 days"):
                withhold_words(by=independent, answer=other, advice=ADVICE, days=5)

            withhold_words(by=independent, answer=other, advice=ADVICE, days=3)

        assert Contact.objects.count() == 2

    @pytest.mark.parametrize(
        ("advice", "days", "said"),
        [("", 3, "who advised"), (ADVICE, 0, "between"), (ADVICE, 400, "between")],
    )
    def test_needs_advice_and_days(self, world, answer, advice, days, said):
        with at(CLOSES), pytest.raises(Refused, match=said):
            withhold_words(by=independent, answer=answer, advice=advice, days=days)

    def test_waits_until_answers_have_closed_and_happens_once(self, world, answer):
        with at(CLOSES - A_SECOND), pytest.raises(Refused, match="not closed"):
            withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)
        with at(CLOSES):
            withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)
            with pytest.raises(Refused, match="already"):
                withhold_words(by=independent, answer=answer, advice=ADVICE, days=3)

    def test_is_not_of_words_that_nobody_is_shown(self, world, answer):
        silent = Answer.objects.filter(words="").first()
        AnswerFactory(call=world.call, candidate=answer.candidate, ask=answer.ask)

        with at(CLOSES):
            for one in (silent, answer):
                with pytest.raises(Refused, match="no words"):
                    withhold_words(by=independent, answer=one, advice=ADVICE, days=3)

    @pytest.mark.parametrize("who", NOT_THEY, ids=lambda who: who.label)
    def test_is_for_the_independent_only(self, answer, who):
        with at(CLOSES), pytest.raises(PermissionDenied):
            withhold_words(by=who, answer=answer, advice=ADVICE, days=3)
