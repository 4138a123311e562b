"""Finds, mends and reads the Commission's tables, only the columns that are needed."""

from __future__ import annotations

import datetime as dt
import json
import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.choices import Standing
from commonweal.intake.job import Job, Unusable
from commonweal.intake.models import Run
from commonweal.intake.reading import clean_rows, find, header_of, repair
from commonweal.sector.loading import sameness
from commonweal.sector.loading.engine import save
from commonweal.sector.sources.charity_commission_columns import TABLES
from commonweal.sector.sources.charity_commission_words import PREFIX


@dataclass(frozen=True)
class Take:
    """What goes through a table for the first time."""

    name: str
    do: Callable[[str, ir.Table], ir.Table]

    def __call__(self, table: ir.Table) -> ir.Table:
        """Let it go through the table."""
        return self.do(self.name, table)


@dataclass(frozen=True)
class Given:
    """The tables that were given, the day of the extract, and the keys left out of them.

    Those are the keys of which every table says what it said last time.
    """

    tables: dict[str, ir.Table]
    day: dt.date | None
    unchanged: ir.Table | None


def read_tables(con: Backend, job: Job) -> Given:
    """Every table that was given, with the columns that are needed, as text.

    :raises Unusable: when ``charity`` is missing, or a needed column, or a file cannot be read.
    """
    found = {t: find(job.files, rf"(publicextract\.)?{t}\.(txt|json)") for t in TABLES}
    if found["charity"] is None:
        given = ", ".join(f.name for f in job.files[:4])
        raise Unusable(
            "The table publicextract.charity is not here, and it is the one that is needed. "
            f"What was given: {given}."
        )
    files = {name: path for name, path in found.items() if path is not None}
    refuse_fewer(job, set(files))
    for name in (t for t in found if t not in files):
        job.notes.append(f"The table {name} was not given, so what it says is not known.")
    wanted = {name: wanted_of(name, path) for name, path in files.items()}
    memory = sameness.Memory(con, job, wanted, "registered_charity_number", PREFIX)

    def whole(name: str, table: ir.Table) -> ir.Table:
        return save(table.select(*wanted[name]), con, job.folder / "read" / f"{name}.parquet")

    seen = {}
    for number, (name, path) in enumerate(files.items()):
        job.say("Reading the tables", number, len(files))
        first = memory.mark if memory.before else whole
        seen[name] = read_table(con, job, path, wanted[name], Take(name, first))
    if not memory.before:
        for name, table in seen.items():
            memory.mark(name, table)
        return Given(seen, memory.day(), None)
    changed, unchanged = memory.compare()
    tables = {
        name: whole(name, sameness.only(table, changed, "registered_charity_number"))
        for name, table in seen.items()
    }
    return Given(tables, memory.day(), unchanged)


def refuse_fewer(job: Job, given: set[str]) -> None:
    """A table that was read before and is left out now would unsay all that it said.

    :raises Unusable: naming those that are left out.
    """
    runs = Run.objects.filter(source=job.source, trial=False, tables__has_key="charity")
    last = runs.filter(standing__in=(Standing.DONE, Standing.UNCHANGED)).order_by("-pk").first()
    left_out = [t for t in TABLES if last and t in last.tables and t not in given]
    if left_out:
        raise Unusable(
            f"Given last time and left out now: {', '.join(left_out)}. Without them, what they "
            "said would be lost. Give every table of the extract."
        )


def wanted_of(name: str, path: Path) -> list[str]:
    """The columns to read of a table: all of ``charity``, as it is kept as published.

    :raises Unusable: when a needed column is missing.
    """
    columns = columns_of(path)
    missing = [c for c in TABLES[name] if c not in columns]
    if missing:
        words = "column" if len(missing) == 1 else "columns"
        raise Unusable(f"{path.name} lacks the {words} {', '.join(missing)}.")
    return columns if name == "charity" else list(TABLES[name])


def columns_of(path: Path) -> list[str]:
    """The columns that a file has."""
    return json_columns(path) if path.suffix.lower() == ".json" else header_of(path)


def read_table(con: Backend, job: Job, path: Path, wanted: list[str], take: Take) -> ir.Table:
    """What ``take`` returns of one table. A clean file is read as it is, any other mended."""
    name = take.name
    if path.suffix.lower() == ".json":
        job.tables[name] = count(path, b'"registered_charity_number"')
        with readable(path):
            return take(json_table(con, path, wanted))
    columns, rows = header_of(path), clean_rows(path)
    if rows is not None:
        job.tables[name] = rows
        try:
            return take(text_table(con, path, columns))
        except duckdb.Error:
            pass  # The counts agreed by accident: some line is broken, so all are looked at.
    mended = mend(job, name, path)
    with readable(path):
        return take(text_table(con, mended, columns))


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say in a sentence that the engine cannot read a file.

    :raises Unusable: when it cannot.
    """
    try:
        yield
    except duckdb.Error as problem:
        why = str(problem).split("\n")[0][:200]
        raise Unusable(f"{path.name} cannot be read: {why}") from problem


def text_table(con: Backend, path: Path, columns: list[str]) -> ir.Table:
    """A tab-separated file without quoting, one record to a line; anything else is an error."""
    return con.read_csv(
        str(path), header=True, delim="\t", quote="", escape="", auto_detect=False,
        columns=dict.fromkeys(columns, "VARCHAR"), null_padding=False, ignore_errors=False,
        max_line_size=8 * 1024 * 1024, strict_mode=True,
    )  # fmt: skip


def json_table(con: Backend, path: Path, columns: list[str]) -> ir.Table:
    """A file that is one JSON list of objects, every value taken as text."""
    return con.read_json(
        str(path), format="array", columns=dict.fromkeys(columns, "VARCHAR"),
        maximum_object_size=8 * 1024 * 1024,
    )  # fmt: skip


def json_columns(path: Path) -> list[str]:
    """The names in the first object of a JSON list.

    :raises Unusable: when there is none to be found.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        start = handle.read(1024 * 1024).lstrip()
    try:
        first, _ = json.JSONDecoder().raw_decode(start, start.index("{"))
    except ValueError as problem:
        raise Unusable(f"{path.name} is not a JSON list of records.") from problem
    if not start.startswith("["):
        raise Unusable(f"{path.name} is not a JSON list of records.")
    return list(first)


def count(path: Path, words: bytes) -> int:
    """How often these bytes occur in a file."""
    if not path.stat().st_size:
        return 0
    found = at = 0
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as seen:
        while (at := seen.find(words, at)) >= 0:
            found, at = found + 1, at + len(words)
    return found


def mend(job: Job, name: str, path: Path) -> Path:
    """Write the file again with one line to a record, and reject what cannot be mended."""
    target = job.folder / "read" / f"{name}.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = repair(path, target)
    except ValueError as problem:
        raise Unusable(f"{path.name} is not a table of the register: {problem}") from problem
    reject = job.reject if name == "charity" else job.reject_row
    for broken in done.broken:
        numbers = broken.key.split(" ")
        key = f"GB-CHC-{numbers[1]}" if len(numbers) > 2 and numbers[2] == "0" else broken.key
        reject(row=f"{name} {broken.row}", key=key, reason=broken.reason)
    job.tables[name] = done.rows + len(done.broken)
    if done.joined:
        job.notes.append(f"{done.joined:,} broken lines of {name} were mended.")
    return target
