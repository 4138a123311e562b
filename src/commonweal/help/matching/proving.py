"""Whether a plan could be bettered by a pair that was not looked at. Pure.

Only the nearest helpers of each task are looked at to begin with. What follows finds the pairs
beyond them that could let more people be helped (an augmenting path through them; Berge 1957), or
make the plan lighter (their reduced cost is less than nothing; prices are the dual of the flow).
Where there are none, the plan is the best there is over all pairs, and that is a proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.help.matching.columns import Columns, Numbers, Truths, among
from commonweal.help.matching.pairs import Nearby, Pairs

BANDS = 8
MARGIN = 100  # metres of reduced cost, below which a pair is kept for what prices may come to
ROUNDS = 1_000  # in which prices come to rest, or it is taken that they never do
MORE = 4  # helpers added at once for each task that needs others


@dataclass(frozen=True)
class Reached:
    """Tasks and helpers that could change so that somebody unserved is helped."""

    tasks: Truths
    helpers: Truths


class Taken:
    """A matching as arrays: who goes to each task, which pair that is, and how many each takes."""

    def __init__(self, columns: Columns, pairs: Pairs, chosen: Truths) -> None:
        self.columns, self.pairs, self.chosen = columns, pairs, chosen
        self.helper = np.full(len(columns.tasks), -1, dtype=np.int64)
        self.helper[pairs.tasks[chosen]] = pairs.helpers[chosen]
        self.weight = np.zeros(len(columns.tasks), dtype=np.int64)
        self.weight[pairs.tasks[chosen]] = pairs.weights[chosen]
        self.count = np.bincount(pairs.helpers[chosen], minlength=len(columns.helpers))

    @property
    def unserved(self) -> Numbers:
        """Tasks that nobody goes to."""
        return np.flatnonzero(self.helper < 0)

    @property
    def spare(self) -> Truths:
        """Helpers who could take more."""
        free: Truths = self.count < self.columns.capacity
        return free

    def reached(self) -> Reached:
        """Whom the unserved reach: their helpers, the tasks of these, the helpers of those."""
        tasks = self.helper < 0
        helpers = np.zeros(len(self.columns.helpers), dtype=bool)
        known, served = -1, np.flatnonzero(~tasks)
        while known != (known := int(tasks.sum()) + int(helpers.sum())):
            helpers[self.pairs.helpers[tasks[self.pairs.tasks]]] = True
            tasks[served] |= helpers[self.helper[served]]
        return Reached(tasks, helpers)

    def beyond(self, reached: Reached) -> tuple[Numbers, Numbers]:
        """Pairs of tasks that are reached with helpers who are not, and were not looked at."""
        asked = np.flatnonzero(reached.tasks & np.isfinite(self.pairs.horizon))
        tasks, helpers, _ = Nearby(self.columns, ~reached.helpers).of(asked, MORE, 1)
        return tasks, helpers

    def prices(self, unserved: int) -> Prices | None:
        """What a place with each helper is worth, and what each task pays: the dual of the flow.

        They are raised from the lowest they can be until no pair speaks against them (Bellman and
        Ford). None if they never come to rest, which says that the plan can be bettered.
        """
        last, most = self._turns()
        helper, task = last.copy(), np.full(len(self.columns.tasks), unserved, dtype=np.int64)
        starts = np.searchsorted(self.pairs.tasks, np.arange(len(task) + 1))
        served = np.flatnonzero(self.helper >= 0)
        changed = np.flatnonzero(np.diff(starts))
        for _ in range(ROUNDS):
            if not len(changed):
                return Prices(task, helper)
            there = changed[self.helper[changed] >= 0]
            task[there] = self.weight[there] + helper[self.helper[there]]
            rows = _rows(starts, changed)
            before = helper.copy()
            least = task[self.pairs.tasks[rows]] - self.pairs.weights[rows]
            np.maximum.at(helper, self.pairs.helpers[rows], least)
            if (helper > most).any():
                return None
            raised = (helper > before) & (self.count > 0)
            helper[self.count == 0] = last[self.count == 0]
            changed = served[raised[self.helper[served]]]
        return None

    def _turns(self) -> tuple[Numbers, Numbers]:
        """What the last task of each helper weighs, or the first if none; and what one more does.

        Whoever has no room for more has no price too high.
        """
        everyone = np.arange(len(self.columns.helpers))
        last = self.columns.turns(everyone, np.maximum(self.count - 1, 0))
        more = np.where(
            self.spare, self.columns.turns(everyone, self.count), np.iinfo(np.int64).max
        )
        return last, more


@dataclass(frozen=True)
class Prices:
    """What each task pays, and what a place with each helper is worth, in metres."""

    task: Numbers
    helper: Numbers


def reduced(pairs: Pairs, prices: Prices) -> Numbers:
    """What each pair weighs above what it is worth: less than nothing where it betters the plan."""
    costs: Numbers = pairs.weights + prices.helper[pairs.helpers] - prices.task[pairs.tasks]
    return costs


def _rows(starts: Numbers, tasks: Numbers) -> Numbers:
    """The places of all pairs of these tasks."""
    counts = starts[tasks + 1] - starts[tasks]
    ends = np.cumsum(counts)
    rows: Numbers = np.arange(ends[-1]) + np.repeat(starts[tasks] - ends + counts, counts)
    return rows


class Beyond:
    """Looks for pairs beyond those known, which would make a plan lighter.

    The first look takes every pair whose reduced cost is under a margin. Later ones need to look
    only at tasks that pay much more since, and helpers whose price is much less: no other pair can
    have used up its margin.
    """

    def __init__(self, columns: Columns, reached: Reached) -> None:
        self.columns, self.reached = columns, reached
        self.first: Prices | None = None

    def look(self, pairs: Pairs, prices: Prices) -> Pairs:
        """The pairs with those that were found.

        :raises TooMany: if there are more to look at than can be in reasonable time.
        """
        tasks, helpers = (np.ones(len(side), dtype=bool) for side in (prices.task, prices.helper))
        if self.first is None:
            self.first = prices
            found = [self._among(pairs, prices, tasks, helpers)]
        else:
            dearer = prices.task - self.first.task > MARGIN // 2
            lower = self.first.helper - prices.helper > MARGIN // 2
            found = [
                self._among(pairs, prices, dearer, helpers),
                self._among(pairs, prices, ~dearer, lower),
            ]
        size = len(self.columns.helpers)
        codes = np.unique(np.concatenate(found))
        if len(pairs):
            codes = codes[~among(codes, pairs.tasks * size + pairs.helpers)]
        return pairs.with_more(self.columns, codes // size, codes % size) if len(codes) else pairs

    def _among(self, pairs: Pairs, prices: Prices, tasks: Truths, helpers: Truths) -> Numbers:
        """Pairs under the margin, as codes.

        Helpers are looked at in bands of like price: the lower the price, the further off one may
        be. Whom the unserved reach have nobody beyond those who are reached.
        """
        found, size = [np.zeros(0, dtype=np.int64)], len(self.columns.helpers)
        for band in bands(prices.helper, helpers):
            room = (prices.task - prices.helper[band].min() + MARGIN).astype(np.float64)
            far = tasks & (pairs.horizon < room)
            for mine, theirs in (
                (self.reached.tasks, band & self.reached.helpers),
                (~self.reached.tasks, band),
            ):
                asked = np.flatnonzero(far & mine)
                for some, near in Nearby(self.columns, theirs).within(asked, room[asked]):
                    weights = self.columns.weights_of(some, near)
                    better = weights + prices.helper[near] < prices.task[some] + MARGIN
                    found.append(some[better] * size + near[better])
        return np.concatenate(found)


def bands(prices: Numbers, some: Truths) -> list[Truths]:
    """Some helpers in bands of like price."""
    chosen = np.flatnonzero(some)
    order = chosen[np.argsort(prices[chosen], kind="stable")]
    found = []
    for part in np.array_split(order, BANDS):
        if len(part):
            band = np.zeros(len(prices), dtype=bool)
            band[part] = True
            found.append(band)
    return found
