"""Puts one organisation's profile together, with the same few queries whatever it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.places.models import Area
from commonweal.sector import identifiers
from commonweal.sector.choices import (
    AREA_COLUMNS,
    DISPLAY_ORDER,
    Kind,
    LinkKind,
    NameKind,
    Scheme,
    Side,
    Status,
)
from commonweal.sector.gathering import HERE, Known, gather
from commonweal.sector.models import (
    AreaServed,
    Classification,
    Correction,
    Identifier,
    Organisation,
    SourceRecord,
    Term,
    Withholding,
)
from commonweal.sector.reports.finding import find_by_org_id, may_see
from commonweal.sector.reports.profile import (
    AreaName,
    Class,
    Event,
    Fact,
    Number,
    OtherName,
    Profile,
    Served,
    Tie,
    Where,
    YearRow,
)
from commonweal.sector.reports.sources import LastSeen, last_seen, seen, title_of
from commonweal.sector.reports.stating import Sight, stated
from commonweal.sector.reports.ties import ties
from commonweal.sector.withholding import EVERYTHING, WITHHOLDABLE, hidden_by
from commonweal.sector.years import Year, merged
from commonweal.ui.words import long_day

SCHEMES = {
    "what": "What it does",
    "who": "Whom it helps",
    "how": "How it helps",
    "ukcat": "UK Charity Activity Tags",
    "icnptso": "Kind of non-profit (ICNP/TSO)",
    "sic": "Trade (SIC)",
}


@dataclass(frozen=True)
class Scene:
    """What every part of one profile is made from."""

    organisation: Organisation
    known: Known
    last: LastSeen
    sight: Sight
    hidden: frozenset[str]
    areas: dict[str, str]
    served: tuple[AreaServed, ...]


def profile(ref: str, *, viewer: Actor) -> Profile | None:
    """All that this viewer may know of the organisation a reference leads to.

    None when there is none, or the viewer may not know that there is. A withheld fact is absent
    for the public, marked for staff, and readable for those who may see what is withheld.
    """
    organisation = find_by_org_id(ref)
    if organisation is None or not may_see(organisation, viewer):
        return None
    sight = Sight(
        staff=allowed(viewer, "sector.see_register", organisation),
        withheld=allowed(viewer, "sector.see_withheld", organisation),
    )
    return _assemble(_scene(organisation, sight), ref.strip())


def _scene(organisation: Organisation, sight: Sight) -> Scene:
    known = gather([organisation])[organisation.pk]
    hidden = frozenset() if sight.withheld else hidden_by(known.withheld)
    served = tuple(organisation.areas_served.order_by("words", "source"))
    codes = {getattr(organisation, c) for c in AREA_COLUMNS} | {s.code for s in served}
    areas = dict(Area.objects.filter(code__in=codes - {""}).values_list("code", "name"))
    return Scene(organisation, known, last_seen(), sight, hidden, areas, served)


def _assemble(scene: Scene, asked: str) -> Profile:
    o = scene.organisation
    corrections = {c.fact: c for c in Correction.objects.filter(organisation=o, withdrawn_at=None)}
    withholdings = list(Withholding.objects.filter(organisation=o, lifted_at=None))
    records = list(o.records.select_related("gone_run", "changed_run").defer("raw"))
    facts = stated(o, scene.known.resolved(), corrections, scene.last, scene.sight)
    links = ties(o)
    return Profile(
        id=o.pk,
        ref=o.ref,
        asked=asked,
        uuid=str(o.uuid),
        name=o.name,
        kind=o.kind,
        kind_words=str(Kind(o.kind).label),
        side=o.side,
        side_words=str(Side(o.side).label),
        status=o.status,
        status_words=str(Status(o.status).label),
        standing=standing_of(o, links),
        based_here=o.based_here,
        serves_here=o.serves_here,
        changed_at=o.changed_at,
        facts=facts,
        where=_where(scene, facts),
        numbers=_numbers(scene, records),
        names=_names(scene),
        served=_served(scene),
        classes=_classes(scene),
        years=_years(scene),
        ties=links,
        story=_story(o, links),
        sources=seen(records, scene.last),
        absorbed=_absorbed(scene),
        withheld=o.withheld,
        withheld_why=next((w.reason for w in withholdings if w.fact == EVERYTHING), "")
        if scene.sight.withheld
        else "",
        withheld_facts=tuple(WITHHOLDABLE[w.fact][0] for w in withholdings if w.fact)
        if scene.sight.staff
        else (),
    )


def standing_of(organisation: Organisation, links: Iterable[Tie] = ()) -> str:
    """How it stands, as a sentence; nothing for one that is going as ever."""
    if organisation.status == Status.ACTIVE:
        return ""
    since = f" on {long_day(organisation.status_on)}" if organisation.status_on else ""
    into = next((t.name for t in links if t.kind == "merged-into" and t.words == "Merged into"), "")
    said = {
        Status.REMOVED: f"It was removed from its register{since}.",
        Status.DISSOLVED: f"It was dissolved{since}.",
        Status.MERGED: f"It merged into {into or 'another organisation'}{since}.",
        Status.CLOSED: f"It closed{since}.",
    }
    return said[Status(organisation.status)]


def _where(scene: Scene, facts: dict[str, Fact]) -> Where:
    o = scene.organisation

    def area(code: str) -> AreaName | None:
        return AreaName(code=code, name=scene.areas.get(code, code)) if code else None

    return Where(
        street=str(facts["street"].value or "") if "street" in facts else "",
        postcode=str(facts["postcode"].value or "") if "postcode" in facts else "",
        ward=area(o.ward),
        district=area(o.district),
        county=area(o.county),
        latitude=o.latitude,
        longitude=o.longitude,
        address_public=o.address_public,
    )


def _numbers(scene: Scene, records: Sequence[SourceRecord]) -> tuple[Number, ...]:
    days = {(r.source, r.key): scene.last.of_record(r) for r in records}
    order = {scheme: place for place, scheme in enumerate(DISPLAY_ORDER)}
    held = sorted(
        (i for i in scene.organisation.identifiers.all() if not is_linked(i)),
        key=lambda i: (order.get(Scheme(i.scheme), len(order)), i.scheme, i.value),
    )
    return tuple(
        Number(
            org_id=i.org_id,
            scheme=i.scheme,
            scheme_title=str(Scheme(i.scheme).label),
            value=i.value,
            address=identifiers.register_address(i.scheme, i.value) or "",
            source_title=title_of(i.source),
            seen=days.get((i.source, i.org_id)) or scene.last.of(i.source),
            id=i.pk,
            ours=i.source == HERE,
        )
        for i in held
    )


def is_linked(identifier: Identifier) -> bool:
    """Whether it numbers a charity linked to this one, which is shown among its ties instead."""
    return identifier.scheme == Scheme.CHC and "-" in identifier.value


def _names(scene: Scene) -> tuple[OtherName, ...]:
    found: dict[str, OtherName] = {}
    for name in scene.organisation.names.order_by("kind", "name", "id"):
        if name.name.casefold() in found or name.name == scene.organisation.name:
            continue
        found[name.name.casefold()] = OtherName(
            name=name.name,
            kind=name.kind,
            kind_words=str(NameKind(name.kind).label),
            source_title=title_of(name.source),
            id=name.pk,
            ours=name.source == HERE,
        )
    return tuple(found.values())


def _served(scene: Scene) -> tuple[Served, ...]:
    found: dict[str, Served] = {}
    for served in scene.served:
        name = scene.areas.get(served.code, "") if served.code else ""
        found.setdefault(
            served.code or served.words.casefold(),
            Served(
                code=served.code,
                name=name or served.words,
                words=served.words,
                source_title=title_of(served.source),
            ),
        )
    return tuple(sorted(found.values(), key=lambda s: s.name.casefold()))


def _classes(scene: Scene) -> tuple[Class, ...]:
    rows = list(Classification.objects.filter(organisation=scene.organisation))
    terms = Term.objects.filter(code__in={r.code for r in rows})
    titles = {(t.scheme, t.code): t.title for t in terms}
    found: dict[tuple[str, str], Class] = {}
    for row in sorted(rows, key=lambda r: (r.suggested, -(r.confidence or 0), r.scheme, r.code)):
        found.setdefault(
            (row.scheme, row.code),
            Class(
                scheme=row.scheme,
                scheme_title=SCHEMES.get(row.scheme, row.scheme),
                code=row.code,
                title=titles.get((row.scheme, row.code), row.code),
                suggested=row.suggested,
                confidence=row.confidence,
                source_title=title_of(row.source),
            ),
        )
    return tuple(found.values())


def _years(scene: Scene) -> tuple[YearRow, ...]:
    return tuple(row for row in (_year(y, scene.hidden) for y in merged(scene.known.years)) if row)


def _year(year: Year, hidden: frozenset[str]) -> YearRow | None:
    money = {"government_grants", "government_contracts", "reserves"}
    left_out = hidden | (money if "income" in hidden else frozenset())
    figures = {f: None if f in left_out else value for f, value in year.figures.items()}
    if all(value is None for value in figures.values()):
        return None
    tellers = {year.sources[f] for f, value in figures.items() if value is not None}
    return YearRow(
        year_end=year.year_end,
        source_titles=tuple(sorted(title_of(s) for s in tellers)),
        **figures,
    )


def _story(organisation: Organisation, links: Iterable[Tie]) -> tuple[Event, ...]:
    events = []
    if organisation.registered_on:
        began = "Began" if organisation.kind == Kind.GROUP else "Registered"
        events.append(Event(on=organisation.registered_on, words=f"{began}."))
    if organisation.status != Status.ACTIVE and organisation.status_on:
        words = Status(organisation.status).label
        events.append(Event(on=organisation.status_on, words=f"{words}."))
    for tie in links:
        if tie.on and tie.kind != LinkKind.LINKED:
            events.append(Event(on=tie.on, words=f"{tie.words}: {tie.name}."))
    return tuple(sorted(events, key=lambda e: (e.on, e.words)))


def _absorbed(scene: Scene) -> tuple[str, ...]:
    held = Organisation.objects.filter(same_as=scene.organisation)
    if not scene.sight.withheld:
        held = held.filter(withheld=False)
    return tuple(held.order_by("pk").values_list("name", flat=True))
