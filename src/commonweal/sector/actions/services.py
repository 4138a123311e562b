"""Every change to what organisations offer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.actions.corrections import standing, why_of
from commonweal.sector.actions.freshening import note_confirmed, way_of
from commonweal.sector.actions.remembering import remembered
from commonweal.sector.actions.service_parts import columns, say_changed, write_parts
from commonweal.sector.choices import ServiceStatus, Told
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Organisation, Service, Term
from commonweal.sector.offering import NO_NEED, ToldService, tidy_service, unknown_terms
from commonweal.sector.opening import time_in_words
from commonweal.sector.reports.offering import told_of
from commonweal.sector.sources.open_referral import kept_by
from commonweal.ui.words import long_day

AGAIN = dt.timedelta(minutes=15)


def when(moment: dt.datetime) -> str:
    """A moment as people here say it: ``2:30pm on 25 November 2026``."""
    here = clock.here(moment)
    return f"{time_in_words(here.time())} on {long_day(here.date())}"


class Twice(Refused):
    """The same service was added a moment ago; ``service`` is that one."""

    def __init__(self, service: Service) -> None:
        super().__init__(
            f"{service.name} was added at {when(service.added_at)}, word for word the same. "
            "It stands there once, and was not added again."
        )
        self.service = service


class Changed(Refused):
    """Somebody changed the service since it was looked at."""

    def __init__(self, service: Service) -> None:
        super().__init__(
            f"{service.changed_by or 'Somebody'} changed this service at "
            f"{when(service.changed_at)}, after you opened this form. Nothing was saved, and "
            "what you typed still stands here. Look at it as it is now; if you then save again, "
            "yours takes its place."
        )


@action(permission="sector.keep_services", about="organisation")
@remembered
def add_service(*, by: Actor, organisation: Organisation, told: ToldService) -> Service:
    """Say that an organisation offers something to people.

    :raises Refused: naming the field, when something of it cannot be kept; as :class:`Twice`,
        when the same was added a moment ago.
    """
    today, now = clock.today(), clock.now()
    tidied = tidy_service(told, today=today)
    refuse_unknown(tidied)
    held = standing(organisation)
    refuse_again(held, tidied, now)
    service = Service.objects.create(
        organisation=held, source=HERE, added_at=now, changed_at=now, changed_by=by.label,
        **columns(tidied),
    )  # fmt: skip
    write_parts(service, tidied)
    confirm_service(service, by, Told.EDIT)
    say_changed()
    return service


@action(permission="sector.keep_services", about="service")
def change_service(
    *, by: Actor, service: Service, told: ToldService, seen: dt.datetime | None = None
) -> Service:
    """Say a service anew, whole. Places and hours that are as they were keep their identifiers.

    :param seen: when it was last changed, as far as whoever tells it knew.
    :raises Refused: when a feed keeps it, or naming the field that cannot be kept; as
        :class:`Changed`, when somebody else changed it meanwhile.
    """
    return tell_anew(by=by, service=service, told=told, seen=seen)


@remembered
def tell_anew(
    *, by: Actor, service: Service, told: ToldService, seen: dt.datetime | None = None
) -> Service:
    """The same, for actions that have let in whoever acts."""
    held = kept_here(service)
    if seen is not None and seen != held.changed_at:
        raise Changed(held)
    tidied = tidy_service(told, today=clock.today())
    refuse_unknown(tidied)
    for column, value in columns(tidied).items():
        setattr(held, column, value)
    held.changed_at, held.changed_by = clock.now(), by.label
    held.save()
    write_parts(held, tidied)
    confirm_service(held, by, Told.EDIT)
    say_changed()
    return held


@action(permission="sector.keep_services", about="service")
def assure_service(*, by: Actor, service: Service) -> Service:
    """Say that all that is told of a service is still right."""
    held = Service.objects.select_for_update().get(pk=service.pk)
    confirm_service(held, by, Told.STAFF)
    return held


def confirm_service(service: Service, by: Actor, otherwise: Told) -> None:
    """It is right as it stands, and by what way that is known."""
    way = way_of(by, service.organisation, otherwise)
    note_confirmed(service.organisation, [service], by=by, how=way, itself=False)


@action(permission="sector.keep_services", about="service", keeps=("status",))
@remembered
def set_service_status(
    *,
    by: Actor,
    service: Service,
    status: ServiceStatus,
    reason: str = "",
    back_on: dt.date | None = None,
) -> Service:
    """Say that a service runs, is closed for now, does not run, or has ended.

    :param reason: why it does not run, for everybody to read.
    :param back_on: the day on which one that is closed for now is to run again.
    :raises Refused: when a feed keeps it, it stands so already, or that day is past.
    """
    held = kept_here(service)
    if status not in ServiceStatus.values:
        raise Refused("Say whether it is running.", field="status")
    if held.status == status:
        raise Refused(f"{held.name} stands so already.", field="status")
    if back_on and status != ServiceStatus.PAUSED:
        raise Refused("Only what is closed for now is to be back.", field="back_on")
    if back_on and back_on <= clock.today():
        raise Refused("The day it is back is a day to come.", field="back_on")
    held.status, held.back_on = status, back_on
    held.why_not = "" if status == ServiceStatus.ACTIVE else why_of(reason, needed="")
    held.changed_at, held.changed_by = clock.now(), by.label
    held.save(update_fields=["status", "why_not", "back_on", "changed_at", "changed_by"])
    say_changed()
    return held


def kept_here(service: Service) -> Service:
    """The service as it is now, held until the action ends.

    :raises Refused: when a feed keeps it.
    """
    held = Service.objects.select_for_update().get(pk=service.pk)
    if held.source != HERE:
        raise Refused(f"{held.name} is kept by {kept_by(held.source)}. It is changed there.")
    return held


def refuse_again(organisation: Organisation, told: ToldService, now: dt.datetime) -> None:
    """The same is not added twice: it was sent twice.

    :raises Twice: when all that is told was told of another service a moment ago.
    """
    placed = tuple(
        replace(place, latitude=None, longitude=None) if place.postcode else place
        for place in told.places
    )
    lately = Service.objects.filter(
        organisation=organisation, source=HERE, name=told.name, added_at__gt=now - AGAIN
    )
    for service in lately.order_by("pk"):
        if told_of(service) == replace(told, places=placed):
            raise Twice(service)


def refuse_unknown(told: ToldService) -> None:
    """A service is given terms, and only known ones.

    :raises Refused: when it is given none, or naming one that is not known.
    """
    if not told.terms:
        raise Refused(NO_NEED, field="terms")
    schemes = {scheme for scheme, _ in told.terms}
    known = set(Term.objects.filter(scheme__in=schemes).values_list("scheme", "code"))
    unknown = unknown_terms(told.terms, known)
    if unknown:
        raise Refused(f"{unknown[0]} is not a word that is known here.", field="terms")
