"""How much may be spent in a ward, by the vectors of the law."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from commonweal.commitments.spending import LOCAL, Rate, Standing, permitted_sum, rate_for

POLL = dt.date(2026, 5, 7)


class TestThePermittedSum:
    @pytest.mark.parametrize(
        ("electors", "pounds"),
        [(6840, "84.20"), (1000, "55.00"), (0, "50.00"), (6841, "84.20"), (6842, "84.21")],
    )
    def test_is_fifty_pounds_and_half_a_penny_an_elector(self, electors, pounds):
        assert permitted_sum(electors, POLL) == Decimal(pounds)

    def test_is_not_of_fewer_than_nobody(self):
        with pytest.raises(ValueError, match="fewer"):
            permitted_sum(-1, POLL)

    def test_is_the_rate_of_the_day_of_the_poll(self):
        old = Rate(Decimal(40), Decimal("0.004"), "An older law", POLL, dt.date(2025, 12, 31))
        rates = (*LOCAL, old)

        assert rate_for(dt.date(2025, 5, 1), rates) == old
        assert rate_for(POLL, rates) == LOCAL[0]
        assert permitted_sum(1000, dt.date(2025, 12, 31), rates) == Decimal("44.00")

    def test_is_not_made_up_where_no_rate_is_known(self):
        old = Rate(Decimal(40), Decimal("0.004"), "An older law", POLL, dt.date(2025, 12, 31))

        with pytest.raises(ValueError, match="No permitted sum"):
            rate_for(POLL, (old,))

    def test_has_its_source(self):
        assert all(rate.source and rate.looked_up for rate in LOCAL)


class TestSpending:
    @pytest.mark.parametrize(
        ("spent", "needs"), [("80", False), ("84.20", False), ("84.21", True), ("85", True)]
    )
    def test_past_the_sum_needs_an_agents_authority(self, spent, needs):
        assert Standing(Decimal(spent), Decimal("84.20")).needs_authority is needs

    def test_is_not_judged_where_the_sum_is_not_known(self):
        standing = Standing(Decimal(500), None)

        assert not standing.needs_authority
        assert standing.left is None
