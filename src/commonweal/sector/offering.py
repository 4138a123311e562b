"""What may be told of a service, tidied, or refused in a sentence that names the field. No saving.

A service is told whole: its hours, places, costs, languages, contacts, areas and terms with it, so
that a form, a feed and a program say it in one way.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from commonweal.core.refused import Refused
from commonweal.sector.choices import Access, Attending, Frequency, LocationKind, ServiceStatus
from commonweal.sector.facts import email, line, paragraphs, postcode, telephone, website
from commonweal.sector.opening import Change, Hours, time_in_words

BYDAY = re.compile(r"(?:[1-5]|-[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
NO_NEED = "Say what need it meets, so that people can find it."
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,4})?")
OLDEST = 120
MOST_POUNDS = Decimal("1000000")
MOST_ROWS = 100
MOST_DAYS = 15
# Hours that run over midnight end by then; those that begin in the evening may end later.
SMALL_HOURS, MORNING, EVENING = dt.time(6), dt.time(10), dt.time(17)


@dataclass(frozen=True, kw_only=True)
class ToldHours:
    """Hours, how people attend in them, and at which of the told places (its place in the list)."""

    hours: Hours
    attending: str = ""
    words: str = ""
    place: int | None = None


@dataclass(frozen=True, kw_only=True)
class ToldPlace:
    """Where a service is given."""

    name: str = ""
    kind: str = LocationKind.PHYSICAL
    description: str = ""
    street: str = ""
    town: str = ""
    postcode: str = ""
    address_public: bool = True
    latitude: float | None = None
    longitude: float | None = None
    access: tuple[str, ...] = ()
    access_words: str = ""


@dataclass(frozen=True, kw_only=True)
class ToldCost:
    """What it costs, for some or for all."""

    option: str = ""
    amount: Decimal | None = None
    words: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ToldContact:
    """Whom people may ask."""

    name: str = ""
    title: str = ""
    telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class ToldService:
    """A service as it is told. ``areas`` are GSS codes and words; ``terms`` schemes and codes."""

    name: str
    description: str = ""
    how_to_get_it: str = ""
    who_for: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    free: bool | None = None
    fees: str = ""
    website: str = ""
    email: str = ""
    telephone: str = ""
    accreditations: str = ""
    alert: str = ""
    status: str = ServiceStatus.ACTIVE
    hours: tuple[ToldHours, ...] = ()
    closures: tuple[Change, ...] = ()
    places: tuple[ToldPlace, ...] = ()
    costs: tuple[ToldCost, ...] = ()
    languages: tuple[str, ...] = ()
    contacts: tuple[ToldContact, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


COLUMNS = (
    "name", "description", "how_to_get_it", "who_for", "minimum_age", "maximum_age", "free",
    "fees", "website", "email", "telephone", "accreditations", "alert", "status",
)  # fmt: skip
Texts = Mapping[str, Callable[[Any, dt.date], str]]
TEXTS: Texts = {
    "name": line(255, needed="Every service has a name."),
    "description": paragraphs(10_000), "how_to_get_it": paragraphs(5_000),
    "who_for": paragraphs(5_000), "fees": paragraphs(2_000), "accreditations": paragraphs(2_000),
    "alert": paragraphs(1_000), "website": website, "email": email, "telephone": telephone,
}  # fmt: skip
PLACE: Texts = {
    "name": line(255), "street": line(400), "town": line(120), "postcode": postcode,
    "description": paragraphs(2_000), "access_words": paragraphs(2_000),
}  # fmt: skip
HOURS: Texts = {"words": paragraphs(1_000)}
CLOSURE: Texts = {"reason": line(200)}
COST: Texts = {"option": line(255), "words": paragraphs(1_000)}
CONTACT: Texts = {"name": line(200), "title": line(200), "telephone": telephone}


def tidy_service(told: ToldService, *, today: dt.date) -> ToldService:
    """The same as it can be kept.

    :raises Refused: naming the field, when something of it cannot be kept.
    """
    texts = _texts(TEXTS, told, today)
    if told.status not in ServiceStatus.values:
        raise Refused("Say whether it is running.", field="status")
    judge_ages(told.minimum_age, told.maximum_age)
    parts: dict[str, Any] = {}
    for part in PARTS:
        rows = getattr(told, part)
        if len(rows) > MOST_ROWS:
            raise Refused(f"There can be {MOST_ROWS} {part} at most.", field=part)
        parts[part] = tuple(tidy_part(part, row, today=today) for row in rows)
    if any(h.place is not None and not 0 <= h.place < len(told.places) for h in told.hours):
        raise Refused("Hours are at a place that is not told.", field="hours")
    judge_free(told.free, told.costs, today)
    parts["languages"] = tuple(dict.fromkeys(parts["languages"]))
    return replace(told, **texts, **parts, terms=tuple(dict.fromkeys(told.terms)))


def tidy_part(part: str, row: Any, *, today: dt.date) -> Any:
    """One row of a part, or one text of the service itself, as it can be kept.

    :raises Refused: naming the part, when it cannot be kept.
    """
    return PARTS[part](row, today) if part in PARTS else _text(TEXTS[part], row, today, part)


def _text(read: Callable[[Any, dt.date], str], value: str, today: dt.date, field: str) -> str:
    try:
        return read(value, today)
    except ValueError as problem:
        raise Refused(str(problem), field=field) from problem


def _texts(texts: Texts, told: Any, today: dt.date, part: str = "") -> dict[str, Any]:
    return {
        name: _text(read, getattr(told, name), today, part or name) for name, read in texts.items()
    }


def judge_ages(youngest: int | None, oldest: int | None) -> None:
    """Ages are those of people, and the youngest is not above the oldest.

    :raises Refused: naming the field, when they are not.
    """
    for field, age in (("minimum_age", youngest), ("maximum_age", oldest)):
        if age is not None and not 0 <= age <= OLDEST:
            raise Refused(f"An age is between 0 and {OLDEST}.", field=field)
    if youngest is not None and oldest is not None and youngest > oldest:
        raise Refused("The youngest age is above the oldest.", field="maximum_age")


def judge_free(free: bool | None, costs: Iterable[ToldCost], today: dt.date) -> None:
    """What is free for everyone has no price, today or later.

    :raises Refused: when it has one.
    """
    lasting = (c for c in costs if c.amount and (c.valid_to is None or c.valid_to >= today))
    if free and (cost := next(lasting, None)):
        what = f" for {cost.option}" if cost.option else ""
        raise Refused(
            f"It is free for everyone, and costs £{cost.amount:,.2f}{what}. Take out the price, "
            "or say that it is not free.",
            field="free",
        )


def _place(place: ToldPlace, today: dt.date) -> ToldPlace:
    if place.kind not in LocationKind.values:
        raise Refused("Say what sort of place it is.", field="places")
    unknown = [word for word in place.access if word not in Access.values]
    if unknown:
        raise Refused(f"{unknown[0]} is not a word for access.", field="places")
    _on_the_globe(place)
    access = tuple(word for word in Access.values if word in place.access)
    tidied = replace(place, access=access, **_texts(PLACE, place, today, "places"))
    somewhere = tidied.postcode or tidied.street or tidied.name
    if place.kind == LocationKind.PHYSICAL and not somewhere:
        raise Refused("Say where it is: a name, a street or a postcode.", field="places")
    return tidied


def _on_the_globe(place: ToldPlace) -> None:
    if (place.latitude is None) != (place.longitude is None):
        raise Refused("Give both latitude and longitude, or neither.", field="places")
    if not (-90 <= (place.latitude or 0) <= 90 and -180 <= (place.longitude or 0) <= 180):
        raise Refused("That point is not on the globe.", field="places")


def _hours(told: ToldHours, today: dt.date) -> ToldHours:
    hours = told.hours
    if hours.freq not in (*Frequency.values, ""):
        raise Refused("Hours come again by the week or by the month.", field="hours")
    if not 1 <= hours.interval <= 52:
        raise Refused("Hours come again every 1 to 52 weeks or months.", field="hours")
    if hours.freq == "" and hours.starts is None:
        raise Refused("Say on which day it is.", field="hours")
    if hours.freq == Frequency.WEEKLY and not (hours.byday or hours.starts):
        raise Refused("Say on which days of the week.", field="hours")
    if any(not BYDAY.fullmatch(word) for word in hours.byday):
        raise Refused("Days are written MO to SU.", field="hours")
    if any(not (1 <= abs(day) <= 31) for day in hours.bymonthday):
        raise Refused("A day of the month is 1 to 31.", field="hours")
    if len(hours.byday) > MOST_DAYS or len(hours.bymonthday) > MOST_DAYS:
        raise Refused(f"Name {MOST_DAYS} days at most.", field="hours")
    if hours.valid_from and hours.valid_to and hours.valid_from > hours.valid_to:
        raise Refused("Hours end before they begin.", field="hours")
    if hours.closes is not None and hours.opens is None:
        raise Refused("Say when it opens too.", field="hours")
    _night(hours.opens, hours.closes, "hours")
    if told.attending not in (*Attending.values, ""):
        raise Refused("Say how people attend.", field="hours")
    return replace(told, **_texts(HOURS, told, today, "hours"))


def _night(opens: dt.time | None, closes: dt.time | None, field: str) -> None:
    if opens is None or closes is None or closes > opens or closes <= SMALL_HOURS:
        return
    if opens >= EVENING and closes <= MORNING:
        return
    length = dt.timedelta(hours=24 + closes.hour - opens.hour, minutes=closes.minute - opens.minute)
    raise Refused(
        f"{time_in_words(opens)} to {time_in_words(closes)} would be until the next day, "
        f"{length / dt.timedelta(hours=1):.3g} hours. Is one of the times a slip? Hours over "
        "midnight end by 6am, or by 10am if they begin at 5pm or later. For all day and night, "
        "say midnight to midnight.",
        field=field,
    )


def _closure(closure: Change, today: dt.date) -> Change:
    if closure.first > closure.last:
        raise Refused("It is closed until a day before it closes.", field="closures")
    if not closure.closed:
        _night(closure.opens, closure.closes, "closures")
    return replace(closure, **_texts(CLOSURE, closure, today, "closures"))


def _cost(cost: ToldCost, today: dt.date) -> ToldCost:
    if cost.amount is not None and not 0 <= cost.amount <= MOST_POUNDS:
        raise Refused("A cost is nothing or more, in pounds.", field="costs")
    return replace(cost, **_texts(COST, cost, today, "costs"))


def _contact(contact: ToldContact, today: dt.date) -> ToldContact:
    tidied = replace(contact, **_texts(CONTACT, contact, today, "contacts"))
    if tidied == ToldContact():
        raise Refused("Say whom people may ask.", field="contacts")
    return tidied


def _language(code: str, today: dt.date) -> str:
    if not LANGUAGE.fullmatch(code):
        raise Refused(f"{code[:20]} is not the code of a language, such as pl.", field="languages")
    return code


def _area(area: tuple[str, str], today: dt.date) -> tuple[str, str]:
    code, words = area
    return code, _text(line(200, needed="Say which area."), words, today, "areas")


PARTS: dict[str, Callable[[Any, dt.date], Any]] = {
    "hours": _hours, "closures": _closure, "places": _place, "costs": _cost,
    "languages": _language, "contacts": _contact, "areas": _area,
}  # fmt: skip


def unknown_terms(terms: Sequence[tuple[str, str]], known: set[tuple[str, str]]) -> list[str]:
    """The terms that nobody knows, for saying so."""
    return [f"{scheme} {code}" for scheme, code in terms if (scheme, code) not in known]
