"""Societies in the shape of all sources."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Job
from commonweal.intake.reading import choose_tables
from commonweal.sector.choices import Kind, Side, Status
from commonweal.sector.sources.columns import (
    as_published,
    bad_day,
    day,
    have,
    postcode,
    read_table,
    sort_out,
    text,
    unreadable,
)
from commonweal.sector.sources.shapes import Shapes

# The first is misspelt by its publisher; the right spelling is taken too, in case it is mended.
NUMBER = "Full Registation Number"
MENDED = "Full Registration Number"
NEEDED = (
    NUMBER,
    "Society Name",
    "Society Address",
    "Society Status",
    "Registered As",
    "Registration Date",
    "Deregistration Date",
)
NUMBER_PATTERN = r"^([A-Z]{2})?\d{1,6}[A-Z]{0,5}$"
POSTCODE_AT_END = r"([A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2})\s*$"
# Registered with the same authority, but not societies of the sector.
OTHERS = r"(?i)building society|financial"


def read(con: BaseBackend, job: Job) -> Shapes:
    """Every society on the list; those struck off stay, marked dissolved."""
    return shapes(con, table_of(con, choose_tables(job, r"SocietyList.*\.csv")))


def table_of(con: BaseBackend, files: list[Path]) -> ir.Table:
    """The list, its first heading spelt as its publisher spells it."""
    table = read_table(con, files, ())
    if NUMBER not in table.columns and MENDED in table.columns:
        table = table.rename({NUMBER: MENDED})
    return have(table, files[0].name, NEEDED)


def shapes(con: BaseBackend, table: ir.Table) -> Shapes:
    """The list in the shape all sources share."""
    keyed = table.mutate(key="GB-MPR-" + number_of(table))
    done = sort_out(
        con,
        keyed,
        {
            "the registration number is not one": keyed.key.isnull(),
            "the society has no name": text(keyed["Society Name"]).isnull(),
            "the day of registration is not a day": bad_day(keyed["Registration Date"]),
            "the day of deregistration is not a day": bad_day(keyed["Deregistration Date"]),
        },
    )
    broken = unreadable(con)
    return Shapes(
        records=records(done.good),
        identifiers=done.good.select(
            key="key", scheme=ibis.literal("GB-MPR"), value=done.good.key.substr(7)
        ),
        rejects=done.rejects if broken is None else done.rejects.union(broken),
    )


def number_of(table: ir.Table) -> ir.StringValue:
    """The number as the authority writes it now: ``10002R``, not IP10002R."""
    tight = table[NUMBER].upper().re_replace(r"\s", "")
    plain = tight.re_replace(r"^IP0*(\d+R)$", r"\1")
    return plain.re_search(NUMBER_PATTERN).ifelse(plain, ibis.null("string"))


def records(table: ir.Table) -> ir.Table:
    """One row for each society. Its registered office is public by law."""
    address = text(table["Society Address"])
    ended = day(table["Deregistration Date"])
    gone = ended.notnull() | text(table["Society Status"]).re_search("(?i)deregist").fill_null(
        False
    )
    found = address.re_extract(POSTCODE_AT_END, 1)
    form = text(table["Registered As"]).fill_null("")
    return table.select(
        key="key",
        name=text(table["Society Name"]).left(255),
        kind=form.re_search(OTHERS).ifelse(str(Kind.OTHER), str(Kind.SOCIETY)),
        side=ibis.literal(str(Side.SECTOR)),
        status=gone.ifelse(str(Status.DISSOLVED), str(Status.ACTIVE)),
        status_on=ended,
        registered_on=day(table["Registration Date"]),
        street=address.re_replace(POSTCODE_AT_END, "").re_replace(r"[\s,]+$", "").left(400),
        postcode=postcode(found),
        address_public=ibis.literal(True),
        national=ibis.literal(False),
        raw=as_published(table, leave=("row", "key")),
    )
