"""The data engine of one run: DuckDB with a bounded memory, spoken to through Ibis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.reading.closed import CLOSED
from commonweal.sector.sources.shapes import COLUMNS

MEMORY = os.environ.get("COMMONWEAL_ENGINE_MEMORY", "700MB")
# Wide rows (a record as published) are held in memory until a group of them is written.
ROWS_AT_ONCE = 20_000
THREADS = min(os.cpu_count() or 2, 4)


@contextmanager
def engine(folder: Path) -> Iterator[Backend]:
    """An engine that spills into the run's folder rather than grow."""
    spill = folder / "spill"
    con = ibis.duckdb.connect(
        threads=THREADS,
        memory_limit=MEMORY,
        temp_directory=str(spill),
        preserve_insertion_order=False,
    )
    shut(con)
    try:
        yield con
    finally:
        con.disconnect()


def small_engine() -> Backend:
    """An engine for a few rows, in memory; it reaches nothing outside this machine either."""
    con = ibis.duckdb.connect()
    shut(con)
    return con


def shut(con: Backend) -> None:
    """Keep an engine from the network, for good."""
    for words in CLOSED:
        con.raw_sql(words)


def save(table: ir.Table, con: Backend, path: Path) -> ir.Table:
    """Write a table to a Parquet file and go on from there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con.to_parquet(table, str(path), compression="lz4", row_group_size=ROWS_AT_ONCE)
    return con.read_parquet(str(path))


def kept(con: Backend, folder: Path, name: str) -> ir.Table:
    """A table of the store in this folder."""
    return con.read_parquet(str(folder / "store" / f"{name}.parquet"))


def value_of(con: Backend, expression: ir.Scalar) -> Any:
    """One value, as Python has it."""
    return con.to_pyarrow(expression).as_py()


def rows_of(con: Backend, table: ir.Table) -> list[dict[str, Any]]:
    """Few rows, as dictionaries."""
    rows: list[dict[str, Any]] = con.to_pyarrow(table).to_pylist()
    return rows


def column_of(con: Backend, table: ir.Table, name: str) -> list[Any]:
    """One column as a list, in order."""
    found: list[Any] = con.to_pyarrow(table.select(name).order_by(name)).column(name).to_pylist()
    return found


CHILDREN = tuple(name for name in COLUMNS if name not in ("records", "rejects"))
