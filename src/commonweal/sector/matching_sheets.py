"""A list of names as rows to be matched, and the same list with what was found beside it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from commonweal.intake.reading.sheets import Sheet
from commonweal.sector.identifiers import normalise, parse
from commonweal.sector.matching import Asked
from commonweal.sector.sources.mapping import FACTS, guess, scottish_or_irish

# What helps to tell whom a row means, by what the reader of local lists calls it.
TELLING = (
    "name", "postcode", "charity", "company", "org_id", "website", "email", "telephone",
)  # fmt: skip
LABELS = {fact: FACTS[fact][0] for fact in TELLING}
FOUND = (
    "match: identifier", "match: name", "match: other numbers", "match: address here",
    "match: score out of 100", "match: how sure", "match: why",
)  # fmt: skip


class Result(NamedTuple):
    """What stands beside a row when it is given back."""

    ref: str = ""
    name: str = ""
    numbers: str = ""
    address: str = ""
    score: float | str = ""
    answer: str = ""
    why: str = ""


def suggested(sheet: Sheet) -> dict[str, str]:
    """The column that seems to hold each thing; the first column for the names, if no other."""
    found = {fact: columns[0] for fact, columns in guess(sheet).items() if fact in TELLING}
    taken = set(found.values())
    if "name" not in found:
        likely = [h for h in sheet.headings if h not in taken]
        named = [h for h in likely if "name" in h.lower() or "recipient" in h.lower()]
        found["name"] = (named or likely or sheet.headings)[0]
    return found


def rows_of(sheet: Sheet, columns: dict[str, str]) -> Iterator[tuple[int, Asked]]:
    """Each row by its number, as a question."""
    places = {
        fact: sheet.headings.index(heading)
        for fact, heading in columns.items()
        if fact in TELLING and heading in sheet.headings
    }
    for number, cells in sheet.rows:
        yield number, question({fact: cells[at][:300] for fact, at in places.items()})


def question(said: dict[str, str]) -> Asked:
    """A row's cells as a question. A number that is none is left out: the rest may still tell."""
    refs = []
    charity = said.get("charity", "")
    known = scottish_or_irish(charity) or (
        ("GB-CHC", v) if (v := normalise("GB-CHC", charity)) else None
    )
    company = normalise("GB-COH", said.get("company", ""))
    for pair in (known, ("GB-COH", company) if company else None, parse(said.get("org_id", ""))):
        if pair:
            refs.append("-".join(pair))
    return Asked(
        said.get("name", ""), said.get("postcode", ""), said.get("website", ""),
        said.get("email", ""), said.get("telephone", ""), tuple(refs),
    )  # fmt: skip


def beside(sheet: Sheet, results: dict[int, Result]) -> Iterator[Sequence[object]]:
    """The list's rows as they were given, each with its result."""
    for number, cells in sheet.rows:
        yield [*cells, *results.get(number, Result())]


def headings(sheet: Sheet) -> list[str]:
    """The list's headings and ours."""
    return [*sheet.headings, *FOUND]


KEPT = dt.timedelta(days=1)
