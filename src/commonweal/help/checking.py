"""Which check covers which: one with the barred list of adults says nothing of children. Pure."""

from __future__ import annotations

from collections.abc import Iterable

RANK = {
    "none": 0, "basic": 1, "standard": 2, "enhanced": 3, "enhanced_adults": 4,
    "enhanced_children": 4, "enhanced_both": 5,
}  # fmt: skip


def covers(has: str, wanted: str) -> bool:
    """Whether somebody with one check has all that another asks for."""
    return has == wanted or RANK.get(has, 0) > RANK.get(wanted, 9)


def any_covers(levels: Iterable[str], wanted: str) -> bool:
    """Whether one of these checks is enough; none is needed where none is wanted."""
    return wanted == "none" or any(covers(level, wanted) for level in levels)
