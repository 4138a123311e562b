"""Areas as they are and as they will be: facts are said of them, and what changed is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from commonweal.places.bulk import upsert
from commonweal.places.choices import OutlineFrom
from commonweal.places.inside import Outlines
from commonweal.places.models import Area

Key = tuple[str, str]
# Whose word on names, parents and dates counts more: the lower number.
RANKS = {"area-names": 1, "boundaries": 2, "lsoa-lookup": 3}
NAMING = ("name", "parent", "valid_from", "valid_to")


@dataclass(frozen=True)
class Fact:
    """What is said of one area; dates as ISO text, the outline as GeoJSON text, "" if not said."""

    kind: str
    code: str
    name: str = ""
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    population: int | None = None
    population_year: int | None = None
    outline: str = ""
    outline_from: str = ""
    west: float | None = None
    south: float | None = None
    east: float | None = None
    north: float | None = None
    source: str = ""

    @property
    def key(self) -> Key:
        """What tells it from every other area."""
        return self.kind, self.code

    @property
    def named(self) -> bool:
        """Whether anyone has said what it is called."""
        return self.name not in {"", self.code}


def drawn(fact: Fact, outline: str, where: OutlineFrom, shape_: BaseGeometry) -> Fact:
    """The fact with an outline and its box."""
    west, south, east, north = (round(b, 6) for b in shape_.bounds)
    return replace(
        fact,
        outline=outline,
        outline_from=str(where),
        west=west,
        south=south,
        east=east,
        north=north,
    )


def keep(path: Path, facts: Iterable[Fact]) -> None:
    """Write facts to the run's folder, one a line."""
    with path.open("w", encoding="utf-8") as handle:
        for fact in facts:
            handle.write(json.dumps({k: v for k, v in asdict(fact).items() if v}) + "\n")


def kept(path: Path) -> Iterator[Fact]:
    """The facts that were written."""
    if path.exists():
        with path.open(encoding="utf-8") as handle:
            yield from (Fact(**json.loads(line)) for line in handle)


def digest(outline: str) -> str:
    """A short mark of an outline's text, by which two are told apart."""
    return hashlib.sha256(outline.encode()).hexdigest()[:24] if outline else ""


PLAIN = tuple(f.name for f in fields(Fact) if f.name != "outline")


class Book:
    """Every area: as it is in the database (``was``), and as facts have made it (``now``).

    In both, ``outline`` is only a mark; the text of new outlines is in ``fresh``.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.was: dict[Key, Fact] = {}
        self.fresh: dict[Key, str] = {}
        self.stated: set[Key] = set()
        for row in Area.objects.values_list(*PLAIN).iterator(chunk_size=20_000):
            known = {k: _plain(v) for k, v in zip(PLAIN, row, strict=True)}
            dated = {k: known[k] or "" for k in ("valid_from", "valid_to")}
            fact = Fact(**{**known, **dated})
            self.was[fact.key] = fact
        self.now = dict(self.was)

    def marks(self, kinds: Iterable[str]) -> None:
        """Mark the outlines that are known, so that new ones can be told from them."""
        rows = Area.objects.filter(kind__in=list(kinds), outline__isnull=False)
        for kind, code, outline in rows.values_list("kind", "code", "outline").iterator(500):
            marked = replace(self.was[kind, code], outline=digest(_text(outline)))
            self.was[kind, code] = self.now[kind, code] = marked

    def say(self, fact: Fact, *, stated: bool = True) -> None:
        """Take in what is said of an area. ``stated`` counts it as one that the file brings."""
        before = self.now.get(fact.key, Fact(fact.kind, fact.code))
        after = self._population(self._naming(before, fact), fact)
        if fact.outline and not (
            fact.outline_from == OutlineFrom.JOINED and before.outline_from == OutlineFrom.GIVEN
        ):
            self.fresh[fact.key] = fact.outline
            box = {side: getattr(fact, side) for side in ("west", "south", "east", "north")}
            after = replace(
                after, outline=digest(fact.outline), outline_from=fact.outline_from, **box
            )
        self.now[fact.key] = after if after.name else replace(after, name=fact.code)
        if stated:
            self.stated.add(fact.key)

    def _naming(self, before: Fact, fact: Fact) -> Fact:
        """Names, parents and dates: the better source's, else whatever fills a blank."""
        wins = RANKS.get(self.source, 9) <= RANKS.get(before.source, 9)
        said: dict[str, Any] = {}
        for column in NAMING:
            value = getattr(fact, column)
            blank = not before.named if column == "name" else not getattr(before, column)
            if value and (wins or blank):
                said[column] = value
        if fact.named and (wins or not before.named):
            said["source"] = self.source
        return replace(before, **said)

    @staticmethod
    def _population(before: Fact, fact: Fact) -> Fact:
        if fact.population is None or (before.population_year or 0) > (fact.population_year or 0):
            return before
        return replace(before, population=fact.population, population_year=fact.population_year)

    def changed(self) -> list[Fact]:
        """The areas that are new or not as they were, in order of their keys."""
        return [f for key, f in sorted(self.now.items()) if f != self.was.get(key)]

    def write(self) -> int:
        """Write what changed; how many areas."""
        changed = self.changed()
        plain = [f for f in changed if f.outline == self._mark(f.key)]
        redrawn = [f for f in changed if f.outline != self._mark(f.key)]
        key = ("kind", "code")
        upsert(Area, PLAIN, key, (self._row(f) for f in plain))
        outlined = ([*self._row(f), self.fresh[f.key]] for f in redrawn)
        upsert(Area, (*PLAIN, "outline"), key, outlined)
        return len(changed)

    def _mark(self, key: Key) -> str:
        return self.was[key].outline if key in self.was else ""

    @staticmethod
    def _row(fact: Fact) -> list[Any]:
        dates = {"valid_from", "valid_to"}
        return [(getattr(fact, c) or None) if c in dates else getattr(fact, c) for c in PLAIN]

    def live(self, kind: str) -> Iterator[Fact]:
        """The areas of a kind that have not ended."""
        return (f for f in self.now.values() if f.kind == kind and not f.valid_to)

    def shapes(self, kind: str) -> dict[str, BaseGeometry]:
        """The outlines of a kind's live areas, new ones first, by code."""
        live = {f.code for f in self.live(kind)}
        found = {c: shape(json.loads(t)) for (k, c), t in self.fresh.items() if k == kind}
        rows = Area.objects.filter(kind=kind, outline__isnull=False)
        for code, outline in rows.values_list("code", "outline").iterator(500):
            if code in live and code not in found:
                found[code] = shape(outline)
        return {code: s for code, s in found.items() if code in live}

    def outlines(self, kind: str) -> Outlines:
        """The outlines of a kind, ready to be asked what lies in them."""
        found = self.shapes(kind)
        return Outlines.of(list(found), list(found.values()))


def _plain(value: Any) -> Any:
    """A value of a row as a fact holds it: "" for a date that is not known."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _text(outline: Any) -> str:
    return json.dumps(outline, separators=(",", ":"), sort_keys=True)
