"""Sources that bring no organisations but say something of them, by their numbers.

A table of pairs, a list of codes, a register of mergers: what they say is stored whole, and
applies to whichever organisations are here. When other organisations arrive, it is said again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import ibis.expr.types as ir
import pyarrow.parquet as pq
from ibis.backends import BaseBackend

from commonweal.intake.job import Counts, Job, Staged
from commonweal.sector.loading.engine import small_engine
from commonweal.sector.publishing import index
from commonweal.sector.sources.keeping import KEEPERS, Difference, Keeper

FILE = "said-{name}.parquet"


@dataclass(frozen=True)
class Said:
    """What a source says, as tables of the engine.

    ``pairs``: left, right (two org-ids of one body). ``codes``: ref, scheme, code, suggested,
    confidence. ``ends``: ref, name, status, on, other_ref, other_name, raw. ``terms``: scheme,
    code, title, parent, expression, exclusion. ``rejects``: row, key, reason.
    """

    pairs: ir.Table | None = None
    codes: ir.Table | None = None
    ends: ir.Table | None = None
    terms: ir.Table | None = None
    rejects: ir.Table | None = None

    def written(self, con: BaseBackend, folder: Path) -> dict[str, Path]:
        """Each table that there is, written to the folder."""
        paths = {}
        for part in fields(self):
            table = getattr(self, part.name)
            if table is not None:
                paths[part.name] = folder / FILE.format(name=part.name)
                pq.write_table(con.to_pyarrow(table), paths[part.name])
        return paths


Reader = Callable[[BaseBackend, Job], Said]


class Stating:
    """Reads what a source says, compares it with what is kept here, and writes the difference."""

    def __init__(self, job: Job, read: Reader) -> None:
        self.job = job
        self.read = read

    def stage(self) -> Staged:
        """Read the whole file into the run's folder and count what would change."""
        con = small_engine()
        paths = self.read(con, self.job).written(con, self.job.folder)
        con.disconnect()
        self.set_aside(paths.get("rejects"))
        differences = compare(self.job.source, self.job.folder)
        counts = counted(differences, self.job.rejected)
        known = sum(d.known for _, d in differences)
        return Staged(counts, known=known, nothing_to_do=not any(d.any for _, d in differences))

    def set_aside(self, path: Path | None) -> None:
        """Name the rows that could not be used."""
        for row in pq.read_table(path).to_pylist() if path else []:
            self.job.reject(row=row["row"] or "", key=row["key"] or "", reason=row["reason"])

    def apply(self) -> Counts:
        """Write the difference between what is said and what is kept."""
        differences = compare(self.job.source, self.job.folder)
        write(differences, run_id=self.job.run_id)
        return counted(differences, self.job.rejected)


def compare(source: str, folder: Path) -> list[tuple[Keeper, Difference]]:
    """What is said in a run's folder against what is kept of this source."""
    found = []
    for name, keeper in KEEPERS.items():
        path = folder / FILE.format(name=name)
        if path.exists():
            made = keeper(source)
            found.append((made, made.compare(pq.read_table(path).to_pylist())))
    return found


def write(differences: list[tuple[Keeper, Difference]], *, run_id: int) -> set[int]:
    """Write each difference; returns the organisations that something new is said of."""
    touched: set[int] = set()
    for keeper, difference in differences:
        if difference.any:
            touched |= keeper.write(difference, run_id=run_id)
    index(sorted(touched))
    return touched


def counted(differences: list[tuple[Keeper, Difference]], rejected: int) -> Counts:
    """The differences as a run reports them. Rows per table stand apart."""
    counts = Counts(rejected=rejected, read=rejected)
    for keeper, difference in differences:
        counts.created += len(difference.new)
        counts.updated += len(difference.changed)
        counts.unchanged += difference.same
        counts.outside += difference.outside
        counts.gone += len(difference.gone)
        counts.read += difference.stated
        counts.tables[keeper.title] = difference.stated
    return counts
