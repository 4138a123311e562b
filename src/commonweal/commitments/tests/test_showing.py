"""All answers appear at one announced hour: none before it, anywhere, whoever asks."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.actions import freeze_calls, hold_call
from commonweal.commitments.models import Answer, Candidate
from commonweal.commitments.reports.contacts import public_contacts, public_corrections
from commonweal.commitments.reports.hours import is_shown
from commonweal.commitments.tests.calling import (
    A_MINUTE,
    A_SECOND,
    CLOSES,
    INVITED,
    REVEALS,
    WORDS,
    a_call,
    at,
    independent,
)
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CallCorrectionFactory,
    CandidateFactory,
    ContactFactory,
    ParagraphFactory,
)
from commonweal.core.tests.given import given
from commonweal.sector.tests.factories import PlaceFactory
from commonweal.sector.tests.people import robot
from commonweal.ui.caching import SHELF

pytestmark = pytest.mark.django_db
STANCES = re.compile(r"Support|Do not support|No answer received|no words")


@pytest.fixture
def world():
    PlaceFactory(name="Saltwold")
    return a_call()


def addresses(world):
    base = f"/elections/{world.election.slug}/"
    return [
        "/elections/", base, f"{base}{world.ballot.code}/", f"{base}ask/1/", f"{base}ask/2/",
        f"{base}log/", f"{base}corrections/", f"{base}answers.json", f"{base}answers.csv",
        f"/councillors/{world.people['Akhtar'].pk}/",
    ]  # fmt: skip


def body(answer):
    streamed = getattr(answer, "streaming_content", None)
    return (b"".join(streamed) if streamed else answer.content).decode()


def ballot_page(world, client=None):
    address = f"/elections/{world.election.slug}/{world.ballot.code}/"
    return body((client or Client()).get(address))


def signed_in(*roles):
    client = Client()
    client.force_login(
        UserFactory(roles=list(roles)), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


class TestASecondBeforeTheHour:
    @pytest.mark.parametrize("who", ["a stranger", "a steward", "an administrator"])
    def test_nothing_shows_any_answer(self, world, who):
        roles = {"a stranger": (), "a steward": ["steward"], "an administrator": ["administrator"]}
        client = signed_in(*roles[who]) if roles[who] else Client()
        with given():
            Candidate.objects.filter(surname="Akhtar").update(elected=True)

        with at(REVEALS - A_SECOND):
            for address in addresses(world):
                shown = client.get(address)
                assert shown.status_code == 200, address
                said = body(shown)
                assert WORDS not in said, address
                assert not STANCES.search(said), address

    def test_pages_are_the_same_whether_anybody_answered(self, world):
        csrf = re.compile(r'value="[\w]{64}"|nonce-[\w-]+|nonce="[^"]+"')
        with at(REVEALS - A_SECOND):
            before = [Client().get(address) for address in addresses(world)[:-1]]
            said = [csrf.sub("", body(answer)) for answer in before]
            with given():
                Answer.objects.all().delete()
            after = [Client().get(address) for address in addresses(world)[:-1]]

        assert [csrf.sub("", body(answer)) for answer in after] == said
        assert [a.get("ETag") for a in after] == [a.get("ETag") for a in before]
        assert [a.get("Content-Length") for a in after] == [a.get("Content-Length") for a in before]

    def test_who_stands_and_the_hour_are_told(self, world):
        with at(REVEALS - A_SECOND):
            shown = ballot_page(world)

        assert "Akhtar, Imran" in shown
        assert "All answers appear here at 9 am on Monday 27 April 2026" in shown

    def test_a_chance_to_answer_again_is_told_to_nobody(self, world):
        who = world.people["Akhtar"]
        ContactFactory(call=world.call, candidate=who, kind="resubmit")
        CallCorrectionFactory(call=world.call, candidate=who)
        whole = CallCorrectionFactory(call=world.call)

        assert not public_contacts(world.call, REVEALS - A_SECOND).exists()
        assert list(public_corrections(world.call, REVEALS - A_SECOND)) == [whole]
        assert public_contacts(world.call, REVEALS).count() == 1
        assert public_corrections(world.call, REVEALS).count() == 2


class TestAtTheHour:
    def test_everything_appears_at_once(self, world):
        with given():
            Candidate.objects.filter(surname="Akhtar").update(elected=True)
        with_answers = [
            a for a in addresses(world)[2:] if not a.endswith(("/log/", "/corrections/"))
        ]
        with at(REVEALS):
            shown = {address: body(Client().get(address)) for address in with_answers}

        assert len(shown) == 6
        assert [address for address, said in shown.items() if WORDS not in said] == []

    def test_words_are_verbatim_and_silence_is_neutral(self, world):
        with given():
            Answer.objects.filter(stance="support").update(words="<b>“Yes” & no</b>\nSecond line")
        with at(REVEALS):
            shown = ballot_page(world)

        assert "&lt;b&gt;“Yes” &amp; no&lt;/b&gt;<br>Second line" in shown
        assert shown.count("No answer received by the deadline") == 4
        assert "Refused" not in shown

    def test_candidates_stand_by_surname(self, world):
        with at(REVEALS):
            shown = ballot_page(world)

        found = re.findall(r"<bdi>(\w+), \w+</bdi></h3>", shown)
        assert found == ["Akhtar", "Bellwood", "Nwosu", "Tully"] * 2

    def test_or_in_the_order_that_was_drawn(self, world):
        with given():
            type(world.call).objects.update(order="seed", seed="tombola")
        with at(REVEALS):
            shown = ballot_page(world)

        found = re.findall(r"<bdi>(\w+), \w+</bdi></h3>", shown)
        assert found[:4] == found[4:]
        assert sorted(found[:4]) == ["Akhtar", "Bellwood", "Nwosu", "Tully"]
        assert "tombola" in shown

    @pytest.mark.parametrize(
        ("standing", "said"),
        [("withdrawn", "Withdrew on 20 April 2026"), ("died", "Died on 20 April 2026")],
    )
    def test_of_who_no_longer_stands_it_only_says_so(self, world, standing, said):
        with given():
            Candidate.objects.filter(surname="Akhtar").update(
                standing=standing, standing_on=dt.date(2026, 4, 20)
            )
        with at(REVEALS):
            shown = ballot_page(world)

        assert said in shown
        assert WORDS not in shown

    def test_who_was_not_nominated_is_shown_nowhere(self, world):
        with given():
            Candidate.objects.filter(surname="Akhtar").update(standing="not-nominated")
        with at(REVEALS):
            assert "Akhtar" not in ballot_page(world)

    def test_nobody_is_named_before_somebody_has_checked_them(self, world):
        with given():
            type(world.ballot).objects.update(checked_at=None)
        with at(REVEALS):
            shown = ballot_page(world)

        assert "Akhtar" not in shown
        assert "Statement of Persons Nominated" in shown

    def test_words_that_are_withheld_are_marked_and_the_stance_stays(self, world):
        with given():
            Answer.objects.filter(stance="support").update(
                withheld="The solicitor's advice.", withheld_at=CLOSES
            )
        with at(REVEALS):
            for address in addresses(world)[:-1]:
                shown = body(Client().get(address))
                assert WORDS not in shown, address
                assert "solicitor" not in shown, address
            shown = ballot_page(world)

        assert "Their words are not shown, on legal advice." in shown
        assert shown.count(">Support<") == 4

    def test_an_answer_sent_again_is_shown_in_its_place(self, world):
        AnswerFactory(
            call=world.call, candidate=world.people["Akhtar"], ask=world.asks[0],
            words="Other words.", after_deadline=True, at=CLOSES + A_MINUTE,
        )  # fmt: skip
        with at(REVEALS):
            shown = ballot_page(world)

        assert "Other words." in shown
        assert "Sent after answers closed" in shown
        assert shown.count(WORDS) == 1

    def test_every_page_says_who_asks_pays_and_stands_behind_it(self, world):
        with at(REVEALS):
            for address in addresses(world)[1:7]:
                shown = body(Client().get(address))
                for said in ("supports no party", "Published by Saltwold", "Its members"):
                    assert said in shown, (address, said)

    def test_no_page_counts_or_colours_anything(self, world):
        with at(REVEALS):
            shown = ballot_page(world)

        assert 'class="status' not in shown
        assert 'class="tag' not in shown
        assert "%" not in re.sub(r"<script.*?</script>", "", shown)


class TestAPollThatWasPutOff:
    @pytest.fixture
    def late(self, world):
        ballot = BallotFactory(
            election=world.election, standing="countermanded", name="Sluice",
            checked_at=INVITED, checked_by="Ines",
        )  # fmt: skip
        who = CandidateFactory(ballot=ballot, name="Jo Gale", surname="Gale")
        AnswerFactory(call=world.call, candidate=who, ask=world.asks[0], words="Late words.")
        return ballot

    def test_shows_nothing_at_the_hour_of_the_others(self, world, late):
        with at(REVEALS + A_MINUTE):
            for address in (
                *addresses(world)[:-1],
                f"/elections/{world.election.slug}/{late.code}/",
            ):
                assert "Late words." not in body(Client().get(address)), address

    def test_has_an_hour_of_its_own(self, world, late):
        own = REVEALS + dt.timedelta(days=30)
        with given():
            type(late).objects.filter(pk=late.pk).update(reveal_at=own, closes_at=own - A_MINUTE)
        address = f"/elections/{world.election.slug}/{late.code}/"

        with at(own - A_SECOND):
            assert "Late words." not in body(Client().get(address))
        with at(own):
            assert "Late words." in body(Client().get(address))


class TestTheRule:
    @pytest.mark.parametrize("held", [False, True])
    @pytest.mark.parametrize("opened", [False, True])
    @pytest.mark.parametrize("own", [None, REVEALS + A_MINUTE, REVEALS - A_MINUTE])
    @pytest.mark.parametrize("standing", ["going", "countermanded"])
    def test_is_the_same_for_pages_and_queries(self, held, opened, own, standing):
        world = a_call()
        with given():
            type(world.call).objects.update(
                held_at=CLOSES if held else None, held_because="Why." if held else "",
                opened_at=INVITED if opened else None,
            )  # fmt: skip
            type(world.ballot).objects.update(reveal_at=own, standing=standing)
        world.call.refresh_from_db()
        world.ballot.refresh_from_db()

        for moment in (REVEALS - A_MINUTE, REVEALS - A_SECOND, REVEALS, REVEALS + A_MINUTE):
            seen = Answer.objects.public(moment).exists()
            assert is_shown(world.call, world.ballot, moment) is seen
            CallCorrectionFactory(call=world.call, candidate=world.people["Akhtar"])
            assert public_corrections(world.call, moment).exists() is seen


class TestKeptPages:
    @pytest.fixture(autouse=True)
    def shelf(self, settings):
        settings.KEEP_PAGES = True
        SHELF.clear()
        yield
        SHELF.clear()

    def test_expire_at_the_very_second(self, world):
        with at(REVEALS - A_MINUTE):
            ballot_page(world)
        with at(REVEALS - A_SECOND):
            assert WORDS not in ballot_page(world)
            assert SHELF.pages
        with at(REVEALS):
            assert WORDS in ballot_page(world)

    def test_expire_at_an_hour_within_a_minute_too(self, world):
        odd = REVEALS + 20 * A_SECOND
        with given():
            type(world.call).objects.update(reveal_at=odd)

        with at(REVEALS + A_SECOND):
            for address in addresses(world)[:-1]:
                Client().get(address)
            assert WORDS not in ballot_page(world)
        with at(odd - A_SECOND):
            assert WORDS not in ballot_page(world)
        with at(odd):
            assert WORDS in ballot_page(world)
            assert WORDS in body(Client().get(f"/elections/{world.election.slug}/ask/1/"))
            assert WORDS in body(Client().get(f"/elections/{world.election.slug}/answers.json"))

    def test_expire_when_answers_are_held_back(self, world):
        with at(REVEALS + A_SECOND):
            assert WORDS in ballot_page(world)
            hold_call(by=independent, call=world.call, reason="A court asked us to wait.")

            held = ballot_page(world)

        assert WORDS not in held
        assert "A court asked us to wait." in held

    def test_say_the_digest_once_answers_are_frozen(self, world):
        with at(CLOSES):
            assert "SHA-256:" not in ballot_page(world)
            freeze_calls(by=robot)
            world.ballot.refresh_from_db()

            assert world.ballot.freezes.get().digest in ballot_page(world)


class TestAnElection:
    def test_is_not_there_before_its_call_is_opened(self, world):
        with given():
            type(world.call).objects.update(opened_at=None)

        assert world.election.name not in body(Client().get("/elections/"))
        for address in addresses(world)[1:]:
            assert Client().get(address).status_code == 404, address

    def test_does_not_know_a_ballot_of_another(self, world):
        other = BallotFactory()

        assert Client().get(f"/elections/{world.election.slug}/{other.code}/").status_code == 404
        assert Client().get(f"/elections/{world.election.slug}/ask/9/").status_code == 404
        assert Client().get("/elections/no-such/").status_code == 404

    def test_that_is_the_first_says_so(self):
        PlaceFactory(name="Saltwold")

        assert "No candidates have been asked anything yet" in body(Client().get("/elections/"))

    def test_log_says_what_was_sent_to_how_many(self, world):
        for who in world.people.values():
            ContactFactory(call=world.call, candidate=who, due_at=INVITED, at=INVITED)

        shown = body(Client().get(f"/elections/{world.election.slug}/log/"))

        assert "10 am on Friday 10 April 2026" in shown
        assert "Grace Nwosu" in shown
        assert '<td class="r">4</td>' in shown


def queries(address):
    Client().get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(address)
        body(answer)
    assert answer.status_code == 200, address
    return len(asked)


class TestSpeed:
    def test_asks_the_database_as_often_with_25_candidates_and_200_ballots(self, world):
        ContactFactory(call=world.call, candidate=world.people["Akhtar"])
        CallCorrectionFactory(call=world.call, candidate=world.people["Akhtar"])
        with at(REVEALS):
            freeze_calls(by=robot)
            few = {address: queries(address) for address in addresses(world)[:-1]}
            fill(world)
            freeze_calls(by=robot)
            many = {address: queries(address) for address in addresses(world)[:-1]}

        assert many == few
        assert max(many.values()) <= 25


def fill(world):
    """25 candidates in Lantern Street, and 200 ballots with two people each who answered."""
    ParagraphFactory(document=world.call.document, kind="ask", position=3)
    for n in range(21):
        who = CandidateFactory(ballot=world.ballot, surname=f"Name{n}", name=f"A Name{n}")
        AnswerFactory(call=world.call, candidate=who, ask=world.asks[0])
        ContactFactory(call=world.call, candidate=who)
        CallCorrectionFactory(call=world.call, candidate=who)
    for n in range(199):
        ballot = BallotFactory(
            election=world.election, name=f"Ward {n}", checked_at=INVITED, checked_by="Ines"
        )
        for surname in ("One", "Two"):
            who = CandidateFactory(ballot=ballot, surname=surname, name=f"A {surname}")
            AnswerFactory(call=world.call, candidate=who, ask=world.asks[0])
