"""Published organisations as a table, to be kept: words beside codes, with licence and attribution.

Rows come in batches, each with the same few queries, so that a country's register streams in
little memory. Only what anyone may see is in them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from commonweal.core.refused import Refused
from commonweal.intake.described import KnownSources
from commonweal.places.models import Area
from commonweal.sector.choices import SIZES, Kind, Scheme, Side, Status, band_of
from commonweal.sector.models import (
    AreaServed,
    Classification,
    Identifier,
    Name,
    Organisation,
    SourceRecord,
    Term,
)
from commonweal.sector.querysets import OrganisationQuerySet
from commonweal.ui.downloads import csv_lines

BATCH = 500
TEXT, WHOLE, PART, DAY, FLAG = "string", "int64", "double", "date32", "bool"
COLUMNS: dict[str, str] = {
    "id": TEXT, "name": TEXT, "other_names": TEXT, "identifiers": TEXT,
    "kind": TEXT, "kind_words": TEXT, "side": TEXT, "side_words": TEXT,
    "status": TEXT, "status_words": TEXT, "status_on": DAY, "registered_on": DAY,
    "description": TEXT, "causes": TEXT, "causes_words": TEXT,
    "website": TEXT, "email": TEXT, "telephone": TEXT, "street": TEXT, "postcode": TEXT,
    "ward": TEXT, "ward_name": TEXT, "district": TEXT, "district_name": TEXT,
    "county": TEXT, "county_name": TEXT, "latitude": PART, "longitude": PART,
    "areas_served": TEXT, "areas_served_words": TEXT, "based_here": FLAG, "serves_here": FLAG,
    "income": WHOLE, "spending": WHOLE, "money_year_end": DAY, "size": TEXT, "size_words": TEXT,
    "employees": WHOLE, "volunteers": WHOLE, "trustees": WHOLE,
    "confirmed_on": DAY, "changed_on": DAY,
    "sources": TEXT, "licence": TEXT, "attribution": TEXT,
}  # fmt: skip
_AS_THEY_ARE = (
    "name", "kind", "side", "status", "status_on", "registered_on", "description", "website",
    "email", "telephone", "street", "ward", "district", "county", "latitude", "longitude",
    "based_here", "serves_here", "income", "spending", "money_year_end", "employees",
    "volunteers", "trustees", "confirmed_on",
)  # fmt: skip

Row = dict[str, Any]


def rows(organisations: OrganisationQuerySet) -> Iterator[Row]:
    """The published ones among these, by key, as rows of ``COLUMNS``."""
    last, known = 0, KnownSources()
    published = organisations.published().order_by("pk")
    while batch := list(published.filter(pk__gt=last)[:BATCH]):
        yield from batch_rows(batch, known)
        last = batch[-1].pk


@dataclass
class Beside:
    """What stands beside the columns, by organisation."""

    names: dict[int, list[str]]
    numbers: dict[int, list[str]]
    served: dict[int, list[tuple[str, str]]]
    causes: dict[int, list[str]]
    sources: dict[int, list[str]]
    areas: dict[str, str]
    titles: dict[str, str]
    known: KnownSources


def batch_rows(
    organisations: Sequence[Organisation], known: KnownSources | None = None
) -> list[Row]:
    """Rows for these organisations, in their order. Six queries, and those that sources take."""
    beside = _beside(organisations, known or KnownSources())
    return [_row(o, beside) for o in organisations]


def _beside(organisations: Sequence[Organisation], known: KnownSources) -> Beside:
    ids = [o.pk for o in organisations]
    served = _by_owner(AreaServed.objects.all(), ids, "code", "words")
    codes = {c for o in organisations for c in (o.ward, o.district, o.county)}
    causes = _by_owner(Classification.objects.filter(scheme="what", suggested=False), ids, "code")
    terms = Term.objects.filter(scheme="what").values_list("code", "title")
    records = SourceRecord.objects.filter(gone_run=None)
    return Beside(
        names=_by_owner(Name.objects.all(), ids, "name"),
        numbers={
            owner: [f"{s}-{v}" for s, v in held if not (s == Scheme.CHC and "-" in v)]
            for owner, held in _by_owner(Identifier.objects.all(), ids, "scheme", "value").items()
        },
        served=served,
        causes=causes,
        sources=_by_owner(records, ids, "source"),
        areas=dict(Area.objects.filter(code__in=codes - {""}).values_list("code", "name")),
        titles=dict(terms),
        known=known,
    )


def _by_owner(rows: Any, ids: list[int], *columns: str) -> dict[int, list[Any]]:
    """The values of each, in an order of their own: when they arrived makes no other file."""
    found: dict[int, list[Any]] = defaultdict(list)
    for owner, *values in (
        rows.filter(organisation__in=ids)
        .order_by(*columns, "pk")
        .values_list("organisation", *columns)
    ):
        found[owner].append(values[0] if len(columns) == 1 else tuple(values))
    return found


def _row(o: Organisation, beside: Beside) -> Row:
    served = beside.served.get(o.pk, [])
    causes = list(dict.fromkeys(beside.causes.get(o.pk, [])))
    names = [n for n in dict.fromkeys(beside.names.get(o.pk, [])) if n != o.name]
    size, sources = band_of(o.income), sorted(set(beside.sources.get(o.pk, [])))
    terms = [source.licence for source in map(beside.known.find, sources) if source]
    row: Row = {column: getattr(o, column) for column in _AS_THEY_ARE}
    row |= {
        "id": o.ref,
        "other_names": _listed(names),
        "identifiers": _listed(beside.numbers.get(o.pk, [])),
        "kind_words": str(Kind(o.kind).label),
        "side_words": str(Side(o.side).label),
        "status_words": str(Status(o.status).label),
        "causes": _listed(causes),
        "causes_words": _listed([beside.titles.get(c, c) for c in causes]),
        "postcode": o.shown_postcode,
        "latitude": o.latitude,
        "longitude": o.longitude,
        "ward_name": beside.areas.get(o.ward, ""),
        "district_name": beside.areas.get(o.district, ""),
        "county_name": beside.areas.get(o.county, ""),
        "areas_served": _listed(dict.fromkeys(code for code, _ in served if code)),
        "areas_served_words": _listed(dict.fromkeys(words for _, words in served)),
        "size": size,
        "size_words": SIZES[size][0],
        "changed_on": o.changed_at.date(),
        "sources": _listed(sources),
        "licence": _listed(dict.fromkeys(licence.name for licence in terms)),
        "attribution": " ".join(dict.fromkeys(licence.attribution for licence in terms)),
    }
    return {column: row[column] for column in COLUMNS}


def _listed(values: Any) -> str:
    return "; ".join(values)


def terms_of_use() -> list[dict[str, str]]:
    """The sources whose records are in the register, and on what terms."""
    used = SourceRecord.objects.order_by().values_list("source", flat=True).distinct()
    return [
        {
            "source": source.title,
            "publisher": source.publisher,
            "licence": source.licence.name,
            "licence_address": source.licence.address,
            "attribution": source.licence.attribution,
        }
        for source in map(KnownSources().find, sorted(set(used)))
        if source
    ]


def write_csv(rows: Iterator[Row], path: Path, made_on: dt.date) -> None:
    """A table for spreadsheets, in which no cell can run as a formula."""
    lines = csv_lines(list(COLUMNS), ([*row.values()] for row in rows))
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.writelines(lines)


def write_json(rows: Iterator[Row], path: Path, made_on: dt.date) -> None:
    """One document, written as it comes: the day, the terms, then the organisations."""
    with path.open("w", encoding="utf-8") as handle:
        head = {"made_on": made_on.isoformat(), "terms": terms_of_use()}
        handle.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "organisations": [')
        _write_items(rows, handle)
        handle.write("\n]}\n")


def _write_items(rows: Iterator[Row], handle: IO[str]) -> None:
    for number, row in enumerate(rows):
        handle.write(",\n" if number else "\n")
        handle.write(json.dumps(row, ensure_ascii=False, default=str))


def write_parquet(rows: Iterator[Row], path: Path, made_on: dt.date) -> None:
    """Typed columns for analysis, with the terms in the file's own notes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {TEXT: pa.string(), WHOLE: pa.int64(), PART: pa.float64(), DAY: pa.date32()}
    schema = pa.schema(
        [(name, kinds.get(kind, pa.bool_())) for name, kind in COLUMNS.items()],
        metadata={"terms": json.dumps(terms_of_use()), "made_on": made_on.isoformat()},
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := [row for _, row in zip(range(BATCH * 10), rows, strict=False)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def write_jsonl(rows: Iterator[Row], path: Path, made_on: dt.date) -> None:
    """An object a line, each with its own terms."""
    with path.open("w", encoding="utf-8") as handle:
        for row in rows:
            handle.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


WRITERS: dict[str, Callable[[Iterator[Row], Path, dt.date], None]] = {
    ".csv": write_csv,
    ".json": write_json,
    ".jsonl": write_jsonl,
    ".parquet": write_parquet,
}


def export(
    organisations: OrganisationQuerySet,
    path: Path,
    made_on: dt.date,
    say: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the published ones among these to a file, whole or not at all; say how many there were.

    :raises Refused: when the file's ending names no format, or it cannot be written there.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        endings = "in .csv, .json or .parquet, or in .jsonl for an object a line"
        raise Refused(f"{path.name} must end {endings}.")
    done = 0

    def counted() -> Iterator[Row]:
        nonlocal done
        for row in rows(organisations):
            yield row
            done += 1
            if done % BATCH == 0:
                say(done)

    with whole_or_not_at_all(path) as draft:
        writer(counted(), draft, made_on)
    return done


@contextmanager
def whole_or_not_at_all(path: Path) -> Iterator[Path]:
    """A draft beside the file, which takes its name once it is complete.

    :raises Refused: when it cannot be written there.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise Refused(f"{path} cannot be written: {problem.strerror}.") from problem
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as problem:
        raise Refused(f"{path} cannot be written: {problem.strerror}.") from problem
    finally:
        draft.unlink(missing_ok=True)
