"""What a calendar tells of services that anyone may find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.urls import reverse

from commonweal.core.clock import day_of
from commonweal.sector.calendars import Told
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import Location, Schedule, Service
from commonweal.web.services import address_of

Absolute = Callable[[str], str]


def told_of(services: Iterable[Service], absolute: Absolute) -> Iterator[Told]:
    """The hours of each that runs, schedule by schedule."""
    for service in services:
        if service.status == ServiceStatus.ACTIVE:
            for schedule in service.schedules.all():
                yield told(service, schedule, absolute)


def told(service: Service, schedule: Schedule, absolute: Absolute) -> Told:
    """One of them: where it is only as far as anyone may know."""
    at = [one for one in service.at.all() if schedule.at_id in (None, one.pk)]
    places = [one.location for one in at]
    words = (str(schedule), service.alert, service.how_to_get_it, service.description)
    return Told(
        service=service.uuid,
        key=schedule.uuid,
        name=f"{service.name} ({service.organisation.name})",
        says="\n\n".join(filter(None, words)),
        where="; ".join(dict.fromkeys(place_of(place) for place in places)),
        address=absolute(reverse("service", args=[service.uuid])),
        point=point_of(places),
        hours=schedule.hours,
        changes=tuple(row.change for row in service.closures.all()),
        since=day_of(service.added_at),
        changed_at=service.changed_at,
    )


def place_of(location: Location) -> str:
    """A place in a line."""
    name = location.name if location.address_public else ""
    return ", ".join(filter(None, [name, address_of(location)]))


def point_of(places: list[Location]) -> tuple[float, float] | None:
    """Where it is, if it is at one place whose address is public."""
    if len(places) != 1 or not places[0].address_public:
        return None
    latitude, longitude = places[0].latitude, places[0].longitude
    return None if latitude is None or longitude is None else (latitude, longitude)
