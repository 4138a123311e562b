"""Every change to what organisations offer."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.actions.corrections import standing
from commonweal.sector.actions.service_parts import columns, say_changed, write_parts
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Organisation, Service, Term
from commonweal.sector.offering import ToldService, tidy_service, unknown_terms
from commonweal.sector.sources.open_referral import kept_by


@action(permission="sector.keep_services", about="organisation")
def add_service(*, by: Actor, organisation: Organisation, told: ToldService) -> Service:
    """Say that an organisation offers something to people.

    :raises Refused: naming the field, when something of it cannot be kept.
    """
    today, now = clock.today(), clock.now()
    tidied = tidy_service(told, today=today)
    refuse_unknown(tidied)
    service = Service.objects.create(
        organisation=standing(organisation), source=HERE, added_at=now, changed_at=now,
        assured_on=today, assured_by=by.label, **columns(tidied),
    )  # fmt: skip
    write_parts(service, tidied)
    say_changed()
    return service


@action(permission="sector.keep_services", about="service")
def change_service(*, by: Actor, service: Service, told: ToldService) -> Service:
    """Say a service anew, whole. Places and hours that are as they were keep their identifiers.

    :raises Refused: when a feed keeps it, or naming the field that cannot be kept.
    """
    held = kept_here(service)
    tidied = tidy_service(told, today=clock.today())
    refuse_unknown(tidied)
    for column, value in columns(tidied).items():
        setattr(held, column, value)
    held.changed_at, held.assured_on, held.assured_by = clock.now(), clock.today(), by.label
    held.save()
    write_parts(held, tidied)
    say_changed()
    return held


@action(permission="sector.keep_services", about="service")
def assure_service(*, by: Actor, service: Service) -> Service:
    """Say that all that is told of a service is still right."""
    held = Service.objects.select_for_update().get(pk=service.pk)
    held.assured_on, held.assured_by = clock.today(), by.label
    held.save(update_fields=["assured_on", "assured_by"])
    say_changed()
    return held


@action(permission="sector.keep_services", about="service", keeps=("status",))
def set_service_status(*, by: Actor, service: Service, status: ServiceStatus) -> Service:
    """Say that a service runs, is closed for now, does not run, or has ended.

    :raises Refused: when a feed keeps it, or it stands so already.
    """
    held = kept_here(service)
    if status not in ServiceStatus.values:
        raise Refused("Say whether it is running.", field="status")
    if held.status == status:
        raise Refused(f"{held.name} stands so already.", field="status")
    held.status, held.changed_at = status, clock.now()
    held.save(update_fields=["status", "changed_at"])
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


def refuse_unknown(told: ToldService) -> None:
    """A service is given terms, and only known ones.

    :raises Refused: when it is given none, or naming one that is not known.
    """
    if not told.terms:
        raise Refused("Say what need it meets, so that people can find it.", field="terms")
    schemes = {scheme for scheme, _ in told.terms}
    known = set(Term.objects.filter(scheme__in=schemes).values_list("scheme", "code"))
    unknown = unknown_terms(told.terms, known)
    if unknown:
        raise Refused(f"{unknown[0]} is not a word that is known here.", field="terms")
