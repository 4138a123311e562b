"""Words that many organisations bear, and how much a word tells. Pure.

The table counts words in the 168,348 names of the Charity Commission's list of other names
(September 2024, Open Government Licence), without names of places.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# The register at hand is read as if this many names from all over the country stood in it too,
# so that "village hall" tells little even where there is only one.
ELSEWHERE = 20_000
FEW_LETTERS = 5
TABLE = Path(__file__).with_name("commonplace.csv")


@cache
def shares() -> dict[str, float]:
    """The common words, and in what share of names each is."""
    with TABLE.open(encoding="utf-8") as handle:
        return {row["word"]: int(row["in_100000_names"]) / 1e5 for row in csv.DictReader(handle)}


def is_commonplace(words: tuple[str, ...]) -> bool:
    """Whether a name has nothing but words that many bear, or a few letters, so that it may be
    anybody's."""
    known = shares()
    return sum(len(word) for word in words if word not in known) < FEW_LETTERS


def weights(bearers: NDArray[np.float64], elsewhere: NDArray[np.float64], names: int) -> NDArray:
    """How much each word tells: the logarithm of how rare it is, here and elsewhere."""
    return np.log((names + ELSEWHERE) / (bearers + ELSEWHERE * elsewhere + 0.5))
