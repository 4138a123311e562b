"""One organisation as its page shows it, made from the register's own profile."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.urls import reverse

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.reports import Class, Fact, Profile, YearRow
from commonweal.ui import maps, words

YEARS_SHOWN = 10
SAFE_WEB = re.compile(r"^https?://[\w-]+(\.[\w-]+)+(:\d+)?([/?#][^\s<>\"']*)?$", re.IGNORECASE)
DOING = ("description", "purposes", "employees", "volunteers")
REGISTERED = ("registered_on", "trustees")
NEIGHBOURS = 30


@dataclass(frozen=True)
class Line:
    """One line of a list of facts: what, the words, a link if it leads anywhere, who says so."""

    label: str
    value: str
    source: str = ""
    address: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class ClassGroup:
    """The codes of one classification."""

    scheme: str
    title: str
    classes: tuple[Class, ...]


@dataclass(frozen=True)
class Money:
    """Years of money as a chart that is a table: the finding, the rows, the longest bar."""

    finding: str
    years: tuple[YearRow, ...]
    most: int
    source: str


@dataclass(frozen=True)
class Shown:
    """What the page says beyond the profile itself: the same facts, arranged."""

    profile: Profile
    lede: str
    contact: tuple[Line, ...]
    doing: tuple[Line, ...]
    registers: tuple[Line, ...]
    served: tuple[Line, ...]
    classes: tuple[ClassGroup, ...]
    money: Money
    drawing: maps.Drawing | None
    successor: str


def show(profile: Profile) -> Shown:
    """The page of one organisation. Two queries beyond the profile's own, for the map."""
    return Shown(
        profile=profile,
        lede=str(profile.facts["description"].value) if "description" in profile.facts else "",
        contact=tuple(contact_of(profile)),
        doing=tuple(doing_of(profile)),
        registers=tuple(registers_of(profile)),
        served=tuple(
            Line(s.name, s.name, told_by(s.source_title), area_address(s.code))
            for s in profile.served
        ),
        classes=grouped(profile.classes),
        money=money_of(profile),
        drawing=drawing_of(profile),
        successor=next((t.ref for t in profile.ties if t.words == "Merged into" and t.ref), ""),
    )


def told_by(title: str) -> str:
    """Who says something, by what the source is called: what was told to us is not from a book."""
    return f"{title[:1].lower()}{title[1:]}" if title.startswith("Told") else f"from {title}"


def said_by(fact: Fact) -> str:
    """Who says a fact: ``from the Charity Commission, seen 20 Nov 2026``."""
    on = f"seen {words.day(fact.seen)}" if fact.seen else ""
    if fact.corrected:
        return f"corrected here{f' {words.day(fact.seen)}' if fact.seen else ''}"
    if fact.source_title.startswith("Told"):
        on = on.removeprefix("seen ")
    return ", ".join(filter(None, [told_by(fact.source_title), on]))


def area_address(code: str) -> str:
    """The page of an area, where the register's words name one we know."""
    return reverse("area", args=[code]) if code else ""


def contact_of(profile: Profile) -> Iterable[Line]:
    """How the public reaches it, as far as it may be shown."""
    for name in ("telephone", "email", "website"):
        fact = profile.facts.get(name)
        if fact is not None and (found := contact_line(fact)):
            yield found
    where, fact = profile.where, profile.facts.get("postcode")
    street = where.street if where.address_public else ""
    written = ", ".join(filter(None, [street, where.postcode]))
    if written:
        label = "Address" if where.address_public else "Postcode begins"
        yield Line(label, written, said_by(fact) if fact else "")


def contact_line(fact: Fact) -> Line | None:
    """A way to reach it as a link, or None when it cannot safely be one."""
    text = str(fact.value).strip()
    if fact.name == "telephone":
        return Line(fact.title, text, said_by(fact), f"tel:{words.dialled(text)}")
    if fact.name == "email":
        return Line(fact.title, text, said_by(fact), mail_address(text))
    address = web_address(text)
    return Line(fact.title, words.host(address), said_by(fact), address) if address else None


def mail_address(text: str) -> str:
    """An e-mail address as a link; empty for anything odd."""
    return f"mailto:{text}" if "@" in text and not re.search(r"[\s?&<>\"]", text) else ""


def web_address(text: str) -> str:
    """A web address that may be a link: http or https, nothing else; empty for anything odd."""
    text = text.strip()
    if text and "://" not in text:
        text = f"https://{text}"
    return text if SAFE_WEB.match(text) else ""


def doing_of(profile: Profile) -> Iterable[Line]:
    """What it does, in its own words, and how many do it."""
    own = profile.facts.get("description")
    for name in DOING:
        fact = profile.facts.get(name)
        if fact is None or (name == "purposes" and own and own.value == fact.value):
            continue
        is_text = isinstance(fact.value, str)
        value = words.sentence_case(fact.words, keep=proper(profile)) if is_text else fact.words
        yield Line(fact.title, value, said_by(fact), numeric=not is_text)


def proper(profile: Profile) -> list[str]:
    """Names that keep their capitals when a text in capitals is made readable."""
    areas = [a.name for a in profile.where.areas] + [s.name for s in profile.served]
    return [profile.name, *areas]


def registers_of(profile: Profile) -> Iterable[Line]:
    """Its numbers with links to the registers, since when, and its other names."""
    for number in profile.numbers:
        seen = f", seen {words.day(number.seen)}" if number.seen else ""
        source = f"{told_by(number.source_title)}{seen}"
        yield Line(number.scheme_title, number.value, source, number.address, numeric=True)
    for name in REGISTERED:
        if fact := profile.facts.get(name):
            yield Line(fact.title, fact.words, said_by(fact), numeric=name == "trustees")
    for other in profile.names:
        yield Line(other.kind_words, other.name, told_by(other.source_title))


def grouped(classes: Sequence[Class]) -> tuple[ClassGroup, ...]:
    """Codes by classification, in the order they came: what is stated before what is suggested."""
    found: dict[str, list[Class]] = {}
    for one in classes:
        found.setdefault(one.scheme, []).append(one)
    return tuple(ClassGroup(s, held[0].scheme_title, tuple(held)) for s, held in found.items())


def money_of(profile: Profile) -> Money:
    """Its last years of money, oldest first, with what they show in a sentence."""
    told = [y for y in profile.years if y.income is not None or y.spending is not None]
    years = sorted(told, key=lambda y: y.year_end)[-YEARS_SHOWN:]
    sums = [s for y in years for s in (y.income, y.spending) if s]
    titles = sorted({title for y in years for title in y.source_titles})
    fact = profile.facts.get("income") or profile.facts.get("spending")
    seen = f", seen {words.day(fact.seen)}" if fact and fact.seen else ""
    source = f"From {words.listed(titles)}{seen}" if titles else ""
    return Money(finding_of(years), tuple(years), max(sums, default=0), source)


def finding_of(years: Sequence[YearRow]) -> str:
    """What the chart shows, in a sentence."""
    told = [(y.year_end.year, y.income) for y in years if y.income is not None]
    if len(told) < 2:
        return "What came in and what was spent"
    (first, was), (_, now) = told[0], told[-1]
    if all(after > before for (_, before), (_, after) in pairwise(told)):
        return f"Income grew every year since {first}"
    if now == was:
        return f"Income is as it was in {first}"
    return f"Income is {'higher' if now > was else 'lower'} than in {first}"


def drawing_of(profile: Profile) -> maps.Drawing | None:
    """The ward it is based in, the wards round it, and a pin in the middle of its postcode."""
    where = profile.where
    name = where.ward or where.district
    if name is None:
        return None
    kind = AreaKind.WARD if where.ward else AreaKind.DISTRICT
    around = Area.objects.filter(code=name.code, kind=kind).exclude(outline=None).first()
    if around is None:
        return None
    points = []
    if where.latitude is not None and where.longitude is not None:
        points = [maps.Point(where.latitude, where.longitude, name=profile.name)]
    own = maps.Outline(key=around.code, name="", geometry=around.outline, style="here")
    outlines = [*neighbours_of(around), own]
    return maps.draw(outlines, points, focus=maps.focus_on(around.outline, points))


def neighbours_of(around: Area) -> list[maps.Outline]:
    """The areas of the same kind whose boxes touch this one's."""
    near = Area.objects.filter(kind=around.kind, valid_to=None).exclude(pk=around.pk)
    near = near.filter(
        west__lte=around.east,
        east__gte=around.west,
        south__lte=around.north,
        north__gte=around.south,
    )
    with_outline = near.exclude(outline=None).order_by("code")[:NEIGHBOURS]
    return [
        maps.Outline(key=a.code, name="", geometry=a.outline, style="parish") for a in with_outline
    ]


def as_json_ld(shown: Shown, address: str) -> dict[str, Any]:
    """The organisation as schema.org has it; what is not known is left out."""
    profile, where = shown.profile, shown.profile.where
    facts = {name: fact.value for name, fact in profile.facts.items()}
    registered = facts.get("registered_on")
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NGO" if profile.side == "sector" else "Organization",
        "@id": address,
        "name": profile.name,
        "alternateName": [n.name for n in profile.names],
        "url": web_address(str(facts.get("website", ""))) or address,
        "mainEntityOfPage": address,
        "description": facts.get("description") or facts.get("purposes"),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": n.scheme, "value": n.value}
            for n in profile.numbers
        ],
        "telephone": facts.get("telephone"),
        "email": facts.get("email"),
        "foundingDate": registered.isoformat() if isinstance(registered, dt.date) else None,
        "areaServed": [area_served(s.name, s.code) for s in profile.served],
    }
    if where.address_public and where.postcode:
        found["address"] = {
            "@type": "PostalAddress",
            "addressCountry": "GB",
            "postalCode": where.postcode,
            "streetAddress": where.street,
        }
    return {key: value for key, value in found.items() if value}


def area_served(name: str, code: str) -> dict[str, str]:
    """An area for schema.org, with its GSS code where it has one."""
    found = {"@type": "AdministrativeArea", "name": name}
    return found | {"identifier": code} if code else found
