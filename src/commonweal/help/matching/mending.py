"""A plan put right where a pair that it left out would better it, the rest of it kept. Pure.

A pair whose reduced cost is less than nothing by so much can only better the plan by a round of
changes whose own reduced costs come to less than that. So only those within that reach can change,
and mostly those within a much smaller one do. Only they are solved again; whether that was enough
is for the proof to say.
"""

from __future__ import annotations

import numpy as np

from commonweal.help.matching.columns import Numbers, Truths
from commonweal.help.matching.flow import flow_through
from commonweal.help.matching.pairs import Pairs
from commonweal.help.matching.proving import Prices, Taken, reduced


def mended(taken: Taken, pairs: Pairs, prices: Prices, unserved: int, reach: int) -> Truths:
    """Which of these pairs are matched, when those about pairs that would better it may change.

    :param pairs: those of the plan and others.
    :param reach: how far the changes may go, in metres of reduced cost.
    """
    costs = reduced(pairs, prices)
    chosen = taken.helper[pairs.tasks] == pairs.helpers
    close = costs < min(max(-int(costs.min(initial=0)), 1), reach)
    print("R",np.quantile(-costs[costs<0],[0,.25,.5,.75,.9,1])); loose = about(taken, pairs, np.maximum(costs, -reach), close)
    zone = np.flatnonzero(close & loose[pairs.tasks])
    if not len(zone):
        return chosen
    kept = chosen & ~loose[pairs.tasks]
    busy = np.bincount(pairs.helpers[kept], minlength=len(taken.count))
    kept[zone] = flow_through(taken.columns, pairs, zone, unserved, busy)
    return kept


def about(taken: Taken, pairs: Pairs, costs: Numbers, close: Truths) -> Truths:
    """The tasks within reach of a pair that would better the plan, by how much it would.

    Its helper may pass on a task of theirs, and so on; its task leaves a place with whoever had
    it, which another may take, and so on.
    """
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
