"""Promises in their exact words: written, frozen, ended."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from commonweal.commitments.actions.independence import only_the_independent
from commonweal.commitments.choices import DocumentStanding, Promiser, ReviewedBy
from commonweal.commitments.models import Candidate, Commitment, Document, Paragraph
from commonweal.commitments.saying import A_LINE, A_REASON, in_order, told
from commonweal.commitments.sealing import digest_of_words
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.impact.models import Measure
from commonweal.sector.models import Organisation

COUNTED = (ReviewedBy.MIN_DAYS, ReviewedBy.MIN_MONTHS, ReviewedBy.SHARE)
FROZEN = "These words were published, and are not changed. End this promise, and write another."
CAN_CHANGE = frozenset({
    "words", "promised_by", "promiser", "promised_to", "paragraph", "organisation", "code",
    "starts_on", "due_on", "reviewed_by", "threshold", "excused", "measure", "owner",
})  # fmt: skip


@action(permission="commitments.write", keeps=("document", "promised_by"))
def add_commitment(
    *,
    by: Actor,
    document: Document,
    words: str,
    promised_by: str,
    promiser: str,
    promised_to: str,
    paragraph: Paragraph | None = None,
    organisation: Organisation | None = None,
    candidate: Candidate | None = None,
    code: str = "",
    starts_on: dt.date | None = None,
    due_on: dt.date | None = None,
    reviewed_by: str = ReviewedBy.NARRATIVE,
    threshold: Decimal | None = None,
    excused: bool = False,
    measure: Measure | None = None,
    owner: str = "",
) -> Commitment:
    """Write down a promise, in the words of whoever makes it. Nobody outside sees it yet.

    :raises Refused: when something is missing, too long, or due before it begins.
    """
    if document.standing in (DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED):
        raise Refused("This has ended. Nothing more is promised in it.")
    commitment = Commitment(
        document=document, words=words, promised_by=promised_by, promiser=promiser,
        promised_to=promised_to, paragraph=paragraph, organisation=organisation,
        candidate=candidate, code=code, starts_on=starts_on, due_on=due_on,
        reviewed_by=reviewed_by, threshold=threshold, excused=excused, measure=measure,
        owner=owner,
    )  # fmt: skip
    make_fit(commitment)
    commitment.save()
    return commitment


@action(permission="commitments.write", about="commitment")
def change_commitment(*, by: Actor, commitment: Commitment, changes: dict[str, Any]) -> Commitment:
    """Change a promise that was never published.

    :param changes: new values by field, those that ``add_commitment`` takes.
    :raises Refused: once it was published; or when something is missing, or out of order.
    """
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if held.published_at:
        raise Refused(FROZEN)
    unknown = set(changes) - CAN_CHANGE
    if unknown:
        raise ValueError(f"Not of a promise: {', '.join(sorted(unknown))}.")
    for field, value in changes.items():
        setattr(held, field, value)
    make_fit(held)
    held.save()
    return held


@action(permission="commitments.publish", about="commitment")
def publish_commitment(*, by: Actor, commitment: Commitment) -> Commitment:
    """Freeze and publish a promise that was added to something adopted before.

    :raises Refused: when it was published before, or what it stands in is not adopted.
    """
    held = Commitment.objects.select_for_update().select_related("document").get(pk=commitment.pk)
    if held.published_at:
        raise Refused("This promise was published before.")
    if held.document.standing != DocumentStanding.ADOPTED:
        raise Refused(
            f"It is published when {held.document} is adopted, together with everything in it."
        )
    held.published_at, held.digest = clock.now(), digest_of_words(held.words)
    held.save(update_fields=["published_at", "digest"])
    return held


@action(permission="commitments.publish", about="commitment", keeps=("on", "reason"))
def end_commitment(
    *,
    by: Actor,
    commitment: Commitment,
    reason: str,
    on: dt.date | None = None,
    successor: Commitment | None = None,
) -> Commitment:
    """Say that a promise no longer binds, from which day and why. It stays for all to read.

    :param successor: the promise that takes its place, if one does.
    :raises Refused: when it was never published, has ended, or the reason is missing.
    """
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if not held.published_at:
        raise Refused("This was never published. Change it, or take it out.")
    if held.ended_on:
        raise Refused("This promise has ended already.")
    if held.candidate_id is not None:
        only_the_independent(by)
    day = on or clock.today()
    if held.starts_on and day < held.starts_on:
        raise Refused("This would end before it begins. Look at the day.", field="on")
    if successor and (successor.pk == held.pk or not successor.published_at):
        raise Refused("Choose another promise, one that was published.", field="successor")
    held.ended_on, held.succeeded_by = day, successor
    held.ended_because = told(reason, field="reason", missing="Say why it ends.", most=A_REASON)
    held.save(update_fields=["ended_on", "ended_because", "succeeded_by"])
    return held


@action(permission="commitments.write", about="document", keeps=("code",))
def take_out_commitment(*, by: Actor, document: Document, commitment: Commitment, code: str) -> int:
    """Take out a promise that was never published; nothing of it stays. Returns its key.

    :raises Refused: once it was published, or when something hangs on it.
    """
    held = document.commitments.select_for_update().get(pk=commitment.pk)
    if held.published_at:
        raise Refused("This promise was published. End it instead, and say why.")
    if held.evidence.exists() or held.actions.exists():
        raise Refused("Actions or evidence belong to this promise. Move them first.")
    key = held.pk
    held.delete()
    return key


def make_fit(commitment: Commitment) -> None:
    """Make a promise fit to be kept.

    :raises Refused: when something is missing, too long, or out of order.
    """
    c = commitment
    c.words = told(c.words, field="words", missing="Write what is promised, word for word.")
    c.promiser = told(c.promiser, field="promiser", missing="Say who promises it.", most=255)
    c.promised_to = told(
        c.promised_to, field="promised_to", missing="Say to whom it is promised.", most=255
    )
    c.code = told(c.code, field="code", most=12)
    c.owner = told(c.owner, field="owner", most=A_LINE)
    if c.promised_by not in Promiser.values:
        raise Refused("Say who promises it.", field="promised_by")
    if c.reviewed_by not in ReviewedBy.values:
        raise Refused("Say by what it is looked at.", field="reviewed_by")
    if c.paragraph and c.paragraph.document_id != c.document_id:
        raise Refused("This part belongs to something else.", field="paragraph")
    in_order(c.starts_on, c.due_on)
    fit_threshold(c)


def fit_threshold(commitment: Commitment) -> None:
    """A promise that is counted says how many; one that is not has no such number.

    :raises Refused: when the number is missing or cannot be.
    """
    if commitment.reviewed_by not in COUNTED:
        commitment.threshold = None
        return
    if commitment.threshold is None:
        raise Refused("Say how many days or months, or what share.", field="threshold")
    most = 100 if commitment.reviewed_by == ReviewedBy.SHARE else 99_999
    if not 0 <= commitment.threshold <= most:
        raise Refused(f"This lies between 0 and {most:,}.", field="threshold")
