"""Elections and their ballots: written down, checked by a person, put off."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Any

from django.utils.text import slugify

from commonweal.commitments.actions.correction_log import note
from commonweal.commitments.actions.independence import (
    only_the_independent,
    only_the_independent_on,
)
from commonweal.commitments.choices import BallotStanding, CandidateStanding
from commonweal.commitments.models import Ballot, Call, Candidate, Election
from commonweal.commitments.period import Poll
from commonweal.commitments.reports.hours import closing_of_ballot
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.ui.words import long_day

GSS = re.compile(r"[EWSN]\d{8}")
A_CODE = re.compile(r"[a-z0-9][a-z0-9.-]*")


@action(permission="commitments.keep_election")
def add_election(
    *, by: Actor, name: str, on: dt.date, slug: str = "", notice_on: dt.date | None = None
) -> Election:
    """Write down an election.

    :raises Refused: when its address is taken, or notice would come after the poll.
    """
    if not name.strip():
        raise Refused("Say what people call it.", field="name")
    if notice_on and notice_on > on:
        raise Refused("Notice of election is given before the poll.", field="notice_on")
    slug = slugify(slug or name)[:80]
    if not slug or Election.objects.filter(slug=slug).exists():
        raise Refused("There is an election with this address already.", field="slug")
    return Election.objects.create(slug=slug, name=name.strip(), on=on, notice_on=notice_on)


@action(permission="commitments.keep_election", about="election")
def change_election(
    *, by: Actor, election: Election, name: str, notice_on: dt.date | None
) -> Election:
    """Put its name or the day of notice right. The day of the poll stays.

    :raises Refused: without a name; when notice would come after the poll; or when somebody who has
        not declared to work for no public body would shorten the time before the election.
    """
    if not name.strip():
        raise Refused("Say what people call it.", field="name")
    if notice_on and notice_on > election.on:
        raise Refused("Notice of election is given before the poll.", field="notice_on")
    only_the_independent_on(by, election)
    new = Poll(name, election.on, notice_on)
    if new.first > Poll(name, election.on, election.notice_on).first:
        only_the_independent(by)
    election.name, election.notice_on = name.strip(), notice_on
    election.save(update_fields=["name", "notice_on"])
    return election


@action(permission="commitments.keep_election", about="election")
def add_ballot(
    *, by: Actor, election: Election, name: str, code: str = "", council: str = "", area: str = "",
    seats: int = 1, electors: int | None = None, by_election: bool = False,
) -> Ballot:  # fmt: skip
    """Write down a ballot of an election. Without a code it is given one of ours.

    :raises Refused: when the code is taken, or a value is not what it should be.
    """
    only_the_independent_on(by, election)
    code = code.strip().lower() or f"here.{slugify(name)}.{election.on}"
    told = _told_of_ballot(name, council, area, seats)
    told |= {"electors": electors, "by_election": by_election}
    if not A_CODE.fullmatch(code) or len(code) > 150:
        raise Refused("A code is small letters, figures, dots and dashes.", field="code")
    if Ballot.objects.filter(code=code).exists():
        raise Refused("There is a ballot with this code already.", field="code")
    return Ballot.objects.create(election=election, code=code, **told)


@action(permission="commitments.keep_election", about="ballot")
def change_ballot(
    *, by: Actor, ballot: Ballot, name: str, council: str = "", area: str = "", seats: int = 1,
    electors: int | None = None, by_election: bool = False,
) -> Ballot:  # fmt: skip
    """Put right what is known of a ballot. Other seats undo its check."""
    only_the_independent_on(by, ballot.election)
    told = _told_of_ballot(name, council, area, seats)
    told |= {"electors": electors, "by_election": by_election}
    if seats != ballot.seats:
        undo_check(ballot)
    for field, value in told.items():
        setattr(ballot, field, value)
    ballot.save()
    return ballot


def _told_of_ballot(name: str, council: str, area: str, seats: int) -> dict[str, Any]:
    area = area.strip().upper()
    if not name.strip():
        raise Refused("Say what people call it.", field="name")
    if area and not GSS.fullmatch(area):
        raise Refused("A GSS code is a letter and eight figures, such as E05009287.", field="area")
    if not 1 <= seats <= 999:
        raise Refused("A ballot fills one seat at least.", field="seats")
    return {"name": name.strip(), "council": council.strip(), "area": area, "seats": seats}


def as_listed(ballot: Ballot) -> list[Candidate]:
    """Who is known of a ballot, as a person checks them."""
    return list(ballot.candidates.order_by("surname", "forenames", "pk"))


def seen_of(candidates: list[Candidate]) -> str:
    """What a person saw when they checked: changes when anything on the paper does."""
    told = [
        [c.pk, c.name, c.surname, c.forenames, c.party, c.description, c.standing]
        for c in sorted(candidates, key=lambda c: c.pk)
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@action(permission="commitments.keep_election", about="ballot", keeps=("statement_url",))
def check_ballot(*, by: Actor, ballot: Ballot, statement_url: str, seen: str) -> Ballot:
    """A person compared the candidates with the Statement of Persons Nominated, and they agree.

    ``seen`` is ``seen_of`` what they looked at. Where nobody stands against those who fill the
    seats, the ballot is uncontested.

    :raises Refused: when nobody stands, the statement is not named, or the list changed meanwhile.
    """
    only_the_independent_on(by, ballot.election)
    ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    candidates = as_listed(ballot)
    standing = [c for c in candidates if c.standing == CandidateStanding.STANDING]
    if not standing:
        raise Refused("Nobody stands on this ballot yet. Add the candidates first.")
    if not statement_url.startswith(("http://", "https://")):
        raise Refused("Give the address of the statement you compared with.", field="statement_url")
    if seen_of(candidates) != seen:
        raise Refused("The candidates changed while you were looking. Compare them once more.")
    if ballot.standing != BallotStanding.COUNTERMANDED:
        uncontested = len(standing) <= ballot.seats
        ballot.standing = BallotStanding.UNCONTESTED if uncontested else BallotStanding.GOING
    ballot.statement_url = statement_url
    ballot.checked_at, ballot.checked_by = clock.now(), by.label
    ballot.save(update_fields=["standing", "statement_url", "checked_at", "checked_by"])
    return ballot


def undo_check(ballot: Ballot) -> bool:
    """Who stands has changed: as part of that change, the check no longer holds.

    Nothing more is sent to anybody on this ballot until somebody checks it again.
    """
    ballot.checked_at, ballot.checked_by = None, ""
    fresh = Ballot.objects.filter(pk=ballot.pk).exclude(checked_at=None)
    return bool(fresh.update(checked_at=None, checked_by=""))


@action(permission="commitments.keep_election", about="ballot", keeps=("poll_on", "reason"))
def countermand_ballot(
    *, by: Actor, ballot: Ballot, poll_on: dt.date, closes_at: dt.datetime, reveal_at: dt.datetime,
    reason: str,
) -> Ballot:  # fmt: skip
    """The poll was put off. Answers are kept, and can be changed until one new deadline for all.

    All of the ballot are told of it alike, once the new list of candidates is checked. The log of
    every call that was opened says why.

    :raises Refused: when the new dates lie in the past or not one after the other.
    """
    only_the_independent_on(by, ballot.election)
    now = clock.now()
    if not reason.strip():
        raise Refused("Say why: it is shown on the ballot's page.", field="reason")
    if poll_on <= clock.today():
        raise Refused("The new poll is on a day to come.", field="poll_on")
    if closes_at <= now:
        raise Refused("The new deadline is an hour to come.", field="closes_at")
    if reveal_at < closes_at:
        raise Refused("Answers are shown after the deadline, not before.", field="reveal_at")
    if clock.day_of(reveal_at) > poll_on:
        raise Refused("Answers are shown before the poll.", field="reveal_at")
    _not_sooner(ballot, closes_at, reveal_at)
    ballot.standing = BallotStanding.COUNTERMANDED
    ballot.poll_on, ballot.closes_at, ballot.reveal_at = poll_on, closes_at, reveal_at
    ballot.save(update_fields=["standing", "poll_on", "closes_at", "reveal_at"])
    undo_check(ballot)
    for call in Call.objects.filter(election=ballot.election_id, opened_at__isnull=False):
        told = f"The poll in {ballot.name} was put off to {long_day(poll_on)}."
        note(call, by, told, reason.strip())
    return ballot


def _not_sooner(ballot: Ballot, closes_at: dt.datetime, reveal_at: dt.datetime) -> None:
    """A poll that is put off takes no time from anybody, and shows nothing before its hour.

    :raises Refused: when answers would close, or be shown, before the hour that all were told.
    """
    calls = Call.objects.filter(election=ballot.election_id, opened_at__isnull=False)
    for call in calls:
        if closes_at < closing_of_ballot(call, ballot):
            raise Refused(
                "All were told a later deadline than this. It is not brought forward.",
                field="closes_at",
            )
        if reveal_at < (ballot.reveal_at or call.reveal_at):
            raise Refused(
                "All were told that answers are shown later than this. Nothing is shown sooner.",
                field="reveal_at",
            )
