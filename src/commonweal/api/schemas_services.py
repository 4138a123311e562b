"""The shapes of services in the public contract. A name here is kept until the next version."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Field, Schema

from commonweal.api.envelope import About
from commonweal.api.schemas import MOST_PAGES, Moment, Named, OneOf, Paging
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.finding_services.asking import FARTHEST, OLDEST, SORTS, WHEN

DAY = r"^(|\d{4}-\d\d-\d\d|[a-z]{2,8})$"


class AskedServices(Schema):
    """The same names as on the finder, so that its address works here too."""

    q: str = Field("", max_length=300, description="Words to look for.")
    need: Annotated[str, Field(pattern=r"^([A-Za-z0-9-]{1,12})?$")] = Field(
        "", description="A code of what is needed; a group's takes in what is below it."
    )
    near: str = Field(
        "",
        max_length=80,
        description="Where to measure from: a postcode, its first half (`NR1`), or a place's name.",
    )
    within: float | None = Field(
        None, ge=0.1, le=FARTHEST, description="Miles from it. Distances are answered in km."
    )
    when: Annotated[str, Field(pattern=DAY)] = Field(
        "", description=f"When it is open: {', '.join(WHEN)}, or a day such as 2026-11-28."
    )
    evening: bool = Field(False, description="Only in the evening, after six.")
    free: bool = Field(False, description="Only what is free.")
    step_free: bool = Field(
        False, alias="step-free", description="Only where one gets in without a step."
    )
    language: Annotated[str, Field(pattern=r"^([A-Za-z-]{2,8})?$")] = Field(
        "", description="Only what is given in this language, as ISO 639 codes it."
    )
    age: int | None = Field(None, ge=0, le=OLDEST, description="For somebody of so many years.")
    remote: bool = Field(False, description="Only what needs no journey.")
    sort: Annotated[str, OneOf(*SORTS)] = ""
    status: Annotated[str, OneOf("", *ServiceStatus.values)] = Field(
        "", description="How it stands. Goes only with `modified_after`, as does `defunct`."
    )
    modified_after: Moment | None = Field(
        None,
        description="Only what changed after this moment, oldest change first, also what does not "
        "run or has ended. Goes with `status`, and nothing else.",
    )
    page: int = Field(1, ge=1, le=MOST_PAGES)
    limit: int = Field(50, ge=1, le=100, description="How many on a page.")


class Giver(Schema):
    """The organisation that gives a service."""

    id: str
    name: str
    url: str


class PlaceShape(Schema):
    """Where it is given; of a place whose address is not public only the outward code."""

    name: str
    street: str
    town: str
    postcode: str
    latitude: float | None
    longitude: float | None
    access: list[Named]
    access_words: str


class HoursShape(Schema):
    """Hours that come again, in the words of RFC 5545, and as people say them."""

    words: str
    freq: str
    interval: int
    byday: str
    bymonthday: str
    starts: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    opens: dt.time | None
    closes: dt.time | None
    attending: str
    place: int | None = Field(description="Which of `places`, from 0; null for all of it.")


class ClosureShape(Schema):
    """Days, both included, on which it keeps other hours, or none."""

    words: str
    first: dt.date
    last: dt.date
    closed: bool
    opens: dt.time | None
    closes: dt.time | None


class CostShape(Schema):
    """What it costs, in pounds."""

    option: str
    amount: float | None
    words: str
    valid_from: dt.date | None
    valid_to: dt.date | None


class ServedArea(Schema):
    """An area it is for."""

    code: str | None
    words: str


class ServiceRow(Schema):
    """A service in a list."""

    id: str = Field(description="Its UUID, for ever.")
    name: str
    organisation: Giver
    description: str
    status: Named
    needs: list[Named]
    audiences: list[Named]
    free: bool | None
    minimum_age: int | None
    maximum_age: int | None
    languages: list[Named]
    hours_words: list[str]
    outwards: list[str] = Field(description="The first halves of the postcodes of its places.")
    assured_on: dt.date | None
    distance_km: float | None = Field(None, description="Kilometres from `near`.")
    changed_at: dt.datetime
    url: str
    links: dict[str, str]


class WholeService(ServiceRow):
    """One service: everything published about it."""

    how_to_get_it: str
    who_for: str
    fees: str
    costs: list[CostShape]
    website: str
    email: str
    telephone: str
    accreditations: str
    alert: str
    why_not: str
    back_on: dt.date | None
    places: list[PlaceShape]
    hours: list[HoursShape]
    closures: list[ClosureShape]
    areas: list[ServedArea]
    kept_by: str = Field(description="Blank where this register keeps it.")
    licence: str
    attribution: str


class ServicesRead(Schema):
    """How the question was read."""

    words: str
    also_looked_for: list[str]
    near: str
    within_km: float | None


class Services(Schema):
    """A page of services."""

    about: About
    paging: Paging
    read: ServicesRead | None = Field(None, description="Nothing when `modified_after` was asked.")
    services: list[ServiceRow]


class OneService(Schema):
    """One service in its envelope."""

    about: About
    service: WholeService
