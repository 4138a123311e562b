"""The tables of the data package: what each holds, field by field. Declarations only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commonweal.sector.choices import (
    SIZES,
    Access,
    Attending,
    Frequency,
    Kind,
    LocationKind,
    ServiceStatus,
    Side,
    Status,
)

DESCRIPTOR = "datapackage.json"
FORMATS = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
STRING, INTEGER, NUMBER, BOOLEAN, DATE, TIME, DATETIME = (
    "string", "integer", "number", "boolean", "date", "time", "datetime",
)  # fmt: skip
REQUIRED = {"required": True}
UNIQUE = {"required": True, "unique": True}
GSS = "GSS code of"
LIST = "several are parted by a semicolon"


@dataclass(frozen=True)
class Field:
    """One column: its name, the type of its values, what they mean and what they keep to."""

    name: str
    type: str
    says: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table. ``refers`` holds, by field, the table and field whose value it repeats."""

    name: str
    title: str
    says: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The names of its columns, in order."""
        return [one.name for one in self.fields]


def among(choices: Any, **more: Any) -> dict[str, Any]:
    """One of these values."""
    return {"enum": [str(value) for value in choices], **more}


NOT_BELOW_0 = {"minimum": 0}
ORGANISATIONS = Table(
    "organisations",
    "Organisations",
    "Every published organisation of the register, with words beside codes.",
    (
        Field("id", STRING, "Its org-id, the name by which it is known everywhere", UNIQUE),
        Field("name", STRING, "What it is called", REQUIRED),
        Field("other_names", STRING, f"Other names it has or had; {LIST}"),
        Field("identifiers", STRING, f"Its numbers in registers, as org-ids; {LIST}"),
        Field("kind", STRING, "What it is in law, or that it is a group", among(Kind.values)),
        Field("kind_words", STRING, "The same in words"),
        Field("side", STRING, "Of the sector, or a partner of it", among(Side.values)),
        Field("side_words", STRING, "The same in words"),
        Field("status", STRING, "How it stands", among(Status.values)),
        Field("status_words", STRING, "The same in words"),
        Field("status_on", DATE, "Since when it stands so, where that is known"),
        Field("registered_on", DATE, "When it was registered"),
        Field("description", STRING, "What it does, in its own words or its register's"),
        Field("causes", STRING, f"What it works on, as the Charity Commission codes it; {LIST}"),
        Field("causes_words", STRING, "The same in words"),
        Field("website", STRING, "Its website"),
        Field("email", STRING, "Its public e-mail address"),
        Field("telephone", STRING, "Its public telephone number"),
        Field("street", STRING, "Its street, only where the address is meant for the public"),
        Field("postcode", STRING, "Its postcode; only the first half where the street is not told"),
        Field("ward", STRING, f"{GSS} the ward it is based in"),
        Field("ward_name", STRING, "The ward's name"),
        Field("district", STRING, f"{GSS} the district it is based in"),
        Field("district_name", STRING, "The district's name"),
        Field("county", STRING, f"{GSS} the county it is based in"),
        Field("county_name", STRING, "The county's name"),
        Field("latitude", NUMBER, "Degrees north; the middle of the postcode, or of its small area "
              "where the address is not public", {"minimum": -90, "maximum": 90}),
        Field("longitude", NUMBER, "Degrees east of Greenwich, of the same point",
              {"minimum": -180, "maximum": 180}),
        Field("areas_served", STRING, f"{GSS} areas it says it serves; {LIST}"),
        Field("areas_served_words", STRING, "The areas it serves, as they were told"),
        Field("based_here", BOOLEAN, "Whether it is based in the place", REQUIRED),
        Field("serves_here", BOOLEAN, "Whether it says it serves the place", REQUIRED),
        Field("income", INTEGER, "Pounds that came in in its latest year"),
        Field("spending", INTEGER, "Pounds that it spent in its latest year"),
        Field("money_year_end", DATE, "The last day of that year"),
        Field("size", STRING, "The band that its income falls in", among(SIZES)),
        Field("size_words", STRING, "The same in words"),
        Field("employees", INTEGER, "How many people it employs", NOT_BELOW_0),
        Field("volunteers", INTEGER, "How many volunteers it has", NOT_BELOW_0),
        Field("trustees", INTEGER, "How many trustees it has", NOT_BELOW_0),
        Field("confirmed_on", DATE, "When it, or staff who asked it, last said that this is right"),
        Field("changed_on", DATE, "When any of this last changed here", REQUIRED),
        Field("sources", STRING, f"Which sources have a record of it; {LIST}"),
        Field("licence", STRING, "Under which licences this row may be used"),
        Field("attribution", STRING, "How to name the sources of this row"),
    ),
    key=("id",),
)  # fmt: skip
OF_SERVICE = {"service_id": ("services", "id")}
THE_SERVICE = Field("service_id", STRING, "The service", REQUIRED)
THE_PLACE = Field("place_id", STRING, "The place, where this holds at one place only")
A_TIME = "as 24 hours: 10:00:00"
SERVICES = Table(
    "services",
    "Services",
    "What the organisations offer to people. Services that have ended are not in it.",
    (
        Field("id", STRING, "Its UUID, for ever", UNIQUE | {"minLength": 36, "maxLength": 36}),
        Field("organisation_id", STRING, "The organisation that gives it", REQUIRED),
        Field("name", STRING, "What it is called", REQUIRED),
        Field("description", STRING, "What it is"),
        Field("how_to_get_it", STRING, "What somebody who wants it does first"),
        Field("who_for", STRING, "Whom it is for, in its own words"),
        Field("minimum_age", INTEGER, "The youngest it is for, in whole years", NOT_BELOW_0),
        Field("maximum_age", INTEGER, "The oldest it is for, in whole years", NOT_BELOW_0),
        Field("free", BOOLEAN, "Whether it is free; nothing where nobody has said"),
        Field("fees", STRING, "What it costs, in its own words"),
        Field("website", STRING, "Its website"),
        Field("email", STRING, "Its public e-mail address"),
        Field("telephone", STRING, "Its public telephone number"),
        Field("accreditations", STRING, "Who vouches for it"),
        Field("alert", STRING, "What people must know at present"),
        Field("status", STRING, "How it stands", among(ServiceStatus.values, required=True)),
        Field("why_not", STRING, "Why it does not run"),
        Field("back_on", DATE, "From which day it is to run again"),
        Field("assured_on", DATE, "When all of it was last said to be right"),
        Field("changed_at", DATETIME, "When any of it last changed here", REQUIRED),
        Field("kept_by", STRING, "Whose it is to change: this register's, or a neighbour's"),
        Field("licence", STRING, "Under which licence this row and what belongs to it may be used"),
        Field("attribution", STRING, "How to name its source"),
    ),
    key=("id",),
    refers={"organisation_id": ("organisations", "id")},
)
PLACES = Table(
    "service_places",
    "Where services are given",
    "The places of each service. Of a place whose address is not public, only its outward code.",
    (
        THE_SERVICE,
        Field("place_id", STRING, "The place's UUID, for ever", REQUIRED),
        Field("kind", STRING, "What sort of place it is", among(LocationKind.values)),
        Field("address_public", BOOLEAN, "Whether its address is told to everybody", REQUIRED),
        Field("name", STRING, "What the place is called"),
        Field("street", STRING, "Its street"),
        Field("town", STRING, "Its town"),
        Field("postcode", STRING, "Its postcode; the first half where its address is not public"),
        Field("latitude", NUMBER, "Degrees north", {"minimum": -90, "maximum": 90}),
        Field("longitude", NUMBER, "Degrees east of Greenwich", {"minimum": -180, "maximum": 180}),
        Field("ward", STRING, f"{GSS} its ward"),
        Field("district", STRING, f"{GSS} its district"),
        Field("county", STRING, f"{GSS} its county"),
        Field("access", STRING, f"What helps people in, of {', '.join(Access.values)}; {LIST}"),
        Field("access_words", STRING, "What else helps people in"),
    ),
    key=("service_id", "place_id"),
    refers=OF_SERVICE,
)
HOURS = Table(
    "service_hours",
    "When services are open",
    "Hours that come again, in the words of RFC 5545; days and times are those of the place.",
    (
        Field("id", STRING, "The UUID of these hours", UNIQUE),
        THE_SERVICE,
        THE_PLACE,
        Field("freq", STRING, "By the week or the month; nothing for one day",
              among(Frequency.values)),
        Field("interval", INTEGER, "Every how many weeks or months", {"minimum": 1}),
        Field("byday", STRING, "Days as MO to SU, by the month with which: 1SA, -1FR"),
        Field("bymonthday", STRING, "Days of the month"),
        Field("starts", DATE, "The day it is counted from, or the one day"),
        Field("valid_from", DATE, "The first day on which they hold"),
        Field("valid_to", DATE, "The last day on which they hold"),
        Field("opens", TIME, f"From when, {A_TIME}"),
        Field("closes", TIME, f"Until when, {A_TIME}; at or before the start means the next day"),
        Field("attending", STRING, "How people attend", among(Attending.values)),
        Field("words", STRING, "The hours as people say them"),
    ),
    key=("id",),
    refers=OF_SERVICE,
)  # fmt: skip
CLOSURES = Table(
    "service_closures",
    "Days with other hours",
    "Days, both included, on which a service keeps other hours than usual, or none.",
    (
        THE_SERVICE,
        Field("number", INTEGER, "Which of the service's", REQUIRED),
        Field("first", DATE, "The first of these days", REQUIRED),
        Field("last", DATE, "The last of these days", REQUIRED),
        Field("closed", BOOLEAN, "Whether it is closed on them", REQUIRED),
        Field("opens", TIME, f"From when it is open on them, {A_TIME}"),
        Field("closes", TIME, f"Until when, {A_TIME}"),
        Field("reason", STRING, "Why"),
    ),
    key=("service_id", "number"),
    refers=OF_SERVICE,
)
COSTS = Table(
    "service_costs",
    "What services cost",
    "What a service costs, for some or for all.",
    (
        Field("id", STRING, "The UUID of this cost", UNIQUE),
        THE_SERVICE,
        Field("option", STRING, "What it is for"),
        Field("amount", NUMBER, "Pounds; nothing where only words say it", NOT_BELOW_0),
        Field("words", STRING, "More about it"),
        Field("valid_from", DATE, "The first day on which it holds"),
        Field("valid_to", DATE, "The last day on which it holds"),
    ),
    key=("id",),
    refers=OF_SERVICE,
)
LANGUAGES = Table(
    "service_languages",
    "Languages of services",
    "The languages in which services are given.",
    (THE_SERVICE, Field("language", STRING, "The language, as ISO 639 codes it", REQUIRED)),
    key=("service_id", "language"),
    refers=OF_SERVICE,
)
AREAS = Table(
    "service_areas",
    "Areas that services are for",
    "Where people must live to have a service. One that says nothing is for everybody.",
    (
        THE_SERVICE,
        Field("area_words", STRING, "The area as it was told", REQUIRED),
        Field("area", STRING, f"{GSS} the area, where the words name one"),
    ),
    key=("service_id", "area_words"),
    refers=OF_SERVICE,
)
TERMS = Table(
    "service_terms",
    "What services are for",
    "The needs that services meet, and the audiences they are for.",
    (
        THE_SERVICE,
        Field("scheme", STRING, "The classification: need, audience, or a feed's own", REQUIRED),
        Field("code", STRING, "The code in it", REQUIRED),
        Field("title", STRING, "What the code means"),
    ),
    key=("service_id", "scheme", "code"),
    refers=OF_SERVICE,
)
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ORGANISATIONS, SERVICES, PLACES, HOURS, CLOSURES, COSTS, LANGUAGES, AREAS, TERMS,
    )
}  # fmt: skip
