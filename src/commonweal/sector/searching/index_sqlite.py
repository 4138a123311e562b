"""The full-text table on SQLite: one FTS5 index holding text and filter tokens."""

from __future__ import annotations

from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.words import Term

TABLE = "sector_searchrow"
TEXT = "{name also description purposes}"

CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(name, also, description, purposes, tokens, "
    "tokenize = 'porter unicode61 remove_diacritics 2')",
    # What a match in each column weighs; tokens filter and weigh nothing.
    f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('rank', 'bm25(10.0, 6.0, 2.0, 1.0, 0.0)')",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
# A rank is better the smaller it is; ours are better the larger.
HITS = f"SELECT rowid, -rank FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
COUNT = f"SELECT count(*) FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
EPOCH = "CAST(strftime('%%s', o.changed_at) AS INTEGER)"
OPTIMISE = (f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')",)


def term(wanted: Term) -> str:
    """One word or phrase in FTS5's own words. Folded text has no quote to escape."""
    return f'"{wanted.text}"{"*" if wanted.prefix else ""}'


def expression(wanted: tuple[Term, ...], groups: Groups = (), *, every: bool = True) -> str:
    """All the terms (or any one), and of each group of tokens at least one."""
    joined = (" AND " if every else " OR ").join(term(w) for w in wanted)
    parts = [f"({TEXT} : ({joined}))"] if wanted else []
    parts += [f"(tokens : ({' OR '.join(f'{chr(34)}{t}{chr(34)}' for t in g)}))" for g in groups]
    return " AND ".join(parts)


def parameters(wanted: tuple[Term, ...], groups: Groups, *, every: bool) -> list[str]:
    """What ``HITS`` and ``COUNT`` are given."""
    return [expression(wanted, groups, every=every)]
