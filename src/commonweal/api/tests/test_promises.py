"""Promises for programs: all that is published, nothing else, and nothing before its hour."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from commonweal.commitments.models import Answer, Call, Document
from commonweal.commitments.reports.whole import digest_of_body
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    CommitmentFactory,
    EventFactory,
    EvidenceFactory,
    ParagraphFactory,
    ProgressReviewFactory,
)
from commonweal.commitments.tests.publishing import PUBLISHED, published, written
from commonweal.core.tests.given import given
from commonweal.places.models import Place
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
NOW = dt.datetime(2026, 4, 20, 12, tzinfo=dt.UTC)
LATER = PUBLISHED + dt.timedelta(days=5)
TABLES = ("promises", "commitments", "evidence", "events", "answers")


@pytest.fixture(autouse=True)
def place():
    Place.objects.create(pk=1, name="Saltwold", keeper="Saltwold Voluntary Action")
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"{V1}{path}", headers=headers)


def table(client: Client, name: str) -> list[dict[str, str]]:
    held = b"".join(client.get(f"{V1}/{name}.csv").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(held)))


def everything(client: Client) -> str:
    """All that these addresses tell of a place, as one text."""
    since = "modified_after=2000-01-01T00:00:00Z"
    paths = [
        *("/promises", "/commitments", "/evidence", "/events", "/elections"),
        *(f"/{name}?{since}" for name in ("promises", "commitments", "evidence", "events")),
    ]
    for one in Document.objects.all():
        paths.append(f"/promises/{one.slug}")
        paths += [f"/commitments/{c.uuid}" for c in one.commitments.all()]
    told = [get(client, path).content.decode() for path in paths]
    for call in Call.objects.all():
        told.append(get(client, f"/elections/{call.election.slug}").content.decode())
        told.append(get(client, f"/answers?election={call.election.slug}").content.decode())
    return "\n".join([*told, *(str(table(client, name)) for name in TABLES)])


def asked() -> Call:
    """A call to the candidates of one ward that was opened, and one answer to its one ask."""
    document = written(face="call")
    ask = ParagraphFactory(document=document, kind="ask", heading="Meet early?")
    call = CallFactory(document=published(document).document, opened_at=PUBLISHED)
    ballot = BallotFactory(
        election=call.election, checked_at=PUBLISHED, checked_by="Ruth Wyke", name="Staithe"
    )
    AnswerFactory(
        call=call, candidate=CandidateFactory(ballot=ballot), ask=ask, words="=Gladly, always."
    )
    return call


class TestPromises:
    def test_are_listed_and_told_whole(self, client):
        version = published()
        slug = version.document.slug

        (row,) = get(client, "/promises").json()["promises"]
        whole = get(client, f"/promises/{slug}").json()["promises"]

        assert (row["slug"], row["status"]["code"], row["version"]) == (slug, "adopted", 1)
        assert digest_of_body(whole["body"]) == whole["digest"] == version.digest
        assert client.get(row["links"]["pdf"]).content.startswith(b"%PDF-")
        assert client.get(whole["versions"][0]["links"]["txt"]).status_code == 200
        assert get(client, "/promises?face=compact").json()["paging"]["total"] == 0

    def test_are_called_as_last_published(self, client):
        document = published().document
        Document.objects.filter(pk=document.pk).update(title="Secret new title")

        assert "Secret" not in everything(client)

    def test_are_given_a_page_at_a_time_and_since_a_moment(self, client):
        for days in range(5):
            published(at=PUBLISHED + dt.timedelta(days=days))

        page = get(client, "/promises?limit=2").json()
        since = get(client, f"/promises?modified_after={PUBLISHED:%Y-%m-%dT%H:%M:%SZ}").json()

        assert (page["paging"]["total"], page["paging"]["pages"]) == (5, 3)
        assert len(client.get(page["paging"]["next"]).json()["promises"]) == 2
        moments = [one["changed_at"] for one in since["promises"]]
        assert len(moments) == 4
        assert moments == sorted(moments)

    def test_cost_the_same_number_of_queries_however_many(
        self, client, django_assert_max_num_queries
    ):
        for _ in range(8):
            EvidenceFactory(
                commitment=published().document.commitments.get(), published_at=PUBLISHED
            )
            asked()

        for path in ("/promises", "/commitments", "/evidence", "/events", "/elections"):
            with django_assert_max_num_queries(9):
                get(client, path)

    @pytest.mark.parametrize(
        "path",
        ["/promises?face=pirate", "/promises?status=draft", "/commitments?promises=../x",
         "/evidence?modified_after=yesterday", "/events?kind=x", "/answers", "/promises?page=0"],
    )  # fmt: skip
    def test_are_refused_for_a_question_that_means_nothing(self, client, path):
        answer = get(client, path)

        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "path",
        ["/promises/nowhere", "/commitments/5f0d6f0e-7f0b-4c57-9a53-2c1f0a7c9e11",
         "/elections/nowhere", "/answers?election=nowhere"],
    )  # fmt: skip
    def test_that_are_not_there_are_said_not_to_be(self, client, path):
        assert get(client, path).status_code == 404


class TestCommitments:
    def test_come_with_published_evidence_and_reviews_only(self, client):
        promise = published().document.commitments.get()
        shown = EvidenceFactory(commitment=promise, published_at=PUBLISHED)
        hidden = EvidenceFactory(commitment=promise, says="Secret")
        review = ProgressReviewFactory(
            commitment=promise, asked_at=PUBLISHED, published_at=LATER, reply="We tried.",
            replied_by="The council", replied_at=PUBLISHED, asked_of="secret@example.org",
        )  # fmt: skip
        review.evidence.set([shown, hidden])
        ProgressReviewFactory(commitment=promise, reason="Secret", asked_at=PUBLISHED)

        whole = get(client, f"/commitments/{promise.uuid}").json()["commitment"]

        assert [one["id"] for one in whole["evidence"]] == [str(shown.uuid)]
        (told,) = whole["reviews"]
        assert (told["reply"], told["evidence"]) == ("We tried.", [str(shown.uuid)])
        assert whole["changed_at"] == LATER.isoformat().replace("+00:00", "Z")
        assert "ecret" not in everything(client)

    def test_that_changed_since_are_those_of_which_something_was_published(self, client):
        promise = published().document.commitments.get()
        published()
        EvidenceFactory(commitment=promise, published_at=LATER)

        found = get(client, f"/commitments?modified_after={PUBLISHED:%Y-%m-%dT%H:%M:%SZ}").json()

        assert [one["id"] for one in found["commitments"]] == [str(promise.uuid)]


class TestNothingUnpublished:
    def test_is_told_by_any_address(self, client):
        published()
        draft = written(title="Secret draft")
        CommitmentFactory(document=draft, words="Secret words", published_at=PUBLISHED, digest="x")
        document = published().document
        unpublished = CommitmentFactory(document=document, words="Secret promise")
        EvidenceFactory(commitment=unpublished, says="Secret proof", published_at=PUBLISHED)
        EvidenceFactory(commitment=document.commitments.first(), says="Secret evidence")
        EventFactory(document=document, title="Secret event")
        EventFactory(
            document=draft, title="Secret event of a draft", published_at=PUBLISHED,
            asked_at=PUBLISHED,
        )  # fmt: skip
        before = everything(client)

        assert "Secret" not in before
        totals = {
            name: get(client, f"/{name}").json()["paging"]["total"]
            for name in ("promises", "commitments", "evidence", "events")
        }
        assert totals == {"promises": 2, "commitments": 2, "evidence": 0, "events": 0}

    def test_moves_a_mark(self, client):
        document = published().document
        promise = document.commitments.get()
        paths = ("/promises", f"/promises/{document.slug}", f"/commitments/{promise.uuid}",
                 "/evidence", "/events", "/commitments")  # fmt: skip
        marks = {path: get(client, path)["ETag"] for path in paths}

        EvidenceFactory(commitment=promise)
        ProgressReviewFactory(commitment=promise, asked_at=PUBLISHED)
        EventFactory(document=document)
        with given():
            Document.objects.filter(pk=document.pk).update(title="New", edition=2)

        for path, tag in marks.items():
            assert get(client, path, **{"If-None-Match": tag}).status_code == 304, path
            assert "Last-Modified" not in get(client, path)

    def test_what_is_published_moves_it(self, client):
        promise = published().document.commitments.get()
        tag = get(client, "/evidence")["ETag"]

        EvidenceFactory(commitment=promise, published_at=PUBLISHED)

        assert get(client, "/evidence", **{"If-None-Match": tag}).status_code == 200

    def test_is_told_of_a_body_that_is_withheld(self, client):
        body = OrganisationFactory(name="Secret refuge")
        document = written()
        CommitmentFactory(
            document=document, organisation=body, promiser="Secret refuge", words="We will."
        )
        published(document)
        promise = document.commitments.get(organisation=body)
        EvidenceFactory(commitment=promise, says="Secret", published_at=PUBLISHED)
        EventFactory(
            document=document, organisation=body, title="Secret", published_at=PUBLISHED,
            asked_at=PUBLISHED,
        )  # fmt: skip
        assert "Secret" in everything(client)

        Organisation.objects.filter(pk=body.pk).update(withheld=True)

        assert "Secret" not in everything(client)


class TestAnswers:
    def test_are_not_told_before_their_hour_by_any_address(self, client, place):
        call = asked()
        place.move_to(call.reveal_at - dt.timedelta(seconds=1))
        address = f"/answers?election={call.election.slug}"
        before, told = get(client, address), everything(client)
        marks = (before["ETag"], get(client, f"/elections/{call.election.slug}")["ETag"])

        AnswerFactory(
            call=call, candidate=Answer.objects.get().candidate, ask=Answer.objects.get().ask,
            words="Changed my mind.",
        )  # fmt: skip

        assert before.json()["paging"]["total"] == 0
        for secret in ("Gladly", "always", "support", "Changed"):
            assert secret not in told
            assert secret not in everything(client)
        assert marks[0] == get(client, address)["ETag"]
        assert marks[1] == get(client, f"/elections/{call.election.slug}")["ETag"]
        ballot = get(client, f"/elections/{call.election.slug}").json()["election"]["ballots"][0]
        assert ballot["answers_shown"] is False
        assert ballot["answers_shown_at"] == "2026-04-27T08:00:00Z"

    def test_are_told_word_for_word_from_their_hour_on(self, client, place):
        call = asked()
        place.move_to(call.reveal_at)

        (row,) = get(client, f"/answers?election={call.election.slug}").json()["answers"]

        assert (row["name"], row["stance"], row["words"]) == (
            "Grace Nwosu", "support", "=Gladly, always.",
        )  # fmt: skip

    def test_that_did_not_come_are_said_so_neutrally(self, client, place):
        call = asked()
        CandidateFactory(ballot=call.election.ballots.get(), name="Ola Akande", surname="Akande")
        place.move_to(call.reveal_at)

        rows = get(client, f"/answers?election={call.election.slug}").json()["answers"]

        assert [(row["name"], row["says"]) for row in rows] == [
            ("Ola Akande", "No answer received by the deadline"), ("Grace Nwosu", "Support"),
        ]  # fmt: skip

    def test_are_not_told_of_a_call_that_is_held(self, client, place):
        call = asked()
        Call.objects.filter(pk=call.pk).update(held_at=PUBLISHED, held_because="A court said so.")
        place.move_to(call.reveal_at + dt.timedelta(days=1))

        assert "Gladly" not in everything(client)

    def test_are_not_told_of_a_ballot_with_a_later_hour(self, client, place):
        call = asked()
        call.election.ballots.update(
            standing="countermanded", reveal_at=call.reveal_at + dt.timedelta(days=30)
        )
        place.move_to(call.reveal_at)

        assert "Gladly" not in everything(client)

    def test_whose_words_are_withheld_hold_none(self, client, place):
        call = asked()
        Answer.objects.update(withheld="Advice of 1 May", withheld_at=PUBLISHED)
        place.move_to(call.reveal_at)

        (row,) = get(client, f"/answers?election={call.election.slug}").json()["answers"]

        assert (row["stance"], row["words"], row["withheld"]) == ("support", "", True)
        assert "Gladly" not in everything(client)

    def test_hold_nothing_by_which_a_candidate_is_reached(self, client, place):
        call = asked()
        CandidateFactory(
            ballot=call.election.ballots.get(), email="secret@example.org",
            telephone="01603 secret", address="1 Secret Lane",
        )  # fmt: skip
        place.move_to(call.reveal_at)

        assert "ecret" not in everything(client)


class TestTables:
    def test_say_what_the_json_says_and_run_nothing(self, client, place):
        call = asked()
        promise = call.document.commitments.get()
        EvidenceFactory(commitment=promise, says="=1+1", source="@cmd", published_at=PUBLISHED)
        place.move_to(call.reveal_at)

        (proof,) = table(client, "evidence")
        (answer,) = table(client, "answers")
        (row,) = table(client, "promises")

        assert (proof["says"], proof["source"]) == ("'=1+1", "'@cmd")
        assert answer["words"] == "'=Gladly, always."
        assert row["slug"] == call.document.slug
        assert "Saltwold Voluntary Action" in row["licence and attribution"]
        assert json.dumps(row)

    def test_hold_every_row(self, client):
        for _ in range(3):
            published()

        assert len(table(client, "commitments")) == 3
