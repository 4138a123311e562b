"""Finds, mends and reads the Commission's tables, only the columns that are needed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.choices import Standing
from commonweal.intake.job import Job, Unusable
from commonweal.intake.models import Run
from commonweal.intake.reading import find, first_day, header_of, repair, tabs_in
from commonweal.sector.loading import sameness
from commonweal.sector.loading.engine import save, value_of
from commonweal.sector.sources.charity_commission_columns import TABLES
from commonweal.sector.sources.charity_commission_words import PREFIX
from commonweal.sector.sources.columns import held

# No record is longer; the engine holds a few buffers of the file at a time.
LONGEST = 8 * 1024 * 1024
BUFFER = 16 * 1024 * 1024


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
    seen = {}
    for number, (name, path) in enumerate(files.items()):
        job.say("Reading the tables", number, len(files))
        seen[name] = read_table(con, job, name, path, wanted[name])
        job.tables.setdefault(name, value_of(con, seen[name].count()))
        memory.mark(name, seen[name])
    if not memory.before:
        return Given(seen, memory.day(), None)
    changed, unchanged = memory.compare()
    few = {
        name: held(con, sameness.only(table, changed, "registered_charity_number"))
        for name, table in seen.items()
    }
    return Given(few, memory.day(), unchanged)


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
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        raise Unusable(f"{path.name} names the column {twice[0]} twice.")
    missing = [c for c in TABLES[name] if c not in columns]
    if missing:
        words = "column" if len(missing) == 1 else "columns"
        raise Unusable(f"{path.name} lacks the {words} {', '.join(missing)}.")
    return columns if name == "charity" else list(TABLES[name])


def columns_of(path: Path) -> list[str]:
    """The columns that a file has."""
    return json_columns(path) if path.suffix.lower() == ".json" else header_of(path)


def read_table(con: Backend, job: Job, name: str, path: Path, wanted: list[str]) -> ir.Table:
    """One table's wanted columns, saved. A clean file is read as it is, any other mended."""
    target = job.folder / "read" / f"{name}.parquet"
    if path.suffix.lower() == ".json":
        with readable(path):
            return save(json_table(con, path, wanted).select(*wanted), con, target)
    columns, day = header_of(path), first_day(path)
    if day:
        try:
            begun = each_begun(text_table(con, path, columns), columns[0], day, wanted)
            table = save(begun, con, target)
        except duckdb.Error:
            pass  # Some line is not one record, so all are looked at.
        else:
            # The engine forgives a line that is too long if what is over is empty.
            lines = value_of(con, table.count()) + 1
            if tabs_in(path) == lines * (len(columns) - 1):
                return table
    mended = mend(job, name, path)
    with readable(path):
        return save(text_table(con, mended, columns).select(*wanted), con, target)


@ibis.udf.scalar.builtin(name="error", signature=(("string",), "string"))
def refuse(words: str) -> str:  # type: ignore[empty-body]
    """Stop the engine, saying why."""


def each_begun(table: ir.Table, first: str, day: str, wanted: list[str]) -> ir.Table:
    """The wanted columns of a table; the engine stops at a line that does not begin with the day.

    So a line break inside a field is never read as the end of a record, whatever stands after it.
    """
    number = table.registered_charity_number
    begun = (table[first] == day).ifelse(number, refuse("a line is not one record"))
    return table.mutate(registered_charity_number=begun).select(*wanted)


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
        max_line_size=LONGEST, buffer_size=BUFFER, strict_mode=True,
    )  # fmt: skip


def json_table(con: Backend, path: Path, columns: list[str]) -> ir.Table:
    """A file that is one JSON list of objects, every value taken as text."""
    return con.read_json(
        str(path), format="array", columns=dict.fromkeys(columns, "VARCHAR"),
        maximum_object_size=LONGEST,
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
