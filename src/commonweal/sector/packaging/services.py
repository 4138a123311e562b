"""Rows of the package's tables of services: of what anyone may find, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from commonweal.sector.gathering import HERE
from commonweal.sector.models import (
    Closure,
    CostOption,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceTerm,
    Term,
)
from commonweal.sector.packaging.saying import OURS, Sayer, sayers

BATCH = 2_000
Row = dict[str, Any]
_PLAIN = (
    "name", "description", "how_to_get_it", "who_for", "minimum_age", "maximum_age", "free",
    "fees", "website", "email", "telephone", "accreditations", "alert", "status", "why_not",
    "back_on", "assured_on", "changed_at",
)  # fmt: skip


def in_batches(rows: Any) -> Iterator[Any]:
    """Rows by key, some thousands at a time, whatever the database holds open."""
    last = 0
    while batch := list(rows.order_by("pk").filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def of_shown(model: Any, *beside: str) -> Iterator[Any]:
    """The rows of one part of the services that anyone may find."""
    shown = Service.objects.published().values("pk")
    return in_batches(model.objects.filter(service__in=shown).select_related("service", *beside))


def services() -> Iterator[Row]:
    """Every service that anyone may find."""
    known = sayers()
    for row in in_batches(Service.objects.published().select_related("organisation")):
        yield service(row, known)


def service(row: Service, known: dict[str, Sayer]) -> Row:
    """One service with whose it is to change, and on what terms."""
    by = known.get(row.source)
    terms = by.licence if by else OURS
    return {
        "id": str(row.uuid),
        "organisation_id": row.organisation.ref,
        **{name: getattr(row, name) for name in _PLAIN},
        "kept_by": "" if row.source == HERE or by is None else by.title,
        "licence": terms.name,
        "attribution": terms.attribution,
    }


def places() -> Iterator[Row]:
    """Where each is given; of a place whose address is not public only its outward code."""
    for at in of_shown(ServiceAtLocation, "location"):
        place, shown = at.location, at.location.address_public
        outward = place.postcode.partition(" ")[0]
        yield {
            "service_id": str(at.service.uuid),
            "place_id": str(place.uuid),
            "kind": place.kind,
            "address_public": shown,
            **{name: getattr(place, name) if shown else "" for name in ("name", "street", "town")},
            "postcode": place.postcode if shown else outward,
            **{name: getattr(place, name) if shown else None for name in ("latitude", "longitude")},
            **{
                name: getattr(place, name) if shown else ""
                for name in ("ward", "district", "county")
            },
            "access": "; ".join(place.access),
            "access_words": place.access_words,
        }


def hours() -> Iterator[Row]:
    """When each is open."""
    for row in of_shown(Schedule, "at__location"):
        yield {
            "id": str(row.uuid),
            "service_id": str(row.service.uuid),
            "place_id": str(row.at.location.uuid) if row.at else "",
            **{
                name: getattr(row, name)
                for name in (
                    "freq", "interval", "byday", "bymonthday", "starts", "valid_from", "valid_to",
                    "opens", "closes", "attending",
                )
            },
            "words": str(row),
        }  # fmt: skip


def closures() -> Iterator[Row]:
    """Days with other hours, numbered by service."""
    shown = Service.objects.published().values("pk")
    rows = Closure.objects.filter(service__in=shown).select_related("service")
    before, number = 0, 0
    for row in rows.order_by("service", "first", "pk").iterator(BATCH):
        number = number + 1 if row.service_id == before else 1
        before = row.service_id
        yield {
            "service_id": str(row.service.uuid),
            "number": number,
            **{n: getattr(row, n) for n in ("first", "last", "closed", "opens", "closes")},
            "reason": row.reason,
        }


def costs() -> Iterator[Row]:
    """What each costs."""
    for row in of_shown(CostOption):
        yield {
            "id": str(row.uuid),
            "service_id": str(row.service.uuid),
            "option": row.option,
            "amount": None if row.amount is None else float(row.amount),
            "words": row.words,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }


def languages() -> Iterator[Row]:
    """The languages of each."""
    for row in of_shown(ServiceLanguage):
        yield {"service_id": str(row.service.uuid), "language": row.code}


def areas() -> Iterator[Row]:
    """The areas each is for."""
    for row in of_shown(ServiceArea):
        yield {"service_id": str(row.service.uuid), "area_words": row.words, "area": row.code}


def terms() -> Iterator[Row]:
    """What each is for, with words."""
    titles = {(s, c): t for s, c, t in Term.objects.values_list("scheme", "code", "title")}
    for row in of_shown(ServiceTerm):
        yield {
            "service_id": str(row.service.uuid),
            "scheme": row.scheme,
            "code": row.code,
            "title": titles.get((row.scheme, row.code), ""),
        }


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "services": services,
    "service_places": places,
    "service_hours": hours,
    "service_closures": closures,
    "service_costs": costs,
    "service_languages": languages,
    "service_areas": areas,
    "service_terms": terms,
}
