"""What a named person makes of a promise, and the reply that comes before anybody reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from commonweal.accounts.models import User
from commonweal.commitments.actions.asking import (
    EARLIEST,
    LATEST,
    check_address,
    officers_of,
    token_of,
    write_to_promiser,
)
from commonweal.commitments.actions.evidence import show
from commonweal.commitments.actions.independence import not_of_a_councillor_before_an_election
from commonweal.commitments.choices import Judged
from commonweal.commitments.models import Commitment, Evidence, ProgressReview
from commonweal.commitments.saying import A_LINE, told
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.ui.words import long_day

PUBLISHED = "This review was published, and is not changed. Write another."


@action(permission="commitments.judge", about="commitment", keeps=("judged",))
def judge(
    *,
    by: Actor,
    commitment: Commitment,
    judged: str,
    reason: str,
    judge: str = "",
    evidence: Iterable[Evidence] = (),
    on: dt.date | None = None,
) -> ProgressReview:
    """Write down what a named person makes of a promise. Nobody outside staff sees it yet.

    :param judge: their name; without one, whoever acts.
    :raises Refused: when the promise is not published, the reason or the evidence is missing.
    """
    if not commitment.published_at:
        raise Refused("This promise is not published yet.")
    name = told(judge or by.label, field="judge", missing="Say who judges it.", most=A_LINE)
    day = on or clock.today()
    if day > clock.today():
        raise Refused("This day is still to come.", field="on")
    seen = fit_evidence(commitment, judged, evidence)
    review = ProgressReview.objects.create(
        commitment=commitment, judged=judged, on=day, judge=name,
        reason=told(reason, field="reason", missing="Give the reason. Everybody reads it."),
        judge_is=by if isinstance(by, User) and name == by.label else None,
    )  # fmt: skip
    review.evidence.set(seen)
    return review


@action(permission="commitments.judge", about="review", keeps=("judged",))
def change_review(
    *,
    by: Actor,
    review: ProgressReview,
    judged: str,
    reason: str,
    evidence: Iterable[Evidence] = (),
) -> ProgressReview:
    """Change a judgement before it is published.

    Whoever promised is to reply to what is published, so they are asked again; what they wrote
    stays for them to change.

    :raises Refused: once it was published, or when the reason or the evidence is missing.
    """
    held = unpublished(review)
    seen = fit_evidence(held.commitment, judged, evidence)
    held.judged = judged
    held.reason = told(reason, field="reason", missing="Give the reason. Everybody reads it.")
    held.asked_at = held.reply_by = held.replied_at = held.reply_digest = held.reminded_at = None
    held.save()
    held.evidence.set(seen)
    return held


@action(permission="commitments.judge", about="review", keeps=("reply_by",))
def ask_for_reply(
    *, by: Actor, review: ProgressReview, reply_by: dt.date, asked_of: str = "", noted: str = ""
) -> ProgressReview:
    """Ask whoever promised for their reply, by a day: by a letter with a private link to an
    address, and by one to each officer who signs in here. Where there is neither, ``noted`` says
    how staff asked. Asked again, the former link is worth nothing.

    :raises Refused: when the day is too near or too far, or nobody would be reached.
    """
    held, today = unpublished(review), clock.today()
    if held.replied_at:
        raise Refused("They have replied already.")
    if not today + EARLIEST <= reply_by <= today + LATEST:
        raise Refused(
            f"Give them at least {EARLIEST.days} days and at most a year.", field="reply_by"
        )
    held.asked_of = check_address(asked_of)
    held.asked_how = told(noted, field="noted", most=300)
    officers = officers_of(held.organisation)
    if not (held.asked_of or held.asked_how or officers):
        raise Refused(
            "Nobody of theirs signs in here. Give an address, or say how you asked them.",
            field="asked_of",
        )
    held.asked_at, held.reply_by, held.reminded_at = clock.now(), reply_by, None
    held.reply_digest = digest_of(token_of(held))
    held.save()
    write_to_promiser("asked", held, officers)
    return held


@action(permission="commitments.reply", about="review")
def reply_to_review(*, by: Actor, review: ProgressReview, reply: str, name: str) -> ProgressReview:
    """Reply to a review of one's own promise. It can be changed until the review is published;
    after that a first reply still stands, with its own day.

    :raises Refused: when nobody asked, or a reply is published.
    """
    return keep_reply(review, reply, name)


@action(permission="commitments.judge", about="review")
def enter_reply(*, by: Actor, review: ProgressReview, reply: str, name: str) -> ProgressReview:
    """Write down a reply that came on paper, by telephone or at a meeting, word for word.

    :raises Refused: when nobody asked, or a reply is published.
    """
    return keep_reply(review, reply, name)


@action(permission="commitments.publish", about="review")
def publish_review(*, by: Actor, review: ProgressReview) -> ProgressReview:
    """Show a judgement to everybody, with the evidence it is over and the reply, or that none came.

    :raises Refused: before they were asked; before they replied or their deadline passed; of a
        councillor, while an election is near.
    """
    held = unpublished(review)
    if held.asked_at is None or held.reply_by is None:
        raise Refused("Ask whoever promised this for their reply first.")
    if held.replied_at is None and clock.today() <= held.reply_by:
        raise Refused(
            f"They have until {long_day(held.reply_by)} to reply. It can be published when they "
            "have replied, or from the day after."
        )
    not_of_a_councillor_before_an_election(held.commitment)
    write_to_promiser("published", held, officers_of(held.organisation))
    held.published_at, held.asked_of = clock.now(), ""
    held.save(update_fields=["published_at", "asked_of"])
    for one in held.evidence.standing().filter(published_at=None).select_related("file"):
        show(one)
    return held


@action(permission="commitments.judge", about="commitment", keeps=("reason",))
def drop_review(
    *, by: Actor, commitment: Commitment, review: ProgressReview, reason: str
) -> Commitment:
    """Give up a judgement that nobody has replied to, and that was not published.

    :raises Refused: once somebody replied to it, or it was published.
    """
    held = unpublished(review)
    if held.commitment_id != commitment.pk:
        raise Refused("This review is of another promise.")
    if held.reply:
        raise Refused("They have replied to this. Change it, and ask them again.")
    told(reason, field="reason", missing="Say why.", most=500)
    held.delete()
    return commitment


def keep_reply(review: ProgressReview, reply: str, name: str) -> ProgressReview:
    """Keep what they say to a review.

    :raises Refused: when nobody asked, it is empty, or a reply is published.
    """
    held = ProgressReview.objects.select_for_update().get(pk=review.pk)
    if held.asked_at is None:
        raise Refused("You were not asked yet. You get a letter when you are.")
    if held.published_at and held.replied_at:
        raise Refused("Your reply is published, and stands as it is.")
    held.reply = told(reply, field="reply", missing="Write your reply.")
    held.replied_by = told(name, field="name", missing="Say who replies.", most=A_LINE)
    held.replied_at = clock.now()
    held.save(update_fields=["reply", "replied_by", "replied_at"])
    return held


def unpublished(review: ProgressReview) -> ProgressReview:
    """The review as it is kept now, for changing.

    :raises Refused: once it was published.
    """
    held = (
        ProgressReview.objects.select_for_update(of=("self",))
        .select_related("commitment__organisation", "commitment__document")
        .get(pk=review.pk)
    )
    if held.published_at:
        raise Refused(PUBLISHED)
    return held


def fit_evidence(
    commitment: Commitment, judged: str, evidence: Iterable[Evidence]
) -> list[Evidence]:
    """The evidence that a judgement is over.

    :raises Refused: when it is of another promise, withdrawn, or missing.
    """
    if judged not in Judged.values:
        raise Refused("Say what they make of it.", field="judged")
    seen = list(evidence)
    if any(one.commitment_id != commitment.pk for one in seen):
        raise Refused("This is evidence of another promise.", field="evidence")
    if any(one.withdrawn_at for one in seen):
        raise Refused("Some of this evidence was withdrawn.", field="evidence")
    if not seen and judged != Judged.CANNOT:
        raise Refused("Choose the evidence it is judged by.", field="evidence")
    return seen
