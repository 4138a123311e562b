"""What the database says of some records, identifiers and organisations, asked for all at once."""

# ruff: noqa: S608  (every table and column named here is our own)

from __future__ import annotations

from collections.abc import Iterable

from commonweal.sector.loading import bulk
from commonweal.sector.models import Identifier, Organisation, SourceRecord

# Who else may have a say in what is published of an organisation: table, its column, and when.
OTHER_VOICES = (
    ("sector_sourcerecord", "organisation_id", "source <> %s"),
    ("sector_financialyear", "organisation_id", "source <> %s"),
    ("sector_areaserved", "organisation_id", "source <> %s"),
    ("sector_correction", "organisation_id", "withdrawn_at IS NULL"),
    ("sector_withholding", "organisation_id", "lifted_at IS NULL"),
    ("sector_merge", "kept_id", "undone_at IS NULL"),
)


def homes(source: str, keys: list[str]) -> tuple[dict[str, int], set[str]]:
    """The organisation of each record that was kept before, and the keys that were."""
    table = SourceRecord._meta.db_table
    sql = f"SELECT key, organisation_id FROM {table} WHERE {bulk.among('key')} AND source = %s"
    rows = list(bulk.ask(sql, keys, source))
    return {key: home for key, home in rows if home}, {key for key, _ in rows}


def siblings(source: str, keys: set[str], organisations: Iterable[int]) -> dict[str, int]:
    """Other standing records of this source about these organisations, with their organisation.

    A person has made one of what the source takes for several.
    """
    table = SourceRecord._meta.db_table
    sql = (
        f"SELECT key, organisation_id FROM {table} WHERE {bulk.among('organisation_id')} "
        "AND source = %s AND gone_run_id IS NULL"
    )
    found = bulk.ask(sql, set(organisations), source)
    return {key: home for key, home in found if key not in keys}


def names_of(organisations: Iterable[int]) -> dict[int, str]:
    """The public reference of each of these organisations."""
    sql = f"SELECT id, ref FROM {Organisation._meta.db_table} WHERE {bulk.among('id')}"
    return dict(bulk.ask(sql, set(organisations)))


def linked(by_ref: dict[str, list[str]]) -> dict[str, list[str]]:
    """The identifiers that published pairs tie to these, and through which records."""
    found: dict[str, list[str]] = {}
    for near, far in (("left", "right"), ("right", "left")):
        quoted = f'"{near}"'
        sql = f'SELECT {quoted}, "{far}" FROM sector_bodylink WHERE {bulk.among(quoted)}'
        for ours, theirs in bulk.ask(sql, by_ref):
            if theirs not in by_ref:
                found.setdefault(theirs, []).extend(by_ref[ours])
    return found


def holders(refs: Iterable[str]) -> dict[str, int]:
    """The organisation that each of these identifiers names now."""
    wanted = set(refs)
    values = {ref.split("-", 2)[2] for ref in wanted if ref.count("-") >= 2}
    sql = (
        f"SELECT scheme, value, organisation_id FROM {Identifier._meta.db_table} "
        f"WHERE {bulk.among('value')}"
    )
    found = {f"{scheme}-{value}": home for scheme, value, home in bulk.ask(sql, values)}
    return {ref: home for ref, home in found.items() if ref in wanted}


def occupants(source: str, organisations: set[int]) -> dict[int, str]:
    """The standing record of this source that each of these organisations has."""
    sql = (
        f"SELECT organisation_id, key FROM {SourceRecord._meta.db_table} "
        f"WHERE {bulk.among('organisation_id')} AND source = %s AND gone_run_id IS NULL"
    )
    return dict(bulk.ask(sql, organisations, source))


def mixed_among(organisations: Iterable[int], source: str) -> set[int]:
    """Those about which more than one record of this source has a say: another record, another
    source, a correction, a withholding or a merge; or which no record was about before."""
    ids = list(set(organisations))
    found: set[int] = set()
    for table, column, when in OTHER_VOICES:
        sql = f"SELECT DISTINCT {column} FROM {table} WHERE {bulk.among(column)} AND {when}"
        found |= {row[0] for row in bulk.ask(sql, ids, *([source] if "%s" in when else []))}
    sql = (
        f"SELECT organisation_id, count(*) FROM {SourceRecord._meta.db_table} "
        f"WHERE {bulk.among('organisation_id')} GROUP BY organisation_id"
    )
    counts = dict(bulk.ask(sql, ids))
    return found | {pk for pk in ids if counts.get(pk, 0) != 1}
