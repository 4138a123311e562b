"""What candidates of a call are owed, were sent, and whether they answered: never what.

What is owed is found from rows alone: who stands on a checked ballot, what was sent, what came
back. So a worker that dies and one that comes twice make no difference.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from commonweal.commitments.asking import deadline_of, reminders_due
from commonweal.commitments.choices import CandidateStanding, ContactKind, ContactWay, ParagraphKind
from commonweal.commitments.letters import Text, text_of
from commonweal.commitments.models import Answer, Call, Candidate, Contact
from commonweal.comms.reports import bounced_among, can_be_written_to, plain
from commonweal.core import clock

AN_HOUR = dt.timedelta(hours=1)
MOST_HOURS = 32_000


@dataclass(frozen=True)
class Owed:
    """Something a candidate is to be sent and was not. ``by_email`` says which way it goes."""

    candidate: Candidate
    kind: ContactKind
    number: int
    due_at: dt.datetime
    text: Text
    by_email: bool


@dataclass
class Told:
    """What one candidate was sent so far."""

    good: dict[tuple[str, int], Contact] = field(default_factory=dict)
    failed: set[tuple[str, int]] = field(default_factory=set)

    @property
    def invitation(self) -> Contact | None:
        """The last invitation that did not come back."""
        sent = [one for (kind, _), one in self.good.items() if kind == ContactKind.INVITATION]
        return sent[-1] if sent else None


def running(now: dt.datetime) -> list[Call]:
    """The calls whose candidates may be owed something: opened, the hour come, a poll to come."""
    since = clock.day_of(now)
    rows = Call.objects.filter(opened_at__isnull=False, invite_at__lte=now)
    rows = rows.filter(election__on__gte=since) | rows.filter(election__ballots__poll_on__gte=since)
    return list(rows.select_related("election", "document").distinct().order_by("pk"))


def owed(call: Call, now: dt.datetime) -> list[Owed]:
    """All that is due to candidates of a call and was not sent, in the order of the ballots."""
    if call.opened_at is None or now < call.invite_at:
        return []
    candidates = list(to_be_asked(call))
    told, done = told_of(call), finished(call)
    bounced = bounced_among(c.email for c in candidates if c.email)
    texts: dict[tuple[int, str, int], Text] = {}
    found = []
    for candidate in candidates:
        known = told.get(candidate.pk, Told())
        for kind, number, due_at in _due(call, candidate, known, done, now):
            key = (candidate.ballot_id, kind, number)
            if key not in texts:
                texts[key] = text_of(call, candidate.ballot, kind)
            reached = can_be_written_to(candidate.email) and plain(candidate.email) not in bounced
            by_email = reached and (kind, number) not in known.failed
            found.append(Owed(candidate, kind, number, due_at, texts[key], by_email))
    return found


def to_be_asked(call: Call) -> Iterable[Candidate]:
    """Every candidate who stands on a ballot of the election that a person has checked."""
    rows = Candidate.objects.filter(
        ballot__election_id=call.election_id, ballot__checked_at__isnull=False,
        standing=CandidateStanding.STANDING,
    )  # fmt: skip
    return rows.select_related("ballot").order_by("ballot__name", "ballot_id", "surname", "pk")


def told_of(call: Call) -> dict[int, Told]:
    """What each candidate was sent, by their key."""
    found: dict[int, Told] = defaultdict(Told)
    for contact in call.contacts.order_by("pk"):
        key = (contact.kind, contact.number)
        if contact.failed_at is None:
            found[contact.candidate_id].good[key] = contact
        else:
            found[contact.candidate_id].failed.add(key)
    return found


def answered(call: Call) -> dict[int, int]:
    """To how many asks each candidate has answered. What they answered nobody is told here."""
    rows = Answer.objects.filter(call=call, ask__taken_out_at=None).values("candidate")
    return {r["candidate"]: r["asks"] for r in rows.annotate(asks=Count("ask", distinct=True))}


def finished(call: Call) -> frozenset[int]:
    """Those who have answered every ask."""
    asks = call.document.paragraphs.standing().filter(kind=ParagraphKind.ASK).count()
    return frozenset(pk for pk, count in answered(call).items() if count >= asks)


def moved_by(call: Call, candidate: Candidate) -> int:
    """By how many hours the deadline of a ballot was put off: numbers the letter about it."""
    closes = candidate.ballot.closes_at
    hours = round((closes - call.closes_at) / AN_HOUR) if closes else 0
    return min(max(hours, 0), MOST_HOURS)


def _due(
    call: Call, candidate: Candidate, told: Told, done: frozenset[int], now: dt.datetime
) -> list[tuple[ContactKind, int, dt.datetime]]:
    """What is due to one candidate. Of reminders that are late, only the last."""
    ballot = candidate.ballot
    deadline = deadline_of(call, ballot)
    if now >= deadline:
        return []
    invited = told.invitation
    if invited is None:
        return [(ContactKind.INVITATION, 0, call.invite_at)]
    found: list[tuple[ContactKind, int, dt.datetime]] = []
    number = moved_by(call, candidate)
    if (
        ballot.closes_at
        and (ContactKind.MOVED, number) not in told.good
        and invited.text_digest != text_of(call, ballot, ContactKind.INVITATION).digest
    ):
        found.append((ContactKind.MOVED, number, now))
    if candidate.pk not in done:
        days = reminders_due(call.remind_days, clock.here(call.invite_at), deadline, now)
        last = [r for r in days if r.at > invited.at][-1:]
        found += [
            (ContactKind.REMINDER, r.number, r.at)
            for r in last if (ContactKind.REMINDER, r.number) not in told.good
        ]  # fmt: skip
    return found


def letters_owed(call: Call, now: dt.datetime) -> list[Owed]:
    """What must go by letter or telephone, one to a candidate: there is no e-mail that reaches
    them."""
    found: dict[int, Owed] = {}
    for one in owed(call, now):
        if not one.by_email:
            found.setdefault(one.candidate.pk, one)
    return list(found.values())


@dataclass(frozen=True)
class Line:
    """A candidate of a call in a list. ``asks`` is to how many asks they answered, never what."""

    candidate: Candidate
    invited_at: dt.datetime | None
    ways: str
    reminders: int
    returned: bool
    asks: int


def call_on_desk(call: Call) -> list[Line]:
    """Every candidate of the election with what they were sent, by ballot and surname."""
    told, asks = told_of(call), answered(call)
    rows = Candidate.objects.filter(ballot__election_id=call.election_id).select_related("ballot")
    found = []
    for candidate in rows.order_by("ballot__name", "ballot_id", "surname", "pk"):
        known = told.get(candidate.pk, Told())
        sent = known.invitation
        ways = dict.fromkeys(ContactWay(contact.way).label for contact in known.good.values())
        reminders = sum(1 for kind, _ in known.good if kind == ContactKind.REMINDER)
        found.append(
            Line(
                candidate, sent.at if sent else None, ", ".join(ways), reminders,
                bool(known.failed), asks.get(candidate.pk, 0),
            )
        )  # fmt: skip
    return found
