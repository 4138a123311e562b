"""Promises and what belongs to them, for tests."""

from __future__ import annotations

import datetime as dt

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from commonweal.commitments import models
from commonweal.commitments.reports.whole import digest_of_body, whole_of
from commonweal.core.tokens import digest_of
from commonweal.impact.tests.factories import MeasureFactory
from commonweal.sector.tests.factories import OrganisationFactory

THEN = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
DAY = THEN.date()
BY = "Samir Rahman"

__all__ = ["MeasureFactory"]


class FileFactory(DjangoModelFactory[models.File]):
    class Meta:
        model = models.File

    file = factory.LazyFunction(lambda: ContentFile(b"Minutes of March.", name="minutes.txt"))
    name = "minutes.txt"
    kind = "text/plain"
    size = 17
    digest = factory.LazyFunction(lambda: digest_of("Minutes of March."))
    at = THEN
    by = BY


class DocumentFactory(DjangoModelFactory[models.Document]):
    class Meta:
        model = models.Document

    slug = factory.Sequence(lambda n: f"a-fair-wind-{n}")
    face = "strategy"
    title = "A fair wind"
    begun_at = THEN


class StandingChangeFactory(DjangoModelFactory[models.StandingChange]):
    class Meta:
        model = models.StandingChange

    document = factory.SubFactory(DocumentFactory)
    standing = "draft"
    at = THEN
    by = BY


class PartyFactory(DjangoModelFactory[models.Party]):
    class Meta:
        model = models.Party

    document = factory.SubFactory(DocumentFactory)
    name = factory.Sequence(lambda n: f"Party {n}")
    side = "sector"


class ParagraphFactory(DjangoModelFactory[models.Paragraph]):
    class Meta:
        model = models.Paragraph

    document = factory.SubFactory(DocumentFactory)
    kind = "priority"
    position = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"Priority {n + 1}")
    text = "What we want, and why."


class ParagraphVersionFactory(DjangoModelFactory[models.ParagraphVersion]):
    class Meta:
        model = models.ParagraphVersion

    paragraph = factory.SubFactory(ParagraphFactory)
    edition = 1
    heading = factory.SelfAttribute("paragraph.heading")
    text = factory.SelfAttribute("paragraph.text")
    at = THEN
    by = BY


class RemarkFactory(DjangoModelFactory[models.Remark]):
    class Meta:
        model = models.Remark

    paragraph = factory.SubFactory(ParagraphFactory)
    text = "Is this still so?"
    at = THEN
    by = BY


class VersionFactory(DjangoModelFactory[models.Version]):
    class Meta:
        model = models.Version

    document = factory.SubFactory(DocumentFactory)
    number = 1
    name = "Draft for consultation"
    standing = "consulting"
    body = factory.LazyAttribute(lambda made: whole_of(made.document).as_body())
    digest = factory.LazyAttribute(lambda made: digest_of_body(made.body))
    at = THEN
    by = BY


class CommitmentFactory(DjangoModelFactory[models.Commitment]):
    class Meta:
        model = models.Commitment

    document = factory.SubFactory(DocumentFactory)
    code = factory.Sequence(lambda n: f"1.{n + 1}")
    words = "Consultations stay open for twelve weeks."
    promised_by = "partner"
    promiser = "Saltwold Council"
    promised_to = "the sector"


class ActionFactory(DjangoModelFactory[models.Action]):
    class Meta:
        model = models.Action

    document = factory.SubFactory(DocumentFactory)
    title = factory.Sequence(lambda n: f"Action {n + 1}")
    begun_at = THEN


class ActionStatusFactory(DjangoModelFactory[models.ActionStatus]):
    class Meta:
        model = models.ActionStatus

    action = factory.SubFactory(ActionFactory)
    standing = "under-way"
    at = THEN
    by = BY


class EvidenceFactory(DjangoModelFactory[models.Evidence]):
    class Meta:
        model = models.Evidence

    commitment = factory.SubFactory(CommitmentFactory)
    on = DAY
    says = "It was open for 84 days."
    source = "The council's website"
    added_at = THEN
    added_by = BY


class ProgressReviewFactory(DjangoModelFactory[models.ProgressReview]):
    class Meta:
        model = models.ProgressReview

    commitment = factory.SubFactory(CommitmentFactory)
    judged = "partly"
    reason = "Better than last year."
    judge = "Ruth Wyke"
    on = DAY


class ConsultationFactory(DjangoModelFactory[models.Consultation]):
    class Meta:
        model = models.Consultation

    document = factory.SubFactory(DocumentFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "What should we do first?"


class ExtensionFactory(DjangoModelFactory[models.Extension]):
    class Meta:
        model = models.Extension

    consultation = factory.SubFactory(ConsultationFactory)
    before = DAY
    after = DAY + dt.timedelta(days=14)
    reason = "Several of you asked for more time."
    at = THEN
    by = BY


class QuestionFactory(DjangoModelFactory[models.Question]):
    class Meta:
        model = models.Question

    consultation = factory.SubFactory(ConsultationFactory)
    position = factory.Sequence(lambda n: n + 1)
    words = "Are these the right priorities?"


class SubmissionFactory(DjangoModelFactory[models.Submission]):
    class Meta:
        model = models.Submission

    consultation = factory.SubFactory(ConsultationFactory)
    said_on = DAY
    at = THEN


class CommentFactory(DjangoModelFactory[models.Comment]):
    class Meta:
        model = models.Comment

    submission = factory.SubFactory(SubmissionFactory)
    text = "Nothing here is about buses."


class ModerationFactory(DjangoModelFactory[models.Moderation]):
    class Meta:
        model = models.Moderation

    comment = factory.SubFactory(CommentFactory)
    standing = "shown"
    at = THEN
    by = BY


class InvitedFactory(DjangoModelFactory[models.Invited]):
    class Meta:
        model = models.Invited

    consultation = factory.SubFactory(ConsultationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    at = THEN
    by = BY


class EqualityCountFactory(DjangoModelFactory[models.EqualityCount]):
    class Meta:
        model = models.EqualityCount

    consultation = factory.SubFactory(ConsultationFactory)
    topic = "age"
    answer = "25 to 34"
    count = 3


class PointFactory(DjangoModelFactory[models.Point]):
    class Meta:
        model = models.Point

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Rural transport is missing"


class PointCommentFactory(DjangoModelFactory[models.PointComment]):
    class Meta:
        model = models.PointComment

    point = factory.SubFactory(PointFactory)
    comment = factory.SubFactory(CommentFactory)


class PointDecisionFactory(DjangoModelFactory[models.PointDecision]):
    class Meta:
        model = models.PointDecision

    point = factory.SubFactory(PointFactory)
    decision = "partly"
    reason = "It is an action now, not a priority of its own."
    decided_by = "The steering group"
    at = THEN
    by = BY


class FollowerFactory(DjangoModelFactory[models.Follower]):
    class Meta:
        model = models.Follower

    document = factory.SubFactory(DocumentFactory)
    email = factory.Sequence(lambda n: f"reader{n}@example.org")
    digest = factory.Sequence(lambda n: digest_of(f"follower {n}"))
    asked_at = THEN


class EventFactory(DjangoModelFactory[models.Event]):
    class Meta:
        model = models.Event

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "consultation"
    title = "Library hours"
    on = DAY
    source = "The council's website"
    at = THEN
    by = BY
    changed_at = THEN


class ConcernFactory(DjangoModelFactory[models.Concern]):
    class Meta:
        model = models.Concern

    document = factory.SubFactory(DocumentFactory)
    partner = factory.SubFactory(OrganisationFactory)
    words = "Our grant was cut with two weeks' notice."
    raised_at = THEN


class ConcernStageFactory(DjangoModelFactory[models.ConcernStage]):
    class Meta:
        model = models.ConcernStage

    concern = factory.SubFactory(ConcernFactory)
    rung = 1
    on = DAY
    at = THEN
    by = BY


class DisclosureFactory(DjangoModelFactory[models.Disclosure]):
    class Meta:
        model = models.Disclosure

    concern = factory.SubFactory(ConcernFactory)
    to = "partner"
    words = "A grant was cut with two weeks' notice."
    asked_at = THEN
    asked_by = BY


class YearReviewFactory(DjangoModelFactory[models.YearReview]):
    class Meta:
        model = models.YearReview

    document = factory.SubFactory(DocumentFactory)
    starts_on = dt.date(2025, 4, 1)
    ends_on = dt.date(2026, 3, 31)
    begun_at = THEN


class ElectionFactory(DjangoModelFactory[models.Election]):
    class Meta:
        model = models.Election

    slug = factory.Sequence(lambda n: f"county-{n}")
    name = "County elections"
    on = dt.date(2026, 5, 7)
    notice_on = dt.date(2026, 3, 20)


class BallotFactory(DjangoModelFactory[models.Ballot]):
    class Meta:
        model = models.Ballot

    election = factory.SubFactory(ElectionFactory)
    code = factory.Sequence(lambda n: f"local.saltwold.ward-{n}.2026-05-07")
    name = "Lantern Street"


class CandidateFactory(DjangoModelFactory[models.Candidate]):
    class Meta:
        model = models.Candidate

    ballot = factory.SubFactory(BallotFactory)
    person = factory.Sequence(lambda n: f"{1000 + n}")
    name = "Grace Nwosu"
    surname = "Nwosu"
    forenames = "Grace"


class AffiliationFactory(DjangoModelFactory[models.Affiliation]):
    class Meta:
        model = models.Affiliation

    candidate = factory.SubFactory(CandidateFactory)
    party = "Coast Residents"
    since = DAY
    source = "The council's website"


class CallFactory(DjangoModelFactory[models.Call]):
    class Meta:
        model = models.Call

    document = factory.SubFactory(DocumentFactory, face="call", title="A call to candidates")
    election = factory.SubFactory(ElectionFactory)
    invite_at = dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.UTC)
    closes_at = dt.datetime(2026, 4, 24, 11, 0, tzinfo=dt.UTC)
    reveal_at = dt.datetime(2026, 4, 27, 8, 0, tzinfo=dt.UTC)
    invitation = "We ask every candidate the same things."
    host = "Saltwold Voluntary Action"
    funder = "Its members"
    independence = "It supports no party and no candidate."
    imprint = "Published by Saltwold Voluntary Action, 3 Staithe Street, Netherhithe."


class CandidateLinkFactory(DjangoModelFactory[models.CandidateLink]):
    class Meta:
        model = models.CandidateLink

    call = factory.SubFactory(CallFactory)
    candidate = factory.SubFactory(CandidateFactory)
    digest = factory.Sequence(lambda n: digest_of(f"candidate {n}"))
    made_at = THEN


class ContactFactory(DjangoModelFactory[models.Contact]):
    class Meta:
        model = models.Contact

    call = factory.SubFactory(CallFactory)
    candidate = factory.SubFactory(CandidateFactory)
    kind = "invitation"
    way = "email"
    text_digest = "0" * 64
    due_at = THEN
    at = THEN
    by = BY


class AnswerFactory(DjangoModelFactory[models.Answer]):
    class Meta:
        model = models.Answer

    call = factory.SubFactory(CallFactory)
    candidate = factory.SubFactory(CandidateFactory)
    ask = factory.SubFactory(
        ParagraphFactory, kind="ask", document=factory.SelfAttribute("..call.document")
    )
    stance = "support"
    words = "Yes."
    at = THEN
    by = "the candidate"


class CallCorrectionFactory(DjangoModelFactory[models.CallCorrection]):
    class Meta:
        model = models.CallCorrection

    call = factory.SubFactory(CallFactory)
    what = "The name of a party was put right."
    why = "It was spelt wrongly on our list."
    at = THEN
    by = BY


class FreezeFactory(DjangoModelFactory[models.Freeze]):
    class Meta:
        model = models.Freeze

    call = factory.SubFactory(CallFactory)
    ballot = factory.SubFactory(BallotFactory)
    closed_at = dt.datetime(2026, 4, 24, 11, 0, tzinfo=dt.UTC)
    at = dt.datetime(2026, 4, 24, 11, 0, tzinfo=dt.UTC)
    salt = "5" * 32
    digest = "0" * 64


class SpendFactory(DjangoModelFactory[models.Spend]):
    class Meta:
        model = models.Spend

    call = factory.SubFactory(CallFactory)
    ballot = factory.SubFactory(BallotFactory)
    on = DAY
    what = "Printing of letters"
    pounds = 12
    paid_by = "Saltwold Voluntary Action"
    at = THEN
    by = BY


class InterestFactory(DjangoModelFactory[models.Interest]):
    class Meta:
        model = models.Interest

    call = factory.SubFactory(CallFactory)
    person_key = "user:1"
    person = BY
    public_body = False
    at = THEN


class CouncillorUpdateFactory(DjangoModelFactory[models.CouncillorUpdate]):
    class Meta:
        model = models.CouncillorUpdate

    candidate = factory.SubFactory(CandidateFactory)
    call = factory.SubFactory(CallFactory)
    words = "I have raised it twice."
    at = THEN
