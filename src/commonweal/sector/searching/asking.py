"""Asks the full-text table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.words import Ways
from commonweal.sector.searching.writing import engine

Hits = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]


def hits(ways: Ways, groups: Groups = (), other: tuple[Ways, ...] = ()) -> Hits:
    """The keys of the organisations that match, how well, and which only by other words.

    More is better, among those found by the same words. ``other`` are the parts of the same
    question in other words: all of them, each in any of its ways.
    """
    words = engine()
    with connection.cursor() as cursor:
        if other:
            cursor.execute(words.HITS_AND_OTHERS, words.parameters_with(ways, groups, other))
        else:
            cursor.execute(words.HITS, words.parameters(ways, groups))
        rows = cursor.fetchall()
    size = len(rows)
    return (
        np.fromiter((r[0] for r in rows), dtype=np.int64, count=size),
        np.fromiter((r[1] for r in rows), dtype=np.float64, count=size),
        np.fromiter((r[2] for r in rows), dtype=bool, count=size),
    )


def how_many(every: Sequence[Ways], most: int) -> list[int]:
    """How many organisations match each of these, counted no further than ``most``. One query."""
    if not every:
        return []
    words = engine()
    counted = f"(SELECT count(*) FROM ({words.MATCHES} LIMIT {most:d}) found)"  # noqa: S608
    given = [value for ways in every for value in words.parameters(ways, ())]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([counted] * len(every))}", given)
        return [int(number) for number in cursor.fetchone()]


def has_hits(ways: Ways) -> bool:
    """Whether anything matches."""
    words = engine()
    with connection.cursor() as cursor:
        cursor.execute(f"{words.MATCHES} LIMIT 1", words.parameters(ways, ()))
        return cursor.fetchone() is not None
