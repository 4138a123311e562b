"""What happened at the door, as a driver says it: at once, or later from a telephone without a net.

A word counts once, by the stop and the time at which the telephone says it was said. Nothing that
was said earlier is written over what was said later. Whoever was not handed anything, and whoever
somebody worries about, is a job for a person.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length

from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.giving import given_at_door, not_given_at_door
from commonweal.help.actions.requests import end_request, words_of
from commonweal.help.choices import AtDoor, HelperStanding, RoundStanding, State
from commonweal.help.models import Request, Round, Stop

HANDED = frozenset({AtDoor.HANDED, AtDoor.NEIGHBOUR, AtDoor.SAFE_PLACE, AtDoor.WORRIED})
FOR_A_PERSON = frozenset({AtDoor.NOBODY, AtDoor.REFUSED, AtDoor.NOT_FOUND, AtDoor.WORRIED})
# A telephone that comes back into a net late may still say what it was told before its link ended.
AFTERWARDS = dt.timedelta(hours=24)
QUARTER = dt.timedelta(minutes=15)


def is_open_to_driver(round: Round, at: dt.datetime) -> bool:
    """Whether the driver's link shows the round at that moment."""
    ready = round.driver is not None and round.driver.standing == HelperStanding.READY
    there = round.digest is not None and round.expires_at is not None and at < round.expires_at
    return ready and there and round.standing in (RoundStanding.PLANNED, RoundStanding.OUT)


def hears_from_driver(round: Round, said_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether what a driver says by their link is still taken: said before it ended, heard soon."""
    ready = round.driver is not None and round.driver.standing == HelperStanding.READY
    if round.digest is None or round.expires_at is None or not ready:
        return False
    return said_at <= round.expires_at and at <= round.expires_at + AFTERWARDS


def when_said(stop: Stop, said_at: dt.datetime, now: dt.datetime, *, by: Actor) -> dt.datetime:
    """When it was said. A telephone's clock may be wrong, so its words are held against each other.

    Whoever runs the round sees what is there and puts it right: their word is always the later.
    """
    if not isinstance(by, LinkHolder) and stop.said_at is not None:
        return max(said_at, stop.said_at + dt.timedelta(milliseconds=1))
    return min(said_at, now + dt.timedelta(days=1))


@action(permission="help.drive", about="stop", keeps=("outcome", "said_at"))
def say_at_door(
    *, by: Actor, stop: Stop, outcome: str, said_at: dt.datetime, note: str = ""
) -> Stop:
    """Say what happened at a door, and when by the telephone on which it was said.

    Said twice it counts once; said earlier than what is there already, it changes nothing.

    :raises Refused: when the round is not out, or that is nothing that happens at a door.
    """
    now = clock.now()
    out: Round = Round.objects.select_for_update().get(pk=stop.round_id)
    if isinstance(by, LinkHolder) and not hears_from_driver(out, min(said_at, now), now):
        raise PermissionDenied("This link is over.")
    if out.standing != RoundStanding.OUT:
        raise Refused("This round is not out.")
    if outcome not in AtDoor.values or outcome == AtDoor.WAITING:
        raise Refused("Choose what happened at the door.", field="outcome")
    words = words_of(note, "note", most=500)
    row: Stop = Stop.objects.select_for_update().get(pk=stop.pk)
    said = when_said(row, said_at, now, by=by)
    if row.said_at is not None and said <= row.said_at:
        return row
    is_new = (row.outcome, row.note) != (outcome, words)
    row.outcome, row.note, row.said_at, row.at, row.by = outcome, words, said, now, by.label
    if is_new:
        row.settled_at, row.settled_by = None, ""
    row.save()
    if is_new:
        follow(row, by=by)
    return row


def follow(stop: Stop, *, by: Actor) -> None:
    """What comes of a word at the door: counted as given or not, and who must see to it."""
    if stop.outcome in HANDED:
        given_at_door(stop, by=by, on=stop.round.on)
    else:
        not_given_at_door(stop, by=by)
    if stop.request_id:
        tell_request(stop, by=by)


def tell_request(stop: Stop, *, by: Actor) -> None:
    """Put the request of a door before its owner: to be ended, or because nothing was handed over.

    A machine ends nothing: a person says that it is done.
    """
    asked: Request = life.held(stop.request)  # type: ignore[arg-type]
    if asked.state not in (State.TRIAGE, State.IN_PROGRESS):
        return
    has_helper = asked.matches.standing().exists()
    wanted = State.IN_PROGRESS if stop.outcome in HANDED or has_helper else State.TRIAGE
    says = f"Round {stop.round.number}: {AtDoor(stop.outcome).label.lower()}"
    if asked.state != wanted:
        life.step(asked, wanted, by=by, reason=says)
    soon = clock.now() + (QUARTER if stop.outcome in FOR_A_PERSON else life.SOON)
    life.look_again(asked, soon, says)


@action(permission="help.give", about="stop", keeps=("ends",))
def settle_stop(*, by: Actor, stop: Stop, ends: bool = False) -> Stop:
    """A person saw to what came of a door; and says, if it is so, that the request is done.

    :raises Refused: when nothing was said of it yet, or nothing was handed over to end it with.
    """
    row: Stop = Stop.objects.select_for_update().get(pk=stop.pk)
    if row.outcome == AtDoor.WAITING:
        raise Refused("Nobody has said yet what happened at this door.")
    if ends and row.outcome not in HANDED:
        raise Refused("Nothing was handed over. Open the request and say how it ends.")
    if ends and row.request is not None:
        end_request(by=by, request=row.request, how=State.DONE)
    row.settled_at, row.settled_by = clock.now(), by.label
    row.save()
    return row


@action(permission="help.keep_house")
def forget_rounds(*, by: Actor) -> dict[str, int]:
    """Wipe the doors of rounds of more than a month ago; how many there were is kept.

    Doors that nobody has seen to are not kept for that: their requests are.
    """
    before = months_after(clock.today(), -1)
    old = Stop.objects.annotate(sealed=Length("door")).filter(round__on__lt=before, sealed__gt=0)
    wiped = old.update(
        client=None, request=None, items="", gives="", allergens="", door="", note=""
    )
    Round.objects.filter(on__lt=before).exclude(digest=None).update(digest=None, expires_at=None)
    return {"stops": wiped}


HOURLY = (forget_rounds,)
