"""What the register of mergers says: which charities became part of others, and when."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Job
from commonweal.intake.reading import choose_tables
from commonweal.sector.choices import Status
from commonweal.sector.sources.columns import bad_day, day, held, read_table, text, unreadable
from commonweal.sector.sources.stating import Said, Stating

NEEDED = (
    "transferor_name",
    "transferor_regno",
    "transferor_subno",
    "transferee_name",
    "transferee_regno",
    "transferee_subno",
    "date_property_transferred",
    "date_merger_registered",
)


def read(con: BaseBackend, job: Job) -> Said:
    """Every merger of a registered charity; its last, where it is in several."""
    table = read_table(con, choose_tables(job, r".*merge[dr].*\.csv"), NEEDED)
    keyed = table.mutate(
        key=number_of(table.transferor_regno, table.transferor_subno),
        into=number_of(table.transferee_regno, table.transferee_subno),
        on=day(table.date_property_transferred).fill_null(day(table.date_merger_registered)),
    )
    judged = held(con, keyed.mutate(reason=fault(keyed)))
    bad = judged.filter(judged.reason.notnull())
    rejects = bad.select(row=bad.row.cast("string"), key=bad.transferor_name, reason=bad.reason)
    broken = unreadable(con)
    good = judged.filter(judged.reason.isnull())
    return Said(ends=endings(good), rejects=rejects if broken is None else rejects.union(broken))


def number_of(number: ir.Value, linked: ir.Value) -> ir.StringValue:
    """The org-id of a charity, or of one linked to it; null if there is no number."""
    main = number.cast("string").strip().re_replace(r"\.0$", "")
    below = linked.cast("string").strip().re_replace(r"\.0$", "").fill_null("0")
    ref = below.isin(("0", "")).ifelse(main, main + "-" + below)
    known = ref.re_search(r"^[1-9]\d{5,6}(-[1-9]\d*)?$")
    return known.ifelse("GB-CHC-" + ref, ibis.null("string"))


def fault(table: ir.Table) -> ir.StringValue:
    """Why a merger cannot be used, or null."""
    return ibis.cases(
        (table.key.isnull(), "what merged has no charity number, so it cannot be known again"),
        (table.key == table.into, "it is said to have merged into itself"),
        (bad_day(table.date_property_transferred), "the day of transfer is not a day"),
        (bad_day(table.date_merger_registered), "the day of registration is not a day"),
        (text(table.transferee_name).isnull() & table.into.isnull(), "it merged into nothing"),
    )


def endings(table: ir.Table) -> ir.Table:
    """One row for each charity that became part of another.

    A transferor may be a list of several names under one number: it is kept as published.
    """
    last = ibis.row_number().over(group_by=table.key, order_by=[ibis.desc(table.on), table.row])
    newest = table.mutate(last=last == 0).filter(lambda t: t.last)
    return newest.select(
        ref="key",
        name=text(newest.transferor_name),
        status=ibis.literal(str(Status.MERGED)),
        on="on",
        other_ref="into",
        other_name=text(newest.transferee_name),
    )


def loader(job: Job) -> Stating:
    """The loader of one run."""
    return Stating(job, read)
