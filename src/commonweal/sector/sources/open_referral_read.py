"""Services in the words of Open Referral UK, 1.0 or 3.0, turned into ours. No database here.

Other directories are read kindly where nothing is lost by it (a telephone number that cannot be
rung, a cost that is no number, hours that contradict themselves are left out and said), and
strictly where something would be wrong: a service without a name, an identifier or an
organisation is set aside with the reason.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from commonweal.core.refused import Refused
from commonweal.intake.job import Unusable
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.identifiers import normalise
from commonweal.sector.offering import ToldPlace, ToldService, tidy_part, tidy_service
from commonweal.sector.plaintext import plain
from commonweal.sector.sources.open_referral_parts import (
    age,
    areas_of,
    audiences,
    closures_of,
    contacts_of,
    costs_of,
    hours_of,
    languages_of,
    places_of,
    terms_of,
)
from commonweal.sector.sources.open_referral_values import (
    Body,
    day,
    line,
    listed,
    text,
    words,
)

FEED_TERMS = "feed"
LONGEST_KEY = 80
Row = TypeVar("Row")


@dataclass(frozen=True)
class Organisation:
    """The organisation of a service, as the feed has it; ``refs`` are its org-ids."""

    key: str
    name: str
    description: str = ""
    website: str = ""
    email: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """One service of a feed: its lasting identifier, its organisation, and what is told of it."""

    key: str
    uuid: str
    organisation: Organisation
    told: ToldService
    assured_on: dt.date | None = None
    terms: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = field(default=())


def bodies_of(path: Path) -> list[Body]:
    """The services in a file: a bare list, a page of either version, or pages one to a line.

    :raises Unusable: in a sentence, when it is none of these.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError as problem:
        raise Unusable(f"{path.name} is not text in UTF-8.") from problem
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"{path.name} is not JSON: {str(problem)[:120]}.") from problem
    if isinstance(found, dict):
        found = next((found[k] for k in ("contents", "content", "services") if k in found), None)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unusable(f"{path.name} is neither a list of services nor a page of them.")
    return found


def read(body: Body, *, today: dt.date, feed: str = "") -> Read:
    """One service. ``feed`` keeps apart identifiers that are no UUIDs, such as 1, 2, 3.

    :raises ValueError: in a few words, when it cannot be taken.
    """
    name = words(body.get("name"))
    key = line(body.get("id"))
    if not key:
        raise ValueError("has no identifier")
    if len(key) > LONGEST_KEY:
        raise ValueError(f"has an identifier of more than {LONGEST_KEY} letters")
    if not name:
        raise ValueError("has no name")
    organisation = organisation_of(body)
    told, left_out = told_of(body, name, today)
    return Read(
        key=key, uuid=lasting(key, feed), organisation=organisation, told=told,
        assured_on=day(body.get("assured_date")), terms=terms_of(body), left_out=left_out,
    )  # fmt: skip


def lasting(key: str, feed: str = "") -> str:
    """The feed's identifier if it is a UUID; else the UUID that is always made of it."""
    try:
        return str(UUID(key))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"open-referral:{feed}:{key}"))


def organisation_of(body: Body) -> Organisation:
    """Who offers it.

    :raises ValueError: when nobody is named.
    """
    told = body.get("organization") or body.get("organisation") or {}
    name = words(told.get("name")) if isinstance(told, dict) else ""
    if not name:
        raise ValueError("names no organisation")
    return Organisation(
        key=line(told.get("id"))[:80] or f"name:{name.casefold()}"[:80],
        name=name,
        description=plain(text(told.get("description")))[:10_000],
        website=line(told.get("website") or told.get("url")),
        email=line(told.get("email")),
        refs=refs_of(told),
    )


def refs_of(told: Body) -> tuple[str, ...]:
    """The org-ids of an organisation, those that can be right."""
    found = []
    for row in listed(told, "organization_identifiers"):
        scheme, value = line(row.get("identifier_scheme")), line(row.get("identifier"))
        known = normalise(scheme, value) if scheme and value else None
        if known:
            found.append(f"{scheme}-{known}")
    return tuple(dict.fromkeys(found))


def told_of(body: Body, name: str, today: dt.date) -> tuple[ToldService, tuple[str, ...]]:
    """What is told of it, without what cannot be kept; and what that was."""
    left_out: list[str] = []
    status = line(body.get("status"))
    places, numbers = sound(*places_of(body), left_out, today)
    told = ToldService(
        name=name[:255],
        description=plain(text(body.get("description")))[:10_000],
        fees=plain(text(body.get("fees")))[:2_000],
        accreditations=plain(text(body.get("accreditations")))[:2_000],
        alert=plain(text(body.get("alert")))[:1_000],
        status=status if status in ServiceStatus.values else ServiceStatus.ACTIVE,
        minimum_age=age(body, "minimum_age", left_out),
        maximum_age=age(body, "maximum_age", left_out),
        who_for=audiences(body),
        website="".join(fitting("website", [line(body.get("url"))], left_out, today)),
        email="".join(fitting("email", [line(body.get("email"))], left_out, today)),
        places=places,
        hours=fitting("hours", hours_of(body, numbers), left_out, today),
        closures=fitting("closures", closures_of(body), left_out, today),
        costs=fitting("costs", costs_of(body), left_out, today),
        languages=fitting("languages", languages_of(body), left_out, today),
        contacts=fitting("contacts", contacts_of(body), left_out, today),
        areas=fitting("areas", areas_of(body), left_out, today),
    )
    try:
        return tidy_service(told, today=today), tuple(left_out)
    except Refused as problem:
        raise ValueError(str(problem)) from problem


def sound(
    places: tuple[ToldPlace, ...], numbers: dict[int, int], left_out: list[str], today: dt.date
) -> tuple[tuple[ToldPlace, ...], dict[int, int]]:
    """The places that can be kept, without a postcode that is none; and which is which then."""
    kept: list[ToldPlace] = []
    now: dict[int, int] = {}
    for number, place in enumerate(places):
        either = fitting("places", [place], left_out, today)
        either = either or fitting("places", [replace(place, postcode="")], left_out, today)
        if either:
            now[number] = len(kept)
            kept += either
    return tuple(kept), {row: now[n] for row, n in numbers.items() if n in now}


def fitting(part: str, rows: Iterable[Row], left_out: list[str], today: dt.date) -> tuple[Row, ...]:
    """The rows of a part that can be kept; each other is left out and said."""
    kept = []
    for row in rows:
        try:
            kept.append(tidy_part(part, row, today=today))
        except Refused as problem:
            left_out.append(f"{part}: {problem}")
    return tuple(kept)
