"""Notes that an entry was confirmed. Called by the actions that confirm, tell or change one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder
from commonweal.sector.actions.service_parts import say_changed
from commonweal.sector.choices import MemberRole, Told
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Confirmation, Member, Organisation, Service
from commonweal.sector.publishing import republish

THEMSELVES = frozenset({Told.LINK, Told.SIGNED_IN})


def way_of(by: Actor, organisation: Organisation, otherwise: Told) -> Told:
    """By what way whoever acts says so: with a link, as one of its members, or otherwise."""
    if isinstance(by, LinkHolder):
        return Told.LINK
    keepers = Member.objects.standing().of(by).who_may(MemberRole.OWNER, MemberRole.EDITOR)
    return Told.SIGNED_IN if keepers.filter(organisation=organisation).exists() else otherwise


def note_confirmed(
    organisation: Organisation,
    services: Sequence[Service] = (),
    *,
    by: Actor,
    how: Told,
    itself: bool = True,
    on: dt.date | None = None,
    reason: str = "",
) -> None:
    """An organisation, where it ``itself`` is meant, and these services of it are right.

    What was asked after is asked after no more, and what was withdrawn is in view again. A day
    before the last one that is known is noted, and changes no more than that; the same said twice
    on one day is noted once.
    """
    day, now, who = on or clock.today(), clock.now(), by.label[:200]
    things: list[Service | None] = [None] if itself else []
    noted = organisation.confirmations.filter(on=day, by=who, how=how, reason=reason)
    known = set(noted.values_list("service", flat=True))
    Confirmation.objects.bulk_create(
        Confirmation(
            organisation=organisation, service=service, on=day, at=now, by=who, how=how,
            reason=reason,
        )
        for service in [*things, *services]
        if (service.pk if service else None) not in known
    )  # fmt: skip
    if itself:
        freshen(organisation, day, how, now)
    label = organisation.name if how in THEMSELVES else by.label
    for service in services:
        freshen_service(service, day, label[:200], now)
    if services:
        say_changed()


def freshen(organisation: Organisation, day: dt.date, how: Told, now: dt.datetime) -> None:
    """The organisation's own columns; it is published again if it was withdrawn."""
    row = Organisation.objects.filter(pk=organisation.pk)
    before = row.values_list("confirmed_on", "stage").get()
    if before[0] is None or before[0] <= day:
        row.update(confirmed_on=day, confirmed_how=how)
    row.exclude(stage=Stage.FRESH).update(stage=Stage.FRESH, stage_on=None, changed_at=now)
    if before[1] == Stage.WITHDRAWN:
        republish([organisation.pk], now=now)


def freshen_service(service: Service, day: dt.date, label: str, now: dt.datetime) -> None:
    """The service's own columns; the finder reads again what was withdrawn."""
    if service.assured_on is None or service.assured_on <= day:
        service.assured_on, service.assured_by = day, label
    if service.stage != Stage.FRESH:
        service.stage, service.stage_on, service.changed_at = Stage.FRESH, None, now
    service.save(update_fields=["assured_on", "assured_by", "stage", "stage_on", "changed_at"])
