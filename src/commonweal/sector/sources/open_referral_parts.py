"""The parts of a service as Open Referral UK 1.0 and 3.0 have them, in our words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from commonweal.sector.choices import Attending, Frequency, LocationKind
from commonweal.sector.offering import (
    BYDAY,
    LANGUAGE,
    OLDEST,
    ToldContact,
    ToldCost,
    ToldHours,
    ToldPlace,
)
from commonweal.sector.opening import DAYS, Change, Hours
from commonweal.sector.plaintext import plain
from commonweal.sector.sources.open_referral_values import (
    Body,
    day,
    line,
    listed,
    number,
    pounds,
    text,
    time,
    words,
)

ATTENDING = {
    "venue": Attending.IN_PERSON, "in-person": Attending.IN_PERSON,
    "in person": Attending.IN_PERSON, "online": Attending.ONLINE,
    "phone": Attending.PHONE, "home visit": Attending.AT_HOME,
}  # fmt: skip


def age(body: Body, name: str, left_out: list[str]) -> int | None:
    """An age in whole years; version 1 has it in a list of its own."""
    value = body.get(name)
    if value is None:
        rows = listed(body, "eligibilitys") or listed(body, "eligibility")
        value = rows[0].get(name) if rows else None
    if value in (None, ""):
        return None
    years = number(value)
    if years is None or not 0 <= years <= OLDEST:
        left_out.append(f"{name}: {str(value)[:20]!r} is not an age")
        return None
    return int(years)


def audiences(body: Body) -> str:
    """Whom it is for, in the feed's words."""
    rows = listed(body, "pc_targetAudience") or listed(body, "target_audience")
    said = [words(row.get("audienceType") or row.get("name")) for row in rows]
    also = [words(row.get("eligibility")) for row in listed(body, "eligibilitys")]
    return ", ".join(dict.fromkeys(filter(None, [*said, *also])))[:5_000]


def places_of(body: Body) -> tuple[tuple[ToldPlace, ...], dict[int, int]]:
    """Where it is given; and the place of each ``service_at_location`` in the list."""
    places: list[ToldPlace] = []
    numbers: dict[int, int] = {}
    for row, at in enumerate(listed(body, "service_at_locations")):
        location = at.get("location")
        if isinstance(location, dict) and (place := place_of(location)):
            numbers[row] = len(places)
            places.append(place)
    return tuple(places), numbers


def place_of(told: Body) -> ToldPlace | None:
    """One location, if it says where it is."""
    rows = listed(told, "addresses") or listed(told, "physical_addresses")
    address = rows[0] if rows else {}
    kind = line(told.get("location_type")) or LocationKind.PHYSICAL
    lat, lon = (number(told.get(c)) for c in ("latitude", "longitude"))
    on_the_globe = lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
    access = [words(row.get("accessibility") or row.get("description") or row.get("details"))
              for row in (listed(told, "accessibility")
                          or listed(told, "accessibility_for_disabilities"))]  # fmt: skip
    place = ToldPlace(
        name=words(told.get("name")),
        kind=kind if kind in LocationKind.values else LocationKind.PHYSICAL,
        description=plain(text(told.get("description")))[:2_000],
        street=words(address.get("address_1"), 400),
        town=words(address.get("city"), 120),
        postcode=line(address.get("postal_code")),
        latitude=lat if on_the_globe else None,
        longitude=lon if on_the_globe else None,
        access_words="; ".join(filter(None, access))[:2_000],
    )
    return place if place.name or place.street or place.postcode or on_the_globe else None


def hours_of(body: Body, numbers: Mapping[int, int]) -> tuple[ToldHours, ...]:
    """Its hours, and those at its locations."""
    own = listed(body, "schedules") or listed(body, "regular_schedules")
    found: list[tuple[Body, int | None]] = [(row, None) for row in own]
    for number_, at in enumerate(listed(body, "service_at_locations")):
        rows = listed(at, "schedules") or listed(at, "regular_schedule")
        found += [(row, numbers.get(number_)) for row in rows]
    attending = ATTENDING.get(line(body.get("attending_type")).lower(), "")
    return tuple(told for row, place in found if (told := one_hours(row, place, attending)))


def one_hours(row: Body, place: int | None, attending: str) -> ToldHours | None:
    """One row of hours, if it says when."""
    days = byday(row.get("byday") or row.get("weekday"))
    freq = line(row.get("freq")).upper()
    bymonthday = tuple(
        int(part) for part in line(row.get("bymonthday")).split(",")
        if re.fullmatch(r"\s*-?[0-9]{1,2}\s*", part)
    )  # fmt: skip
    starts = day(row.get("dtstart"))
    if freq not in Frequency.values:
        freq = Frequency.MONTHLY if bymonthday else Frequency.WEEKLY if days else ""
    hours = Hours(
        freq=freq, interval=max(1, int(number(row.get("interval")) or 1)), byday=days,
        bymonthday=bymonthday, starts=starts, valid_from=day(row.get("valid_from")),
        valid_to=day(row.get("valid_to")), opens=time(row.get("opens_at")),
        closes=time(row.get("closes_at")) if time(row.get("opens_at")) else None,
    )  # fmt: skip
    if not (days or bymonthday or starts):
        return None
    said = plain(text(row.get("description")))[:1_000]
    return ToldHours(hours=hours, attending=attending, words=said, place=place)


def byday(value: Any) -> tuple[str, ...]:
    """Days as MO to SU, from those or from their names."""
    parts = value if isinstance(value, list) else re.split(r"[,;\s]+", line(value))
    found = []
    for part in parts:
        word = line(part).upper()
        short = word if BYDAY.fullmatch(word) else word[:2]
        if BYDAY.fullmatch(short) and (short == word or short in DAYS):
            found.append(short)
    return tuple(dict.fromkeys(found))


def closures_of(body: Body) -> tuple[Change, ...]:
    """Days on which other hours hold (version 1 has them)."""
    found = []
    for row in listed(body, "holiday_schedules"):
        first, last = day(row.get("start_date")), day(row.get("end_date"))
        if first and (last or first) >= first:
            closed = str(row.get("closed")).lower() in {"true", "1", "yes"}
            opens, closes = time(row.get("open_at")), time(row.get("close_at"))
            found.append(Change(first, last or first, closed, opens, closes))
    return tuple(found)


def costs_of(body: Body) -> tuple[ToldCost, ...]:
    """What it costs."""
    return tuple(
        ToldCost(
            option=words(row.get("option")), amount=pounds(row.get("amount")),
            words=plain(text(row.get("amount_description")))[:1_000],
            valid_from=day(row.get("valid_from")), valid_to=day(row.get("valid_to")),
        )
        for row in listed(body, "cost_options")
    )  # fmt: skip


def languages_of(body: Body) -> tuple[str, ...]:
    """The codes of its languages; names alone are left, as nobody could look for them."""
    rows = listed(body, "languages")
    codes = (line(row.get("code") or row.get("language")).lower() for row in rows)
    return tuple(dict.fromkeys(code for code in codes if LANGUAGE.fullmatch(code)))


def contacts_of(body: Body) -> tuple[ToldContact, ...]:
    """Whom people may ask."""
    found = []
    for row in listed(body, "contacts"):
        numbers = [line(phone.get("number")) for phone in listed(row, "phones")]
        contact = ToldContact(
            name=words(row.get("name"), 200), title=words(row.get("title"), 200),
            telephone=next(filter(None, numbers), ""),
        )  # fmt: skip
        if contact != ToldContact():
            found.append(contact)
    return tuple(found)


def areas_of(body: Body) -> tuple[tuple[str, str], ...]:
    """The areas it is for: a GSS code where the feed's address ends in one, and its words."""
    found: dict[str, str] = {}
    for row in listed(body, "service_areas"):
        name = words(row.get("name") or row.get("service_area"), 200)
        code = re.search(r"([EWSN]\d{8})\b", line(row.get("uri")))
        if name:
            found.setdefault(name, code[1] if code else "")
    return tuple((code, name) for name, code in found.items())


def terms_of(body: Body) -> tuple[tuple[str, str], ...]:
    """The feed's own terms: identifier and name."""
    found: dict[str, str] = {}
    for row in (*listed(body, "attributes"), *listed(body, "service_taxonomys")):
        term = row.get("taxonomy_term") or row.get("taxonomy")
        if isinstance(term, dict) and (name := words(term.get("name"), 160)):
            found[line(term.get("id")) or name] = name
    return tuple(found.items())
