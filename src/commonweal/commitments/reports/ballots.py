"""Ballots and candidates as staff see them: what is checked, and what is to be looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import Ballot, Candidate, Election
from commonweal.places.models import Area
from commonweal.ui.words import long_day

NO_AREA = "No area code: nobody finds it by postcode."


@dataclass(frozen=True)
class BallotLine:
    """A ballot in a list. ``problem`` is what is to be looked at, or nothing."""

    ballot: Ballot
    standing: int
    gone: int
    problem: str


@dataclass(frozen=True)
class CandidateLine:
    """A candidate in a list. ``namesake`` says that another on the ballot has the same name."""

    candidate: Candidate
    namesake: bool


def election_on_desk(election: Election) -> list[BallotLine]:
    """The ballots of an election by name, in three queries however many there are."""
    stands = Q(candidates__standing=CandidateStanding.STANDING)
    rows = list(
        election.ballots.annotate(
            stands=Count("candidates", filter=stands),
            gone=Count("candidates", filter=stands & Q(candidates__gone_at__isnull=False)),
        ).order_by("name", "pk")
    )
    ended = _ended([ballot.area for ballot in rows if ballot.area], election)
    return [BallotLine(b, b.stands, b.gone, _problem(b, ended)) for b in rows]  # type: ignore[attr-defined]


def _ended(codes: list[str], election: Election) -> dict[str, str]:
    """The areas among these that had ended before the poll, with what to say of each."""
    ended: dict[str, str] = {}
    wanted = Area.objects.filter(valid_to__lt=election.on)
    for area in wanted.filter(code__in=codes) if len(codes) < 500 else wanted:
        until = long_day(area.valid_to)
        ended[area.code] = f"The area {area.code} ended on {until}: it is another ward now."
    return ended


def _problem(ballot: Ballot, ended: dict[str, str]) -> str:
    return ended.get(ballot.area, "") if ballot.area else NO_AREA


def problem_of_area(ballot: Ballot) -> str:
    """What is wrong with the area of a ballot: none, or one that was abolished before the poll."""
    codes = [ballot.area] if ballot.area else []
    return _problem(ballot, _ended(codes, ballot.election))


def candidates_on_desk(ballot: Ballot) -> list[CandidateLine]:
    """Who is known of a ballot, by surname."""
    rows = list(ballot.candidates.order_by("surname", "forenames", "pk"))
    names = Counter(candidate.name.casefold() for candidate in rows)
    return [CandidateLine(c, names[c.name.casefold()] > 1) for c in rows]
