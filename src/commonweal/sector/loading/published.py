"""What anyone may see of an organisation that one record is about: the bulk way to say it.

Says the same as ``publishing.published`` does for one record without corrections or withholdings;
a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.sector.choices import FACTS
from commonweal.sector.loading.engine import kept

# The published value of each fact, under a name of its own beside the stated one.
FACES = tuple(f"face_{fact}" for fact in FACTS)


def with_faces(con: Backend, folder: Path, records: ir.Table) -> ir.Table:
    """The records with what is published of each fact."""
    latest = newest(kept(con, folder, "years").semi_join(records, "key"))
    both = records.left_join(latest, "key").drop("key_right")
    plain = {f"face_{fact}": both[fact] for fact in FACTS}
    return both.mutate(**{**plain, **money(both), **people(both), **address(both)}).drop(
        *(c for c in latest.columns if c != "key")
    )


def newest(years: ir.Table) -> ir.Table:
    """For each key: the newest year with money, and the newest counts of people."""
    money = ibis.struct({"income": years.income, "spending": years.spending, "end": years.year_end})
    return years.group_by("key").aggregate(
        with_income=money.argmax(years.year_end, where=years.income.notnull()),
        with_spending=money.argmax(years.year_end, where=years.spending.notnull()),
        new_employees=years.employees.argmax(years.year_end, where=years.employees.notnull()),
        new_volunteers=years.volunteers.argmax(years.year_end, where=years.volunteers.notnull()),
    )


def money(both: ir.Table) -> dict[str, ir.Value]:
    """Income, spending and year end: the newest year's, unless the record states a newer one."""
    year = ibis.coalesce(both.with_income, both.with_spending)
    newer = (year["end"] >= both.money_year_end).fill_null(both.money_year_end.isnull())
    from_years = year.notnull() & newer
    stated = both.income.notnull() | both.spending.notnull()
    own_end = stated.ifelse(both.money_year_end, ibis.null("date"))
    return {
        "face_income": from_years.ifelse(year["income"], both.income),
        "face_spending": from_years.ifelse(year["spending"], both.spending),
        "face_money_year_end": from_years.ifelse(year["end"], own_end),
    }


def people(both: ir.Table) -> dict[str, ir.Value]:
    """Employees and volunteers: the newest year that says, else what the record says."""
    return {
        "face_employees": ibis.coalesce(both.new_employees, both.employees),
        "face_volunteers": ibis.coalesce(both.new_volunteers, both.volunteers),
    }


def address(both: ir.Table) -> dict[str, ir.Value]:
    """The street only where the address is public; an address that says nothing is not."""
    street, postcode = both.street.fill_null(""), both.postcode.fill_null("")
    public = both.address_public & ((street != "") | (postcode != ""))
    return {"face_street": public.ifelse(street, ""), "face_address_public": public}
