"""Populations of larger areas, added up from the small areas that have one."""

from __future__ import annotations

from collections import Counter, defaultdict

from commonweal.places.choices import Kind
from commonweal.places.loading.book import Book, Fact
from commonweal.places.loading.links import Links


def add_up(book: Book, links: Links) -> list[str]:
    """Say the population of 2021 small areas, wards, districts and counties; notes for the report.

    A district's is the sum of its small areas, if every one of them has a figure. A ward's goes
    by best fit. Figures for the 2021 small areas count where they are newer than those for the
    2011 ones; a 2011 area whose successors lie in several wards is shared evenly between its
    successors, and the note says how many were.
    """
    older = _newest(book, Kind.LSOA11)
    notes = _from_2011(book, links)
    newer = _newest(book, Kind.LSOA)
    if newer > older:
        _from_2021(book, links, newer)
    return notes


def _newest(book: Book, kind: Kind) -> int:
    """The latest year of which a small area of this kind has a figure; 0 where none has one."""
    return max((f.population_year or 0 for f in book.live(kind) if f.population), default=0)


def _from_2011(book: Book, links: Links) -> list[str]:
    known = {f.code: f for f in book.now.values() if f.kind == Kind.LSOA11 and f.population}
    years = {f.population_year for f in known.values()}
    if not known or len(years) != 1:
        return []
    year = years.pop() or 0
    _larger(book, Kind.LSOA11, Kind.DISTRICT, year)
    _larger(book, Kind.DISTRICT, Kind.COUNTY, year)
    _successors(book, links, known, year)
    return _wards(book, links, known, year)


def _from_2021(book: Book, links: Links, year: int) -> None:
    """Add up figures that were published for the 2021 small areas themselves."""
    _larger(book, Kind.LSOA, Kind.DISTRICT, year)
    _larger(book, Kind.DISTRICT, Kind.COUNTY, year)
    small = {f.code: f for f in book.live(Kind.LSOA)}
    for kind in (Kind.MSOA, Kind.WARD):
        _fitted(book, links, small, kind, year)


def _fitted(book: Book, links: Links, small: dict[str, Fact], kind: Kind, year: int) -> None:
    """Add up by best fit, where no small area fitted lacks a figure of this year."""
    people: Counter[str] = Counter()
    lacking: set[str] = set()
    for (code, of_kind), holder in links.within.items():
        if of_kind != kind:
            continue
        fact = small.get(code)
        if fact is None or fact.population is None or fact.population_year != year:
            lacking.add(holder)
        else:
            people[holder] += fact.population
    for code, total in sorted(people.items()):
        if code not in lacking:
            _say(book, str(kind), code, total, year)


def _became(book: Book, links: Links, code: str) -> set[str]:
    """The 2021 small areas that a 2011 one became; itself, if the code goes on."""
    return links.successors.get(code) or ({code} if (Kind.LSOA, code) in book.now else set())


def _say(book: Book, kind: str, code: str, people: int, year: int) -> None:
    before = book.now.get((kind, code))
    if before:
        book.say(
            Fact(kind, code, population=people, population_year=year),
            stated=before.key in book.stated,
        )


def _larger(book: Book, child: Kind, parent: Kind, year: int) -> None:
    """Add up by parent, where no child lacks a figure of this year."""
    people: Counter[str] = Counter()
    lacking: set[str] = set()
    for fact in book.live(child):
        if fact.population is None or fact.population_year != year:
            lacking.add(fact.parent)
        else:
            people[fact.parent] += fact.population
    for code, total in sorted(people.items()):
        if code and code not in lacking:
            _say(book, str(parent), code, total, year)


def _successors(book: Book, links: Links, known: dict[str, Fact], year: int) -> None:
    """A 2021 small area that is one whole 2011 one, or several together, has their people."""
    people: Counter[str] = Counter()
    unclear: set[str] = set()
    for code, fact in known.items():
        new = _became(book, links, code)
        if len(new) == 1:
            people[next(iter(new))] += fact.population or 0
        else:
            unclear |= new
    for old, new in links.successors.items():
        if old not in known:
            unclear |= new
    for code, total in sorted(people.items()):
        if code not in unclear:
            _say(book, str(Kind.LSOA), code, total, year)


def _wards(book: Book, links: Links, known: dict[str, Fact], year: int) -> list[str]:
    people: defaultdict[str, float] = defaultdict(float)
    missing: set[str] = set()
    shared = 0
    have = {new for code in known for new in _became(book, links, code)}
    for (code, kind), ward in links.within.items():
        if kind == Kind.WARD and code not in have:
            missing.add(ward)
    for code, fact in sorted(known.items()):
        new = _became(book, links, code)
        wards = [links.within[n, Kind.WARD] for n in sorted(new) if (n, Kind.WARD) in links.within]
        shared += len(set(wards)) > 1
        for ward in wards:
            people[ward] += (fact.population or 0) / len(wards)
    for ward, total in sorted(people.items()):
        if ward not in missing:
            _say(book, str(Kind.WARD), ward, round(total), year)
    return [f"{shared} small areas lie in two wards; their people were shared."] if shared else []
