"""What each process keeps in memory of the published register: where, what sort, which order.

The full-text table finds words; everything else about a result set (distance, filters without
words, counts for filters, order) is arithmetic on these arrays, the same on both databases. They
are read again when the index has changed. Nothing is shown from here: a page's organisations are
always read from the register, so what was withheld a moment ago is not shown.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from commonweal.sector.searching.near import Grid
from commonweal.sector.searching.remembering import Remembered
from commonweal.sector.searching.tokens import STATUS, Groups, token
from commonweal.sector.searching.writing import engine

Stamp = tuple[int, int]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Held:
    """Arrays over the published organisations, in the order of their keys.

    ``starts`` and ``marks`` hold each one's tokens, as numbers: those of the organisation at
    ``i`` are ``marks[starts[i]:starts[i + 1]]``. Unknown coordinates and incomes are NaN;
    ``changed`` is seconds since 1970.
    """

    keys: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    income: NDArray[np.float64]
    changed: NDArray[np.int64]
    name_order: NDArray[np.int32]
    name_hash: NDArray[np.int64]
    starts: NDArray[np.int64]
    marks: NDArray[np.int32]
    numbers: dict[str, int]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def grid(self) -> Grid:
        """The points, by cell."""
        return Grid(self.latitude, self.longitude)

    @cached_property
    def _by_mark(self) -> tuple[Positions, Positions]:
        owners = np.repeat(np.arange(len(self.keys)), np.diff(self.starts))
        order = np.argsort(self.marks, kind="stable")
        sizes = np.bincount(self.marks, minlength=len(self.numbers))
        return owners[order], np.concatenate([[0], np.cumsum(sizes)])

    def having(self, token: str) -> Positions:
        """The organisations that have this token."""
        owners, bounds = self._by_mark
        number = self.numbers.get(token)
        return owners[:0] if number is None else owners[bounds[number] : bounds[number + 1]]

    @cached_property
    def active(self) -> Mask:
        """Which are active, and not gone from their register."""
        result = np.zeros(len(self.keys), dtype=bool)
        result[self.having(token(STATUS, "active"))] = True
        return result

    @staticmethod
    def hash_of(name: str) -> int:
        """What ``name_hash`` holds for this folded name."""
        return name_hash(name)

    def mask(self, groups: Groups) -> Mask:
        """Which have at least one token of every group."""
        result = np.ones(len(self.keys), dtype=bool)
        for group in groups:
            either = np.zeros(len(self.keys), dtype=bool)
            for mark in group:
                either[self.having(mark)] = True
            result &= either
        return result

    def marks_of(self, at: Positions) -> tuple[NDArray[np.int32], Positions]:
        """The tokens of these organisations one after another, and where each one's begin."""
        starts, sizes = self.starts[at], self.sizes[at]
        begin = np.concatenate([[0], np.cumsum(sizes)])
        shift = np.repeat(starts - begin[:-1], sizes)
        return self.marks[shift + np.arange(begin[-1])], begin[:-1]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """How many tokens each has; every one has some."""
        return np.diff(self.starts)

    def mask_of(self, at: Positions, groups: Groups) -> Mask:
        """Which of these have at least one token of every group."""
        result = np.ones(len(at), dtype=bool)
        if not len(at):
            return result
        marks, begin = self.marks_of(at)
        for group in groups:
            wanted = np.zeros(len(self.numbers), dtype=bool)
            wanted[[self.numbers[t] for t in group if t in self.numbers]] = True
            result &= np.logical_or.reduceat(wanted[marks], begin)
        return result

    def positions_of(self, keys: NDArray[np.int64]) -> tuple[Positions, Mask]:
        """Where these keys stand here, and which of them do."""
        if not len(self.keys):
            return np.zeros(0, dtype=np.int64), np.zeros(len(keys), dtype=bool)
        at = np.searchsorted(self.keys, keys)
        known = self.keys[np.minimum(at, len(self.keys) - 1)] == keys
        return at[known], known

    def counts(self, positions: Positions) -> dict[str, int]:
        """How many of these organisations have each token."""
        chosen = self.marks
        if len(positions) < len(self.keys):
            chosen, _ = self.marks_of(positions)
        sums = np.bincount(chosen, minlength=len(self.numbers))
        return {token: int(sums[number]) for token, number in self.numbers.items() if sums[number]}


def stamp() -> Stamp:
    """How often the index was written, and the sum of the marks: the same until it is again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(mark) FROM sector_searchchange")
        times, marks = cursor.fetchone()
    return times, int(marks or 0)


def sql() -> str:
    """Reads what is held, in the order of the keys."""
    return (
        "SELECT r.rowid, r.name, r.tokens, o.latitude, o.longitude, o.income, "  # noqa: S608
        f"{engine().EPOCH} FROM sector_searchrow r "
        "JOIN sector_organisation o ON o.id = r.rowid ORDER BY r.rowid"
    )


def name_hash(name: str) -> int:
    """A number that equal folded names share, with or without a leading "the"."""
    return hash(name.removeprefix("the "))


def name_order(names: Sequence[str]) -> NDArray[np.int32]:
    """The place of each of these folded names in the order of names."""
    order = np.empty(len(names), dtype=np.int32)
    order[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names), dtype=np.int32)
    return order


@dataclass
class Gathered:
    """The rows as they are read."""

    seen: dict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    starts: array[int] = field(default_factory=lambda: array("q", [0]))
    marks: array[int] = field(default_factory=lambda: array("i"))
    names: list[str] = field(default_factory=list)
    columns: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, key: int, name: str, tokens: str, *rest: Any) -> None:
        """One row."""
        self.names.append(name)
        self.columns.append((key, *rest))
        self.marks.extend(map(self.seen.__getitem__, tokens.split()))
        self.starts.append(len(self.marks))

    def held(self) -> Held:
        """The arrays."""
        columns = zip(*self.columns, strict=True) if self.columns else ((),) * 5
        keys, lats, lons, incomes, changed = columns
        return Held(
            keys=np.array(keys, dtype=np.int64),
            latitude=np.array(lats, dtype=np.float64),
            longitude=np.array(lons, dtype=np.float64),
            income=np.array(incomes, dtype=np.float64),
            changed=np.array(changed, dtype=np.int64),
            name_order=name_order(self.names),
            name_hash=np.fromiter(map(name_hash, self.names), np.int64, len(self.names)),
            starts=np.array(self.starts, dtype=np.int64),
            marks=np.array(self.marks, dtype=np.int32),
            numbers=dict(self.seen),
        )


def read() -> Held:
    """Read the arrays from the database."""
    gathered = Gathered()
    with connection.cursor() as cursor:
        cursor.execute(sql())
        while rows := cursor.fetchmany(5000):
            for row in rows:
                gathered.add(*row)
    return gathered.held()


_held = Remembered(stamp, read)


def held() -> Held:
    """The arrays, read again if the index was written since (at most once a minute if large)."""
    return _held.get()


def forget() -> None:
    """Let go of what is kept (a benchmark wants to measure reading it)."""
    _held.forget()
