"""Forgetting how to reach organisations that left long ago: what the privacy statement promises."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.choices import Status
from commonweal.sector.models import Answer, Correction, Reminder, SourceRecord
from commonweal.sector.publishing import republish
from commonweal.sector.retention import CONTACT, KEPT

AT_A_TIME = 500


def forget_corrections(now: dt.datetime) -> None:
    """Withdraw, and empty, what was put right here of how to reach them."""
    old = Correction.objects.filter(fact__in=CONTACT).filter(
        ~Q(organisation__status=Status.ACTIVE),
        organisation__status_on__lt=(now - KEPT).date(),
    )
    ids = set(old.filter(withdrawn_at=None).values_list("organisation", flat=True))
    old.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawn_by="forgotten after two years")
    old.update(value=None, replaced=None)
    republish(ids)


def forget_asking(now: dt.datetime) -> None:
    """Forget whom we asked two years ago, and what was answered and settled then."""
    Reminder.objects.filter(written_at__lt=now - KEPT).delete()
    Answer.objects.filter(settled_at__lt=now - KEPT).delete()


@action(permission="sector.keep_register")
def forget_old_contacts(*, by: Actor) -> int:
    """Remove the contact details, and the record as published, of what left two years ago.

    That is a record its source dropped two years ago, or one of an organisation that was closed,
    dissolved, merged or removed two years ago. Name, numbers, money and dates stay. Returns how
    many records were wiped; a record already wiped is not counted again.
    """
    now = clock.now()
    forget_corrections(now)
    forget_asking(now)
    past = Q(gone_run__finished_at__lt=now - KEPT) | (
        ~Q(organisation__status=Status.ACTIVE) & Q(organisation__status_on__lt=(now - KEPT).date())
    )
    old = SourceRecord.objects.filter(past).exclude(raw={}).order_by("pk")
    wiped = 0
    while records := list(old[:AT_A_TIME]):
        for record in records:
            record.raw = {}
            record.facts = {k: v for k, v in record.facts.items() if k not in CONTACT}
        SourceRecord.objects.bulk_update(records, ["raw", "facts"])
        republish({r.organisation_id for r in records if r.organisation_id})
        wiped += len(records)
    return wiped
