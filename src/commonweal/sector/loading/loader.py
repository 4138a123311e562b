"""The loader of every source of organisations: stage in the run's folder, then apply."""

from __future__ import annotations

import json
from dataclasses import asdict

from commonweal.intake.job import Counts, Job, Staged
from commonweal.places import engine as places
from commonweal.places.reports import the_place
from commonweal.sector.loading import judging, storing
from commonweal.sector.loading.applying import apply
from commonweal.sector.loading.engine import engine
from commonweal.sector.loading.meaning import Meaning
from commonweal.sector.loading.storing import Read

__all__ = ["Meaning", "OrganisationLoader", "depends"]
VERSION = "3"
COUNTS = "counts.json"


class OrganisationLoader:
    """Reads one source of organisations, decides what concerns the place, and writes changes."""

    def __init__(self, job: Job, read: Read, meanings: tuple[Meaning, ...] = ()) -> None:
        self.job = job
        self.read = read
        self.meanings = meanings

    def stage(self) -> Staged:
        """Read all of it into the run's store, and find what changed. Writes only files."""
        with engine(self.job.folder) as con:
            if self.job.options.get("stored"):
                tables = storing.read_again(con, self.job)
            else:
                tables = storing.read_in(con, self.job, self.read)
            self.job.say("Deciding what belongs here and what changed", 0, 0)
            judging.judge(con, self.job)
            counts, known = judging.counts(con, self.job, tables)
            alarms = judging.alarms(con, self.job, counts, known)
        (self.job.folder / COUNTS).write_text(json.dumps(asdict(counts)), encoding="utf-8")
        changed = counts.created or counts.updated or counts.left
        return Staged(counts, known=known, nothing_to_do=not changed, alarms=alarms)

    def apply(self) -> Counts:
        """Write what changed, inside the transaction that is open."""
        with engine(self.job.folder) as con:
            apply(con, self.job, self.meanings)
        return Counts(**json.loads((self.job.folder / COUNTS).read_text(encoding="utf-8")))


def depends() -> str:
    """What decides who belongs, besides a source's file: the place, and where postcodes lie."""
    place = the_place()
    return f"{VERSION} {place.everywhere} {sorted(place.codes)} {places.stamp()}"
