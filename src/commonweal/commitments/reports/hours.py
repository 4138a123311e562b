"""When the answers of a ballot close and are shown: by the clock, the same for all."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.choices import BallotStanding
from commonweal.commitments.models import Ballot, Call, Election


def hour_of(call: Call, ballot: Ballot) -> dt.datetime | None:
    """When a ballot's answers are shown; none while its poll is put off without a new hour."""
    if ballot.reveal_at is not None:
        return ballot.reveal_at
    return None if ballot.standing == BallotStanding.COUNTERMANDED else call.reveal_at


def closing_of_ballot(call: Call, ballot: Ballot) -> dt.datetime:
    """When a ballot's answers close."""
    return ballot.closes_at or call.closes_at


def closed_calls(ballot: Ballot, now: dt.datetime) -> list[Call]:
    """The calls to a ballot whose answers have closed: what stands on its paper is frozen."""
    opened = Call.objects.filter(election=ballot.election_id, opened_at__isnull=False)
    return [c for c in opened.order_by("pk") if closing_of_ballot(c, ballot) <= now]


def closed_ballots(election: Election, now: dt.datetime) -> frozenset[int]:
    """The keys of an election's ballots on which the answers to some call have closed."""
    calls = list(election.calls.filter(opened_at__isnull=False)) if election.pk else []
    ballots = election.ballots.all() if calls else ()
    return frozenset(b.pk for b in ballots if any(closing_of_ballot(c, b) <= now for c in calls))


def is_shown(call: Call, ballot: Ballot, now: dt.datetime) -> bool:
    """Whether a ballot's answers may be seen: the same rule as ``AnswerQuerySet.public``."""
    hour = hour_of(call, ballot)
    return call.opened_at is not None and call.held_at is None and hour is not None and hour <= now


def changes_within(hours: list[dt.datetime | None], now: dt.datetime) -> bool:
    """Whether an hour comes within this minute: a page made now is then kept by nobody."""
    minute = now.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    return any(hour is not None and now < hour < minute for hour in hours)
