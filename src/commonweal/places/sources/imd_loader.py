"""Reads ranks, deciles and scores of deprivation, of either edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from commonweal.intake.job import Counts, Unusable
from commonweal.places.bulk import upsert
from commonweal.places.loading.loader import PlacesLoader, Plan
from commonweal.places.loading.tables import header, records, tables_among
from commonweal.places.models import Deprivation

GSS = re.compile(r"E01\d{6}")
# How many small areas of England each edition ranks.
RANKED = {2019: 32_844, 2025: 33_755}
EDITION_OF = {"11": 2019, "21": 2025}
COLUMNS = ("edition", "code", "rank", "decile", "score", "domains")


@dataclass
class Columns:
    """Which columns hold what, and which edition they belong to."""

    edition: int
    code: str
    rank: str
    decile: str
    score: str
    domains: dict[str, str] = field(default_factory=dict)


def told(names: list[str]) -> Columns | None:
    """What a header says, or nothing if it is no table of deprivation.

    The edition follows from the small areas: those of 2011 were ranked in 2019, those of 2021 in
    2025. (The index of 2015 used the small areas of 2011 too; its districts are those of 2013.)
    """
    code = next((n for n in names if re.match(r"lsoa ?(code)?[ _(]*(20)?(11|21)", n.lower())), "")
    rank = _one(names, r"imd_rank|index of multiple deprivation \(imd\) rank.*")
    decile = _one(names, r"imd_decile|index of multiple deprivation \(imd\) decile.*")
    if not (code and rank and decile):
        return None
    if any("(2013)" in n for n in names):
        raise Unusable("This is the index of 2015. Use that of 2019 or of 2025.")
    edition = EDITION_OF["11" if "11" in code else "21"]
    domains = {}
    for name in names:
        match = re.fullmatch(r"(.+?)[ _]decile(?: \(where.*)?", name, re.IGNORECASE)
        if match and name != decile:
            domains[match[1].replace("_", " ")] = name
    score = _one(names, r"imd_score|index of multiple deprivation \(imd\) score.*")
    return Columns(edition, code, rank, decile, score, domains)


def _one(names: list[str], pattern: str) -> str:
    return next((n for n in names if re.fullmatch(pattern, n.strip().lower())), "")


class ImdLoader(PlacesLoader):
    """Reads tables of either edition; tables with more columns win over plain ones."""

    source: ClassVar[str] = "imd"

    def read(self) -> None:
        """Every row of every table of deprivation."""
        chosen = [(f, c) for f in tables_among(self.job.files) if (c := told(header(f)))]
        if not chosen:
            raise Unusable(
                "None of these files is a table of deprivation: its first line names a small area "
                "(lsoa11_code or lsoa21_code) with its IMD_rank and IMD_decile."
            )
        rows: dict[tuple[int, str], list[Any]] = {}
        for path, columns in sorted(chosen, key=lambda c: len(c[1].domains)):
            for row in self._file(path, columns):
                rows[row[0], row[1]] = row
        if not rows:
            raise Unusable("There is not one row that can be used in these files.")
        self._kept.write_text(json.dumps(list(rows.values())), encoding="utf-8")

    @property
    def _kept(self) -> Path:
        return self.job.folder / "deprivation.json"

    def _file(self, path: Path, columns: Columns) -> Iterator[list[Any]]:
        seen: set[str] = set()
        for number, row in enumerate(records(path), start=1):
            code = row[columns.code]
            values = [_number(row[columns.rank]), _number(row[columns.decile])]
            reason = _fault(columns.edition, code, *values)
            if not reason and code in seen:
                reason = "The same small area stands in the file twice."
            if reason:
                self.job.reject(row=f"{path.name} {number}", key=code, reason=reason)
                continue
            seen.add(code)
            domains = {name: _number(row[c]) for name, c in sorted(columns.domains.items())}
            yield [columns.edition, code, *values, _score(row.get(columns.score, "")), domains]

    def plan(self, counts: Counts) -> Plan:
        """What is new or different."""
        rows = json.loads(self._kept.read_text(encoding="utf-8"))
        known = {tuple(k[:2]): list(k) for k in Deprivation.objects.values_list(*COLUMNS)}
        changed = []
        for said in rows:
            before = known.get((said[0], said[1]))
            row = _richer(said, before)
            counts.created += before is None
            counts.updated += before is not None and before != row
            counts.unchanged += before == row
            if before != row:
                changed.append([*row[:5], json.dumps(row[5])])
        plan = Plan(counts, len(known))
        plan.add(
            "deprivation", len(changed),
            lambda: upsert(Deprivation, COLUMNS, ("edition", "code"), changed),
        )  # fmt: skip
        return plan


def _richer(row: list[Any], before: list[Any] | None) -> list[Any]:
    """A plain table of ranks does not take away the score and domains that a fuller one gave."""
    if before is None or before[2:4] != row[2:4]:
        return row
    return [*row[:4], before[4] if row[4] is None else row[4], row[5] or before[5]]


def _number(text: str) -> int | None:
    digits = text.replace(",", "").strip()
    return int(digits) if digits.isdigit() else None


def _score(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _fault(edition: int, code: str, rank: int | None, decile: int | None) -> str:
    """Why a row cannot be true; "" if it can."""
    last = RANKED[edition]
    if not GSS.fullmatch(code):
        return "Its code is not that of a small area of England (E01 and six digits)."
    if rank is None or not 1 <= rank <= last:
        return f"Its rank is not a number from 1 to {last:,}."
    if decile is None or not 1 <= decile <= 10:
        return "Its decile is not a number from 1 to 10."
    if abs(rank / last * 10 + 0.5 - decile) > 0.6:
        return f"Rank {rank:,} does not lie in decile {decile}."
    return ""
