"""What the site says of its sources: when each was last read, and under what licence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from commonweal.intake.models import Run, SourceState
from commonweal.intake.source import SOURCES, Source
from commonweal.sector.reports.imports import know_lists


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
    """Every source that this installation knows, those in use first, in one query."""
    states = {s.source: s for s in SourceState.objects.select_related("applied", "last_seen")}
    know_lists(states)
    found = [standing(source, states.get(name)) for name, source in SOURCES.items()]
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
    names = [s.name for s in SOURCES.values() if s.brings == "organisations"]
    seen = SourceState.objects.filter(source__in=names) if names else SourceState.objects.all()
    newest: dt.datetime | None = seen.aggregate(newest=Max("last_seen__finished_at"))["newest"]
    return newest


def credits_of(names: Sequence[str]) -> list[str]:
    """The attribution that each of these sources asks for, each once."""
    lines = [SOURCES[n].licence.attribution for n in names if n in SOURCES]
    return list(dict.fromkeys(lines))


def credit_lines() -> list[str]:
    """What a download says in its rows: whose data it holds, under which licence."""
    used = list(SourceState.objects.exclude(applied=None).values_list("source", flat=True))
    know_lists(used)
    lines = []
    for name in sorted(used):
        if name in SOURCES:
            source = SOURCES[name]
            lines.append(f"{source.title}, {source.publisher}: {source.licence.name}.")
    return [*lines, *credits_of(sorted(used))]


def notes_of(found: int, most: int) -> list[str]:
    """What a download of what a search found says in its rows: whose data, and if it is cut off."""
    cut = [f"Only the first {most:,}. Narrow the search to have the rest."] if found > most else []
    return [*cut, *credit_lines()]
