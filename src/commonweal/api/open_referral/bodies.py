"""What Open Referral UK 3.0 says of each object. Fields without a value are left out.

Every ``id`` is a UUID for ever: a row's own, or one made from what names it (a term's scheme and
code, an identifier's scheme and value, the address of a location).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from commonweal.sector.choices import Access, Attending, Scheme
from commonweal.sector.models import (
    CostOption,
    Location,
    Organisation,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceContact,
    ServiceTerm,
    Term,
)
from commonweal.ui.words import long_day

# Of this all the UUIDs are made that no row keeps. It must never change.
NAMES = uuid.UUID("6f2b6c3e-41d8-5d0b-9a53-2c1f0a7c9e11")
COUNTRY = "GB"
NOT_SAID = "not stated"
Body = dict[str, Any]
Terms = Mapping[tuple[str, str], Term]
TAXONOMIES = {
    "need": ("Needs", "What people come to a service for. Kept by this place."),
    "audience": ("Audiences", "Whom a service is for. Kept by this place."),
    "what": ("Charitable causes", "What charities do, as the Charity Commission classes it."),
    "who": ("Beneficiaries", "Whom charities help, as the Charity Commission classes them."),
    "how": ("Ways of working", "How charities work, as the Charity Commission classes it."),
    "ukcat": ("UK Charity Activity Tags", "What charities do, suggested from their words."),
    "icnptso": ("ICNP/TSO", "The international classification of non-profit organisations."),
    "feed": ("Terms of other directories", "Terms as the feeds that brought them have them."),
}


def made(*parts: str) -> str:
    """The UUID of something that no row keeps one for."""
    return str(uuid.uuid5(NAMES, "\x1f".join(parts)))


def said(**fields: Any) -> Body:
    """A body without the fields that say nothing."""
    return {k: v for k, v in fields.items() if v is not None and v not in ("", [])}


def service_row(service: Service) -> Body:
    """The plain fields of a service."""
    return said(
        id=str(service.uuid),
        organization_id=str(service.organisation.uuid),
        name=service.name,
        description=service.description,
        url=service.website,
        email=service.email,
        status=service.status,
        fees=service.fees or ("Free" if service.free else ""),
        accreditations=service.accreditations,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        assured_date=service.assured_on and service.assured_on.isoformat(),
        alert=alert_of(service),
        last_modified=service.changed_at.isoformat(),
    )


def alert_of(service: Service) -> str:
    """Its warning, and why it does not run and until when: the standard has no field for those."""
    back = f"Back on {long_day(service.back_on)}." if service.back_on else ""
    return " ".join(filter(None, [service.because, back, service.alert]))


def service_in_list(service: Service) -> Body:
    """A service as a list gives it."""
    return {**service_row(service), "organization": organization_row(service.organisation)}


def whole_service(service: Service, terms: Terms) -> Body:
    """A service with all that is below it."""
    own = [s for s in service.schedules.all() if s.at_id is None]
    return service_row(service) | said(
        schedules=[schedule(s) for s in own],
        service_areas=[
            said(id=str(a.uuid), name=a.words, service_area=a.words,
                 uri=f"http://statistics.data.gov.uk/id/statistical-geography/{a.code}"
                 if a.code else "")
            for a in service.areas.all()
        ],
        service_at_locations=[at_location(at, service) for at in service.at.all()],
        languages=[said(id=str(row.uuid), code=row.code) for row in service.languages.all()],
        organization=whole_organization(service.organisation),
        cost_options=[cost(row) for row in service.costs.all()],
        contacts=[contact(row) for row in service.contacts.all()],
        phones=phones(str(service.uuid), service.telephone),
        attributes=[attribute(row, terms) for row in service.terms.all()],
    )  # fmt: skip


def cost(row: CostOption) -> Body:
    """What it costs, for some or for all."""
    return said(
        id=str(row.uuid),
        option=row.option,
        amount=None if row.amount is None else float(row.amount),
        amount_description=row.words,
        valid_from=row.valid_from and row.valid_from.isoformat(),
        valid_to=row.valid_to and row.valid_to.isoformat(),
    )


def contact(row: ServiceContact) -> Body:
    """Whom people may ask."""
    numbers = phones(str(row.uuid), row.telephone)
    return said(id=str(row.uuid), name=row.name, title=row.title, phones=numbers)


def phones(owner: str, number: str) -> list[Body]:
    """A telephone number, if there is one."""
    return [{"id": made("phone", owner, number), "number": number}] if number else []


def attribute(row: ServiceTerm, terms: Terms) -> Body:
    """A term given to a service."""
    known = terms.get((row.scheme, row.code))
    term = taxonomy_term(known) if known else unknown_term(row.scheme, row.code)
    return {"id": str(row.uuid), "link_type": "service", "taxonomy_term": term}


def unknown_term(scheme: str, code: str) -> Body:
    """A term that is given and that nobody here knows the meaning of."""
    return {"id": made("term", scheme, code), "name": code, "description": code, "term": code}


def taxonomy(scheme: str) -> Body:
    """A classification."""
    name, description = TAXONOMIES.get(scheme, (scheme, scheme))
    return {"id": made("taxonomy", scheme), "name": name, "description": description}


def taxonomy_term(term: Term) -> Body:
    """One code of a classification and its meaning."""
    return said(
        id=made("term", term.scheme, term.code),
        name=term.title,
        description=term.title,
        parent_id=made("term", term.scheme, term.parent) if term.parent else "",
        taxonomy=taxonomy(term.scheme)["name"],
        taxonomy_id=made("taxonomy", term.scheme),
        term=term.title,
    )


def schedule(row: Schedule) -> Body:
    """Hours, with words for people beside the figures for machines."""
    return said(
        id=str(row.uuid),
        valid_from=row.valid_from and row.valid_from.isoformat(),
        valid_to=row.valid_to and row.valid_to.isoformat(),
        dtstart=row.starts and row.starts.isoformat(),
        freq=row.freq,
        interval=row.interval if row.freq else None,
        byday=row.byday,
        bymonthday=row.bymonthday,
        description=str(row),
        opens_at=row.opens and row.opens.isoformat(),
        closes_at=row.closes and row.closes.isoformat(),
        attending_type=str(Attending(row.attending).label) if row.attending else "",
    )


def location_row(location: Location) -> Body:
    """The plain fields of a location; nothing that tells where, if its address is not public."""
    shown = location.address_public
    return said(
        id=str(location.uuid),
        location_type=location.kind,
        name=location.name if shown else "",
        description=location.description if shown else "",
        latitude=location.latitude if shown else None,
        longitude=location.longitude if shown else None,
    )


def whole_location(location: Location) -> Body:
    """A location with its address and how one gets in."""
    words = [str(Access(word).label) for word in location.access]
    access = "; ".join([*words, *filter(None, [location.access_words])])
    return location_row(location) | said(
        addresses=[address(location)] if location.postcode or location.street else [],
        accessibility=[
            {"id": made("access", str(location.uuid)), "description": access}
        ] if access else [],
    )  # fmt: skip


def address(location: Location) -> Body:
    """An address: whole where it is public, else the half of its postcode that names a town."""
    shown = location.address_public
    lines = (location.street or location.name) if shown else ""
    town = location.town if shown else ""
    return {
        "id": made("address", str(location.uuid)),
        "address_1": lines or NOT_SAID,
        "city": town or NOT_SAID,
        "state_province": town or NOT_SAID,
        "postal_code": (location.postcode if shown else location.postcode.partition(" ")[0])
        or NOT_SAID,
        "country": COUNTRY,
        "address_type": location.kind,
    }


def at_location(at: ServiceAtLocation, service: Service) -> Body:
    """That a service is given somewhere, with its hours there."""
    own = [s for s in service.schedules.all() if s.at_id == at.pk]
    return {
        "id": str(at.uuid),
        "location": whole_location(at.location),
        **said(schedules=[schedule(s) for s in own]),
    }


def at_location_in_list(at: ServiceAtLocation) -> Body:
    """The same, as a list gives it."""
    return {
        "id": str(at.uuid),
        "service_id": str(at.service.uuid),
        "location_id": str(at.location.uuid),
        "location": location_row(at.location),
        "service": service_in_list(at.service),
    }


def whole_at_location(at: ServiceAtLocation, terms: Terms) -> Body:
    """A service at a location, with the whole service."""
    return at_location(at, at.service) | {
        "service_id": str(at.service.uuid),
        "location_id": str(at.location.uuid),
        "service": whole_service(at.service, terms),
    }


def organization_row(organisation: Organisation) -> Body:
    """The plain fields of an organisation. The standard needs a description: we say if none is."""
    return said(
        id=str(organisation.uuid),
        name=organisation.name,
        description=organisation.description or f"{organisation.name} has not described itself.",
        email=organisation.email,
        website=organisation.website,
        uri=f"https://org-id.guide/{organisation.ref}"
        if not organisation.ref.startswith(str(Scheme.OURS))
        else "",
    )


def whole_organization(organisation: Organisation) -> Body:
    """An organisation with its identifiers; numbers given here are no official ones."""
    return organization_row(organisation) | said(
        organization_identifiers=[
            {
                "id": made("identifier", row.scheme, row.value),
                "identifier_scheme": row.scheme,
                "identifier_type": Scheme(row.scheme).label
                if row.scheme in Scheme.values
                else row.scheme,
                "identifier": row.value,
            }
            for row in organisation.identifiers.all()
            if row.scheme != Scheme.OURS
        ]
    )
