"""One short mark per record over everything it says, so that a change anywhere is seen.

The rows of a record may come in any order: their marks are combined without one.
"""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

SEPARATOR = "\x1f"


@ibis.udf.scalar.builtin(name="md5_number_lower", signature=(("string",), "uint64"))
def short_hash(text: str) -> int:  # type: ignore[empty-body]
    """Half of a text's MD5, as a number. Not for secrets: it only tells texts apart."""


def line(table: ir.Table, columns: list[str]) -> ir.StringValue:
    """The values of these columns in one line; nothing and an empty text look the same."""
    texts = [table[c].cast("string").fill_null("") for c in columns]
    return reduce(lambda before, text: before + SEPARATOR + text, texts)


def digest(table: ir.Table, columns: list[str]) -> ir.StringValue:
    """The MD5 of these columns of each row."""
    return line(table, columns).hexdigest("md5")


def of_children(table: ir.Table, name: str) -> ir.Table:
    """For each key, one number over all its rows of a table, in whatever order they come."""
    columns = [c for c in table.columns if c != "key"]
    hashed = table.select("key", mark=short_hash(line(table, columns)))
    return hashed.group_by("key").aggregate(
        hashed.mark.bit_xor().cast("string").name(f"{name}_mark")
    )
