"""Remembers in marks what a source said of each record, so that only what differs is worked out.

A mark is a hash over all rows of one table about one record, in whatever order they come. Marks
are only compared with those of the same program on the same engine: after any change of either,
everything is worked out again.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.loading.digests import hashed, program
from commonweal.sector.loading.engine import save, value_of

FOLDER, MADE_BY, TROUBLED = "marks", "made_by.json", "troubled.json"
UNCHANGED = "unchanged.parquet"
DAY = "date_of_extract"


class Memory:
    """The marks of this run's tables beside those of the run that is applied."""

    def __init__(
        self, con: Backend, job: Job, columns: dict[str, list[str]], number: str, prefix: str
    ) -> None:
        self.con, self.job, self.number, self.prefix = con, job, number, prefix
        self.columns, self.names = columns, list(columns)
        self.folder = job.folder / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)
        made_by = json.dumps({"program": program(), "columns": columns})
        (self.folder / MADE_BY).write_text(made_by, encoding="utf-8")
        self.before = comparable(job.previous, made_by)

    def mark(self, name: str, table: ir.Table) -> ir.Table:
        """Save the marks of one table, which is gone through once for it."""
        said = ibis.struct({c: table[c] for c in self.columns[name] if c != DAY})
        dated = DAY in self.columns[name]
        rows = table.select(
            number=table[self.number].strip().fill_null(""),
            mark=hashed(said),
            day=table[DAY] if dated else ibis.null("string"),
        )
        marks = rows.group_by("number").aggregate(
            mark=rows.mark.bit_xor(), rows=rows.count(), day=rows.day.max(),
            more=(rows.mark % 4_294_967_291).cast("int64").sum().cast("int64"),
        )  # fmt: skip
        save(marks, self.con, self.folder / f"{name}.parquet")
        return table

    def day(self) -> dt.date | None:
        """The day the publisher made the extract."""
        return day_of(self.con, self.folder / f"{self.names[0]}.parquet")

    def compare(self) -> tuple[ir.Table, ir.Table]:
        """The numbers of which some table says something else now, and the keys of the others."""
        assert self.before is not None
        differ = [self.differing(self.before, name) for name in self.names]
        again = ibis.memtable(
            {"number": troubled(self.before, self.prefix)},
            schema=ibis.schema({"number": "string"}),
        )
        every = ibis.union(*differ, again).distinct()
        changed = save(every, self.con, self.folder / "changed.parquet")
        known = self.con.read_parquet(str(self.before.parent / "store" / "records.parquet"))
        keys = changed.select(key=self.prefix + changed.number)
        same = known.select("key").anti_join(keys, "key")
        return changed, save(same, self.con, self.job.folder / UNCHANGED)

    def differing(self, before: Path, name: str) -> ir.Table:
        """The numbers whose marks in one table are not those of last time."""
        now = self.con.read_parquet(str(self.folder / f"{name}.parquet")).drop("day")
        then = self.con.read_parquet(str(before / f"{name}.parquet")).drop("day")
        fields = ["number", "mark", "rows", "more"]
        changed = now.anti_join(then, fields).select("number")
        return changed.union(then.anti_join(now, fields).select("number"))


def day_of(con: Backend, path: Path) -> dt.date | None:
    """The last day in a table's marks."""
    day: dt.date | None = value_of(
        con, con.read_parquet(str(path)).day.left(10).try_cast("date").max()
    )
    return day


def comparable(previous: Path | None, made_by: str) -> Path | None:
    """The folder of the marks of last time, if they can be compared with this run's."""
    if previous is None:
        return None
    folder = previous / FOLDER
    whole = [folder / MADE_BY, folder / TROUBLED, previous / "store" / "records.parquet"]
    if not all(path.exists() for path in whole):
        return None
    return folder if whole[0].read_text(encoding="utf-8") == made_by else None


def remember_troubled(job: Job) -> None:
    """Keep the keys of all that was rejected: next time they are looked at, and named, again."""
    folder = job.folder / FOLDER
    if not folder.exists():
        return
    keys: set[str] = set(job.held)
    if job.rejects_file.exists():
        with job.rejects_file.open(newline="", encoding="utf-8") as handle:
            keys |= {row["key"] for row in csv.DictReader(handle)}
    (folder / TROUBLED).write_text(json.dumps(sorted(keys)), encoding="utf-8")


def troubled(folder: Path, prefix: str) -> list[str]:
    """The numbers in rejected keys; a key may go on after the number, so each part counts."""
    found: set[str] = set()
    for key in json.loads((folder / TROUBLED).read_text(encoding="utf-8")):
        number = key.removeprefix(prefix).strip()
        found |= {number, number.partition("-")[0], number.rpartition("-")[0]}
    return sorted(found)


def only(table: ir.Table, changed: ir.Table, number: str) -> ir.Table:
    """The rows about these numbers."""
    own = table.mutate(number_=table[number].strip().fill_null(""))
    return own.semi_join(changed, own.number_ == changed.number).drop("number_")


def left_alone(con: Backend, job: Job) -> ir.Table | None:
    """The keys of records that nothing new is said of, if they were looked for."""
    path = job.folder / UNCHANGED
    return con.read_parquet(str(path)) if path.exists() else None


def pass_on(job: Job) -> None:
    """Take over the marks of the run that is applied, whose rows this run takes over too."""
    before = job.previous / FOLDER if job.previous else None
    if before is None or not before.exists():
        return
    (job.folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for path in before.iterdir():
        target = job.folder / FOLDER / path.name
        target.unlink(missing_ok=True)
        target.hardlink_to(path)
