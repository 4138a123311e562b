"""Many rows written or asked for at once, on both databases, inside the action that is open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from django.db import connection

from commonweal.core.actions import open_actions

Row = Sequence[Any]
BATCH = 20_000


def batches(rows: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The rows in lists of at most ``size``, so that memory stays small."""
    each = iter(rows)
    while batch := list(islice(each, size)):
        yield batch


def is_postgresql() -> bool:
    """Whether this is the database for places that outgrew one file."""
    return connection.vendor == "postgresql"


def among(column: str) -> str:
    """The condition that a column is one of a list, which is handed over whole."""
    if is_postgresql():
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608


def listed(values: Sequence[Any]) -> Any:
    """A list as ``among`` takes it."""
    return list(values) if is_postgresql() else json.dumps(list(values))


def ask(sql: str, values: Iterable[Any], *also: Any) -> Iterator[tuple[Any, ...]]:
    """The rows that a question finds for a long list of values; the list comes first in it."""
    with connection.cursor() as cursor:
        for batch in batches(values):
            cursor.execute(sql, [listed(batch), *also])
            yield from cursor.fetchall()


def run(sql: str, values: Iterable[Any], *also: Any) -> None:
    """Carry out a statement for a long list of values; the list comes first in it."""
    must_be_open()
    with connection.cursor() as cursor:
        for batch in batches(values):
            cursor.execute(sql, [listed(batch), *also])


def run_each(sql: str, rows: Iterable[Row]) -> int:
    """Carry out one prepared statement for each row."""
    must_be_open()
    written = 0
    with connection.cursor() as cursor:
        for batch in batches(rows):
            cursor.executemany(sql, batch)
            written += len(batch)
    return written


def insert(table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows of plain values; returns how many."""
    must_be_open()
    names = ", ".join(connection.ops.quote_name(c) for c in columns)
    if is_postgresql():
        return copy_in(f"COPY {table} ({names}) FROM STDIN", rows)
    places = ", ".join(["%s"] * len(columns))
    return run_each(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608


def copy_in(sql: str, rows: Iterable[Row]) -> int:
    """Stream rows into PostgreSQL; returns how many."""
    written = 0
    with connection.cursor() as cursor, cursor.copy(sql) as stream:
        for row in rows:
            stream.write_row(row)
            written += 1
    return written


def new_keys(table: str, number: int) -> int:
    """Set this many new keys of a table aside; returns the first."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")
            first = int(cursor.fetchone()[0])
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + number]
            )
            return first
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        first = int(cursor.fetchone()[0])
        with suppress(TypeError):
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            first = max(first, int(cursor.fetchone()[0]))
        return first + 1


def must_be_open() -> None:
    """Nothing may be written outside an action."""
    if not open_actions():
        raise RuntimeError("Rows are written only inside an action.")
