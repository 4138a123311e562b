"""Putting back what was there before: a new change, through the usual actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.sector.actions.applications import one_line
from commonweal.sector.actions.corrections import correct_organisation, withdraw_correction
from commonweal.sector.actions.identity import add_identifier, remove_identifier
from commonweal.sector.actions.organisations import add_name, remove_name, set_areas_served
from commonweal.sector.actions.remembering import because
from commonweal.sector.actions.services import change_service
from commonweal.sector.choices import NameKind, Status, VersionOf
from commonweal.sector.models import Correction, Organisation, Version
from commonweal.sector.reports.history import before_correction
from commonweal.sector.reports.offering import told_of
from commonweal.sector.retelling import as_plain, from_plain, without_contacts
from commonweal.sector.retention import CONTACT, KEPT

FORGOTTEN = "How to reach somebody was part of this, and is forgotten after two years."
AS_IT_IS = "It is as it was then already."


@action(permission="sector.correct_organisation", about="version")
def restore_version(*, by: Actor, version: Version, reason: str = "") -> None:
    """Put back what was there before this change, of a service or beside the facts.

    :raises Refused: when it cannot be: it was forgotten, a feed keeps the service, or what was
        there is no longer valid.
    """
    held = Version.objects.select_for_update().get(pk=version.pk)
    if held.forgotten:
        raise Refused(FORGOTTEN)
    with because(_why(reason)):
        _RESTORE[VersionOf(held.kind)](by, held)


@action(permission="sector.correct_organisation", about="correction")
def restore_fact(*, by: Actor, correction: Correction, withdrawal: bool, reason: str = "") -> None:
    """Put a fact back as it was before it was put right here, or before that was withdrawn.

    :param withdrawal: whether it is the withdrawal that is to be undone.
    :raises Refused: when what was there has been forgotten, or it is so already.
    """
    held = Correction.objects.get(pk=correction.pk)
    was_corrected, value = before_correction(held, withdrawal=withdrawal)
    if was_corrected and value is None and held.fact in CONTACT:
        raise Refused(FORGOTTEN)
    organisation, why = held.organisation, _why(reason)
    if was_corrected:
        made = correct_organisation(
            by=by, organisation=organisation, values={held.fact: value}, reason=why
        )
        if not made:
            raise Refused(AS_IT_IS)
        return
    in_force = organisation.corrections.filter(fact=held.fact, withdrawn_at=None).first()
    if in_force is None:
        raise Refused(AS_IT_IS)
    withdraw_correction(by=by, correction=in_force, reason=why)


def _service(by: Actor, version: Version) -> None:
    service, before = version.service, version.before
    assert service is not None
    if not allowed(by, "sector.keep_services", service):
        raise PermissionDenied(f"{by.label} may not do this.")
    if before is None:
        raise Refused("Before this there was no such service. If it is over, say so instead.")
    if as_plain(told_of(service)) == before:
        raise Refused(AS_IT_IS)
    change_service(by=by, service=service, told=from_plain(before))


def _areas(by: Actor, version: Version) -> None:
    set_areas_served(by=by, organisation=version.organisation, codes=version.before or [])


def _name(by: Actor, version: Version) -> None:
    organisation = version.organisation
    if version.before:
        kind = NameKind(version.before["kind"])
        add_name(by=by, organisation=organisation, name=version.before["name"], kind=kind)
        return
    row = organisation.names.filter(**(version.after or {})).first()
    remove_name(by=by, organisation=organisation, name=_there(organisation, row))


def _number(by: Actor, version: Version) -> None:
    organisation = version.organisation
    if not allowed(by, "sector.keep_numbers", organisation):
        raise Refused("By its numbers registers know it: staff keep them. Tell them what is wrong.")
    if version.before:
        add_identifier(by=by, organisation=organisation, **version.before)
        return
    row = organisation.identifiers.filter(**(version.after or {})).first()
    remove_identifier(by=by, organisation=organisation, identifier=_there(organisation, row))


def _there(organisation: Organisation, row: Any) -> Any:
    if row is None:
        raise Refused(f"{organisation.name} has it no longer, so there is nothing to take away.")
    return row


def _entry(by: Actor, version: Version) -> None:
    raise Refused("This is how the entry began. There is nothing before it to put back.")


_RESTORE: dict[VersionOf, Callable[[Actor, Version], None]] = {
    VersionOf.ADDED: _entry, VersionOf.SERVICE: _service, VersionOf.AREAS: _areas,
    VersionOf.NAME: _name, VersionOf.NUMBER: _number,
}  # fmt: skip


def _why(reason: str) -> str:
    said = one_line(reason, "reason", 450, needed="")
    return f"Put back as it was. {said}".strip()


@action(permission="sector.keep_register")
def forget_old_versions(*, by: Actor) -> int:
    """Forget how to reach people in what was kept two years ago; how many changes it forgot.

    That is of every change two years old, and of every service of an organisation that left two
    years ago. Corrections that were withdrawn two years ago say no longer what they said.
    """
    now = clock.now()
    old = now - KEPT
    withdrawn = Correction.objects.filter(fact__in=CONTACT, withdrawn_at__lt=old)
    told = withdrawn.exclude(value__isnull=True, replaced__isnull=True)
    told.update(value=None, replaced=None)
    rows = Version.objects.filter(kind=VersionOf.SERVICE, forgotten=False).filter(_past(old))
    forgotten = 0
    for version in rows.order_by("pk").iterator(chunk_size=500):
        version.before = without_contacts(version.before)
        version.after = without_contacts(version.after)
        version.forgotten = True
        version.save()
        forgotten += 1
    return forgotten


def _past(old: dt.datetime) -> Q:
    left = ~Q(service__organisation__status=Status.ACTIVE)
    return Q(at__lt=old) | (left & Q(service__organisation__status_on__lt=old.date()))
