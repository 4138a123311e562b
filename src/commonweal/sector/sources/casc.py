"""Community amateur sports clubs, from the list that is made from HMRC's.

HMRC publishes names and addresses without numbers, so each number is made from name and postcode;
a club that moves, or whose postcode was once written as a dash, has several.
"""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Job
from commonweal.intake.reading import find, need
from commonweal.sector.choices import Kind, Side, Status
from commonweal.sector.sources.columns import (
    Sorted,
    as_published,
    postcode,
    read_table,
    sort_out,
    text,
    unreadable,
)
from commonweal.sector.sources.shapes import Shapes

LIST = r"cascs\.csv"
LOOKUP = r"cascs_id_lookup\.csv"
NEEDED = ("id", "name", "address", "postcode", "active")


def read(con: BaseBackend, job: Job) -> Shapes:
    """One record for each number on the list."""
    listed = job.files[0] if len(job.files) == 1 else need(job.files, LIST, what="list of clubs")
    return shapes(con, read_table(con, [listed], NEEDED))


def shapes(con: BaseBackend, table: ir.Table) -> Shapes:
    """The list in the shape all sources share."""
    done = sorted_out(table)
    broken = unreadable(con)
    return Shapes(
        records=records(done.good),
        identifiers=done.good.select(
            key="key", scheme=ibis.literal("GB-CASC"), value=done.good.key.substr(8)
        ),
        rejects=done.rejects if broken is None else done.rejects.union(broken),
    )


def sorted_out(table: ir.Table) -> Sorted:
    """Clubs that can be used, and rows that cannot."""
    number = table["id"].strip().lower().re_replace("^gb-casc-", "")
    valid = number.re_search("^[0-9a-f]{8}$")
    keyed = table.mutate(key=valid.ifelse("GB-CASC-" + number, ibis.null("string")))
    return sort_out(
        keyed,
        {
            "the number is not one of a sports club": keyed.key.isnull(),
            "the club has no name": text(keyed.name).isnull(),
            "active is neither True nor False": ~keyed.active.strip()
            .lower()
            .isin(("true", "false")),
        },
    )


def records(table: ir.Table) -> ir.Table:
    """One row for each number. An address may be the secretary's home, so it is not published."""
    return table.select(
        key="key",
        name=text(table["name"]).left(255),
        kind=ibis.literal(str(Kind.SPORTS_CLUB)),
        side=ibis.literal(str(Side.SECTOR)),
        status=(table.active.strip().lower() == "true").ifelse(
            str(Status.ACTIVE), str(Status.REMOVED)
        ),
        street=text(table.address).left(400),
        postcode=postcode(table["postcode"]),
        address_public=ibis.literal(False),
        national=ibis.literal(False),
        raw=as_published(table, leave=("row", "key")),
    )


def same_clubs(con: BaseBackend, files: list[Path]) -> ir.Table:
    """Pairs of numbers (``left``, ``right``) that are one club, as published or beyond doubt.

    Published: the table of new and old numbers. Beyond doubt: the same name and the same address
    to the letter, where one of the numbers comes from a postcode that says nothing.
    """
    listed = find(files, LIST) or files[0]
    clubs = sorted_out(read_table(con, [listed], NEEDED)).good
    pairs = respelt(clubs)
    lookup = find(files, LOOKUP)
    if lookup is None:
        return pairs
    table = read_table(con, [lookup], ("new_id", "old_id"))
    stated = table.select(left=table.new_id.strip(), right=table.old_id.strip())
    return pairs.union(stated.filter(stated.left != stated.right)).distinct()


def respelt(clubs: ir.Table) -> ir.Table:
    """Clubs listed again because their missing postcode was written another way."""
    blank = ~clubs["postcode"].fill_null("").re_search(r"\d")
    plain = clubs.filter(blank).select(
        key="key",
        active=lambda t: t.active.strip().lower() == "true",
        name=lambda t: text(t.name).lower(),
        address=lambda t: text(t.address).lower(),
    )
    kept = plain.group_by("name", "address").agg(
        left=plain.key.max(where=plain.active), numbers=plain.key.count()
    )
    kept = kept.filter(kept.left.notnull() & (kept.numbers > 1))
    joined = plain.inner_join(kept, ["name", "address"])
    return joined.filter(joined.key != joined.left).select("left", right="key")
