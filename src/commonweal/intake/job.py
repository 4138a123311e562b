"""One run at work: its folder, its rejects, its progress; and what a loader has to offer."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


class Unusable(Exception):
    """The file cannot be used at all. The message is a sentence; nothing was changed."""


@dataclass
class Counts:
    """What a run did, counted in what its source brings. ``tables`` holds rows per table apart.

    ``left`` are those of ``outside`` that were inside before.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    outside: int = 0
    rejected: int = 0
    gone: int = 0
    left: int = 0
    tables: dict[str, int] = field(default_factory=dict)

    def adds_up(self) -> bool:
        """Whether everything that was read is accounted for."""
        parts = self.created + self.updated + self.unchanged + self.rejected + self.outside
        return self.read == parts


@dataclass
class Job:
    """A run at work.

    ``files`` are what the person gave, unpacked; ``folder`` is this run's own and survives a
    crash, so that a run can go on from staging; ``previous`` is the folder of the run that is
    applied now, if there is one. ``say`` reports progress: a step, how far, out of how much.
    ``extract_date`` is the day the publisher made the file, where the file says so; ``tables``
    the rows of each of its tables; ``held`` are the keys of records that were set aside.
    """

    run_id: int
    source: str
    files: list[Path]
    folder: Path
    previous: Path | None
    now: dt.datetime
    say: Callable[[str, int, int], None]
    options: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rejected: int = 0
    extract_date: dt.date | None = None
    tables: dict[str, int] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)

    @property
    def rejects_file(self) -> Path:
        """The file that names each rejected row and why: ``row, key, reason``."""
        return self.folder / "rejects.csv"

    def reject(self, *, row: int | str, key: str, reason: str, again: bool = False) -> None:
        """Set a record aside. It is counted, named and explained; it changes nothing.

        What is known of it from before stays, unless the row only repeats one that was read.
        """
        self.reject_row(row=row, key=key, reason=reason)
        self.rejected += 1
        if key and not again:
            self.held.add(key)

    def reject_row(self, *, row: int | str, key: str, reason: str) -> None:
        """Set aside one row of what a record says. The record itself is kept, and counted so."""
        with self.rejects_file.open("a", newline="", encoding="utf-8") as handle:
            writer = csv.writer(handle)
            if handle.tell() == 0:
                writer.writerow(["row", "key", "reason"])
            writer.writerow([row, key, reason])


@dataclass
class Staged:
    """What staging found, before anything was changed.

    ``alarms`` are sentences about what looks wrong with the whole file. ``known`` is how many
    records of the source are in the database now, and ``gone`` how many of them the new file no
    longer has: together they decide whether a person must confirm.
    """

    counts: Counts
    known: int = 0
    nothing_to_do: bool = False
    alarms: list[str] = field(default_factory=list)


class Loader(Protocol):
    """How one source is read, checked and applied.

    ``stage`` may take long, writes only to the run's folder, and raises ``Unusable`` for a file
    of the wrong kind. ``apply`` runs inside one transaction. A loader is made anew for each run,
    and ``apply`` may be called on a new one after a crash: all it needs is in the folder.
    """

    def stage(self) -> Staged:
        """Read and check the whole file."""

    def apply(self) -> Counts:
        """Write what changed, from the staged files, in the transaction that is open."""
