"""What anyone may suggest of an organisation or a service, and how it is tidied. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.core.refused import Refused
from commonweal.sector.facts import line, paragraphs, tidy
from commonweal.sector.offering import TEXTS

MOST_NAMES, MOST_AREAS = 50, 500
CLOSED, WORDS, NAMES, AREAS = "closed", "words", "names", "areas"


@dataclass(frozen=True)
class Field:
    """Something that can be suggested.

    ``by_hand``: it is told in words but kept in parts, so that whoever takes it over changes the
    service first. ``official``: an organisation's register states it, and changes it.
    """

    name: str
    title: str
    hint: str = ""
    rows: int = 1
    by_hand: bool = False
    official: bool = False


def _by_name(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


ORGANISATION = _by_name(
    Field("name", "Name", official=True),
    Field("description", "What it does", rows=5),
    Field("website", "Website"),
    Field("telephone", "Telephone"),
    Field("email", "E-mail"),
    Field("street", "Street"),
    Field("postcode", "Postcode", "Its first half is enough where the address is private."),
    Field(NAMES, "Other names it goes by", "One in each line.", rows=3),
    Field(AREAS, "Areas it serves", "Open a district to tick its wards."),
    Field(CLOSED, "It has closed", official=True),
    Field(WORDS, "Anything else that is wrong or missing", rows=3, by_hand=True),
)
SERVICE = _by_name(
    Field("name", "Name"),
    Field("description", "What happens there", rows=5),
    Field("hours", "When, in words", "One line for each time.", rows=3, by_hand=True),
    Field("places", "Where, in words", rows=3, by_hand=True),
    Field("costs", "What it costs, in words", rows=2, by_hand=True),
    Field("who_for", "Who it is for", rows=2),
    Field("how_to_get_it", "How to get it", rows=3),
    Field("telephone", "Telephone"),
    Field("email", "E-mail"),
    Field("website", "Website"),
    Field("contacts", "Whom to ask, in words", rows=2, by_hand=True),
    Field(CLOSED, "It has ended"),
    Field(WORDS, "Anything else that is wrong or missing", rows=3, by_hand=True),
)

_IN_WORDS = paragraphs(2_000)


def tidied(field: Field, value: Any, *, of_service: bool, today: dt.date) -> Any:
    """What somebody suggested, as it is kept.

    :raises Refused: in a sentence, with the field's name.
    """
    try:
        return _rule(field, of_service)(value, today)
    except ValueError as problem:
        raise Refused(str(problem), field=field.name) from problem


def _rule(field: Field, of_service: bool) -> Callable[[Any, dt.date], Any]:
    if field.name in _OTHERS:
        return _OTHERS[field.name]
    if field.by_hand:
        return _IN_WORDS
    if of_service:
        return TEXTS[field.name]
    return lambda value, today: tidy(field.name, value, today=today)


def _names(value: Any, today: dt.date) -> list[str]:
    told = value if isinstance(value, list | tuple) else str(value or "").splitlines()
    read = line(255)
    found = list(dict.fromkeys(filter(None, (read(one, today) for one in told))))
    if len(found) > MOST_NAMES:
        raise ValueError(f"There can be {MOST_NAMES} other names at most.")
    return found


def _areas(value: Any, today: dt.date) -> list[str]:
    found = sorted({str(code)[:9] for code in value or []})
    if len(found) > MOST_AREAS:
        raise ValueError(f"Tick {MOST_AREAS} areas at most, or a larger one.")
    return found


_OTHERS: Mapping[str, Callable[[Any, dt.date], Any]] = {
    NAMES: _names,
    AREAS: _areas,
    CLOSED: lambda value, today: bool(value),
    WORDS: _IN_WORDS,
}


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same, however they are spaced."""
    return _bare(one) == _bare(other)


def _bare(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(str(v).strip() for v in value)
    if isinstance(value, bool):
        return value
    return " ".join(str("" if value is None else value).split())
