"""One row a year for each charity, from the three tables of annual returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.loading.engine import save
from commonweal.sector.sources.charity_commission_words import (
    PREFIX,
    amount,
    day,
    stated,
)

FIGURES = {
    "charity_annual_return_history": {
        "h_income": "total_gross_income", "h_spending": "total_gross_expenditure",
    },
    "charity_annual_return_parta": {
        "income": "total_gross_income", "spending": "total_gross_expenditure",
        "government_grants": "income_from_government_grants",
        "government_contracts": "income_from_government_contracts",
        "volunteers": "count_volunteers",
    },
    "charity_annual_return_partb": {"reserves": "reserves", "employees": "count_employees"},
}  # fmt: skip


def years(con: Backend, job: Job, tables: Mapping[str, ir.Table]) -> ir.Table | None:
    """One row a year from the three tables of returns; the return itself wins over the history."""
    parts = [year_rows(con, job, name, tables[name]) for name in FIGURES if name in tables]
    if not parts:
        return None
    together = parts[0] if len(parts) == 1 else ibis.union(*parts)
    figures = [c for c in together.columns if c not in ("number", "year_end")]
    merged = together.group_by("number", "year_end").aggregate(
        **{c: together[c].max() for c in figures}
    )
    rest = [c for c in figures if c not in ("h_income", "h_spending", "income", "spending")]
    return merged.select(
        "year_end", *rest,
        key=PREFIX + merged.number,
        income=ibis.coalesce(merged.income, merged.h_income),
        spending=ibis.coalesce(merged.spending, merged.h_spending),
    )  # fmt: skip


def year_rows(con: Backend, job: Job, name: str, table: ir.Table) -> ir.Table:
    """One table's rows with a figure in them; a row that cannot be right is set aside."""
    figures = FIGURES[name]
    read = table.select(
        number=table.registered_charity_number.strip(),
        year_end=day(table.fin_period_end_date),
        **{ours: amount(table[theirs]) for ours, theirs in figures.items()},
        said=how_many(stated(table[theirs]) for theirs in figures.values()),
    )
    read = save(read, con, job.folder / "read" / f"{name}_figures.parquet")
    understood = how_many(read[ours].notnull() for ours in figures)
    wrong = read.year_end.isnull() | (understood != read.said)
    set_rows_aside(con, job, name, read.filter(wrong), "a day or an amount is not possible")
    every = [c for part in FIGURES.values() for c in part]
    sound = read.filter(~wrong & (understood > 0))
    return sound.select(
        "number", "year_end",
        **{c: sound[c] if c in figures else ibis.null("int64") for c in every},
    )  # fmt: skip


def how_many(facts: Iterable[ir.BooleanValue]) -> ir.IntegerValue:
    """How many of these hold in a row."""
    return reduce(add, (fact.cast("int8") for fact in facts))


def set_rows_aside(con: Backend, job: Job, name: str, rows: ir.Table, reason: str) -> None:
    """Reject rows of a table, naming the charity by its ``number``."""
    for number in con.to_pyarrow(rows.select("number")).column(0).to_pylist():
        job.reject_row(row=name, key=f"{PREFIX}{number or ''}", reason=reason)
