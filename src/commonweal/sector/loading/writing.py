"""Writes the rows of changed records, table by table, in the order of the organisations' keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import ibis
import ibis.expr.types as ir
from django.db import connection
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.belonging import WHERE
from commonweal.sector.choices import FACTS
from commonweal.sector.loading import bulk
from commonweal.sector.loading.asking import holders
from commonweal.sector.loading.engine import column_of, kept
from commonweal.sector.loading.finding import NEVER, Targets, kept_claims
from commonweal.sector.loading.published import with_faces
from commonweal.sector.loading.tidying import ONCE
from commonweal.sector.models import (
    AreaServed,
    Classification,
    FinancialYear,
    Identifier,
    Link,
    Name,
    Organisation,
    SourceRecord,
)
from commonweal.sector.sources.columns import to_json
from commonweal.sector.sources.shapes import COLUMNS

# Each table of the shapes, its model, and its columns there and here.
TABLES: dict[str, tuple[Any, dict[str, str]]] = {
    "names": (Name, {"name": "name", "kind": "kind"}),
    "years": (FinancialYear, {c: c for c in COLUMNS["years"] if c != "key"}),
    "areas": (AreaServed, {"code": "code", "words": "words"}),
    "classes": (Classification, {c: c for c in COLUMNS["classes"] if c != "key"}),
    "links": (Link, {c: c for c in COLUMNS["links"] if c != "key"}),
}
STATED = (*FACTS, "national")


@ibis.udf.scalar.builtin(name="uuidv7", signature=((), "uuid"))
def uuid_in_order() -> UUID:  # type: ignore[empty-body]
    """A new identifier that sorts by when it was made, so that its index grows at the end."""


@ibis.udf.scalar.builtin(name="json_merge_patch")
def merged(json: str, patch: str) -> str:  # type: ignore[empty-body]
    """JSON with another laid over it; what is null there is left out."""


def rows(con: Backend, table: ir.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as plain values: texts, numbers, nothing."""
    cursor = con.raw_sql(ibis.to_sql(plain(table), dialect="duckdb"))
    while batch := cursor.fetchmany(bulk.BATCH):
        yield from batch


def plain(table: ir.Table) -> ir.Table:
    """Dates as ISO text and, for SQLite, yes and no as 1 and 0."""
    changed: dict[str, ir.Value] = {}
    for name, kind in table.schema().items():
        if kind.is_date() or kind.is_uuid():
            changed[name] = table[name].cast("string")
        elif kind.is_boolean() and not bulk.is_postgresql():
            changed[name] = table[name].cast("int8")
    return table.mutate(**changed) if changed else table


def put(con: Backend, model: Any, table: ir.Table) -> int:
    """Insert a table whose columns are the model's."""
    return bulk.insert(model._meta.db_table, table.columns, rows(con, table))


def wanted(con: Backend, job: Job, targets: Targets, name: str) -> ir.Table:
    """The rows of a table that belong to changed records, with their organisations."""
    return kept(con, job.folder, name).inner_join(targets.table, "key")


def organisations(con: Backend, job: Job, targets: Targets) -> None:
    """Insert new organisations; overwrite what is published of others that changed."""
    records = wanted(con, job, targets, "records")
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    where = judged.select("key", *WHERE, "based_here", "serves_here")
    table = with_faces(con, job.folder, records.inner_join(where, "key"))
    face = faces(table)
    put(con, Organisation, newcomers(job, table, face))
    changed = table.filter(~table.new & table.plain & table.faced)
    columns = {**faces(changed), "changed_at": stamp(job)}
    update(con, changed.select(**columns, id=changed.organisation_id))


def newcomers(job: Job, table: ir.Table, face: dict[str, ir.Value]) -> ir.Table:
    """New organisations as rows, in the order of their keys."""
    uuid = uuid_in_order().cast("string")
    row = {
        "id": table.organisation_id,
        "ref": table.ref,
        "uuid": uuid if bulk.is_postgresql() else uuid.replace("-", ""),
        **face,
        "withheld": ibis.literal(False),
        "added_at": stamp(job),
        "changed_at": stamp(job),
        "new": table.new,
    }
    made = table.select(**row)
    return made.filter(made.new).drop("new").order_by("id")


def stamp(job: Job) -> ir.StringValue:
    """The moment of the run, as the database writes moments."""
    return ibis.literal(str(connection.ops.adapt_datetimefield_value(job.now)))


def faces(table: ir.Table) -> dict[str, ir.Value]:
    """The published columns."""
    values = {fact: spoken(table[f"face_{fact}"]) for fact in FACTS}
    where = {c: spoken(table[c]) for c in WHERE}
    return {**values, **where, "based_here": table.based_here, "serves_here": table.serves_here}


def spoken(value: ir.Value) -> ir.Value:
    """A text that says nothing is kept as an empty one."""
    return value.fill_null("") if value.type().is_string() else value


def update(con: Backend, table: ir.Table) -> None:
    """Overwrite rows of organisations; the last column is the key."""
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(c)} = %s" for c in table.columns[:-1])
    sql = f"UPDATE {Organisation._meta.db_table} SET {sets} WHERE id = %s"  # noqa: S608
    bulk.run_each(sql, rows(con, table))


def records(con: Backend, job: Job, targets: Targets) -> None:
    """Keep each changed record: as published, in our words, and in which run that was seen."""
    table = wanted(con, job, targets, "records")
    table = table.filter(~table.again)
    judged = con.read_parquet(str(job.folder / "judged.parquet")).select("key", digest="mark")
    table = table.inner_join(judged, "key")
    facts = merged("{}", to_json(ibis.struct({c: table[c] for c in STATED})))
    row = {
        "source": ibis.literal(job.source),
        "key": table.key,
        "organisation_id": table.organisation_id,
        "raw": table.raw.cast("string").replace("\\u0000", "").fill_null("{}"),
        "facts": facts.cast("string"),
        "digest": table.digest,
        "changed_run_id": ibis.literal(job.run_id),
    }
    made = table.select(**row, first_run_id=ibis.literal(job.run_id), recorded=table.recorded)
    new = made.filter(~made.recorded).drop("recorded").order_by("organisation_id")
    put(con, SourceRecord, new)
    again = made.filter(made.recorded)
    rewrite(con, again.select("organisation_id", "raw", "facts", "digest", "changed_run_id",
                              "source", "key"))  # fmt: skip


def rewrite(con: Backend, table: ir.Table) -> None:
    """Overwrite kept records; they stand again if they had gone."""
    sql = (
        f"UPDATE {SourceRecord._meta.db_table} SET organisation_id = %s, raw = %s, facts = %s, "  # noqa: S608
        "digest = %s, changed_run_id = %s, gone_run_id = NULL WHERE source = %s AND key = %s"
    )
    bulk.run_each(sql, rows(con, table))


def clear(model: Any, source: str, organisations: list[int]) -> None:
    """Delete what this source said of these organisations in one table."""
    sql = (
        f"DELETE FROM {model._meta.db_table} "  # noqa: S608
        f"WHERE {bulk.among('organisation_id')} AND source = %s"
    )
    bulk.run(sql, organisations, source)


def old(con: Backend, targets: Targets) -> list[int]:
    """The changed organisations that were here before."""
    before = targets.table.filter(~targets.table.new)
    return column_of(con, before, "organisation_id")


def children(con: Backend, job: Job, targets: Targets) -> None:
    """Replace what this source says of each changed organisation, table by table."""
    before = old(con, targets)
    for model, _ in TABLES.values():
        clear(model, job.source, before)
    put_children(con, job, targets)


def put_children(con: Backend, job: Job, targets: Targets) -> None:
    """Write what this source says of each organisation, table by table.

    Where two records of the source are about one organisation, what only one of them may state is
    taken from the one that the organisation is named for.
    """
    for name, (model, columns) in TABLES.items():
        table = wanted(con, job, targets, name)
        if targets.shared:
            own = ["organisation_id", *ONCE[name][1:]]
            place = ibis.row_number().over(group_by=own, order_by=["second", "key"])
            table = table.mutate(place=place).filter(lambda t: t.place == 0)
        row = {theirs: spoken(table[ours]) for ours, theirs in columns.items()}
        if "suggested" in row:
            row["suggested"] = table.suggested.fill_null(False)
        made = table.select(
            organisation_id=table.organisation_id, source=ibis.literal(job.source), **row
        )
        put(con, model, made.order_by("organisation_id"))


def identifiers(con: Backend, job: Job, targets: Targets) -> None:
    """Replace the identifiers this source states; one that is held elsewhere stays there."""
    clear(Identifier, job.source, old(con, targets))
    put_identifiers(con, job, targets)


def put_identifiers(con: Backend, job: Job, targets: Targets) -> None:
    """Write the identifiers this source states, but for those that are held elsewhere."""
    claims = kept_claims(con, job, targets.matched)
    table = claims.inner_join(targets.table, "key")
    table = table.distinct(on=["scheme", "value"], keep="first")
    made = table.select("organisation_id", "scheme", "value", source=ibis.literal(job.source))
    if not targets.fresh:
        made = made.filter(~(made.scheme + "-" + made.value).isin(taken(con, made)))
    put(con, Identifier, made.order_by("organisation_id"))


def taken(con: Backend, made: ir.Table) -> list[str]:
    """Which of these identifiers are kept already, under another source."""
    refs = column_of(con, made.select(ref=made.scheme + "-" + made.value), "ref")
    return sorted(holders(refs)) or [NEVER]
