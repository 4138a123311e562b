"""How the Commission writes days, amounts, addresses and numbers, and what we make of them."""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from commonweal.sector.sources.columns import to_json

PREFIX = "GB-CHC-"
COMPANY_NUMBER = r"^([0-9]{8}|R[0-9]{7}|[A-Z]{2}[0-9]{6})$"
MOST_POUNDS = 1_000_000_000_000
YES_OR_NO = ("_is_", "insolvent", "administration", "excepted", "gift_aid", "has_land")


def text(value: ir.Value) -> ir.StringValue:
    """Words with single spaces, or nothing. Most are as they should be, and are not rewritten."""
    tidy = value.strip()
    untidy = tidy.contains("  ") | tidy.contains("\n") | tidy.contains("\t")
    return untidy.ifelse(tidy.re_replace(r"\s+", " "), tidy).nullif("")


def day(value: ir.Value) -> ir.DateValue:
    """The day of a moment as the Commission writes it, or nothing if there is no such day."""
    return value.strip().left(10).try_cast("date")


def one_line(*parts: ir.Value) -> ir.StringValue:
    """Lines of an address, put together with commas."""
    known = [text(part) for part in parts]
    filled = [part.notnull().ifelse(", " + part, "") for part in known]
    return reduce(lambda before, part: before + part, filled).substr(2).nullif("")


def amount(value: ir.Value) -> ir.IntegerValue:
    """A whole number of pounds or people, or nothing if it is none."""
    number = value.strip().try_cast("float64")
    return (number.abs() < MOST_POUNDS).ifelse(number, ibis.null("float64")).round().cast("int64")


def stated(value: ir.Value) -> ir.BooleanValue:
    """Whether anything is written there."""
    return (value.strip().length() > 0).fill_null(False)


def truth(value: ir.Value) -> ir.BooleanValue:
    """True where the publisher wrote True, in whatever letters."""
    return (value.strip().lower() == "true").fill_null(False)


def company(value: ir.Value) -> ir.StringValue:
    """A company number in eight characters; CE and CS stand for CIOs, which are no companies."""
    tight = value.upper().re_replace(r"\s", "")
    full = tight.re_search(r"^[0-9]{1,7}$").ifelse(tight.lpad(8, "0"), tight)
    valid = full.re_search(COMPANY_NUMBER) & ~full.left(2).isin(["CE", "CS"]) & (full != "00000000")
    return valid.ifelse(full, ibis.null("string"))


def email(value: ir.Value) -> ir.StringValue:
    """An e-mail address, or nothing."""
    tidy = text(value)
    return tidy.re_search(r"^[^\s@]+@[^\s@]+\.[^\s@]+$").ifelse(tidy, ibis.null("string"))


def website(web: ir.StringValue) -> ir.StringValue:
    """An address that begins with http, or nothing if it cannot be one."""
    tidy = web.re_replace(r"(?i)^(https?):/*", r"\1://").re_replace(r"^HTTP", "http")
    full = tidy.re_search(r"(?i)^https?://").ifelse(tidy, "https://" + tidy)
    valid = full.re_search(r"(?i)^https?://[^\s/@<>\"']+\.[a-z]{2,}([/?#:][^\s<>\"']*)?$")
    return valid.ifelse(full, ibis.null("string"))


def as_published(table: ir.Table, columns: list[str]) -> ir.StringValue:
    """The record as published, the same from text and from JSON, without the day of the extract."""
    kept = {c: same_in_both(c, table[c]) for c in columns if c != "date_of_extract"}
    return to_json(ibis.struct(kept)).cast("string")


def same_in_both(column: str, value: ir.StringValue) -> ir.StringValue:
    """Days without the hour; True and False with a capital; nothing for an empty text."""
    tidy = value.strip().nullif("")
    if "date" in column:
        return tidy.left(10)
    if any(part in column for part in YES_OR_NO):
        return tidy.cases(("true", "True"), ("false", "False"), else_=tidy)
    return tidy
