"""How the Commission words the areas charities work in, and the GSS codes of those areas.

Our own table. The Commission names upper-tier authorities, with old counties under the names they
had: Cumbria and Northamptonshire are two councils each now, so their name brings two rows.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import ibis
import ibis.expr.types as ir

TABLE = Path(__file__).with_name("charity_commission_areas.csv")
# Whoever says this works everywhere, so it is no sign that they work here.
NATIONWIDE = ("throughout england and wales", "throughout england", "throughout wales")


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """The GSS codes of each wording, in small letters."""
    found: dict[str, tuple[str, ...]] = {}
    with TABLE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = plain(row["words"])
            found[key] = (*found.get(key, ()), row["code"])
    return found


def plain(words: str) -> str:
    """A wording in small letters, with single spaces and no comma or full stop."""
    return re.sub(r"\s+", " ", re.sub(r"[.,]", " ", words)).strip().lower()


def table() -> ir.Table:
    """The alias table for the engine: wording, code, and what it means where that differs."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = [(plain(r["words"]), r["code"], r["means"]) for r in csv.DictReader(handle)]
    columns = {"alias": "string", "code": "string", "means": "string"}
    return ibis.memtable(rows, schema=ibis.schema(columns))
