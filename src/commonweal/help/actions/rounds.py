"""A round is planned, and its stops are put in the order in which to go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Max

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help import rounds
from commonweal.help.actions.people import place_of
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import SCHEME_LIVES, HelperStanding, RoundStanding
from commonweal.help.models import Helper, Round, Scheme, Stop

MOST_STOPS = 200
APART = 1_000  # by how much positions are moved aside while they change
STANDING = (RoundStanding.PLANNED, RoundStanding.OUT)


def held_round(round: Round, edition: int | None, *standing: str) -> Round:
    """The round as it is now, kept until the action ends. Inner step.

    :raises Refused: when it was changed meanwhile, or no longer stands where it must.
    """
    now: Round = Round.objects.select_for_update().get(pk=round.pk)
    if edition is not None and edition != now.edition:
        raise Refused("Somebody changed this round while you had it open. Look at it again first.")
    if now.standing not in standing:
        raise Refused(f"This round is {now.get_standing_display().lower()}.")
    return now


def written(round: Round) -> Round:
    """Save a round as its next edition. Inner step."""
    round.edition += 1
    round.save()
    return round


def check_driver(scheme: Scheme, driver: Helper | None) -> None:
    """Refuse a driver who is not ready, or helps another scheme."""
    if driver is not None and driver.scheme_id != scheme.pk:
        raise Refused("That helper is not of this scheme.", field="driver")
    if driver is not None and driver.standing != HelperStanding.READY:
        raise Refused("That helper is not ready to be asked.", field="driver")


def check_day(scheme: Scheme, on: dt.date) -> None:
    """Refuse a round of a scheme that is closed, or for a day that has passed."""
    if scheme.standing not in SCHEME_LIVES:
        raise Refused(f"{scheme} is closed.")
    if on < clock.today():
        raise Refused("That day has passed.", field="on")


def starts_from(scheme: Scheme, start: str) -> Mapping[str, Any]:
    """Where a round starts: at a postcode, else where the scheme is, if that is known.

    :raises Refused: when the postcode is not known here.
    """
    if not start.strip():
        known = scheme.easting is not None
        return {"easting": scheme.easting, "northing": scheme.northing} if known else {}
    spot: Mapping[str, Any] = place_of(start)["spot"]
    if not spot:
        raise Refused("That postcode is not known here.", field="start")
    return spot


@action(permission="help.keep_rounds", about="scheme", keeps=("on", "holds"))
def plan_round(
    *,
    by: Actor,
    scheme: Scheme,
    on: dt.date,
    name: str,
    driver: Helper | None = None,
    holds: int = 20,
    start: str = "",
) -> Round:
    """Begin a round for a day. ``start`` is the postcode it starts from, else the scheme's own.

    :raises Refused: when the day has passed, or the driver cannot be asked.
    """
    check_day(scheme, on)
    if not 1 <= holds <= MOST_STOPS:
        raise Refused(f"A car holds 1 to {MOST_STOPS}.", field="holds")
    check_driver(scheme, driver)
    spot = starts_from(scheme, start)
    called = words_of(name, "name", needed="Give the round a name.", most=120)
    return new_round(scheme, on=on, name=called, driver=driver, holds=holds, spot=spot)


def new_round(
    scheme: Scheme,
    *,
    on: dt.date,
    name: str,
    driver: Helper | None,
    holds: int,
    spot: Mapping[str, Any],
) -> Round:
    """Begin a round under the next number of its scheme. Inner step."""
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    last = Round.objects.filter(scheme=scheme).aggregate(n=Max("number"))["n"] or 0
    round = Round(
        scheme=scheme, number=last + 1, on=on, driver=driver, holds=holds, name=name[:120]
    )
    round.spot = spot
    round.save()
    return round


@action(permission="help.keep_rounds", about="round")
def change_driver(
    *, by: Actor, round: Round, driver: Helper | None, holds: int, edition: int | None = None
) -> Round:
    """Say who drives and what the car holds. A link that somebody else was given closes."""
    going = held_round(round, edition, *STANDING)
    if not 1 <= holds <= MOST_STOPS:
        raise Refused(f"A car holds 1 to {MOST_STOPS}.", field="holds")
    check_driver(going.scheme, driver)
    if going.driver_id != (driver.pk if driver else None):
        going.digest, going.expires_at = None, None
    going.driver, going.holds = driver, holds
    return written(going)


def put_in_order(round: Round, order: Sequence[int]) -> None:
    """Number the stops from one; moved aside first, so that no two ever have one number."""
    round.stops.update(position=F("position") + APART)
    for place, key in enumerate(order, start=1):
        round.stops.filter(pk=key).update(position=place)


def point_of(spot: Mapping[str, Any]) -> rounds.Point | None:
    """Where something lies, in metres of the national grid."""
    known = spot.get("easting") and spot.get("northing")
    return (float(spot["easting"]), float(spot["northing"])) if known else None


def proposed(round: Round, stops: Sequence[Stop]) -> tuple[list[int], float]:
    """The order that is proposed, with its metres: what has no place, or does not fit, comes last.

    Where it is not known where the round starts, it starts at its first door.
    """
    points = {s.pk: point_of(s.client.spot) if s.client else None for s in stops}
    first = next((p for p in points.values() if p), (0.0, 0.0))
    start = point_of(round.spot) or first
    asked = [rounds.Stop(s.pk, points[s.pk], s.load) for s in stops]
    plan = rounds.plan(asked, [rounds.Car(round.pk, start, round.holds)])
    order = list(plan.rounds[0].stops) if plan.rounds else []
    return order + [left.stop for left in plan.left_out], plan.metres


@action(permission="help.keep_rounds", about="round")
def order_stops(
    *, by: Actor, round: Round, order: Sequence[int] | None = None, edition: int | None = None
) -> Round:
    """Put the stops in an order: the short way that is worked out, or one given by hand.

    :param order: every stop's key, once; ``None`` to have it worked out.
    :raises Refused: when an order leaves somebody out, or names somebody twice.
    """
    going = held_round(round, edition, RoundStanding.PLANNED)
    stops = list(going.stops.select_related("client").order_by("position"))
    if order is None:
        order, metres = proposed(going, stops)
        going.metres = round_metres(metres)
    elif sorted(order) != sorted(s.pk for s in stops):
        raise Refused("Give every stop a number of its own. Somebody is left out, or there twice.")
    else:
        going.metres = 0
    put_in_order(going, order)
    return written(going)


def round_metres(metres: float) -> int:
    """Whole metres."""
    return int(metres + 0.5)
