"""Who can say what is in a field of the package, and on what terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonweal.intake.described import KnownSources
from commonweal.intake.models import SourceState
from commonweal.intake.source import Licence, Source
from commonweal.sector.gathering import FEEDS, HERE
from commonweal.sector.models import Service, SourceRecord
from commonweal.sector.packaging.tables import ORGANISATIONS, Table
from commonweal.sector.reports.sources import title_of
from commonweal.sector.sources.spreadsheet import PREFIX

# What was told to whoever keeps the register, and what is worked out here.
OURS = Licence(
    name="Creative Commons Attribution 4.0",
    address="https://creativecommons.org/licenses/by/4.0/",
    attribution="",
)
POSTCODES, AREAS = ("onspd", "code-point-open", "lsoa-lookup"), ("area-names", "boundaries")
REGISTERS = ("charity-commission", "companies-house", "mutuals", "casc")
# The registers that state each fact; a list or feed of a neighbour, and people, may state any.
STATED: dict[str, tuple[str, ...]] = {
    "name": REGISTERS,
    "kind": REGISTERS,
    "side": REGISTERS,
    "status": (*REGISTERS, "mergers"),
    "status_on": (*REGISTERS, "mergers"),
    "street": REGISTERS,
    "postcode": REGISTERS,
    "identifiers": (*REGISTERS, "charity-links"),
    "other_names": ("charity-commission", "companies-house"),
    "registered_on": ("charity-commission", "companies-house", "mutuals"),
    "description": ("charity-commission", "companies-house"),
    "causes": ("charity-commission",),
    "website": ("charity-commission",),
    "email": ("charity-commission",),
    "telephone": ("charity-commission",),
    "areas_served": ("charity-commission", "companies-house"),
    "income": ("charity-commission",),
    "spending": ("charity-commission",),
    "money_year_end": ("charity-commission",),
    "employees": ("charity-commission",),
    "volunteers": ("charity-commission",),
    "trustees": ("charity-commission",),
}
# Fields that are worked out of others.
FROM = {
    "id": "identifiers", "kind_words": "kind", "side_words": "side", "status_words": "status",
    "causes_words": "causes", "areas_served_words": "areas_served", "size": "income",
    "size_words": "income", "based_here": "postcode", "serves_here": "areas_served",
}  # fmt: skip
BY_POSTCODE = ("ward", "district", "county", "latitude", "longitude")
BY_AREA = ("ward_name", "district_name", "county_name")
# What is true of the row, and nobody's fact.
ABOUT_ROW = ("confirmed_on", "changed_on", "sources", "licence", "attribution")


@dataclass(frozen=True)
class Sayer:
    """A source that something in the package comes from, with its terms."""

    name: str
    title: str
    publisher: str
    homepage: str
    licence: Licence


def sayers() -> dict[str, Sayer]:
    """The sources in use here, by name; what was told here stands last."""
    records = SourceRecord.objects.order_by().values_list("source", flat=True).distinct()
    services = Service.objects.order_by().values_list("source", flat=True).distinct()
    read = SourceState.objects.exclude(applied=None).values_list("source", flat=True)
    used = sorted({*records, *services, *read} - {HERE})
    known = KnownSources()
    found = {source.name: sayer(source) for source in map(known.find, used) if source}
    return found | {HERE: Sayer(HERE, title_of(HERE), "", "", OURS)}


def sayer(source: Source) -> Sayer:
    """A source as the package names it."""
    return Sayer(source.name, source.title, source.publisher, source.homepage, source.licence)


def who_can_say(table: Table, field: str, used: Iterable[str]) -> list[str]:
    """The sources in use from which this field can come."""
    if table is not ORGANISATIONS:
        return [name for name in used if name == HERE or name.startswith(FEEDS)]
    if field in ABOUT_ROW:
        return [HERE]
    if field in BY_AREA:
        return [name for name in used if name in AREAS]
    fact = FROM.get(field, field)
    registers = STATED.get("postcode" if field in BY_POSTCODE else fact, ())
    found = [name for name in used if name in registers or may_say_all(name)]
    by_postcode = (*BY_POSTCODE, "based_here")
    return [*found, *(n for n in used if field in by_postcode and n in POSTCODES)]


def may_say_all(name: str) -> bool:
    """Whether a source is a neighbour's list or feed, or people who told us."""
    return name == HERE or name.startswith((PREFIX, FEEDS))


def terms_of(names: Iterable[str], known: Mapping[str, Sayer]) -> list[Licence]:
    """The licences of these sources, each once."""
    return list(dict.fromkeys(known[name].licence for name in names if name in known))
