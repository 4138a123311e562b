"""Asks the full-text table."""

from __future__ import annotations

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.words import Ways
from commonweal.sector.searching.writing import engine

Hits = tuple[NDArray[np.int64], NDArray[np.float64]]


def hits(ways: Ways, groups: Groups = ()) -> Hits:
    """The keys of the organisations that match, and how well (more is better)."""
    return hits_of_all((ways,), groups)


def hits_of_all(parts: tuple[Ways, ...], groups: Groups = (), besides: Ways = ()) -> Hits:
    """Those that match every part, each in any of its ways, and that ``besides`` does not find."""
    words = engine()
    with connection.cursor() as cursor:
        cursor.execute(words.HITS, words.parameters(parts, groups, besides))
        rows = cursor.fetchall()
    keys = np.fromiter((r[0] for r in rows), dtype=np.int64, count=len(rows))
    return keys, np.fromiter((r[1] for r in rows), dtype=np.float64, count=len(rows))


def has_hits(ways: Ways) -> bool:
    """Whether anything matches."""
    words = engine()
    with connection.cursor() as cursor:
        cursor.execute(f"{words.HITS} LIMIT 1", words.parameters((ways,)))
        return cursor.fetchone() is not None
