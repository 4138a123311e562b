"""Finding a helper for each of 97,000 requests, beside another exact solver and the usual way.

All of them get the same pairs of who may go where. ``peer`` is SciPy's sparse assignment
(``min_weight_full_bipartite_matching``), which has no capacities: each place of a helper is one of
its own, and each request may stay unserved in a place of its own. Its plan is the lightest of those
pairs; ours is the lightest of all pairs whatever, so it may weigh less and never more. ``limit`` is
the usual way: first come, first served by the same weights, which leaves people without help.
Seconds are of the processor, since the machine is shared.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.common import Result, alone

SIZES = {True: 10_000, False: 97_000}
SEED = 1


def cpu(function: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor that it took, and what it found."""
    gc.collect()
    began = time.process_time()
    found = function()
    return time.process_time() - began, found


def by_scipy(columns: Any, pairs: Any) -> tuple[int, int]:
    """How many SciPy's sparse assignment serves, and what that weighs in metres."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    from commonweal.help.matching.flow import to_leave_somebody

    seats = np.concatenate([[0], np.cumsum(columns.capacity)])
    rows, places, weights = [], [], []
    for already in range(int(columns.capacity.max())):
        free = columns.capacity[pairs.helpers] > already
        helpers = pairs.helpers[free]
        rows.append(pairs.tasks[free])
        places.append(seats[helpers] + already)
        weights.append(pairs.weights[free] + columns.turns(helpers, already))
    count, left_out = len(columns.tasks), 100 * to_leave_somebody(columns, pairs)
    rows.append(np.arange(count))
    places.append(seats[-1] + np.arange(count))
    weights.append(np.full(count, left_out))
    lift = 1 - min(int(w.min()) for w in weights)  # a weight of nothing is no pair there
    table = csr_array(
        (np.concatenate(weights) + lift, (np.concatenate(rows), np.concatenate(places))),
        shape=(count, int(seats[-1]) + count),
    )
    which, where = min_weight_full_bipartite_matching(table)
    served = where < seats[-1]
    return int(served.sum()), int((table[which, where] - lift)[served].sum())


def peak(count: int) -> float:
    """The most memory that planning held, in MB, in a process of its own."""
    code = (
        "import sys\n"
        "from commonweal.help.matching import best\n"
        "from commonweal.help.tests.neighbours import county\n"
        "best(*county(int(sys.argv[1]), seed=int(sys.argv[2])))\n"
    )
    return alone(code, str(count), str(SEED)).megabytes


def run(quick: bool) -> list[Result]:
    """Seconds, people left without help and the way gone, for the same requests."""
    from commonweal.help.matching import Weights, best, greedy, over_optimum, propose
    from commonweal.help.matching.columns import Columns
    from commonweal.help.matching.pairs import feasible
    from commonweal.help.tests.neighbours import county

    tasks, helpers = county(SIZES[quick], seed=SEED)
    best(tasks[:100], helpers[:100])  # loads what is loaded when first used
    runs = [(cpu(lambda: greedy(tasks, helpers)), cpu(lambda: best(tasks, helpers))) for _ in "abc"]
    usual, plain = sorted((x for x, _ in runs), key=lambda x: x[0])[1]
    ours, plan = sorted((x for _, x in runs), key=lambda x: x[0])[1]
    columns = Columns(tasks, helpers, Weights())
    candidates, pairs = cpu(lambda: feasible(columns))
    print("SciPy's turn; it takes a while", file=sys.stderr)
    theirs, (served, weighs) = cpu(lambda: by_scipy(columns, pairs))
    theirs += candidates
    right = plan.proven and (-len(plan.matches), plan.cost) <= (-served, weighs)
    further = over_optimum(plain.metres, plan.metres)
    name = f"{len(tasks):,} requests to {len(helpers):,} helpers"
    one, _ = cpu(lambda: [propose(task, helpers[:60]) for task in tasks[:100]])
    return [
        Result(
            f"Plan for {name}", ours, usual, theirs, goal="at most 5 x first come, first served",
            met=ours <= 5 * usual, note=f"{len(plan.matches):,} served; first come, first served "
            f"{len(plain.matches):,}, going {further:+.0%}; pairs {len(pairs):,}; stretch 3 x",
        ),
        Result(
            "The same beside SciPy's assignment", ours, peer=theirs,
            goal="" if quick else "at least 5 x as fast",
            met=None if quick else theirs >= 5 * ours,
            note=f"SciPy {served:,} served, weighing {weighs:,} m",
        ),
        Result(
            "What the plan weighs", plan.cost, peer=weighs, unit="m",
            goal="proven, and no other helps more or weighs less", met=right,
        ),
        Result("Most memory in planning", peak(len(tasks)), unit="MB", note="with the requests"),
        Result("Three names of sixty helpers", one * 10, unit="ms", goal="under 20 ms",
               met=one * 10 < 20),
    ]  # fmt: skip
