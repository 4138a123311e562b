"""Reads a list that a local organisation keeps, by the mapping that a person made of it."""

from __future__ import annotations

import json

import ibis
from ibis.backends import BaseBackend

from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading import choose
from commonweal.intake.reading.sheets import NotASheet, read_sheet
from commonweal.places.reports import the_place
from commonweal.sector.choices import NameKind, Side
from commonweal.sector.models import Mapping
from commonweal.sector.sources.leaving_out import in_notes
from commonweal.sector.sources.mapping import Columns, Row, rows_of
from commonweal.sector.sources.shapes import COLUMNS, Shapes
from commonweal.sector.sources.spreadsheet import source_name


def mapping_of(source: str) -> Mapping:
    """The mapping behind a source.

    :raises Unusable: when it has been forgotten.
    """
    for mapping in Mapping.objects.all():
        if source_name(mapping.name) == source:
            return mapping
    raise Unusable("The mapping of this list is not known. Choose the columns again.")


def read(con: BaseBackend, job: Job) -> Shapes:
    """The rows of one list, by its mapping."""
    mapping = mapping_of(job.source)
    files = choose(job, r".*\.(csv|xlsx)")
    if len(files) != 1:
        raise Unusable("Give one file: a CSV file or a spreadsheet.")
    try:
        sheet = read_sheet(files[0])
    except NotASheet as problem:
        raise Unusable(str(problem)) from problem
    job.notes += sheet.notes
    columns = Columns.kept(mapping.columns)
    missing = columns.missing(sheet)
    if missing:
        raise Unusable(f"{files[0].name} lacks the columns {', '.join(missing)}.")
    rows = list(rows_of(sheet, columns, mapping.owner))
    good = [row for row in rows if not row.problem]
    job.notes += in_notes(good, all_here=bool(mapping.columns.get("all_here")))
    return shapes(rows, here=everyone_here(mapping))


def everyone_here(mapping: Mapping) -> list[tuple[str, str]]:
    """The areas that all on the list serve, if the mapping says that all work in the place."""
    place = the_place()
    if not mapping.columns.get("all_here") or place.everywhere:
        return []
    return [(code, place.name) for code in place.codes]


def shapes(rows: list[Row], here: list[tuple[str, str]]) -> Shapes:
    """Rows as the tables that all sources share."""
    good = [row for row in rows if not row.problem]
    bad = [row for row in rows if row.problem]
    return Shapes(
        records=table("records", [record(row) for row in good]),
        identifiers=table("identifiers", [i for row in good for i in identifiers(row)]),
        names=table("names", [also(row) for row in good if row.also]),
        areas=table(
            "areas",
            [
                {"key": row.key, "code": code, "words": words if n == 0 else f"{words} ({code})"}
                for row in good
                for n, (code, words) in enumerate(here)
            ],
        ),
        rejects=table(
            "rejects",
            [{"row": str(r.number), "key": name_of(r), "reason": r.problem} for r in bad],
        ),
    )


def name_of(row: Row) -> str:
    """What a row that cannot be used is recognised by."""
    return str(row.facts.get("name") or next(iter(row.raw.values()), ""))[:80]


def record(row: Row) -> dict[str, object]:
    """The row's facts. An address may be somebody's home, so it is not published."""
    return {
        **row.facts,
        "key": row.key,
        "side": str(Side.PARTNER if row.facts["kind"] in {"public", "business"} else Side.SECTOR),
        "address_public": False,
        "national": False,
        "raw": json.dumps(row.raw, ensure_ascii=False, sort_keys=True),
    }


def identifiers(row: Row) -> list[dict[str, object]]:
    """Every number it has."""
    return [{"key": row.key, "scheme": scheme, "value": value} for scheme, value in row.numbers]


def also(row: Row) -> dict[str, object]:
    """The other name."""
    return {"key": row.key, "name": row.also, "kind": str(NameKind.ALSO)}


def table(name: str, rows: list[dict[str, object]]) -> ibis.Table:
    """Rows as a table of this shape."""
    whole = [{c: row.get(c) for c in COLUMNS[name]} for row in rows]
    return ibis.memtable(whole, schema=ibis.schema(COLUMNS[name]))
