"""What sources of organisations do to columns, as Ibis expressions that run on any engine."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Unusable

NOTHING = ("", "-", "—", "–", "NO DATA", "NA", "N/A", "NONE", "NULL", "NONE SUPPLIED")
POSTCODE = r"^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$"


@ibis.udf.scalar.builtin(name="to_json")
def to_json(record) -> str:  # type: ignore[no-untyped-def, empty-body]
    """A record as JSON, by the engine's own function of that name."""


@ibis.udf.scalar.builtin(name="json_merge_patch")
def patched(json: str, patch: str) -> str:  # type: ignore[empty-body]
    """JSON with another laid over it; what is null there is left out."""


def read_table(con: BaseBackend, files: list[Path], needed: tuple[str, ...]) -> ir.Table:
    """All these files as one table of text, its headings stripped of stray spaces.

    :raises Unusable: when there is no file, it cannot be read, or a needed column is missing
        or stands there twice.
    """
    if not files:
        raise Unusable("There is no file to read.")
    same_headings(files)
    each_once(files[0])
    # Row numbers are those of the file only while the engine keeps its order.
    con.raw_sql("SET preserve_insertion_order = true")
    try:
        table = con.read_csv(
            [str(f) for f in files],
            all_varchar=True,
            header=True,
            delim=",",
            quote='"',
            escape='"',
            ignore_errors=True,
            store_rejects=True,
        )
    except Exception as problem:
        raise Unusable(f"{files[0].name} is not a comma-separated file: {problem}") from problem
    table = table.rename({tidy(name): name for name in table.columns})
    return have(table, files[0].name, needed).mutate(row=ibis.row_number() + 1)


def same_headings(files: list[Path]) -> None:
    """Parts of one table begin with the same line, or they are not parts of one table.

    :raises Unusable: naming the first file that differs.
    """
    headings = []
    for file in files:
        with file.open("rb") as handle:
            headings.append(handle.readline(100_000).removeprefix(BOM_UTF8).strip())
    for file, heading in zip(files, headings, strict=True):
        if heading != headings[0]:
            raise Unusable(f"{file.name} has other headings than {files[0].name}.")


def tidy(heading: str) -> str:
    """A heading without stray spaces and marks."""
    return heading.strip().lstrip("\ufeff").strip()


def each_once(file: Path) -> None:
    """No two columns of a table have the same heading: nobody could say which is meant.

    :raises Unusable: naming the headings that stand there twice.
    """
    with file.open("rb") as handle:
        line = handle.readline(100_000).decode("utf-8-sig", errors="replace")
    named = [name for name in map(tidy, next(csv.reader([line]), [])) if name]
    twice = sorted(name for name, times in Counter(named).items() if times > 1)
    if twice:
        raise Unusable(f"{file.name} has more than one column {', '.join(twice)}.")


def have(table: ir.Table, file: str, needed: tuple[str, ...]) -> ir.Table:
    """The table, if it has these columns.

    :raises Unusable: naming those it lacks.
    """
    missing = [name for name in needed if name not in table.columns]
    if missing:
        words = "column" if len(missing) == 1 else "columns"
        raise Unusable(f"{file} lacks the {words} {', '.join(missing)}.")
    return table


def unreadable(con: BaseBackend) -> ir.Table | None:
    """The rows that the reader could make nothing of, as rejects; only once all was read."""
    if "reject_errors" not in con.list_tables():
        return None
    errors = con.table("reject_errors")
    return errors.select(
        row=(errors.line - 1).cast("string"),
        key=errors.csv_line.left(60),
        reason="the line cannot be read: " + errors.error_type.cast("string").lower(),
    ).distinct()


@dataclass(frozen=True)
class Sorted:
    """Rows that can be used, and those set aside with the reason."""

    good: ir.Table
    rejects: ir.Table


def held(con: BaseBackend, table: ir.Table) -> ir.Table:
    """The table worked out once, for as long as the engine is open.

    (Ibis's own ``cache`` forgets it as soon as nobody holds that very object.)
    """
    return con.create_table(ibis.util.gen_name("held"), table, temp=True)


def sort_out(con: BaseBackend, table: ir.Table, faults: dict[str, ir.BooleanValue]) -> Sorted:
    """Set aside each row that has one of these faults, or whose key an earlier row had.

    The table has the columns ``row`` and ``key``; the first fault that holds is the one named.
    """
    first = ibis.row_number().over(group_by=table.key, order_by=table.row) == 0
    named = {**faults, "the same key is in an earlier row": table.key.notnull() & ~first}
    reason = ibis.cases(*((fault.fill_null(False), words) for words, fault in named.items()))
    judged = held(con, table.mutate(reason=reason))
    con.raw_sql("SET preserve_insertion_order = false")  # The rows are numbered; memory matters.
    bad = judged.filter(judged.reason.notnull())
    rejects = bad.select(row=bad.row.cast("string"), key=bad.key, reason=bad.reason)
    return Sorted(judged.filter(judged.reason.isnull()).drop("reason"), rejects)


def text(value: ir.Value) -> ir.StringValue:
    """Words with single spaces; null where the publisher wrote one of the ways to say nothing."""
    tidy = value.cast("string").re_replace(r"[\s ]+", " ").strip()
    return tidy.upper().isin(NOTHING).ifelse(ibis.null("string"), tidy)


def postcode(value: ir.Value) -> ir.StringValue:
    """A postcode with one space, or null if it is not a whole one."""
    tight = value.cast("string").upper().re_replace(r"[^A-Z0-9]", "")
    spaced = tight.re_replace(r"^(.*)(...)$", r"\1 \2")
    return tight.re_search(POSTCODE).ifelse(spaced, ibis.null("string"))


def day(value: ir.Value) -> ir.DateValue:
    """A date written 31/12/2026 or 2026-12-31, a time after it or not; null if no such day."""
    written = value.cast("string").strip()
    turned = written.re_replace(r"^(\d{1,2})/(\d{1,2})/(\d{4}).*$", r"\3-\2-\1")
    return turned.left(10).try_cast("date")


def bad_day(value: ir.Value) -> ir.BooleanValue:
    """Whether something is written that is no day of the calendar."""
    return text(value).notnull() & day(value).isnull()


def one_line(*parts: ir.Value) -> ir.StringValue:
    """Parts of an address as one line, comma separated, without the empty ones."""
    known = [text(part) for part in parts]
    filled = [part.notnull().ifelse(", " + part, "") for part in known]
    line = filled[0]
    for part in filled[1:]:
        line = line + part
    return line.substr(2).nullif("")


def as_published(table: ir.Table, leave: tuple[str, ...] = ()) -> ir.StringValue:
    """The record as the publisher wrote it, as JSON; without what is empty or to be left out."""
    kept = {name: table[name].nullif("") for name in table.columns if name not in leave}
    return patched("{}", to_json(ibis.struct(kept)).cast("string")).cast("string")
