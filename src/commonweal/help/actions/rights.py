"""People's rights over what is kept of them: to see it, have it put right, erased, or left alone.

The day by which an answer is owed is worked out of what was asked and told, never typed.
"""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.forgetting_people import forget_clients, forget_helpers
from commonweal.help.actions.waiting_words import take_back_texts_to
from commonweal.help.actions.ways_in import NOTE, said
from commonweal.help.choices import HelperStanding, Purpose, RightKind, RightStanding
from commonweal.help.models import Client, Helper, Request, RightsRequest, Scheme
from commonweal.help.rights import SAR_MONTHS, Asking, access_due


def due_of(right: RightsRequest) -> dt.date:
    """By when it is answered; the day that stood while the clock is stopped."""
    asked = [Asking(right.asked_on, right.given_on)] if right.asked_on else []
    due = access_due(right.received_on, asked, extended=bool(right.extended_why)).on
    return due or right.due_on


def held_right(right: RightsRequest) -> RightsRequest:
    """One that is open, kept for whoever acts.

    :raises Refused: when it was answered.
    """
    held: RightsRequest = RightsRequest.objects.select_for_update().get(pk=right.pk)
    if held.standing in (RightStanding.DONE, RightStanding.REFUSED):
        raise Refused("This was answered already.")
    return held


@action(permission="help.keep_rights", about="scheme", keeps=("kind", "received_on"))
def receive_right(
    *,
    by: Actor,
    scheme: Scheme,
    kind: str,
    received_on: dt.date,
    words: str = "",
    client: Client | None = None,
    helper: Helper | None = None,
) -> RightsRequest:
    """Write down that somebody asks about what is kept of them; a month is what there is.

    :raises Refused: of a day to come, or about nobody, or somebody of another scheme.
    """
    about = [t for t in (client, helper) if t is not None]
    if len(about) != 1 or about[0].scheme_id != scheme.pk:
        raise Refused("Say whose record it is, of this scheme.")
    if kind not in RightKind.values:
        raise Refused("Choose what they ask.", field="kind")
    if received_on > clock.today():
        raise Refused("This day is still to come.", field="received_on")
    due = access_due(received_on).on
    assert due is not None
    return RightsRequest.objects.create(
        scheme=scheme, client=client, helper=helper, kind=kind, received_on=received_on,
        words=seen(words).strip()[:NOTE], due_on=due,
    )  # fmt: skip


@action(permission="help.keep_rights", about="right")
def ask_back(*, by: Actor, right: RightsRequest) -> RightsRequest:
    """They were asked who they are, or what they mean: the clock stops until they say.

    :raises Refused: when it is stopped, or was stopped and went on.
    """
    held = held_right(right)
    if held.asked_on is not None:
        raise Refused("They were asked already.")
    held.asked_on, held.standing = clock.today(), RightStanding.PAUSED
    held.save()
    return held


@action(permission="help.keep_rights", about="right")
def told_back(*, by: Actor, right: RightsRequest) -> RightsRequest:
    """They said who they are, or what they mean: the month begins anew from that day.

    :raises Refused: when the clock runs.
    """
    held = held_right(right)
    if held.standing != RightStanding.PAUSED:
        raise Refused("They were not asked anything.")
    held.given_on, held.standing = clock.today(), RightStanding.OPEN
    held.due_on = due_of(held)
    held.save()
    return held


@action(permission="help.keep_rights", about="right")
def extend_right(*, by: Actor, right: RightsRequest, why: str) -> RightsRequest:
    """Take two months more for what is complex, with the reason told within the first.

    :raises Refused: after the first month, twice, or while the clock is stopped.
    """
    held = held_right(right)
    if held.extended_why or held.standing == RightStanding.PAUSED or clock.today() > held.due_on:
        raise Refused(f"That is done once, and within the first {SAR_MONTHS} month.")
    held.extended_why = said(why, "words")[:300]
    held.due_on = due_of(held)
    held.save()
    return held


def why_not_erased(right: RightsRequest) -> str:
    """Why a record cannot be erased now; nothing when it can."""
    if right.client is not None:
        if Request.objects.open().filter(client=right.client).exists():
            return "Something they asked for is still open. End and close it first."
    elif right.helper is not None and right.helper.standing != HelperStanding.LEFT:
        return "They still help here. Write down that they left first."
    return ""


def heed(right: RightsRequest, *, by: Actor) -> None:
    """Do what was asked where it is granted: erase, or use no more. Inner step.

    :raises Refused: where the law or what is owed to them needs it kept, with the reason.
    """
    if right.kind == RightKind.ERASURE:
        why = why_not_erased(right)
        if why:
            raise Refused(why)
        if right.client is not None and right.client.forgotten_on is None:
            forget_clients([right.client], by=by)
        if right.helper is not None and right.helper.forgotten_on is None:
            forget_helpers([right.helper], by=by)
    if right.kind == RightKind.OBJECTION and right.client is not None:
        right.client.do_not_contact = True
        right.client.edition += 1
        right.client.save()
        take_back_texts_to(right.client)
        others = right.client.grounds.filter(ended_at=None).exclude(purpose=Purpose.HELP)
        others.update(ended_at=clock.now(), ended_by=by.label, ended_way="objection")


@action(permission="help.keep_rights", about="right", keeps=("standing",))
def answer_right(*, by: Actor, right: RightsRequest, standing: str, answer: str) -> RightsRequest:
    """Answer it: done, which erases or stops what was asked to be, or refused with the reason.

    What the law needs is kept without a name: money handled and claims six years, a worry about
    somebody's safety seven. Grounds are kept six years from today.

    :raises Refused: when it is answered, cannot be done now, or no answer is written.
    """
    if standing not in (RightStanding.DONE, RightStanding.REFUSED):
        raise Refused("Say whether it was done or refused.", field="standing")
    held = held_right(right)
    held.answer = said(answer, "answer")
    if standing == RightStanding.DONE:
        heed(held, by=by)
    held.standing, held.answered_on, held.answered_by = standing, clock.today(), by.label
    if held.kind == RightKind.ERASURE and standing == RightStanding.DONE:
        held.client, held.helper, held.words = None, None, ""
    held.save()
    return held
