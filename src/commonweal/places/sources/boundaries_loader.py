"""Reads outlines of areas from GeoJSON, and joins those that nobody publishes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import shapely
from shapely.geometry.base import BaseGeometry

from commonweal.intake.job import Unusable
from commonweal.places import outlines
from commonweal.places.choices import Kind, OutlineFrom
from commonweal.places.loading.book import Book, Fact, drawn, keep
from commonweal.places.loading.loader import AreaLoader, Plan

# How the publisher names the code's property, for each kind: WD25CD, LAD24CD, CTYUA23CD ...
PROPERTIES: tuple[tuple[str, Kind], ...] = (
    (r"LSOA21CD", Kind.LSOA),
    (r"LSOA11CD", Kind.LSOA11),
    (r"MSOA21CD", Kind.MSOA),
    (r"WD\d\dCD", Kind.WARD),
    (r"PCON\d\dCD", Kind.CONSTITUENCY),
    (r"LAD\d\dCD", Kind.DISTRICT),
    (r"(CTY|CTYUA|UTLA)\d\dCD", Kind.COUNTY),
    (r"RGN\d\dCD", Kind.REGION),
    (r"CTRY\d\dCD", Kind.COUNTRY),
)
GSS = re.compile(r"[A-Z]\d{8}")


def told(properties: dict[str, Any]) -> tuple[Kind, str, str]:
    """Which kind of area a feature is, and the properties that hold its code and name."""
    for pattern, kind in PROPERTIES:
        for name in properties:
            if re.fullmatch(pattern, name, re.IGNORECASE):
                stem = name[:-2]
                named = next((n for n in properties if n.upper() == f"{stem}NM".upper()), "")
                return kind, name, named
    raise Unusable(
        "Its features name no area: none has a property such as LSOA21CD, WD25CD or LAD24CD."
    )


def parents(properties: dict[str, Any]) -> dict[str, str]:
    """The districts, counties and regions a feature names as those it lies in, code to name."""
    wanted = {
        "district": (r"LAD\d\dCD|LADCD_ACTIVE|LADCD", r"LAD\d\dNM"),
        "county": (r"CTY\d\dCD|UTLACD", r"CTY\d\dNM"),
        "region": (r"RGN\d\dCD|RGNCD", r"RGN\d\dNM"),
    }
    found = {}
    for level, (code, name) in wanted.items():
        found[level] = _first(properties, code)
        found[f"{level}_name"] = _first(properties, name)
    return found


def _first(properties: dict[str, Any], pattern: str) -> str:
    values = (properties[n] for n in properties if re.fullmatch(pattern, n))
    return next((str(v).strip() for v in values if v and str(v).strip()), "")


class BoundariesLoader(AreaLoader):
    """Reads GeoJSON; where a district or county has no outline, joins those of its wards."""

    source: ClassVar[str] = "boundaries"

    def read(self) -> None:
        """Every outline of every file, repaired and made lighter."""
        files = [f for f in self.job.files if f.suffix.lower() in {".geojson", ".json"}]
        if not files:
            raise Unusable("There is no GeoJSON file (.geojson or .json) among these.")
        keep(self.facts, self._all(files))

    def _all(self, files: list[Path]) -> Iterator[Fact]:
        seen: set[tuple[str, str]] = set()
        for done, path in enumerate(files):
            self.job.say("Reading outlines", done, len(files))
            try:
                for fact in self._file(path):
                    if fact.outline and fact.key in seen:
                        self._reject(path, "", fact.code, "The same area is drawn twice.")
                        continue
                    if fact.outline:
                        seen.add(fact.key)
                    yield fact
            except outlines.NotOutlines as problem:
                raise Unusable(f"{path.name} cannot be used. {problem}") from problem
            except Unusable as problem:
                raise Unusable(f"{path.name} cannot be used. {problem}") from problem
        if not seen:
            raise Unusable("There is not one outline that can be used in these files.")

    def _file(self, path: Path) -> Iterator[Fact]:
        facts: list[Fact] = []
        shapes: list[BaseGeometry] = []
        above: dict[tuple[str, str], Fact] = {}
        for number, feature in enumerate(outlines.features(path), start=1):
            properties = feature.get("properties") or {}
            kind, code, name = told(properties)
            fact = _fact(kind, properties, code, name)
            if not GSS.fullmatch(fact.code):
                self._reject(path, number, fact.code, "Its code is not a letter and eight digits.")
                continue
            try:
                shapes.append(outlines.read(feature.get("geometry")))
            except ValueError as problem:
                if "metres" in str(problem):
                    raise outlines.NotOutlines(f"Of feature {number}, {problem}.") from problem
                self._reject(path, number, fact.code, f"This area was left out: {problem}.")
                continue
            facts.append(fact)
            above.update({f.key: f for f in _above(kind, parents(properties))})
        yield from above.values()
        for fact, shape in zip(facts, outlines.simplify(shapes), strict=True):
            yield drawn(fact, outlines.text(shape), OutlineFrom.GIVEN, shape)

    def _reject(self, path: Path, number: int | str, code: str, reason: str) -> None:
        self.job.reject(row=f"{path.name} {number}".strip(), key=code, reason=reason)

    def follow(self, book: Book, plan: Plan) -> None:
        """Join outlines of wards into districts, and of districts into counties."""
        for child, parent in ((Kind.WARD, Kind.DISTRICT), (Kind.DISTRICT, Kind.COUNTY)):
            join_up(book, child, parent)


def _fact(kind: Kind, properties: dict[str, Any], code: str, name: str) -> Fact:
    lies = parents(properties)
    if kind in {Kind.WARD, Kind.LSOA, Kind.LSOA11, Kind.MSOA}:
        parent = lies["district"]
    elif kind == Kind.DISTRICT:
        own = str(properties[code])
        parent = lies["county"] if lies["county"] not in {"", own} else lies["region"]
    else:
        parent = lies["region"] if kind == Kind.COUNTY else ""
    return Fact(
        str(kind),
        str(properties[code] or "").strip()[:9],
        str(properties.get(name) or "").strip()[:120],
        parent if GSS.fullmatch(parent) else "",
    )


def _above(kind: Kind, lies: dict[str, str]) -> Iterator[Fact]:
    """The areas that a small one says it lies in. A unitary is a district without a county."""
    district, county, region = lies["district"], lies["county"], lies["region"]
    if kind in {Kind.DISTRICT, Kind.COUNTY, Kind.REGION, Kind.COUNTRY, Kind.CONSTITUENCY}:
        return
    if GSS.fullmatch(district):
        parent = county if county not in {"", district} else region
        yield Fact(str(Kind.DISTRICT), district, lies["district_name"], parent)
    if GSS.fullmatch(county) and county != district:
        yield Fact(str(Kind.COUNTY), county, lies["county_name"], region)


def join_up(book: Book, child: Kind, parent: Kind) -> None:
    """Give areas that have no published outline the outline round the areas inside them."""
    touched = {book.now[k].parent for k in book.fresh if k[0] == child}
    missing = {
        code
        for code in touched
        if (parent, code) in book.now and book.now[parent, code].outline_from != OutlineFrom.GIVEN
    }
    if not missing:
        return
    inside: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, shape in book.shapes(child).items():
        inside[book.now[child, code].parent].append(shape)
    book.marks({parent})
    for code in sorted(missing):
        whole = outlines.join(inside[code])
        if not shapely.is_empty(whole):
            fact = Fact(str(parent), code)
            fact = drawn(fact, outlines.text(whole), OutlineFrom.JOINED, whole)
            book.say(fact, stated=(parent, code) in book.stated)
