"""Every way to bring data in. A run is whole or it is nothing, whatever happens on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.intake import running
from commonweal.intake.choices import Standing
from commonweal.intake.described import known
from commonweal.intake.folders import alone, fingerprint, folder_of, prune
from commonweal.intake.job import Unusable
from commonweal.intake.models import Run
from commonweal.intake.progress import Say, silent
from commonweal.intake.reading import each_once, unpack
from commonweal.intake.reading.unpacking import walk

if TYPE_CHECKING:
    from commonweal.intake.fetching import Fetched

KEEP_EDITIONS = 3


@action(permission="intake.run_import", keeps=("source", "trial"), whole=False)
def import_file(
    *,
    by: Actor,
    source: str,
    path: Path,
    trial: bool = False,
    options: dict[str, Any] | None = None,
    say: Say | None = None,
) -> Run:
    """Bring a file or a folder of a source in, to the end: done, unchanged, waiting or failed.

    A run that a dead process left behind goes on from where it was staged, if this is the same
    file. A failed run says why in ``problem``; nothing was changed then.

    :param options: what the source's reader should know (such as a mapping of columns).
    :raises Refused: when it cannot begin: no such source or file, one under way, one waiting.
    """
    one, chosen = known(source), options or {}
    if not Path(path).exists():
        raise Refused(f"There is no file or folder {path}.")
    with alone(source):
        seen = f"{one.depends()} {sorted(chosen.items())}"
        try:
            print_ = fingerprint(walk(Path(path)), seen)
        except Unusable as problem:
            raise Refused(str(problem)) from problem
        left = left_behind(source, print_, trial)
        if left:
            return go_on(left, say)
        run = running.begin(
            by=by, source=source, file_name=Path(path).name, fingerprint=print_, trial=trial
        )
        same = running.state_of(source).last_seen
        if same and same.fingerprint == print_ and not trial:
            return running.nothing_new(run, same)
        job = running.job_for(run, [], say, chosen)
        with running.accounted_for(run, job):
            job.files = each_once(job, unpack(Path(path), job.folder))
        return run if run.standing == Standing.FAILED else running.live(run, job)


@action(permission="intake.run_import", keeps=("source",), whole=False)
def judge_again(*, by: Actor, source: str, say: Say | None = None) -> Run | None:
    """Judge anew the rows that were read last, without the file: the place has changed.

    Returns nothing when the source keeps no rows or was never read.
    """
    one = known(source)
    applied = running.state_of(source).applied
    if applied is None or not one.keeps_rows:
        return None
    with alone(source):
        let_go_of_waiting(source)
        left_behind(source, "", trial=False)
        run = running.begin(
            by=by, source=source, file_name=applied.file_name, fingerprint="", trial=False
        )
        return running.live(run, running.job_for(run, [], say, {"stored": True}))


@action(permission="intake.run_import", keeps=("source", "trial"))
def note_failure(*, by: Actor, source: str, why: str, trial: bool = False) -> Run:
    """Keep as a failed run that a source could not be had, or not begun on, and why.

    Where nobody waits for the answer, the list of runs is where people look.
    """
    now = clock.now()
    return Run.objects.create(
        source=source[:40], trial=trial, actor_key=by.key, actor_label=by.label, started_at=now,
        beat_at=now, finished_at=now, standing=Standing.FAILED, problem=why,
    )  # fmt: skip


@action(permission="intake.confirm_run", about="run", whole=False)
def confirm_run(*, by: Actor, run: Run, say: Say | None = None) -> Run:
    """Apply a run that waits because it marks many records gone: a person has looked.

    :raises Refused: when it does not wait, or what it was judged by has changed since.
    """
    if run.standing != Standing.WAITING:
        raise Refused("This run does not wait for anybody.")
    with alone(run.source):
        return go_on(run, say)


@action(permission="intake.confirm_run", about="run")
def drop_run(*, by: Actor, run: Run) -> Run:
    """Let a run that waits go, changing nothing."""
    running.move(run, Standing.DROPPED, finished_at=clock.now())
    prune(run.source)
    return run


@action(permission="intake.run_import", about="run", whole=False)
def resume_run(*, by: Actor, run: Run, say: Say | None = None) -> Run:
    """Go on with a run whose process died, from what it had staged.

    :raises Refused: when it had not finished staging: the file must be given again.
    """
    with alone(run.source):
        if run.standing not in (Standing.STAGED, Standing.APPLYING):
            raise Refused("This run cannot go on. Give the file again.")
        return go_on(run, say)


def let_go_of_waiting(source: str) -> None:
    """Drop a run that waits: what it was judged by has changed, so it cannot be confirmed."""
    waiting = Run.objects.filter(source=source, standing=Standing.WAITING).first()
    if waiting:
        why = "The place has changed since this was read. Give the file again."
        running.move(
            waiting, Standing.DROPPED, finished_at=clock.now(), notes=[*waiting.notes, why]
        )


def left_behind(source: str, print_: str, trial: bool) -> Run | None:
    """A run that a dead process left and that may go on with this file; others are ended.

    :raises Refused: while one waits for a person.
    """
    left = Run.objects.filter(source=source).unfinished().first()
    if left is None:
        return None
    if left.standing == Standing.WAITING:
        raise Refused(
            f"The run of {left.started_at:%d %b %H:%M} waits: confirm it or drop it first."
        )
    staged = left.standing != Standing.READING and (folder_of(left) / running.STAGED).exists()
    if staged and left.fingerprint == print_ != "" and left.trial == trial:
        return left
    running.fail(left, None, "It was stopped before it ended. Nothing was changed.")
    return None


def go_on(run: Run, say: Say | None) -> Run:
    """Apply what a run had staged."""
    job = running.job_for(run, [], say, {})
    try:
        staged = running.staged_before(job)
    except (OSError, Unusable) as lost:
        missing = "What this run had staged is lost. Give the file again."
        sentence = str(lost) if isinstance(lost, Unusable) else missing
        running.fail(run, job, sentence)
        raise Refused(sentence) from lost
    job.options["confirmed"] = (
        True if run.standing == Standing.WAITING else job.options.get("confirmed")
    )
    job.notes.append("Went on from where it had been staged.")
    return running.live(run, job, staged)


@action(permission="intake.run_import", keeps=("source",), whole=False)
def fetch_source(
    *, by: Actor, source: str, keep: int = KEEP_EDITIONS, say: Say = silent
) -> Fetched:
    """Download every file of a source, whole, into today's folder of its archive.

    What had come before a break is gone on with. If no file has changed since the last edition,
    nothing is kept and that is said. The newest ``keep`` editions stay.

    :raises Refused: when there is no such source or address, or a file cannot be had or trusted.
    """
    from commonweal.intake.fetching import fetch  # only now: it brings the web client along

    return fetch(source, keep, say)
