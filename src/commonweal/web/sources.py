"""What the site says of its sources: when each was last read, and under what licence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.intake.described import KnownSources
from commonweal.intake.models import Run, SourceState
from commonweal.intake.source import Source


@dataclass(frozen=True)
class Standing:
    """One source, and how it stands here: its last run and what it held, if it ever ran."""

    source: Source
    run: Run | None
    seen: dt.datetime | None
    extract: dt.date | None

    @property
    def has_run(self) -> bool:
        """Whether anything of it was ever applied."""
        return self.run is not None


def standings() -> list[Standing]:
    """Every source that this installation knows, those in use first, in three queries."""
    states = {s.source: s for s in SourceState.objects.select_related("applied", "last_seen")}
    found = [standing(source, states.get(name)) for name, source in KnownSources().all().items()]
    first = "organisations"
    return sorted(found, key=lambda s: (not s.has_run, s.source.brings != first, s.source.title))


def standing(source: Source, state: SourceState | None) -> Standing:
    """One source beside what was last applied from it."""
    last = (state.last_seen or state.applied) if state else None
    run = state.applied if state else None
    seen = last.finished_at if last else None
    return Standing(source, run, seen, last.extract_date if last else None)


def newest_run() -> dt.datetime | None:
    """When a source of organisations was last read; None when none ever was."""
    known = KnownSources()
    states = SourceState.objects.exclude(last_seen__finished_at=None)
    read = states.values_list("source", "last_seen__finished_at")
    days = [at for name, at in read if at and _brings_organisations(known.find(name))]
    return max(days, default=None)


def _brings_organisations(source: Source | None) -> bool:
    return source is not None and source.brings == "organisations"


def credit_lines() -> list[str]:
    """What a download says in its rows: whose data it holds, under which licence."""
    used = list(SourceState.objects.exclude(applied=None).values_list("source", flat=True))
    known = KnownSources()
    found = [source for source in map(known.find, sorted(used)) if source]
    lines = [f"{source.title}, {source.publisher}: {source.licence.name}." for source in found]
    return [*lines, *dict.fromkeys(source.licence.attribution for source in found)]


def notes_of(found: int, most: int) -> list[str]:
    """What a download of what a search found says in its rows: whose data, and if it is cut off."""
    cut = [f"Only the first {most:,}. Narrow the search to have the rest."] if found > most else []
    return [*cut, *credit_lines()]
