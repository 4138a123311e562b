"""What the organisations promised that somebody speaks for, and what awaits their reply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from commonweal.commitments.models import Commitment, ProgressReview
from commonweal.core.actors import Actor
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation


@dataclass(frozen=True)
class Line:
    """A promise, with the reviews of it on which a reply is asked."""

    commitment: Commitment
    asked: tuple[ProgressReview, ...]


@dataclass(frozen=True)
class Owed:
    """What one organisation promised; what awaits a reply comes first."""

    organisation: Organisation
    lines: tuple[Line, ...]
    waiting: int
    late: int


def owed_by(actor: Actor, today: dt.date) -> list[Owed]:
    """By organisation that the actor speaks for, in three queries; a withheld one has none."""
    members = Member.objects.standing().of(actor)
    members = members.who_may(MemberRole.OWNER, MemberRole.EDITOR)
    mine = [
        m.organisation
        for m in members.select_related("organisation").order_by("organisation__name", "pk")
        if not m.organisation.withheld
    ]
    keys = [o.pk for o in mine]
    theirs = Q(organisation__in=keys) | Q(organisation__same_as__in=keys)
    promises = list(
        Commitment.objects.published().filter(theirs)
        .select_related("document", "organisation").order_by("ended_on", "code", "pk")
    )  # fmt: skip
    asked: dict[int, list[ProgressReview]] = {}
    for review in ProgressReview.objects.filter(
        commitment__in=[p.pk for p in promises], asked_at__isnull=False
    ).order_by("reply_by", "pk"):
        if not (review.published_at and review.replied_at):
            asked.setdefault(review.commitment_id, []).append(review)
    return [owed(o, promises, asked, today) for o in mine]


def owed(
    organisation: Organisation,
    promises: list[Commitment],
    asked: dict[int, list[ProgressReview]],
    today: dt.date,
) -> Owed:
    """What this one promised, also under a name that it has left behind."""
    lines = [
        Line(p, tuple(asked.get(p.pk, ())))
        for p in promises
        if p.organisation and organisation.pk in (p.organisation_id, p.organisation.same_as_id)
    ]
    lines.sort(key=lambda line: not line.asked)
    open_ones = [r for line in lines for r in line.asked if r.replied_at is None]
    late = sum(r.reply_by is not None and r.reply_by < today for r in open_ones)
    return Owed(organisation, tuple(lines), len(open_ones), late)
