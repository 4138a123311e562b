"""Keeps small numbers from giving anybody away. Pure.

A row of counts that add up to a published total: counts of one to four are hidden, then as many
more, smallest first, as it takes for nobody to work a hidden one out. Whether they can is judged
by interval: from the total and the rule itself, every hidden count must be able to be any of at
least four numbers. Source: the Government Statistical Service's practice for small counts, with
the audit that the domain reference (8.7) adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 4
NARROWEST = 3
ROUNDED_TO = 5
LEAST_BASE = 10


@dataclass(frozen=True)
class Row:
    """Counts as they may be shown, in the order given.

    ``None`` is hidden; ``small`` says of each whether it is hidden for being one to four, which
    may be told (``fewer than 5``). ``total`` is None where even that would give somebody away.
    """

    counts: tuple[int | None, ...]
    small: tuple[bool, ...]
    total: int | None

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return None in self.counts or self.total is None


def suppress(counts: Sequence[int]) -> Row:
    """What may be shown of one row of counts and its total.

    :raises ValueError: when a count is below nought.
    """
    if any(count < 0 for count in counts):
        raise ValueError("A count cannot be below nought.")
    total = sum(counts)
    small = tuple(0 < count <= SMALL for count in counts)
    hidden = {i for i, is_small in enumerate(small) if is_small}
    rest = sorted(set(range(len(counts))) - hidden, key=lambda i: (counts[i] == 0, counts[i], i))
    while hidden and rest and not is_safe(counts, hidden, small):
        hidden.add(rest.pop(0))
    safe = not hidden or is_safe(counts, hidden, small)
    return Row(
        counts=tuple(None if i in hidden else count for i, count in enumerate(counts)),
        small=small,
        total=total if safe else None,
    )


def is_safe(counts: Sequence[int], hidden: set[int], small: Sequence[bool]) -> bool:
    """Whether every hidden count could be any of four numbers, for all that a reader knows.

    A reader knows the sum of the hidden ones, that a small one is one to four, and that another
    hidden one is either nought or more than four.
    """
    together = sum(counts[i] for i in hidden)
    return all(_width(i, hidden, small, together) >= NARROWEST for i in hidden)


def _width(one: int, hidden: set[int], small: Sequence[bool], together: int) -> int:
    others = hidden - {one}
    low = together - sum(SMALL if small[i] else together for i in others)
    high = together - sum(1 if small[i] else 0 for i in others)
    least, most = (1, SMALL) if small[one] else (0, together)
    return min(high, most) - max(low, least)


def rounded(count: int) -> int:
    """A count to the nearest five, as the public sees it."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def share(part: int, whole: int) -> int | None:
    """A share in per cent to the nearest five; none of fewer than ten."""
    return rounded(round(100 * part / whole)) if whole >= LEAST_BASE else None
