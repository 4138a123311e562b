"""All that is told of a service, in words under headings, for comparing and for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commonweal.sector.choices import Access, LocationKind, ServiceStatus
from commonweal.sector.languages import language
from commonweal.sector.offering import ToldCost, ToldPlace, ToldService
from commonweal.sector.opening import change_in_words, in_words

TITLES: dict[str, str] = {
    "name": "Name", "description": "What happens there", "terms": "What it helps with",
    "status": "How it stands", "alert": "A warning for now", "hours": "When",
    "closures": "When it is not", "places": "Where", "how_to_get_it": "How to get it",
    "who_for": "Who it is for", "ages": "Ages", "costs": "What it costs",
    "languages": "Languages", "telephone": "Telephone", "email": "E-mail", "website": "Website",
    "contacts": "Whom to ask", "areas": "Areas it is for", "accreditations": "Marks of quality",
}  # fmt: skip
_AS_TOLD = (
    "name", "description", "alert", "how_to_get_it", "who_for", "telephone", "email", "website",
    "accreditations",
)  # fmt: skip


def said_of(
    told: ToldService, *, whole: bool, terms: Mapping[tuple[str, str], str] | None = None
) -> dict[str, str]:
    """What is told, in words: a text for each of ``TITLES``, blank where nothing is.

    :param whole: also the addresses of places that are not public; only for who keeps it.
    :param terms: the titles of terms, where they are to be named.
    """
    said = {field: str(getattr(told, field)) for field in _AS_TOLD}
    named = terms or {}
    return dict.fromkeys(TITLES, "") | said | {
        "status": str(ServiceStatus(told.status).label),
        "terms": "; ".join(sorted(named.get(term, term[1]) for term in told.terms)),
        "hours": lines(hours_of(told, whole=whole)),
        "closures": lines(change_in_words(c) for c in told.closures),
        "places": lines(place_in_words(p, whole=whole) for p in told.places),
        "ages": ages_of(told),
        "costs": lines(costs_of(told)),
        "languages": ", ".join(language(code) for code in told.languages),
        "contacts": lines(
            ", ".join(filter(None, [c.name, c.title, c.telephone])) for c in told.contacts
        ),
        "areas": ", ".join(words for _, words in told.areas),
    }  # fmt: skip


def lines(said: Iterable[str]) -> str:
    """One below the other."""
    return "\n".join(filter(None, said))


def hours_of(told: ToldService, *, whole: bool) -> Iterator[str]:
    """Each of its hours; where it has several places, with the one they are at."""
    for one in told.hours:
        said = one.words or in_words(one.hours)
        if one.place is not None and len(told.places) > 1:
            said = f"{said} ({place_name(told.places[one.place], whole=whole)})"
        yield said


def place_name(place: ToldPlace, *, whole: bool) -> str:
    """What a place is called for short."""
    if whole or place.address_public:
        return place.name or place.street or place.postcode or "online"
    return f"in {place.postcode.partition(' ')[0] or 'a place not shown'}"


def place_in_words(place: ToldPlace, *, whole: bool) -> str:
    """A place with its address, as it may be shown, and what helps to get in."""
    shown = whole or place.address_public
    parts: list[Any] = []
    if place.kind == LocationKind.VIRTUAL:
        parts = [place.name, "online or by telephone"]
    elif shown:
        parts = [place.name, place.street, place.town, place.postcode]
    else:
        parts = [f"Somewhere in {place.postcode.partition(' ')[0]}" if place.postcode else ""]
    if not place.address_public and place.kind != LocationKind.VIRTUAL:
        parts.append("address not shown")
    said = ", ".join(filter(None, parts))
    help_there = ", ".join(str(Access(a).label).lower() for a in place.access if a in Access.values)
    more = ". ".join(filter(None, [help_there, place.access_words, place.description * shown]))
    return f"{said}: {more}" if more else said


def ages_of(told: ToldService) -> str:
    """``11 to 18``, ``55 and over``, ``up to 4``; blank where there is no limit."""
    youngest, oldest = told.minimum_age, told.maximum_age
    if oldest is None:
        return f"{youngest} and over" if youngest else ""
    return f"{youngest} to {oldest}" if youngest else f"up to {oldest}"


def costs_of(told: ToldService) -> Iterator[str]:
    """What it costs, line by line."""
    if told.free:
        yield "Free"
    for cost in told.costs:
        yield cost_in_words(cost)
    if told.fees:
        yield told.fees


def cost_in_words(cost: ToldCost) -> str:
    """``A meal: £4.50``, ``Free``, or only words."""
    amount = "" if cost.amount is None else f"£{cost.amount:,.2f}" if cost.amount else "free"
    said = ": ".join(filter(None, [cost.option, amount.removesuffix(".00")]))
    return ". ".join(filter(None, [said, cost.words]))
