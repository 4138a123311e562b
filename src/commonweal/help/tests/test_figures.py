"""The figures that a plan is told by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.matching import gini, over_optimum


class TestGini:
    @pytest.mark.parametrize(
        ("asks", "expected"),
        [([], 0), ([0, 0], 0), ([3, 3, 3], 0), ([0, 1], 0.5), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25)],
    )
    def test_is_what_is_worked_out_by_hand(self, asks, expected):
        assert gini(asks) == pytest.approx(expected)

    @given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
    def test_is_half_the_mean_difference_over_the_mean(self, asks):
        count, total = len(asks), sum(asks)
        difference = sum(abs(a - b) for a in asks for b in asks)

        expected = difference / (2 * count * total) if total else 0

        assert gini(asks) == pytest.approx(expected, abs=1e-9)


class TestOverOptimum:
    def test_is_the_share_that_was_gone_too_far(self):
        assert over_optimum(110, 100) == pytest.approx(0.1)
        assert over_optimum(0, 0) == 0

    def test_needs_a_best_way(self):
        with pytest.raises(ValueError, match="no best way"):
            over_optimum(3, 0)
