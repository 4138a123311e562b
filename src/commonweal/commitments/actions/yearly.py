"""The yearly review of an agreement: begun, said to by both sides, published and frozen."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from commonweal.commitments.actions.asking import officers_of
from commonweal.commitments.actions.event_replies import SOON
from commonweal.commitments.actions.telling import a_line, some_words
from commonweal.commitments.choices import AGREEMENTS
from commonweal.commitments.models import Document, YearReview
from commonweal.commitments.permissions import is_steward, sides_of
from commonweal.commitments.querysets import of_withheld
from commonweal.commitments.reports.yearly import year_of
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.choices import Side

A_WEEK = dt.timedelta(days=7)
PUBLISHED = "It is published, and is not changed any more."


@action(permission="commitments.review_year", about="document", keeps=("starts_on", "ends_on"))
def begin_year_review(
    *, by: Actor, document: Document, starts_on: dt.date, ends_on: dt.date
) -> YearReview:
    """Begin the review of a year, which is made from the records until it is published.

    :raises Refused: when it is no agreement, the days do not follow, or it was begun before.
    """
    if document.face not in AGREEMENTS or document.adopted_on is None:
        raise Refused("Only an agreement that was adopted is reviewed.", field="document")
    if ends_on <= starts_on:
        raise Refused("The year ends after it begins.", field="ends_on")
    if ends_on > clock.today():
        raise Refused("That year is not over yet.", field="ends_on")
    try:
        with transaction.atomic():
            return YearReview.objects.create(
                document=document, starts_on=starts_on, ends_on=ends_on, begun_at=clock.now()
            )
    except IntegrityError as problem:
        raise Refused("The review of that year was begun before.", field="starts_on") from problem


@action(permission="commitments.review_year", about="review", keeps=("reply_by",))
def ask_both_sides(*, by: Actor, review: YearReview, reply_by: dt.date) -> YearReview:
    """Ask both sides for their words by a day: whoever keeps the page of a body that signed.

    :raises Refused: when it is published, or there is too little time.
    """
    _unpublished(review)
    if reply_by < clock.today() + A_WEEK:
        raise Refused(SOON, field="reply_by")
    review.asked_at, review.reply_by = clock.now(), reply_by
    review.save(update_fields=["asked_at", "reply_by"])
    parties = review.document.parties.filter(organisation__isnull=False, left_on=None)
    signed = parties.filter(signed_on__isnull=False).exclude(of_withheld())
    bodies = [party.organisation for party in signed.select_related("organisation__same_as")]
    asked = {officer.person.email for body in bodies for officer in officers_of(body)}
    for to in sorted(asked):
        write_letter("commitments/letters/year_asked.txt", by=POSTMASTER, to=to, review=review)
    return review


@action(permission="commitments.speak_in_year", about="review", keeps=("side",))
def speak_in_year(*, by: Actor, review: YearReview, side: str, words: str, name: str) -> YearReview:
    """Say what one side says to the year; what it said before is replaced.

    A body's officers speak for the side on which it signed; stewards enter what came otherwise.

    :raises Refused: when it is published, the side is not theirs, or words or name are missing.
    """
    _unpublished(review)
    if side not in Side.values or not (is_steward(by) or side in sides_of(by, review.document)):
        raise Refused("You speak for the other side.", field="side")
    said = some_words(words, field="words", most=8_000, needed="Write what this side says.")
    needed = "Say who speaks, and in what part."
    who = a_line(name, most=200, field="name", needed=needed)
    setattr(review, f"{side}_words", said)
    setattr(review, f"{side}_by", who)
    review.save(update_fields=[f"{side}_words", f"{side}_by"])
    return review


@action(permission="commitments.review_year", about="review")
def publish_year_review(*, by: Actor, review: YearReview) -> YearReview:
    """Publish and freeze it: with both sides' words, or saying whose did not come in time.

    :raises Refused: before both were asked and have spoken, or their time is over.
    """
    _unpublished(review)
    if review.asked_at is None or review.reply_by is None:
        raise Refused("Ask both sides first.")
    both = review.sector_words and review.partner_words
    if not both and review.reply_by >= clock.today():
        raise Refused("Not both sides have spoken, and their time is not over yet.")
    year = year_of(review.document, review.starts_on, review.ends_on)
    review.body, review.published_at = year.as_body(), clock.now()
    review.save(update_fields=["body", "published_at"])
    return review


def _unpublished(review: YearReview) -> None:
    if review.published_at is not None:
        raise Refused(PUBLISHED)
