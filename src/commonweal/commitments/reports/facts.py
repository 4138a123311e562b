"""What an event shows of the undertakings that its body has signed: facts, never a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from commonweal.commitments.choices import AGREEMENTS, DocumentStanding, EventKind, Promiser
from commonweal.commitments.models import (
    Commitment,
    Consultation,
    Document,
    Event,
    Party,
    StandingChange,
)
from commonweal.commitments.permissions import kept_as
from commonweal.commitments.querysets import EventQuerySet
from commonweal.commitments.showing import Happened, shown, what_is_read
from commonweal.core import clock
from commonweal.sector.models import Organisation

OVER = (DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED)
SIDES = {
    Promiser.PARTNER: "partner",
    Promiser.SECTOR: "sector",
    Promiser.ORGANISATION: "sector",
}


@dataclass(frozen=True)
class Fact:
    """What an event shows of one undertaking; not ``known`` where the record lacks something."""

    commitment: Commitment
    says: str
    known: bool


def facts_of_event(event: Event) -> tuple[Fact, ...]:
    """The fact for each undertaking that bound the body that day and that the event bears on."""
    what = happened(event)
    return tuple(_facts(what, bearing_on(event)))


def _facts(what: Happened, commitments: Iterable[Commitment]) -> Iterator[Fact]:
    for one in commitments:
        needed = None if one.threshold is None else int(one.threshold)
        if found := shown(one.reviewed_by, one.words, needed, what):
            yield Fact(one, found.says, found.known)


def happened(event: Event) -> Happened:
    """The event as plain values."""
    return Happened(
        kind=event.kind, opened_on=event.opened_on, closes_on=event.closes_on,
        notice_on=event.notice_on, ends_on=event.ends_on, months=event.months,
        in_writing=event.in_writing, in_advance=event.in_advance, full_costs=event.full_costs,
        rationale=event.rationale, reason=event.reason,
    )  # fmt: skip


def bearing_on(event: Event) -> list[Commitment]:
    """The undertakings that bound the body that day and are about such events, by their code."""
    parties = list(signed_by(event))
    in_force = {p.document_id for p in parties if was_in_force(p.document, event.on)}
    rows = Commitment.objects.published().filter(document__in=in_force)
    rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=event.on))
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gt=event.on))
    return [
        one
        for one in rows.select_related("document", "organisation").order_by("code", "pk")
        if what_is_read(one.reviewed_by, one.words, event.kind)
        and any(binds(one, p) for p in parties if p.document_id == one.document_id)
    ]


def signed_by(event: Event) -> Iterator[Party]:
    """Where the body stood as a party to an agreement on the day of the event."""
    body = kept_as(event.organisation)
    assert body is not None
    parties = Party.objects.filter(Q(organisation=body) | Q(organisation__same_as=body))
    parties = parties.filter(document__face__in=AGREEMENTS, signed_on__lte=event.on)
    parties = parties.filter(Q(left_on=None) | Q(left_on__gt=event.on))
    if event.document_id:
        parties = parties.filter(document=event.document_id)
    yield from parties.select_related("document", "organisation").order_by("pk")


def who_promised_to_consult(document: Document, day: dt.date) -> list[Organisation]:
    """The parties of what is consulted on that an agreement bound that day to consult so or so."""
    parties = document.parties.filter(organisation__isnull=False, left_on=None)
    rows = parties.select_related("organisation__same_as").order_by("pk")
    bodies = dict.fromkeys(kept_as(party.organisation) for party in rows)
    kind = EventKind.CONSULTATION
    return [b for b in bodies if b and bearing_on(Event(organisation=b, kind=kind, on=day))]


def events_of_consultation(consultation: Consultation) -> list[Event]:
    """What was logged by itself of a consultation held here, the oldest first."""
    rows = Event.objects.filter(key__startswith=f"consultation:{consultation.pk}:")
    return list(rows.select_related("organisation__same_as").order_by("pk"))


def was_in_force(document: Document, day: dt.date) -> bool:
    """Whether an agreement bound its parties on a day: adopted, and neither over nor replaced."""
    if document.adopted_on is None or document.adopted_on > day:
        return False
    if document.ends_on is not None and document.ends_on < day:
        return False
    if document.standing == DocumentStanding.ADOPTED:
        return True
    changes = StandingChange.objects.filter(document=document, standing__in=OVER)
    last = changes.order_by("at", "pk").first()
    return last is not None and clock.day_of(last.at) > day


def binds(commitment: Commitment, party: Party) -> bool:
    """Whether an undertaking is one of this party's: by name, or of its whole side."""
    if commitment.organisation_id is not None:
        return kept_as(commitment.organisation) == kept_as(party.organisation)
    return SIDES.get(Promiser(commitment.promised_by)) == party.side


def bodies_of(document: Document) -> frozenset[int]:
    """The organisations that signed an agreement, and those they were merged into."""
    rows = document.parties.filter(organisation__isnull=False, signed_on__isnull=False)
    found = rows.values_list("organisation", "organisation__same_as")
    return frozenset(key for pair in found for key in pair if key is not None)


def events_under(document: Document) -> EventQuerySet:
    """The events of the bodies that signed it, from the day it was adopted, the newest first."""
    rows = Event.objects.of_bodies(bodies_of(document))
    rows = rows.filter(Q(document=None) | Q(document=document))
    if document.adopted_on:
        rows = rows.filter(on__gte=document.adopted_on)
    return rows.select_related("organisation").order_by("-on", "-pk")
