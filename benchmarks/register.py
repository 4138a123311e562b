"""The register: filled from a national extract, and refreshed when a hundredth has changed.

Beside the engine reading the same columns of the same files and nothing else; beside the usual
shape of an import (``benchmarks.rowwise``), on a sample and scaled to the size, as its cost is one
per row; and beside the database copying the finished rows from one file to another, which is the
least that writing them can take. The search index and the search for look-alikes are told apart.
Seconds are the clock's; the note gives the processor's, which a busy machine disturbs less.
"""

from __future__ import annotations

import gc
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.common import Result, alone
from benchmarks.rowwise import row_by_row

SAMPLE = {True: 2_000, False: 10_000}
SIZES = {True: 20_000, False: 400_000}


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock and of the processor, all threads together."""

    clock: float
    processor: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.clock - other.clock, self.processor - other.processor)

    def __mul__(self, times: float) -> Cost:
        return Cost(self.clock * times, self.processor * times)


def now() -> Cost:
    """The time, on both clocks."""
    return Cost(time.perf_counter(), time.process_time())


def spent(function: Callable[[], object]) -> Cost:
    """What one call costs."""
    gc.collect()
    began = now()
    function()
    return now() - began


def run(quick: bool) -> list[Result]:
    """Fill, fill again with the same file, refresh with one in a hundred changed."""
    from commonweal.demo.extract import write_extract

    size, few = SIZES[quick], SAMPLE[quick]
    with tempfile.TemporaryDirectory(prefix="commonweal-register-") as kept:
        folder = Path(kept)
        first, second, sample = (folder / name for name in ("first", "second", "sample"))
        write_extract(first, charities=size, seed=7)
        write_extract(second, charities=size, seed=7, changed=0.01)
        write_extract(sample, charities=few, seed=8)
        readable = mended(first, folder / "mended")
        scan = spent(lambda: bare_scan(readable))
        peer = spent(lambda: row_by_row(sample, folder / "peer.sqlite3")) * (size / few)
        ours = brought(folder / "home", first, second)
        floor = spent(lambda: copied(Path(ours["database"]), folder / "copy.sqlite3"))
    return told((size, few), (scan, peer, floor), ours)


def told(
    sizes: tuple[int, int], beside: tuple[Cost, Cost, Cost], ours: dict[str, Any]
) -> list[Result]:
    """The figures as promises kept or not; beside the scan, the usual way and the copying."""
    (size, few), (scan, peer, floor) = sizes, beside
    cost = {name: Cost(**value) for name, value in ours["costs"].items()}
    fill, same, changed = (cost[name] for name in ("fill", "same", "changed"))

    def note(of: Cost) -> str:
        return (
            f"{size:,} charities; processor: ours {of.processor:.1f} s, scan "
            f"{scan.processor:.1f} s, usual way {peer.processor:.0f} s (on {few:,}, scaled)"
        )

    return [
        Result("register: first fill", fill.clock, scan.clock, peer.clock,
               goal="at most 4x the scan, at least 10x the usual way",
               met=fill.clock <= 4 * scan.clock and peer.clock >= 10 * fill.clock,
               note=note(fill)),
        Result("register: first fill, beside copying its rows", fill.clock, floor.clock,
               note="limit: the database copies the finished rows, indexes and all"),
        Result("register: search index of the first fill", cost["index"].clock, note="apart"),
        Result("register: look-alikes of the first fill", cost["alike"].clock, note="apart"),
        Result("register: the same file again", same.clock, peer=peer.clock,
               note="known without parsing"),
        Result("register: one in a hundred changed", changed.clock, scan.clock, peer.clock,
               goal="at least 25x the usual way", met=peer.clock >= 25 * changed.clock,
               note=note(changed)),
        Result("register: look-alikes of the refresh", cost["alike_again"].clock, note="apart"),
        Result("register: peak memory", ours["megabytes"], unit="MB", goal="under 1,500",
               met=ours["megabytes"] < 1500, note="of the whole process, fill and refresh"),
    ]  # fmt: skip


APART = """
import sys
from benchmarks.register import bring_all
bring_all(*sys.argv[1:])
"""


def brought(home: Path, first: Path, second: Path) -> dict[str, Any]:
    """What the imports cost, in a process of their own, so that its memory is theirs."""
    environment = {"COMMONWEAL_HOME": str(home), "PYTHONPATH": ":".join(p for p in sys.path if p)}
    done = alone(APART, str(first), str(second), environment=environment)
    answer: dict[str, Any] = json.loads(done.output.strip().splitlines()[-1])
    return {**answer, "megabytes": done.megabytes}


def bring_all(first: str, second: str) -> None:
    """Fill a new register, give it the same again, refresh it; print what each cost."""
    import django

    django.setup()
    from django.db import connection

    place_everywhere()
    costs: dict[str, Cost] = {}
    with apart() as watched:
        for name, path in (("fill", first), ("same", first), ("changed", second)):
            whole = spent(lambda path=path: bring(Path(path)))
            costs[name] = whole - watched["index"] - watched["alike"]
            if name == "fill":
                costs |= watched
            elif name == "changed":
                costs |= {f"{part}_again": cost for part, cost in watched.items()}
            watched |= {"index": Cost(0, 0), "alike": Cost(0, 0)}
    said = {"costs": {k: asdict(v) for k, v in costs.items()},
            "database": connection.settings_dict["NAME"]}  # fmt: skip
    print(json.dumps(said, default=str))


@contextmanager
def apart() -> Iterator[dict[str, Cost]]:
    """What the search index and the search for look-alikes cost while this is open."""
    from commonweal.sector.actions import imports
    from commonweal.sector.loading import applying

    watched = {"index": Cost(0, 0), "alike": Cost(0, 0)}

    def clocked(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            began = now()
            try:
                return function(*given, **named)
            finally:
                more = now() - began
                old = watched[name]
                watched[name] = Cost(old.clock + more.clock, old.processor + more.processor)

        return call

    plain, doubts = applying.index, imports.find_doubts
    applying.index = clocked("index", plain)  # type: ignore[assignment]
    imports.find_doubts = clocked("alike", doubts)  # type: ignore[assignment]
    try:
        yield watched
    finally:
        applying.index, imports.find_doubts = plain, doubts


def place_everywhere() -> None:
    """A database with nothing in it, whose place is everywhere."""
    from django.core.management import call_command

    from commonweal.core.actors import Operator
    from commonweal.places.actions import set_place

    call_command("migrate", verbosity=0)
    set_place(by=Operator(), everywhere=True)


def bring(path: Path) -> None:
    """Import an extract."""
    from commonweal.core.actors import Robot
    from commonweal.sector.actions.imports import bring_in

    run = bring_in(by=Robot("charity-commission"), source="charity-commission", path=path)
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


def copied(finished: Path, into: Path) -> None:
    """The register's rows copied by the database itself, with the same indexes and promises."""
    with sqlite3.connect(into, isolation_level=None) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -64000")
        db.execute("ATTACH ? AS finished", [str(finished)])
        there = "FROM finished.sqlite_master WHERE tbl_name IN ({}) AND sql IS NOT NULL"
        marks = ", ".join("?" * len(REGISTER))
        rank = "ORDER BY type = 'index'"
        for (sql,) in db.execute(f"SELECT sql {there.format(marks)} {rank}", REGISTER).fetchall():
            db.execute(sql)
        db.execute("BEGIN IMMEDIATE")
        for table in REGISTER:
            # The condition keeps it from copying pages unread, which no import could do.
            db.execute(f"INSERT INTO main.{table} SELECT * FROM finished.{table} WHERE id > 0")
        db.execute("COMMIT")


REGISTER = (
    "sector_organisation", "sector_sourcerecord", "sector_identifier", "sector_name",
    "sector_financialyear", "sector_areaserved", "sector_classification", "sector_link",
)  # fmt: skip
