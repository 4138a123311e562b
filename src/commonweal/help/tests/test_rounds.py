"""Every stop on one round, no car too full, no way much longer than it need be."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from math import hypot, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.help.rounds import NO_CAR, NO_POINT, NO_ROOM, Car, LeftOut, Stop, plan

# How much longer than the shortest possible our rounds may be, at eight stops or fewer.
NO_LONGER_THAN = 1.25
points = st.tuples(st.integers(0, 60), st.integers(0, 60))


def numbered(make, *fields, **size):
    """A list of stops or cars with keys of their own."""
    rows = st.lists(st.tuples(*fields), **size)
    return rows.map(lambda found: [make(key, *row) for key, row in enumerate(found, 1)])


stops = numbered(Stop, points, st.integers(1, 4), max_size=8)
cars = numbered(Car, points, st.integers(0, 20), max_size=3)


def metres(one, other) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def tours_from(start, to_go) -> list[float]:
    """The shortest way there and back by every set of stops, as Held and Karp find it."""
    n = len(to_go)
    ends = [[inf] * n for _ in range(1 << n)]
    for i in range(n):
        ends[1 << i][i] = metres(start, to_go[i].point)
    for mask in range(1 << n):
        for last in range(n):
            if ends[mask][last] == inf:
                continue
            for new in range(n):
                if not mask & 1 << new:
                    way = ends[mask][last] + metres(to_go[last].point, to_go[new].point)
                    ends[mask | 1 << new][new] = min(ends[mask | 1 << new][new], way)
    return [0.0] + [
        min(ends[mask][i] + metres(start, to_go[i].point) for i in range(n))
        for mask in range(1, 1 << n)
    ]


def shortest(to_go, fleet) -> float:
    """The shortest way of all cars together that takes every stop; infinite where none can."""
    n = len(to_go)
    loads = [sum(s.parcels for i, s in enumerate(to_go) if mask >> i & 1) for mask in range(1 << n)]
    best = [0.0] + [inf] * ((1 << n) - 1)
    for car in fleet:
        tours = tours_from(car.start, to_go)
        now = list(best)
        for mask in range(1 << n):
            part = mask
            while part:
                if loads[part] <= car.room:
                    now[mask] = min(now[mask], best[mask ^ part] + tours[part])
                part = (part - 1) & mask
        best = now
    return best[-1]


class TestPlan:
    @settings(deadline=None)
    @given(stops, cars)
    def test_has_every_stop_once_and_no_car_too_full(self, to_go, fleet):
        found = plan(to_go, fleet)
        by_key = {stop.key: stop for stop in to_go}
        cars_by_key = {car.key: car for car in fleet}

        told = [key for one in found.rounds for key in one.stops]
        assert sorted(told + [one.stop for one in found.left_out]) == sorted(by_key)
        assert len({one.car for one in found.rounds}) == len(found.rounds)
        for one in found.rounds:
            car, on_it = cars_by_key[one.car], [by_key[key] for key in one.stops]
            assert on_it and one.packing == one.stops[::-1]
            assert one.parcels == sum(stop.parcels for stop in on_it) <= car.room
            way = [car.start, *(stop.point for stop in on_it), car.start]
            assert one.metres == pytest.approx(sum(metres(a, b) for a, b in pairwise(way)))

    @settings(max_examples=60, deadline=None)
    @given(stops, cars)
    def test_is_hardly_longer_than_the_shortest(self, to_go, fleet):
        best = shortest(to_go, fleet)

        found = plan(to_go, fleet)

        # Nobody is left out where all can be taken.
        assert bool(found.left_out) == (best == inf)
        if best < inf:
            assert best - 1e-6 <= found.metres <= best * NO_LONGER_THAN + 1e-6

    @settings(max_examples=20, deadline=None)
    @given(stops, cars)
    def test_is_the_same_again(self, to_go, fleet):
        assert plan(to_go, fleet) == plan(list(to_go), list(fleet))

    @settings(deadline=None)
    @given(stops, points, st.integers(1, 12))
    def test_takes_whoever_is_first_where_not_all_have_room(self, to_go, start, room):
        found = plan(to_go, [Car(1, start, room)])

        left, taken = room, []
        for stop in to_go:
            if stop.parcels <= left:
                left -= stop.parcels
                taken.append(stop.key)
        assert sorted(key for one in found.rounds for key in one.stops) == taken

    def test_tells_why_somebody_is_left_out(self):
        to_go = [Stop(1, None, 1), Stop(2, (0, 1), 9), Stop(3, (0, 2), 4), Stop(4, (0, 3), 4)]

        found = plan(to_go, [Car(1, (0, 0), 5)])

        assert found.left_out == (
            LeftOut(1, NO_POINT),
            LeftOut(2, "9 parcels fit in no car: the largest holds 5."),
            LeftOut(4, NO_ROOM),
        )
        assert [one.stops for one in found.rounds] == [(3,)]

    def test_needs_a_car(self):
        assert plan([Stop(1, (0, 0), 1)], []).left_out == (LeftOut(1, NO_CAR),)
        assert plan([], [Car(1, (0, 0), 5)]).rounds == ()

    def test_finds_room_where_the_nearest_car_would_strand_somebody(self):
        # Only 4 + 4 and 3 + 3 + 2 fit; going by distance alone leaves one behind.
        loads = (3, 3, 2, 4, 4)
        to_go = [Stop(i, (i, 0), parcels) for i, parcels in enumerate(loads)]

        found = plan(to_go, [Car(1, (0, 0), 8), Car(2, (5, 0), 8)])

        assert not found.left_out

    def test_goes_round_a_circle(self):
        ring = [(0, 0), (10, 0), (20, 0), (20, 10), (20, 20), (10, 20), (0, 20), (0, 10)]
        mixed = [Stop(i, ring[i], 1) for i in (1, 5, 2, 7, 4, 3, 6)]

        (one,) = plan(mixed, [Car(1, ring[0], 10)]).rounds

        assert one.stops in {(1, 2, 3, 4, 5, 6, 7), (7, 6, 5, 4, 3, 2, 1)}
        assert one.metres == 80

    @pytest.mark.parametrize(
        ("to_go", "fleet", "why"),
        [
            ([Stop(1, (0, 0), 0)], [], "one parcel"),
            ([], [Car(1, (0, 0), -1)], "no less than nothing"),
            ([Stop(1, (0, 0), 1), Stop(1, (0, 1), 1)], [], "same key"),
        ],
    )
    def test_refuses_what_cannot_be(self, to_go, fleet, why):
        with pytest.raises(ValueError, match=why):
            plan(to_go, fleet)

    @pytest.mark.parametrize(("number", "room"), [(1, 1000), (10, 60)])
    def test_of_two_hundred_stops_takes_seconds(self, number, room):
        drawn = random.Random(7)
        to_go = [
            Stop(i, (drawn.uniform(0, 30_000), drawn.uniform(0, 30_000)), drawn.randint(1, 4))
            for i in range(200)
        ]
        fleet = [Car(i, (15_000, 15_000), room) for i in range(number)]
        began = time.process_time()

        found = plan(to_go, fleet)

        assert time.process_time() - began < 20
        assert not found.left_out
        # One tour through n random points of an area A is about 0.7124 √(nA) at its shortest
        # (Beardwood, Halton and Hammersley 1959), and longer for few points than for many.
        if number == 1:
            assert found.metres < 1.2 * 0.7124 * (200 * 30_000**2) ** 0.5
