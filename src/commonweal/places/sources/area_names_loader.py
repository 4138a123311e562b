"""Reads tables of names of areas, what they lie in, what became of them, and residents."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from commonweal.intake.job import Unusable
from commonweal.places.bulk import upsert
from commonweal.places.choices import Kind
from commonweal.places.loading.book import Book, Fact, keep
from commonweal.places.loading.links import Links
from commonweal.places.loading.loader import AreaLoader, Plan
from commonweal.places.loading.populations import add_up
from commonweal.places.loading.reviews import Ward, reviewed
from commonweal.places.loading.tables import header, records, tables_among
from commonweal.places.models import Succession

GSS = re.compile(r"[A-Z]\d{8}")
TYPES = {"la": Kind.DISTRICT, "utla": Kind.COUNTY, "rgn": Kind.REGION, "ctry": Kind.COUNTRY}
# When newer districts took over from older ones: the orders of reorganisation name these days.
BEGAN = {
    **dict.fromkeys(
        ("E06000058", "E06000059", "E07000244", "E07000245", "E07000246"), "2019-04-01"
    ),
    "E06000060": "2020-04-01",
    **dict.fromkeys(("E06000061", "E06000062"), "2021-04-01"),
    **dict.fromkeys(("E06000063", "E06000064", "E06000065", "E06000066"), "2023-04-01"),
    **dict.fromkeys(("E08000038", "E08000039"), "2025-04-01"),
}
# Other changes of code in these tables all came before this day.
BEFORE = "2019-04-01"
Row = dict[str, str]
Successions = set[tuple[str, str, str]]


def is_population(names: list[str]) -> bool:
    """Whether a header is that of a table of residents by small area."""
    lower = {n.lower() for n in names}
    return "total_population" in lower and bool(lower & {"lsoa11_code", "lsoa21_code"})


class NamesLoader(AreaLoader):
    """Reads tables of names (districts, counties, regions, wards) and of populations."""

    source: ClassVar[str] = "area-names"

    def read(self) -> None:
        """Every file that is recognised by its columns; others beside them are left alone."""
        self.successions: Successions = set()
        facts: dict[tuple[str, str], Fact] = {}
        read = 0
        for path in tables_among(self.job.files):
            reader = self._reader(header(path))
            read += reader is not None
            for fact in reader(path) if reader else ():
                facts[fact.key] = merged(facts.get(fact.key), fact)
        if not read:
            raise Unusable(
                "None of these files names areas: a first line has columns such as WDCD, LADCD, "
                "UTLACD or areacode, or lsoa11_code with total_population."
            )
        if not facts:
            raise Unusable("There is not one row that can be used in these files.")
        keep(self.facts, facts.values())
        self._kept.write_text(json.dumps(sorted(self.successions)), encoding="utf-8")

    @property
    def _kept(self) -> Path:
        return self.job.folder / "successions.json"

    def _reader(self, names: list[str]) -> Callable[[Path], Iterator[Fact]] | None:
        """How a file with this first line is read; nothing if it names no areas."""
        have = set(names)
        if is_population(names):
            return self._populations
        if {"WDCD", "WDNM", "LADCD", "SOURCEFILE"} <= have:
            return self._wards
        for needed, reader in (
            ({"areacode", "areaname", "areatype"}, self._areas),
            ({"LADCD", "LADNM", "LADCD_ACTIVE"}, self._districts),
            ({"UTLACD", "UTLANM", "RGNCD"}, self._counties),
            ({"RGNCD", "RGNNM", "CTRYCD"}, self._regions),
        ):
            if needed <= have:
                return reader
        if any(re.fullmatch(r"PCON\d\dCD", n) for n in names):
            return self._constituencies
        return None

    def _rows(self, path: Path, column: str) -> Iterator[Row]:
        """The rows whose code is one; the others are set aside."""
        for number, row in enumerate(records(path), start=1):
            if GSS.fullmatch(row[column]):
                yield row
            else:
                self.job.reject(
                    row=f"{path.name} {number}", key=row[column],
                    reason="Its code is not a letter and eight digits.",
                )  # fmt: skip

    def _areas(self, path: Path) -> Iterator[Fact]:
        for row in self._rows(path, "areacode"):
            kind = TYPES.get(row["areatype"])
            if kind == Kind.DISTRICT:
                yield from self._district(row)
            elif kind:
                yield Fact(str(kind), row["areacode"], row["areaname"], _above(kind, row))

    def _districts(self, path: Path) -> Iterator[Fact]:
        for row in self._rows(path, "LADCD"):
            yield from self._district(row)

    def _district(self, row: Row) -> Iterator[Fact]:
        code, active = row["LADCD"], row.get("LADCD_ACTIVE", "")
        ended, parent = "", _above(Kind.DISTRICT, row)
        if active and active != code:
            ended = _day_before(BEGAN.get(active, BEFORE))
            self.successions.add((code, active, BEGAN.get(active, "")))
            parent = row.get("RGNCD", "")
        begun = BEGAN.get(code, "")
        yield Fact(str(Kind.DISTRICT), code, row["LADNM"], parent, begun, ended)

    def _counties(self, path: Path) -> Iterator[Fact]:
        for row in self._rows(path, "UTLACD"):
            if row["UTLACD"].startswith(
                "E10"
            ):  # all others are districts that are their own county
                yield Fact(str(Kind.COUNTY), row["UTLACD"], row["UTLANM"], row["RGNCD"])

    def _regions(self, path: Path) -> Iterator[Fact]:
        for row in self._rows(path, "RGNCD"):
            yield Fact(str(Kind.REGION), row["RGNCD"], row["RGNNM"], row["CTRYCD"])
            yield Fact(str(Kind.COUNTRY), row["CTRYCD"], row.get("CTRYNM", ""))

    def _constituencies(self, path: Path) -> Iterator[Fact]:
        names = header(path)
        code = next(n for n in names if re.fullmatch(r"PCON\d\dCD", n))
        named = f"{code[:-2]}NM"
        for row in self._rows(path, code):
            yield Fact(str(Kind.CONSTITUENCY), row[code], row.get(named, ""))

    def _wards(self, path: Path) -> Iterator[Fact]:
        wards: dict[str, Ward] = {}
        for row in self._rows(path, "WDCD"):
            district = row.get("LADCD_ACTIVE") or row["LADCD"]
            year = int(row["SOURCEFILE"]) if row["SOURCEFILE"].isdigit() else 0
            wards.setdefault(row["WDCD"], Ward(row["WDCD"], row["WDNM"], district, year))
        for ward, fate in reviewed(list(wards.values())):
            begun = f"{ward.year}-05-01" if fate.is_new else ""
            ended = f"{fate.ended}-04-30" if fate.ended else ""
            yield Fact(str(Kind.WARD), ward.code, ward.name, ward.district, begun, ended)
            if fate.successor:
                self.successions.add((ward.code, fate.successor, f"{fate.ended}-05-01"))

    def _populations(self, path: Path) -> Iterator[Fact]:
        names = {n.lower(): n for n in header(path)}
        year = re.search(r"(?:19|20)\d\d", path.name)
        if not year:
            raise Unusable(
                f"{path.name} does not say of which year its people are. Put the year in its name."
            )
        code = names.get("lsoa21_code") or names["lsoa11_code"]
        kind = Kind.LSOA if "21" in code else Kind.LSOA11
        named = names.get(code.lower().replace("code", "name"), "")
        for number, row in enumerate(records(path), start=1):
            total = row[names["total_population"]]
            if not (GSS.fullmatch(row[code]) and total.isdigit() and int(total) < 1_000_000):
                self.job.reject(
                    row=f"{path.name} {number}", key=row[code],
                    reason=f"{total or 'A blank'} is not a number of people in a small area.",
                )  # fmt: skip
                continue
            name = row.get(named, "")
            yield Fact(str(kind), row[code], name, "", "", "", int(total), int(year[0]))

    def follow(self, book: Book, plan: Plan) -> None:
        """Write successions that are new; add up populations."""
        links = Links.of()
        stated = json.loads(self._kept.read_text(encoding="utf-8"))
        fresh = [(o, n, on or None) for o, n, on in stated if n not in links.successors.get(o, ())]
        plan.add(
            "successions", len(fresh),
            lambda: upsert(Succession, ("old", "new", "on"), ("old", "new"), fresh),
        )  # fmt: skip
        self.job.notes.extend(add_up(book, links))


def _above(kind: Kind, row: Row) -> str:
    """The code of the area that this one lies in."""
    if kind == Kind.DISTRICT:
        county = row.get("UTLACD", "")
        return county if county.startswith("E10") else (row.get("RGNCD") or row.get("CTRYCD", ""))
    return {Kind.COUNTY: row.get("RGNCD", ""), Kind.REGION: row.get("CTRYCD", "")}.get(kind, "")


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()


def merged(before: Fact | None, after: Fact) -> Fact:
    """Two tables' words on one area: the later one's, where it says something."""
    if before is None:
        return after
    said = {k: v for k, v in vars(after).items() if v}
    return Fact(**{**vars(before), **said})
