"""Several rounds of one day are planned together: which car takes whom, and in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help import rounds
from commonweal.help.actions import life
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.rounds import (
    MOST_STOPS,
    check_day,
    check_driver,
    new_round,
    point_of,
    round_metres,
    starts_from,
    written,
)
from commonweal.help.actions.stops import checked_gift, put_on
from commonweal.help.models import Helper, Request, Round, Scheme

MOST_CARS = 8
SAYS_EACH = "Say for each car how many parcels fit."


class Car(NamedTuple):
    """Who drives, if that is known, how many parcels fit, and the postcode it starts from."""

    driver: Helper | None
    holds: int
    start: str = ""


class Planned(NamedTuple):
    """The rounds that were planned, and who is on none of them with the reason why."""

    rounds: list[Round]
    left_out: list[tuple[Request, str]]


@action(permission="help.keep_rounds", about="scheme", keeps=("on",))
def plan_rounds(
    *,
    by: Actor,
    scheme: Scheme,
    on: dt.date,
    name: str,
    requests: Sequence[Request],
    cars: Sequence[Car],
    items: str = "",
    load: int = 1,
    gives: Mapping[str, Any] | None = None,
) -> Planned:
    """Plan a round for each car that is needed, with these doors, each in a short order.

    Where not all have room, those first in the list go first. Whoever is left out still waits.

    :raises Refused: when there is nobody or no car, a driver is there twice or cannot be asked, or
        somebody may not be sent to like this.
    """
    check_day(scheme, on)
    check_cars(scheme, cars)
    if not requests or len(requests) > MOST_STOPS:
        raise Refused(f"Choose 1 to {MOST_STOPS} people.", field="asked")
    if not 1 <= load <= MOST_STOPS:
        raise Refused("Say how much room it takes: 1 or more.", field="load")
    called = words_of(name, "name", needed="Give the rounds a name.", most=110)
    told, gift = words_of(items, "items", most=500), checked_gift(gives)
    held = {r.pk: life.held(r) for r in sorted(requests, key=lambda r: r.pk)}
    spots = [starts_from(scheme, car.start) for car in cars]
    plan = dealt([held[r.pk] for r in requests], cars, spots, load)
    made = []
    for number, one in enumerate(plan.rounds, start=1):
        car = cars[one.car]
        words = f"{called} {number}" if len(plan.rounds) > 1 else called
        going = new_round(
            scheme, on=on, name=words, driver=car.driver, holds=car.holds, spot=spots[one.car]
        )
        people = [(held[key].client, held[key]) for key in one.stops]
        put_on(going, people, items=told, load=load, gift=gift)
        going.metres = round_metres(one.metres)
        made.append(written(going))
    return Planned(made, [(held[left.stop], left.why) for left in plan.left_out])


def dealt(
    asked: Sequence[Request], cars: Sequence[Car], spots: Sequence[Mapping[str, Any]], load: int
) -> rounds.Plan:
    """Which car takes whom. One of which it is not known where it starts, starts at a door."""
    points = {r.pk: point_of(r.client.spot or {}) for r in asked}
    first = next((p for p in points.values() if p), (0.0, 0.0))
    stops = [rounds.Stop(r.pk, points[r.pk], load) for r in asked]
    starts = [point_of(spot) or first for spot in spots]
    fleet = [
        rounds.Car(n, start, car.holds)
        for n, (car, start) in enumerate(zip(cars, starts, strict=True))
    ]
    return rounds.plan(stops, fleet)


def check_cars(scheme: Scheme, cars: Sequence[Car]) -> None:
    """Refuse no car, too many, one that holds nothing, and a driver who is there twice."""
    if not cars:
        raise Refused(SAYS_EACH, field="holds_1")
    if len(cars) > MOST_CARS:
        raise Refused(f"At most {MOST_CARS} cars at once.")
    for number, car in enumerate(cars, start=1):
        if not 1 <= car.holds <= MOST_STOPS:
            raise Refused(f"A car holds 1 to {MOST_STOPS}.", field=f"holds_{number}")
        check_driver(scheme, car.driver)
    drivers = [car.driver.pk for car in cars if car.driver]
    if len(drivers) != len(set(drivers)):
        raise Refused("One driver is there twice. Nobody drives two cars.")
