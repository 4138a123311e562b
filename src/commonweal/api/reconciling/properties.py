"""What a reconciling program may say of a body, and what it may take from us."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commonweal.places.models import Area
from commonweal.sector.models import Identifier, Organisation

Value = dict[str, Any]


def text(value: object) -> list[Value]:
    """A text as a value, or none where there is none."""
    return [{"str": str(value)}] if value not in (None, "") else []


def whole(value: int | None) -> list[Value]:
    """A whole number as a value."""
    return [] if value is None else [{"int": value}]


def scheme(name: str) -> Callable[[Organisation, Known], list[Value]]:
    """The numbers that one register gives."""
    return lambda o, known: [{"str": i.value} for i in known.numbers[o.pk] if i.scheme == name]


@dataclass(frozen=True)
class Known:
    """What is read once for all organisations asked about."""

    numbers: dict[int, list[Identifier]]
    names: dict[int, list[str]]
    areas: dict[str, str]
    page: Callable[[str], str]


@dataclass(frozen=True)
class Property:
    """One property: what it is called, whether it helps to match, and its values."""

    id: str
    name: str
    says: str
    values: Callable[[Organisation, Known], list[Value]]
    matches: bool = False


def on_day(organisation: Organisation, known: Known) -> list[Value]:
    """The day it was registered."""
    day = organisation.registered_on
    return [{"date": f"{day.isoformat()}T00:00:00Z"}] if day else []


EVERY = (
    Property(
        "identifier", "Identifier", "an org-id such as GB-CHC-1090095, or a register's number",
        lambda o, k: [{"str": i.org_id} for i in k.numbers[o.pk]], matches=True,
    ),
    Property("charity-number", "Charity number", "England and Wales", scheme("GB-CHC"), True),
    Property("company-number", "Company number", "", scheme("GB-COH"), True),
    Property("scottish-charity-number", "Charity number (Scotland)", "", scheme("GB-SC"), True),
    Property(
        "postcode", "Postcode", "whole where the address is public, else its first half",
        lambda o, k: text(o.shown_postcode), matches=True,
    ),
    Property("website", "Website", "", lambda o, k: text(o.website), matches=True),
    Property("telephone", "Telephone", "", lambda o, k: text(o.telephone), matches=True),
    Property("email", "E-mail", "", lambda o, k: text(o.email), matches=True),
    Property(
        "local-authority", "Local authority", "its name or GSS code; only those based there",
        lambda o, k: text(k.areas.get(o.district)), matches=True,
    ),
    Property(
        "local-authority-code", "Local authority (GSS code)", "",
        lambda o, k: text(o.district), matches=True,
    ),
    Property("ward-code", "Ward (GSS code)", "", lambda o, k: text(o.ward)),
    Property("kind", "Kind of organisation", "", lambda o, k: text(o.get_kind_display())),
    Property("status", "Standing", "", lambda o, k: text(o.get_status_display())),
    Property("registered-on", "Registered on", "", on_day),
    Property("income", "Yearly income", "pounds", lambda o, k: whole(o.income)),
    Property(
        "other-names", "Other names", "working and earlier names",
        lambda o, k: [{"str": name} for name in k.names[o.pk]],
    ),
    Property("page", "Page here", "", lambda o, k: text(k.page(o.ref))),
)  # fmt: skip
BY_ID = {each.id: each for each in EVERY}
SCHEMES = {
    "charity-number": "GB-CHC", "company-number": "GB-COH", "scottish-charity-number": "GB-SC",
}  # fmt: skip
CONTACTS = ("postcode", "website", "telephone", "email")
PLACES = ("local-authority", "local-authority-code")


def area_called(said: str) -> str:
    """The code of the area that a name or a code names, or nothing."""
    areas = Area.objects.filter(kind__in=("county", "district", "ward"))
    found = areas.filter(code=said.upper()).first() or areas.filter(name__iexact=said).first()
    return found.code if found else ""
