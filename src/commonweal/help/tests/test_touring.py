"""Tours only grow shorter, and keep all that is on them."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.help.touring import Ground, improve, insert, packed, retried

points = st.tuples(st.integers(0, 40), st.integers(0, 40))


@st.composite
def grounds(draw) -> Ground:
    """Up to twelve stops and three cars that together have room for all, and often just so."""
    stops = draw(st.lists(points, min_size=1, max_size=12))
    homes = draw(st.lists(points, min_size=1, max_size=3))
    loads = draw(st.lists(st.integers(1, 4), min_size=len(stops), max_size=len(stops)))
    spare = draw(st.integers(0, 4))
    room = [-(-sum(loads) // len(homes)) + spare for _ in homes]
    places = stops + homes
    metres = [[hypot(a[0] - b[0], a[1] - b[1]) for b in places] for a in places]
    return Ground(metres, loads, room)


def stops_of(tours) -> list[int]:
    return sorted(stop for stops in tours for stop in stops)


class TestTours:
    @settings(deadline=None)
    @given(grounds(), st.randoms())
    def test_only_grow_shorter(self, ground, drawn):
        order = list(range(len(ground.loads)))
        drawn.shuffle(order)
        begun, _ = insert(ground, order)

        better = improve(ground, begun)
        best = retried(ground, better, times=40)

        assert ground.total(best) <= ground.total(better) + 1e-9
        assert ground.total(better) <= ground.total(begun) + 1e-9
        for tours in (better, best):
            assert stops_of(tours) == stops_of(begun)
            assert all(ground.load(t) <= r for t, r in zip(tours, ground.room, strict=True))

    @given(grounds())
    def test_are_packed_whole_or_not_at_all(self, ground):
        tours = packed(ground)

        if tours is not None:
            assert stops_of(tours) == list(range(len(ground.loads)))
            assert all(ground.load(t) <= r for t, r in zip(tours, ground.room, strict=True))

    @pytest.mark.parametrize(
        ("loads", "room", "fits"),
        [((3, 3, 2, 4, 4), (8, 8), True), ((3, 3, 3), (5, 5), False), ((5, 5), (4, 4), False)],
    )
    def test_are_packed_where_it_can_be_done(self, loads, room, fits):
        size = len(loads) + len(room)

        assert (packed(Ground([[0.0] * size] * size, loads, room)) is not None) == fits
