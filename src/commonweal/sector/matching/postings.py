"""Who has a sign: many signs looked up at once, as arithmetic on arrays. Pure.

A sign is a 64-bit number (``hash`` of a word, a postcode, an address); what bears it is a position.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int32]
Signs = NDArray[np.int64]
Places = NDArray[np.int64]


def signs_of(things: Iterable[Hashable], count: int = -1) -> Signs:
    """A number for each thing: the same for equal things, in this process."""
    return np.fromiter(map(hash, things), np.int64, count)


def spread(starts: Places, sizes: Places) -> Places:
    """The numbers ``start, start + 1, ...``, ``size`` of them for each start, one after another."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - sizes), sizes)


@dataclass(frozen=True)
class Postings:
    """Signs in order, and beside each what bears it."""

    signs: Signs
    bearers: Positions

    @classmethod
    def of(cls, signs: Signs, bearers: Positions) -> Postings:
        """From pairs in any order."""
        order = np.argsort(signs, kind="stable")
        return cls(signs[order], bearers[order].astype(np.int32))

    def bounds(self, asked: Signs) -> tuple[Places, Places]:
        """Where each asked sign's bearers begin, and how many there are."""
        left = np.searchsorted(self.signs, asked, "left")
        right = np.searchsorted(self.signs, asked, "right")
        return left, right - left

    def bearing(self, asked: Signs, most: int) -> tuple[Places, Positions]:
        """Which asked sign (by place), and who bears it; a sign that more than ``most`` bear says
        nothing and is left out."""
        left, sizes = self.bounds(asked)
        sizes = np.where(sizes <= most, sizes, 0)
        return np.repeat(np.arange(len(asked)), sizes), self.bearers[spread(left, sizes)]
