"""Runs a source of places as an import does: staged, then applied in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from django.db import transaction

from commonweal.core.actions import door
from commonweal.intake.job import Counts, Job, Staged
from commonweal.intake.source import SOURCES

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
_numbers = count(1)


@dataclass
class Ran:
    """What came of a run."""

    staged: Staged
    counts: Counts
    job: Job

    @property
    def rejects(self) -> str:
        """The reject file's text."""
        return self.job.rejects_file.read_text() if self.job.rejects_file.exists() else ""


def run(
    source: str, folder: Path, *files: Path, now: dt.datetime = NOW, fresh: bool = False
) -> Ran:
    """Stage these files, then apply them (with a new loader, if ``fresh``, as after a crash)."""
    own = folder / f"run-{next(_numbers)}"
    own.mkdir(parents=True)
    job = Job(
        run_id=0,
        source=source,
        files=list(files),
        folder=own,
        previous=None,
        now=now,
        say=lambda *_: None,
    )
    loader = SOURCES[source].loader(job)
    staged = loader.stage()
    if fresh:
        loader = SOURCES[source].loader(job)
    with transaction.atomic(), door("intake.import_file"):
        return Ran(staged, loader.apply(), job)
