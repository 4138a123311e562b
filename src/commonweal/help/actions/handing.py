"""Handing a request to another scheme: the person is told first, and may say no.

The other scheme sees need, area and urgency until the person agreed, and their record only once it
took the request on. Whatever they say or do not say, until then it stays where it is.
"""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life, people
from commonweal.help.actions.ending import let_go
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import (
    Basis,
    MatchEnd,
    Purpose,
    SchemeStanding,
    State,
    Told,
    TryWay,
)
from commonweal.help.models import Client, Ground, HandOver, Request, Scheme

A_DAY = dt.timedelta(days=1)
GOES = (State.CONSENTED, State.TRIAGE, State.WAITING, State.ASSIGNED, State.IN_PROGRESS)
HANDED = "Handed over to a scheme that took it on"


def held_over(hand_over: HandOver) -> HandOver:
    """The hand-over as it is now, kept until the action ends.

    :raises Refused: when it is over.
    """
    now: HandOver = HandOver.objects.select_for_update().get(pk=hand_over.pk)
    if now.ended_at is not None:
        raise Refused("This hand-over is over.")
    return now


@action(permission="help.hand_over", about="request", keeps=("to_scheme",))
def begin_hand_over(*, by: Actor, request: Request, to_scheme: Scheme, why: str) -> HandOver:
    """Mean to hand a request to another scheme. Nothing of the person leaves yet.

    :raises Refused: when that scheme takes none, it is the same, or one is under way.
    """
    asked = life.held(request)
    if to_scheme.pk == asked.scheme_id:
        raise Refused("It is with this scheme already.", field="to_scheme")
    if to_scheme.standing != SchemeStanding.OPEN or to_scheme.totals_only:
        raise Refused(f"{to_scheme} takes no requests now.", field="to_scheme")
    if asked.state not in GOES:
        raise Refused("It is over; there is nothing to hand on.")
    if asked.held:
        raise Refused("It is on hold because of a worry about somebody's safety. It stays here.")
    if asked.client.abuse:
        raise Refused("Ring the other scheme and put the person through; this is never passed on.")
    if asked.hand_overs.filter(ended_at=None).exists():
        raise Refused("It is being handed over already.")
    life.look_again(asked, clock.now() + life.SOON, "Tell them of the hand-over")
    return HandOver.objects.create(
        request=asked, to_scheme=to_scheme, begun_at=clock.now(), begun_by=by.label,
        why=words_of(why, "why", needed="Say why, so that they can be told."),
    )  # fmt: skip


@action(permission="help.hand_over", about="hand_over", keeps=("way",))
def note_told(*, by: Actor, hand_over: HandOver, way: str) -> HandOver:
    """The person was told to whom their request would go, and why."""
    over = held_over(hand_over)
    if way not in TryWay.values:
        raise Refused("Say how they were told.", field="way")
    over.told_at, over.told_way = clock.now(), way
    over.save()
    life.look_again(life.held(over.request), over.told_at + A_DAY, "See what they answer")
    return over


@action(permission="help.hand_over", about="hand_over", keeps=("answer",))
def note_answer(*, by: Actor, hand_over: HandOver, answer: str) -> HandOver:
    """What the person said. A refusal or a silence leaves it where it is, with a person.

    :raises Refused: when they were not told.
    """
    over = held_over(hand_over)
    if over.told_at is None:
        raise Refused("Tell them first, and write down how.")
    if answer not in (Told.AGREED, Told.REFUSED, Told.SILENT):
        raise Refused("Say what they answered.", field="answer")
    over.answer, over.answered_at, over.answered_by = answer, clock.now(), by.label
    asked = life.held(over.request)
    if answer != Told.AGREED:
        over.ended_at = over.answered_at
        life.look_again(asked, clock.now() + life.SOON, "Stays here: find another way")
    else:
        life.look_again(asked, clock.now() + A_DAY, "See that the other scheme took it on")
    over.save()
    return over


# What whoever does the work must have, and what whoever first rings must have. The day somebody was
# born is neither.
FOR_THE_WORK = (
    "name", "called", "phone", "email", "address", "postcode", "access", "language", "safe",
    "abuse", "do_not_contact",
)  # fmt: skip
TO_BE_RUNG = ("name", "called", "phone", "email", "language", "safe")


def copy_of(client: Client, scheme: Scheme, names: tuple[str, ...]) -> Client:
    """A record of its own in the other scheme, of nothing but what the person agreed to pass on."""
    return people.begin_person(scheme, {name: getattr(client, name) for name in names})


@action(permission="help.run_requests", about="to_scheme")
def take_over(*, by: Actor, hand_over: HandOver, to_scheme: Scheme) -> Request:
    """Take a request on that its person agreed to hand over; their wait goes on from when they
    first asked.

    :raises Refused: when they have not agreed, or it is meant for another scheme.
    """
    over = held_over(hand_over)
    if over.to_scheme_id != to_scheme.pk:
        raise Refused("It is meant for another scheme.")
    if over.answer != Told.AGREED:
        raise Refused("They have not agreed yet.")
    old, now = life.held(over.request), clock.now()
    if old.held:  # why is not for another scheme to know
        raise Refused("It cannot be taken on just now. Ring the scheme it comes from.")
    if old.client.abuse or old.client.forgotten_on:
        raise Refused("This can no longer be taken over. Ring the other scheme.")
    client = copy_of(old.client, to_scheme, FOR_THE_WORK)
    new = Request.objects.create(
        asking=old.asking, scheme=to_scheme, client=client, need=old.need, details=old.details,
        wanted=old.wanted, urgency=old.urgency, urgency_by=old.urgency_by,
        essential=old.essential, state=State.CONSENTED, state_since=now, asked_at=old.asked_at,
        due_at=old.due_at, owner=life.answerer(to_scheme), next_on=now + life.SOON,
        next_what=life.OVER_TO_US, may_match=True, area=client.area, district=client.district,
        rule=old.rule, until=old.until,
    )  # fmt: skip
    life.first_owner(new, by=by, reason="Handed over to us")
    life.write_down(new, "", State.CONSENTED, by=by, reason="Handed over to us")
    Ground.objects.create(
        client=client, purpose=Purpose.HELP, basis=Basis.CONSENT, given_by="the person",
        way=over.told_way, at=now, by=by.label,
    )  # fmt: skip
    over.taken_at, over.taken_by, over.becomes, over.ended_at = now, by.label, new, now
    over.save()
    for after in (State.NOT_POSSIBLE, State.FOLLOW_UP, State.CLOSED):
        life.step(old, after, by=by, reason=HANDED)
    let_go(old, MatchEnd.REASSIGNED, by=by)
    return new


@action(permission="help.run_requests", about="to_scheme")
def refuse_over(*, by: Actor, hand_over: HandOver, to_scheme: Scheme, why: str) -> HandOver:
    """The other scheme does not take it on, and says why; it stays where it was."""
    over = held_over(hand_over)
    if over.to_scheme_id != to_scheme.pk:
        raise Refused("It is meant for another scheme.")
    over.refused_why = words_of(why, "why", needed="Say why, so that another way can be found.")
    over.ended_at = clock.now()
    over.save()
    asked = life.held(over.request)
    life.look_again(asked, clock.now() + life.SOON, "Not taken on: find another way")
    return over


@action(permission="help.hand_over", about="hand_over")
def call_off(*, by: Actor, hand_over: HandOver) -> HandOver:
    """It is not to be handed over after all."""
    over = held_over(hand_over)
    over.ended_at = clock.now()
    over.save()
    asked = life.held(over.request)
    life.look_again(asked, over.ended_at + life.SOON, "Not handed over after all: go on")
    return over
