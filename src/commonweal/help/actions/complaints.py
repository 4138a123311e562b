"""Complaints about a scheme: made by anybody, acknowledged within its days, answered."""

from __future__ import annotations

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.ways_in import leads_of, said
from commonweal.help.choices import ComplaintStanding
from commonweal.help.models import Client, HelpComplaint, Scheme
from commonweal.help.rights import ACKNOWLEDGE_DAYS, acknowledge_by


@action(permission="help.complain", about="scheme")
def complain(
    *,
    by: Actor,
    scheme: Scheme,
    words: str,
    name: str = "",
    reach: str = "",
    client: Client | None = None,
) -> HelpComplaint:
    """Complain about a scheme; its leads are told that something came, and by when to answer.

    :raises Refused: when it says nothing, or is about somebody of another scheme.
    """
    if client is not None and client.scheme_id != scheme.pk:
        raise Refused("That is not somebody of this scheme.")
    days = min(max(scheme.complaint_days, 1), ACKNOWLEDGE_DAYS)
    made = HelpComplaint.objects.create(
        scheme=scheme, client=client, name=seen(name).strip()[:200],
        reach=seen(reach).strip()[:300], words=said(words, "words"), received_on=clock.today(),
        acknowledge_by=acknowledge_by(clock.today(), days), by=by.label,
    )  # fmt: skip
    for lead in leads_of(scheme):
        write_letter(
            "help/letters/complaint.txt", by=POSTMASTER, to=lead.email, secret=True, complaint=made
        )
    return made


def held_complaint(complaint: HelpComplaint) -> HelpComplaint:
    """A complaint, kept for whoever acts."""
    held: HelpComplaint = HelpComplaint.objects.select_for_update().get(pk=complaint.pk)
    return held


@action(permission="help.keep_complaints", about="complaint")
def acknowledge_complaint(*, by: Actor, complaint: HelpComplaint) -> HelpComplaint:
    """Write down that whoever complained was told that it came.

    :raises Refused: when they were told already.
    """
    held = held_complaint(complaint)
    if held.acknowledged_on is not None:
        raise Refused("They were told already.")
    held.acknowledged_on, held.standing = clock.today(), ComplaintStanding.ACKNOWLEDGED
    held.save()
    return held


@action(permission="help.keep_complaints", about="complaint")
def answer_complaint(*, by: Actor, complaint: HelpComplaint, words: str) -> HelpComplaint:
    """Answer a complaint; whoever answers at once has acknowledged it too.

    :raises Refused: when it was answered, or nothing is said.
    """
    held = held_complaint(complaint)
    if held.answered_on is not None:
        raise Refused("It was answered already.")
    held.answer, held.answered_on = said(words, "words"), clock.today()
    held.acknowledged_on = held.acknowledged_on or held.answered_on
    held.standing = ComplaintStanding.ANSWERED
    held.save()
    return held


@action(permission="help.keep_complaints", about="complaint")
def take_complaint_on(*, by: Actor, complaint: HelpComplaint) -> HelpComplaint:
    """Write down that they took it to somebody outside, once it was answered.

    :raises Refused: before it was answered.
    """
    held = held_complaint(complaint)
    if held.answered_on is None:
        raise Refused("Answer it first.")
    held.standing = ComplaintStanding.TAKEN_ON
    held.save()
    return held
