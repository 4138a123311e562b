"""What bringing in a file of candidates would change: compared first, then applied or only shown.

What a file leaves blank changes nothing. What staff put right by hand stays, and what the source
says instead is told beside it. Nobody is ever taken out: who is no longer in the file is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify

from commonweal.commitments.models import Ballot, Candidate, Election
from commonweal.commitments.reports.hours import closed_ballots
from commonweal.commitments.sources.democracy_club import (
    NAME,
    Fault,
    Reading,
    ballots_of,
    elections_of,
)
from commonweal.commitments.sources.democracy_club_rows import Standing
from commonweal.core.refused import Refused
from commonweal.ui.words import long_day

TAKEN = ("name", "surname", "forenames", "party", "party_id", "description", "email")
# What a voter reads on the ballot paper: a change of it undoes the check against the statement.
ON_THE_PAPER = frozenset({"name", "surname", "forenames", "party", "description"})
OF_BALLOTS = ("name", "council", "area", "seats")
KINDS = {
    "parl": "UK Parliament", "local": "Local elections", "mayor": "Mayor",
    "pcc": "Police and crime commissioner", "senedd": "Senedd", "sp": "Scottish Parliament",
    "nia": "Northern Ireland Assembly", "gla": "London Assembly",
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """A candidate whose source says something new. ``fields`` holds what was and what is."""

    candidate: Candidate
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """Staff put something right, and the source still says otherwise."""

    candidate: Candidate
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Left:
    """What a file says of a ballot whose answers have closed: told, and left to a person.

    ``fields`` holds what is here and what is in the file; none of somebody who is not known here.
    """

    ballot: Ballot
    name: str
    fields: dict[str, tuple[str, str]]


@dataclass
class Plan:
    """All that a file brings to one election. ``election`` is not saved yet where it is new."""

    election: Election
    faults: list[Fault]
    notes: list[str]
    read: int
    repeated: int
    outside: int = 0
    new_ballots: list[Ballot] = field(default_factory=list)
    filled_ballots: list[Ballot] = field(default_factory=list)
    new: list[Candidate] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    gone: list[Candidate] = field(default_factory=list)
    back: list[Candidate] = field(default_factory=list)
    closed: frozenset[int] = frozenset()
    left: list[Left] = field(default_factory=list)
    unchanged: int = 0
    unchecked: dict[int, Ballot] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"commitments.election:{self.election.pk}"

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return sum(1 for fault in self.faults if not fault.taken)

    def as_json(self) -> dict[str, Any]:
        """As the command prints it. How to reach people is not in it."""
        return {
            "election": self.election.slug, "name": self.election.name,
            "on": self.election.on.isoformat(), "read": self.read, "created": len(self.new),
            "updated": len(self.changed), "unchanged": self.unchanged, "outside": self.outside,
            "repeated": self.repeated, "rejected": self.rejected, "gone": len(self.gone),
            "ballots_created": len(self.new_ballots),
            "checks_undone": sorted(ballot.code for ballot in self.unchecked.values()),
            "no_longer_in_the_file": [
                {"person": c.person, "name": c.name, "ballot": c.ballot.code} for c in self.gone
            ],
            "kept_as_staff_put_it": [
                {"person": k.candidate.person, "name": k.candidate.name, "field": k.field}
                for k in self.kept
            ],
            "left_to_a_person": [
                {"ballot": x.ballot.code, "name": x.name,
                 "fields": {n: {"here": a, "file": b} for n, (a, b) in x.fields.items()}}
                for x in self.left
            ],
            "rejects": [
                {"row": f.row, "column": f.column, "why": f.why, "person": f.person,
                 "name": f.name, "taken": f.taken} for f in self.faults
            ],
            "notes": self.notes,
        }  # fmt: skip


def slug_of(election: str) -> str:
    """The address of an election that a file calls ``local.norfolk.2021-05-06``."""
    return slugify(election.replace(".", "-"))[:80]


def name_of(election: str, on: dt.date) -> str:
    """What to call it until somebody calls it better."""
    kind, _, rest = election.removesuffix(str(on)).strip(".").partition(".")
    where = re.sub(r"[.-]+", " ", rest).strip().title()
    words = ", ".join(filter(None, [KINDS.get(kind, kind), where]))
    return f"{words}, {long_day(on)}"[:200]


def plan_of(reading: Reading, election: str, now: dt.datetime) -> Plan:
    """What this file would change of one election, told by its id in the file or by ours.

    :raises Refused: when the file holds nothing of that election.
    """
    wanted = slug_of(election)
    known = Election.objects.filter(slug=wanted).first()
    rows = [one for one in reading.standing if slug_of(one.election) == wanted]
    if not rows and known is not None:
        rows = [one for one in reading.standing if one.on == known.on]
    if not rows:
        raise Refused(_none_of(reading, election), field="election")
    if known is None:
        name = name_of(rows[0].election, rows[0].on)
        known = Election(slug=wanted, name=name, on=rows[0].on)
    plan = Plan(known, reading.faults, list(reading.notes), reading.read, reading.repeated)
    plan.closed = closed_ballots(known, now)
    plan.outside = len(reading.standing) - len(rows)
    rows, ballots = _ballots(plan, rows)
    _candidates(plan, rows, ballots)
    return plan


def _none_of(reading: Reading, election: str) -> str:
    held = ", ".join(name for name, _ in elections_of(reading.standing).most_common(5))
    if not held:
        first = reading.faults[0] if reading.faults else None
        why = f" Row {first.row:,}, column {first.column}: {first.why}" if first else ""
        return f"No row of the file could be taken.{why}"
    return f"The file holds nothing of {election[:80]}. It holds {held}."


def _ballots(plan: Plan, rows: list[Standing]) -> tuple[list[Standing], dict[str, Ballot]]:
    """The ballots of these rows, old and new; rows of another election's ballot are refused."""
    told = ballots_of(rows)
    ours = Ballot.objects.filter(code__in=list(told)) if len(told) < 500 else Ballot.objects.all()
    known = {ballot.code: ballot for ballot in ours.order_by("pk") if ballot.code in told}
    elsewhere = {b.code for b in known.values() if b.election_id != plan.election.pk}
    wrong_day = {code for code, one in told.items() if one.on != plan.election.on}
    for one in rows:
        if one.ballot in elsewhere or one.ballot in wrong_day:
            why = "This ballot belongs to another election here." if one.ballot in elsewhere else (
                f"The poll is on another day than the election, {plan.election.on}."
            )  # fmt: skip
            plan.faults.append(Fault(one.row, "ballot_paper_id", why, one.person, one.name))
    rows = [r for r in rows if r.ballot not in elsewhere and r.ballot not in wrong_day]
    for code, one in ballots_of(rows).items():
        if code in known:
            _fill(plan, known[code], one)
        else:
            known[code] = Ballot(
                election=plan.election, code=code, name=one.post, council=one.council,
                area=one.area, seats=one.seats, by_election=one.by_election,
            )  # fmt: skip
            plan.new_ballots.append(known[code])
        if one.cancelled:
            plan.notes.append(
                f"The source says that the poll of {one.post} was cancelled. Say on its page "
                "whether it was put off or nobody stood against those named."
            )
    return rows, known


def _fill(plan: Plan, ballot: Ballot, one: Standing) -> None:
    """Fill in what was not known of a ballot; where the two differ, ours stays and it is told."""
    theirs = {"name": one.post, "council": one.council, "area": one.area, "seats": one.seats}
    filled = False
    for name in OF_BALLOTS:
        here, there = getattr(ballot, name), theirs[name]
        if there and not here:
            setattr(ballot, name, there)
            filled = True
        elif there and here != there and (name != "seats" or there != 1):
            plan.notes.append(f"{ballot.name}: {name} is {here} here, {there} in the file.")
    if filled:
        plan.filled_ballots.append(ballot)


def _candidates(plan: Plan, rows: list[Standing], ballots: dict[str, Ballot]) -> None:
    """Compare who stands with who is known."""
    known: dict[tuple[str, str], Candidate] = {}
    typed: dict[tuple[str, str], list[Candidate]] = {}
    if plan.election.pk:
        ours = Candidate.objects.filter(ballot__election=plan.election).select_related("ballot")
        for candidate in ours.order_by("pk"):
            known[candidate.ballot.code, candidate.person] = candidate
            if not candidate.source:
                called = (candidate.ballot.code, candidate.name.casefold())
                typed.setdefault(called, []).append(candidate)
    namesakes = Counter((one.ballot, one.name.casefold()) for one in rows)
    met: set[int] = set()
    for one in rows:
        found = known.get((one.ballot, one.person))
        called = (one.ballot, one.name.casefold())
        if found is None and len(typed.get(called, ())) == 1 == namesakes[called]:
            found = typed[called][0]
        if found is None and ballots[one.ballot].pk in plan.closed:
            plan.left.append(Left(ballots[one.ballot], one.name, {}))
        elif found is None:
            plan.new.append(_new(one, ballots[one.ballot]))
        else:
            met.add(found.pk)
            _compare(plan, found, one)
    unread = {f.person for f in plan.faults if not f.taken}
    for candidate in known.values():
        if candidate.source == NAME and candidate.pk not in met and candidate.person not in unread:
            plan.gone.append(candidate)
    touched = [c.ballot for c in plan.new] + [c.ballot for c in plan.gone if not c.gone_at]
    touched += [c.candidate.ballot for c in plan.changed if ON_THE_PAPER & set(c.fields)]
    closed = plan.closed
    plan.unchecked = {b.pk: b for b in touched if b.pk and b.checked_at and b.pk not in closed}


def _new(one: Standing, ballot: Ballot) -> Candidate:
    return Candidate(
        ballot=ballot,
        person=one.person,
        source=NAME,
        **{name: getattr(one, name) for name in TAKEN},
    )


def _compare(plan: Plan, candidate: Candidate, one: Standing) -> None:
    """Set on the candidate what the source says anew, but for what staff put right and, once
    answers have closed, for what stands on the paper or is part of the digest."""
    fields: dict[str, tuple[str, str]] = {}
    left: dict[str, tuple[str, str]] = {}
    closed = candidate.ballot_id in plan.closed
    renamed = one.name != candidate.corrected.get("name", candidate.name)
    for name in TAKEN:
        theirs, ours = getattr(one, name), getattr(candidate, name)
        if not theirs or (name in ("surname", "forenames") and one.split and not renamed):
            continue
        if name in candidate.corrected:
            if theirs != ours:
                plan.kept.append(Kept(candidate, name, ours, theirs))
            if theirs != candidate.corrected[name]:
                candidate.corrected[name] = theirs
                fields.setdefault("corrected", ("", ""))
        elif theirs != ours and closed and name != "email":
            left[name] = (ours, theirs)
        elif theirs != ours:
            fields[name] = (ours, theirs)
            setattr(candidate, name, theirs)
    if not candidate.source and not closed:
        fields["person"] = (candidate.person, one.person)
        candidate.person, candidate.source = one.person, NAME
    if candidate.gone_at:
        candidate.gone_at = None
        plan.back.append(candidate)
        fields["gone_at"] = ("", "")
    if left:
        plan.left.append(Left(candidate.ballot, candidate.name, left))
    if fields:
        plan.changed.append(Changed(candidate, fields))
    else:
        plan.unchanged += 1
