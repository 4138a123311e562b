"""Columns become the bytes of a register extract: tab separated, or JSON with its mark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from commonweal.demo.charity_tables import TABLES

Format = Literal["txt", "json"]
LINE_BREAK = "\r\n"


def words(column: Any, kind: str, fmt: Format) -> pa.Array:
    """One column as the format writes it; nothing stays nothing until the line is joined."""
    if kind == "n":
        return column.cast(pa.string())
    if kind == "f":
        yes, no = ("True", "False") if fmt == "txt" else ("true", "false")
        return pc.if_else(column, yes, no)
    if kind == "d":
        day = column.cast(pa.string())
        after, quote = (" 00:00:00.0000000", "") if fmt == "txt" else ('T00:00:00"', '"')
        return pc.binary_join_element_wise(quote, day, after, "")
    if fmt == "txt":
        return column
    safe = pc.replace_substring(column, "\\", "\\\\")
    safe = pc.replace_substring(safe, '"', '\\"')
    safe = pc.replace_substring(safe, LINE_BREAK, "\\r\\n")
    return pc.binary_join_element_wise('"', safe, '"', "")


def lines(table: str, columns: Mapping[str, Any], rows: int, fmt: Format) -> pa.Array:
    """The rows of one table, each a whole line with its line end."""
    parts: list[Any] = []
    for at, (name, kind) in enumerate(TABLES[table]):
        column = columns.get(name)
        if column is None:
            column = pa.nulls(rows, pa.bool_() if kind == "f" else pa.string())
            kind = "t" if kind != "f" else kind  # noqa: PLW2901
        column = words(column, kind, fmt)
        if fmt == "txt":
            parts.append(pc.fill_null(column, ""))
            continue
        before = f'{{"{name}":' if at == 0 else f'"{name}":'
        parts.append(pc.binary_join_element_wise(before, pc.fill_null(column, "null"), ""))
    joined = pc.binary_join_element_wise(*parts, "\t" if fmt == "txt" else ",")
    end = "\r\n" if fmt == "txt" else "}\r\n,"
    return pc.binary_join_element_wise(joined, end, "")


def content(column: pa.Array) -> memoryview:
    """The bytes of a column of lines, end to end, without making a string of each."""
    if len(column) == 0:
        return memoryview(b"")
    offsets = memoryview(column.buffers()[1]).cast("i")
    first, last = offsets[column.offset], offsets[column.offset + len(column)]
    return memoryview(column.buffers()[2])[first:last]


class TableFile:
    """One file of the extract, written block by block so that no size of register fills memory."""

    def __init__(self, folder: Path, table: str, fmt: Format) -> None:
        self.table, self.fmt, self.rows = table, fmt, 0
        self.path = folder / f"publicextract.{table}.{fmt}"
        self.handle: IO[bytes] = self.path.open("wb")
        header = "\t".join(name for name, _ in TABLES[table]) + "\r\n"
        self.handle.write(header.encode() if fmt == "txt" else b"\xef\xbb\xbf[")

    def write(self, columns: Mapping[str, Any], rows: int) -> None:
        """Add rows."""
        if rows == 0:
            return
        data = content(lines(self.table, columns, rows, self.fmt))
        self.handle.write(data)
        self.rows += rows

    def close(self) -> None:
        """Finish the file; a JSON list loses its last comma and gains its end."""
        if self.fmt == "json":
            if self.rows:
                self.handle.seek(-1, 2)
            self.handle.write(b"]")
        self.handle.close()
