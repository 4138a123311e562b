"""Writes small register extracts in the Commission's format, for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from commonweal.sector.sources.charity_commission_tables import TABLES

DAY = "2026-11-01 00:00:00.0000000"
EXTRA = {"charity": ("charity_reporting_status",), "charity_trustee": ("trustee_name",)}


def charity(number: int, **more: Any) -> dict[str, Any]:
    """A registered main charity in Norwich with this number."""
    return {
        "registered_charity_number": str(number),
        "linked_charity_number": "0",
        "charity_name": f"Friends of {number}",
        "charity_type": "Trust",
        "charity_registration_status": "Registered",
        "date_of_registration": "1999-05-04 00:00:00.0000000",
        "charity_contact_address1": "1 Home Lane",
        "charity_contact_postcode": "NR1 1AA",
        "charity_is_cio": "False",
        "cio_is_dissolved": "False",
        "charity_activities": "Helps neighbours.",
        **more,
    }


def of(number: int, **more: Any) -> dict[str, Any]:
    """A row of another table about the main charity with this number."""
    return {"registered_charity_number": str(number), "linked_charity_number": "0", **more}


def works_in(number: int, *places: str) -> list[dict[str, Any]]:
    """Where it works, in the Commission's words."""
    kind = "geographic_area_type"
    return [
        of(number, **{kind: "Local Authority", "geographic_area_description": place})
        for place in places
    ]


def columns_of(table: str) -> list[str]:
    """The columns this test writes: those that are read, and one that is not."""
    needed = [c for c in TABLES[table] if c != "date_of_extract"]
    return ["date_of_extract", "organisation_number", *needed, *EXTRA.get(table, ())]


def write_extract(folder: Path, charities: list[dict[str, Any]], **tables: Any) -> Path:
    """Write tables as tab-separated text with CRLF. Others by name: ``area_of_operation=[...]``."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"charity": charities} | {f"charity_{t}": rows for t, rows in tables.items()}
    for table, rows in given.items():
        lines = ["\t".join(columns_of(table))] + [line(table, row) for row in rows]
        path = folder / f"publicextract.{table}.txt"
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return folder


def line(table: str, row: dict[str, Any]) -> str:
    """One row, its day of extract first."""
    whole = {"date_of_extract": DAY, "organisation_number": "7", **row}
    return "\t".join(str(whole.get(c) or "") for c in columns_of(table))


def write_json(folder: Path, charities: list[dict[str, Any]], **tables: Any) -> Path:
    """The same as JSON with a byte order mark, as the Commission writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"charity": charities} | {f"charity_{t}": rows for t, rows in tables.items()}
    for table, rows in given.items():
        whole = [
            {c: as_json({"date_of_extract": DAY, "organisation_number": "7", **row}.get(c))
             for c in columns_of(table)}
            for row in rows
        ]  # fmt: skip
        path = folder / f"publicextract.{table}.json"
        path.write_bytes(b"\xef\xbb\xbf" + json.dumps(whole).encode())
    return folder


def as_json(value: Any) -> Any:
    """As the JSON edition has it: days with a T, yes and no, numbers bare."""
    if value in (None, ""):
        return None
    if str(value).endswith(" 00:00:00.0000000"):
        return str(value)[:10] + "T00:00:00"
    if value in {"True", "False"}:
        return value == "True"
    return int(value) if str(value).isdigit() else value
