"""Who was elected: as a file has it, or as somebody types it from the declaration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from commonweal.commitments.actions.independence import only_the_independent
from commonweal.commitments.choices import BallotStanding, CandidateStanding
from commonweal.commitments.models import Ballot, Candidate, Election
from commonweal.commitments.period import CLOSE_OF_POLL
from commonweal.commitments.sources.results import BallotResult
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

Outcome = dict[int, tuple[bool, int | None]]


@dataclass(frozen=True)
class Applied:
    """What came of bringing results in. ``problems`` are sentences, each of a ballot left out."""

    ballots: int
    elected: int
    problems: tuple[str, ...]


@action(permission="commitments.keep_election", about="election")
def import_results(*, by: Actor, election: Election, results: Collection[BallotResult]) -> Applied:
    """Write down who was elected and the votes, ballot by ballot.

    A ballot that does not fit what is known here is left out whole and told of; others of the file
    that are no ballots of this election are passed over, since files hold whole days.

    :raises Refused: when none of the file's ballots is one of this election.
    """
    only_the_independent(by)
    known = {b.code: b for b in election.ballots.prefetch_related("candidates")}
    fitting = [r for r in results if r.code in known]
    if not fitting:
        raise Refused("None of the ballots in this file is one of this election.", field="file")
    problems, ballots, elected = [], 0, 0
    for result in fitting:
        ballot = known[result.code]
        try:
            outcome = outcome_of(ballot, result)
            apply(ballot, outcome)
        except Refused as refusal:
            problems.append(f"{ballot.name}: {refusal.sentence}")
            continue
        ballots, elected = ballots + 1, elected + sum(won for won, _ in outcome.values())
    return Applied(ballots, elected, tuple(problems))


@action(permission="commitments.keep_election", about="ballot")
def enter_result(
    *, by: Actor, ballot: Ballot, elected: Collection[int], votes: Mapping[int, int | None]
) -> Ballot:
    """Write down a result from its declaration: the keys of who was elected, and the votes.

    :raises Refused: when it cannot be so.
    """
    only_the_independent(by)
    standing = {c.pk for c in ballot.candidates.all() if stands(c)}
    if not set(elected) | set(votes) <= standing:
        raise Refused("Somebody here does not stand on this ballot.")
    apply(ballot, {pk: (pk in elected, votes.get(pk)) for pk in standing})
    return ballot


def outcome_of(ballot: Ballot, result: BallotResult) -> Outcome:
    """A result of a file by the keys of our candidates.

    :raises Refused: when it lacks somebody, has somebody more, or says not who was elected.
    """
    ours = {c.person: c for c in ballot.candidates.all() if stands(c)}
    theirs = {r.person: r for r in result.results}
    more = [theirs[p].name or p for p in theirs if p not in ours]
    if more:
        raise Refused(f"{', '.join(more)} is in the file and does not stand on this ballot here.")
    lacking = [str(ours[p]) for p in ours if p not in theirs]
    if lacking:
        raise Refused(f"The file says nothing of {', '.join(lacking)}.")
    if not any(r.elected for r in result.results):
        raise Refused("The file does not say who was elected.")
    return {ours[p].pk: (bool(r.elected), r.votes) for p, r in theirs.items()}


def apply(ballot: Ballot, outcome: Outcome) -> None:
    """Write an outcome down.

    :raises Refused: when the poll has not closed, or as many cannot have been elected.
    """
    now = clock.now()
    if now < close_of_poll(ballot):
        raise Refused("The poll has not closed.")
    if ballot.standing == BallotStanding.COUNTERMANDED and ballot.poll_on is None:
        raise Refused("This poll was put off, and no new day is set.")
    won = {pk for pk, (is_elected, _) in outcome.items() if is_elected}
    if not won:
        raise Refused("Say who was elected.", field="elected")
    if len(won) > ballot.seats:
        raise Refused(f"{len(won)} were elected, and there are {ballot.seats} seats.")
    candidates = [c for c in ballot.candidates.all() if c.pk in outcome]
    for candidate in candidates:
        if candidate.office_from and candidate.pk not in won:
            raise Refused(f"{candidate} has taken office, so they were elected.")
        candidate.elected, candidate.votes = outcome[candidate.pk]
    Candidate.objects.bulk_update(candidates, ["elected", "votes"])
    ballot.results_at = now
    ballot.save(update_fields=["results_at"])


def close_of_poll(ballot: Ballot) -> dt.datetime:
    """When the polls of a ballot close: at ten in the evening, by the clock here."""
    day = ballot.poll_on or ballot.election.on
    return timezone.make_aware(dt.datetime.combine(day, CLOSE_OF_POLL))


def stands(candidate: Candidate) -> bool:
    """Whether somebody could be voted for to the end."""
    return candidate.standing == CandidateStanding.STANDING
