"""Reads which small areas lie in which wards and districts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from commonweal.intake.job import Counts, Unusable
from commonweal.places.bulk import upsert
from commonweal.places.choices import Kind
from commonweal.places.loading.book import Book, Fact, keep
from commonweal.places.loading.links import Links
from commonweal.places.loading.loader import AreaLoader, Plan
from commonweal.places.loading.populations import add_up
from commonweal.places.loading.tables import header, records, tables_among
from commonweal.places.models import Fit, Succession

GSS = re.compile(r"[A-Z]\d{8}")
NEW_SMALL_AREAS = "2021-03-21"  # census day: from then on the 2021 small areas hold
UNCHANGED = "U"
LEVELS = {"lsoa11": Kind.LSOA11, "lsoa21": Kind.LSOA, "msoa21": Kind.MSOA}
LARGER = {"wd": Kind.WARD, "ward": Kind.WARD, "lad": Kind.DISTRICT, "ltla": Kind.DISTRICT}


@dataclass(frozen=True)
class Columns:
    """Which columns of a lookup hold the codes and names of which kind."""

    codes: dict[Kind, str]
    names: dict[Kind, str]
    change: str
    ward_year: int | None


def told(names: list[str]) -> Columns:
    """What a lookup's header says, as in ``lsoa21_code`` and ``ward24_code``, or ``LSOA21CD``."""
    codes: dict[Kind, str] = {}
    named: dict[Kind, str] = {}
    year = None
    for name in names:
        match = re.fullmatch(r"([a-z]+)(\d\d)_?(code|cd|name|nm)", name, re.IGNORECASE)
        if not match:
            continue
        stem, digits, what = match[1].lower(), match[2], match[3].lower()
        kind = LEVELS.get(f"{stem}{digits}") or LARGER.get(stem)
        if kind:
            (codes if what in {"code", "cd"} else named).setdefault(kind, name)
        if kind == Kind.WARD:
            year = 2000 + int(digits)
    change = next((n for n in names if n.lower() in {"change_code", "chgind"}), "")
    return Columns(codes, named, change, year)


class LookupLoader(AreaLoader):
    """Reads any number of lookups; the report counts their rows."""

    source: ClassVar[str] = "lsoa-lookup"

    def read(self) -> None:
        """Every row of every file that is a lookup of small areas."""
        chosen = [(f, told(header(f))) for f in tables_among(self.job.files)]
        chosen = [(f, c) for f, c in chosen if len(c.codes) > 1 and _small(c)]
        if not chosen:
            raise Unusable(
                "None of these files is a lookup of small areas: its first line names columns such "
                "as lsoa21_code with ward24_code, or LSOA11CD with LSOA21CD and CHGIND."
            )
        self.links: set[tuple[str, ...]] = set()
        facts: dict[tuple[str, str], Fact] = {}
        for path, columns in chosen:
            for fact in self._file(path, columns):
                facts.setdefault(fact.key, fact)
        if not self.links:
            raise Unusable("There is not one row that can be used in these files.")
        keep(self.facts, facts.values())
        self._links.write_text(json.dumps(sorted(self.links)), encoding="utf-8")

    @property
    def _links(self) -> Path:
        return self.job.folder / "links.json"

    def _file(self, path: Path, columns: Columns) -> Iterator[Fact]:
        for number, row in enumerate(records(path), start=1):
            codes = {kind: row[name] for kind, name in columns.codes.items()}
            bad = next((c for c in codes.values() if not GSS.fullmatch(c)), None)
            if bad is not None:
                self.job.reject(
                    row=f"{path.name} {number}", key=bad,
                    reason=f"{bad or 'A blank'} is not a code: a letter and eight digits.",
                )  # fmt: skip
                continue
            self._link(codes, row.get(columns.change, ""), columns.ward_year)
            district = codes.get(Kind.DISTRICT, "")
            for kind, code in codes.items():
                parent = "" if kind == Kind.DISTRICT else district
                yield Fact(str(kind), code, row.get(columns.names.get(kind, ""), ""), parent)

    def _link(self, codes: dict[Kind, str], change: str, year: int | None) -> None:
        small = codes.get(Kind.LSOA, "")
        if small and Kind.WARD in codes:
            self.links.add(("fit", small, str(Kind.WARD), codes[Kind.WARD], str(year or "")))
        if small and Kind.MSOA in codes:
            self.links.add(("fit", small, str(Kind.MSOA), codes[Kind.MSOA], "2021"))
        old = codes.get(Kind.LSOA11, "")
        if old and small:
            self.links.add(("became", old, small, "" if old == small else change))

    def plan(self, counts: Counts) -> Plan:
        """As for areas, but the report counts what is linked with what."""
        plan = super().plan(counts)
        counts.created, counts.updated = self.linked.created, self.linked.updated
        counts.unchanged = self.linked.unchanged
        return plan

    def follow(self, book: Book, plan: Plan) -> None:
        """Write the links that are new; add up populations along them."""
        links = json.loads(self._links.read_text(encoding="utf-8"))
        self.linked = Links.of(links)
        fits = [(c, k, w, int(y) if y else None) for c, k, w, y in self.linked.fits]
        plan.add(
            "fits", len(fits),
            lambda: upsert(Fit, ("code", "kind", "within", "year"), ("code", "kind"), fits),
        )  # fmt: skip
        became = [(old, new, NEW_SMALL_AREAS) for old, new in self.linked.became]
        plan.add(
            "successions", len(became),
            lambda: upsert(Succession, ("old", "new", "on"), ("old", "new"), became),
        )  # fmt: skip
        self.job.notes.extend(add_up(book, self.linked))


def _small(columns: Columns) -> bool:
    return Kind.LSOA in columns.codes or Kind.LSOA11 in columns.codes
