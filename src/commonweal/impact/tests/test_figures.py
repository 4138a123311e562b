"""Figures as people say them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commonweal.impact.figures import in_words


class TestAFigure:
    @pytest.mark.parametrize(
        ("value", "unit", "words"),
        [
            ("21.0000", "share", "21%"),
            ("21.5000", "share", "21.5%"),
            ("84", "days", "84 days"),
            ("1", "months", "1 month"),
            ("0", "hours", "0 hours"),
            ("3512.0000", "number", "3,512"),
            ("1200.5000", "pounds", "£1,200.50"),
            ("-1200", "pounds", "-£1,200"),
            ("100000", "pounds", "£100,000"),
        ],
    )
    def test_is_said_in_its_unit(self, value, unit, words):
        assert in_words(Decimal(value), unit) == words
