"""Evidence, what a person makes of it, and the reply that comes before anybody reads it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.actions.asking import token_of
from commonweal.commitments.models import ProgressReview
from commonweal.commitments.tests.factories import (
    CandidateFactory,
    CommitmentFactory,
    ElectionFactory,
    EvidenceFactory,
)
from commonweal.commitments.tests.test_promising import adopted
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
HOUSE = Robot("housekeeping")
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"], name="Ruth Wyke")


@pytest.fixture
def council():
    return OrganisationFactory(name="Saltwold Council", side="partner")


def published(council, **told):
    return CommitmentFactory(
        **{"document": adopted(), "organisation": council, "published_at": NOW,
           "digest": "0" * 64} | told
    )  # fmt: skip


def officer_of(organisation, role="owner", **more):
    return MemberFactory(organisation=organisation, role=role, **more).person


def judged(steward, commitment, **more):
    evidence = EvidenceFactory(commitment=commitment)
    told = {"judged": "partly", "reason": "Better than last year.", "evidence": [evidence]}
    return actions.judge(by=steward, commitment=commitment, **(told | more))


def asked(steward, commitment, address="clerk@saltwold.example", days=14, **more):
    return actions.ask_for_reply(
        by=steward, review=judged(steward, commitment), asked_of=address,
        reply_by=clock.today() + dt.timedelta(days=days), **more,
    )  # fmt: skip


def holder(review):
    return LinkHolder(f"commitments.progressreview:{review.pk}")


def reply(by, review, words="Four of the five were renewals."):
    return actions.reply_to_review(by=by, review=review, reply=words, name="Head of Commissioning")


def let_pass(review):
    """The deadline was yesterday."""
    ProgressReview.objects.filter(pk=review.pk).update(
        reply_by=clock.today() - dt.timedelta(days=1)
    )
    review.refresh_from_db()
    return review


class TestPublishing:
    def test_is_refused_before_anybody_was_asked(self, steward, council):
        with pytest.raises(Refused, match="Ask whoever promised"):
            actions.publish_review(by=steward, review=judged(steward, published(council)))

    def test_is_refused_before_the_deadline(self, steward, council):
        review = asked(steward, published(council))

        with pytest.raises(Refused, match="They have until"):
            actions.publish_review(by=steward, review=review)

    def test_is_refused_on_the_last_day_itself(self, steward, council):
        review = asked(steward, published(council))
        ProgressReview.objects.filter(pk=review.pk).update(reply_by=clock.today())

        with pytest.raises(Refused, match="They have until"):
            actions.publish_review(by=steward, review=review)

    def test_follows_a_reply_and_shows_the_evidence_with_it(self, steward, council):
        review = asked(steward, published(council))
        reply(holder(review), review)

        done = actions.publish_review(by=steward, review=review)

        assert done.published_at
        assert done.reply == "Four of the five were renewals."
        assert done.evidence.get().published_at

    def test_follows_the_deadline_where_no_reply_came(self, steward, council):
        review = let_pass(asked(steward, published(council)))

        done = actions.publish_review(by=steward, review=review)

        assert done.published_at and done.replied_at is None
        assert done.asked_of == ""

    def test_of_a_councillor_waits_while_an_election_is_near(self, steward):
        commitment = published(None, candidate=CandidateFactory(), promised_by="councillor")
        review = let_pass(asked(steward, commitment))
        today = clock.today()
        near = ElectionFactory(
            on=today + dt.timedelta(days=20), notice_on=today - dt.timedelta(days=5)
        )

        with pytest.raises(Refused, match="election is near"):
            actions.publish_review(by=steward, review=review)
        near.delete()

        assert actions.publish_review(by=steward, review=review).published_at

    def test_is_final(self, steward, council):
        review = let_pass(asked(steward, published(council)))
        actions.publish_review(by=steward, review=review)

        for attempt in (
            lambda: actions.publish_review(by=steward, review=review),
            lambda: actions.change_review(by=steward, review=review, judged="met", reason="x"),
            lambda: actions.drop_review(
                by=steward, commitment=review.commitment, review=review, reason="x"
            ),
            lambda: actions.ask_for_reply(
                by=steward, review=review, reply_by=clock.today() + dt.timedelta(days=20)
            ),
        ):
            with pytest.raises(Refused, match="was published, and is not changed"):
                attempt()

    def test_is_told_to_whoever_was_asked(self, steward, council):
        officer = officer_of(council)
        review = let_pass(asked(steward, published(council)))

        actions.publish_review(by=steward, review=review)

        for address in ("clerk@saltwold.example", officer.email):
            assert "published" in Message.objects.filter(to=address).latest("pk").subject


class TestAReply:
    def test_stands_with_its_own_day_when_it_comes_later(self, steward, council):
        review = let_pass(asked(steward, published(council)))
        done = actions.publish_review(by=steward, review=review)

        late = reply(holder(review), review)

        assert late.replied_at > done.published_at
        with pytest.raises(Refused, match="stands as it is"):
            reply(holder(review), review, "And another thing.")

    def test_can_be_changed_until_it_is_published(self, steward, council):
        review = asked(steward, published(council))
        reply(holder(review), review)

        assert reply(holder(review), review, "Better words.").reply == "Better words."

    def test_is_not_taken_before_anybody_asked(self, steward, council):
        review = judged(steward, published(council))

        with pytest.raises(Refused, match="not asked yet"):
            reply(officer_of(council), review)

    @pytest.mark.parametrize("words", ["", "x" * 200_000])
    def test_says_something_of_a_length_that_can_be_read(self, steward, council, words):
        review = asked(steward, published(council))

        with pytest.raises(Refused) as refusal:
            reply(holder(review), review, words)

        assert refusal.value.field == "reply"

    def test_comes_from_an_officer_of_whoever_promised(self, steward, council):
        officer = officer_of(council, role="editor")
        review = asked(steward, published(council), address="")

        assert reply(officer, review).replied_at

    def test_is_entered_by_staff_where_it_came_on_paper(self, steward, council):
        review = asked(steward, published(council), address="", noted="By telephone to the clerk")

        done = actions.enter_reply(by=steward, review=review, reply="We did.", name="The clerk")

        assert done.replied_by == "The clerk"
        with pytest.raises(PermissionDenied):
            reply(steward, review)


class TestNobodyElse:
    def test_replies_with_the_link_of_another_review(self, steward, council):
        mine, other = (asked(steward, published(council)) for _ in range(2))

        with pytest.raises(PermissionDenied):
            reply(holder(other), mine)
        with pytest.raises(PermissionDenied):
            reply(LinkHolder(f"commitments.commitment:{mine.pk}"), mine)

    def test_replies_for_the_council(self, steward, council):
        review = asked(steward, published(council))
        left = officer_of(council, ended_at=NOW)
        switched_off = officer_of(council)
        type(switched_off).objects.filter(pk=switched_off.pk).update(is_active=False)

        for somebody in (
            Visitor(), UserFactory(), steward, HOUSE, left, switched_off,
            officer_of(council, role="viewer"),
            officer_of(OrganisationFactory(name="Another council", side="partner")),
        ):  # fmt: skip
            with pytest.raises(PermissionDenied):
                reply(somebody, review)
            if somebody != steward:
                with pytest.raises(PermissionDenied):
                    actions.enter_reply(by=somebody, review=review, reply="x", name="y")

    @pytest.mark.parametrize("roles", [[], ["reader"], ["editor"], ["moderator"]])
    def test_judges_asks_or_publishes(self, steward, council, roles):
        commitment = published(council)
        review = let_pass(asked(steward, commitment))
        evidence = EvidenceFactory(commitment=commitment)
        for somebody in (
            UserFactory(roles=roles), Visitor(), HOUSE, officer_of(council), holder(review),
        ):  # fmt: skip
            for attempt in (
                lambda by: actions.judge(
                    by=by, commitment=commitment, judged="met", reason="x", evidence=[evidence]
                ),
                lambda by: actions.change_review(
                    by=by, review=review, judged="met", reason="x", evidence=[evidence]
                ),
                lambda by: actions.ask_for_reply(by=by, review=review, reply_by=clock.today()),
                lambda by: actions.publish_review(by=by, review=review),
                lambda by: actions.publish_evidence(by=by, evidence=evidence),
                lambda by: actions.withdraw_evidence(by=by, evidence=evidence, reason="x"),
            ):
                with pytest.raises(PermissionDenied):
                    attempt(somebody)

    def test_reminds_anybody_but_the_house(self, steward, council):
        for somebody in (Visitor(), steward, officer_of(council)):
            with pytest.raises(PermissionDenied):
                actions.remind_of_replies(by=somebody)


class TestAMergedOrWithheldPartner:
    def test_is_spoken_for_by_the_officers_of_what_it_became(self, steward, council):
        old = OrganisationFactory(name="Saltwold Borough", side="partner", same_as=council)
        officer = officer_of(council)

        review = asked(steward, published(old), address="")

        assert reply(officer, review).reply

    def test_has_no_officers_while_it_is_withheld(self, steward, council):
        officer = officer_of(council)
        review = asked(steward, published(council))
        type(council).objects.filter(pk=council.pk).update(withheld=True)
        review = ProgressReview.objects.get(pk=review.pk)

        with pytest.raises(PermissionDenied):
            reply(officer, review)
        with pytest.raises(PermissionDenied):
            actions.add_evidence(
                by=officer, commitment=review.commitment, on=clock.today(), says="x", source="y"
            )
        with pytest.raises(Refused, match="Nobody of theirs"):
            asked(steward, review.commitment, address="")


class TestAsking:
    def test_writes_a_private_link_to_the_address_and_to_each_officer_where_to_sign_in(
        self, steward, council
    ):
        officer = officer_of(council)
        review = asked(steward, published(council))

        by_link = Message.objects.get(to="clerk@saltwold.example")
        signed_in = Message.objects.get(to=officer.email)

        assert f"/reply/{token_of(review)}/" in by_link.body
        assert by_link.secret
        assert token_of(review) not in signed_in.body
        assert f"/account/promises/{review.uuid}/" in signed_in.body
        assert review.reply_digest == digest_of(token_of(review))

    def test_again_makes_the_former_link_worth_nothing(self, steward, council):
        review = asked(steward, published(council))
        former = token_of(review)

        again = actions.ask_for_reply(
            by=steward, review=review, reply_by=clock.today() + dt.timedelta(days=20),
            asked_of="clerk@saltwold.example",
        )  # fmt: skip

        assert token_of(again) != former
        assert not ProgressReview.objects.filter(reply_digest=digest_of(former)).exists()

    @pytest.mark.parametrize("days", [-1, 0, 6, 400])
    def test_gives_a_fair_time(self, steward, council, days):
        with pytest.raises(Refused, match="at least 7 days") as refusal:
            asked(steward, published(council), days=days)

        assert refusal.value.field == "reply_by"

    def test_reaches_somebody_or_says_how_it_was_done(self, steward):
        commitment = published(None, promised_by="sector", promiser="The sector")

        with pytest.raises(Refused, match="say how you asked them"):
            asked(steward, commitment, address="")
        assert asked(steward, commitment, address="", noted="At the assembly").asked_how

    def test_takes_no_address_that_is_none(self, steward, council):
        with pytest.raises(Refused, match="whole e-mail address"):
            asked(steward, published(council), address="the clerk")

    def test_reminds_once_before_the_deadline_with_the_same_link(self, steward, council):
        review = asked(steward, published(council))
        link = f"/reply/{token_of(review)}/"
        assert actions.remind_of_replies(by=HOUSE) == 0
        ProgressReview.objects.update(reply_by=clock.today() + dt.timedelta(days=2))

        assert actions.remind_of_replies(by=HOUSE) == 1
        assert actions.remind_of_replies(by=HOUSE) == 0

        letter = Message.objects.filter(to="clerk@saltwold.example").latest("pk")
        assert link in letter.body
        assert "Reminder" in letter.subject

    def test_reminds_nobody_who_replied(self, steward, council):
        review = asked(steward, published(council))
        reply(holder(review), review)
        ProgressReview.objects.update(reply_by=clock.today())

        assert actions.remind_of_replies(by=HOUSE) == 0


class TestChangingAJudgement:
    def test_asks_for_the_reply_again_and_keeps_what_was_written(self, steward, council):
        review = asked(steward, published(council))
        reply(holder(review), review)

        changed = actions.change_review(
            by=steward, review=review, judged="met", reason="They showed more.",
            evidence=review.evidence.all(),
        )  # fmt: skip

        assert changed.reply and changed.replied_at is None
        with pytest.raises(Refused, match="Ask whoever promised"):
            actions.publish_review(by=steward, review=changed)

    def test_that_was_replied_to_is_not_dropped(self, steward, council):
        review = asked(steward, published(council))
        actions.drop_review(
            by=steward, commitment=review.commitment, review=review, reason="Too early"
        )
        other = asked(steward, published(council))
        reply(holder(other), other)

        with pytest.raises(Refused, match="have replied"):
            actions.drop_review(by=steward, commitment=other.commitment, review=other, reason="No")


class TestAJudgement:
    def test_is_a_named_persons_over_evidence_of_this_promise(self, steward, council):
        commitment = published(council)

        assert judged(steward, commitment).judge == "Ruth Wyke"
        assert judged(steward, commitment).judge_is == steward
        assert judged(steward, commitment, judge="The panel's chair").judge_is is None
        for evidence in ([], [EvidenceFactory()]):
            with pytest.raises(Refused, match="evidence") as refusal:
                judged(steward, commitment, evidence=evidence)
            assert refusal.value.field == "evidence"

    def test_that_it_cannot_be_judged_needs_no_evidence_but_a_reason(self, steward, council):
        commitment = published(council)

        assert judged(steward, commitment, judged="cannot", evidence=[])
        with pytest.raises(Refused, match="Give the reason"):
            judged(steward, commitment, judged="cannot", evidence=[], reason=" ")

    def test_is_not_over_withdrawn_evidence_nor_of_days_to_come(self, steward, council):
        commitment = published(council)
        wrong = EvidenceFactory(
            commitment=commitment, withdrawn_at=NOW, withdrawn_because="Another council's"
        )

        with pytest.raises(Refused, match="withdrawn"):
            judged(steward, commitment, evidence=[wrong])
        with pytest.raises(Refused, match="still to come"):
            judged(steward, commitment, on=clock.today() + dt.timedelta(days=1))

    def test_is_not_made_of_a_draft(self, steward):
        with pytest.raises(Refused, match="not published"):
            actions.judge(by=steward, commitment=CommitmentFactory(), judged="met", reason="x")


class TestEvidence:
    def add(self, by, commitment, **more):
        told = {"on": dt.date(2026, 3, 2), "says": "It was open for 84 days.", "source": "Website"}
        return actions.add_evidence(by=by, commitment=commitment, **(told | more))

    def test_of_the_promisers_own_officer_waits_for_a_steward(self, steward, council):
        given = self.add(officer_of(council), published(council))

        assert given.by_promiser and given.published_at is None
        assert actions.publish_evidence(by=steward, evidence=given).published_at

    def test_of_staff_is_not_shown_before_the_promiser_was_asked(self, steward, council):
        commitment = published(council)
        given = self.add(steward, commitment)

        with pytest.raises(Refused, match="not been asked for a reply"):
            actions.publish_evidence(by=steward, evidence=given)
        review = judged(steward, commitment, evidence=[given])
        actions.ask_for_reply(
            by=steward, review=review, asked_of="clerk@saltwold.example",
            reply_by=clock.today() + dt.timedelta(days=14),
        )  # fmt: skip
        with pytest.raises(Refused, match="not been asked for a reply"):
            actions.publish_evidence(by=steward, evidence=given)
        let_pass(review)

        assert actions.publish_evidence(by=steward, evidence=given).published_at

    def test_of_what_the_sector_promised_is_the_sectors_own_to_show(self, steward):
        commitment = published(None, promised_by="sector", promiser="The sector")

        given = self.add(steward, commitment)

        assert actions.publish_evidence(by=steward, evidence=given).published_at

    def test_opens_its_file_when_it_is_shown_and_closes_it_when_withdrawn(self, steward, council):
        given = self.add(
            officer_of(council), published(council),
            file=SimpleUploadedFile("minutes.txt", b"Minutes of March."),
        )  # fmt: skip
        assert not given.file.public

        actions.publish_evidence(by=steward, evidence=given)
        given.file.refresh_from_db()
        assert given.file.public
        actions.withdraw_evidence(by=steward, evidence=given, reason="Of another year")

        given.file.refresh_from_db()
        given.refresh_from_db()
        assert not given.file.public
        assert given.withdrawn_because == "Of another year"
        with pytest.raises(Refused, match="withdrawn"):
            actions.publish_evidence(by=steward, evidence=given)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"on": dt.date(2999, 1, 1)}, "on"),
            ({"says": ""}, "says"),
            ({"says": "x" * 200_000}, "says"),
            ({"source": " "}, "source"),
            ({"source_url": "javascript:alert(1)"}, "source_url"),
            ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "file"),
        ],
    )
    def test_is_refused_at_the_field(self, steward, council, wrong, field):
        with pytest.raises(Refused) as refusal:
            self.add(steward, published(council), **wrong)

        assert refusal.value.field == field

    def test_is_added_by_nobody_else(self, council):
        commitment = published(council)
        for somebody in (
            Visitor(), UserFactory(roles=["moderator"]), UserFactory(roles=["reader"]), HOUSE,
            officer_of(council, role="viewer"), officer_of(council, ended_at=NOW),
            officer_of(OrganisationFactory(name="Another", side="partner")),
        ):  # fmt: skip
            with pytest.raises(PermissionDenied):
                self.add(somebody, commitment)
