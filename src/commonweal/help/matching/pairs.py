"""Which helpers could go to which tasks: the nearest of those whom every rule allows. Pure.

A tree of places (k-d tree, Bentley 1975) for each kind of need gives the nearest who have what is
needed; whom the other rules forbid is left out, and who is left with too few is asked for more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from commonweal.help.matching.columns import Columns, Numbers, Reals, Truths, among

NEAREST = 16
AT_ONCE = 2_000_000  # neighbours looked at together, so that memory stays small
MOST = 20_000_000  # neighbours looked at for one proof; past that a plan goes without it


class TooMany(Exception):
    """There are more pairs to look at than can be in reasonable time."""


@dataclass(frozen=True)
class Pairs:
    """Who could go where: tasks and helpers by place in the columns, in the order of tasks.

    ``weights`` is what each pair weighs, but for whose turn it is. Every helper nearer to a task
    than its ``horizon`` (metres) who may go is among its pairs; where it is infinite, all are.
    """

    tasks: Numbers
    helpers: Numbers
    weights: Numbers
    horizon: Reals

    def __len__(self) -> int:
        return len(self.tasks)

    def only(self, some: Truths) -> Pairs:
        """Some of these."""
        return Pairs(self.tasks[some], self.helpers[some], self.weights[some], self.horizon)

    def with_more(self, columns: Columns, tasks: Numbers, helpers: Numbers) -> Pairs:
        """These and others, which are not among them."""
        return ordered(
            np.concatenate([self.tasks, tasks]),
            np.concatenate([self.helpers, helpers]),
            np.concatenate([self.weights, columns.weights_of(tasks, helpers)]),
            self.horizon,
        )


def ordered(tasks: Numbers, helpers: Numbers, weights: Numbers, horizon: Reals) -> Pairs:
    """Pairs in the order of tasks, then helpers."""
    order = np.argsort(tasks * (helpers.max(initial=0) + 1) + helpers, kind="stable")
    return Pairs(tasks[order], helpers[order], weights[order], horizon)


def feasible(columns: Columns, k: int = NEAREST) -> Pairs:
    """The pairs that no rule forbids: about ``k`` nearest for each task, and who is named for it.

    :raises ValueError: if ``k`` is less than one.
    """
    if k < 1:
        raise ValueError("At least one helper has to be looked at for each task.")
    choosy = columns.named[2]
    horizon = np.full(len(columns.tasks), np.inf)
    open_to_all = np.flatnonzero(~choosy)
    tasks, helpers, seen = Nearby(columns).of(open_to_all, k)
    horizon[open_to_all] = seen
    more_tasks, more_helpers = _named(columns, tasks, helpers)
    tasks, helpers = np.concatenate([tasks, more_tasks]), np.concatenate([helpers, more_helpers])
    return ordered(tasks, helpers, columns.weights_of(tasks, helpers), horizon)


def _named(columns: Columns, tasks: Numbers, helpers: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs of those named for a task, who may go and are not among these already."""
    named_tasks, named_helpers, _ = columns.named
    if not len(named_tasks):
        return named_tasks, named_helpers
    fit = columns.allowed(named_tasks, named_helpers)
    for table in columns.tables.values():
        fit &= table.of(named_tasks, named_helpers)
    size = len(columns.helpers)
    concerned = np.zeros(len(columns.tasks), dtype=bool)
    concerned[named_tasks] = True
    near = concerned[tasks]
    codes = np.sort(tasks[near] * size + helpers[near])
    if len(codes):
        fit &= ~among(named_tasks * size + named_helpers, codes)
    return named_tasks[fit], named_helpers[fit]


class Nearby:
    """Finds the nearest helpers for tasks, among all helpers or some."""

    def __init__(self, columns: Columns, some: Truths | None = None) -> None:
        self.columns = columns
        self.some = columns.capacity > 0 if some is None else some & (columns.capacity > 0)
        self.looked_at = 0
        self.trees: dict[bytes, tuple[Numbers, Any, float]] = {}

    def of(
        self, tasks: Numbers, k: int, enough: int | None = None
    ) -> tuple[Numbers, Numbers, Reals]:
        """Pairs of these tasks with their nearest helpers, and the horizon of each task.

        Each task gets ``enough`` (half of ``k``) of them, or as many as there are.
        """
        kinds = self.columns.kinds[0][tasks]
        order = np.argsort(kinds, kind="stable")
        edges = np.flatnonzero(np.diff(kinds[order])) + 1
        found: list[tuple[Numbers, Numbers]] = []
        horizon = np.full(len(tasks), np.inf)
        for places in np.split(order, edges):
            if len(places):
                horizon[places] = self._of_a_kind(tasks[places], k, enough or (k + 1) // 2, found)
        nothing = np.zeros(0, dtype=np.int64)
        return (
            np.concatenate([nothing, *(pair[0] for pair in found)]),
            np.concatenate([nothing, *(pair[1] for pair in found)]),
            horizon,
        )

    def _tree(self, task: int) -> tuple[Numbers, Any, float]:
        """Who has what this task needs, a tree of where they are, and how far any of them goes."""
        suited = self.columns.suited(task) & self.some
        name = np.packbits(suited).tobytes()
        if name not in self.trees:
            from scipy.spatial import cKDTree

            chosen = np.flatnonzero(suited)
            tree = cKDTree(self.columns.helper_places[chosen]) if len(chosen) else None
            furthest = self.columns.reach[chosen].max(initial=0.0) * (1 + 1e-9) + 1.0
            self.trees[name] = chosen, tree, float(furthest)
        return self.trees[name]

    def _of_a_kind(
        self, tasks: Numbers, k: int, enough: int, found: list[tuple[Numbers, Numbers]]
    ) -> Reals:
        """Adds the pairs of tasks of one kind to those found; their horizons."""
        chosen, tree, furthest = self._tree(int(tasks[0]))
        horizon = np.full(len(tasks), np.inf)
        left, wide = np.arange(len(tasks)), k
        while len(left) and tree is not None:
            wide, again = min(wide, len(chosen)), []
            for part in np.array_split(left, len(left) * wide // AT_ONCE + 1):
                some, helpers, seen = self._ask(tasks[part], chosen, tree, furthest, wide)
                count = np.bincount(some, minlength=len(part))
                done = (count >= enough) | np.isinf(seen)
                horizon[part] = seen
                kept = done[some]
                found.append((tasks[part][some[kept]], helpers[kept]))
                again.append(part[~done])
            left, wide = np.concatenate(again), wide * 4
        return horizon

    def _ask(
        self, tasks: Numbers, chosen: Numbers, tree: Any, furthest: float, wide: int
    ) -> tuple[Numbers, Numbers, Reals]:
        """The nearest that are allowed: which of the tasks, which helper; and the horizons."""
        places = self.columns.task_places[tasks]
        away, near = tree.query(places, k=wide, distance_upper_bound=furthest)
        away, near = away.reshape(len(tasks), wide), near.reshape(len(tasks), wide)
        which, column = np.nonzero(near < len(chosen))
        helpers = chosen[near[which, column]]
        allowed = self.columns.allowed(tasks[which], helpers)
        seen = np.full(len(tasks), np.inf) if wide == len(chosen) else away[:, -1]
        return which[allowed], helpers[allowed], seen

    def within(self, tasks: Numbers, radii: Reals) -> Iterator[tuple[Numbers, Numbers]]:
        """Pairs of these tasks with all helpers within these distances (metres) who may go.

        :raises TooMany: if there are more to look at than ``MOST``.
        """
        kinds = self.columns.kinds[0][tasks]
        for kind in np.unique(kinds):
            mine = np.flatnonzero(kinds == kind)
            chosen, tree, furthest = self._tree(int(tasks[mine[0]]))
            if tree is None:
                continue
            places = self.columns.task_places[tasks[mine]]
            reach = np.minimum(radii[mine] + 1.0, furthest)
            sizes = tree.query_ball_point(places, reach, return_length=True)
            self.looked_at += int(sizes.sum())
            if self.looked_at > MOST:
                raise TooMany
            for part in np.array_split(np.arange(len(mine)), int(sizes.sum()) // AT_ONCE + 1):
                if not sizes[part].sum():
                    continue
                balls = tree.query_ball_point(places[part], reach[part])
                near = chosen[np.concatenate([np.array(ball, np.int64) for ball in balls])]
                which = np.repeat(tasks[mine[part]], sizes[part])
                allowed = self.columns.allowed(which, near)
                yield which[allowed], near[allowed]
