"""Bringing in the candidates of a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from commonweal.commitments.actions.independence import only_the_independent_on
from commonweal.commitments.models import Ballot, Candidate
from commonweal.commitments.reports.candidates_brought import OF_BALLOTS, TAKEN, Plan, plan_of
from commonweal.commitments.sources.democracy_club import Unreadable, read
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

AT_ONCE = 1000


@action(permission="commitments.keep_election", keeps=("election",))
def import_candidates(*, by: Actor, path: Path, election: str) -> Plan:
    """Bring in the elections, ballots and candidates of a Democracy Club file: all of it or none.

    ``election`` is its id in the file, or the address of one of ours. Candidates of a checked
    ballot who change undo that check. Nobody is taken out. Where answers have closed nothing of
    what stands on the ballot paper is changed: the plan tells it, for a person to correct.

    :raises Refused: when the file cannot be read, or holds nothing of that election.
    """
    plan = foresee(path, election)
    only_the_independent_on(by, plan.election)
    _apply(plan, clock.now())
    return plan


def foresee(path: Path, election: str) -> Plan:
    """What bringing in a file would change. Changes nothing.

    :raises Refused: when the file cannot be read, or holds nothing of that election.
    """
    try:
        return plan_of(read(path), election, clock.now())
    except Unreadable as problem:
        raise Refused(str(problem), field="file") from problem


def _apply(plan: Plan, now: dt.datetime) -> None:
    """Write a plan, in a handful of statements however many stand."""
    if plan.election.pk is None:
        plan.election.save()
    Ballot.objects.bulk_create(plan.new_ballots, batch_size=AT_ONCE)
    Ballot.objects.bulk_update(plan.filled_ballots, OF_BALLOTS, batch_size=AT_ONCE)
    Candidate.objects.bulk_create(plan.new, batch_size=AT_ONCE)
    changed = [c.candidate for c in plan.changed]
    columns = [*TAKEN, "person", "source", "corrected", "gone_at"]
    Candidate.objects.bulk_update(changed, columns, batch_size=200)
    gone = [c.pk for c in plan.gone if c.gone_at is None]
    for start in range(0, len(gone), AT_ONCE):
        Candidate.objects.filter(pk__in=gone[start : start + AT_ONCE]).update(gone_at=now)
    Ballot.objects.filter(pk__in=list(plan.unchecked)).update(checked_at=None, checked_by="")
