"""How far it is between two places on the National Grid. Pure."""

from __future__ import annotations

import math

Place = tuple[float, float]


def metres_between(one: Place | None, other: Place | None) -> int | None:
    """In a straight line, to the metre; nothing where a place is not known."""
    if one is None or other is None:
        return None
    return round(math.dist(one, other))
