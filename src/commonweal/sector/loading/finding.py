"""Finds the organisation of each changed record, or sets a new key aside for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.choices import DISPLAY_ORDER
from commonweal.sector.loading import bulk
from commonweal.sector.loading.asking import (
    holders,
    homes,
    linked,
    mixed_among,
    names_of,
    occupants,
    siblings,
)
from commonweal.sector.loading.engine import column_of, kept, value_of
from commonweal.sector.loading.judging import CREATED, UPDATED
from commonweal.sector.loading.matching import Claim, Matched, match
from commonweal.sector.models import Organisation

TARGET = ibis.schema({
    "key": "string", "organisation_id": "int64", "new": "boolean", "plain": "boolean",
    "faced": "boolean", "recorded": "boolean", "again": "boolean", "second": "boolean",
    "ref": "string",
})  # fmt: skip
NEVER = "(none)"


@dataclass
class Targets:
    """Where each changed record goes.

    ``table`` is the engine's: key, organisation_id, whether that is new, whether this record
    alone decides what is published (``plain``), whether that differs (``faced``), whether the
    record was kept before (``recorded``), and the reference of a new organisation. A record that
    is itself unchanged is there ``again`` because another about its organisation has changed;
    one that its organisation is not named for comes ``second``.
    """

    table: ir.Table
    matched: Matched
    fresh: bool
    changed: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)

    @property
    def shared(self) -> bool:
        """Whether several records are about one organisation: a person has made it one."""
        homes = self.matched.homes.values()
        return len(set(homes)) < len(homes)

    def organisation_of(self, body: int | str) -> int:
        """The key of a body named by its own key or by that of its new record."""
        if isinstance(body, int):
            return body
        found = self.table.filter(self.table.key == body).to_pyarrow().to_pylist()
        return int(found[0]["organisation_id"])


def find_targets(con: Backend, job: Job) -> Targets:
    """Match every changed record, and give the others new keys, in the order of their own."""
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    changed = judged.filter(judged.change.isin([CREATED, UPDATED]))
    changed = changed.select("key", "faced", again=ibis.literal(False))
    changed = con.create_table("changed", changed, temp=True, overwrite=True)
    fresh = not Organisation.objects.exists()
    known: dict[str, int] = {}
    recorded: set[str] = set()
    if not fresh:
        known, recorded = homes(job.source, column_of(con, changed, "key"))
    matched = matches(con, job, changed, known, fresh)
    if matched.homes:
        changed = with_siblings(con, job, changed, matched, recorded)
    return gathered(con, job, changed, matched, recorded, fresh=fresh)


def with_siblings(
    con: Backend, job: Job, changed: ir.Table, matched: Matched, recorded: set[str]
) -> ir.Table:
    """The changed records, and the others about the same organisations.

    What a source says of an organisation is replaced whole, so all its records of it take part.
    """
    keys = set(column_of(con, changed, "key"))
    others = siblings(job.source, keys, matched.homes.values())
    if not others:
        return changed
    matched.homes.update(others)
    recorded |= set(others)
    schema = ibis.schema({"key": "string", "faced": "boolean", "again": "boolean"})
    rows = ibis.memtable([(key, False, True) for key in sorted(others)], schema=schema)
    rows = con.create_table("siblings", rows, temp=True, overwrite=True)
    return con.create_table("changed_too", changed.union(rows), temp=True, overwrite=True)


def matches(
    con: Backend, job: Job, changed: ir.Table, known: dict[str, int], fresh: bool
) -> Matched:
    """Match the records whose identifiers somebody else claims too; the rest are new."""
    stated = kept(con, job.folder, "identifiers").semi_join(changed, "key")
    stated = stated.select("key", ref=stated.scheme + "-" + stated.value)
    stated = con.create_table("stated", stated, temp=True, overwrite=True)
    shared = stated.group_by("ref").aggregate(n=stated.key.nunique()).filter(lambda t: t.n > 1)
    rows = con.to_pyarrow(stated.filter(stated.ref.isin(shared.ref))).to_pylist()
    claims = {Claim(r["key"], r["ref"]) for r in rows}
    held: dict[str, int] = {}
    if not fresh:
        everything = con.to_pyarrow(stated)
        by_ref = pairs(everything.column("ref").to_pylist(), everything.column("key").to_pylist())
        far = linked(by_ref)
        held = holders({*by_ref, *far})
        claims |= {Claim(k, ref) for ref in held for k in by_ref.get(ref, ())}
        claims |= {Claim(k, ref, via=True) for ref in held for k in far.get(ref, ())}
    occupied = occupants(job.source, set(held.values())) if held else {}
    return match(sorted(claims, key=str), known=known, held=held, occupied=occupied)


def pairs(refs: Iterable[str], keys: Iterable[str]) -> dict[str, list[str]]:
    """The records that state each identifier."""
    found: dict[str, list[str]] = {}
    for ref, key in zip(refs, keys, strict=True):
        found.setdefault(ref, []).append(key)
    return found


def gathered(
    con: Backend, job: Job, changed: ir.Table, matched: Matched, recorded: set[str], *, fresh: bool
) -> Targets:
    """One row for each changed record, with its organisation."""
    mixed = mixed_among(matched.homes.values(), job.source) if matched.homes else set()
    both = changed.left_join(home_table(con, matched, mixed, recorded), "key").drop("key_right")
    number = value_of(con, both.filter(both.home.isnull()).count())
    first = bulk.new_keys(Organisation._meta.db_table, number) if number else 0
    place = ibis.row_number().over(group_by=both.home.isnull(), order_by="key")
    table = both.mutate(
        organisation_id=ibis.coalesce(both.home, place + first),
        new=both.home.isnull(),
        plain=both.plain.fill_null(True),
        recorded=both.recorded.fill_null(False),
        second=both.second.fill_null(False),
    )
    table = table.left_join(references(con, job, matched), "key").drop("key_right")
    table = table.mutate(ref=ibis.coalesce(table.ref, table.key)).select(*TARGET.names)
    made = con.create_table("targets", table, temp=True, overwrite=True)
    if not fresh:
        made = con.create_table("free", free_refs(con, made), temp=True, overwrite=True)
    faced = made.filter(made.new | (made.faced & made.plain))
    return Targets(
        table=made, matched=matched, fresh=fresh, mixed=sorted(mixed),
        changed=column_of(con, faced, "organisation_id"),
    )  # fmt: skip


def home_table(con: Backend, matched: Matched, mixed: set[int], recorded: set[str]) -> ir.Table:
    """The records that have an organisation, or were kept before without one."""
    keys = sorted(recorded | set(matched.homes))
    named = names_of(matched.homes.values())
    schema = ibis.schema({
        "key": "string", "home": "int64", "plain": "boolean", "recorded": "boolean",
        "second": "boolean",
    })  # fmt: skip
    rows = [
        (key, home, home not in mixed, key in recorded, named.get(home or 0) != key)
        for key in keys
        for home in [matched.homes.get(key)]
    ]
    return con.create_table("homes", ibis.memtable(rows, schema=schema), temp=True, overwrite=True)


def kept_claims(con: Backend, job: Job, matched: Matched) -> ir.Table:
    """The identifiers that records state, but for those another organisation keeps."""
    stated = kept(con, job.folder, "identifiers")
    if not matched.dropped:
        return stated
    columns = {"key": "string", "ref": "string"}
    lost = ibis.memtable(sorted(matched.dropped), schema=ibis.schema(columns))
    lost = con.create_table("dropped", lost, temp=True, overwrite=True)
    stated = stated.mutate(ref=stated.scheme + "-" + stated.value)
    return stated.anti_join(lost, ["key", "ref"]).drop("ref")


def references(con: Backend, job: Job, matched: Matched) -> ir.Table:
    """The public reference that a new organisation would have: its first identifier."""
    stated = kept_claims(con, job, matched).semi_join(con.table("changed"), "key")
    order = [str(s) for s in DISPLAY_ORDER]
    rank = stated.scheme.cases(*((s, n) for n, s in enumerate(order)), else_=len(order))
    ranked = stated.filter(~stated.value.contains("-")).mutate(
        rank=rank, ref=stated.scheme + "-" + stated.value
    )
    return ranked.group_by("key").aggregate(ref=ranked.ref.argmin(ranked["rank"]))


def free_refs(con: Backend, table: ir.Table) -> ir.Table:
    """The same, where a reference that is taken is not given again."""
    new = column_of(con, table.filter(table.new), "ref")
    sql = f"SELECT ref FROM {Organisation._meta.db_table} WHERE {bulk.among('ref')}"  # noqa: S608
    taken = sorted({row[0] for row in bulk.ask(sql, new)}) or [NEVER]
    another = table.ref + "-" + table.organisation_id.cast("string")
    return table.mutate(ref=(table.new & table.ref.isin(taken)).ifelse(another, table.ref))
