"""The full-text table on SQLite: one FTS5 index holding text and filter tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.words import Term, Ways

TABLE = "sector_searchrow"
TEXT = "{name also description purposes classes}"

CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5("
    "name, also, description, purposes, classes, tokens, "
    "tokenize = 'porter unicode61 remove_diacritics 2')",
    # What a match in each column weighs. What an organisation is only by its class weighs so
    # little that a match in any text comes before it; tokens filter and weigh nothing.
    f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('rank', 'bm25(10.0, 6.0, 2.0, 1.0, 0.1, 0.0)')",  # noqa: S608
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
# A rank is better the smaller it is; ours are better the larger.
HITS = f"SELECT rowid, -rank, 0 FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
# The same, in no order and without the cost of a rank.
MATCHES = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
HITS_AND_OTHERS = f"{HITS} UNION ALL SELECT rowid, -rank, 1 FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
EPOCH = "CAST(strftime('%s', o.changed_at) AS INTEGER)"
OPTIMISE = (f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')",)  # noqa: S608
INSERT = (
    f"INSERT INTO {TABLE}(rowid, name, also, description, purposes, classes, tokens) "  # noqa: S608
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def insert(cursor: CursorWrapper, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows: key, name, also, description, purposes, classes, tokens."""
    cursor.executemany(INSERT, rows)


def term(wanted: Term) -> str:
    """One word or phrase in FTS5's own words. Folded text has no quote to escape."""
    return f'"{wanted.text}"{"*" if wanted.prefix else ""}'


def either(ways: Ways) -> str:
    """Any one way, all of its terms."""
    return "(" + " OR ".join("(" + " AND ".join(term(t) for t in way) + ")" for way in ways) + ")"


def expression(parts: tuple[Ways, ...], groups: Groups = ()) -> str:
    """Every part, in any of its ways; and of each group of tokens at least one."""
    text = " AND ".join(either(ways) for ways in parts if ways)
    found = [f"({TEXT} : ({text}))"] if text else []
    found += [f"(tokens : ({' OR '.join(_quoted(t) for t in group)}))" for group in groups]
    return " AND ".join(found)


def _quoted(token: str) -> str:
    return f'"{token}"'


def parameters(ways: Ways, groups: Groups) -> list[str]:
    """What ``HITS`` is given."""
    return [expression((ways,), groups)]


def parameters_with(ways: Ways, groups: Groups, other: tuple[Ways, ...]) -> list[str]:
    """What ``HITS_AND_OTHERS`` is given: the question, and the other without what that finds."""
    wider = f"({expression(other, groups)}) NOT ({TEXT} : {either(ways)})"
    return [expression((ways,), groups), wider]
