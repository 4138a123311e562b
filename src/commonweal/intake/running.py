"""The life of one run, step by step: begin, stage, decide, apply, end."""

from __future__ import annotations

import dataclasses
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.intake.choices import MAY_FOLLOW, Standing
from commonweal.intake.described import known
from commonweal.intake.folders import TO_FOLLOW, folder_of, prune
from commonweal.intake.job import Counts, Job, Loader, Staged, Unusable
from commonweal.intake.models import Run, SourceState
from commonweal.intake.progress import Progress, Say, silent
from commonweal.intake.room import no_room

log = logging.getLogger("commonweal.intake")

# A run that would mark more than this share of a source's records gone waits for a person.
MOST_GONE = 0.02
# So many rejects more than last time, or rows of a table that is empty now, may be no mishap.
FEW = 20
# A table that has fewer rows than this share of what it had is looked at.
MOST_LOST = 0.5
STAGED = "staged.json"
ENDED_WELL = (Standing.DONE, Standing.UNCHANGED)
COUNTED = ("read", "created", "updated", "unchanged", "outside", "rejected", "gone")


def state_of(source: str) -> SourceState:
    """What was last applied from a source; the row is made when it is first asked for."""
    return SourceState.objects.select_related("applied", "last_seen").get_or_create(source=source)[
        0
    ]


def begin(*, by: Actor, source: str, file_name: str, fingerprint: str, trial: bool) -> Run:
    """Open a run."""
    now = clock.now()
    run = Run.objects.create(
        source=source, trial=trial, actor_key=by.key, actor_label=by.label,
        file_name=file_name[:250], fingerprint=fingerprint, started_at=now, beat_at=now,
    )  # fmt: skip
    shutil.rmtree(folder_of(run), ignore_errors=True)
    folder_of(run).mkdir(parents=True)
    return run


def move(run: Run, standing: Standing, **changes: Any) -> None:
    """Let a run stand differently, if that may follow.

    :raises Refused: when it may not, because somebody else has moved it.
    """
    run.refresh_from_db(fields=["standing"])
    if standing not in MAY_FOLLOW.get(Standing(run.standing), ()):
        raise Refused(f"This run is {run.get_standing_display().lower()} already.")
    for name, value in {"standing": standing, "beat_at": clock.now(), **changes}.items():
        setattr(run, name, value)
    run.save()


def job_for(run: Run, files: list[Path], say: Say | None, options: dict[str, Any]) -> Job:
    """The run at work, with its folder and the snapshot that is applied now."""
    applied = state_of(run.source).applied
    return Job(
        run_id=run.pk,
        source=run.source,
        files=files,
        folder=folder_of(run),
        previous=folder_of(applied) if applied else None,
        now=run.started_at,
        say=Progress(run, folder_of(run), say or silent),
        options=options,
    )


def live(run: Run, job: Job, staged: Staged | None = None) -> Run:
    """Stage (unless that was done before), decide and apply.

    What goes wrong ends the run, and the register is as it was.
    """
    with accounted_for(run, job):
        loader = known(run.source).loader(job)
        decide(run, job, loader, staged or stage(run, job, loader))
    return run


@contextmanager
def accounted_for(run: Run, job: Job) -> Iterator[None]:
    """Whatever goes wrong ends the run and is said in it; what nobody expected is raised, too."""
    try:
        yield
    except Unusable as problem:
        fail(run, job, str(problem))
    except Exception as problem:
        sentence = no_room(problem, job.folder)
        if sentence:  # What was staged is let go first, so that there is room to say so.
            shutil.rmtree(job.folder, ignore_errors=True)
        fail(run, job, sentence or "Something went wrong inside Commonweal; the log says what.")
        if not sentence:
            raise


def stage(run: Run, job: Job, loader: Loader) -> Staged:
    """Read and check the whole file into the run's folder, and note that this is done."""
    job.say("Reading and checking", 0, 0)
    staged = loader.stage()
    if not staged.counts.adds_up():
        raise ArithmeticError(f"The counts do not add up: {staged.counts}")
    staged.alarms += alarms(run, job, staged)
    kept = {
        "alarms": staged.alarms,
        "counts": dataclasses.asdict(staged.counts), "known": staged.known, "notes": job.notes,
        "nothing_to_do": staged.nothing_to_do, "options": job.options, "rejected": job.rejected,
        "depends": known(run.source).depends(),
    }  # fmt: skip
    (job.folder / STAGED).write_text(json.dumps(kept), encoding="utf-8")
    shutil.rmtree(job.folder / "files", ignore_errors=True)
    move(
        run,
        Standing.STAGED,
        extract_date=job.extract_date,
        notes=job.notes,
        **counted(staged.counts),
    )
    return staged


def staged_before(job: Job) -> Staged:
    """What staging found, read back from the run's folder."""
    kept = json.loads((job.folder / STAGED).read_text(encoding="utf-8"))
    if kept["depends"] != known(job.source).depends():
        raise Unusable("The place has changed since this was read. Give the file again.")
    job.notes, job.rejected, job.options = kept["notes"], kept["rejected"], kept["options"]
    return Staged(
        Counts(**kept["counts"]), kept["known"], kept["nothing_to_do"], kept.get("alarms", [])
    )


def alarms(run: Run, job: Job, staged: Staged) -> list[str]:
    """What is amiss with a file as a whole, beside the last one: tables lost, rows that fail.

    A person must confirm such a run, because applying it would take away what was known.
    """
    applied = Run.objects.filter(source=run.source, standing__in=ENDED_WELL)
    last = applied.exclude(pk=run.pk).exclude(tables={}).order_by("-pk").first()
    if last is None or not job.files:
        return []
    now = staged.counts
    found = []
    for table, rows in last.tables.items():
        here = now.tables.get(table, 0)
        if rows > FEW and here < rows * MOST_LOST:
            kept = f"{here:,}" if here else "none"
            found.append(f"The last file had {rows:,} rows of {table}; this one has {kept}.")
    more = now.rejected - last.rejected
    if more > max(FEW, MOST_GONE * now.read):
        found.append(f"{now.rejected:,} of {now.read:,} are rejected; last time {last.rejected:,}.")
    return found


def counted(counts: Counts) -> dict[str, Any]:
    """The counts as the run keeps them."""
    return {name: getattr(counts, name) for name in COUNTED} | {"tables": counts.tables}


def decide(run: Run, job: Job, loader: Loader, staged: Staged) -> None:
    """End a trial here, stop for a person if something looks wrong, else apply."""
    if run.trial:
        move(run, Standing.TRIAL, finished_at=clock.now())
        prune(run.source)
    elif not job.options.get("confirmed") and (why := why_wait(staged)):
        move(run, Standing.WAITING, notes=[*run.notes, *why, "A person must confirm that."])
    else:
        apply(run, job, loader)


def why_wait(staged: Staged) -> list[str]:
    """What a person must look at before this is applied; nothing when all looks well."""
    gone, before = staged.counts.gone, staged.known
    if gone > MOST_GONE * before:
        return [f"{gone:,} of {before:,} records would be marked gone.", *staged.alarms]
    return staged.alarms


def apply(run: Run, job: Job, loader: Loader) -> None:
    """Write all that changed, and which snapshot is the current one, in one transaction."""
    move(run, Standing.APPLYING)
    job.say("Applying", 0, 0)
    (job.folder / TO_FOLLOW).touch()
    with transaction.atomic():
        # What changes is stamped with when it was changed, not with when the file was given.
        job.now = clock.now()
        counts = loader.apply()
        if not counts.adds_up():
            raise ArithmeticError(f"The counts do not add up: {counts}")
        changed = counts.created + counts.updated + counts.gone + counts.left
        state = state_of(run.source)
        state.applied = state.last_seen = run
        state.save()
        move(
            run, Standing.DONE if changed else Standing.UNCHANGED,
            finished_at=clock.now(), step="", notes=job.notes, **counted(counts),
        )  # fmt: skip
    prune(run.source)


def nothing_new(run: Run, same: Run) -> Run:
    """End a run whose file is, byte for byte, the one that was read last."""
    as_before = same.created + same.updated + same.unchanged
    move(
        run, Standing.UNCHANGED, finished_at=clock.now(), read=same.read, unchanged=as_before,
        outside=same.outside, rejected=same.rejected, tables=same.tables,
        extract_date=same.extract_date, notes=["The same file was read before. Nothing changed."],
    )  # fmt: skip
    SourceState.objects.filter(source=run.source).update(last_seen=run)
    prune(run.source)
    return run


def fail(run: Run, job: Job | None, problem: str) -> None:
    """End a run that could not go on. The register is as it was before."""
    log.info("import failed", extra={"source": run.source, "run": run.pk})
    notes = job.notes if job else run.notes
    nothing = dict.fromkeys(COUNTED, 0) | {"rejected": job.rejected if job else 0}
    move(
        run, Standing.FAILED, finished_at=clock.now(), problem=problem, notes=notes, **nothing
    )  # fmt: skip
    prune(run.source)
