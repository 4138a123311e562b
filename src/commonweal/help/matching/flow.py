"""The lightest way to give helpers to tasks, of given pairs: a flow of least cost. Pure.

A unit flows from each task through a helper, or past all helpers at the price of leaving somebody
without help. Each further task of a helper has an arc of its own, which weighs no less than the
one before, so that the lightest flow takes them in turn (Ahuja, Magnanti and Orlin, Network Flows,
1993, chapter 14). The solver is exact (OR-Tools, cost scaling; Goldberg 1997).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from commonweal.help.matching.columns import Columns, Numbers, Truths
from commonweal.help.matching.pairs import Pairs

TOGETHER = 20_000  # zones with fewer pairs than this are solved several at once


def to_leave_somebody(columns: Columns, pairs: Pairs) -> int:
    """A weight, in metres, that no pair outweighs: the solver begins with it for the unserved."""
    least = int(columns.weights.day * columns.weights.days)
    turns = columns.weights.again * int(columns.capacity.max(initial=0))
    asks = columns.weights.asked * max((helper.asks for helper in columns.helpers), default=0)
    furthest = int(np.abs(pairs.weights).max(initial=0))
    return 2 * (furthest + turns + asks + least) + 1


@dataclass
class Memory:
    """What was found for each zone, by all that it depends on; what has not changed is not solved.

    It keeps what the last plan asked for, and forgets the rest.
    """

    known: dict[bytes, Truths] = field(default_factory=dict)
    asked: set[bytes] = field(default_factory=set)
    solved: int = 0

    def forget(self) -> None:
        """Forget what was not asked for since the last time."""
        self.known = {name: self.known[name] for name in self.asked}
        self.asked = set()


def zones(columns: Columns, pairs: Pairs) -> Iterator[Numbers]:
    """Pairs that can be decided by themselves, because no helper could go to tasks of two zones.

    Yields places in the pairs; small zones come together in the order of their first task.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    tasks, size = len(columns.tasks), len(columns.tasks) + len(columns.helpers)
    ones = np.ones(len(pairs), dtype=bool)
    graph = coo_array((ones, (pairs.tasks, pairs.helpers + tasks)), shape=(size, size))
    _, zone = connected_components(graph, directed=False)
    of_pair = zone[pairs.tasks]
    sizes = np.bincount(of_pair)
    large = sizes >= TOGETHER
    for one in np.flatnonzero(large):
        yield np.flatnonzero(of_pair == one)
    small = np.flatnonzero(~large[of_pair])
    order = small[np.argsort(of_pair[small], kind="stable")]
    batch = np.cumsum(sizes * ~large)[of_pair[order]] // TOGETHER
    for part in np.split(order, np.flatnonzero(np.diff(batch)) + 1):
        if len(part):
            yield part


def lightest(columns: Columns, pairs: Pairs, unserved: int, memory: Memory | None = None) -> Truths:
    """Which pairs are matched, where to leave somebody without help weighs ``unserved``."""
    chosen = np.zeros(len(pairs), dtype=bool)
    memory = memory if memory is not None else Memory()
    nobody = np.zeros(len(columns.helpers), dtype=np.int64)
    for zone in zones(columns, pairs):
        name = _name(columns, pairs, zone, unserved)
        memory.asked.add(name)
        if name not in memory.known:
            memory.known[name] = flow_through(columns, pairs, zone, unserved, nobody)
            memory.solved += 1
        chosen[zone] = memory.known[name]
    return chosen


def compact(places: Numbers) -> tuple[Numbers, Numbers]:
    """The different places in order, and for each place given which of these it is."""
    there = np.zeros(int(places.max(initial=-1)) + 1, dtype=bool)
    there[places] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[places]


def _name(columns: Columns, pairs: Pairs, zone: Numbers, unserved: int) -> bytes:
    """A digest of all that the matches of a zone depend on."""
    told = hashlib.blake2b(repr((unserved, columns.weights)).encode(), digest_size=16)
    tasks, firsts = compact(pairs.tasks[zone])
    helpers, seconds = compact(pairs.helpers[zone])
    told.update("\n".join(columns.tasks[n].key for n in tasks).encode())
    told.update("\n".join(columns.helpers[n].key for n in helpers).encode())
    turns = columns.turns(helpers, 0), columns.turns(helpers, 1), columns.capacity[helpers]
    for array in (firsts, seconds, pairs.weights[zone], *turns):
        told.update(np.ascontiguousarray(array).tobytes())
    return told.digest()


def flow_through(
    columns: Columns, pairs: Pairs, zone: Numbers, unserved: int, busy: Numbers
) -> Truths:
    """Which pairs of a zone are matched, where each helper has so many other tasks already.

    :raises RuntimeError: if the solver fails, which a flow that may pass by cannot make it do.
    """
    from ortools.graph.python import min_cost_flow

    _, tasks = compact(pairs.tasks[zone])
    helpers, places = compact(pairs.helpers[zone])
    count, end = int(tasks.max()) + 1, int(tasks.max()) + 1 + len(helpers)
    flow = min_cost_flow.SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    once = np.ones(len(zone), dtype=np.int64)
    arcs = add(tasks, places + count, once, pairs.weights[zone])
    everyone = np.arange(count)
    add(everyone, np.full(count, end), once[:count], np.full(count, unserved))
    busy = busy[helpers]
    most = np.minimum(columns.capacity[helpers] - busy, np.bincount(places))
    for more in range(int(most.max())):
        free = np.flatnonzero(most > more)
        weights = columns.turns(helpers[free], busy[free] + more)
        add(free + count, np.full(len(free), end), once[: len(free)], weights)
    flow.set_nodes_supplies(np.append(everyone, end), np.append(once[:count], -count))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("The solver found no flow.")
    taken: Truths = flow.flows(arcs) > 0
    return taken
