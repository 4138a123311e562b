"""Imports, and files to take away, that the worker does, so that nobody waits at a page."""

from __future__ import annotations

import shutil
from pathlib import Path

import structlog
from django_tasks import task

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake.actions import fetch_source, note_failure, resume_run
from commonweal.intake.models import Run
from commonweal.sector import packaging
from commonweal.sector.actions.imports import bring_in, confirm_bringing, reconsider_place
from commonweal.sector.actions.matching import give_up_on_list, match_list
from commonweal.sector.models import MatchList

MATCHER = Robot("matching")
BROKE = "Something of ours broke. It was noted. Give the list again."
log = structlog.get_logger(__name__)


@task(backend="db")
def bring_in_later(
    *, user: int, source: str, path: str, trial: bool, throw_away: bool = False
) -> str:
    """Bring a file in for a person; how the run stands, or why it did not begin."""
    person = User.objects.get(pk=user)
    try:
        run = bring_in(by=person, source=source, path=Path(path), trial=trial)
    except Refused as refusal:
        log.warning("import refused", source=source, why=refusal.sentence)
        note_failure(by=person, source=source, why=refusal.sentence, trial=trial)
        return refusal.sentence
    finally:
        if throw_away:
            shutil.rmtree(Path(path).parent, ignore_errors=True)
    return str(run.standing)


@task(backend="db")
def write_package_later() -> str:
    """Write the data package for those who wait for it; the name of its folder."""
    return packaging.write(clock.now()).name


@task(backend="db")
def fetch_later(*, user: int, source: str, trial: bool) -> str:
    """Fetch a source and bring it in for a person; how the run stands, or why it did not begin."""
    person = User.objects.get(pk=user)
    try:
        fetched = fetch_source(by=person, source=source)
        run = bring_in(by=person, source=source, path=Path(fetched.folder), trial=trial)
    except Refused as refusal:
        log.warning("fetching refused", source=source, why=refusal.sentence)
        note_failure(by=person, source=source, why=refusal.sentence, trial=trial)
        return refusal.sentence
    return str(run.standing)


@task(backend="db")
def confirm_later(*, user: int, run: int) -> str:
    """Apply a run that a person has confirmed."""
    person = User.objects.get(pk=user)
    try:
        return str(confirm_bringing(by=person, run=Run.objects.get(pk=run)).standing)
    except Refused as refusal:
        return refusal.sentence


@task(backend="db")
def resume_later(*, user: int, run: int) -> str:
    """Go on with a run whose process died."""
    person = User.objects.get(pk=user)
    try:
        return str(resume_run(by=person, run=Run.objects.get(pk=run)).standing)
    except Refused as refusal:
        return refusal.sentence


@task(backend="db")
def judge_later(*, user: int) -> int:
    """Decide afresh who belongs, after the place has changed; how many sources were judged."""
    return len(reconsider_place(by=User.objects.get(pk=user)))


@task(backend="db")
def match_later(*, matched: int) -> None:
    """Match a list that somebody gave; nothing if it was taken away meanwhile."""
    found = MatchList.objects.filter(pk=matched).first()
    if found is None:
        return
    try:
        match_list(by=MATCHER, matched=found)
    except Exception:
        give_up_on_list(by=MATCHER, matched=found, why=BROKE)
        raise
