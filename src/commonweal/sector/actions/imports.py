"""Bringing sources in: the run itself, and what must follow it here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from commonweal.core.actions import action
from commonweal.core.actors import Actor, Robot
from commonweal.intake.actions import confirm_run, import_file, judge_again
from commonweal.intake.choices import Standing
from commonweal.intake.folders import TO_FOLLOW, folder_of
from commonweal.intake.models import Run, SourceState
from commonweal.intake.progress import Say
from commonweal.intake.source import SOURCES
from commonweal.sector.actions.doubts import find_doubts
from commonweal.sector.actions.locating import locate_services
from commonweal.sector.actions.searching import rebuild_search
from commonweal.sector.models import Organisation, SourceRecord
from commonweal.sector.publishing import republish

# What a source may bring that decides where organisations lie.
GROUND = ("areas", "postcodes", "links between areas")
# What brings organisations along.
ARRIVALS = ("organisations", "services")
# What may name areas: organisations are found by the names of the areas they lie in.
NAMING = ("areas", "links between areas")


@action(permission="intake.run_import", keeps=("source", "trial"), whole=False)
def bring_in(
    *,
    by: Actor,
    source: str,
    path: Path,
    trial: bool = False,
    options: dict[str, Any] | None = None,
    say: Say | None = None,
) -> Run:
    """Bring a file or folder of a source in, and find where organisations are if that changed.

    :raises Refused: when it cannot begin: no such source or file, one under way, one waiting.
    """
    from commonweal.sector.sources.open_referral import feed_named
    from commonweal.sector.sources.spreadsheet import list_named

    if source == "spreadsheet":
        source = list_named((options or {}).get("mapping", ""))
    if source == "open-referral":
        source, options = feed_named((options or {}).get("feed", "")), None
    run = import_file(by=by, source=source, path=path, trial=trial, options=options, say=say)
    follow(by, run, say)
    if run.standing == Standing.UNCHANGED:
        make_up_for(by, source, say)
    return run


@action(permission="intake.confirm_run", about="run", whole=False)
def confirm_bringing(*, by: Actor, run: Run, say: Say | None = None) -> Run:
    """Apply a run that waits for a person, and find where organisations are if that changed."""
    confirmed = confirm_run(by=by, run=run, say=say)
    follow(by, confirmed, say)
    return confirmed


def make_up_for(by: Actor, source: str, say: Say | None) -> None:
    """What should have come after the run that is applied, if its process died before that."""
    state = SourceState.objects.select_related("applied").filter(source=source).first()
    if state and state.applied and (folder_of(state.applied) / TO_FOLLOW).exists():
        follow(by, state.applied, say)


def follow(by: Actor, run: Run, say: Say | None) -> None:
    """What must come after a run: what others state of those who arrived, doubts, whereabouts.

    A note in the run's folder says that it has still to come, until it has.
    """
    if run.standing != Standing.DONE:
        return
    follow_through(by, run, say)
    (folder_of(run) / TO_FOLLOW).unlink(missing_ok=True)


def follow_through(by: Actor, run: Run, say: Say | None) -> None:
    """Each of those things, by what the source brings."""
    from commonweal.sector.actions.statements import say_again

    brings = SOURCES[run.source].brings
    if brings in GROUND:
        locate_organisations(by=by, say=say)
    if brings in NAMING:
        rebuild_search(by=by)
    if brings in (*GROUND, *ARRIVALS, "pairs of numbers"):
        say_again(by=by, since=run.started_at)
    if brings in ARRIVALS:
        changed = SourceRecord.objects.filter(changed_run=run, gone_run=None)
        keys = changed.exclude(organisation=None).values_list("organisation", flat=True)
        find_doubts(by=Robot("look-alikes"), organisation_ids=keys.iterator())


@action(permission="intake.run_import", whole=False)
def locate_organisations(*, by: Actor, say: Say | None = None) -> list[Run]:
    """Find afresh where every organisation lies and whether it belongs here."""
    return judge_all(by, say)


@action(permission="intake.run_import", whole=False)
def reconsider_place(*, by: Actor, say: Say | None = None) -> list[Run]:
    """Decide afresh who belongs, from the rows kept of each source: the place has changed."""
    return judge_all(by, say)


def judge_all(by: Actor, say: Say | None) -> list[Run]:
    """Judge each source's kept rows again, then all that no source knows."""
    from commonweal.sector.sources.named import know_named

    know_named()
    whole = [name for name, source in sorted(SOURCES.items()) if source.keeps_rows]
    runs = [run for name in whole if (run := judge_again(by=by, source=name, say=say))]
    judged = [run.source for run in runs if run.standing != Standing.FAILED]
    work_out_the_rest(by=by, judged=judged)
    locate_services(by=by)
    return runs


@action(permission="intake.run_import", keeps=("judged",))
def work_out_the_rest(*, by: Actor, judged: list[str]) -> int:
    """Work out again what is published of organisations that none of these sources knows."""
    rest = Organisation.objects.filter(same_as=None).exclude(
        records__source__in=judged, records__gone_run=None
    )
    return republish(rest.values_list("pk", flat=True).iterator(chunk_size=5_000))
