"""How a service is reached, and whom to ask where it gives no way itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from commonweal.sector.models import Organisation, Service
from commonweal.ui import words
from commonweal.web.organisations import Line, mail_address, web_address


def contact_of(service: Service) -> Iterator[Line]:
    """How to reach it, and whom to ask."""
    yield from ways_to(service)
    for row in service.contacts.all():
        said = ", ".join(filter(None, [row.name, row.title, row.telephone]))
        yield Line(
            "Ask for", said, "", f"tel:{words.dialled(row.telephone)}" if row.telephone else ""
        )


def ways_to(whom: Service | Organisation) -> Iterator[Line]:
    """How to reach a service, or an organisation, as far as anyone may know."""
    if whom.telephone:
        yield Line("Telephone", whom.telephone, "", f"tel:{words.dialled(whom.telephone)}")
    if address := mail_address(whom.email):
        yield Line("E-mail", whom.email, "", address)
    if address := web_address(whom.website):
        yield Line("Website", words.host(address), "", address)


def ways_to_ask(service: Service) -> list[Line]:
    """Where a service gives no way to reach it: how to reach the organisation, else its page."""
    if any(line.address for line in contact_of(service)):
        return []
    giver = service.organisation
    page = Line("Ask", giver.name, "", reverse("organisation", args=[giver.ref]))
    return [*ways_to(giver)] or [page]
