"""Makes tours shorter: what a person does with a pencil, until nothing more is gained. Pure.

Tours begin and end at their own start and take no more than they have room for. From any tours that
hold these, a stretch of stops is turned round (2-opt), moved (Or-opt) or two stops of two tours are
exchanged, while it saves metres; always in the same order, so the same ground gives the same tours.
Then stops that lie together are taken out and put back otherwise, some hundred times.
It finds good tours, not the best; the tests hold it against all tours where they can be listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

Tours = list[list[int]]
LONGEST_STRETCH = 3
NEIGHBOURS = 12
TIMES, MOST_TAKEN_OUT, OVERLOOKED = 400, 8, 0.2
# Less than this is not worth a change, in metres: it keeps rounding from going round in circles.
WORTH = 1e-6


@dataclass(frozen=True)
class Ground:
    """Metres between places, stops first and then the start of each tour; loads; room by tour."""

    metres: Sequence[Sequence[float]]
    loads: Sequence[int]
    room: Sequence[int]
    near: tuple[tuple[int, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        stops = range(len(self.loads))
        near = tuple(
            tuple(sorted((b for b in stops if b != a), key=lambda b, a=a: (self.metres[a][b], b)))[  # type: ignore[misc]
                :NEIGHBOURS
            ]
            for a in stops
        )
        object.__setattr__(self, "near", near)

    def start(self, tour: int) -> int:
        """The place where a tour begins and ends."""
        return len(self.loads) + tour

    def load(self, stops: Iterable[int]) -> int:
        """What some stops take up."""
        return sum(self.loads[stop] for stop in stops)

    def length(self, tour: int, stops: Sequence[int]) -> float:
        """Metres of one tour, out and back; nothing where it has no stop."""
        home = self.start(tour)
        return sum(self.metres[a][b] for a, b in pairwise([home, *stops, home]))

    def total(self, tours: Tours) -> float:
        """Metres of all tours."""
        return sum(self.length(tour, stops) for tour, stops in enumerate(tours))


def insert(
    ground: Ground, order: Iterable[int], into: Tours | None = None, drawn: Random | None = None
) -> tuple[Tours, list[int]]:
    """Puts stops, one by one, where each costs least; and those for which no tour has room.

    With a draw, a tour is overlooked now and then, so that the nearest is not always the one.
    """
    tours = [list(stops) for stops in into] if into else [[] for _ in ground.room]
    left_out = []
    for stop in order:
        seen = [t for t in range(len(tours)) if not drawn or drawn.random() > OVERLOOKED]
        places = [place for tour in seen for place in _places(ground, tour, tours[tour], stop)]
        if not places:
            left_out.append(stop)
            continue
        _, tour, at = min(places)
        tours[tour].insert(at, stop)
    return tours, left_out


def _places(
    ground: Ground, tour: int, stops: list[int], stop: int
) -> Iterator[tuple[float, int, int]]:
    metres, home = ground.metres, ground.start(tour)
    if ground.load(stops) + ground.loads[stop] > ground.room[tour]:
        return
    for at, (a, b) in enumerate(pairwise([home, *stops, home])):
        yield metres[a][stop] + metres[stop][b] - metres[a][b], tour, at


def improve(ground: Ground, tours: Tours) -> Tours:
    """The same stops in tours that are shorter, or the same tours."""
    tours = [list(stops) for stops in tours]
    while any([_turn(ground, tours), _move(ground, tours), _exchange(ground, tours)]):
        pass
    return tours


def retried(ground: Ground, tours: Tours, *, times: int = TIMES) -> Tours:
    """Tours of the same stops that are shorter, or these.

    So many times, stops that lie together are taken out and put back in another order, to find what
    no small change finds where cars are nearly full. The draw is always the same.
    """
    drawn = Random(0)  # noqa: S311 it guards no secret
    going = sorted(stop for stops in tours for stop in stops)
    best, least = tours, ground.total(tours)
    for _ in range(times if len(going) > 1 else 0):
        one = drawn.choice(going)
        near = [stop for stop in ground.near[one] if stop in going]
        out = [one, *near[: drawn.randint(1, MOST_TAKEN_OUT)]]
        drawn.shuffle(out)
        rest = [[stop for stop in stops if stop not in out] for stops in best]
        tried, left_out = insert(ground, out, rest, drawn)
        if not left_out and ground.total(tried) < least - WORTH:
            best, least = tried, ground.total(tried)
    return improve(ground, best)


def _turn(ground: Ground, tours: Tours) -> bool:
    """Turns stretches of a tour round."""
    metres, gained = ground.metres, False
    for tour, stops in enumerate(tours):
        home = ground.start(tour)
        for i in range(len(stops)):
            for j in range(i + 1, len(stops)):
                before = stops[i - 1] if i else home
                after = stops[j + 1] if j + 1 < len(stops) else home
                now = metres[before][stops[i]] + metres[stops[j]][after]
                if metres[before][stops[j]] + metres[stops[i]][after] < now - WORTH:
                    stops[i : j + 1] = stops[i : j + 1][::-1]
                    gained = True
    return gained


def _move(ground: Ground, tours: Tours) -> bool:
    """Moves stretches of one to three stops to where they cost less, either way round."""
    gained = False
    for tour, stops in enumerate(tours):
        for size in range(1, LONGEST_STRETCH + 1):
            at = 0
            while at + size <= len(stops):
                gained |= _move_one(ground, tours, tour, at, size)
                at += 1
    return gained


def _move_one(ground: Ground, tours: Tours, tour: int, at: int, size: int) -> bool:
    metres, stops = ground.metres, tours[tour]
    stretch, rest = stops[at : at + size], stops[:at] + stops[at + size :]
    first, last, home = stretch[0], stretch[-1], ground.start(tour)
    before, after = (stops[at - 1] if at else home), (rest[at] if at < len(rest) else home)
    saved = metres[before][first] + metres[last][after] - metres[before][after]
    best: tuple[float, int, int, bool] | None = None
    for other, place in _beside(ground, tours, tour, rest, stretch):
        theirs = rest if other == tour else tours[other]
        a = theirs[place - 1] if place else ground.start(other)
        b = theirs[place] if place < len(theirs) else ground.start(other)
        straight = metres[a][first] + metres[last][b] - metres[a][b]
        turned = metres[a][last] + metres[first][b] - metres[a][b]
        found = (min(straight, turned), other, place, turned < straight)
        best = found if best is None else min(best, found)
    if best is None or best[0] >= saved - WORTH:
        return False
    _, other, place, turn = best
    tours[tour][:] = rest
    tours[other][place:place] = stretch[::-1] if turn else stretch
    return True


def _beside(
    ground: Ground, tours: Tours, tour: int, rest: list[int], stretch: list[int]
) -> Iterator[tuple[int, int]]:
    """Where a stretch may go: beside the neighbours of its ends, and at both ends of every tour."""
    load = ground.load(stretch)
    near = {*ground.near[stretch[0]], *ground.near[stretch[-1]]}.difference(stretch)
    for other, stops in enumerate(tours):
        theirs = rest if other == tour else stops
        if other != tour and ground.load(stops) + load > ground.room[other]:
            continue
        places = {0, len(theirs)}
        for place, stop in enumerate(theirs):
            if stop in near:
                places |= {place, place + 1}
        for place in sorted(places):
            yield other, place


def _exchange(ground: Ground, tours: Tours) -> bool:
    """Exchanges two stops of two tours that are neighbours, each going to where it costs least."""
    tour_of = {stop: tour for tour, stops in enumerate(tours) for stop in stops}
    gained = False
    for stop in sorted(tour_of):
        for other in ground.near[stop]:
            if other not in tour_of or tour_of[other] == tour_of[stop]:
                continue
            if _exchange_two(ground, tours, (tour_of[stop], stop), (tour_of[other], other)):
                tour_of[stop], tour_of[other] = tour_of[other], tour_of[stop]
                gained = True
    return gained


def _exchange_two(
    ground: Ground, tours: Tours, mine: tuple[int, int], theirs: tuple[int, int]
) -> bool:
    (one, stop), (two, other) = mine, theirs
    more = ground.loads[other] - ground.loads[stop]
    tight, heavier = (one, more) if more > 0 else (two, -more)
    if heavier and ground.load(tours[tight]) + heavier > ground.room[tight]:
        return False
    left = _instead(ground, one, tours[one], stop, other)
    right = _instead(ground, two, tours[two], other, stop)
    was = ground.length(one, tours[one]) + ground.length(two, tours[two])
    if ground.length(one, left) + ground.length(two, right) >= was - WORTH:
        return False
    tours[one][:], tours[two][:] = left, right
    return True


def _instead(ground: Ground, tour: int, stops: list[int], out: int, new: int) -> list[int]:
    """A tour without one stop, and with another where it costs least."""
    rest = [stop for stop in stops if stop != out]
    home, metres = ground.start(tour), ground.metres
    edges = list(pairwise([home, *rest, home]))
    costs = [metres[a][new] + metres[new][b] - metres[a][b] for a, b in edges]
    at = min(range(len(costs)), key=costs.__getitem__)
    return [*rest[:at], new, *rest[at:]]


def packed(ground: Ground, *, looks: int = 20_000) -> Tours | None:
    """Tours with every stop, the largest loads first, if there is room and it is found in time."""
    if sum(ground.loads) > sum(ground.room):
        return None
    order = sorted(range(len(ground.loads)), key=lambda stop: (-ground.loads[stop], stop))
    tours: Tours = [[] for _ in ground.room]
    left, tried = list(ground.room), 0

    def put(depth: int) -> bool:
        nonlocal tried
        if depth == len(order):
            return True
        tried += 1
        stop, seen = order[depth], set()
        for tour in sorted(range(len(left)), key=lambda t: (left[t], t)):
            if left[tour] < ground.loads[stop] or left[tour] in seen or tried > looks:
                continue
            seen.add(left[tour])
            left[tour] -= ground.loads[stop]
            tours[tour].append(stop)
            if put(depth + 1):
                return True
            tours[tour].pop()
            left[tour] += ground.loads[stop]
        return False

    return tours if put(0) else None
