"""Finds the organisation of each changed record, or sets a new key aside for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.choices import DISPLAY_ORDER
from commonweal.sector.loading import bulk
from commonweal.sector.loading.engine import kept
from commonweal.sector.loading.judging import CREATED, UPDATED
from commonweal.sector.loading.matching import Claim, Matched, match
from commonweal.sector.models import Identifier, Organisation, SourceRecord

TARGET = ibis.schema({
    "key": "string", "organisation_id": "int64", "new": "boolean", "plain": "boolean",
    "faced": "boolean", "recorded": "boolean", "ref": "string",
})  # fmt: skip
NEVER = "\0"


@dataclass
class Targets:
    """Where each changed record goes.

    ``table`` is the engine's: key, organisation_id, whether that is new, whether this record
    alone decides what is published (``plain``), whether that differs (``faced``), whether the
    record was kept before (``recorded``), and the reference of a new organisation.
    """

    table: ir.Table
    matched: Matched
    fresh: bool
    changed: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)

    def organisation_of(self, body: int | str) -> int:
        """The key of a body named by its own key or by that of its new record."""
        if isinstance(body, int):
            return body
        found = self.table.filter(self.table.key == body).organisation_id.execute()
        return int(found.iloc[0])


def find_targets(con: Backend, job: Job) -> Targets:
    """Match every changed record, and give the others new keys, in the order of their own."""
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    changed = judged.filter(judged.change.isin([CREATED, UPDATED])).select("key", "faced")
    changed = con.create_table("changed", changed, temp=True, overwrite=True)
    fresh = not Organisation.objects.exists()
    known, recorded = {}, set()
    if not fresh:
        known, recorded = homes(job.source, column(con, changed, "key"))
    matched = matches(con, job, changed, known, fresh)
    return gathered(con, job, changed, matched, recorded, fresh)


def column(con: Backend, table: ir.Table, name: str) -> list[Any]:
    """One column as a list, in order."""
    return con.to_pyarrow(table.select(name).order_by(name)).column(name).to_pylist()


def homes(source: str, keys: list[str]) -> tuple[dict[str, int], set[str]]:
    """The organisation of each record that was kept before, and the keys that were."""
    table = SourceRecord._meta.db_table
    sql = f"SELECT key, organisation_id FROM {table} WHERE {bulk.among('key')} AND source = %s"  # noqa: S608
    rows = list(bulk.ask(sql, keys, source))
    return {key: home for key, home in rows if home}, {key for key, _ in rows}


def matches(
    con: Backend, job: Job, changed: ir.Table, known: dict[str, int], fresh: bool
) -> Matched:
    """Match the records whose identifiers somebody else claims too; the rest are new."""
    stated = kept(con, job.folder, "identifiers").semi_join(changed, "key")
    stated = stated.select("key", ref=stated.scheme + "-" + stated.value)
    shared = stated.group_by("ref").aggregate(n=stated.key.nunique()).filter(lambda t: t.n > 1)
    rows = con.to_pyarrow(stated.semi_join(shared, "ref")).to_pylist()
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


def linked(by_ref: dict[str, list[str]]) -> dict[str, list[str]]:
    """The identifiers that published pairs tie to these, and through which records."""
    found: dict[str, list[str]] = {}
    for near, far in (("left", "right"), ("right", "left")):
        quoted = f'"{near}"'
        sql = f'SELECT {quoted}, "{far}" FROM sector_bodylink WHERE {bulk.among(quoted)}'  # noqa: S608
        for ours, theirs in bulk.ask(sql, by_ref):
            if theirs not in by_ref:
                found.setdefault(theirs, []).extend(by_ref[ours])
    return found


def holders(refs: Iterable[str]) -> dict[str, int]:
    """The organisation that each of these identifiers names now."""
    wanted = set(refs)
    values = {ref.split("-", 2)[2] for ref in wanted if ref.count("-") >= 2}
    sql = (
        f"SELECT scheme, value, organisation_id FROM {Identifier._meta.db_table} "  # noqa: S608
        f"WHERE {bulk.among('value')}"
    )
    found = {f"{scheme}-{value}": home for scheme, value, home in bulk.ask(sql, values)}
    return {ref: home for ref, home in found.items() if ref in wanted}


def occupants(source: str, organisations: set[int]) -> dict[int, str]:
    """The standing record of this source that each of these organisations has."""
    sql = (
        f"SELECT organisation_id, key FROM {SourceRecord._meta.db_table} "  # noqa: S608
        f"WHERE {bulk.among('organisation_id')} AND source = %s AND gone_run_id IS NULL"
    )
    return dict(bulk.ask(sql, organisations, source))


def gathered(
    con: Backend, job: Job, changed: ir.Table, matched: Matched, recorded: set[str], fresh: bool
) -> Targets:
    """One row for each changed record, with its organisation."""
    mixed = mixed_among(matched.homes.values(), job.source) if matched.homes else set()
    homes = ibis.memtable(
        [(k, o, o not in mixed, k in recorded) for k, o in matched.homes.items()],
        schema=ibis.schema({
            "key": "string", "home": "int64", "plain": "boolean", "recorded": "boolean",
        }),
    )  # fmt: skip
    both = changed.left_join(homes, "key").drop("key_right")
    number = int(both.filter(both.home.isnull()).count().execute())
    first = bulk.new_keys(Organisation._meta.db_table, number) if number else 0
    place = ibis.row_number().over(group_by=both.home.isnull(), order_by="key")
    refs = references(con, job, matched)
    table = both.mutate(
        organisation_id=ibis.coalesce(both.home, place + first),
        new=both.home.isnull(),
        plain=both.plain.fill_null(True),
        recorded=both.recorded.fill_null(False) | both.key.isin(sorted(recorded - set(matched.homes)) or [NEVER]),
    )
    table = table.left_join(refs, "key").drop("key_right")
    table = table.mutate(ref=ibis.coalesce(table.ref, table.key)).select(*TARGET.names)
    made = con.create_table("targets", table, temp=True, overwrite=True)
    if not fresh:
        made = con.create_table("targets", free_refs(con, made), temp=True, overwrite=True)
    faced = made.filter(made.new | (made.faced & made.plain))
    return Targets(
        table=made, matched=matched, fresh=fresh, mixed=sorted(mixed),
        changed=column(con, faced, "organisation_id"),
    )  # fmt: skip


def mixed_among(organisations: Iterable[int], source: str) -> set[int]:
    """Those about which another record, a correction, a withholding or a merge has a say."""
    ids = list(set(organisations))
    questions = (
        ("SELECT organisation_id FROM sector_sourcerecord WHERE {} GROUP BY 1 HAVING count(*) > 1", "organisation_id"),
        ("SELECT organisation_id FROM sector_sourcerecord WHERE {} AND source <> %s", "organisation_id"),
        ("SELECT organisation_id FROM sector_correction WHERE {} AND withdrawn_at IS NULL", "organisation_id"),
        ("SELECT organisation_id FROM sector_withholding WHERE {} AND lifted_at IS NULL", "organisation_id"),
        ("SELECT kept_id FROM sector_merge WHERE {} AND undone_at IS NULL", "kept_id"),
        ("SELECT organisation_id FROM sector_financialyear WHERE {} AND source <> %s", "organisation_id"),
        ("SELECT organisation_id FROM sector_areaserved WHERE {} AND source <> %s", "organisation_id"),
    )  # fmt: skip
    found: set[int] = set()
    for sql, name in questions:
        also = [source] if "%s" in sql else []
        found |= {row[0] for row in bulk.ask(sql.format(bulk.among(name)), ids, *also)}
    known = {row[0] for row in bulk.ask(
        f"SELECT organisation_id FROM sector_sourcerecord WHERE {bulk.among('organisation_id')}", ids  # noqa: S608
    )}  # fmt: skip
    return found | (set(ids) - known)


def kept_claims(con: Backend, job: Job, matched: Matched) -> ir.Table:
    """The identifiers that records state, but for those another organisation keeps."""
    stated = kept(con, job.folder, "identifiers")
    if not matched.dropped:
        return stated
    columns = {"key": "string", "ref": "string"}
    lost = ibis.memtable(sorted(matched.dropped), schema=ibis.schema(columns))
    stated = stated.mutate(ref=stated.scheme + "-" + stated.value)
    return stated.anti_join(lost, ["key", "ref"]).drop("ref")


def references(con: Backend, job: Job, matched: Matched) -> ir.Table:
    """The public reference that a new organisation would have: its first identifier."""
    stated = kept_claims(con, job, matched)
    order = [str(s) for s in DISPLAY_ORDER]
    rank = stated.scheme.cases(*((s, n) for n, s in enumerate(order)), else_=len(order))
    ranked = stated.filter(~stated.value.contains("-")).mutate(
        rank=rank, ref=stated.scheme + "-" + stated.value
    )
    return ranked.group_by("key").aggregate(ref=ranked.ref.argmin(ranked["rank"]))


def free_refs(con: Backend, table: ir.Table) -> ir.Table:
    """The same, where a reference that is taken is not given again."""
    new = column(con, table.filter(table.new), "ref")
    sql = f"SELECT ref FROM {Organisation._meta.db_table} WHERE {bulk.among('ref')}"  # noqa: S608
    taken = sorted({row[0] for row in bulk.ask(sql, new)}) or [NEVER]
    another = table.ref + "-" + table.organisation_id.cast("string")
    return table.mutate(ref=(table.new & table.ref.isin(taken)).ifelse(another, table.ref))
