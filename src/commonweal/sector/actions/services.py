"""Every change to what organisations offer."""

from __future__ import annotations

from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.actions.corrections import standing
from commonweal.sector.actions.freshening import note_confirmed, way_of
from commonweal.sector.belonging import whereabouts
from commonweal.sector.choices import ServiceStatus, Told
from commonweal.sector.gathering import HERE
from commonweal.sector.models import (
    Closure,
    CostOption,
    Location,
    Organisation,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceContact,
    ServiceLanguage,
    ServiceTerm,
    Term,
)
from commonweal.sector.offering import (
    ToldHours,
    ToldPlace,
    ToldService,
    tidy_service,
    unknown_terms,
)
from commonweal.sector.sources.open_referral import kept_by

COLUMNS = (
    "name", "description", "how_to_get_it", "who_for", "minimum_age", "maximum_age", "free",
    "fees", "website", "email", "telephone", "accreditations", "alert", "status",
)  # fmt: skip


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
        **columns(tidied),
    )  # fmt: skip
    write_parts(service, tidied)
    confirm_service(service, by, Told.EDIT)
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
    held.changed_at = clock.now()
    held.save()
    write_parts(held, tidied)
    confirm_service(held, by, Told.EDIT)
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
    """Terms must be known ones.

    :raises Refused: naming one that is not.
    """
    schemes = {scheme for scheme, _ in told.terms}
    known = set(Term.objects.filter(scheme__in=schemes).values_list("scheme", "code"))
    unknown = unknown_terms(told.terms, known)
    if unknown:
        raise Refused(f"{unknown[0]} is not a word that is known here.", field="terms")


def columns(told: ToldService) -> dict[str, Any]:
    """The service's own columns."""
    return {column: getattr(told, column) for column in COLUMNS}


def write_parts(service: Service, told: ToldService) -> None:
    """Make everything below a service what is told; a row that is told as it was stays itself."""
    at = write_places(service, told.places)
    wanted = [schedule_row(service, hours, at) for hours in told.hours]
    keep_same(service.schedules.all(), wanted)
    keep_same(service.closures.all(), [
        Closure(service=service, first=c.first, last=c.last, closed=c.closed, opens=c.opens,
                closes=c.closes, reason=c.reason)
        for c in told.closures
    ])  # fmt: skip
    keep_same(service.costs.all(), [
        CostOption(service=service, option=c.option, amount=c.amount, words=c.words,
                   valid_from=c.valid_from, valid_to=c.valid_to)
        for c in told.costs
    ])  # fmt: skip
    keep_same(service.contacts.all(), [
        ServiceContact(service=service, name=c.name, title=c.title, telephone=c.telephone)
        for c in told.contacts
    ])  # fmt: skip
    keep_same(
        service.languages.all(), [ServiceLanguage(service=service, code=c) for c in told.languages]
    )
    keep_same(
        service.areas.all(),
        [ServiceArea(service=service, code=code, words=words) for code, words in told.areas],
    )
    keep_same(
        service.terms.all(),
        [ServiceTerm(service=service, scheme=scheme, code=code) for scheme, code in told.terms],
    )


def keep_same(existing: Any, wanted: list[Any]) -> None:
    """Add what is new and delete what is no longer told; equal rows stay, with their UUIDs."""
    there: dict[tuple[Any, ...], list[Any]] = {}
    for row in existing:
        there.setdefault(said_by(row), []).append(row)
    new = []
    for row in wanted:
        same = there.get(said_by(row))
        if same:
            same.pop()
        else:
            new.append(row)
    existing.model.objects.filter(pk__in=[r.pk for rows in there.values() for r in rows]).delete()
    existing.model.objects.bulk_create(new)


def said_by(row: Any) -> tuple[Any, ...]:
    """All that a row says, without its keys."""
    fields = (f for f in row._meta.concrete_fields if f.name not in ("id", "uuid"))
    return tuple(getattr(row, f.attname) for f in fields)


def write_places(service: Service, places: tuple[ToldPlace, ...]) -> list[ServiceAtLocation]:
    """The places of a service in the order told; one that is as it was stays itself."""
    where = whereabouts({place.postcode for place in places if place.postcode})
    had = {said_of(at.location): at for at in service.at.select_related("location")}
    result = []
    for place in places:
        location = location_row(service, place, where)
        at = had.pop(said_of(location), None)
        if at is None:
            location.save()
            at = ServiceAtLocation.objects.create(service=service, location=location)
        result.append(at)
    gone = [at.location_id for at in had.values()]
    service.at.filter(pk__in=[at.pk for at in had.values()]).delete()
    Location.objects.filter(pk__in=gone, services_at=None).delete()
    return result


def said_of(location: Location) -> tuple[Any, ...]:
    """All that is said of a location, for telling whether it is the same."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in said_by(location))


def location_row(service: Service, place: ToldPlace, where: dict[str, dict[str, Any]]) -> Location:
    """A place as a row; where it lies is its postcode's, unless a point is told.

    Where its address is not public, the middle of the small area around it.
    """
    spot = where.get(place.postcode, {})
    point = (place.latitude, place.longitude)
    if place.latitude is None:
        point = (spot.get("latitude"), spot.get("longitude"))
    if not place.address_public:
        point = spot.get("about", (None, None))
    return Location(
        organisation_id=service.organisation_id, source=service.source, key=place.key,
        kind=place.kind, name=place.name, description=place.description, street=place.street,
        town=place.town, postcode=place.postcode, address_public=place.address_public,
        latitude=point[0], longitude=point[1],
        county=spot.get("county", ""), district=spot.get("district", ""),
        ward=spot.get("ward", ""), access=list(place.access), access_words=place.access_words,
    )  # fmt: skip


def schedule_row(service: Service, told: ToldHours, at: list[ServiceAtLocation]) -> Schedule:
    """Hours as a row."""
    h = told.hours
    return Schedule(
        service=service, at=None if told.place is None else at[told.place], freq=h.freq,
        interval=h.interval, byday=",".join(h.byday),
        bymonthday=",".join(str(day) for day in h.bymonthday), starts=h.starts,
        valid_from=h.valid_from, valid_to=h.valid_to, opens=h.opens, closes=h.closes,
        attending=told.attending, words=told.words,
    )  # fmt: skip
