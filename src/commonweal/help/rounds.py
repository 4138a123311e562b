"""Which car takes which parcels, and in which order. Pure.

Every stop is on one round or is told with the reason why not; no car takes more than it holds.
Where there is not room for all, those first in the list go first, and a person sees who is left out
before anybody leaves. Distances are straight lines in metres, there and back to each start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, hypot

from commonweal.help.touring import Ground, Tours, improve, insert, packed, retried
from commonweal.ui.words import count

NO_POINT = "It is not known where this address is."
NO_CAR = "There is no car for this round."
NO_ROOM = "There is no room left in any car."

Point = tuple[float, float]


@dataclass(frozen=True)
class Stop:
    """An address with so many parcels for it; ``point`` in metres of the national grid."""

    key: int
    point: Point | None
    parcels: int


@dataclass(frozen=True)
class Car:
    """Whoever drives, rides or walks a round: from where, with room for how many parcels."""

    key: int
    start: Point
    room: int


@dataclass(frozen=True)
class Round:
    """One car's stops in the order in which to go, with its load and its way in metres.

    Packed from the last stop to the first, what is needed next is always in front.
    """

    car: int
    stops: tuple[int, ...]
    parcels: int
    metres: float

    @property
    def packing(self) -> tuple[int, ...]:
        """The stops in the order in which their parcels go into the car."""
        return self.stops[::-1]


@dataclass(frozen=True)
class LeftOut:
    """A stop that is on no round, and why, in a sentence."""

    stop: int
    why: str


@dataclass(frozen=True)
class Plan:
    """Rounds, one for each car that has any stop, and what is on none of them."""

    rounds: tuple[Round, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def metres(self) -> float:
        """The way of all cars together."""
        return sum(one.metres for one in self.rounds)


def plan(stops: Iterable[Stop], cars: Iterable[Car]) -> Plan:
    """Rounds for these stops with these cars: the same for the same lists.

    :param stops: whoever should go first where there is not room for all, first.
    :raises ValueError: when a stop takes less than one parcel, a car holds less than none, or a key
        is there twice.
    """
    stops, cars = list(stops), list(cars)
    _check(stops, cars)
    told = {stop.key: why for stop in stops if (why := _cannot(stop, cars))}
    going = [stop for stop in stops if stop.key not in told]
    ground = _ground(going, cars)
    tours, rest = _best(ground, going, cars)
    told |= {going[index].key: NO_ROOM for index in rest}
    rounds = tuple(
        Round(
            car.key,
            tuple(going[index].key for index in tour),
            ground.load(tour),
            ground.length(number, tour),
        )
        for number, (car, tour) in enumerate(zip(cars, tours, strict=True))
        if tour
    )
    left_out = tuple(LeftOut(stop.key, told[stop.key]) for stop in stops if stop.key in told)
    return Plan(rounds, left_out)


def _check(stops: Sequence[Stop], cars: Sequence[Car]) -> None:
    if any(stop.parcels < 1 for stop in stops):
        raise ValueError("A stop has one parcel at the least.")
    if any(car.room < 0 for car in cars):
        raise ValueError("A car holds no less than nothing.")
    for keys in ([stop.key for stop in stops], [car.key for car in cars]):
        if len(keys) != len(set(keys)):
            raise ValueError("Two stops or two cars have the same key.")


def _cannot(stop: Stop, cars: Sequence[Car]) -> str:
    """Why no car could ever take a stop; nothing where one could."""
    if stop.point is None:
        return NO_POINT
    most = max((car.room for car in cars), default=0)
    if not most:
        return NO_CAR
    if stop.parcels > most:
        return f"{count(stop.parcels, 'parcel')} fit in no car: the largest holds {most}."
    return ""


def _ground(stops: Sequence[Stop], cars: Sequence[Car]) -> Ground:
    places = [stop.point or (0.0, 0.0) for stop in stops] + [car.start for car in cars]
    metres = [[hypot(a[0] - b[0], a[1] - b[1]) for b in places] for a in places]
    return Ground(metres, [stop.parcels for stop in stops], [car.room for car in cars])


def _best(ground: Ground, stops: Sequence[Stop], cars: Sequence[Car]) -> tuple[Tours, list[int]]:
    """The shortest tours found from several beginnings; where not all have room, the first go."""
    begun = [insert(ground, order) for order in _orders(ground, stops, cars)]
    whole = [tours for tours, left_out in begun if not left_out]
    if not whole and (tours := packed(ground)):
        whole = [tours]
    if not whole:
        tours, left_out = begun[0]
        return retried(ground, improve(ground, tours)), left_out
    better = [improve(ground, tours) for tours in whole]
    return retried(ground, min(better, key=lambda tours: (ground.total(tours), tours))), []


def _orders(ground: Ground, stops: Sequence[Stop], cars: Sequence[Car]) -> list[list[int]]:
    """As given; round about the first start; the furthest from it first."""
    given = list(range(len(stops)))
    if not stops:
        return [given]
    centre, home = cars[0].start, ground.start(0)
    round_about = sorted(given, key=lambda i: (_bearing(centre, stops[i].point), i))
    far_first = sorted(given, key=lambda i: (-ground.metres[i][home], i))
    return [given, round_about, far_first]


def _bearing(centre: Point, point: Point | None) -> float:
    x, y = point or centre
    return atan2(y - centre[1], x - centre[0])
