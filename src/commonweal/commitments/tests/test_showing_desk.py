"""The desk's screens for answers, results and councillors, as staff use them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.models import CallCorrection, Candidate, Spend
from commonweal.commitments.tests.calling import (
    A_SECOND,
    CLOSES,
    MONDAY,
    NIGHT,
    REVEALS,
    WORDS,
    a_call,
    at,
    declare,
)
from commonweal.core.tests.given import given
from commonweal.sector.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
RUNNING = ("hold_call", "release_call", "correct_call", "answers", "log_spend")
KEEPING = ("import_results", "results", "take_office")


@pytest.fixture
def world():
    PlaceFactory(name="Saltwold")
    return a_call(favours=True)


def signed_in(*roles):
    person = UserFactory(roles=list(roles))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client, person


@pytest.fixture
def desk(world):
    """A steward who declared that they work for no public body."""
    client, person = signed_in("steward")
    declare(world.call, person, public_body=False)
    return client


def address(name, *args):
    return reverse(f"commitments_desk:{name}", args=args)


def read(client, where):
    answer = client.get(where, follow=True)
    assert answer.status_code == 200, where
    return answer.content.decode()


class TestWhoComesIn:
    @pytest.mark.parametrize("name", RUNNING)
    @pytest.mark.parametrize("body", [None, True])
    def test_to_run_a_call_only_the_independent(self, world, name, body):
        client, person = signed_in("steward")
        if body:
            declare(world.call, person, public_body=True)

        with at(REVEALS):
            assert client.get(address(name, world.call.pk)).status_code == 403
            assert client.post(address(name, world.call.pk), {}).status_code == 403

    @pytest.mark.parametrize("name", [*RUNNING, *KEEPING])
    @pytest.mark.parametrize("role", ["reader", "moderator", "editor"])
    def test_nobody_of_another_role(self, world, name, role):
        client, person = signed_in(role)
        declare(world.call, person, public_body=False)

        assert client.get(address(name, world.call.pk)).status_code == 403

    @pytest.mark.parametrize("name", [*RUNNING, *KEEPING, "showing_call"])
    def test_no_stranger(self, world, name):
        answer = Client().get(address(name, world.call.pk))

        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]

    @pytest.mark.parametrize("name", [*RUNNING, *KEEPING, "showing_call"])
    def test_the_independent_steward(self, world, desk, name):
        with at(REVEALS):
            assert desk.get(address(name, world.call.pk)).status_code == 200

    def test_a_reader_sees_how_it_stands_and_no_answer(self, world):
        client, _ = signed_in("reader")

        with at(REVEALS - A_SECOND):
            shown = read(client, address("showing")) + read(
                client, address("showing_call", world.call.pk)
            )

        assert "County elections" in shown
        assert WORDS not in shown
        assert "Hold all answers back" not in shown


class TestWhatTheyDo:
    def test_they_hold_back_and_release(self, world, desk):
        with at(REVEALS):
            desk.post(address("hold_call", world.call.pk), {"reason": "A court asked us."})
            assert "All answers are held back" in read(desk, address("showing_call", world.call.pk))
            desk.post(address("release_call", world.call.pk), {"reason": "It has decided."})

        world.call.refresh_from_db()
        assert world.call.held_at is None
        assert CallCorrection.objects.count() == 2

    def test_they_are_told_what_is_missing(self, world, desk):
        with at(REVEALS):
            answer = desk.post(address("hold_call", world.call.pk), {"reason": ""})

        assert "Say why" in answer.content.decode()

    def test_they_put_a_party_right(self, world, desk):
        who = world.people["Tully"]
        told = {"what": "A party.", "why": "Misspelt.", "candidate": who.pk, "party": "Harbour"}

        with at(REVEALS):
            answer = desk.post(address("correct_call", world.call.pk), told)

        assert answer.status_code == 302
        who.refresh_from_db()
        assert who.party == "Harbour"

    def test_they_read_words_only_once_answers_have_closed(self, world, desk):
        with at(CLOSES - A_SECOND):
            assert WORDS not in read(desk, address("answers", world.call.pk))
        with at(CLOSES):
            assert WORDS in read(desk, address("answers", world.call.pk))

    def test_they_withhold_words_and_are_given_the_link_where_there_is_no_email(self, world, desk):
        with given():
            Candidate.objects.update(email="")
        answer = world.people["Akhtar"].answers.first()
        where = address("withhold_words", answer.pk)

        with at(CLOSES):
            assert WORDS in read(desk, where)
            sent = desk.post(where, {"advice": "Marsh Chambers.", "days": "3"}, follow=True)

        answer.refresh_from_db()
        assert answer.withheld == "Marsh Chambers."
        assert "Imran Akhtar has no e-mail" in sent.content.decode()
        assert "/answer/" in sent.content.decode()

    def test_they_log_spending(self, world, desk):
        told = {
            "ballot": world.ballot.pk, "on": "2026-04-20", "what": "Printing", "pounds": "85",
            "paid_by": "Us", "authority": "",
        }  # fmt: skip
        with at(REVEALS):
            refused = desk.post(address("log_spend", world.call.pk), told)
            assert "£84.20" in refused.content.decode()
            desk.post(address("log_spend", world.call.pk), told | {"authority": "None did."})

        assert Spend.objects.get().authority == "None did."

    def test_they_bring_results_in_and_type_the_rest(self, world, desk):
        rows = "".join(
            f"{world.ballot.code},{who.person},{'t' if name == 'Nwosu' else 'f'},{n}\n"
            for n, (name, who) in enumerate(world.people.items())
        )
        file = f"ballot_paper_id,person_id,elected,votes_cast\n{rows}"
        where = address("import_results", world.call.pk)

        with at(NIGHT):
            bad = desk.post(where, {"file": SimpleUploadedFile("r.csv", b"a,b\n1,2\n")})
            assert "no column" in bad.content.decode()
            good = desk.post(
                where, {"file": SimpleUploadedFile("r.csv", file.encode())}, follow=True
            )
            assert "1 results are in; 1 people were elected." in good.content.decode()
            who = world.people["Akhtar"]
            desk.post(
                address("enter_result", world.ballot.pk),
                {"elected": [str(who.pk)], f"votes_{who.pk}": "812"},
            )

        who.refresh_from_db()
        assert (who.elected, who.votes) == (True, 812)

    def test_they_see_councillors_take_office_change_and_leave(self, world, desk):
        who = world.people["Nwosu"]
        with given():
            Candidate.objects.filter(pk=who.pk).update(elected=True)

        with at(MONDAY):
            desk.post(address("take_office", world.call.pk), {"on": "2026-05-11"})
            assert "Grace Nwosu" in read(desk, address("councillors"))
        with at(MONDAY + dt.timedelta(days=400)):
            party = {"party": "Harbour", "since": "2027-01-09", "source": "Minutes"}
            later, _ = signed_in("steward")
            later.post(address("join_party", who.pk), party)
            later.post(address("leave_office", who.pk), {"on": "2027-02-01"})

        who.refresh_from_db()
        assert who.affiliations.get().party == "Harbour"
        assert who.office_to == dt.date(2027, 2, 1)

    def test_a_day_that_is_none_is_said_so(self, world, desk):
        with given():
            Candidate.objects.filter(surname="Nwosu").update(elected=True)

        with at(MONDAY):
            answer = desk.post(address("take_office", world.call.pk), {"on": "never"})

        assert answer.status_code == 200
        assert not Candidate.objects.exclude(office_from=None).exists()
