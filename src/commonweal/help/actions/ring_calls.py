"""What came of ringing one person: written down by whoever rang, one call at a time."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_code, new_token
from commonweal.help.actions import life
from commonweal.help.actions.lists import agree, ground_of
from commonweal.help.actions.requests import by_when, words_of
from commonweal.help.actions.taking_in import is_on_hold
from commonweal.help.actions.waiting_words import take_back_texts_to
from commonweal.help.choices import (
    Basis,
    Purpose,
    RingOutcome,
    RingStanding,
    State,
    Urgency,
    Way,
)
from commonweal.help.models import Asking, Client, Listed, NeedRule, Request, RingCall, RingRound
from commonweal.help.ringing import STILL_OPEN, is_safe_at, may_be_rung, next_time
from commonweal.sector.models import Term


def held_call(call: RingCall) -> RingCall:
    """The call as it is now, kept until the action ends, if its person may still be rung.

    :raises Refused: when the ring-round is not open, the holder left it, its list is past its
        review, it came to an end, or the person may be rung no more.
    """
    rows = RingCall.objects.select_for_update(of=("self",))
    now: RingCall = rows.select_related("part__ring_round", "part__list", "client").get(pk=call.pk)
    part, today = now.part, clock.today()
    if part.ring_round.standing != RingStanding.OPEN or part.ring_round.closes_on < today:
        raise Refused("This ring-round is not open.")
    if part.ring_round.opens_on > today:
        raise Refused("This ring-round has not begun.")
    if part.joined_at is None or part.declined_at is not None:
        raise Refused("Your scheme does not take part.")
    if part.list is None or part.list.ended_on or part.list.review_on < today:
        raise Refused("The list is past its review. Look through it before it is used again.")
    if now.outcome not in STILL_OPEN:
        raise Refused("What came of this call is written down already.")
    if not part.list.people.filter(client=now.client, left_at=None).exists():
        raise Refused("They are no longer on your list.")
    if not may_be_rung(now.client, today):
        raise Refused("They may not be rung.")
    return now


@action(permission="help.ring", about="call", keeps=("outcome",))
def note_ring(
    *,
    by: Actor,
    call: RingCall,
    outcome: str,
    note: str = "",
    next_at: dt.datetime | None = None,
    need: Term | None = None,
    urgency: str = Urgency.DAYS,
    tries: int | None = None,
) -> RingCall:
    """Write down what came of ringing somebody. "Not reached" is a try; a person ends the tries.

    ``tries`` is how many there were when whoever rang read it, so that one call counts once.

    :raises Refused: when they may not be rung, were tried as often as was said, or something is
        missing: the need, or a safe moment to ring again.
    """
    rung, now = held_call(call), clock.now()
    if tries is not None and tries != rung.tries:
        raise Refused("Somebody wrote this call down while you had it open. Look at it first.")
    if outcome not in RingOutcome.values:
        raise Refused("Say what came of it.", field="outcome")
    enough = rung.tries >= rung.part.ring_round.most_tries
    if outcome == RingOutcome.WAITING and enough:
        raise Refused("They were tried as often as is right. Decide that nothing more is tried.")
    if outcome == RingOutcome.UNREACHED and not enough:
        raise Refused("Try as often as was said before you decide that.", field="outcome")
    said = words_of(note, "note")
    if outcome == RingOutcome.REQUEST:
        rung.request = ask_for(rung.client, need, urgency, said, by=by)
    if outcome == RingOutcome.STOP:
        stop_reaching(rung.client, by=by)
    rung.next_at = next_moment(rung, outcome, next_at)
    if outcome != RingOutcome.UNREACHED:
        rung.tries, rung.tried_at = rung.tries + (not enough), now
    rung.outcome, rung.by, rung.note = outcome, by.label, said
    rung.save()
    return rung


def next_moment(call: RingCall, outcome: str, next_at: dt.datetime | None) -> dt.datetime | None:
    """When somebody is rung again: as they said, or else on another day at another time of day.

    :raises Refused: when it has passed, comes after the ring-round, or is not safe for them.
    """
    if outcome not in STILL_OPEN:
        return None
    if next_at is None and outcome == RingOutcome.NOT_NOW:
        raise Refused("Say when they want to be rung.", field="next_at")
    if next_at is None:
        return next_time(call, clock.now())
    last: RingRound = call.part.ring_round
    if next_at <= clock.now():
        raise Refused("Choose a time that is still to come.", field="next_at")
    if clock.here(next_at).date() > last.closes_on:
        raise Refused("The ring-round is over by then.", field="next_at")
    if not is_safe_at(call.client, next_at):
        raise Refused("That is outside the hours that are safe for them.", field="next_at")
    return next_at


def stop_reaching(client: Client, *, by: Actor) -> None:
    """They want no more calls: the ground ends, they leave every list kept for that, and nothing
    that they did not ask for is sent or rung from now on."""
    now = clock.now()
    client.do_not_contact, client.edition = True, client.edition + 1
    client.save()
    take_back_texts_to(client)
    client.grounds.filter(purpose=Purpose.REACH, ended_at=None).update(
        ended_at=now, ended_by=by.label, ended_way="phone"
    )
    Listed.objects.filter(client=client, left_at=None, list__purpose=Purpose.REACH).update(
        left_at=now, left_why="They want no more calls"
    )


def ask_for(client: Client, need: Term | None, urgency: str, details: str, *, by: Actor) -> Request:
    """A request of somebody who asked for help when rung, with somebody who answers for it.

    :raises Refused: when no need is named, or nobody of the scheme could answer for it.
    """
    if need is None:
        raise Refused("Say what they need.", field="need")
    if urgency not in Urgency.values or urgency == Urgency.PLANNED:
        raise Refused("Choose how soon somebody must be reached.", field="urgency")
    now = clock.now()
    if ground_of(client, Purpose.HELP) is None:
        agree(client, Purpose.HELP, by=by, basis=Basis.CONSENT, given_by="the person", way="phone")
    asking = Asking.objects.create(
        reference=new_code()[0], digest=new_token()[1], way=Way.KNOWN, begun_at=now, sent_at=now,
        language=client.language, entered_by=by.label,
    )  # fmt: skip
    asked = Request.objects.create(
        asking=asking, scheme=client.scheme, client=client, need=need, details=details,
        urgency=urgency, urgency_by=by.label, state=State.CONSENTED, state_since=now,
        essential=NeedRule.objects.filter(term=need, essential=True).exists(),
        asked_at=now, due_at=by_when(urgency, now), owner=life.answerer(client.scheme),
        next_on=now + life.SOON, next_what="Asked for help when rung", area=client.area,
        held=is_on_hold(client),
        district=client.district,
    )  # fmt: skip
    life.write_down(asked, "", State.CONSENTED, by=by, reason="Asked for help when rung")
    return asked
