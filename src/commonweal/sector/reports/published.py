"""What is published of an organisation or a service, field by field, for who suggests a change."""

from __future__ import annotations

from typing import Any

from commonweal.places.models import Area
from commonweal.sector.choices import ServiceStatus, Status
from commonweal.sector.gathering import FEEDS, HERE, gather
from commonweal.sector.models import Organisation, Service
from commonweal.sector.precedence import CORRECTED
from commonweal.sector.reports.offering import told_of
from commonweal.sector.reports.sources import title_of
from commonweal.sector.sources.open_referral import kept_by
from commonweal.sector.suggestible import AREAS, CLOSED, NAMES, ORGANISATION, SERVICE, WORDS, Field
from commonweal.sector.wording import said_of

Thing = Organisation | Service


def fields_of(thing: Thing) -> dict[str, Field]:
    """What may be suggested of it."""
    return SERVICE if isinstance(thing, Service) else ORGANISATION


def published_of(thing: Thing) -> dict[str, Any]:
    """What anyone may see of it now; what is withheld, or private, is as if not known."""
    if isinstance(thing, Service):
        said = said_of(told_of(thing), whole=False)
        ended = thing.status == ServiceStatus.DEFUNCT
        return {f: said.get(f, "") for f in SERVICE} | {CLOSED: ended, WORDS: ""}
    now = {f: getattr(thing, f, "") for f in ORGANISATION if f not in (NAMES, AREAS)}
    served = thing.areas_served.exclude(code="").values_list("code", flat=True)
    return now | {
        "street": thing.street if thing.address_public else "",
        "postcode": thing.shown_postcode,
        NAMES: other_names(thing),
        AREAS: sorted(set(served)),
        CLOSED: thing.status != Status.ACTIVE,
        WORDS: "",
    }


def other_names(organisation: Organisation) -> list[str]:
    """The other names that are shown, each once."""
    rows = organisation.names.order_by("kind", "name", "pk").values_list("name", flat=True)
    found = {name.casefold(): name for name in reversed(rows) if name != organisation.name}
    return sorted(found.values(), key=str.casefold)


def kept_elsewhere(thing: Thing) -> dict[str, str]:
    """The fields that are changed somewhere else, each with who keeps it: a register, a feed."""
    if isinstance(thing, Service):
        return {} if thing.source == HERE else dict.fromkeys(SERVICE, kept_by(thing.source))
    resolved = gather([thing])[thing.pk].resolved()
    keepers = {"name": resolved["name"].source, CLOSED: resolved["status"].source}
    return {
        field: title_of(source)
        for field, source in keepers.items()
        if source and source not in (HERE, CORRECTED) and not source.startswith(FEEDS)
    }


def in_words(field: str, value: Any) -> str:
    """A value of one field as people read it; blank where there is none."""
    if field == CLOSED:
        return {True: "Yes", False: "", None: ""}.get(value, str(value))
    if field == AREAS:
        named = dict(Area.objects.filter(code__in=value or []).values_list("code", "name"))
        return "\n".join(sorted(named.get(code, code) for code in value or []))
    if field == NAMES:
        return "\n".join(value or [])
    return str("" if value is None else value)
