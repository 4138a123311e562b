"""The log of what candidates were sent, which shows that all were treated alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from commonweal.commitments.choices import BallotStanding, ContactKind, ContactWay
from commonweal.commitments.models import Call, CallCorrection, Contact


@dataclass(frozen=True)
class Sending:
    """One message that many were sent: which, how, when, to how many, how many came back.

    ``texts`` is how many different texts it had: one, where all were sent the same words.
    """

    kind: str
    way: str
    number: int
    due: dt.datetime
    first: dt.datetime
    last: dt.datetime
    many: int
    returned: int
    texts: int


def public_contacts(call: Call, now: dt.datetime) -> QuerySet[Contact]:
    """What may be told of the log now.

    That somebody may answer again tells that they answered: it waits for the hour of their ballot.
    """
    rows = call.contacts.all()
    return rows.filter(~Q(kind=ContactKind.RESUBMIT) | shown_by(call, now))


def public_corrections(call: Call, now: dt.datetime) -> QuerySet[CallCorrection]:
    """The correction log: what is about one candidate once the hour of their ballot has passed."""
    rows = call.corrections.select_related("candidate__ballot")
    return rows.filter(Q(candidate=None) | shown_by(call, now)).order_by("-at", "-pk")


def shown_by(call: Call, now: dt.datetime) -> Q:
    """That the ballot of a candidate has been shown: ``AnswerQuerySet.public`` by candidate."""
    own = Q(candidate__ballot__reveal_at__isnull=False)
    if call.opened_at is None or call.held_at is not None:
        return Q(pk__in=[])
    put_off = Q(candidate__ballot__standing=BallotStanding.COUNTERMANDED)
    late = own & Q(candidate__ballot__reveal_at__lte=now)
    return late | (~own & ~put_off) if call.reveal_at <= now else late


def sendings(call: Call, now: dt.datetime) -> list[Sending]:
    """The log by message, the first first."""
    rows = (
        public_contacts(call, now)
        .order_by()
        .values("kind", "way", "number", "due_at")
        .annotate(
            first=Min("at"), last=Max("at"), many=Count("pk"),
            returned=Count("pk", filter=Q(failed_at__isnull=False)),
            texts=Count("text_digest", distinct=True),
        )
        .order_by("due_at", "kind", "number", "way")
    )  # fmt: skip
    return [
        Sending(
            kind=str(ContactKind(row["kind"]).label), way=str(ContactWay(row["way"]).label),
            number=row["number"], due=row["due_at"], first=row["first"], last=row["last"],
            many=row["many"], returned=row["returned"], texts=row["texts"],
        )
        for row in rows
    ]  # fmt: skip
