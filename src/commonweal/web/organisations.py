"""One organisation as its page shows it: facts with their sources, money, story, where it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.urls import reverse

from commonweal.intake.models import SourceState
from commonweal.intake.source import SOURCES
from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.choices import LinkKind, NameKind, Scheme, Status
from commonweal.sector.gathering import HERE, gather
from commonweal.sector.identifiers import register_address
from commonweal.sector.models import (
    Classification,
    FinancialYear,
    Identifier,
    Link,
    Name,
    Organisation,
    Term,
)
from commonweal.sector.precedence import Resolved
from commonweal.ui import maps, words

YEARS_SHOWN = 10
SCHEMES = {
    "what": "Causes",
    "who": "Whom it helps",
    "how": "How it helps",
    "ukcat": "Activity (UKCAT)",
    "icnptso": "Activity (ICNP/TSO)",
    "sic": "Trade (SIC)",
}
SAFE_WEB = re.compile(r"^https?://[^\s<>\"']+$", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """One line of the page: what, the words, a link if it leads anywhere, and who says so."""

    label: str
    value: str
    source: str = ""
    address: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Tag:
    """A word for what it does. A suggested one was given by a program and may be wrong."""

    title: str
    code: str
    suggested: bool = False


@dataclass(frozen=True)
class TagGroup:
    """The tags of one classification."""

    title: str
    scheme: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Year:
    """One year's money, in pounds."""

    end: dt.date
    income: int | None
    spending: int | None


@dataclass(frozen=True)
class Event:
    """Something in its story, with the day."""

    on: dt.date
    words: str
    ref: str = ""
    name: str = ""


@dataclass(frozen=True)
class Tie:
    """A tie to another organisation; ``ref`` is blank when that one is not in this register."""

    words: str
    name: str
    ref: str


@dataclass(frozen=True)
class Whereabouts:
    """Where it is based: its areas as links, and a map with the middle of the postcode."""

    areas: tuple[Area, ...]
    drawing: maps.Drawing | None
    ward: str


@dataclass(frozen=True)
class Shown:
    """Everything that the page of one organisation says."""

    organisation: Organisation
    stands: str
    successor: Tie | None
    contact: tuple[Fact, ...]
    doing: tuple[Fact, ...]
    registers: tuple[Fact, ...]
    tags: tuple[TagGroup, ...]
    served: tuple[Fact, ...]
    years: tuple[Year, ...]
    money_source: str
    finding: str
    story: tuple[Event, ...]
    ties: tuple[Tie, ...]
    where: Whereabouts

    @property
    def most_money(self) -> int:
        """The longest bar of the chart, in pounds."""
        sums = [s for y in self.years for s in (y.income, y.spending) if s]
        return max(sums, default=0)


class Provenance:
    """Who says each fact and when they were last seen to say it."""

    def __init__(self, organisation: Organisation) -> None:
        self.resolved: dict[str, Resolved] = gather([organisation])[organisation.pk].resolved()
        states = SourceState.objects.select_related("last_seen", "applied")
        self.seen = {s.source: day_seen(s) for s in states}

    def of(self, *facts: str) -> str:
        """The source of the first of these facts that has one, in words."""
        for fact in facts:
            found = self.resolved.get(fact)
            if found and found.corrected:
                said = f"; the register has “{found.stated}”" if found.differs else ""
                return f"corrected here{said}"
            if found and found.source:
                return self.source(found.source)
        return ""

    def source(self, name: str) -> str:
        """``from the Charity Commission register, seen 20 Nov 2026``."""
        if name == HERE:
            return "told to us here"
        title = SOURCES[name].title if name in SOURCES else name
        seen = self.seen.get(name)
        return f"from {title}{f', seen {words.day(seen)}' if seen else ''}"


def day_seen(state: SourceState) -> dt.date | None:
    """The day a source was last seen whole: its extract's own date where it has one."""
    run = state.last_seen or state.applied
    if run is None:
        return None
    return run.extract_date or (run.finished_at or run.started_at).date()


def show(organisation: Organisation) -> Shown:
    """The page of one organisation, in a number of queries that does not grow."""
    from_where = Provenance(organisation)
    links = list(Link.objects.filter(organisation=organisation).select_related("other"))
    years = years_of(organisation)
    ties = tuple(tie_of(link) for link in links)
    merged = next((t for t, lk in zip(ties, links, strict=True) if is_merger(lk)), None)
    return Shown(
        organisation=organisation,
        stands=standing_words(organisation),
        successor=merged,
        contact=contact_of(organisation, from_where),
        doing=doing_of(organisation, from_where),
        registers=registers_of(organisation, from_where),
        tags=tags_of(organisation),
        served=served_of(organisation, from_where),
        years=years,
        money_source=from_where.of("income", "spending"),
        finding=finding_of(years),
        story=story_of(organisation, links),
        ties=ties,
        where=whereabouts(organisation),
    )


def is_merger(link: Link) -> bool:
    """Whether a link says what it was merged into."""
    return link.kind == LinkKind.MERGED_INTO


def standing_words(organisation: Organisation) -> str:
    """What must be said first of one that is no longer active; empty for one that is."""
    if organisation.status == Status.ACTIVE:
        return ""
    said = {
        Status.REMOVED: "was removed from its register",
        Status.DISSOLVED: "was dissolved",
        Status.MERGED: "was merged into another organisation",
        Status.CLOSED: "has closed",
    }[Status(organisation.status)]
    on = f" on {words.long_day(organisation.status_on)}" if organisation.status_on else ""
    return f"{said}{on}"


def contact_of(organisation: Organisation, from_where: Provenance) -> tuple[Fact, ...]:
    """How the public reaches it, as far as it may be shown."""
    facts = []
    if organisation.telephone:
        digits = re.sub(r"(?!^\+)\D", "", organisation.telephone.strip())
        facts.append(
            Fact("Telephone", organisation.telephone, from_where.of("telephone"), f"tel:{digits}")
        )
    if organisation.email and "@" in organisation.email:
        address = f"mailto:{organisation.email}"
        facts.append(Fact("E-mail", organisation.email, from_where.of("email"), address))
    if web := web_address(organisation.website):
        facts.append(Fact("Website", words.host(web), from_where.of("website"), web))
    if organisation.postcode:
        street = organisation.street if organisation.address_public else ""
        written = ", ".join(filter(None, [street, organisation.postcode]))
        facts.append(Fact("Address", written, from_where.of("postcode")))
    return tuple(facts)


def web_address(text: str) -> str:
    """A web address that may be a link: http or https, nothing else; empty for anything odd."""
    text = text.strip()
    if text and "://" not in text:
        text = f"https://{text}"
    return text if SAFE_WEB.match(text) else ""


def doing_of(organisation: Organisation, from_where: Provenance) -> tuple[Fact, ...]:
    """What it does, in its own words, and how many do it."""
    facts = []
    if organisation.description:
        facts.append(Fact("In its words", organisation.description, from_where.of("description")))
    if organisation.purposes and organisation.purposes != organisation.description:
        facts.append(
            Fact("Its purposes", sentence_case(organisation.purposes), from_where.of("purposes"))
        )
    for name, label in (("employees", "People employed"), ("volunteers", "Volunteers")):
        value = getattr(organisation, name)
        if value is not None:
            facts.append(Fact(label, words.number(value), from_where.of(name), numeric=True))
    return tuple(facts)


def sentence_case(text: str) -> str:
    """Text that was written all in capitals, made readable; any other text as it is."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 20 or sum(c.isupper() for c in letters) < len(letters) * 0.9:
        return text
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda m: m[1] + m[2].upper(), text.lower())


def registers_of(organisation: Organisation, from_where: Provenance) -> tuple[Fact, ...]:
    """Its numbers with links to the registers, since when, and its other names."""
    facts = [
        Fact(
            Scheme(row.scheme).label if row.scheme in Scheme.values else row.scheme,
            row.value,
            from_where.source(row.source),
            register_address(row.scheme, row.value) or "",
            numeric=True,
        )
        for row in Identifier.objects.filter(organisation=organisation).order_by("scheme", "value")
    ]
    if organisation.registered_on:
        day = words.long_day(organisation.registered_on)
        facts.append(Fact("Registered", day, from_where.of("registered_on")))
    if organisation.trustees is not None:
        trustees = words.number(organisation.trustees)
        facts.append(Fact("Trustees", trustees, from_where.of("trustees"), numeric=True))
    return (*facts, *names_of(organisation, from_where))


def names_of(organisation: Organisation, from_where: Provenance) -> list[Fact]:
    """Its other names by sort, each sort on one line."""
    rows = Name.objects.filter(organisation=organisation).order_by("kind", "name")
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.name != organisation.name:
            found.setdefault((row.kind, row.source), []).append(row.name)
    return [
        Fact(NameKind(kind).label, "; ".join(dict.fromkeys(names)), from_where.source(source))
        for (kind, source), names in found.items()
    ]


def tags_of(organisation: Organisation) -> tuple[TagGroup, ...]:
    """Its codes with their titles, by classification; stated ones before suggested ones."""
    rows = list(
        Classification.objects.filter(organisation=organisation).order_by("suggested", "code")
    )
    terms = Term.objects.filter(
        scheme__in={r.scheme for r in rows}, code__in={r.code for r in rows}
    )
    titles = {(t.scheme, t.code): t.title for t in terms}
    groups = []
    for scheme, title in SCHEMES.items():
        tags: dict[str, Tag] = {}
        for row in rows:
            if row.scheme == scheme:
                name = titles.get((scheme, row.code), row.code)
                tags.setdefault(row.code, Tag(name, row.code, row.suggested))
        if tags:
            groups.append(TagGroup(title, scheme, tuple(tags.values())))
    return tuple(groups)


def served_of(organisation: Organisation, from_where: Provenance) -> tuple[Fact, ...]:
    """The areas that it says it serves, those we know as links."""
    rows = list(organisation.areas_served.order_by("words"))
    codes = {r.code for r in rows if r.code}
    named = {a.code: a for a in Area.objects.filter(code__in=codes).defer("outline")}
    facts: dict[str, Fact] = {}
    for row in rows:
        area = named.get(row.code)
        has_page = area is not None and AreaKind(area.kind) not in {AreaKind.CONSTITUENCY}
        address = reverse("area", args=[row.code]) if area and has_page else ""
        label = area.name if area else row.words
        facts.setdefault(
            row.code or row.words, Fact(label, label, from_where.source(row.source), address)
        )
    return tuple(facts.values())


def years_of(organisation: Organisation) -> tuple[Year, ...]:
    """Its last years of money, oldest first, one row to a year whoever states it."""
    rows = FinancialYear.objects.filter(organisation=organisation).order_by("year_end", "pk")
    found: dict[dt.date, Year] = {}
    for row in rows:
        if row.income is not None or row.spending is not None:
            found[row.year_end] = Year(row.year_end, row.income, row.spending)
    return tuple(found.values())[-YEARS_SHOWN:]


def finding_of(years: Sequence[Year]) -> str:
    """What the chart shows, in a sentence."""
    told = [y for y in years if y.income is not None]
    if len(told) < 2:
        return "What came in and what was spent"
    first, last = told[0], told[-1]
    grew = all((b.income or 0) > (a.income or 0) for a, b in pairwise(told))
    if grew:
        return f"Income grew every year since {first.end.year}"
    if last.income == first.income:
        return f"Income is as it was in {first.end.year}"
    rose = (last.income or 0) > (first.income or 0)
    return f"Income is {'higher' if rose else 'lower'} than in {first.end.year}"


def tie_of(link: Link) -> Tie:
    """A link in words. One that is withheld is named by nobody."""
    other = link.other if link.other and not link.other.withheld else None
    name = other.name if other else (link.other_name or link.other_ref)
    if link.other is not None and other is None:
        name = "an organisation that is not shown"
    return Tie(link.get_kind_display(), name, other.ref if other else "")


def story_of(organisation: Organisation, links: Sequence[Link]) -> tuple[Event, ...]:
    """What is known of its past, newest first: registered, renamed, joined, ended."""
    events = []
    if organisation.registered_on:
        events.append(Event(organisation.registered_on, "Joined the register."))
    ending = standing_words(organisation)
    if ending and organisation.status_on:
        events.append(Event(organisation.status_on, f"It {ending.split(' on ')[0]}."))
    for link in links:
        if link.on:
            tie = tie_of(link)
            events.append(Event(link.on, f"{tie.words}:", tie.ref, tie.name))
    return tuple(sorted(events, key=lambda e: e.on, reverse=True))


def whereabouts(organisation: Organisation) -> Whereabouts:
    """The areas it is based in, and its ward on a map with one pin."""
    codes = [organisation.county, organisation.district, organisation.ward]
    found = {a.code: a for a in Area.objects.filter(code__in=filter(None, codes))}
    areas = tuple(found[c] for c in codes if c in found)
    ward = found.get(organisation.ward)
    point = None
    if organisation.latitude is not None and organisation.longitude is not None:
        point = maps.Point(organisation.latitude, organisation.longitude, name=organisation.name)
    around = ward or found.get(organisation.district)
    if point is None or around is None or not around.outline:
        return Whereabouts(areas, None, ward.name if ward else "")
    return Whereabouts(areas, ward_map(around, point), around.name)


def ward_map(around: Area, point: maps.Point) -> maps.Drawing | None:
    """The area, its neighbours where they are known, and the pin."""
    near = Area.objects.filter(kind=around.kind, valid_to=None, parent=around.parent)
    near = near.exclude(pk=around.pk).exclude(outline=None)
    if around.west is not None:
        near = near.filter(
            west__lt=around.east,
            east__gt=around.west,
            south__lt=around.north,
            north__gt=around.south,
        )
    outlines = [
        maps.Outline(key=a.code, name="", geometry=a.outline, style="parish") for a in near[:30]
    ]
    outlines.append(maps.Outline(key=around.code, name="", geometry=around.outline, style="here"))
    focus = maps.focus_on(around.outline, point)
    return maps.draw(outlines, [point], focus=focus)


def as_json_ld(organisation: Organisation, address: str, served: Sequence[Fact]) -> dict[str, Any]:
    """The organisation as schema.org has it; what is not known is left out."""
    ids = [
        {"@type": "PropertyValue", "propertyID": i.scheme, "value": i.value}
        for i in organisation.identifiers.all()
    ]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NGO",
        "@id": address,
        "name": organisation.name,
        "url": web_address(organisation.website) or address,
        "mainEntityOfPage": address,
        "description": organisation.description or organisation.purposes,
        "identifier": ids,
        "telephone": organisation.telephone,
        "email": organisation.email,
        "foundingDate": organisation.registered_on and organisation.registered_on.isoformat(),
        "areaServed": [{"@type": "AdministrativeArea", "name": f.value} for f in served],
    }
    if organisation.postcode:
        place: dict[str, Any] = {"@type": "PostalAddress", "addressCountry": "GB"}
        place["postalCode"] = organisation.postcode
        if organisation.address_public and organisation.street:
            place["streetAddress"] = organisation.street
        found["address"] = place
    return {key: value for key, value in found.items() if value}
