"""A service as it was told: read back from its rows, so that it can be told anew."""

from __future__ import annotations

from commonweal.sector.models import Location, Service
from commonweal.sector.offering import (
    COLUMNS,
    ToldContact,
    ToldCost,
    ToldHours,
    ToldPlace,
    ToldService,
)


def told_of(service: Service) -> ToldService:
    """All that is told of a service now; of each part, what has stood longest comes first."""
    at = list(service.at.select_related("location").order_by("pk"))
    numbers = {row.pk: number for number, row in enumerate(at)}
    return ToldService(
        **{column: getattr(service, column) for column in COLUMNS},
        places=tuple(place_of(row.location) for row in at),
        hours=tuple(
            ToldHours(
                hours=s.hours, attending=s.attending, words=s.words,
                place=None if s.at_id is None else numbers.get(s.at_id),
            )
            for s in service.schedules.order_by("pk")
        ),
        closures=tuple(c.change for c in service.closures.order_by("first", "pk")),
        costs=tuple(
            ToldCost(option=c.option, amount=c.amount, words=c.words, valid_from=c.valid_from,
                     valid_to=c.valid_to)
            for c in service.costs.order_by("pk")
        ),
        languages=tuple(service.languages.order_by("pk").values_list("code", flat=True)),
        contacts=tuple(
            ToldContact(name=c.name, title=c.title, telephone=c.telephone)
            for c in service.contacts.order_by("pk")
        ),
        areas=tuple(service.areas.order_by("pk").values_list("code", "words")),
        terms=tuple(service.terms.order_by("pk").values_list("scheme", "code")),
    )  # fmt: skip


def place_of(location: Location) -> ToldPlace:
    """A place as it was told; a point only where no postcode says where it is."""
    own = not location.postcode
    return ToldPlace(
        name=location.name, kind=location.kind, description=location.description,
        street=location.street, town=location.town, postcode=location.postcode,
        address_public=location.address_public, access=tuple(location.access),
        access_words=location.access_words,
        latitude=location.latitude if own else None,
        longitude=location.longitude if own else None,
    )  # fmt: skip
