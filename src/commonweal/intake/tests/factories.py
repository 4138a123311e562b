"""Makes runs, and a small source to import: a text file with one name to a line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import factory

from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.intake.models import Run, SourceState
from commonweal.intake.source import OPEN_GOVERNMENT, Source

MORNING = dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC)


class RunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Run

    source = "names"
    actor_key = "robot:names"
    actor_label = "names (robot)"
    started_at = MORNING
    beat_at = MORNING


class SourceStateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SourceState

    source = "names"


class NamesLoader:
    """Keeps the names it read in its folder; what is applied is a row of the journal's sort.

    ``REGISTER`` stands for the database: it is only changed by ``apply``.
    """

    REGISTER: set[str] = set()
    CRASH: dict[str, BaseException] = {}

    def __init__(self, job: Job) -> None:
        self.job = job

    def stage(self) -> Staged:
        names = {n for f in self.job.files for n in f.read_text().split() if n}
        self.crash("stage")
        if "<html>" in names:
            raise Unusable("This is a web page, not a list of names.")
        (self.job.folder / "names.txt").write_text("\n".join(sorted(names)))
        return Staged(self.counts(names), known=len(self.before()))

    def before(self) -> set[str]:
        if self.job.previous is None:
            return set()
        return set((self.job.previous / "names.txt").read_text().split())

    def counts(self, names: set[str]) -> Counts:
        before = self.before()
        return Counts(
            read=len(names),
            created=len(names - before),
            unchanged=len(names & before),
            gone=len(before - names),
        )

    def apply(self) -> Counts:
        names = set((self.job.folder / "names.txt").read_text().split())
        Run.objects.filter(pk=self.job.run_id).update(step="half of it")
        self.crash("apply")
        NamesLoader.REGISTER = names
        return self.counts(names)

    def crash(self, step: str) -> None:
        if step in self.CRASH:
            raise self.CRASH.pop(step)


NAMES = Source(
    name="names",
    title="A list of names",
    publisher="Nobody",
    homepage="https://example.org/",
    licence=OPEN_GOVERNMENT,
    brings="names",
    refreshed="never",
    loader=NamesLoader,
)


def write(path: Path, *names: str) -> Path:
    """A file of names."""
    path.write_text("\n".join(names))
    return path
