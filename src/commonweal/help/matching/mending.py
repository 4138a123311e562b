"""A plan put right where a pair that it left out would better it, the rest of it kept. Pure.

A pair whose reduced cost is less than nothing by so much can only better the plan by a round of
changes whose own reduced costs come to less than that. So only those within that reach can change,
mostly by pairs that cost little. Only they are solved again, with such pairs; whether that was
enough is for the proof to say.
"""

from __future__ import annotations

import numpy as np

from commonweal.help.matching.columns import Numbers, Truths
from commonweal.help.matching.flow import flow_through, lightest
from commonweal.help.matching.pairs import Pairs
from commonweal.help.matching.proving import Prices, Taken, reduced

CLOSE = 20  # metres of reduced cost that a pair may have to be solved with; doubled at each try


def settled(
    taken: Taken, pairs: Pairs, prices: Prices, unserved: int
) -> tuple[Taken, Pairs, Prices]:
    """The lightest plan of these pairs, from one before it and its prices; with its own prices.

    :param pairs: those of the plan and others.
    :raises RuntimeError: if the solver's plan is not the lightest of the pairs it was given.
    """
    close = CLOSE
    while (costs := reduced(pairs, prices)).min(initial=0) < 0:
        near = costs < close
        active = pairs.only(near)
        after = Taken(taken.columns, active, mended(taken, active, costs[near], unserved))
        priced = after.prices(unserved)
        if priced is None:
            after = Taken(taken.columns, active, lightest(taken.columns, active, unserved))
            priced = after.prices(unserved)
        if priced is None:
            raise RuntimeError("The solver's plan is not the lightest of its pairs.")
        taken, prices, close = after, priced, close * 2
    return taken, pairs, prices


def mended(taken: Taken, pairs: Pairs, costs: Numbers, unserved: int) -> Truths:
    """Which of these pairs are matched, when those about pairs that would better it may change.

    :param costs: the reduced cost of each pair.
    """
    chosen = taken.helper[pairs.tasks] == pairs.helpers
    loose = about(taken, pairs, costs)[pairs.tasks]
    zone = np.flatnonzero(loose)
    kept: Truths = chosen & ~loose
    busy = np.bincount(pairs.helpers[kept], minlength=len(taken.count))
    kept[zone] = flow_through(taken.columns, pairs, zone, unserved, busy)
    return kept


def about(taken: Taken, pairs: Pairs, costs: Numbers) -> Truths:
    """The tasks within reach of a pair that would better the plan, by how much it would.

    Its helper may pass on a task of theirs, and so on; its task leaves a place with whoever had
    it, which another may take, and so on.
    """
    close = costs < max(-int(costs.min()), 1)
    tasks, helpers, costs = pairs.tasks[close], pairs.helpers[close], costs[close]
    passing, leaving = np.zeros((2, len(taken.helper)), dtype=np.int64)
    given, left = np.zeros((2, len(taken.count)), dtype=np.int64)
    np.maximum.at(leaving, tasks, -costs)
    np.maximum.at(given, helpers, -costs)
    costs = np.maximum(costs, 0)
    served = np.flatnonzero(taken.helper >= 0)
    theirs = taken.helper[served]
    known = -1
    while known != (known := int(given.sum() + left.sum() + leaving.sum())):
        passing[served] = given[theirs]
        np.maximum.at(given, helpers, passing[tasks] - costs)
        np.maximum.at(left, theirs, leaving[served])
        np.maximum.at(leaving, tasks, left[helpers] - costs)
    within: Truths = (passing > 0) | (leaving > 0)
    return within
