"""Small numbers give nobody away."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.suppression import NARROWEST, SMALL, rounded, share, suppress


class TestSuppress:
    @pytest.mark.parametrize(
        ("counts", "shown", "total"),
        [
            # The vectors of the domain reference, 8.7.
            ((3, 12, 25), (None, None, 25), 40),
            ((0, 7, 9), (0, 7, 9), 16),
            ((2, 3, 20), (None, None, 20), 25),
            ((3, 4, 20), (None, None, None), 27),
            ((4, 4, 20), (None, None, None), 28),
            ((3, 24), (None, None), 27),
            # Where nothing else can be hidden, the total is.
            ((3,), (None,), None),
            ((0, 0, 3), (None, None, None), None),
            ((), (), 0),
            ((5, 6), (5, 6), 11),
        ],
    )
    def test_hides_what_it_must(self, counts, shown, total):
        row = suppress(counts)

        assert (row.counts, row.total) == (shown, total)

    def test_says_which_are_small(self):
        assert suppress((3, 12, 25)).small == (True, False, False)

    def test_knows_no_count_below_nought(self):
        with pytest.raises(ValueError, match="below nought"):
            suppress((5, -1))

    @given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
    def test_leaves_every_hidden_count_in_doubt(self, counts):
        row = suppress(counts)
        if row.total is None or None not in row.counts:
            assert all(c is not None or row.total is None for c in row.counts)
            return

        # Every table a reader cannot rule out: the shown as shown, the small small, the sum right.
        choices = [
            [shown] if shown is not None else range(1, SMALL + 1) if small else range(row.total + 1)
            for shown, small in zip(row.counts, row.small, strict=True)
        ]
        possible = [t for t in itertools.product(*choices) if sum(t) == row.total]
        for i, shown in enumerate(row.counts):
            if shown is None:
                values = {table[i] for table in possible}
                assert max(values) - min(values) >= NARROWEST

    @given(st.lists(st.integers(0, 40), max_size=6))
    def test_shows_no_small_count_and_no_wrong_one(self, counts):
        row = suppress(counts)

        for shown, count in zip(row.counts, counts, strict=True):
            assert shown is None or (shown == count and not 0 < count <= SMALL)


class TestFigures:
    def test_are_to_the_nearest_five(self):
        assert [rounded(n) for n in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]

    def test_are_no_shares_of_a_few(self):
        assert share(9, 9) is None
        assert share(9, 10) == 90
        assert share(2, 3 * 10) == 5
