"""Matching of many that the worker does, so that nobody waits at a page."""

from __future__ import annotations

from collections.abc import Sequence

from django_tasks import task

from commonweal.accounts.models import User
from commonweal.core.refused import Refused
from commonweal.help.actions.runs import agree_run, run_matching, run_matching_for_all
from commonweal.help.models import MatchRun, Scheme


@task(backend="db")
def match_later(*, user: int, scheme: int) -> int:
    """Work out whom to ask in one scheme; the key of the run."""
    person = User.objects.get(pk=user)
    return int(run_matching(by=person, scheme=Scheme.objects.get(pk=scheme)).pk)


@task(backend="db")
def match_all_later(*, user: int) -> int:
    """Work out whom to ask in every scheme, in an emergency; in how many."""
    return len(run_matching_for_all(by=User.objects.get(pk=user)))


@task(backend="db")
def agree_later(*, user: int, run: int, without: Sequence[int]) -> str:
    """Ask all who are proposed, for a person who agreed to it; how many, or why not."""
    person, found = User.objects.get(pk=user), MatchRun.objects.get(pk=run)
    try:
        return str(agree_run(by=person, run=found, without=tuple(without))["offered"])
    except Refused as refusal:
        return refusal.sentence
