"""One short mark per record over everything it says, so that a change anywhere is seen.

The rows of a record may come in any order: their marks are combined without one. Marks are the
engine's own hashes, so they are compared only with marks made by the same program on the same
engine; where those of last time were made by another, they are made again from the rows kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir


@ibis.udf.scalar.builtin(name="hash")
def hashed(record) -> int:  # type: ignore[no-untyped-def, empty-body]
    """The engine's own short hash of a whole row."""


@ibis.udf.scalar.builtin(name="to_hex", signature=(("uint64",), "string"))
def in_figures(number: int) -> str:  # type: ignore[empty-body]
    """A number in sixteen figures or fewer."""


def mark_of(table: ir.Table, columns: Sequence[str]) -> ir.IntegerValue:
    """A mark of these columns of each row; nothing and an empty text look the same."""
    said = {c: table[c] for c in columns}
    texts = {c: v.fill_null("") for c, v in said.items() if v.type().is_string()}
    return hashed(ibis.struct({**said, **texts})).cast("uint64")


def of_children(tables: Mapping[str, ir.Table]) -> ir.Table:
    """For each key, one mark over all its rows of several tables, in whatever order they come."""
    parts = []
    for name, table in tables.items():
        named = table.mutate(which=ibis.literal(name))
        columns = [c for c in named.columns if c != "key"]
        parts.append(named.select("key", mark=mark_of(named, columns)))
    marks = ibis.union(*parts)
    return marks.group_by("key").aggregate(
        children=marks.mark.bit_xor(), children_rows=marks.count()
    )


@cache
def program() -> str:
    """A mark of the engine and of all that reads and judges, which every change of them changes."""
    seen = blake2b(f"{duckdb.__version__} {ibis.__version__}".encode(), digest_size=16)
    sector = Path(__file__).parents[1]
    parts = [*sector.glob("*.py"), *sector.glob("loading/*"), *sector.glob("sources/*")]
    for path in sorted(p for p in parts if p.suffix in {".py", ".csv"}):
        seen.update(path.read_bytes())
    return seen.hexdigest()
