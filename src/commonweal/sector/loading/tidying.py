"""Makes what a source hands over fit to be kept: lengths, defaults, each row once."""

from __future__ import annotations

from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.sector.choices import Kind, Side, Status
from commonweal.sector.loading.digests import hashed
from commonweal.sector.loading.engine import rows_of
from commonweal.sector.models import (
    AreaServed,
    Classification,
    FinancialYear,
    Identifier,
    Link,
    Name,
    Organisation,
)

MODELS = {
    "records": Organisation, "identifiers": Identifier, "names": Name, "years": FinancialYear,
    "areas": AreaServed, "classes": Classification, "links": Link,
}  # fmt: skip
DEFAULTS = {"kind": Kind.OTHER, "side": Side.SECTOR, "status": Status.ACTIVE}
# What makes a row of a table one and the same; of several, any is kept.
ONCE = {
    "identifiers": ["key", "scheme", "value"],
    "names": ["key", "kind", "name"],
    "years": ["key", "year_end"],
    "areas": ["key", "words"],
    "classes": ["key", "scheme", "code"],
    "links": ["key", "kind", "other_ref"],
}
# ``core.unseen.UNSEEN`` in the engine's words, but for halves of characters, which it never has.
UNSEEN = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{7f}-\x{9f}\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}"
    r"\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}\x{fff9}-\x{fffb}]"
)
BIGGEST = {"PositiveIntegerField": 2_147_483_647, "BigIntegerField": 9_000_000_000_000_000}


def tidy(name: str, table: ir.Table) -> ir.Table:
    """The table with texts no longer than their column, and numbers no larger."""
    fields = {f.name: f for f in MODELS[name]._meta.fields}
    changed = {}
    for column, kind in table.schema().items():
        field = fields.get(column)
        if kind.is_string() and column != "raw":
            changed[column] = fitting(table[column], getattr(field, "max_length", None))
        elif kind.is_integer() and field is not None:
            changed[column] = within(table[column], field.get_internal_type())
    if name == "records":
        changed |= {c: table[c].fill_null(str(v)) for c, v in DEFAULTS.items()}
        changed["address_public"] = table["address_public"].fill_null(False)
        changed["national"] = table["national"].fill_null(False)
    return table.mutate(**changed)


def fitting(text: ir.StringValue, longest: int | None) -> ir.StringValue:
    """A text that its column can hold, without characters that nobody sees."""
    clean = text.re_search(UNSEEN).ifelse(text.re_replace(UNSEEN, ""), text)
    return (clean.length() > longest).ifelse(clean.left(longest), clean) if longest else clean


def within(number: ir.IntegerValue, field: str) -> ir.IntegerValue:
    """A number its column can hold, or nothing."""
    least = 0 if field.startswith("Positive") else -BIGGEST["BigIntegerField"]
    most = BIGGEST.get(field, BIGGEST["BigIntegerField"])
    return number.between(least, most).ifelse(number, ibis.null("int64"))


def is_once(con: Backend, name: str, table: ir.Table) -> bool:
    """Whether each row is there once and has what makes it a row."""
    if name not in ONCE:
        return True
    own = ONCE[name]
    whole = reduce(and_, (table[c].notnull() for c in own))
    mark = hashed(ibis.struct({c: table[c] for c in own}))
    seen = table.aggregate(rows=table.count(), whole=whole.sum(), marks=mark.nunique())
    found = rows_of(con, seen)[0]
    return found["rows"] == (found["whole"] or 0) == found["marks"]


def once(name: str, table: ir.Table) -> ir.Table:
    """Each row once, and none without what makes it a row."""
    own = ONCE[name]
    return table.drop_null(own).distinct(on=own, keep="first")
