"""The desk's screens for elections, candidates and calls."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.models import (
    Answer,
    Ballot,
    Call,
    Candidate,
    CandidateLink,
    Contact,
    Election,
    Interest,
)
from commonweal.commitments.tests.callings import A_DAY, INVITE, at, calling, worker
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CandidateFactory,
    DocumentFactory,
    ElectionFactory,
    InterestFactory,
    ParagraphFactory,
)
from commonweal.commitments.tests.test_candidate_files import GRACE, ID, NEW
from commonweal.core.tests.given import given
from commonweal.places.models import Area

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def url(name, *args):
    return reverse(f"commitments_desk:{name}", args=args)


@pytest.fixture
def c():
    return calling()


def sign_in(client, *roles):
    person = UserFactory(roles=list(roles))
    client.force_login(person, backend=BACKEND)
    return person


@pytest.fixture
def desk(client, c):
    """A steward who declared to be independent, a day after the invitation."""
    with at(INVITE):
        actions.keep_to_time(by=worker)
    with at(INVITE + A_DAY):
        person = sign_in(client, "steward")
        InterestFactory(call=c.call, person_key=person.key, public_body=False)
        yield client


def queries(client, address):
    """How many questions a page asks of the database, once it is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def text(answer):
    return answer.content.decode()


class TestElections:
    def test_are_written_down_with_ballots_and_candidates(self, desk):
        desk.post(url("add_election"), {"name": "City elections", "on": "2026-05-07"})
        election = Election.objects.get(slug="city-elections")
        desk.post(url("add_ballot", election.pk), {"name": "Town Close", "seats": "1"})
        ballot = Ballot.objects.get(election=election)
        desk.post(url("add_candidate", ballot.pk), {"name": "Ines Costa", "email": "i@x.org"})

        page = text(desk.get(url("ballot", ballot.pk)))
        assert "Costa, Ines" in page
        assert "Not compared with the Statement" in page
        assert "No area code" in page

    def test_list_and_page_say_what_is_checked_and_what_to_look_at(self, desk, c):
        with given():
            Area.objects.create(code="E05000001", kind="ward", name="Old", valid_to="2025-01-01")
        BallotFactory(election=c.call.election, area="E05000001", name="Abolished ward")

        assert "County elections" in text(desk.get(url("elections")))
        page = text(desk.get(url("election", c.call.election.pk)))
        assert "The area E05000001 ended on 1 January 2025" in page
        assert "Democracy Club and its volunteers, CC BY 4.0" in page

    def test_cost_the_same_however_many_ballots(self, desk, c):
        address = url("election", c.call.election.pk)
        few = queries(desk, address)
        for _ in range(20):
            CandidateFactory(ballot=BallotFactory(election=c.call.election))

        assert queries(desk, address) == few

    def test_are_compared_with_the_statement(self, desk, c):
        Ballot.objects.update(checked_at=None, checked_by="")
        form = desk.get(url("check_ballot", c.ballot.pk)).context["form"]
        told = {"statement_url": "https://saltwold.example/s.pdf", "seen": form.initial["seen"]}

        assert "Compare them first" in text(desk.post(url("check_ballot", c.ballot.pk), told))
        desk.post(url("check_ballot", c.ballot.pk), told | {"agree": "on"})

        assert Ballot.objects.get(pk=c.ballot.pk).checked_at == INVITE + A_DAY

    def test_tell_two_of_one_name_apart(self, desk, c):
        CandidateFactory(ballot=c.ballot, name="Grace Nwosu", person="77777")

        assert "Another on this ballot has the same name: number 77777" in text(
            desk.get(url("ballot", c.ballot.pk))
        )

    def test_note_who_withdrew_and_what_was_put_right(self, desk, c):
        desk.post(url("say_standing", c.grace.pk), {"standing": "withdrawn", "on": "2026-04-11"})
        sent = desk.post(url("change_candidate", c.omar.pk), {"name": "Omar Haddad", "surname": ""})

        c.grace.refresh_from_db()
        assert c.grace.standing == "withdrawn"
        assert "This cannot be left empty" in text(sent)

    def test_put_a_poll_off(self, desk, c):
        desk.post(url("put_off_ballot", c.ballot.pk), {
            "poll_on": "2026-06-11", "closes_at": "2026-05-28T12:00",
            "reveal_at": "2026-06-01T09:00", "reason": "A candidate died.",
        })  # fmt: skip

        ballot = Ballot.objects.get(pk=c.ballot.pk)
        assert ballot.closes_at == dt.datetime(2026, 5, 28, 11, 0, tzinfo=dt.UTC)
        assert "was put off to 11 June 2026" in text(desk.get(url("ballot", ballot.pk)))


class TestAFile:
    def give(self, desk, *rows, **told):
        lines = [",".join(NEW), *(",".join(row[name] for name in NEW) for row in rows)]
        given = SimpleUploadedFile("candidates.csv", "\n".join(lines).encode())
        return desk.post(url("bring_candidates"), {"file": given, "election": ID} | told)

    def test_is_looked_at_first(self, desk):
        page = text(self.give(desk, GRACE, only_look="on"))

        assert "what would change" in page
        assert "1 rows read: 1 new" in page
        assert not Candidate.objects.filter(person="71").exists()

    def test_is_brought_in_and_not_kept(self, desk, settings, tmp_path):
        page = text(self.give(desk, GRACE, GRACE | {"person_id": "", "person_name": "Nobody"}))

        assert "brought in" in page
        assert "Nothing is written here." in page
        assert Candidate.objects.get(person="71").name == "Grace Nwosu"
        assert "1961" not in page

    def test_that_is_none_is_refused_in_a_sentence(self, desk):
        given = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
        page = desk.post(url("bring_candidates"), {"file": given, "election": ID})

        assert "lacks columns" in text(page)


class TestACall:
    TERMS = {
        "invite_at": "2026-04-14T09:00", "closes_at": "2026-04-24T12:00",
        "reveal_at": "2026-04-27T09:00", "word_limit": "150", "invitation": "The same for all.",
        "order": "surname", "host": "SVA", "funder": "Members", "independence": "No party.",
        "imprint": "SVA, 3 Staithe Street.", "remind_days": "7, 2", "reminder": "Answer.",
    }  # fmt: skip

    def test_is_set_out_declared_and_opened(self, desk):
        document = DocumentFactory(face="call", title="Second call")
        ParagraphFactory(document=document, kind="ask", heading="Funding")
        election = ElectionFactory()
        desk.post(url("set_out_call", document.pk), self.TERMS | {"election": election.pk})
        call = Call.objects.get(document=document)
        assert call.invite_at == dt.datetime(2026, 4, 14, 8, 0, tzinfo=dt.UTC)

        assert desk.get(url("open_call", call.pk)).status_code == 403
        desk.post(url("declare_interest", call.pk), {"public_body": "no"})
        assert "nothing of this is changed" in text(desk.get(url("open_call", call.pk)))
        desk.post(url("open_call", call.pk), {})
        assert Call.objects.get(pk=call.pk).opened_at is None
        desk.post(url("open_call", call.pk), {"sure": "on"})
        assert Call.objects.get(pk=call.pk).opened_at is not None

    def test_says_what_is_wrong_at_its_field(self, desk):
        document = DocumentFactory(face="call")
        sent = desk.post(
            url("set_out_call", document.pk),
            self.TERMS | {"election": ElectionFactory().pk, "reveal_at": "2026-04-20T09:00"},
        )

        assert "Answers are shown after they close" in text(sent)
        assert 'href="#id_reveal_at"' in text(sent)

    def test_shows_who_has_answered_and_never_what(self, desk, c):
        AnswerFactory(
            call=c.call, candidate=c.grace, ask=c.asks[0], stance="not", words="Never in my life."
        )
        for address in (
            url("call", c.call.pk), url("called", c.call.pk, c.grace.pk), url("calls"),
            url("write_down_answer", c.call.pk, c.grace.pk), url("letters_owed", c.call.pk),
            url("ballot", c.ballot.pk), url("change_candidate", c.grace.pk),
        ):  # fmt: skip
            page = text(desk.get(address))
            assert "Never in my life" not in page, address
            assert "Do not support</" not in page or "radio" in page, address
        assert "1 of 2" in text(desk.get(url("call", c.call.pk)))

    def test_costs_the_same_however_many_stand(self, desk, c):
        address = url("call", c.call.pk)
        few = queries(desk, address)
        for _ in range(30):
            CandidateFactory(ballot=c.ballot, email="")

        assert queries(desk, address) == few

    def test_prints_letters_once_with_codes_that_work(self, desk, c):
        assert "Omar Haddad" in text(desk.get(url("letters_owed", c.call.pk)))
        page = desk.post(url("print_letters", c.call.pk))

        assert "no-store" in page["Cache-Control"]
        code = text(page).split("and type <b>")[1].split("<")[0]
        assert CandidateLink.objects.by_link(code).get().candidate == c.omar
        desk.post(url("note_contact", c.call.pk, c.omar.pk, "invitation", 0), {"way": "letter"})
        assert Contact.objects.get(candidate=c.omar).way == "letter"
        assert "Nobody is owed" in text(desk.get(url("letters_owed", c.call.pk)))

    def test_has_answers_by_telephone_written_down_once_read_back(self, desk, c):
        ask = c.asks[0].pk
        address = url("write_down_answer", c.call.pk, c.omar.pk)
        told = {f"stance_{ask}": "in-part", f"words_{ask}": "Partly.", "way": "telephone"}

        assert "Read it back to them first" in text(desk.post(address, told))
        desk.post(address, told | {"read_back": "on"})

        kept = Answer.objects.get()
        assert (kept.candidate, kept.words, kept.read_back) == (c.omar, "Partly.", True)

    def test_makes_sends_and_stops_links(self, desk, c):
        one = (c.call.pk, c.grace.pk)
        page = text(desk.post(url("make_code", *one), follow=True))
        assert "It is not shown again" in page
        link = CandidateLink.objects.latest("pk")
        desk.post(url("revoke_link", *one, link.pk), {"because": "Passed on"})
        link.refresh_from_db()
        assert link.revoked_because == "Passed on"
        desk.post(url("send_anew", *one))
        assert CandidateLink.objects.good().filter(candidate=c.grace).count() == 1


class TestWhoMayNot:
    def addresses(self, c):
        return [
            url("open_call", c.call.pk), url("letters_owed", c.call.pk),
            url("called", c.call.pk, c.grace.pk), url("write_down_answer", c.call.pk, c.grace.pk),
            url("note_contact", c.call.pk, c.omar.pk, "invitation", 0),
        ]  # fmt: skip

    def presses(self, c):
        one = (c.call.pk, c.grace.pk)
        return [url("print_letters", c.call.pk), url("make_code", *one), url("send_anew", *one)]

    @pytest.mark.parametrize("public_body", [True, None])
    def test_a_steward_of_a_public_body_touches_no_answers(self, client, c, public_body):
        with at(INVITE + A_DAY):
            person = sign_in(client, "steward")
            if public_body:
                InterestFactory(call=c.call, person_key=person.key, public_body=True)

            assert {client.get(a).status_code for a in self.addresses(c)} == {403}
            assert {client.post(a).status_code for a in self.presses(c)} == {403}
            assert not CandidateLink.objects.exists()

    @pytest.mark.parametrize("role", ["reader", "editor", "moderator"])
    def test_others_of_the_desk_see_neither_candidates_nor_calls(self, client, c, role):
        with at(INVITE + A_DAY):
            person = sign_in(client, role)
            InterestFactory(call=c.call, person_key=person.key, public_body=False)
            every = [*self.addresses(c), url("call", c.call.pk), url("ballot", c.ballot.pk),
                     url("elections"), url("change_candidate", c.grace.pk)]  # fmt: skip

            assert {client.get(a).status_code for a in every} == {403}
            assert {client.post(a).status_code for a in self.presses(c)} == {403}

    def test_a_reader_may_declare_an_interest(self, client, c):
        sign_in(client, "reader")
        client.post(url("declare_interest", c.call.pk), {"public_body": "yes"})

        assert Interest.objects.latest("pk").public_body

    def test_a_candidate_of_another_election_is_not_found_under_this_call(self, desk, c):
        far = CandidateFactory()

        assert desk.get(url("called", c.call.pk, far.pk)).status_code == 404

    def test_another_candidates_link_is_not_stopped_by_a_made_up_address(self, desk, c):
        link = CandidateLink.objects.get(candidate=c.grace)

        assert desk.get(url("revoke_link", c.call.pk, c.omar.pk, link.pk)).status_code == 404
