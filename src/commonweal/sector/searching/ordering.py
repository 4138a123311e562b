"""Which organisations come first. Ties are broken by name and then by key, so order is stable."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commonweal.sector.searching.memory import Held, Positions
from commonweal.sector.searching.query import Query
from commonweal.sector.searching.words import fold

Floats = NDArray[np.float64]
TIER = 1e9  # more than any score
BELOW = 1e10  # more than any distance, income or moment, and any tiers together


@dataclass(frozen=True)
class Matches:
    """All that match: where they stand in memory, how well, and how far (NaN where not known).

    ``other`` are those that only other words than the typed ones found; nothing when no other
    words were looked for. ``below`` says how far down, in every order, what answers less well
    comes; ``partly`` is how many of them have only part of the words. ``typed`` is all that was
    typed, which may be a name, place and all.
    """

    at: Positions
    scores: Floats
    far: Floats | None
    loosened: bool = False
    other: NDArray[np.bool_] | None = None
    below: Floats | None = None
    partly: int = 0
    typed: str = ""

    def kept(self, which: NDArray[np.bool_]) -> Matches:
        """Only these."""
        far = None if self.far is None else self.far[which]
        other = None if self.other is None else self.other[which]
        below = None if self.below is None else self.below[which]
        return replace(
            self, at=self.at[which], scores=self.scores[which], far=far, other=other, below=below
        )


def usual_sort(query: Query, *, near: bool, text: bool) -> str:
    """The order that the question implies when it names none, or one that it cannot have."""
    if query.sort == "distance" and not near:
        return "relevance" if text else "name"
    if query.sort:
        return query.sort if text or query.sort != "relevance" else "name"
    if near:
        return "distance"
    return "relevance" if text else "name"


def weight(memory: Held, query: Query, matches: Matches) -> Floats:
    """One number for each organisation; the smaller comes first. The unknown comes last."""
    weights = in_order(memory, query, matches)
    if matches.below is None:
        return weights
    return np.where(np.isinf(weights), BELOW / 2, weights) + matches.below * BELOW


def in_order(memory: Held, query: Query, matches: Matches) -> Floats:
    """One number for each organisation; the smaller comes first. The unknown comes last.

    By relevance, those still active come before those that are gone, and among each an exact
    name before the rest, and what was found by other words than the typed ones last.
    """
    at, sort = matches.at, query.sort
    if sort == "distance" and matches.far is not None:
        return np.where(np.isnan(matches.far), np.inf, matches.far)
    if sort == "income":
        income = memory.income[at]
        return np.where(np.isnan(income), np.inf, -income)
    if sort == "changed":
        return -memory.changed[at].astype(np.float64)
    if sort == "name":
        return memory.name_order[at].astype(np.float64)
    names = [memory.hash_of(fold(words)) for words in (query.words, matches.typed)]
    exact = np.isin(memory.name_hash[at], names)
    tiers: Floats = np.where(memory.active[at], 0, 3) + np.where(exact, 0, 1).astype(np.float64)
    if matches.other is not None:
        tiers += matches.other
    return tiers * TIER - matches.scores


def first(weights: Floats, memory: Held, at: Positions, upto: int) -> NDArray[np.int64]:
    """Indexes into ``at`` of the first so many, in order."""
    chosen = np.arange(len(at))
    if len(at) > 4 * upto + 1000:
        edge = np.partition(weights, upto)[upto]
        chosen = np.flatnonzero(weights <= edge)
    order = np.lexsort((memory.keys[at[chosen]], memory.name_order[at[chosen]], weights[chosen]))
    return chosen[order][:upto]
