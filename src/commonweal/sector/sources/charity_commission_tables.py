"""Finds, mends and reads the Commission's tables, only the columns that are needed."""

from __future__ import annotations

import datetime as dt
import json
import mmap
from collections.abc import Iterator
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
from commonweal.sector.loading.engine import save, value_of
from commonweal.sector.sources.charity_commission_columns import TABLES


@dataclass(frozen=True)
class Opened:
    """A table's file: where, what columns it has, how many rows."""

    path: Path
    columns: list[str]
    rows: int


def read_tables(con: Backend, job: Job) -> dict[str, ir.Table]:
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
    refuse_fewer(job, {t for t, path in found.items() if path is not None})
    tables = {}
    for number, (name, path) in enumerate(found.items()):
        job.say("Reading the tables", number, len(found))
        if path is None:
            job.notes.append(f"The table {name} was not given, so what it says is not known.")
        else:
            tables[name] = read_table(con, job, name, path)
    return tables


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


def read_table(con: Backend, job: Job, name: str, path: Path) -> ir.Table:
    """One table, saved as read. A clean file is read as it is, any other after mending."""
    is_json = path.suffix.lower() == ".json"
    columns = json_columns(path) if is_json else header_of(path)
    missing = [c for c in TABLES[name] if c not in columns]
    if missing:
        words = "column" if len(missing) == 1 else "columns"
        raise Unusable(f"{path.name} lacks the {words} {', '.join(missing)}.")
    wanted = columns if name == "charity" else list(TABLES[name])
    if is_json:
        job.tables[name] = count(path, b'"registered_charity_number"')
        with readable(path):
            return kept_as_read(con, job, name, json_table(con, path, wanted), wanted)
    rows = clean_rows(path)
    if rows is not None:
        job.tables[name] = rows
        try:
            return kept_as_read(con, job, name, text_table(con, path, columns), wanted)
        except duckdb.Error:
            pass  # The counts agreed by accident: some line is broken, so all are looked at.
    mended = mend(job, name, path)
    with readable(path):
        return kept_as_read(con, job, name, text_table(con, mended, columns), wanted)


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


def kept_as_read(con: Backend, job: Job, name: str, table: ir.Table, wanted: list[str]) -> ir.Table:
    """The wanted columns, in the run's folder."""
    return save(table.select(*wanted), con, job.folder / "read" / f"{name}.parquet")


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


def day_of_extract(con: Backend, table: ir.Table) -> dt.date | None:
    """The day the publisher made the extract."""
    day: dt.date | None = value_of(con, table.date_of_extract.left(10).try_cast("date").max())
    return day
