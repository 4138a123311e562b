"""The shapes of the public contract. A name here is kept until the next version."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import core_schema

from commonweal.api.envelope import About
from commonweal.sector.choices import SIZES, Kind, Side, Status
from commonweal.sector.searching import query as asking

CODE = r"^[A-Za-z0-9]{1,12}$"
MOST_PAGES = 10_000


class OneOf:
    """Text that must be one of these."""

    def __init__(self, *known: str) -> None:
        self.known = list(known)

    def check(self, value: str) -> str:
        """The value, if it is one of them.

        :raises ValueError: naming them, if it is not.
        """
        if value not in self.known:
            raise ValueError(f"This is one of: {', '.join(self.known)}.")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        return {**handler(schema), "enum": self.known}


def written_out(value: object) -> object:
    """A moment must be written as ISO 8601 has it; a bare number could be anything."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", value):
        raise ValueError("Write it like 2026-11-23T06:00:00Z.")
    return value


def in_utc(value: dt.datetime) -> dt.datetime:
    """The same moment in UTC: some zones that can be written, PostgreSQL does not take.

    :raises ValueError: when it lies outside the years there are.
    """
    try:
        return value.astimezone(dt.UTC)
    except OverflowError as wrong:
        raise ValueError("There is no such moment.") from wrong


Moment = Annotated[AwareDatetime, BeforeValidator(written_out), AfterValidator(in_utc)]


def codes(title: str) -> Any:
    """A filter that may be given several times; any of them will do."""
    return Field(default=[], max_length=40, description=title)


Code = Annotated[str, Field(pattern=CODE)]


class Asked(Schema):
    """The same names as on the search page, so that its address works here too."""

    q: str = Field("", max_length=200, description="Words to look for.")
    area: list[Annotated[str, Field(pattern=r"^[A-Z]\d{8}$")]] = codes("GSS codes of areas.")
    where: Annotated[str, OneOf(*asking.WHERE)] = "either"
    kind: list[Annotated[str, OneOf(*Kind.values)]] = codes("Kinds of organisation.")
    cause: list[Code] = codes("The Charity Commission's codes for what it does.")
    who: list[Code] = codes("Its codes for whom.")
    how: list[Code] = codes("Its codes for how.")
    ukcat: list[Code] = codes("UKCAT codes, suggested by a program.")
    icnptso: list[Code] = codes("ICNP/TSO codes.")
    size: list[Annotated[str, OneOf(*SIZES)]] = codes("Bands of yearly income.")
    status: list[Annotated[str, OneOf(*Status.values)]] = codes("How it stands.")
    side: Annotated[str, OneOf("", *Side.values)] = Field(
        "", description="Of the sector, or a partner of it."
    )
    near: str = Field(
        "",
        max_length=80,
        description="Where to measure from: a postcode, its first half (`NR1`), or the name of a "
        "district, county or ward, which mean the middle of their postcodes.",
    )
    within: float | None = Field(
        None,
        ge=0.1,
        le=500,
        description="How far from it: miles, unless `unit` is `km`. Distances are answered in km.",
    )
    unit: Annotated[str, OneOf(*asking.UNITS)] = Field("miles", description="What `within` is in.")
    exactly: bool = Field(
        False,
        description="The words as they are: no other words for the same, no place read out of "
        "them, no slip put right.",
    )
    sort: Annotated[str, OneOf(*asking.SORTS)] = ""
    modified_after: Moment | None = Field(
        None,
        description="Only what changed after this moment, oldest change first. Goes with `area`, "
        "`kind`, `size`, `status` and `side`, not with words, causes or distances.",
    )
    page: int = Field(1, ge=1, le=MOST_PAGES)
    limit: int = Field(50, ge=1, le=100, description="How many on a page.")


class Named(Schema):
    """A code and what it means."""

    code: str
    title: str


class Row(Schema):
    """An organisation in a list."""

    id: str = Field(description="Its org-id, the name by which it is known everywhere.")
    name: str
    kind: Named
    status: Named
    side: Named
    district: Named | None
    outward: str = Field(description="The first half of its postcode.")
    latitude: float | None
    longitude: float | None
    income: int | None = Field(description="Pounds in its latest year.")
    causes: list[Named]
    distance_km: float | None = Field(
        None,
        description="Kilometres from `near`, whatever `unit` says; to the pin, so about a "
        "kilometre out where the address is not public.",
    )
    confirmed_on: dt.date | None = Field(
        description="The last day on which somebody said that its entry is right."
    )
    changed_at: dt.datetime
    url: str
    links: dict[str, str]


class Paging(Schema):
    """Where this page lies among all of them."""

    total: int
    page: int
    pages: int
    limit: int
    next: str | None
    previous: str | None


class Read(Schema):
    """How the question was read: what was made of its words, and from where it is measured."""

    words: str = Field(description="What was looked for, slips put right, places taken out.")
    also_looked_for: list[str] = Field(description="Other words for the same; these come last.")
    with_part_of_the_words: int = Field(
        description="How many have only part of the words; these come after all others."
    )
    place_not_known: str = Field(description="What the words call a place and we do not know.")
    areas: list[str] = Field(description="GSS codes asked for or read out of the words.")
    near: str = Field(description="The place that distances are from; blank if none.")
    within_km: float | None


class Organisations(Schema):
    """A page of organisations."""

    about: About
    paging: Paging
    read: Read | None = Field(None, description="Nothing when `modified_after` was asked.")
    organisations: list[Row]


class Area(Schema):
    """A dated geography with a GSS code."""

    code: str
    kind: Named
    name: str
    parent: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    population: int | None
    population_year: int | None
    url: str


class Areas(Schema):
    """A page of areas."""

    about: About
    paging: Paging
    areas: list[Area]


class OneArea(Schema):
    """An area, how many organisations are based there, and those it became."""

    about: About
    area: Area
    organisations_based: int = Field(description="Registered ones and informal groups together.")
    registered_based: int
    informal_groups_based: int = Field(description="On no register; known because they told us.")
    successors: list[str]


class PostcodeAreas(Schema):
    """Where the middle of a postcode is, and the areas it lies in."""

    about: About
    postcode: str
    latitude: float | None
    longitude: float | None
    terminated: dt.date | None
    areas: list[Area]


class SourceShape(Schema):
    """A place that data come from, and when it was last read here."""

    name: str
    title: str
    publisher: str
    homepage: str
    licence: str
    licence_url: str
    attribution: str
    brings: str
    refreshed: str
    last_read: dt.datetime | None
    extract_date: dt.date | None


class Sources(Schema):
    """Every source."""

    about: About
    sources: list[SourceShape]
