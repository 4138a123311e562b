"""Keeps every row that was read, so that the place may change without the file.

What a record said before it left its register is kept with it: registers blank the address, the
areas and the activities of what they remove, and it must stay findable where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job, Unusable
from commonweal.sector.choices import Status
from commonweal.sector.loading import sameness
from commonweal.sector.loading.engine import CHILDREN, kept, rows_of, save, value_of
from commonweal.sector.loading.tidying import is_once, once, tidy
from commonweal.sector.retention import CONTACT, KEPT
from commonweal.sector.sources.shapes import Shapes

Read = Callable[[Backend, Job], Shapes]
REMEMBERED = (
    "description", "purposes", "postcode", "street", "income", "spending", "money_year_end",
)  # fmt: skip
REMEMBERED_ROWS = ("areas", "classes")


def read_in(con: Backend, job: Job, read: Read) -> dict[str, int]:
    """Read the source into the run's store; returns the rows of each table."""
    shapes = read(con, job)
    tables = dict(shapes.tables())
    take_rejects(con, job, tables["rejects"])
    records = each_once(con, job, tidy("records", tables["records"]), shapes.unchanged)
    held = held_back(con, job, shapes.unchanged)
    keep(con, job, "records", remembered(con, job, records), held)
    for step, name in enumerate(CHILDREN, start=2):
        job.say("Reading and checking", step, len(CHILDREN) + 1)
        keep(con, job, name, tidy(name, tables[name]), held)
    for name in REMEMBERED_ROWS:
        remember_rows(con, job, name)
    sameness.remember_troubled(job)
    return {
        name: value_of(con, kept(con, job.folder, name).count()) for name in ("records", *CHILDREN)
    }


def take_rejects(con: Backend, job: Job, rejects: ir.Table) -> None:
    """Write the source's own rejects to the file of rejects."""
    for row in rows_of(con, rejects):
        job.reject(row=row["row"] or "", key=row["key"] or "", reason=row["reason"] or "")


def each_once(con: Backend, job: Job, records: ir.Table, unchanged: ir.Table | None) -> ir.Table:
    """The records; what has no key or name, or comes twice, is set aside."""
    sound = records.key.notnull() & (records.name.strip().length() > 0).fill_null(False)
    found = rows_of(
        con, records.aggregate(rows=records.count(), sound=sound.sum(), keys=records.key.nunique())
    )[0]
    others = unchanged is not None and value_of(con, unchanged.count())
    if not found["rows"] and not job.rejected and not others:
        raise Unusable("There is not one record in this file.")
    if found["rows"] in (0, (found["sound"] or 0)) and found["rows"] == found["keys"]:
        return records
    set_aside(con, job, records.filter(~sound), "has no number or no name")
    numbered = records.filter(sound).mutate(
        again=ibis.row_number().over(group_by="key", order_by=["raw", "name"])
    )
    repeated = numbered.filter(numbered.again > 0)
    set_aside(con, job, repeated, "is in the file more than once", again=True)
    return numbered.filter(numbered.again == 0).drop("again")


def set_aside(con: Backend, job: Job, rows: ir.Table, reason: str, again: bool = False) -> None:
    """Reject these records."""
    for row in rows_of(con, rows.select("key", "name")):
        job.reject(row=row["name"] or "", key=row["key"] or "", reason=reason, again=again)


def held_back(con: Backend, job: Job, unchanged: ir.Table | None) -> ir.Table | None:
    """The keys of the records that stay as they were: rejected ones that were here before, and
    those that nothing new is said of."""
    if job.previous is None or not has_store(job.previous):
        return None
    if not job.held:
        return unchanged
    keys = ibis.memtable({"key": sorted(job.held)})
    before = kept(con, job.previous, "records").semi_join(keys, "key").select("key")
    held = save(before, con, job.folder / "held.parquet")
    if unchanged is None:
        return held
    return save(held.union(unchanged).distinct(), con, job.folder / "stay.parquet")


def has_store(folder: Path | None) -> bool:
    """Whether a run's folder still holds its store."""
    return folder is not None and (folder / "store" / "records.parquet").exists()


def remembered(con: Backend, job: Job, records: ir.Table) -> ir.Table:
    """Records, those that ended with what they said before where they now say nothing."""
    if job.previous is None or not has_store(job.previous):
        return records
    before = kept(con, job.previous, "records").select("key", *REMEMBERED)
    before = before.rename({f"old_{c}": c for c in REMEMBERED})
    both = records.left_join(before, "key").drop("key_right")
    ended = both.status != str(Status.ACTIVE)
    filled = {
        c: ended.ifelse(ibis.coalesce(said(both[c]), both[f"old_{c}"]), both[c]) for c in REMEMBERED
    }
    return both.mutate(**filled).select(*records.columns)


def said(value: ir.Value) -> ir.Value:
    """The value, or nothing where it is an empty text."""
    return value.nullif("") if value.type().is_string() else value


def keep(con: Backend, job: Job, name: str, table: ir.Table, held: ir.Table | None) -> None:
    """Save a table in the store, each row once; records that are held back stay as they were.

    Most tables have each row once already, which is much quicker to see than to bring about.
    """
    if name == "records":
        table = forgotten(table, job.now)
    rows = save(table, con, step_of(job, name, "shaped"))
    last = step_of(job, name, "shaped")
    if not is_once(con, name, rows):
        last = step_of(job, name, "once")
        rows = save(once(name, rows), con, last)
    if held is not None and job.previous is not None:
        before = kept(con, job.previous, name).semi_join(held, "key").select(*rows.columns)
        before = forgotten(before, job.now) if name == "records" else before
        last = step_of(job, name, "whole")
        save(rows.anti_join(held, "key").union(before), con, last)
    target = job.folder / "store" / f"{name}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    last.replace(target)


def forgotten(records: ir.Table, now: dt.datetime) -> ir.Table:
    """The records, without how to reach what ended two years ago: that is kept nowhere."""
    old = (records.status != str(Status.ACTIVE)) & (records.status_on < (now - KEPT).date())
    old = old.fill_null(False)
    blank = {c: ibis.literal(False) if c == "address_public" else ibis.null("string")
             for c in (*CONTACT, "raw")}  # fmt: skip
    return records.mutate(**{c: old.ifelse(empty, records[c]) for c, empty in blank.items()})


def step_of(job: Job, name: str, step: str) -> Path:
    """Where a table is written on its way to the store."""
    return job.folder / "read" / f"{name}_{step}.parquet"


def remember_rows(con: Backend, job: Job, name: str) -> None:
    """Give records that ended the rows of this table which they had before."""
    if job.previous is None or not has_store(job.previous):
        return
    now, records = kept(con, job.folder, name), kept(con, job.folder, "records")
    ended = records.filter(records.status != str(Status.ACTIVE)).select("key")
    before = kept(con, job.previous, name).semi_join(ended, "key").anti_join(now, "key")
    if not value_of(con, before.count()):
        return
    path = job.folder / "store" / f"{name}.parquet"
    con.to_parquet(now.union(before.select(*now.columns)), str(path.with_suffix(".new")))
    path.with_suffix(".new").replace(path)


def read_again(con: Backend, job: Job) -> dict[str, int]:
    """Take the store of the run that is applied as this run's own."""
    if job.previous is None or not has_store(job.previous):
        raise Unusable("The rows read last are no longer kept. Give the file again.")
    for name in ("records", *CHILDREN):
        path = job.folder / "store" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.hardlink_to(job.previous / "store" / path.name)
    sameness.pass_on(job)
    return {
        name: value_of(con, kept(con, job.folder, name).count()) for name in ("records", *CHILDREN)
    }
