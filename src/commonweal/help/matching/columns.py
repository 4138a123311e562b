"""Tasks and helpers as arrays, with the rules of ``rules`` for many pairs at once. Pure.

Where two people share what a rule asks about (the same skills, the same times), the rule is looked
at once for both: what differs is numbered, and a table says which number suits which.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from commonweal.help.matching.rules import ALWAYS, continuity, turn
from commonweal.help.matching.terms import Helper, Reason, Span, Task, Weights

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)
LARGEST_TABLE = 4_000_000


def numbered(values: Iterable[Value]) -> tuple[Numbers, list[Value]]:
    """Which different value each of them is, and the different values."""
    seen: dict[Value, int] = {}
    places = [seen.setdefault(value, len(seen)) for value in values]
    return np.array(places, dtype=np.int64), list(seen)


def _all_of(needed: frozenset[str], held: frozenset[str]) -> bool:
    return needed <= held


def _one_of(needed: frozenset[str], held: frozenset[str]) -> bool:
    return not needed or not needed.isdisjoint(held)


RULES: tuple[tuple[Reason, str, Callable[[frozenset[str], frozenset[str]], bool]], ...] = (
    (Reason.SKILL, "skills", _all_of),
    (Reason.LANGUAGE, "languages", _one_of),
    (Reason.MEANS, "means", _all_of),
    (Reason.CHECK, "checks", _all_of),
)


@dataclass(frozen=True)
class Table:
    """One rule: the number of each task and each helper by it, and which suit (tasks x helpers)."""

    tasks: Numbers
    helpers: Numbers
    suits: Truths

    def of(self, tasks: Numbers, helpers: Numbers) -> Truths:
        """For each pair, whether they suit."""
        found: Truths = self.suits[self.tasks[tasks], self.helpers[helpers]]
        return found


class Columns:
    """The tasks and the helpers of one plan, both in the order of their keys.

    :raises ValueError: naming a key that comes twice, or a place that is no place.
    """

    def __init__(self, tasks: Sequence[Task], helpers: Sequence[Helper], weights: Weights) -> None:
        self.tasks = sorted(tasks, key=lambda task: task.key)
        self.helpers = sorted(helpers, key=lambda helper: helper.key)
        self.weights = weights
        self.task_places = _places(self.tasks)
        self.helper_places = _places(self.helpers)
        self.numbers = {helper.key: n for n, helper in enumerate(self.helpers)}
        if len(self.numbers) < len(self.helpers) or len({t.key for t in self.tasks}) < len(tasks):
            raise ValueError(f"This key comes twice: {_twice(self.tasks, self.helpers)}.")
        self.reach = np.array([h.reach for h in self.helpers], dtype=np.float64)
        self.capacity = np.array([max(h.capacity, 0) for h in self.helpers], dtype=np.int64)

    @cached_property
    def tables(self) -> dict[Reason, Table]:
        """The rules about what is needed and held."""
        found = {}
        for reason, name, rule in RULES:
            asked, needs = numbered(getattr(task, name) for task in self.tasks)
            held, holdings = numbered(getattr(helper, name) for helper in self.helpers)
            suits = [[rule(need, has) for has in holdings] for need in needs]
            shape = (len(needs), len(holdings))
            found[reason] = Table(asked, held, np.array(suits, dtype=bool).reshape(shape))
        return found

    @cached_property
    def kinds(self) -> tuple[Numbers, list[int]]:
        """Tasks that need the same are of one kind: the kind of each, and one task of each kind."""
        asked = [table.tasks.tolist() for table in self.tables.values()]
        of, kinds = numbered(zip(*asked, strict=True))
        firsts: dict[int, int] = {}
        for n, kind in enumerate(of.tolist()):
            firsts.setdefault(kind, n)
        return of, [firsts[kind] for kind in range(len(kinds))]

    def suited(self, task: int) -> Truths:
        """Which helpers have all that this task needs, wherever and whenever they are."""
        found = np.ones(len(self.helpers), dtype=bool)
        for table in self.tables.values():
            found &= table.suits[table.tasks[task], table.helpers]
        return found

    @cached_property
    def times(self) -> Times:
        """When tasks can be done and helpers are free."""
        return Times(self.tasks, self.helpers)

    @cached_property
    def apart(self) -> Numbers:
        """Pairs that are to be kept apart because one side said so, as sorted codes."""
        of_person: dict[str, list[int]] = {}
        for n, task in enumerate(self.tasks):
            if task.person:
                of_person.setdefault(task.person, []).append(n)
        size = max(len(self.helpers), 1)
        codes = {
            n * size + self.numbers[key]
            for n, task in enumerate(self.tasks)
            for key in task.never
            if key in self.numbers
        }
        for m, helper in enumerate(self.helpers):
            for person in helper.never:
                codes.update(n * size + m for n in of_person.get(person, ()))
        return np.array(sorted(codes), dtype=np.int64)

    def kept_apart(self, tasks: Numbers, helpers: Numbers) -> Truths:
        """For each pair, whether one side said not with the other."""
        if not len(self.apart):
            return np.zeros(len(tasks), dtype=bool)
        return among(tasks * max(len(self.helpers), 1) + helpers, self.apart)

    @cached_property
    def named(self) -> tuple[Numbers, Numbers, Truths]:
        """Pairs that are looked at however far apart: who is known, and who alone may go.

        The last array says, for each task, whether only those named for it may go.
        """
        pairs: set[tuple[int, int]] = set()
        choosy = np.zeros(len(self.tasks), dtype=bool)
        for n, task in enumerate(self.tasks):
            if task.only:
                choosy[n] = True
            if task.only or task.known:
                keys = task.only or task.known
                pairs.update((n, self.numbers[key]) for key in keys if key in self.numbers)
        flat = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        return flat[:, 0].copy(), flat[:, 1].copy(), choosy

    @cached_property
    def visits(self) -> tuple[Numbers, Numbers]:
        """Pairs who know each other, as sorted codes, and how many visits there were."""
        size = max(len(self.helpers), 1)
        known = sorted(
            (n * size + self.numbers[key], times)
            for n, task in enumerate(self.tasks)
            for key, times in task.known.items()
            if times > 0 and key in self.numbers
        )
        flat = np.array(known, dtype=np.int64).reshape(-1, 2)
        return flat[:, 0].copy(), flat[:, 1].copy()

    def visits_of(self, tasks: Numbers, helpers: Numbers) -> Numbers:
        """For each pair, how many times the helper has been to see this person."""
        codes, times = self.visits
        found = np.zeros(len(tasks), dtype=np.int64)
        if len(codes):
            asked = tasks * len(self.helpers) + helpers
            places = np.minimum(np.searchsorted(codes, asked), len(codes) - 1)
            hit = codes[places] == asked
            found[hit] = times[places[hit]]
        return found

    def apart_squared(self, tasks: Numbers, helpers: Numbers) -> Reals:
        """For each pair, the square of the distance, in square metres."""
        way = self.task_places[tasks] - self.helper_places[helpers]
        found: Reals = way[:, 0] * way[:, 0] + way[:, 1] * way[:, 1]
        return found

    def metres(self, tasks: Numbers, helpers: Numbers) -> Numbers:
        """For each pair, how far it is, to the metre."""
        return np.rint(np.sqrt(self.apart_squared(tasks, helpers))).astype(np.int64)

    def weights_of(self, tasks: Numbers, helpers: Numbers) -> Numbers:
        """For each pair, what it weighs but for whose turn it is."""
        visits = self.visits_of(tasks, helpers)
        most = self.weights.visits + 1
        worth = np.array([continuity(n, self.weights) for n in range(most + 1)], dtype=np.int64)
        return self.metres(tasks, helpers) - worth[np.minimum(visits, most)]

    @cached_property
    def _turns(self) -> tuple[Numbers, Numbers]:
        said = [(turn(h, 0, self.weights), turn(h, 1, self.weights)) for h in self.helpers]
        flat = np.array(said, dtype=np.int64).reshape(-1, 2)
        return flat[:, 0].copy(), flat[:, 1].copy()

    def turns(self, helpers: Numbers, already: Numbers | int) -> Numbers:
        """For each helper, what it weighs to ask them once more after so many times."""
        first, second = self._turns
        later = second[helpers] + self.weights.again * (np.asarray(already) - 1)
        return np.where(np.asarray(already) == 0, first[helpers], later)

    def allowed(self, tasks: Numbers, helpers: Numbers) -> Truths:
        """For each pair who suit by what is needed, whether the other rules allow it too."""
        near = self.apart_squared(tasks, helpers) <= np.square(self.reach[helpers])
        near &= self.capacity[helpers] > 0
        near[near] = self.times.of(tasks[near], helpers[near])
        near[near] = ~self.kept_apart(tasks[near], helpers[near])
        return near


class Times:
    """Which windows of tasks leave enough of which helpers' times."""

    def __init__(self, tasks: Sequence[Task], helpers: Sequence[Helper]) -> None:
        self.tasks, asked = numbered((task.windows, task.minutes) for task in tasks)
        self.helpers, free = numbered(helper.times for helper in helpers)
        self.needed = np.array([max(minutes, 1) for _, minutes in asked], dtype=np.int64)
        self.windows = _spans([windows for windows, _ in asked])
        self.free = _spans(free)
        self.table: Truths | None = None
        if len(asked) * len(free) <= LARGEST_TABLE:
            every = np.indices((len(asked), len(free))).reshape(2, -1)
            self.table = self._fit(every[0], every[1]).reshape(len(asked), len(free))

    def of(self, tasks: Numbers, helpers: Numbers) -> Truths:
        """For each pair, whether the helper is free long enough in one of the windows."""
        asked, free = self.tasks[tasks], self.helpers[helpers]
        if self.table is not None:
            found: Truths = self.table[asked, free]
            return found
        return self._fit(asked, free)

    def _fit(self, asked: Numbers, free: Numbers) -> Truths:
        found = np.zeros(len(asked), dtype=bool)
        needed = self.needed[asked]
        for window in range(self.windows.shape[1]):
            for time in range(self.free.shape[1]):
                starts = np.maximum(self.windows[asked, window, 0], self.free[free, time, 0])
                ends = np.minimum(self.windows[asked, window, 1], self.free[free, time, 1])
                found |= ends - starts >= needed
        return found


def among(codes: Numbers, held: Numbers) -> Truths:
    """Which of the codes are among those held, which are sorted and not none."""
    places = np.minimum(np.searchsorted(held, codes), len(held) - 1)
    found: Truths = held[places] == codes
    return found


def _spans(several: Sequence[tuple[Span, ...]]) -> Numbers:
    """Spans of time as an array (who, which, start and end), filled up with spans of nothing."""
    longest = max((len(spans) for spans in several), default=1) or 1
    found = np.zeros((len(several), longest, 2), dtype=np.int64)
    found[:, :, 1] = -1
    for n, spans in enumerate(several):
        for m, span in enumerate(spans or ALWAYS):
            found[n, m] = span
    return found


def _places(people: Sequence[Task] | Sequence[Helper]) -> Reals:
    """Eastings and northings, in metres.

    :raises ValueError: naming the first that is no place.
    """
    found = np.array([(one.easting, one.northing) for one in people], dtype=np.float64)
    found = found.reshape(-1, 2)
    wrong = np.flatnonzero(~np.isfinite(found).all(axis=1))
    if len(wrong):
        raise ValueError(f"This is no place: {people[wrong[0]].key}.")
    return found


def _twice(tasks: Sequence[Task], helpers: Sequence[Helper]) -> str:
    for keys in ([task.key for task in tasks], [helper.key for helper in helpers]):
        for one, other in pairwise(keys):
            if one == other:
                return one
    return ""
