"""The usual shape of a register import, to be measured beside ours. Not a benchmark of its own.

Each table of the extract is gone through row by row in Python: a dictionary a row, each field
cleaned by what its name says it is, rows put a thousand at a time into a raw table that was
emptied first. Then SQL writes everything again into tables of organisations, years, areas,
classes and names that pages can ask, updating what is there. All in one transaction, all of it
every time. This is how the well-known open register tools do it; the code is our own.
"""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

PAGE = 1_000
WHOLE = ("number", "count", "pct")
MONEY = ("income", "expenditure", "expend", "assets", "reserves", "funds", "liabilities")
YES_OR_NO = ("is_", "insolvent", "administration", "excepted", "gift_aid", "has_land", "raises_")
# What pages ask: a table, its columns there, and what it is made of.
ASKED = {
    "organisation": (
        "id TEXT PRIMARY KEY, name TEXT, number TEXT, company TEXT, email TEXT, telephone TEXT, "
        "website TEXT, postcode TEXT, description TEXT, income REAL, spending REAL, year_end TEXT, "
        "registered TEXT, removed TEXT, active INTEGER",
        "SELECT 'GB-CHC-' || registered_charity_number, charity_name, registered_charity_number, "
        "charity_company_registration_number, charity_contact_email, charity_contact_phone, "
        "charity_contact_web, charity_contact_postcode, charity_activities, latest_income, "
        "latest_expenditure, latest_acc_fin_period_end_date, date_of_registration, "
        "date_of_removal, charity_registration_status = 'Registered' "
        "FROM raw_charity WHERE linked_charity_number = 0",
        ("postcode", "number"),
    ),
    "year": (
        "organisation TEXT, ends TEXT, income REAL, spending REAL, "
        "PRIMARY KEY (organisation, ends)",
        "SELECT 'GB-CHC-' || registered_charity_number, fin_period_end_date, "
        "total_gross_income, total_gross_expenditure FROM raw_charity_annual_return_history "
        "WHERE true",
        ("ends",),
    ),
    "area": (
        "organisation TEXT, kind TEXT, name TEXT, PRIMARY KEY (organisation, kind, name)",
        "SELECT 'GB-CHC-' || registered_charity_number, geographic_area_type, "
        "geographic_area_description FROM raw_charity_area_of_operation WHERE true",
        ("name",),
    ),
    "class": (
        "organisation TEXT, scheme TEXT, code TEXT, PRIMARY KEY (organisation, scheme, code)",
        "SELECT 'GB-CHC-' || registered_charity_number, classification_type, classification_code "
        "FROM raw_charity_classification WHERE true",
        ("code",),
    ),
    "name": (
        "organisation TEXT, kind TEXT, name TEXT, PRIMARY KEY (organisation, kind, name)",
        "SELECT 'GB-CHC-' || registered_charity_number, charity_name_type, charity_name "
        "FROM raw_charity_other_names WHERE true",
        ("name",),
    ),
}


def row_by_row(folder: Path, database: Path) -> None:
    """Bring a whole extract in, the usual way."""
    with sqlite3.connect(database, isolation_level=None) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        for path in sorted(folder.glob("publicextract.*.txt")):
            fill_raw(db, path.name.split(".")[1], path)
        for name, (columns, made_of, indexes) in ASKED.items():
            db.execute(f"CREATE TABLE {name} ({columns})")
            for column in indexes:
                db.execute(f"CREATE INDEX {name}_by_{column} ON {name} ({column})")
            bring_up_to_date(db, name, made_of)
        db.execute("COMMIT")


def fill_raw(db: sqlite3.Connection, table: str, path: Path) -> None:
    """One table as published, cleaned field by field."""
    rows = rows_of(path)
    names = list(rows.fieldnames or [])
    clean = {name: cleaner(name) for name in names}
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    db.execute(f"CREATE TABLE raw_{table} (id INTEGER PRIMARY KEY, {columns})")
    if "registered_charity_number" in names:
        db.execute(f"CREATE INDEX raw_{table}_number ON raw_{table} (registered_charity_number)")
    db.execute(f"DELETE FROM raw_{table}")
    insert = f"INSERT INTO raw_{table} ({columns}) VALUES ({marks})"
    for page in pages(cleaned(row, clean) for row in rows):
        db.executemany(insert, page)


def rows_of(path: Path) -> csv.DictReader[str]:
    """Every row as a dictionary, the whole file held in memory."""
    text = path.read_text(encoding="utf-8")
    lines = text.replace("\r\n\t", "\t").splitlines()
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def pages(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """A thousand rows at a time."""
    each = iter(rows)
    while page := list(islice(each, PAGE)):
        yield page


def cleaned(
    row: Mapping[str, str | None], clean: Mapping[str, Callable[[str], Any]]
) -> tuple[Any, ...]:
    """The values of a row, each as what it is."""
    values = []
    for name, make in clean.items():
        value = (row.get(name) or "").strip()
        values.append(make(value) if value else None)
    return tuple(values)


def cleaner(name: str) -> Callable[[str], Any]:
    """How a field of this name is read."""
    if "date" in name:
        return day
    if any(part in name for part in YES_OR_NO):
        return truth
    if any(part in name for part in WHOLE):
        return whole
    if any(part in name for part in MONEY) and "type" not in name:
        return money
    return str


def day(text: str) -> str | None:
    """A date, checked by parsing it."""
    try:
        return dt.datetime.strptime(text[:10], "%Y-%m-%d").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return None


def truth(text: str) -> bool:
    """Yes or no."""
    return text.lower() in {"true", "t", "1", "yes"}


def whole(text: str) -> int | str:
    """A whole number, or the text if it is none."""
    try:
        return int(text)
    except ValueError:
        return text


def money(text: str) -> float | None:
    """An amount."""
    try:
        return float(text)
    except ValueError:
        return None


def bring_up_to_date(db: sqlite3.Connection, name: str, made_of: str) -> None:
    """Write everything again into a table that pages ask."""
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
    keys = [row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[5]]
    rest = [c for c in columns if c not in keys]
    sets = ", ".join(f"{c} = excluded.{c}" for c in rest)
    do = f"UPDATE SET {sets}" if sets else "NOTHING"
    db.execute(
        f"INSERT INTO {name} ({', '.join(columns)}) {made_of} "
        f"ON CONFLICT ({', '.join(keys)}) DO {do}"
    )
