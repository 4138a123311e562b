"""The register: filled from a national extract, and refreshed when a hundredth has changed.

Beside the engine reading the same columns of the same files and nothing else, and beside the
usual shape of an import: a row at a time in Python into a raw table, then an upsert of
everything. That is measured on a sample and scaled to the size, as its cost is one per row.
Processor time is counted as well as the clock's, because a shared machine's clock says little.
"""

from __future__ import annotations

import csv
import gc
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.common import Result

SAMPLE = 4_000
SIZES = {True: 20_000, False: 400_000}


def run(quick: bool) -> list[Result]:
    """Fill, fill again with the same file, refresh with one in a hundred changed."""
    from commonweal.demo.extract import write_extract

    size = SIZES[quick]
    with tempfile.TemporaryDirectory(prefix="commonweal-register-") as kept:
        folder = Path(kept)
        first, second, sample = (folder / name for name in ("first", "second", "sample"))
        write_extract(first, charities=size, seed=7)
        write_extract(second, charities=size, seed=7, changed=0.01)
        write_extract(sample, charities=SAMPLE, seed=8)
        place_everywhere()
        readable = mended(first, folder / "mended")
        scan = spent(lambda: bare_scan(readable))
        peer = spent(lambda: row_by_row(sample, folder / "peer.sqlite3")) * size / SAMPLE
        indexing = Stopwatch()
        full = spent(lambda: bring(first, indexing)) - indexing.spent
        same = spent(lambda: bring(first, Stopwatch()))
        changed = spent(lambda: bring(second, Stopwatch()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return told(size, scan, peer, full, indexing.spent, same, changed, peak)


def told(size: int, *figures: float) -> list[Result]:
    """The figures as promises kept or not."""
    scan, peer, full, indexing, same, changed, peak = figures
    note = f"{size:,} charities; processor seconds; the usual way on {SAMPLE:,} and scaled"
    return [
        Result("register: first fill", full, scan, peer,
               goal="at most 4x the scan, at least 10x the usual way",
               met=full <= 4 * scan and peer >= 10 * full, note=note),
        Result("register: search index of the first fill", indexing, note="apart, as promised"),
        Result("register: the same file again", same, peer=peer, note="known without parsing"),
        Result("register: one in a hundred changed", changed, scan, peer,
               goal="at least 25x the usual way", met=peer >= 25 * changed, note=note),
        Result("register: peak memory", peak, unit="MB", goal="under 1,500", met=peak < 1500),
    ]  # fmt: skip


class Stopwatch:
    """Processor seconds spent in one part of the work."""

    def __init__(self) -> None:
        self.spent = 0.0

    def round(self, function: Callable[..., object]) -> Callable[..., object]:
        """The same function, watched."""

        def watched(*given: object, **named: object) -> object:
            began = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self.spent += time.process_time() - began

        return watched


def spent(function: Callable[[], object]) -> float:
    """Processor seconds of one call, all threads together."""
    gc.collect()
    began = time.process_time()
    function()
    return time.process_time() - began


def place_everywhere() -> None:
    """A database with nothing in it, whose place is everywhere."""
    from django.core.management import call_command

    from commonweal.core.actors import Operator
    from commonweal.places.actions import set_place

    call_command("migrate", verbosity=0)
    set_place(by=Operator(), everywhere=True)


def bring(path: Path, indexing: Stopwatch) -> None:
    """Import an extract, watching the search index apart."""
    from commonweal.core.actors import Robot
    from commonweal.sector.actions.imports import bring_in
    from commonweal.sector.loading import applying

    plain = applying.index
    applying.index = indexing.round(plain)  # type: ignore[assignment]
    try:
        run = bring_in(by=Robot("charity-commission"), source="charity-commission", path=path)
    finally:
        applying.index = plain
    if run.problem or run.standing == "waiting":
        raise RuntimeError(run.problem or run.notes)


def mended(folder: Path, into: Path) -> Path:
    """The same tables with one line to a record, which is all the bare engine can read."""
    from commonweal.intake.reading import repair
    from commonweal.sector.sources.charity_commission_tables import TABLES

    into.mkdir()
    for table in TABLES:
        repair(folder / f"publicextract.{table}.txt", into / f"{table}.txt")
    return into


def bare_scan(folder: Path) -> None:
    """The engine reads every column that the import reads, and keeps nothing."""
    from commonweal.intake.reading import header_of
    from commonweal.sector.sources.charity_commission_tables import TABLES

    with duckdb.connect() as engine:
        for table, wanted in TABLES.items():
            path = folder / f"{table}.txt"
            columns = header_of(path)
            used = columns if table == "charity" else wanted
            most = ", ".join(f'max("{c}")' for c in used)
            reader = (
                f"read_csv('{path}', delim='\t', quote='', escape='', header=true, "
                f"auto_detect=false, columns={dict.fromkeys(columns, 'VARCHAR')})"
            )
            engine.sql(f"SELECT {most} FROM {reader}").fetchall()


def row_by_row(folder: Path, database: Path) -> None:
    """Each table's rows cleaned one by one into a raw table, then all put into a second one."""
    from commonweal.sector.sources.charity_commission_tables import TABLES

    with sqlite3.connect(database) as db:
        for table in TABLES:
            load_rows(db, table, folder / f"publicextract.{table}.txt")


def load_rows(db: sqlite3.Connection, table: str, path: Path) -> None:
    """One table in the usual way: a dictionary for each row, cleaned field by field."""
    with path.open(encoding="utf-8", newline="\r\n") as handle:
        text = handle.read().replace("\r\n\t", "\t").splitlines()
    rows = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    names = list(rows.fieldnames or [])
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    for name in (f"raw_{table}", table):
        db.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {columns})")
    db.execute(f"CREATE INDEX {table}_by_number ON {table} (registered_charity_number)")
    for row in rows:
        values = [cleaned(name, row[name]) for name in names]
        db.execute(f"INSERT INTO raw_{table} ({columns}) VALUES ({marks})", values)
    db.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM raw_{table}")


def cleaned(name: str, value: str | None) -> object:
    """A field as the usual way cleans it: stripped, a date parsed, a truth told, a number read."""
    plain = (value or "").strip()
    if not plain:
        return None
    if "date" in name:
        return plain[:10]
    if plain in {"True", "False"}:
        return plain == "True"
    return int(plain) if plain.isdigit() else plain
