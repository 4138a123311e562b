"""A service for machines, inside its page: schema.org's words."""

from __future__ import annotations

from typing import Any

from commonweal.sector.models import Location, Schedule, Service
from commonweal.sector.opening import DAY_NAMES, WEEKLY
from commonweal.web.services import Shown


def as_json_ld(shown: Shown, address: str, organisation: str) -> dict[str, Any]:
    """The service as schema.org has it; what is not known is left out.

    :param organisation: the whole address of its organisation's page.
    """
    service = shown.service
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "name": service.name,
        "description": service.description,
        "serviceType": [term.title for term in shown.needs],
        "provider": {
            "@type": "Organization", "@id": organisation, "name": service.organisation.name,
        },
        "areaServed": [{"@type": "AdministrativeArea", "name": name} for name, _ in shown.areas],
        "hoursAvailable": [hours(row) for row in service.schedules.all() if is_plain(row)],
        "url": address,
        "audience": audience(service),
        "offers": offers(service),
        "availableChannel": [channel(at.location, shown) for at in service.at.all()],
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


def offers(service: Service) -> list[dict[str, str]]:
    """What it costs, in pounds; schema.org has no other word for a service that is free."""
    said = [(row.option, str(row.amount)) for row in service.costs.all() if row.amount is not None]
    free = [("", "0")] if service.free and not said else []
    return [
        {"@type": "Offer", **({"name": name} if name else {}), "price": price,
         "priceCurrency": "GBP"}
        for name, price in [*said, *free]
    ]  # fmt: skip


def audience(service: Service) -> dict[str, Any]:
    """The ages it is for, where there is a limit."""
    ages = {"suggestedMinAge": service.minimum_age, "suggestedMaxAge": service.maximum_age}
    said = {name: age for name, age in ages.items() if age is not None}
    return {"@type": "PeopleAudience", **said} if said else {}


def is_plain(row: Schedule) -> bool:
    """Whether schema.org can say these hours: every week, at known times."""
    return bool(row.freq == WEEKLY and row.interval == 1 and row.byday and row.opens and row.closes)


def hours(row: Schedule) -> dict[str, Any]:
    """Weekly hours."""
    found = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAY_NAMES[word[-2:]] for word in row.byday.split(",")],
        "opens": row.opens and row.opens.isoformat("minutes"),
        "closes": row.closes and row.closes.isoformat("minutes"),
        "validFrom": row.valid_from and row.valid_from.isoformat(),
        "validThrough": row.valid_to and row.valid_to.isoformat(),
    }
    return {key: value for key, value in found.items() if value}


def channel(location: Location, shown: Shown) -> dict[str, Any]:
    """A place, as far as anyone may know it."""
    found: dict[str, Any] = {"@type": "ServiceChannel"}
    if shown.languages:
        found["availableLanguage"] = list(shown.languages)
    if location.address_public and location.postcode:
        found["serviceLocation"] = {
            "@type": "Place",
            "name": location.name or location.postcode,
            "address": {
                "@type": "PostalAddress", "addressCountry": "GB",
                "postalCode": location.postcode, "streetAddress": location.street,
                "addressLocality": location.town,
            },
        }  # fmt: skip
    return found
