"""Sports clubs in the shape of all sources: one record for each club, with all its numbers."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Job
from commonweal.intake.reading import choose_tables, find, need
from commonweal.sector.choices import Kind, Side, Status
from commonweal.sector.sources.columns import (
    Sorted,
    as_published,
    held,
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
    """One record for each club, with all the numbers it has had."""
    files = choose_tables(job, f"{LIST}|{LOOKUP}")
    lookup = find(files, LOOKUP)
    listed = files[0] if len(files) == 1 else need(files, LIST, what="list of clubs")
    numbers = None if lookup is None else read_table(con, [lookup], ("new_id", "old_id"))
    return shapes(con, read_table(con, [listed], NEEDED), numbers)


def shapes(con: BaseBackend, table: ir.Table, numbers: ir.Table | None = None) -> Shapes:
    """The list in the shape all sources share."""
    done = sorted_out(con, table)
    broken = unreadable(con)
    stated = pairs_stated(numbers)
    folded = held(con, same_club(done.good, stated))
    clubs = done.good.anti_join(folded, done.good.key == folded.right)
    return Shapes(
        records=records(clubs),
        identifiers=identifiers(clubs, folded, stated),
        rejects=done.rejects if broken is None else done.rejects.union(broken),
    )


def sorted_out(con: BaseBackend, table: ir.Table) -> Sorted:
    """Clubs that can be used, and rows that cannot."""
    keyed = table.mutate(key=number_of(table["id"]))
    active = keyed.active.strip().lower()
    return sort_out(
        con,
        keyed.mutate(listed=active == "true"),
        {
            "the number is not one of a sports club": keyed.key.isnull(),
            "the club has no name": text(keyed.name).isnull(),
            "active is neither True nor False": ~active.isin(("true", "false")).fill_null(False),
        },
    )


def number_of(value: ir.Value) -> ir.StringValue:
    """A club's number with its scheme, or null if it is not one."""
    number = value.cast("string").strip().lower().re_replace("^gb-casc-", "")
    return number.re_search("^[0-9a-f]{8}$").ifelse("GB-CASC-" + number, ibis.null("string"))


def records(table: ir.Table) -> ir.Table:
    """One row for each club. Its address may be the secretary's home, so it is not published."""
    return table.select(
        key="key",
        name=text(table["name"]).left(255),
        kind=ibis.literal(str(Kind.SPORTS_CLUB)),
        side=ibis.literal(str(Side.SECTOR)),
        status=table.listed.ifelse(str(Status.ACTIVE), str(Status.REMOVED)),
        street=text(table.address).left(400),
        postcode=postcode(table["postcode"]),
        address_public=ibis.literal(False),
        national=ibis.literal(False),
        raw=as_published(table, leave=("row", "key", "listed")),
    )


def pairs_stated(numbers: ir.Table | None) -> ir.Table:
    """The published pairs of a club's numbers, the old and the new."""
    if numbers is None:
        return ibis.memtable([], schema={"left": "string", "right": "string"})
    pairs = numbers.select(left=number_of(numbers.new_id), right=number_of(numbers.old_id))
    return pairs.filter(pairs.left.notnull() & pairs.right.notnull() & (pairs.left != pairs.right))


def same_club(clubs: ir.Table, stated: ir.Table) -> ir.Table:
    """Numbers no longer listed (``right``) of a club that is, under another number (``left``)."""
    now = clubs.filter(clubs.listed).select(left="key")
    then = clubs.filter(~clubs.listed).select(right="key")
    both_ways = stated.union(stated.select(left="right", right="left"))
    pairs = both_ways.semi_join(now, "left").semi_join(then, "right").union(respelt(clubs))
    return pairs.group_by("right").agg(left=pairs.left.min())


def respelt(clubs: ir.Table) -> ir.Table:
    """Clubs listed again because a postcode that says nothing was written in another way.

    The same name at the same address, to the letter, and no postcode: a number is made from
    these, so only the dash or the blank can have made it another.
    """
    blank = ~clubs["postcode"].fill_null("").re_search(r"\d") & text(clubs.address).notnull()
    plain = clubs.filter(blank).select(
        "key", "listed", club=text(clubs["name"]).lower(), at=text(clubs.address).lower()
    )
    now = plain.filter(plain.listed).group_by("club", "at").agg(left=lambda t: t.key.min())
    then = plain.filter(~plain.listed).select("club", "at", right="key")
    return now.inner_join(then, ["club", "at"]).select("left", "right")


def identifiers(clubs: ir.Table, folded: ir.Table, stated: ir.Table) -> ir.Table:
    """Every number of each club: its own, those folded into it, and those only in the lookup."""
    own = clubs.select(key="key", ref="key")
    old = folded.select(key="left", ref="right")
    known = own.union(old)
    both_ways = stated.union(stated.select(left="right", right="left"))
    far = both_ways.inner_join(known, both_ways.left == known.ref).select("key", ref="right")
    unheard = far.anti_join(known, "ref").group_by("ref").agg(key=lambda t: t.key.min())
    new = unheard.select("key", "ref")
    return known.union(new).select(
        key="key", scheme=ibis.literal("GB-CASC"), value=lambda t: t.ref.substr(8)
    )
