"""Five classes at most, their edges for people to read. Pure.

Classes hold about as many areas each (quantiles), with edges rounded so that they can be said.
Equal values are always in one class.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_CLASSES = 5


@dataclass(frozen=True)
class KeyEntry:
    """One class of the key: its number (1 is lowest) and its edges in words."""

    shade: int
    words: str


@dataclass(frozen=True)
class Shading:
    """The lower edges of every class but the first, and the key."""

    edges: tuple[float, ...]
    key: tuple[KeyEntry, ...]
    shades: tuple[int, ...]

    def shade(self, value: float | None) -> int:
        """The class of a value, 1 to 5; -1 (hatched) where there is none."""
        if value is None:
            return -1
        return self.shades[bisect_right(self.edges, value)]


def shading(
    values: Sequence[float | None], written: Callable[[float], str] = str, step: float = 1
) -> Shading:
    """Classes for these values, ignoring those that are not known.

    :param written: how a value is said in the key.
    :param step: the smallest difference that is shown (1 for counts, 0.1 for a rate).
    """
    known = sorted(v for v in values if v is not None)
    if not known:
        return Shading((), (), (1,))
    edges = tuple(edges_of(known, step))
    shades = spread(len(edges) + 1)
    words = key_words(edges, written, step, known)
    entries = tuple(KeyEntry(s, w) for s, w in zip(shades, words, strict=True))
    return Shading(edges, entries, shades)


def edges_of(known: Sequence[float], step: float) -> list[float]:
    """Where one class ends and the next begins, each with values on both sides.

    The least value is a class of its own where more than a fifth share it, as nought often is.
    """
    lowest = bisect_right(known, known[0])
    if lowest * MOST_CLASSES > len(known) and len(set(known)) > MOST_CLASSES:
        rest = known[lowest:]
        return [rest[0], *quantiles(rest, MOST_CLASSES - 1, step)]
    return quantiles(known, MOST_CLASSES, step)


def quantiles(known: Sequence[float], classes: int, step: float) -> list[float]:
    """Edges between so many classes of about as many areas each, rounded to be said."""
    distinct = sorted(set(known))
    if len(distinct) <= classes:
        return list(distinct[1:])
    edges: list[float] = []
    for part in range(1, classes):
        raw = known[min(len(known) * part // classes, len(known) - 1)]
        edge = rounded(raw, step)
        if not known[0] < edge <= known[-1]:
            edge = raw
        if edge > known[0] and (not edges or edge > edges[-1]):
            edges.append(edge)
    return edges


def rounded(value: float, step: float) -> float:
    """Two figures are enough to say an edge, and never finer than the step shown."""
    if value == 0:
        return 0.0
    size = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    unit = max(size, step)
    found = float(round(round(value / unit) * unit, 6))
    return int(found) if found.is_integer() else found


def spread(how_many: int) -> tuple[int, ...]:
    """Which of the five shades to use when there are fewer classes, so that they stay apart."""
    return {
        1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5),
    }[how_many]  # fmt: skip


def key_words(
    edges: Sequence[float], written: Callable[[float], str], step: float, known: Sequence[float]
) -> list[str]:
    """``under 10``, ``10 to 19``, ``20 and over``; a class of one value says the value."""
    if not edges:
        least, most = written(known[0]), written(known[-1])
        return [least if least == most else f"{least} to {most}"]
    alone = known[bisect_left(known, edges[0]) - 1] == known[0]
    words = [written(known[0]) if alone else f"under {written(edges[0])}"]
    for low, after in pairwise(edges):
        words.append(between(low, after, written, step))
    words.append(f"{written(edges[-1])} and over")
    return words


def between(low: float, after: float, written: Callable[[float], str], step: float) -> str:
    """A class that ends before ``after``: ``10 to 19``; where rounding hides the gap, ``£22,000
    to under £26,000``.
    """
    high = after - step
    if high <= low:
        return written(low)
    if written(high) == written(after):
        return f"{written(low)} to under {written(after)}"
    return f"{written(low)} to {written(high)}"
