"""What stands below a service, written as it is told. Called by actions only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from commonweal.sector.models import (
    Closure,
    CostOption,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceChange,
    ServiceContact,
    ServiceLanguage,
    ServiceTerm,
)
from commonweal.sector.offering import COLUMNS, ToldHours, ToldPlace, ToldService
from commonweal.sector.placing import Spot, spots_of

MOST_MARKS = 1_000


def say_changed() -> None:
    """Tell every process that what it keeps in memory of services is old."""
    if ServiceChange.objects.count() >= MOST_MARKS:
        ServiceChange.objects.all().delete()
    ServiceChange.objects.create(mark=secrets.randbits(40))


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
    there = by_words(existing, said_by)
    new = [row for row in wanted if not taken(there, said_by(row))]
    existing.model.objects.filter(pk__in=[r.pk for rows in there.values() for r in rows]).delete()
    existing.model.objects.bulk_create(new)


def by_words(rows: Any, said: Callable[[Any], tuple[Any, ...]]) -> dict[tuple[Any, ...], list[Any]]:
    """The rows by all that they say; several may say the same."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        found.setdefault(said(row), []).append(row)
    return found


def taken(there: dict[tuple[Any, ...], list[Any]], said: tuple[Any, ...]) -> Any:
    """A row that says this, taken out of those that are there; nothing if none does."""
    same = there.get(said)
    return same.pop(0) if same else None


def said_by(row: Any) -> tuple[Any, ...]:
    """All that a row says, without its keys."""
    fields = (f for f in row._meta.concrete_fields if f.name not in ("id", "uuid"))
    values = (getattr(row, f.attname) for f in fields)
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def write_places(service: Service, places: tuple[ToldPlace, ...]) -> list[ServiceAtLocation]:
    """The places of a service in the order told; one that is as it was stays itself."""
    rows = service.at.select_related("location").order_by("pk")
    had = by_words(rows, lambda at: said_by(at.location))
    result = []
    for place, spot in zip(places, spots_of(places), strict=True):
        location = location_row(service, place, spot)
        at = taken(had, said_by(location))
        if at is None:
            location.save()
            at = ServiceAtLocation.objects.create(service=service, location=location)
        result.append(at)
    gone = [at for rest in had.values() for at in rest]
    service.at.filter(pk__in=[at.pk for at in gone]).delete()
    Location.objects.filter(pk__in=[at.location_id for at in gone], services_at=None).delete()
    return result


def location_row(service: Service, place: ToldPlace, spot: Spot) -> Location:
    """A place as a row."""
    return Location(
        organisation_id=service.organisation_id, source=service.source,
        kind=place.kind, name=place.name, description=place.description, street=place.street,
        town=place.town, postcode=place.postcode, address_public=place.address_public,
        access=list(place.access), access_words=place.access_words, **spot,
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
