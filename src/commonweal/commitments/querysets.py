"""Questions about promises, as words that chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonweal.commitments.choices import (
    BallotStanding,
    CommentStanding,
    ConsultationStanding,
    Disclosed,
    DocumentStanding,
    EventStanding,
    ToWhom,
)
from commonweal.core.tokens import digest_of

if TYPE_CHECKING:
    from commonweal.commitments.models import (  # noqa: F401
        Action,
        Answer,
        CandidateLink,
        Comment,
        Commitment,
        Concern,
        Consultation,
        Disclosure,
        Document,
        Event,
        Evidence,
        Follower,
        Paragraph,
        Point,
        YearReview,
    )

SEEN = (
    DocumentStanding.CONSULTING,
    DocumentStanding.ADOPTED,
    DocumentStanding.SUPERSEDED,
    DocumentStanding.CLOSED,
)


def of_withheld() -> Q:
    """Of an organisation that is withheld, or that was merged into one that is."""
    return Q(organisation__withheld=True) | Q(organisation__same_as__withheld=True)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, as questions."""

    def public(self) -> DocumentQuerySet:
        """Those of which the public sees a version: all that were ever published."""
        return self.filter(standing__in=SEEN, versions__isnull=False).distinct()

    def in_force(self) -> DocumentQuerySet:
        """Those that were adopted and not replaced."""
        return self.filter(standing=DocumentStanding.ADOPTED)


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    """Paragraphs, as questions."""

    def standing(self) -> ParagraphQuerySet:
        """Those that nobody took out."""
        return self.filter(taken_out_at=None)

    def in_order(self) -> ParagraphQuerySet:
        """As siblings follow each other."""
        return self.order_by("position", "pk")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments, as questions."""

    def published(self) -> CommitmentQuerySet:
        """Those that were published, whether they still bind or not."""
        return self.exclude(published_at=None)

    def binding(self) -> CommitmentQuerySet:
        """Those that were published and have not ended."""
        return self.published().filter(ended_on=None)


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions, as questions."""

    def standing(self) -> ActionQuerySet:
        """Those that nobody took out."""
        return self.filter(taken_out_at=None)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence, as questions."""

    def standing(self) -> EvidenceQuerySet:
        """What nobody withdrew."""
        return self.filter(withdrawn_at=None)

    def published(self) -> EvidenceQuerySet:
        """What the public sees; what was withdrawn among it, with the reason."""
        return self.exclude(published_at=None)


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations, as questions."""

    def public(self) -> ConsultationQuerySet:
        """Those that were opened at some time."""
        return self.exclude(standing=ConsultationStanding.DRAFT)

    def open_on(self, day: dt.date) -> ConsultationQuerySet:
        """Those in which something may be said on a day; the last day is one of them."""
        return self.filter(
            standing=ConsultationStanding.OPEN, opens_on__lte=day, closes_on__gte=day
        )


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, as questions."""

    def shown(self) -> CommentQuerySet:
        """Those that the public sees."""
        return self.filter(standing=CommentStanding.SHOWN, submission__taken_back_at=None)

    def counted(self) -> CommentQuerySet:
        """Those that somebody stands by: also what is not shown is read and counted."""
        return self.filter(submission__taken_back_at=None)

    def to_read(self) -> CommentQuerySet:
        """Those that wait for a moderator."""
        return self.counted().filter(standing=CommentStanding.WAITING)


class PointQuerySet(models.QuerySet["Point"]):
    """Points, as questions."""

    def published(self) -> PointQuerySet:
        """Those that the public sees."""
        return self.exclude(published_at=None)


class FollowerQuerySet(models.QuerySet["Follower"]):
    """Those who follow, as questions."""

    def by_link(self, token: str) -> FollowerQuerySet:
        """The one that this private link is for."""
        return self.filter(digest=digest_of(token))

    def to_tell(self, day: dt.date) -> FollowerQuerySet:
        """Those who have confirmed it and whose year is not over."""
        return self.filter(confirmed_at__isnull=False, until__gte=day)


class EventQuerySet(models.QuerySet["Event"]):
    """Events, as questions."""

    def standing(self) -> EventQuerySet:
        """Those that nobody withdrew."""
        return self.filter(standing=EventStanding.NOTED)

    def published(self) -> EventQuerySet:
        """Those that the public sees; what was withdrawn among them, with the reason.

        What a withheld body did is shown nowhere.
        """
        return self.exclude(published_at=None).exclude(of_withheld())

    def of_bodies(self, keys: Iterable[int]) -> EventQuerySet:
        """What any of these organisations did, or one that was since taken into them."""
        known = list(keys)
        return self.filter(Q(organisation__in=known) | Q(organisation__same_as__in=known))

    def by_link(self, token: str) -> EventQuerySet:
        """The one on which this private link lets somebody reply."""
        return self.filter(reply_digest=digest_of(token))


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Concerns, as questions."""

    def open(self) -> ConcernQuerySet:
        """Those that are not closed."""
        return self.filter(closed_at=None)

    def by_link(self, token: str) -> ConcernQuerySet:
        """The one that this private link is for."""
        return self.filter(digest=digest_of(token))

    def to_forget(self, closed_before: dt.datetime) -> ConcernQuerySet:
        """Those closed so long ago that how to reach the group is forgotten now."""
        told = ~Q(contact="") | ~Q(email="") | ~Q(telephone="") | Q(digest__isnull=False)
        return self.filter(told, closed_at__lt=closed_before)


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """What of concerns may be told, as questions."""

    def told(self) -> DisclosureQuerySet:
        """What the partner was told, with the group's leave; nothing that was taken back."""
        return self.filter(standing=Disclosed.AGREED, put_at__isnull=False)

    def published(self) -> DisclosureQuerySet:
        """What everybody was told."""
        return self.told().filter(to=ToWhom.PUBLIC).exclude(published_at=None)


class YearReviewQuerySet(models.QuerySet["YearReview"]):
    """Yearly reviews, as questions."""

    def published(self) -> YearReviewQuerySet:
        """Those that the public sees."""
        return self.exclude(published_at=None)


class CandidateLinkQuerySet(models.QuerySet["CandidateLink"]):
    """Private links of candidates, as questions."""

    def good(self) -> CandidateLinkQuerySet:
        """Those that nobody revoked."""
        return self.filter(revoked_at=None)

    def by_link(self, token: str) -> CandidateLinkQuerySet:
        """The one of this secret, if nobody revoked it."""
        return self.good().filter(digest=digest_of(token))


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers, as questions."""

    def public(self, now: dt.datetime) -> AnswerQuerySet:
        """Those that anybody may see now: none before their announced hour, whoever asks.

        A ballot that was put off has an hour of its own, and none before that is set.
        """
        going = self.filter(call__opened_at__isnull=False, call__held_at__isnull=True).exclude(
            candidate__ballot__standing=BallotStanding.COUNTERMANDED,
            candidate__ballot__reveal_at=None,
        )
        own = Q(candidate__ballot__reveal_at__isnull=False)
        return going.filter(
            (own & Q(candidate__ballot__reveal_at__lte=now)) | (~own & Q(call__reveal_at__lte=now))
        )

    def resubmitting(self, now: dt.datetime) -> AnswerQuerySet:
        """Those whose words are withheld and may still be sent again: the last of their ask."""
        return self.counting().filter(withheld_at__isnull=False, resubmit_by__gt=now)

    def counting(self) -> AnswerQuerySet:
        """Of each candidate and ask, the one that counts: the last."""
        newer = self.model._default_manager.filter(
            call=models.OuterRef("call"),
            candidate=models.OuterRef("candidate"),
            ask=models.OuterRef("ask"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(newer))
