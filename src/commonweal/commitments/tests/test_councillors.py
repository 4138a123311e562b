"""Those who were elected: what they are held to, their party, their own words, their leaving."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from commonweal.commitments.actions import (
    HOURLY,
    ask_councillors,
    enter_result,
    hold_call,
    join_party,
    leave_office,
    take_office,
    update_councillor,
)
from commonweal.commitments.models import (
    Answer,
    CandidateLink,
    Commitment,
    Contact,
    CouncillorUpdate,
)
from commonweal.commitments.tests.calling import (
    MONDAY,
    NIGHT,
    WORDS,
    a_call,
    at,
    from_the_council,
    independent,
    moderator,
)
from commonweal.commitments.tests.factories import (
    BallotFactory,
    CandidateFactory,
    CandidateLinkFactory,
    CommitmentFactory,
    ElectionFactory,
    ProgressReviewFactory,
)
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.people import reader, robot, steward, stranger

pytestmark = pytest.mark.django_db
A_YEAR_ON = dt.datetime(2027, 5, 12, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def elected():
    """Akhtar, who answered, and Nwosu, who did not, are elected."""
    world = a_call()
    won = [world.people["Akhtar"].pk, world.people["Nwosu"].pk]
    with at(NIGHT):
        enter_result(by=independent, ballot=world.ballot, elected=won, votes={})
    return world


@pytest.fixture
def world(elected):
    """They have taken office."""
    with at(MONDAY):
        take_office(by=independent, election=elected.election, on=MONDAY.date())
    for who in elected.people.values():
        who.refresh_from_db()
    return elected


def page(who, moment=MONDAY):
    with at(moment):
        answer = Client().get(f"/councillors/{who.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


class TestTakingOffice:
    def test_holds_them_to_their_exact_words(self, world):
        promises = Commitment.objects.order_by("pk")

        assert [p.words for p in promises] == [WORDS, WORDS]
        one = promises[0]
        assert one.candidate == world.people["Akhtar"]
        assert (one.promised_by, one.paragraph) == ("councillor", world.asks[0])
        assert one.digest == hashlib.sha256(WORDS.encode()).hexdigest()
        assert one.published_at == MONDAY

    def test_makes_no_promise_for_who_did_not_answer(self, world):
        assert world.people["Nwosu"].office_from == MONDAY.date()
        assert not world.people["Nwosu"].commitments.exists()

    def test_makes_no_promise_of_a_no_or_of_words_that_are_withheld(self, elected):
        with given():
            Answer.objects.filter(ask=elected.asks[0]).update(stance="not")
            Answer.objects.filter(ask=elected.asks[1]).update(withheld="Advice.", withheld_at=NIGHT)

        with at(MONDAY):
            take_office(by=independent, election=elected.election, on=MONDAY.date())

        assert [c.words for c in Commitment.objects.all()] == ["Support"]

    def test_happens_once(self, world):
        with at(MONDAY), pytest.raises(Refused, match="Nobody waits"):
            take_office(by=independent, election=world.election, on=MONDAY.date())

    def test_is_on_a_day_after_the_poll_that_has_come(self, elected):
        with at(MONDAY):
            for day, said in ((dt.date(2026, 5, 6), "before the poll"), (A_YEAR_ON.date(), "come")):
                with pytest.raises(Refused, match=said):
                    take_office(by=independent, election=elected.election, on=day)

    def test_waits_while_answers_are_held_back(self, elected):
        hold_call(by=independent, call=elected.call, reason="A court asked us.")

        with at(MONDAY), pytest.raises(Refused, match="not shown"):
            take_office(by=independent, election=elected.election, on=MONDAY.date())
        assert not Commitment.objects.exists()

    @pytest.mark.parametrize("who", [stranger, reader, moderator, robot], ids=lambda w: w.label)
    def test_is_for_stewards(self, elected, who):
        with at(MONDAY), pytest.raises(PermissionDenied):
            take_office(by=who, election=elected.election, on=MONDAY.date())


class TestTheirPage:
    def test_is_the_same_for_who_did_not_answer(self, world):
        said, silent = page(world.people["Akhtar"]), page(world.people["Nwosu"])

        headings = re.compile(r"<h2[^>]*>.*?</h2>")
        assert headings.findall(said) == headings.findall(silent)
        assert said.count("still to come") == silent.count("still to come") == 3
        assert WORDS in said
        assert silent.count("No answer received by the deadline") == 2

    def test_is_of_nobody_else(self, world):
        with at(MONDAY):
            answer = Client().get(f"/councillors/{world.people['Tully'].pk}/")

        assert answer.status_code == 404

    def test_shows_a_review_once_it_is_published(self, world):
        promise = Commitment.objects.first()
        review = ProgressReviewFactory(commitment=promise, reason="Half of it is done.")
        assert "Half of it is done." not in page(world.people["Akhtar"])

        with given():
            type(review).objects.update(asked_at=MONDAY, published_at=MONDAY)

        shown = page(world.people["Akhtar"])
        assert "Half of it is done." in shown
        assert "No reply came" in shown

    def test_asks_the_database_as_often_however_much_there_is(
        self, world, django_assert_max_num_queries
    ):
        who = world.people["Akhtar"]
        for promise in Commitment.objects.all():
            for _ in range(5):
                ProgressReviewFactory(commitment=promise, asked_at=MONDAY, published_at=MONDAY)
        with at(MONDAY), django_assert_max_num_queries(30):
            Client().get(f"/councillors/{who.pk}/")

    def test_says_when_they_are_looked_at(self, world):
        shown = page(world.people["Nwosu"])

        for day in ("11 May 2027", "11 May 2028", "11 May 2030"):
            assert day in shown

    def test_counts_no_party(self, world):
        for address in ("/elections/", f"/elections/{world.election.slug}/"):
            with at(MONDAY):
                shown = Client().get(address).content.decode()
            assert "Coast Residents" not in shown


class TestChangingParty:
    def test_shows_both_with_the_day_and_the_source(self, world):
        who = world.people["Nwosu"]
        with at(A_YEAR_ON):
            join_party(
                by=independent, candidate=who, party="Harbour and Hinterland",
                since=dt.date(2027, 1, 9), source="https://council.example/minutes",
            )  # fmt: skip

        shown = page(who, A_YEAR_ON)
        assert "Coast Residents" in shown
        assert "Harbour and Hinterland, since 9 January 2027" in shown
        assert "council.example/minutes" in shown

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"party": " "}, "which party"),
            ({"party": "Coast Residents"}, "already"),
            ({"source": ""}, "where that can be read"),
            ({"since": dt.date(2026, 5, 1)}, "not taken office"),
            ({"since": dt.date(2030, 5, 1)}, "to come"),
        ],
    )
    def test_needs_a_party_a_day_and_a_source(self, world, more, said):
        told = {"party": "Harbour", "since": dt.date(2027, 1, 9), "source": "Minutes"} | more

        with at(A_YEAR_ON), pytest.raises(Refused, match=said):
            join_party(by=independent, candidate=world.people["Nwosu"], **told)

    def test_is_of_councillors(self, world):
        with at(A_YEAR_ON), pytest.raises(Refused, match="holds no seat"):
            join_party(
                by=independent, candidate=world.people["Tully"], party="Harbour",
                since=dt.date(2027, 1, 9), source="Minutes",
            )  # fmt: skip


class TestLeavingOffice:
    def test_ends_what_was_promised_and_keeps_it(self, world):
        who = world.people["Akhtar"]
        with at(A_YEAR_ON):
            leave_office(by=independent, candidate=who, on=dt.date(2027, 3, 1))

        assert not Commitment.objects.binding().exists()
        shown = page(who, A_YEAR_ON)
        assert "to 1 March 2027" in shown
        assert WORDS in shown
        assert "still to come" not in shown

    def test_leads_to_who_was_elected_after_them(self, world):
        who = world.people["Akhtar"]
        with at(A_YEAR_ON):
            leave_office(by=independent, candidate=who, on=dt.date(2027, 3, 1))
        later = BallotFactory(
            election=ElectionFactory(on=dt.date(2027, 4, 8), notice_on=dt.date(2027, 3, 5)),
            area=world.ballot.area, by_election=True,
        )  # fmt: skip
        CandidateFactory(ballot=later, name="Jo Gale", elected=True)

        assert "Jo Gale" in page(who, A_YEAR_ON)
        assert "Jo Gale" not in page(world.people["Nwosu"], A_YEAR_ON)

    def test_is_on_a_day_that_makes_sense(self, world):
        who = world.people["Akhtar"]
        with at(A_YEAR_ON):
            for day, said in ((dt.date(2026, 5, 1), "not taken"), (dt.date(2030, 1, 1), "to come")):
                with pytest.raises(Refused, match=said):
                    leave_office(by=independent, candidate=who, on=day)

    @pytest.mark.parametrize("who", [stranger, reader, moderator, robot], ids=lambda w: w.label)
    def test_is_for_stewards(self, world, who):
        with at(A_YEAR_ON), pytest.raises(PermissionDenied):
            leave_office(by=who, candidate=world.people["Akhtar"], on=A_YEAR_ON.date())


def link_of(world, name, token="a-secret", **more):
    return CandidateLinkFactory(
        call=world.call, candidate=world.people[name], digest=digest_of(token), **more
    )


def holder(link):
    return LinkHolder(f"commitments.candidatelink:{link.pk}")


class TestUpdating:
    def test_is_shown_at_once_in_their_words(self, world):
        link = link_of(world, "Nwosu")

        with at(A_YEAR_ON):
            update_councillor(
                by=holder(link), candidate=link.candidate, call=world.call, words=" I tried.\n "
            )

        assert CouncillorUpdate.objects.get().words == "I tried."
        assert "I tried." in page(link.candidate, A_YEAR_ON)

    @pytest.mark.parametrize(
        "who", [stranger, reader, moderator, steward, independent, robot], ids=lambda w: w.label
    )
    def test_is_nobody_elses(self, world, who):
        with pytest.raises(PermissionDenied):
            update_councillor(
                by=who, candidate=world.people["Nwosu"], call=world.call, words="I tried."
            )

    def test_is_not_by_anothers_link_or_one_that_was_revoked(self, world):
        other = link_of(world, "Akhtar", "another")
        revoked = link_of(
            world, "Nwosu", "revoked", revoked_at=MONDAY, revoked_because="Forwarded."
        )

        for link in (other, revoked):
            with pytest.raises(PermissionDenied):
                update_councillor(
                    by=holder(link), candidate=world.people["Nwosu"], call=world.call, words="No."
                )

    @pytest.mark.parametrize(
        ("words", "said"), [("  ", "Write"), ("word " * 301, "301"), ("x" * 200_000, "300")]
    )
    def test_has_as_many_words_for_everybody(self, world, words, said):
        link = link_of(world, "Nwosu")

        with at(A_YEAR_ON), pytest.raises(Refused, match=said):
            update_councillor(
                by=holder(link), candidate=link.candidate, call=world.call, words=words
            )

    def test_waits_before_an_election(self, world):
        link = link_of(world, "Nwosu")
        ElectionFactory(on=dt.date(2027, 5, 20), notice_on=dt.date(2027, 4, 10))

        with at(A_YEAR_ON), pytest.raises(Refused, match="An election is near"):
            update_councillor(
                by=holder(link), candidate=link.candidate, call=world.call, words="I tried."
            )

    def test_is_for_who_is_in_office(self, world):
        link = link_of(world, "Tully")

        with at(A_YEAR_ON), pytest.raises(Refused, match="holds no seat"):
            update_councillor(
                by=holder(link), candidate=link.candidate, call=world.call, words="I tried."
            )


class TestTheUpdatePage:
    def test_is_sent_by_the_link_and_may_be_opened_often(self, world):
        link_of(world, "Nwosu")
        with at(A_YEAR_ON):
            for _ in range(3):
                opened = Client().get("/update/a-secret/")
                assert opened.status_code == 200
            assert "no-store" in opened["Cache-Control"]
            sent = Client().post("/update/a-secret/", {"words": "I tried."})

        assert sent.status_code == 302
        assert sent["Location"] == f"/councillors/{world.people['Nwosu'].pk}/"
        assert CouncillorUpdate.objects.count() == 1

    def test_leads_nowhere_by_a_guess_a_revoked_link_or_that_of_who_lost(self, world):
        link_of(world, "Nwosu", "gone", revoked_at=MONDAY, revoked_because="Forwarded.")
        link_of(world, "Tully", "lost")

        with at(A_YEAR_ON):
            for token in ("guessed", "gone", "lost"):
                assert Client().get(f"/update/{token}/").status_code == 404
                assert Client().post(f"/update/{token}/", {"words": "x"}).status_code == 404

    def test_says_before_an_election_that_it_waits(self, world):
        link_of(world, "Nwosu")
        ElectionFactory(on=dt.date(2027, 5, 20), notice_on=dt.date(2027, 4, 10))

        with at(A_YEAR_ON):
            opened = Client().get("/update/a-secret/")
            sent = Client().post("/update/a-secret/", {"words": "I tried."})

        assert "An election is near" in opened.content.decode()
        assert sent.status_code == 422
        assert not CouncillorUpdate.objects.exists()


class TestAskingThem:
    def test_writes_to_everybody_on_the_day_answered_or_not(self, world):
        with at(A_YEAR_ON - dt.timedelta(days=2)):
            assert ask_councillors(by=robot) == 0
        with at(A_YEAR_ON):
            assert ask_councillors(by=robot) == 2
            assert ask_councillors(by=robot) == 0

        assert {m.to for m in Message.objects.all()} == {"akhtar@example.org", "nwosu@example.org"}
        assert Contact.objects.filter(kind="review", number=12).count() == 2
        assert len({c.text_digest for c in Contact.objects.all()}) == 1
        token = re.search(r"/update/([\w-]+)/", Message.objects.first().body)[1]
        assert CandidateLink.objects.by_link(token).exists()
        assert ask_councillors in HOURLY

    def test_waits_before_an_election(self, world):
        ElectionFactory(on=dt.date(2027, 5, 20), notice_on=dt.date(2027, 4, 10))

        with at(A_YEAR_ON):
            assert ask_councillors(by=robot) == 0
        with at(dt.datetime(2027, 5, 21, 9, 0, tzinfo=dt.UTC)):
            assert ask_councillors(by=robot) == 2

    @pytest.mark.parametrize("who", [stranger, reader, independent, from_the_council])
    def test_is_the_houses(self, world, who):
        with pytest.raises(PermissionDenied):
            ask_councillors(by=who)


def test_a_promise_of_another_document_is_not_on_their_page(world):
    CommitmentFactory(candidate=world.people["Akhtar"], words="Elsewhere.", published_at=MONDAY,
                      digest="0" * 64)  # fmt: skip

    assert "Elsewhere." not in page(world.people["Akhtar"])
