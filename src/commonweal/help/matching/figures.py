"""What a plan is held against: first come first served, even sharing, the shortest way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from commonweal.help.matching.columns import Columns
from commonweal.help.matching.pairs import NEAREST, Pairs, feasible
from commonweal.help.matching.proving import Taken
from commonweal.help.matching.solving import plan
from commonweal.help.matching.terms import Helper, Plan, Task, Weights


def greedy(
    tasks: Iterable[Task], helpers: Iterable[Helper], *,
    weights: Weights | None = None, k: int = NEAREST,
) -> Plan:  # fmt: skip
    """Each task in the order of its key takes who weighs least of those left: the usual way.

    :raises ValueError: if a key comes twice, or somebody is nowhere.
    """
    columns = Columns(list(tasks), list(helpers), weights or Weights())
    pairs = feasible(columns, k)
    return plan(columns, pairs, first_come(columns, pairs), proven=False)


def first_come(columns: Columns, pairs: Pairs) -> Taken:
    """Of these pairs, those that first come, first served takes."""
    everyone = np.arange(len(columns.helpers))
    first, second = columns.turns(everyone, 0).tolist(), columns.turns(everyone, 1).tolist()
    turns, left, again = first, columns.capacity.tolist(), columns.weights.again
    chosen = np.zeros(len(pairs), dtype=bool)
    helpers, weights = pairs.helpers.tolist(), pairs.weights.tolist()
    starts = np.searchsorted(pairs.tasks, np.arange(len(columns.tasks) + 1)).tolist()
    asked = [False] * len(first)
    for since, until in pairwise(starts):
        least, taken = None, -1
        for n in range(since, until):
            helper = helpers[n]
            if left[helper] and (least is None or weights[n] + turns[helper] < least):
                least, taken = weights[n] + turns[helper], n
        if taken >= 0:
            helper = helpers[taken]
            chosen[taken] = True
            left[helper] -= 1
            turns[helper] = turns[helper] + again if asked[helper] else second[helper]
            asked[helper] = True
    return Taken(columns, pairs, chosen)


def gini(asks: Sequence[int]) -> float:
    """How unevenly helpers are asked: 0 if all as often, near 1 if one is always asked.

    Gini's mean difference over twice the mean (Sen 1973, On Economic Inequality, 2.7); nobody
    asked, or nobody there, is even.
    """
    ordered = np.sort(np.asarray(asks, dtype=np.float64))
    count, total = len(ordered), float(ordered.sum())
    if not total:
        return 0.0
    ranks = np.arange(1, count + 1)
    return float(2 * (ranks * ordered).sum() / (count * total) - (count + 1) / count)


def over_optimum(km: float, best_km: float) -> float:
    """How much further helpers went than they had to, as a share: 0.1 is a tenth more.

    :raises ValueError: if the best way is less than nothing, or nothing while some way was gone.
    """
    if best_km < 0 or (best_km == 0 and km > 0):
        raise ValueError("There is no best way to hold this against.")
    return km / best_km - 1 if best_km else 0.0
