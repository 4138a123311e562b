"""The shape of all that is known of one organisation, as one viewer may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact, how it is said, who says so and when they were last seen to.

    The last five are for staff only and empty for anyone else: a withheld fact is left out for
    the public, as if it were not known, because saying that it is hidden says something too.
    """

    name: str
    title: str
    value: Any
    words: str
    source: str
    source_title: str
    seen: dt.date | None
    corrected: bool = False
    register_says: str = ""
    differs: bool = False
    corrected_by: str = ""
    corrected_why: str = ""
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class AreaName:
    """An area's code and name."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where it is, as near as may be shown. ``postcode`` is its first half unless the address is
    public; latitude and longitude are the middle of the postcode, never a door."""

    street: str = ""
    postcode: str = ""
    ward: AreaName | None = None
    district: AreaName | None = None
    county: AreaName | None = None
    latitude: float | None = None
    longitude: float | None = None
    address_public: bool = False

    @property
    def areas(self) -> tuple[AreaName, ...]:
        """The areas it lies in, the smallest first."""
        return tuple(a for a in (self.ward, self.district, self.county) if a)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number a register gives to it, and its page there."""

    org_id: str
    scheme: str
    scheme_title: str
    value: str
    address: str
    source_title: str
    seen: dt.date | None
    id: int = 0
    ours: bool = False


@dataclass(frozen=True, kw_only=True)
class OtherName:
    """Another name it has or had."""

    name: str
    kind: str
    kind_words: str
    source_title: str
    id: int = 0
    ours: bool = False


@dataclass(frozen=True, kw_only=True)
class Served:
    """An area it serves: by code and name where the register's words name one we know."""

    code: str
    name: str
    words: str
    source_title: str


@dataclass(frozen=True, kw_only=True)
class Class:
    """A code of a classification, and whether a program suggested it."""

    scheme: str
    scheme_title: str
    code: str
    title: str
    suggested: bool
    confidence: float | None
    source_title: str


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """One year's figures: pounds and people, None where nobody says."""

    year_end: dt.date
    income: int | None
    spending: int | None
    employees: int | None
    volunteers: int | None
    government_grants: int | None
    government_contracts: int | None
    reserves: int | None
    source_titles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tie:
    """How another organisation is tied to it. ``ref`` is empty when the other has no page here."""

    kind: str
    words: str
    ref: str
    org_id: str
    name: str
    on: dt.date | None
    source_title: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to it."""

    on: dt.date
    words: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A source that has a record of it, and when it was last seen to."""

    name: str
    title: str
    key: str
    seen: dt.date | None
    gone: bool
    publisher: str = ""
    homepage: str = ""
    licence: str = ""
    licence_address: str = ""
    attribution: str = ""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One organisation, whole. ``asked`` is the reference asked for: where it is not ``ref``, the
    page lies elsewhere. ``facts`` is by name and leaves out what nobody states."""

    id: int
    ref: str
    asked: str
    uuid: str
    name: str
    kind: str
    kind_words: str
    side: str
    side_words: str
    status: str
    status_words: str
    standing: str
    based_here: bool
    serves_here: bool
    changed_at: dt.datetime
    facts: dict[str, Fact]
    where: Where
    numbers: tuple[Number, ...] = ()
    names: tuple[OtherName, ...] = ()
    served: tuple[Served, ...] = ()
    classes: tuple[Class, ...] = ()
    years: tuple[YearRow, ...] = ()
    ties: tuple[Tie, ...] = ()
    story: tuple[Event, ...] = ()
    sources: tuple[Seen, ...] = ()
    absorbed: tuple[str, ...] = ()
    withheld: bool = False
    withheld_why: str = ""
    withheld_facts: tuple[str, ...] = field(default=())
    confirmed_on: dt.date | None = None
    confirmed_how: str = ""
    stage: str = "fresh"

    @property
    def active(self) -> bool:
        """Whether it is still going."""
        return self.status == "active"

    @property
    def moved(self) -> bool:
        """Whether another reference than its own was asked for."""
        return self.asked != self.ref

    @property
    def stated_classes(self) -> tuple[Class, ...]:
        """Codes that it or its register states."""
        return tuple(c for c in self.classes if not c.suggested)

    @property
    def suggested_classes(self) -> tuple[Class, ...]:
        """Codes that a program suggests, surest first."""
        return tuple(c for c in self.classes if c.suggested)
