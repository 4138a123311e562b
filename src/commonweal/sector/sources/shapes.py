"""What every source of organisations turns its tables into, before anything is decided about them.

Each source reads its own files on the engine and returns these tables, with exactly these columns;
all may be null but the key. Which of them concern the place, what changed and what wins is decided
afterwards, in one way for all sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

COLUMNS: dict[str, dict[str, str]] = {
    "records": {
        "key": "string",
        "name": "string",
        "kind": "string",
        "side": "string",
        "status": "string",
        "status_on": "date",
        "description": "string",
        "purposes": "string",
        "registered_on": "date",
        "email": "string",
        "telephone": "string",
        "website": "string",
        "street": "string",
        "postcode": "string",
        "address_public": "boolean",
        "trustees": "int64",
        "income": "int64",
        "spending": "int64",
        "money_year_end": "date",
        "employees": "int64",
        "volunteers": "int64",
        "national": "boolean",
        "raw": "string",
    },
    "identifiers": {"key": "string", "scheme": "string", "value": "string"},
    "names": {"key": "string", "name": "string", "kind": "string"},
    "years": {
        "key": "string",
        "year_end": "date",
        "income": "int64",
        "spending": "int64",
        "employees": "int64",
        "volunteers": "int64",
        "government_grants": "int64",
        "government_contracts": "int64",
        "reserves": "int64",
    },
    "areas": {"key": "string", "code": "string", "words": "string"},
    "classes": {
        "key": "string",
        "scheme": "string",
        "code": "string",
        "suggested": "boolean",
        "confidence": "float64",
    },
    "links": {
        "key": "string",
        "kind": "string",
        "other_ref": "string",
        "other_name": "string",
        "on": "date",
    },
    "rejects": {"row": "string", "key": "string", "reason": "string"},
}


@dataclass(frozen=True)
class Shapes:
    """A source's organisations, as tables of the engine. A table left out has no rows.

    ``unchanged`` are the keys of records that are left out of all tables, because the source says
    of them what it said last time: what was made of that still holds.
    """

    records: ir.Table
    identifiers: ir.Table | None = None
    names: ir.Table | None = None
    years: ir.Table | None = None
    areas: ir.Table | None = None
    classes: ir.Table | None = None
    links: ir.Table | None = None
    rejects: ir.Table | None = None
    unchanged: ir.Table | None = None

    def tables(self) -> Iterator[tuple[str, ir.Table]]:
        """Each table by name, those left out as empty ones, in the declared columns."""
        for name in COLUMNS:
            table = getattr(self, name)
            yield name, empty(name) if table is None else shaped(name, table)


def empty(name: str) -> ir.Table:
    """A table of this shape without rows."""
    return ibis.memtable([], schema=ibis.schema(COLUMNS[name]))


def shaped(name: str, table: ir.Table) -> ir.Table:
    """The table with all columns of its shape, in order and of the right type.

    :raises ValueError: when the table has a column that the shape does not know.
    """
    unknown = set(table.columns) - set(COLUMNS[name])
    if unknown:
        raise ValueError(f"{name} has no column {', '.join(sorted(unknown))}.")
    return table.select(**columns(table, COLUMNS[name]))


def columns(table: ir.Table, types: Mapping[str, str]) -> dict[str, Any]:
    """An expression for each column: the table's own, or null where it has none."""
    return {
        column: table[column].cast(kind) if column in table.columns else ibis.null(kind)
        for column, kind in types.items()
    }
