"""A round goes out with a numbered sheet and comes back; its driver has a private link."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.help.actions import life
from commonweal.help.actions.ending import withdraw_offers
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.rounds import STANDING, check_driver, held_round, written
from commonweal.help.actions.stops import check_asked
from commonweal.help.choices import AtDoor, RoundStanding, State
from commonweal.help.models import Round, Stop


@action(permission="help.keep_rounds", about="round")
def sign_out(*, by: Actor, round: Round, edition: int | None = None) -> Round:
    """Send a round out with its numbered sheet. What it answers counts as begun.

    :raises Refused: when nobody drives it, it has no stops, or more than the car holds.
    """
    going = held_round(round, edition, RoundStanding.PLANNED)
    if going.driver is None:
        raise Refused("Say who drives it first.")
    check_driver(going.scheme, going.driver)
    stops = list(going.stops.select_related("client"))
    if not stops:
        raise Refused("There is no stop on this round.")
    load = sum(stop.load for stop in stops)
    if load > going.holds:
        raise Refused(f"The car holds {going.holds}, and this is {load}. Take some off.")
    for stop in stops:
        if stop.client is not None and stop.client.abuse:
            raise Refused(f"Take stop {stop.position} off: it goes on no sheet any more.")
        if stop.request_id:
            begin_answering(stop, by=by)
    going.standing = RoundStanding.OUT
    going.signed_out_at, going.signed_out_by = clock.now(), by.label
    return written(going)


def begin_answering(stop: Stop, *, by: Actor) -> None:
    """What a round answers has begun, and is offered to nobody else. Inner step."""
    asked = life.held(stop.request)  # type: ignore[arg-type]
    check_asked(asked, asked.client, asked.client.called or "Somebody")
    withdraw_offers(asked, by=by)
    if asked.state in (State.TRIAGE, State.ASSIGNED):
        life.step(asked, State.IN_PROGRESS, by=by, reason=f"Out with round {stop.round.number}")


@action(permission="help.keep_rounds", about="round")
def sign_back(*, by: Actor, round: Round, edition: int | None = None) -> Round:
    """The sheet is back, with a word for every door. The driver's link closes.

    :raises Refused: when a door has no word yet.
    """
    going = held_round(round, edition, RoundStanding.OUT)
    silent = going.stops.filter(outcome=AtDoor.WAITING).order_by("position")
    if places := list(silent.values_list("position", flat=True)):
        said = ", ".join(str(place) for place in places[:10])
        raise Refused(f"Write down first what happened at {said}.")
    going.standing = RoundStanding.BACK
    going.signed_back_at, going.signed_back_by = clock.now(), by.label
    going.digest = None
    return written(going)


@action(permission="help.keep_rounds", about="round")
def call_off_round(*, by: Actor, round: Round, reason: str, edition: int | None = None) -> Round:
    """Call a round off before anybody was at a door. What it answers waits for another.

    :raises Refused: when nobody says why, or something happened at a door.
    """
    going = held_round(round, edition, *STANDING)
    why = words_of(reason, "reason", needed="Say why.", most=200)
    if going.stops.exclude(outcome=AtDoor.WAITING).exists():
        raise Refused("Somebody was at a door already. Write down what happened, and sign it back.")
    for stop in going.stops.exclude(request=None):
        asked = life.held(stop.request)  # type: ignore[arg-type]
        was_out = going.standing == RoundStanding.OUT and asked.state == State.IN_PROGRESS
        if was_out and not asked.matches.standing().exists():
            life.step(asked, State.TRIAGE, by=by, reason=f"Its round was called off: {why}")
            life.look_again(asked, clock.now() + life.SOON, "Its round was called off")
    going.standing, going.digest = RoundStanding.CALLED_OFF, None
    return written(going)


@action(permission="help.keep_rounds", about="round", keeps=("until",))
def make_driver_link(*, by: Actor, round: Round, until: dt.datetime) -> str:
    """A private link to the driver's page, for a time; one made before closes.

    :returns: the secret for its address, which is kept nowhere.
    :raises Refused: when nobody drives, or it would be open for more than two days after the day.
    """
    going = held_round(round, None, *STANDING)
    if going.driver is None:
        raise Refused("Say who drives it first.")
    check_driver(going.scheme, going.driver)
    if not clock.now() < until or (clock.day_of(until) - going.on).days > 2:
        raise Refused("Choose an end that is to come, two days after the round at most.")
    token, going.digest = new_token()
    going.expires_at = until
    written(going)
    return token


@action(permission="help.keep_rounds", about="round")
def revoke_driver_link(*, by: Actor, round: Round) -> Round:
    """Close the driver's link at once; what a telephone kept is wiped when it is next heard of."""
    going = held_round(round, None, *STANDING)
    going.digest, going.expires_at = None, None
    return written(going)
