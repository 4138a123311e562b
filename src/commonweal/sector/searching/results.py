"""What a search answers: frozen values for pages, the command line, exports and the API. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import ceil

from commonweal.sector.searching.query import ADDRESS, Query
from commonweal.sector.searching.whereabouts import Spot


@dataclass(frozen=True)
class Found:
    """One organisation of a result, as a list shows it.

    ``number`` counts through all pages. ``extract`` is a piece of its description: runs of text,
    and whether each is a word looked for; ``named`` is its name in such runs. Distance
    is in km from the point asked for; income in pounds. The point is the
    middle of its postcode, or of its small area where its address is not public.
    """

    number: int
    key: int
    ref: str
    name: str
    kind: str
    status: str
    side: str
    district: str
    district_name: str
    ward_name: str
    outward: str
    income: int | None
    distance_km: float | None
    roughly: bool
    latitude: float | None
    longitude: float | None
    extract: tuple[tuple[str, bool], ...]
    named: tuple[tuple[str, bool], ...]
    causes: tuple[str, ...]
    changed_at: dt.datetime


@dataclass(frozen=True)
class Option:
    """One value that would narrow a result, how many that would leave, and whether it is chosen."""

    code: str
    title: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow a result. ``name`` is its field of ``Query``; ``suggested`` says that a
    program gave the codes."""

    name: str
    title: str
    options: tuple[Option, ...]
    suggested: bool = False

    @property
    def short(self) -> str:
        """Its name in an address."""
        return ADDRESS[self.name]

    @property
    def has_chosen(self) -> bool:
        """Whether any of it is chosen."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Titles:
    """The names of codes: of every term by scheme and code, and of counties and districts."""

    terms: dict[tuple[str, str], str]
    areas: dict[str, str]


@dataclass(frozen=True)
class Results:
    """The answer to a question.

    ``query`` is the question as understood, ``asked`` as put, ``order`` how it was sorted.
    ``corrections`` say which typed word was taken for which; ``loosened`` that nothing had all
    the words, so these have some. ``also`` are other words for the same that were looked for too,
    and ``by_other_words`` how many only those found. ``put_first`` is what those that come first
    are about, when that is not the words as typed. ``partly`` is how many, below the rest, have
    only part of the words. ``nearby`` says that "near me" was asked, ``unknown`` names what is
    called a place and we do not know, and ``dropped`` says where nothing was found, so that these
    are from everywhere.
    ``identified`` are the organisations that an identifier typed whole names. ``problems`` has a
    sentence for each field that could not be used. ``shown`` is one page of ``total``.
    """

    asked: Query
    query: Query
    order: str
    titles: Titles
    total: int
    shown: tuple[Found, ...]
    facets: tuple[Facet, ...]
    spot: Spot | None
    place: str
    corrections: dict[str, str]
    loosened: bool
    also: tuple[str, ...]
    by_other_words: int
    put_first: str
    partly: int
    nearby: bool
    unknown: str
    dropped: str
    identified: tuple[str, ...]
    problems: dict[str, str]

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, ceil(self.total / self.query.limit))

    @property
    def first(self) -> int:
        """The number of the first organisation shown; nought when none is."""
        return self.shown[0].number if self.shown else 0

    @property
    def last(self) -> int:
        """The number of the last organisation shown."""
        return self.shown[-1].number if self.shown else 0

    @property
    def corrected_words(self) -> str:
        """The words with their corrections in place; blank when nothing was corrected."""
        if not self.corrections:
            return ""
        return " ".join(self.corrections.get(w.lower(), w) for w in self.query.words.split())
