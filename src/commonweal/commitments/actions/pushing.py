"""A consultation held here is an event of those who hold it and have promised how they consult."""

from __future__ import annotations

from commonweal.commitments.actions.events import log_event
from commonweal.commitments.choices import EventKind
from commonweal.commitments.models import Consultation, Event
from commonweal.commitments.permissions import kept_as
from commonweal.commitments.reports.facts import events_of_consultation, who_promised_to_consult
from commonweal.core import clock
from commonweal.core.actors import Robot
from commonweal.sector.models import Organisation

# Not whoever pressed: each body is asked before anything is shown, whoever opened it.
CONSULTATIONS = Robot("consultations")
SOURCE = "The page of the consultation, here"


def push(consultation: Consultation) -> list[Event]:
    """Log a consultation that was opened, as part of another action. Done again, it is the same.

    One event for each body that is a party of what is consulted on, and that an agreement in force
    on the day it was opened bound to consult so or so. None is public before its body was asked.
    """
    c = consultation
    if c.opened_at is None:
        return []
    opened = clock.day_of(c.opened_at)
    before = {kept_as(e.organisation): str(e.key) for e in events_of_consultation(c)}
    anew = [b for b in who_promised_to_consult(c.document, opened) if b not in before]
    # A reason that the body gave since is its own, and stays.
    told = [(body, key, "") for body, key in before.items() if body is not None]
    told += [(body, _key(c, body), c.short_reason) for body in anew]
    return [
        log_event(
            by=CONSULTATIONS, organisation=body, key=key, kind=EventKind.CONSULTATION, on=opened,
            title=f"Consultation {c.number} on {c.document.title}", source=SOURCE,
            opened_on=c.opens_on, closes_on=c.closes_on, reason=reason,
        )
        for body, key, reason in told
    ]  # fmt: skip


def _key(consultation: Consultation, body: Organisation) -> str:
    return f"consultation:{consultation.pk}:{body.pk}"
