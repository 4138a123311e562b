"""A service for machines, inside its page: schema.org's words."""

from __future__ import annotations

from typing import Any

from commonweal.sector.models import Location, Schedule
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
        "offers": [
            {"@type": "Offer", "name": row.option, "price": str(row.amount), "priceCurrency": "GBP"}
            for row in service.costs.all()
            if row.amount is not None
        ],
        "isAccessibleForFree": True if service.free else None,
        "availableChannel": [channel(at.location, shown) for at in service.at.all()],
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


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
