"""Forgetting what left long ago, and how to reach it: what the privacy statement promises."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import Q

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.actions.locating import put
from commonweal.sector.actions.service_parts import say_changed
from commonweal.sector.choices import ServiceStatus, Status
from commonweal.sector.models import (
    Closure,
    Correction,
    Location,
    Service,
    ServiceContact,
    SourceRecord,
)
from commonweal.sector.placing import COLUMNS, spots_of
from commonweal.sector.publishing import republish
from commonweal.sector.reports.offering import place_of
from commonweal.sector.retention import A_YEAR, CONTACT, KEPT

AT_A_TIME = 500


def left_long_ago(now: dt.datetime) -> Q:
    """That whose organisation was closed, dissolved, merged or removed two years ago."""
    day = (now - KEPT).date()
    return ~Q(organisation__status=Status.ACTIVE) & Q(organisation__status_on__lt=day)


def forget_corrections(now: dt.datetime) -> None:
    """Withdraw, and empty, what was put right here of how to reach them."""
    old = Correction.objects.filter(left_long_ago(now), fact__in=CONTACT)
    ids = set(old.filter(withdrawn_at=None).values_list("organisation", flat=True))
    old.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawn_by="forgotten after two years")
    old.update(value=None, replaced=None)
    republish(ids)


def forget_services(now: dt.datetime) -> None:
    """Delete services that ended two years ago, and days long past on which others were closed."""
    Closure.objects.filter(last__lt=(now - A_YEAR).date()).delete()
    ended = Service.objects.filter(status=ServiceStatus.DEFUNCT, changed_at__lt=now - KEPT)
    if ended.delete()[0]:
        Location.objects.filter(services_at=None).delete()
        say_changed()


def forget_how_to_reach_services(now: dt.datetime) -> None:
    """Empty how to reach the services of organisations that left two years ago."""
    left = Service.objects.filter(left_long_ago(now))
    told = left.exclude(email="", telephone="")
    told.exclude(status=ServiceStatus.DEFUNCT).update(changed_at=now)
    told.update(email="", telephone="")
    ServiceContact.objects.filter(service__in=left).delete()
    standing = Location.objects.filter(left_long_ago(now)).exclude(street="", address_public=False)
    while places := list(standing[:AT_A_TIME]):
        hidden = [replace(place_of(row), street="", address_public=False) for row in places]
        for row, spot in zip(places, spots_of(hidden), strict=True):
            row.street, row.address_public = "", False
            put(row, spot)
        Location.objects.bulk_update(places, ["street", "address_public", *COLUMNS])
    say_changed()


@action(permission="sector.keep_register")
def forget_old_contacts(*, by: Actor) -> int:
    """Remove the contact details, and the record as published, of what left two years ago.

    That is a record its source dropped two years ago, or one of an organisation that was closed,
    dissolved, merged or removed two years ago. Name, numbers, money and dates stay. Services that
    ended two years ago go whole. Returns how many records were wiped; a record already wiped is
    not counted again.
    """
    now = clock.now()
    forget_corrections(now)
    forget_services(now)
    forget_how_to_reach_services(now)
    past = Q(gone_run__finished_at__lt=now - KEPT) | left_long_ago(now)
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
