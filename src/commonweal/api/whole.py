"""The shape of one organisation, whole, as the contract gives it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field, Schema

from commonweal.api.envelope import About


class Words(Schema):
    """A code and how it is said."""

    code: str
    words: str


class StatusWords(Words):
    """How it stands; the sentence is empty while it goes on as ever."""

    sentence: str


class FactShape(Schema):
    """One fact: its value, who says so, and when they were last seen to."""

    value: Any = None
    words: str
    source: str
    source_title: str
    seen: dt.date | None
    corrected: bool = Field(description="Put right here; the source says something else.")


class AreaShape(Schema):
    """An area's code and name."""

    code: str | None
    name: str


class ServedShape(AreaShape):
    """An area it serves, with the register's own words."""

    words: str


class WhereShape(Schema):
    """Where it is, as near as may be shown."""

    street: str
    postcode: str
    latitude: float | None
    longitude: float | None
    areas: list[AreaShape]


class IdentifierShape(Schema):
    """A number that a register gives it, and its page there."""

    id: str
    scheme: str
    scheme_title: str
    value: str
    register_url: str | None


class NameShape(Schema):
    """Another name it has or had."""

    name: str
    kind: str


class ClassShape(Schema):
    """A code of a classification; ``suggested`` ones come from a program."""

    scheme: str
    code: str
    title: str
    suggested: bool
    confidence: float | None
    source_title: str


class YearShape(Schema):
    """One year's figures: pounds and people; null where nobody says."""

    year_end: dt.date
    income: int | None
    spending: int | None
    employees: int | None
    volunteers: int | None
    government_grants: int | None
    government_contracts: int | None
    reserves: int | None
    source_titles: list[str]


class LinkShape(Schema):
    """How another organisation is tied to it."""

    words: str
    id: str
    name: str
    here: bool
    on: dt.date | None


class EventShape(Schema):
    """Something that happened to it."""

    on: dt.date
    words: str


class SeenShape(Schema):
    """A source that has a record of it."""

    name: str
    title: str
    record: str
    seen: dt.date | None
    gone: bool
    licence: str
    licence_address: str
    attribution: str


class Whole(Schema):
    """One organisation: everything published about it, each fact with its source."""

    id: str
    uuid: str
    name: str
    kind: Words
    side: Words
    status: StatusWords
    facts: dict[str, FactShape]
    where: WhereShape
    identifiers: list[IdentifierShape]
    names: list[NameShape]
    areas_served: list[ServedShape]
    classifications: list[ClassShape]
    years: list[YearShape]
    links: list[LinkShape]
    history: list[EventShape]
    sources: list[SeenShape]
    confirmed_on: dt.date | None
    changed: dt.datetime


class OneOrganisation(Schema):
    """One organisation in its envelope."""

    about: About
    organisation: Whole
