"""Doors are put on a round, and what goes to each; nobody is sent where they must not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max, Q

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.giving import check_kind, check_people
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.rounds import (
    MOST_STOPS,
    check_day,
    held_round,
    new_round,
    put_in_order,
    written,
)
from commonweal.help.choices import RoundStanding, State
from commonweal.help.models import Client, Given, Request, Round, Stop

THROUGH = (State.TRIAGE, State.ASSIGNED, State.IN_PROGRESS)


def check_stop(
    round: Round, client: Client, request: Request | None, but: Stop | None = None
) -> None:
    """Refuse a door to which nobody may be sent like this. ``but`` is the stop that is moved.

    :raises Refused: when it is another scheme's, is reached by a safe contact only, has no address,
        was not agreed to, is on hold, or is on a round of that day already.
    """
    who = client.called or "Somebody"
    if client.scheme_id != round.scheme_id or client.forgotten_on:
        raise Refused("That record is not of this scheme.")
    if client.abuse:
        raise Refused(
            f"{who} is reached by their safe contact only, and goes on no sheet. Agree with them "
            "how they get it."
        )
    if not client.address.strip():
        raise Refused(f"Nobody has told where {who} lives.")
    if request is not None:
        check_asked(request, client, who)
    elif client.do_not_contact:
        raise Refused(f"{who} has asked not to be contacted.")
    there = Q(client=client) | Q(request=request) if request else Q(client=client)
    same_day = Stop.objects.filter(there, round__on=round.on, round__scheme=round.scheme)
    if but is not None:
        same_day = same_day.exclude(pk=but.pk)
    if same_day.exclude(round__standing=RoundStanding.CALLED_OFF).exists():
        raise Refused(f"{who} is on a round of that day already.")


def check_asked(request: Request, client: Client, who: str) -> None:
    """Refuse a request that is somebody else's, is not under way, or may not be answered now."""
    if request.client_id != client.pk:
        raise Refused("That request is somebody else's.")
    if request.state not in THROUGH:
        stands = State(request.state).label.lower()
        raise Refused(f"What {who} asked for stands at “{stands}”: look at it first.")
    if not request.may_match:
        raise Refused(f"{who} has not agreed yet.")
    if request.held and not request.essential:
        raise Refused(f"What {who} asked for is on hold because of a worry.")


def checked_gift(gives: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is counted as given once it is handed over, refused if it could not be counted."""
    if not gives:
        return {}
    told: dict[str, Any] = {
        name: gives.get(name) for name in ("kind", "what", "adults", "children", "basis")
    }
    told["what"] = words_of(str(told["what"] or ""), "what", most=120)
    adults, children = int(told["adults"] or 0), int(told["children"] or 0)
    days = int(gives["days"]) if gives.get("days") else None
    check_people(adults, children)
    check_kind(str(told["kind"]), str(told["basis"]), days, told["what"], 1)
    return told | {
        "adults": adults, "children": children, "days": days if told["kind"] == "parcel" else None,
    }  # fmt: skip


@action(permission="help.keep_rounds", about="round")
def add_stops(
    *,
    by: Actor,
    round: Round,
    requests: Sequence[Request] = (),
    clients: Sequence[Client] = (),
    items: str = "",
    load: int = 1,
    gives: Mapping[str, Any] | None = None,
    edition: int | None = None,
) -> list[Stop]:
    """Put doors at the end of a round: of requests, and of people the scheme knows.

    All of them or none. ``gives`` is what is counted for each once it was handed over.

    :raises Refused: when somebody may not be sent to like this, or it would be too many.
    """
    going = held_round(round, edition, RoundStanding.PLANNED)
    if not 1 <= load <= MOST_STOPS:
        raise Refused("Say how much room it takes: 1 or more.", field="load")
    told, gift = words_of(items, "items", most=500), checked_gift(gives)
    held = [life.held(request) for request in requests]
    people: list[tuple[Client, Request | None]] = [(r.client, r) for r in held]
    people += [(client, None) for client in clients]
    made = put_on(going, people, items=told, load=load, gift=gift)
    written(going)
    return made


def put_on(
    going: Round,
    people: Sequence[tuple[Client, Request | None]],
    *,
    items: str,
    load: int,
    gift: Mapping[str, Any],
) -> list[Stop]:
    """Put doors at the end of a round that is held. Inner step.

    :raises Refused: when somebody may not be sent to like this, or it would be too many.
    """
    last = going.stops.aggregate(n=Max("position"))["n"] or 0
    if last + len(people) > MOST_STOPS:
        raise Refused(f"A round has {MOST_STOPS} stops at most.")
    made = []
    going.metres = 0
    for place, (client, request) in enumerate(people, start=last + 1):
        check_stop(going, client, request)
        stop = Stop(
            round=going, client=client, request=request, position=place, load=load, items=items,
            door=door_of(client), allergens=known_allergens(client),
        )  # fmt: skip
        stop.gives = gift
        stop.save()
        made.append(stop)
    return made


def known_allergens(client: Client) -> str:
    """The allergies that were told when they were last given something."""
    last = Given.objects.counted().filter(client=client).order_by("-on", "-pk").first()
    return last.allergens[:200] if last else ""


def door_of(client: Client) -> str:
    """Where to go, as a sheet says it."""
    return ", ".join(part for part in (client.address.strip(), client.postcode) if part)


@action(permission="help.keep_rounds", about="stop")
def describe_stop(
    *,
    by: Actor,
    stop: Stop,
    items: str,
    allergens: str,
    load: int = 1,
    gives: Mapping[str, Any] | None = None,
    edition: int | None = None,
) -> Stop:
    """Say what goes to one door, and what must not be in it because of an allergy.

    Nothing else of anybody's health belongs here: a driver reads it, and it is printed.
    """
    going = held_round(stop.round, edition, RoundStanding.PLANNED)
    if not 1 <= load <= MOST_STOPS:
        raise Refused("Say how much room it takes: 1 or more.", field="load")
    row: Stop = Stop.objects.select_for_update().get(pk=stop.pk)
    row.items, row.load = words_of(items, "items", most=500), load
    row.allergens = words_of(allergens, "allergens", most=200)
    row.gives = checked_gift(gives)
    row.save()
    written(going)
    return row


@action(permission="help.keep_rounds", about="stop")
def take_off_round(*, by: Actor, stop: Stop, edition: int | None = None) -> Round:
    """Take a door off a round that is not out; those behind it move up."""
    going = held_round(stop.round, edition, RoundStanding.PLANNED)
    Stop.objects.filter(pk=stop.pk, round=going).delete()
    return closed_up(going)


def closed_up(round: Round) -> Round:
    """Number the stops of a round anew after one was taken off; its way is another. Inner step."""
    put_in_order(round, list(round.stops.order_by("position").values_list("pk", flat=True)))
    round.metres = 0
    return written(round)


@action(permission="help.keep_rounds", about="stop", keeps=("on",))
def move_stop(
    *,
    by: Actor,
    stop: Stop,
    to: Round | None = None,
    on: dt.date | None = None,
    edition: int | None = None,
) -> Round:
    """Take a door over to the end of another round, or of a new one for a day; neither is out.

    :returns: the round it is on now.
    :raises Refused: when neither or both are said, one of them is out, or nobody may be sent there
        on that day.
    """
    if (to is None) == (on is None):
        raise Refused("Choose a round, or a day for a new one.", field="to")
    if to is not None and (to.scheme_id != stop.round.scheme_id or to.pk == stop.round_id):
        raise Refused("Choose another round of this scheme.", field="to")
    held = {
        key: held_round(Round(pk=key), edition if key == stop.round_id else None, "planned")
        for key in sorted({stop.round_id, to.pk if to else stop.round_id})
    }
    old = held[stop.round_id]
    new = held[to.pk] if to else another_like(old, on or old.on)
    row: Stop = Stop.objects.select_for_update().get(pk=stop.pk, round=old)
    check_day(new.scheme, new.on)
    if row.client is None:
        raise Refused("Nobody is at this stop any more: take it off.")
    asked = life.held(row.request) if row.request else None
    check_stop(new, row.client, asked, but=row)
    last = new.stops.aggregate(n=Max("position"))["n"] or 0
    if last >= MOST_STOPS:
        raise Refused(f"A round has {MOST_STOPS} stops at most.")
    row.round, row.position = new, last + 1
    row.save()
    closed_up(old)
    new.metres = 0
    return written(new)


def another_like(round: Round, on: dt.date) -> Round:
    """A round for a day that starts where another does and holds as much. Inner step."""
    check_day(round.scheme, on)
    return new_round(
        round.scheme, on=on, name=round.name, driver=None, holds=round.holds, spot=round.spot
    )
