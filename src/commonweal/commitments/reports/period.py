"""Whether it is the time before a poll in which public bodies publish nothing about candidates."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.models import Ballot, Election
from commonweal.commitments.period import Poll, period_at
from commonweal.core import clock


def polls() -> list[Poll]:
    """Every election held here; one with a poll that was put off, until that is over too."""
    last: dict[int, dt.date] = {}
    late = Ballot.objects.filter(poll_on__isnull=False)
    for election, on in late.values_list("election_id", "poll_on"):
        if on is not None:
            last[election] = max(on, last.get(election, on))
    return [
        Poll(e.name, max(e.on, last.get(e.pk, e.on)), e.notice_on) for e in Election.objects.all()
    ]


def period_of(moment: dt.datetime) -> Poll | None:
    """The poll in whose pre-election period a moment lies, or none."""
    return period_at(clock.here(moment), polls())
