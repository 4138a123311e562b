"""Values become columns, with nothing where nothing is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.demo.block import Block

Columns = dict[str, Any]
Table = tuple[str, Columns, int]


def number(values: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """Whole numbers; nothing where not known."""
    return pa.array(values.astype(np.int64), mask=None if known is None else ~known)


def day(values: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """Days; nothing where not known or not a day."""
    missing = np.isnat(values) if known is None else np.isnat(values) | ~known
    return pa.array(values.astype("datetime64[D]"), mask=missing)


def flag(values: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """Yes or no; nothing where not asked."""
    return pa.array(values.astype(bool), mask=None if known is None else ~known)


def chosen(words: Any, at: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """Words of a list, by position; nothing where not known."""
    taken = pc.take(pa.array(words, pa.string()), pa.array(at.astype(np.int32)))
    return taken if known is None else pc.if_else(pa.array(known), taken, None)


def text(*parts: Any) -> pa.Array:
    """Words joined end to end."""
    parts_ = [p.cast(pa.string()) if isinstance(p, pa.Array) else p for p in parts]
    return pc.binary_join_element_wise(*parts_, "")


def key(block: Block, rows: np.ndarray, date: np.datetime64, *, linked: bool = True) -> Columns:
    """What begins every row."""
    columns: Columns = {
        "date_of_extract": pa.array(np.full(len(rows), date)),
        "organisation_number": number(block.numbers[rows]),
        "registered_charity_number": number(block.numbers[rows]),
    }
    if linked:
        columns["linked_charity_number"] = number(np.zeros(len(rows)))
    return columns


def year_before(ends: np.ndarray) -> np.ndarray:
    """The first day of the year that ends on these days."""
    month = (ends + 1).astype("datetime64[M]") - 12
    return month.astype("datetime64[D]")


def some(kept: np.ndarray, table: tuple[str, Columns]) -> Table:
    """Only the rows that are kept."""
    name, columns = table
    mask = pa.array(kept)
    return name, {k: v.filter(mask) for k, v in columns.items()}, int(kept.sum())
