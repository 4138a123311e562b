"""Promises, actions, evidence and reviews on the staff desk."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.models import Action, Commitment, Evidence, ProgressReview
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DocumentFactory,
    EvidenceFactory,
    ProgressReviewFactory,
)
from commonweal.commitments.tests.test_judging import NOW, let_pass, published
from commonweal.commitments.tests.test_promising import adopted
from commonweal.core import clock
from commonweal.sector.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def signed_in(client, *roles):
    person = UserFactory(roles=list(roles), name="Ruth Wyke")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(client):
    return signed_in(client, "steward")


def at(name, *args):
    return reverse(f"commitments_desk:{name}", args=args)


def page(client, address):
    return client.get(address).content.decode()


TOLD = {
    "words": "Twelve weeks.", "promised_by": "partner", "promiser": "The council",
    "promised_to": "the sector", "reviewed_by": "min-days", "threshold": "84",
}  # fmt: skip


class TestAPromise:
    def test_is_written_changed_published_and_ended(self, desk):
        document = adopted()
        assert (
            at("add_promise_in", document.pk)
            in desk.post(at("add_promise"), {"document": document.pk})["Location"]
        )
        desk.post(at("add_promise_in", document.pk), TOLD)
        one = Commitment.objects.get()
        assert desk.get(at("change_promise", one.pk)).status_code == 200
        desk.post(at("change_promise", one.pk), TOLD | {"words": "Twelve whole weeks."})
        assert "never changed after" in page(desk, at("publish_promise", one.pk))
        desk.post(at("publish_promise", one.pk))
        desk.post(at("end_promise", one.pk), {"on": clock.today(), "reason": "Reviewed."})

        one.refresh_from_db()
        assert (one.words, one.ended_because) == ("Twelve whole weeks.", "Reviewed.")
        assert "Ended" in page(desk, at("promise", one.pk))

    def test_is_refused_at_the_field(self, desk):
        document = DocumentFactory()

        answer = desk.post(
            at("add_promise_in", document.pk),
            TOLD | {"starts_on": "2026-05-01", "due_on": "2026-04-01"},
        ).content.decode()

        assert "due before it begins" in answer
        assert not Commitment.objects.exists()

    def test_names_an_organisation_by_its_number(self, desk):
        council = OrganisationFactory(name="Saltwold Council", side="partner", ref="GB-COH-7")
        document = DocumentFactory()

        wrong = desk.post(
            at("add_promise_in", document.pk), TOLD | {"organisation_ref": "GB-COH-8"}
        ).content.decode()
        desk.post(at("add_promise_in", document.pk), TOLD | {"organisation_ref": "GB-COH-7"})

        assert "No organisation has the number GB-COH-8" in wrong
        assert Commitment.objects.get().organisation == council

    def test_is_taken_out_while_nobody_has_seen_it(self, desk):
        one = CommitmentFactory()

        desk.post(at("take_out_promise", one.pk))

        assert not Commitment.objects.exists()

    def test_is_found_by_words_and_narrowed(self, desk):
        CommitmentFactory(words="Meet early.", document=adopted())
        published(None, words="Pay in time.")

        assert "Pay in time" not in page(desk, at("promises") + "?q=early")
        shown = page(desk, at("promises") + "?stands=binding")
        assert "Pay in time" in shown and "Meet early" not in shown


class TestAnAction:
    def test_is_written_down_and_says_how_it_stands(self, desk):
        document = adopted()
        desk.post(
            at("add_doing_in", document.pk), {"title": "Register of halls", "due_on": "2026-09-30"}
        )
        one = Action.objects.get()
        silent = desk.post(at("doing", one.pk), {"standing": "under-way", "due_on": "2027-02-28"})
        desk.post(
            at("doing", one.pk),
            {"standing": "under-way", "due_on": "2027-02-28", "reason": "The surveyor left."},
        )

        assert "why it slipped" in silent.content.decode()
        assert "The surveyor left." in page(desk, at("doing", one.pk))
        assert "Register of halls" in page(desk, at("doings") + "?when=slipped&stands=under-way")
        desk.post(at("change_doing", one.pk), {"title": "Register", "due_on": "2026-09-30"})
        assert Action.objects.get().title == "Register"
        desk.post(at("take_out_doing", one.pk), {"reason": "Twice"})
        assert not Action.objects.standing().exists()

    def test_is_found_where_its_day_has_passed(self, desk):
        ActionFactory(title="Long ago", due_on=dt.date(2020, 1, 1))
        ActionFactory(title="Far off", due_on=dt.date(2999, 1, 1))

        shown = page(desk, at("doings") + "?when=passed")

        assert "Long ago" in shown and "Far off" not in shown


class TestAReview:
    def test_goes_from_evidence_to_what_is_published(self, desk):
        one = published(None, promised_by="organisation")
        desk.post(
            at("add_evidence", one.pk), {"on": "2026-03-02", "says": "84 days.", "source": "Site"}
        )
        given = Evidence.objects.get()
        early = desk.post(at("publish_evidence", given.pk))
        desk.post(
            at("judge", one.pk),
            {"judge": "Ruth Wyke", "judged": "met", "reason": "It was.", "evidence": [given.pk]},
        )
        review = ProgressReview.objects.get()
        refused = desk.post(at("publish_review", review.pk))
        by = clock.today() + dt.timedelta(days=14)
        desk.post(at("ask_for_reply", review.pk), {"noted": "By telephone", "reply_by": by})
        desk.post(at("enter_reply", review.pk), {"reply": "We agree.", "name": "The clerk"})
        assert "Replied: can be published" in page(desk, at("review", review.pk))
        desk.post(at("publish_review", review.pk))

        assert "has not been asked for a reply" in early.content.decode()
        assert "Ask whoever promised" in refused.content.decode()
        review.refresh_from_db()
        assert review.published_at and review.judge_is is not None
        assert Evidence.objects.get().published_at

    def test_is_listed_with_who_was_asked_and_who_is_late(self, desk):
        late = ProgressReviewFactory(
            commitment=published(None, words="Late one"), asked_at=NOW, reply_by=clock.today()
        )
        let_pass(late)
        ProgressReviewFactory(commitment=published(None, words="Not asked"))

        shown = page(desk, at("reviews") + "?stands=late")

        assert "Late one" in shown and "Not asked" not in shown
        assert "Not asked" in page(desk, at("reviews") + "?stands=ask")

    def test_is_changed_and_given_up(self, desk):
        evidence = EvidenceFactory(commitment=published(None))
        review = ProgressReviewFactory(commitment=evidence.commitment)
        desk.post(
            at("change_review", review.pk),
            {"judged": "met", "reason": "On reflection.", "evidence": [evidence.pk]},
        )
        review.refresh_from_db()
        assert review.reason == "On reflection."

        desk.post(at("drop_review", review.pk), {"reason": "Too early"})

        assert not ProgressReview.objects.exists()


class TestEvidence:
    def test_that_waits_is_listed_first_and_withdrawn_with_a_reason(self, desk):
        promise = published(None)
        EvidenceFactory(commitment=promise, says="Shown already", published_at=NOW)
        waits = EvidenceFactory(commitment=promise, says="Waits here", by_promiser=True)

        shown = page(desk, at("evidence"))
        assert shown.index("Waits here") < shown.index("Shown already")
        assert "Shown already" not in page(desk, at("evidence") + "?by_promiser=true")
        desk.post(at("withdraw_evidence", waits.pk), {"reason": "Of another year"})

        assert "Of another year" in page(desk, at("promise", promise.pk))


class TestWhoMay:
    @pytest.mark.parametrize("role", ["reader", "editor", "moderator"])
    def test_only_stewards_see_reviews_and_change_anything(self, client, role):
        desk = signed_in(client, role)
        one = published(None)
        EvidenceFactory(commitment=one)
        review = ProgressReviewFactory(commitment=one, reason="Secret so far", judge="Judith Marsh")

        assert desk.get(at("promises")).status_code == 200
        assert "Secret so far" not in page(desk, at("promise", one.pk))
        assert "Judith Marsh" not in page(desk, at("promise", one.pk))
        for name in (
            "change_promise", "publish_promise", "end_promise", "take_out_promise",
            "add_evidence", "judge",
        ):  # fmt: skip
            assert desk.get(at(name, one.pk)).status_code == 403
        for name in ("review", "ask_for_reply", "enter_reply", "publish_review", "drop_review"):
            assert desk.get(at(name, review.pk)).status_code == 403
        assert desk.get(at("reviews")).status_code == 403
        assert desk.get(at("evidence")).status_code == 403
