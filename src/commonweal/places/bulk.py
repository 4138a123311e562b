"""Many rows written at once, the same way on both databases, inside the action that is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from commonweal.core.actions import open_actions

Row = Sequence[Any]
BATCH = 20_000


def batches(rows: Iterable[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """The rows in lists of at most ``size``, so that memory stays small."""
    each = iter(rows)
    while batch := list(islice(each, size)):
        yield batch


def upsert(
    model: type[models.Model], columns: Sequence[str], key: Sequence[str], rows: Iterable[Row]
) -> int:
    """Insert rows, or overwrite those with the same key; how many were written.

    ``key`` names the columns of a unique constraint. Values are plain (dates as ISO text, JSON as
    text). Nothing may be written outside an action.
    """
    if not open_actions():
        raise RuntimeError("Rows are written only inside an action.")
    write = _copy if connection.vendor == "postgresql" else _execute
    return sum(write(model._meta.db_table, columns, key, batch) for batch in batches(rows))


def _merge(table: str, columns: Sequence[str], key: Sequence[str], rows: str) -> str:
    """The statement that inserts or overwrites. Names are ours, never a stranger's."""
    quoted = [connection.ops.quote_name(c) for c in columns]
    keyed = ", ".join(connection.ops.quote_name(c) for c in key)
    rest = [q for c, q in zip(columns, quoted, strict=True) if c not in key]
    change = ", ".join(f"{q} = excluded.{q}" for q in rest)
    then = f"DO UPDATE SET {change}" if rest else "DO NOTHING"
    name = connection.ops.quote_name(table)
    return f"INSERT INTO {name} ({', '.join(quoted)}) {rows} ON CONFLICT ({keyed}) {then}"


def _execute(table: str, columns: Sequence[str], key: Sequence[str], rows: list[Row]) -> int:
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(_merge(table, columns, key, f"VALUES ({places})"), rows)
    return len(rows)


def _copy(table: str, columns: Sequence[str], key: Sequence[str], rows: list[Row]) -> int:
    """PostgreSQL takes a stream into a table of its own, and merges that in one statement."""
    names = ", ".join(connection.ops.quote_name(c) for c in columns)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming")
        cursor.execute(f"CREATE TEMP TABLE incoming AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608
        with cursor.copy(f"COPY incoming ({names}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row(row)
        cursor.execute(_merge(table, columns, key, f"SELECT {names} FROM incoming"))  # noqa: S608
        cursor.execute("DROP TABLE incoming")
    return len(rows)
