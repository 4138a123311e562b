"""One row a year, from what several sources state about it. Pure: knows no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from commonweal.sector.precedence import Claim

FIGURES = (
    "income", "spending", "employees", "volunteers",
    "government_grants", "government_contracts", "reserves",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StatedYear:
    """One year as one source states it. Money in pounds; None where it does not say."""

    source: str
    precedence: int
    year_end: dt.date
    income: int | None = None
    spending: int | None = None
    employees: int | None = None
    volunteers: int | None = None
    government_grants: int | None = None
    government_contracts: int | None = None
    reserves: int | None = None


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year's figures, each from the most trusted source that gives it, and which that was."""

    year_end: dt.date
    figures: dict[str, int | None]
    sources: dict[str, str] = field(default_factory=dict)


def merged(stated: Iterable[StatedYear]) -> list[Year]:
    """The years, newest first."""
    ends: dict[dt.date, list[StatedYear]] = {}
    for year in stated:
        ends.setdefault(year.year_end, []).append(year)
    return [_one(end, ends[end]) for end in sorted(ends, reverse=True)]


def _one(end: dt.date, stated: list[StatedYear]) -> Year:
    order = sorted(stated, key=lambda y: (y.precedence, y.source))
    figures: dict[str, int | None] = {}
    sources: dict[str, str] = {}
    for figure in FIGURES:
        teller = next((y for y in order if getattr(y, figure) is not None), None)
        figures[figure] = getattr(teller, figure) if teller else None
        if teller:
            sources[figure] = teller.source
    return Year(year_end=end, figures=figures, sources=sources)


def latest_claims(years: list[Year], claims: Iterable[Claim]) -> list[Claim]:
    """What the newest years state as facts, unless a record states a newer year's money."""
    ends = [str(c.facts.get("money_year_end") or "") for c in claims]
    found = []
    money = next((y for y in years if y.figures["income"] is not None), None) or next(
        (y for y in years if y.figures["spending"] is not None), None
    )
    if money and money.year_end.isoformat() >= max(ends, default=""):
        found.append(_claim(money, "income", "spending"))
    for figure in ("employees", "volunteers"):
        year = next((y for y in years if y.figures[figure] is not None), None)
        if year:
            found.append(_claim(year, figure))
    return found


def _claim(year: Year, *figures: str) -> Claim:
    facts = {f: year.figures[f] for f in figures}
    if "income" in figures:
        facts["money_year_end"] = year.year_end.isoformat()  # type: ignore[assignment]
    source = next(year.sources[f] for f in figures if f in year.sources)
    return Claim(source=source, precedence=-1, key=year.year_end.isoformat(), facts=facts)
