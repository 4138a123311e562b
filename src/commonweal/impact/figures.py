"""Figures in the unit of their measure, as people say them. Pure: no Django."""

from __future__ import annotations

from decimal import Decimal

NOUNS = {"days": "day", "months": "month", "hours": "hour"}


def in_words(value: Decimal, unit: str) -> str:
    """``21%``, ``84 days``, ``£1,200.50``, ``3,512``: no digit that was not observed is added."""
    plain = f"{value.normalize():,f}"
    if unit == "pounds":
        pence = value == value.quantize(Decimal("0.01")) and value != value.to_integral_value()
        size = f"{abs(value):,.2f}" if pence else plain.lstrip("-")
        return f"{'-' if value < 0 else ''}£{size}"
    if unit == "share":
        return f"{plain}%"
    if unit in NOUNS:
        return f"{plain} {NOUNS[unit]}{'' if value == 1 else 's'}"
    return plain
