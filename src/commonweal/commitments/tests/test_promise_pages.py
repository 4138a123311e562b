"""The public page of a promise, its progress, and the pages of whoever promised."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.actions.asking import token_of
from commonweal.commitments.models import Evidence, ProgressReview
from commonweal.commitments.tests.factories import (
    ActionFactory,
    ActionStatusFactory,
    CommitmentFactory,
    DocumentFactory,
    EvidenceFactory,
    ParagraphFactory,
    ProgressReviewFactory,
    VersionFactory,
)
from commonweal.commitments.tests.test_judging import (
    NOW,
    asked,
    holder,
    let_pass,
    officer_of,
    published,
    reply,
)
from commonweal.commitments.tests.test_promising import adopted
from commonweal.core import clock
from commonweal.impact.tests.factories import MeasureFactory, ObservationFactory
from commonweal.sector.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"], name="Ruth Wyke")


@pytest.fixture
def council():
    return OrganisationFactory(name="Saltwold Council", side="partner", ref="GB-COH-1")


def at(promise):
    return f"/promises/{promise.document.slug}/promise/{promise.uuid}/"


def page(client, address):
    return client.get(address).content.decode()


class TestThePageOfAPromise:
    def test_has_words_evidence_reply_and_judgement(self, client, steward, council):
        promise = published(council)
        review = asked(steward, promise)
        reply(holder(review), review)
        actions.publish_review(by=steward, review=review)

        shown = page(client, at(promise))

        order = [
            promise.words, "It was open for 84 days.", "Four of the five were renewals.",
            "Partly met", "Better than last year.", "Judged by Ruth Wyke",
        ]  # fmt: skip
        assert [shown.index(words) for words in order] == sorted(shown.index(w) for w in order)
        assert promise.digest in shown

    def test_says_when_no_reply_came_and_shows_a_later_one_with_its_day(
        self, client, steward, council
    ):
        promise = published(council)
        review = let_pass(asked(steward, promise))
        actions.publish_review(by=steward, review=review)

        assert "No reply came by" in page(client, at(promise))
        reply(holder(review), review)

        shown = page(client, at(promise))
        assert "Four of the five were renewals." in shown
        assert "This came after the review was published" in shown

    def test_tells_nobody_of_a_review_before_it_is_published(self, client, steward, council):
        promise = published(council)
        review = asked(steward, promise)
        reply(holder(review), review)
        for person in (None, UserFactory(), UserFactory(roles=["reader"])):
            if person:
                client.force_login(person, backend=BACKEND)

            shown = page(client, at(promise))

            for hidden in ("Better than last year.", "renewals", "84 days", "Partly met"):
                assert hidden not in shown
            assert "Not judged yet" in shown

    def test_is_not_there_while_it_is_a_draft(self, client):
        draft = CommitmentFactory(document=adopted())
        hidden = CommitmentFactory(document=DocumentFactory(), published_at=NOW, digest="0" * 64)

        assert client.get(at(draft)).status_code == 404
        assert client.get(at(hidden)).status_code == 404

    def test_names_no_withheld_promiser(self, client, council):
        promise = published(council, promiser="Saltwold Council")
        type(council).objects.filter(pk=council.pk).update(withheld=True)

        shown = page(client, at(promise))

        assert "Saltwold Council" not in shown
        assert "GB-COH-1" not in shown

    def test_shows_its_number_over_time(self, client, council):
        measure = MeasureFactory(name="Invoices paid in time", unit="share")
        ObservationFactory(measure=measure, value=52)

        shown = page(client, at(published(council, measure=measure)))

        assert "Invoices paid in time" in shown and "52%" in shown

    def test_keeps_withdrawn_evidence_with_the_reason(self, client, council):
        promise = published(council)
        EvidenceFactory(
            commitment=promise, published_at=NOW, withdrawn_at=NOW,
            withdrawn_because="Of another council",
        )  # fmt: skip
        EvidenceFactory(commitment=promise, says="Never shown", withdrawn_at=NOW,
                        withdrawn_because="Wrong")  # fmt: skip

        shown = page(client, at(promise))

        assert "Of another council" in shown
        assert "Never shown" not in shown

    def test_says_what_took_its_place(self, client, council):
        document = adopted()
        new = published(council, document=document, words="New words.")
        old = published(
            council, document=document, ended_on=dt.date(2026, 6, 1),
            ended_because="Reviewed together.", succeeded_by=new,
        )  # fmt: skip

        shown = page(client, at(old))

        assert "Reviewed together." in shown and str(new.uuid) in shown
        assert "Took the place of" in page(client, at(new))

    def test_asks_the_database_as_often_however_much_there_is(
        self, client, council, django_assert_max_num_queries
    ):
        promise = published(council)
        for _ in range(12):
            one = EvidenceFactory(commitment=promise, published_at=NOW)
            review = ProgressReviewFactory(
                commitment=promise, asked_at=NOW, reply_by=NOW.date(), published_at=NOW
            )
            review.evidence.add(one)

        with django_assert_max_num_queries(16):
            client.get(at(promise))


class TestProgress:
    def test_counts_by_priority_and_tells_what_slipped_and_what_comes(self, client):
        document = adopted(title="A fair wind")
        priority = ParagraphFactory(document=document, code="4", heading="Procurement")
        under = ParagraphFactory(document=document, parent=priority, kind="objective")
        done, slips = (
            ActionFactory(document=document, paragraph=p, title=title, due_on=dt.date(2026, 3, 1))
            for p, title in ((priority, "Volunteer passport"), (under, "Register of halls"))
        )
        ActionFactory(document=document, title="Forward plan", due_on=dt.date(2999, 1, 15))
        ActionStatusFactory(action=done, standing="done", reason="41 groups accept it.")
        ActionStatusFactory(
            action=slips, standing="under-way", reason="The surveyor left.",
            due_on=dt.date(2999, 2, 28),
        )  # fmt: skip
        VersionFactory(document=document, number=2, standing="adopted")

        shown = page(client, f"/promises/{document.slug}/progress/")

        assert "1 of 3 actions is done" in shown
        assert "4. Procurement" in shown and "1 of 2" in shown
        assert "Slipped from 1 March 2026 to 28 February 2999. The surveyor left." in shown
        assert "41 groups accept it." in shown
        assert "15 January 2999" in shown

    def test_says_where_a_day_has_passed_in_silence(self, client):
        document = adopted()
        ActionFactory(document=document, due_on=dt.date(2020, 1, 1))
        VersionFactory(document=document, number=2, standing="adopted")

        shown = page(client, f"/promises/{document.slug}/progress/")

        assert "This day has passed, and nobody has said what came of it." in shown

    def test_is_helpful_where_nothing_is_written_down(self, client):
        shown = page(client, f"/promises/{adopted().slug}/progress/")

        assert "No action is written down yet." in shown

    @pytest.mark.parametrize("standing", ["draft", "consulting"])
    def test_is_not_there_before_it_was_adopted(self, client, standing):
        document = DocumentFactory(standing=standing)
        VersionFactory(document=document)

        assert client.get(f"/promises/{document.slug}/progress/").status_code == 404

    def test_asks_the_database_as_often_however_many_actions(
        self, client, django_assert_max_num_queries
    ):
        document = adopted()
        for n in range(30):
            action = ActionFactory(document=document, paragraph=ParagraphFactory(document=document))
            ActionStatusFactory(action=action, standing="done", reason=f"Reason {n}")
        VersionFactory(document=document, number=2, standing="adopted")

        with django_assert_max_num_queries(12):
            client.get(f"/promises/{document.slug}/progress/")


class TestReplyingByLink:
    def test_shows_what_it_is_about_and_takes_the_reply(self, client, steward, council):
        review = asked(steward, published(council))
        address = f"/reply/{token_of(review)}/"

        answer = client.get(address)
        assert "Better than last year." in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        client.get(address)  # Scanners of mail open links, and nothing comes of it.
        client.post(address, {"reply": "We will do better.", "name": "The clerk"})

        review.refresh_from_db()
        assert review.reply == "We will do better."
        assert review.replied_at
        assert "You can change your reply here until it is published." in page(client, address)

    def test_is_nothing_for_a_guess_a_former_link_or_another_thing(self, client, steward, council):
        review = asked(steward, published(council))
        former = token_of(review)
        actions.ask_for_reply(
            by=steward, review=review, reply_by=clock.today() + dt.timedelta(days=20),
            asked_of="clerk@saltwold.example",
        )  # fmt: skip

        for token in ("guess", former, review.uuid, "0" * 32):
            assert client.get(f"/reply/{token}/").status_code == 404
            assert client.post(f"/reply/{token}/", {"reply": "x", "name": "y"}).status_code == 404

    def test_says_at_the_field_what_is_missing(self, client, steward, council):
        review = asked(steward, published(council))
        address = f"/reply/{token_of(review)}/"

        empty = client.post(address, {"reply": "", "name": ""})
        long = client.post(address, {"reply": "x" * 200_000, "name": "The clerk"})

        assert empty.status_code == 422 and "Write your reply." in empty.content.decode()
        assert long.status_code == 422 and "200,000 characters" in long.content.decode()

    def test_closes_once_a_reply_is_published(self, client, steward, council):
        review = asked(steward, published(council))
        reply(holder(review), review)
        actions.publish_review(by=steward, review=review)
        address = f"/reply/{token_of(review)}/"

        assert "<form class" not in page(client, address)
        answer = client.post(address, {"reply": "Other words", "name": "y"})

        assert answer.status_code == 422
        assert ProgressReview.objects.get().reply == "Four of the five were renewals."


class TestReplyingAsAnOfficer:
    def test_goes_from_what_was_promised_to_the_reply(self, client, steward, council):
        officer_of(council)
        review = asked(steward, published(council), address="")
        officer = officer_of(council, role="editor")
        client.force_login(officer, backend=BACKEND)

        mine = page(client, "/account/promises/")
        assert f"/account/promises/{review.uuid}/" in mine
        client.post(f"/account/promises/{review.uuid}/", {"reply": "We did.", "name": "The clerk"})

        review.refresh_from_db()
        assert review.reply == "We did."

    def test_is_nothing_for_anybody_else(self, client, steward, council):
        review = asked(steward, published(council))
        address = f"/account/promises/{review.uuid}/"
        assert client.get(address)["Location"].startswith("/account/login/")
        for person in (
            UserFactory(), steward, officer_of(council, role="viewer"),
            officer_of(council, ended_at=NOW),
            officer_of(OrganisationFactory(name="Another", side="partner")),
        ):  # fmt: skip
            client.force_login(person, backend=BACKEND)

            assert client.get(address).status_code == 404
            assert client.post(address, {"reply": "x", "name": "y"}).status_code == 404
            assert str(review.uuid) not in page(client, "/account/promises/")

    def test_is_not_there_before_they_were_asked(self, client, council):
        review = ProgressReviewFactory(commitment=published(council))
        client.force_login(officer_of(council), backend=BACKEND)

        assert client.get(f"/account/promises/{review.uuid}/").status_code == 404
        assert str(review.uuid) not in page(client, "/account/promises/")

    def test_hands_in_evidence_that_waits(self, client, council):
        promise = published(council)
        client.force_login(officer_of(council), backend=BACKEND)
        address = f"/account/promises/{promise.uuid}/evidence/"
        assert client.get(address).status_code == 200

        client.post(address, {"on": "2026-03-02", "says": "84 days.", "source": "Our website"})

        given = Evidence.objects.get()
        assert given.by_promiser and given.published_at is None
        assert "84 days." not in page(client, at(promise))

    def test_lists_also_what_was_promised_under_a_former_name(self, client, council):
        old = OrganisationFactory(name="Saltwold Borough", side="partner", same_as=council)
        published(old, words="Promised by the old borough.")
        client.force_login(officer_of(council), backend=BACKEND)

        assert "Promised by the old borough." in page(client, "/account/promises/")

    def test_shows_nothing_of_a_withheld_organisation(self, client, council):
        published(council, words="Promised in private.")
        client.force_login(officer_of(council), backend=BACKEND)
        type(council).objects.filter(pk=council.pk).update(withheld=True)

        assert "Promised in private." not in page(client, "/account/promises/")
