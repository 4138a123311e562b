r"""Mends text tables whose fields hold line breaks and are not quoted. No Django here.

The Charity Commission writes tab-separated lines that end in CRLF, with no quoting, although some
fields hold line breaks themselves. Every record begins with the day of the extract, so a line
that does not is the rest of the record above it. Line breaks inside fields become spaces.

A record is only believed when it has exactly as many columns as the header. Lines are never
guessed into records: what does not fit is set aside with its row number, whole.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# The day an extract was made, as its first column states it, with the tab that ends it.
RECORD_BEGINS = re.compile(rb"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?)?\t")
LONGEST = 2 * 1024 * 1024
BLOCK = 8 * 1024 * 1024
BREAKS = re.compile(rb"[\r\n]+")


@dataclass(frozen=True)
class Broken:
    """A record that could not be read: its row (the header is row 0) and why."""

    row: int
    key: str
    reason: str


@dataclass
class Repaired:
    """What a repair found. ``rows`` were written; ``broken`` were set aside."""

    header: list[str]
    rows: int = 0
    joined: int = 0
    broken: list[Broken] = field(default_factory=list)


def header_of(path: Path) -> list[str]:
    """The names of the columns, as the first line has them."""
    text = next(lines_of(path), b"").decode().rstrip("\r\n")
    return [name.strip() for name in text.split("\t")]


def tabs_in(path: Path) -> int:
    """How many tabs a file has."""
    with path.open("rb") as handle:
        return sum(block.count(b"\t") for block in iter(lambda: handle.read(BLOCK), b""))


def first_day(path: Path) -> str:
    """What the first record begins with, the day of the extract, or nothing if it does not."""
    with path.open("rb") as handle:
        handle.readline(LONGEST)
        day = RECORD_BEGINS.match(handle.readline(LONGEST))
    return day[0].decode().rstrip("\t") if day else ""


def decode(line: bytes) -> str:
    """UTF-8, or else the Windows letters that older programs write."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def lines_of(path: Path) -> Iterator[bytes]:
    """The physical lines, as UTF-8 without a byte order mark and without NUL characters."""
    with path.open("rb") as handle:
        start = handle.read(3)
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            with path.open(encoding="utf-16", newline="\n", errors="replace") as text:
                yield from (line.encode().replace(b"\0", b"") for line in text)
            return
        handle.seek(3 if start == codecs.BOM_UTF8 else 0)
        for line in iter(lambda: handle.readline(LONGEST), b""):
            plain = line if b"\0" not in line else line.replace(b"\0", b"")
            yield plain if is_utf8(plain) else decode(plain).encode()


def is_utf8(line: bytes) -> bool:
    """Whether the line can be read as it is."""
    if line.isascii():
        return True
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def records_of(lines: Iterator[bytes], header: bytes = b"") -> Iterator[tuple[bytes, int]]:
    """Lines put together into records: each with the number of lines it took.

    A header that comes again, and a line of nothing but its tabs, belong to no record.
    """
    parts: list[bytes] = []
    size = 0
    for line in lines:
        plain = line.rstrip(b"\r\n")
        if header and (plain == header or plain == b"\t" * header.count(b"\t")):
            continue
        if parts and RECORD_BEGINS.match(line):
            yield b"".join(parts), len(parts)
            parts, size = [], 0
        if size <= LONGEST:
            parts.append(line)
        size += len(line)
    if parts:
        yield b"".join(parts), len(parts)


def repair(source: Path, target: Path) -> Repaired:
    """Write the table again with one line to a record, and say what could not be mended.

    :raises ValueError: when the first line is not a header of several columns.
    """
    lines = lines_of(source)
    header = next(lines, b"").rstrip(b"\r\n")
    columns = header.count(b"\t")
    if not columns:
        raise ValueError("The first line does not name columns separated by tabs.")
    done = Repaired([name.strip() for name in header.decode().split("\t")])
    with target.open("wb") as out:
        out.write(header + b"\n")
        for row, (record, used) in enumerate(records_of(lines, header), start=1):
            problem = fault(record, columns)
            if problem:
                done.broken.append(Broken(row, key_of(record), problem))
                continue
            out.write(one_line(record) + b"\n")
            done.rows += 1
            done.joined += used > 1
    return done


def fault(record: bytes, columns: int) -> str:
    """Why this cannot be one record, or nothing."""
    if not RECORD_BEGINS.match(record):
        return "does not begin with the day of the extract"
    found = record.count(b"\t")
    if found != columns:
        return f"has {found + 1} columns where the header has {columns + 1}"
    return "is longer than two megabytes" if len(record) > LONGEST else ""


def one_line(record: bytes) -> bytes:
    """The record with its line breaks turned into spaces, and none at the end of a field."""
    text = record.rstrip(b"\r\n")
    if b"\n" not in text and b"\r" not in text:
        return text
    return b"\t".join(BREAKS.sub(b" ", field).strip() for field in text.split(b"\t"))


def key_of(record: bytes) -> str:
    """The first fields after the day, to recognise a broken record by."""
    return decode(b" ".join(record.split(b"\t")[1:4]))[:80].strip()
