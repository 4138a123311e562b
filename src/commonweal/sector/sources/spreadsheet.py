"""Lists that local organisations keep: each is a source of its own, by the name of its mapping."""

from __future__ import annotations

import json

import ibis
from django.utils.text import slugify
from ibis.backends import BaseBackend

from commonweal.core.refused import Refused
from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.intake.source import SOURCES, Licence, Source, register
from commonweal.places.reports import the_place
from commonweal.sector.choices import NameKind, Side
from commonweal.sector.loading.loader import depends, organisations
from commonweal.sector.models import Mapping
from commonweal.sector.sources.mapping import Columns, Row, rows_of
from commonweal.sector.sources.shapes import COLUMNS, Shapes
from commonweal.sector.sources.sheets import NotASheet, read_sheet

PREFIX = "sheet-"


def source_name(mapping: str) -> str:
    """What the source of a mapping is called."""
    return f"{PREFIX}{slugify(mapping)[:34]}"


def know_sheet(mapping: Mapping) -> Source:
    """Make the source of one mapping known, as its mapping describes it now."""
    name = source_name(mapping.name)
    SOURCES.pop(name, None)
    return register(
        Source(
            name=name,
            title=mapping.name,
            publisher=mapping.owner,
            homepage="",
            licence=Licence(
                name=mapping.licence, address="", attribution=f"Contains data of {mapping.owner}."
            ),
            brings="organisations",
            refreshed="when its keeper sends it",
            accepts=(".csv", ".xlsx"),
            precedence=100,
            depends=depends,
            keeps_rows=True,
            loader=organisations(read),
        )
    )


def know_sheets() -> None:
    """Make the source of every mapping known. One query."""
    for mapping in Mapping.objects.all():
        know_sheet(mapping)


def list_named(name: str) -> str:
    """The source of the list whose mapping has this name.

    :raises Refused: when there is none; the sentence names those there are.
    """
    mapping = Mapping.objects.filter(name=name).first()
    if mapping is None:
        names = ", ".join(Mapping.objects.order_by("name").values_list("name", flat=True))
        there = f"There are: {names}." if names else "Choose the columns on the staff desk first."
        raise Refused(f"Say which list it is, as --mapping NAME. {there}")
    return know_sheet(mapping).name


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
    if len(job.files) != 1:
        raise Unusable("Give one file: a CSV file or a spreadsheet.")
    try:
        sheet = read_sheet(job.files[0])
    except NotASheet as problem:
        raise Unusable(str(problem)) from problem
    columns = Columns.kept(mapping.columns)
    missing = columns.missing(sheet)
    if missing:
        raise Unusable(f"{job.files[0].name} lacks the columns {', '.join(missing)}.")
    return shapes(list(rows_of(sheet, columns, mapping.owner)), here=everyone_here(mapping))


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
    """The numbers of registers, and the one made here if the row is known by that."""
    pairs = list(dict.fromkeys(row.identifiers))
    if row.key.startswith("XX-VCSE-"):
        pairs.append(("XX-VCSE", row.key.removeprefix("XX-VCSE-")))
    return [{"key": row.key, "scheme": scheme, "value": value} for scheme, value in pairs]


def also(row: Row) -> dict[str, object]:
    """The other name."""
    return {"key": row.key, "name": row.also, "kind": str(NameKind.ALSO)}


def table(name: str, rows: list[dict[str, object]]) -> ibis.Table:
    """Rows as a table of this shape."""
    whole = [{c: row.get(c) for c in COLUMNS[name]} for row in rows]
    return ibis.memtable(whole, schema=ibis.schema(COLUMNS[name]))


class Unnamed:
    """A list can be read only by a mapping, and then as a source of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def stage(self) -> Staged:
        """Say what is missing.

        :raises Unusable: always.
        """
        raise Unusable("Say which list it is, as --mapping NAME.")

    def apply(self) -> Counts:
        """Never reached."""
        raise Unusable("Say which list it is, as --mapping NAME.")


SOURCE = register(
    Source(
        name="spreadsheet",
        title="Lists of local organisations",
        publisher="Whoever keeps the list",
        homepage="",
        licence=Licence(name="As its keeper says", address="", attribution=""),
        brings="organisations",
        refreshed="when its keeper sends it",
        accepts=(".csv", ".xlsx"),
        precedence=100,
        notes="Each list is a source of its own, by the name of its mapping.",
        loader=Unnamed,
    )
)
