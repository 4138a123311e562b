"""The life that every source of places shares: read and check, plan, write."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import duckdb

from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.intake.reading import plain
from commonweal.places.loading.book import Book, kept
from commonweal.places.loading.postcodes import PostcodePlan, Postcodes
from commonweal.places.loading.tables import engine


@dataclass
class Plan:
    """What has to be written: each table's writer, with how many rows it will write."""

    counts: Counts = field(default_factory=Counts)
    known: int = 0
    writers: list[tuple[str, int, Callable[[], int]]] = field(default_factory=list)

    def add(self, table: str, rows: int, write: Callable[[], int]) -> None:
        """One table's part."""
        if rows:
            self.writers.append((table, rows, write))
            self.counts.tables[table] = self.counts.tables.get(table, 0) + rows

    @property
    def empty(self) -> bool:
        """Whether nothing has to be written."""
        return not self.writers


class PlacesLoader:
    """Reads one run of one source of places. Subclasses say how to read, and what to plan.

    ``apply`` may be called on a new loader after a crash: it then plans again from the folder.
    """

    source: ClassVar[str]

    def __init__(self, job: Job) -> None:
        self.job = job
        self.facts = job.folder / "areas.jsonl"
        self.given = job.folder / "postcodes.parquet"
        self.con: duckdb.DuckDBPyConnection = engine(job)
        self._plan: Plan | None = None

    def read(self) -> None:
        """Read and check the files; leave what is usable in the run's folder."""
        raise NotImplementedError

    def plan(self, counts: Counts) -> Plan:
        """Compare what was read with what is known."""
        raise NotImplementedError

    def stage(self) -> Staged:
        """Read and check the whole file, and say what applying it would do."""
        if not self.job.files:
            raise Unusable("There is no file to read.")
        tables = {".csv", ".tsv"} | ({".txt"} if len(self.job.files) == 1 else set())
        self.job.files = [
            plain(self.job, f) if f.suffix.lower() in tables else f for f in self.job.files
        ]
        self.read()
        self._record.write_text(json.dumps({"rejected": self.job.rejected}), encoding="utf-8")
        self._plan = self._planned()
        plan = self._plan
        return Staged(counts=plan.counts, known=plan.known, nothing_to_do=plan.empty)

    def apply(self) -> Counts:
        """Write what changed."""
        plan = self._plan or self._planned()
        for done, (table, _, write) in enumerate(plan.writers):
            self.job.say(f"Writing {table}", done, len(plan.writers))
            write()
        return plan.counts

    @property
    def _record(self) -> Path:
        return self.job.folder / "read.json"

    def _planned(self) -> Plan:
        rejected = json.loads(self._record.read_text(encoding="utf-8"))["rejected"]
        plan = self.plan(Counts(rejected=rejected))
        counts = plan.counts
        counts.read = counts.created + counts.updated + counts.unchanged + counts.rejected
        return plan

    def book(self) -> Book:
        """The areas, with what this run says of them."""
        book = Book(self.source)
        if self.facts.exists():
            book.marks({fact.kind for fact in kept(self.facts) if fact.outline})
            for fact in kept(self.facts):
                book.say(fact)
        return book

    def postcodes(self, book: Book) -> PostcodePlan:
        """What the postcodes become, when this run's postcodes and areas are known."""
        given = self.given if self.given.exists() else None
        return Postcodes(self.con, self.job, book, given).plan()


def count_areas(book: Book, counts: Counts) -> None:
    """Count the areas that the file brings: those it created, updated, or found as they were."""
    for key in book.stated:
        if key not in book.was:
            counts.created += 1
        elif book.now[key] != book.was[key]:
            counts.updated += 1
        else:
            counts.unchanged += 1


class PostcodeLoader(PlacesLoader):
    """A source whose report counts postcodes."""

    def plan(self, counts: Counts) -> Plan:
        """The postcodes given, with blanks filled from the areas that are known."""
        postcodes = self.postcodes(self.book())
        postcodes.count(counts)
        plan = Plan(counts, postcodes.known)
        plan.add("postcodes", _rows(postcodes), postcodes.write)
        return plan


class AreaLoader(PlacesLoader):
    """A source whose report counts areas; postcodes gain what the areas tell of them."""

    def plan(self, counts: Counts) -> Plan:
        """The areas given, what follows from them, and the postcodes that gain by it."""
        book = self.book()
        plan = Plan(counts)
        self.follow(book, plan)
        count_areas(book, counts)
        plan.add("areas", len(book.changed()), book.write)
        postcodes = self.postcodes(book)
        plan.add("postcodes", _rows(postcodes), postcodes.write)
        return plan

    def follow(self, book: Book, plan: Plan) -> None:
        """What else follows from the areas given; nothing, unless a source says so."""


def _rows(plan: PostcodePlan) -> int:
    return plan.created + plan.updated + plan.filled + plan.gone
