"""The full-text table on PostgreSQL: a generated ``tsvector`` of text and filter tokens.

Tokens are lexemes that begin with ``=``. No parsed word does, so text can never pass for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.words import Term, Ways

TABLE = "sector_searchrow"

CREATE = (
    f"""CREATE TABLE {TABLE} (
        rowid bigint PRIMARY KEY,
        name text NOT NULL,
        also text NOT NULL,
        description text NOT NULL,
        purposes text NOT NULL,
        classes text NOT NULL,
        tokens text NOT NULL,
        document tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('english'::regconfig, name), 'A')
            || setweight(to_tsvector('english'::regconfig, also), 'B')
            || setweight(to_tsvector('english'::regconfig, description), 'C')
            || setweight(to_tsvector('english'::regconfig, purposes), 'D')
            || setweight(to_tsvector('english'::regconfig, classes), 'D')
            || array_to_tsvector(string_to_array('=' || replace(tokens, ' ', ' ='), ' '))
        ) STORED
    )""",
    f"CREATE INDEX sector_searchrow_document ON {TABLE} USING gin (document)",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
# The weights are of D, C, B, A; 1 divides by 1 + the logarithm of the document's length. There are
# four only, so purposes and classes share the last, which is little enough for a match in a name
# or a description to come before one in either, however long the text.
RANK = "ts_rank('{{0.05, 0.2, 0.6, 1.0}}', document, {query}, 1)"
HITS = (
    f"SELECT rowid, {RANK.format(query='q.typed')}, false "  # noqa: S608
    f"FROM {TABLE}, (SELECT to_tsquery('english', %s) AS typed, %s::tsquery AS tokens) q "
    "WHERE document @@ (q.typed && q.tokens)"
)
# The same, without the cost of a rank.
MATCHES = (
    f"SELECT rowid FROM {TABLE}, (SELECT to_tsquery('english', %s) AS typed, "  # noqa: S608
    "%s::tsquery AS tokens) q WHERE document @@ (q.typed && q.tokens)"
)
# One walk of the index for both questions; which of them found a row is asked of the row.
HITS_AND_OTHERS = (
    f"SELECT rowid, CASE WHEN document @@ q.typed THEN {RANK.format(query='q.typed')} "  # noqa: S608
    f"ELSE {RANK.format(query='q.other')} END, NOT document @@ q.typed FROM {TABLE}, "
    "(SELECT to_tsquery('english', %s) AS typed, to_tsquery('english', %s) AS other, "
    "%s::tsquery AS tokens) q WHERE document @@ ((q.typed || q.other) && q.tokens)"
)
EPOCH = "extract(epoch from o.changed_at)::bigint"
OPTIMISE = (f"ANALYZE {TABLE}",)
COPY = f"COPY {TABLE} (rowid, name, also, description, purposes, classes, tokens) FROM STDIN"


def insert(cursor: CursorWrapper, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows: key, name, also, description, purposes, classes, tokens."""
    with cursor.cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)


def term(wanted: Term) -> str:
    """One word or phrase in the words of ``to_tsquery``. Folded text has no quote to escape."""
    if wanted.is_phrase:
        return "(" + " <-> ".join(f"'{w}'" for w in wanted.text.split()) + ")"
    return f"'{wanted.text}'{':*' if wanted.prefix else ''}"


def either(ways: Ways) -> str:
    """Any one way, all of its terms."""
    return " | ".join("(" + " & ".join(term(t) for t in way) + ")" for way in ways)


def expression(parts: tuple[Ways, ...]) -> str:
    """Every part, in any of its ways."""
    found = [either(ways) for ways in parts if ways]
    return found[0] if len(found) == 1 else " & ".join(f"({text})" for text in found)


def token_expression(groups: Groups) -> str:
    """Of each group of tokens at least one. With none, nothing is asked."""
    return " & ".join("(" + " | ".join(f"'={t}'" for t in group) + ")" for group in groups)


def parameters(ways: Ways, groups: Groups) -> list[str]:
    """What ``HITS`` is given: the text, the tokens."""
    return [expression((ways,)), token_expression(groups)]


def parameters_with(ways: Ways, groups: Groups, other: tuple[Ways, ...]) -> list[str]:
    """What ``HITS_AND_OTHERS`` is given: the text, the text in other words, the tokens."""
    return [expression((ways,)), expression(other), token_expression(groups)]
