"""Answers about runs, for pages and the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from commonweal.intake.described import KnownSources
from commonweal.intake.folders import folder_of, rejects_of
from commonweal.intake.models import Run, SourceState
from commonweal.intake.source import Source


@dataclass(frozen=True)
class SourceNow:
    """A source, the run that is applied, the last that saw it, and one that is unfinished."""

    source: Source
    applied: Run | None
    last_seen: Run | None
    unfinished: Run | None


def sources_now() -> list[SourceNow]:
    """Every source by name, and how it stands."""
    states = {s.source: s for s in SourceState.objects.select_related("applied", "last_seen")}
    open_runs = {run.source: run for run in Run.objects.all().unfinished()}
    return [
        SourceNow(
            source=source,
            applied=states[name].applied if name in states else None,
            last_seen=states[name].last_seen if name in states else None,
            unfinished=open_runs.get(name),
        )
        for name, source in KnownSources().all().items()
    ]


def report_of(run: Run) -> dict[str, Any]:
    """A run's report, as the command line prints it."""
    ended = run.finished_at or run.beat_at
    rejects = rejects_of(run)
    return {
        "source": run.source,
        "run": run.pk,
        "standing": run.standing,
        "file": run.file_name,
        "started": run.started_at.isoformat(),
        "seconds": round((ended - run.started_at).total_seconds(), 2),
        "read": run.read,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "outside": run.outside,
        "rejected": run.rejected,
        "gone": run.gone,
        "tables": run.tables,
        "rejects_file": str(rejects) if rejects else None,
        "notes": run.notes,
        "problem": run.problem,
    }


def progress_of(run: Run) -> tuple[str, int, int]:
    """The step a run is at, how far, and out of how much, even while it is applying."""
    try:
        now = json.loads((folder_of(run) / "progress.json").read_text(encoding="utf-8"))
        return str(now["step"]), int(now["done"]), int(now["total"])
    except (OSError, ValueError, KeyError):
        return run.step, run.done_of, run.total_of
