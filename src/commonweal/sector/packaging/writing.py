"""Writes the tables of the package: each read once, in batches, into every format at a time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

from commonweal.core.refused import Refused
from commonweal.places.models import Place
from commonweal.sector import exports
from commonweal.sector.models import Organisation
from commonweal.sector.packaging.descriptor import describe
from commonweal.sector.packaging.services import ROWS
from commonweal.sector.packaging.tables import (
    BOOLEAN,
    DATE,
    DATETIME,
    DESCRIPTOR,
    FORMATS,
    INTEGER,
    NUMBER,
    TABLES,
    Table,
)
from commonweal.ui.downloads import csv_lines

BATCH = 5_000
Row = dict[str, Any]
Say = Callable[[int], None]
Rows = Callable[[list[Row]], None]


def rows_of(table: Table) -> Iterator[Row]:
    """Every published row of a table, read in batches."""
    if table.name in ROWS:
        return ROWS[table.name]()
    return exports.rows(Organisation.objects.all())


def write_package(
    folder: Path,
    made_at: dt.datetime,
    place: Place,
    formats: Collection[str] = tuple(FORMATS),
    say: Say = lambda done: None,
) -> int:
    """Write every table in these formats, and the descriptor, into a folder. How many rows."""
    done = 0
    for table in TABLES.values():
        done += write_table(table, {e: folder / f"{table.name}.{e}" for e in formats}, say)
    said = describe(folder, made_at, place, formats)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")
    return done


def write_table(table: Table, paths: dict[str, Path], say: Say = lambda done: None) -> int:
    """Write one table into a file for each format. How many rows.

    :raises Refused: when a file's format is none that there is.
    """
    unknown = sorted(set(paths) - set(FORMATS))
    if unknown:
        raise Refused(f"There is no format {unknown[0]}. There are {', '.join(FORMATS)}.")
    done, rows = 0, rows_of(table)
    with ExitStack() as stack:
        writers = [WRITERS[ending](table, path, stack) for ending, path in paths.items()]
        while batch := list(islice(rows, BATCH)):
            for write in writers:
                write(batch)
            done += len(batch)
            say(done)
    return done


def opened(path: Path, stack: ExitStack) -> IO[str]:
    """A text file to write into."""
    return stack.enter_context(path.open("w", encoding="utf-8", newline=""))


def csv_writer(table: Table, path: Path, stack: ExitStack) -> Rows:
    """A table for spreadsheets, in which no cell can run as a formula."""
    handle, header = opened(path, stack), True

    def write(batch: list[Row]) -> None:
        nonlocal header
        lines = csv_lines(table.names, ([plain(v) for v in row.values()] for row in batch))
        if not header:
            next(lines)
        header = False
        handle.writelines(lines)

    write([])
    return write


def jsonl_writer(table: Table, path: Path, stack: ExitStack) -> Rows:
    """An object a line; what has no value is null, or an empty text."""
    handle = opened(path, stack)

    def write(batch: list[Row]) -> None:
        for row in batch:
            said = {name: plain(value) for name, value in row.items()}
            handle.write(json.dumps(said, ensure_ascii=False, default=str) + "\n")

    return write


def parquet_writer(table: Table, path: Path, stack: ExitStack) -> Rows:
    """Typed columns for analysis."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        INTEGER: pa.int64(), NUMBER: pa.float64(), DATE: pa.date32(), BOOLEAN: pa.bool_(),
        DATETIME: pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    schema = pa.schema([(one.name, kinds.get(one.type, pa.string())) for one in table.fields])
    writer = stack.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))

    def write(batch: list[Row]) -> None:
        rows = [{k: in_column(v) for k, v in row.items()} for row in batch]
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))

    return write


def plain(value: Any) -> Any:
    """A moment or a time as the standards write it; all else as it is."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S")
    return value


def in_column(value: Any) -> Any:
    """A value as a typed column takes it."""
    if isinstance(value, dt.time):
        return plain(value)
    return float(value) if isinstance(value, Decimal) else value


WRITERS: dict[str, Callable[[Table, Path, ExitStack], Rows]] = {
    "csv": csv_writer,
    "jsonl": jsonl_writer,
    "parquet": parquet_writer,
}
