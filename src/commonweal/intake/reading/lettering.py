"""Makes a table of text plain: UTF-8, columns between commas, nothing unseen. No Django.

Letters are read by the mark at the start of the file (UTF-8, UTF-16, UTF-32), else as UTF-8; a line
that is not UTF-8 is read as Windows-1252, which older programs write, and the notes say so. What
has no meaning in either is refused with its line. Characters that nobody sees (NUL and other
controls, zero-width ones, marks that turn the direction of writing) are left out.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from commonweal.core.unseen import seen
from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading.kinds import not_a_table

BLOCK = 64 * 1024
START = 4096
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {"utf-16": "UTF-16", "utf-32": "UTF-32", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
LOOK_AT_LINES = 50
LONGEST_FIELD = 1_000_000
AGAIN = "Save it as CSV (UTF-8) and give it again."

CONTROLS = bytes(n for n in (*range(32), 127) if n not in b"\t\n\r")
# The rest of core.unseen as UTF-8 writes it; halves of characters are not UTF-8 at all.
UNSEEN_BYTES = re.compile(
    rb"\xc2[\x80-\x9f\xad]|\xd8\x9c|\xe1\xa0\x8e|\xe2\x80[\x8b-\x8f\xaa-\xae]"
    rb"|\xe2\x81[\xa0-\xa4\xa6-\xa9]|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]"
)
SURROGATES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


class Illegible(Exception):
    """The letters cannot be read. The message is a sentence that names the first line."""


@dataclass
class Letters:
    """How a text was read: lines that were not UTF-8, and unseen characters that were left out."""

    encoding: str = "utf-8"
    older: list[int] = field(default_factory=list)
    unseen: int = 0
    unseen_line: int = 0

    def notes(self, name: str) -> list[str]:
        """What a person should know of it, in sentences."""
        said = []
        if self.encoding in NAMES:
            said.append(f"{name} is written in {NAMES[self.encoding]}; it was read so.")
        if self.older:
            lines = "1 line" if len(self.older) == 1 else f"{len(self.older):,} lines"
            said.append(
                f"{name} is not all UTF-8: {lines}, the first line {self.older[0]:,}, read as "
                "Windows-1252. Look at the names with accents."
            )
        if self.unseen:
            many = "1 character" if self.unseen == 1 else f"{self.unseen:,} characters"
            said.append(
                f"{name} holds {many} that nobody sees, the first in line {self.unseen_line:,}: "
                "left out."
            )
        return said


def encoding_of(start: bytes) -> str:
    """The encoding that the start of a file shows: by its mark, or by the NULs of UTF-16."""
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    half = len(start) // 2
    if half > 1:
        for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
            nul, other = start[first::2].count(0), start[1 - first :: 2].count(0)
            if nul > 0.6 * half and other < 0.1 * half:
                return encoding
    return "utf-8"


def lines_of(path: Path, letters: Letters) -> Iterator[str]:
    """The lines as text with nothing unseen; ``letters`` is told how they were read.

    :raises Illegible: at the first line that is neither UTF-8 nor Windows-1252.
    """
    with path.open("rb") as handle:
        letters.encoding = encoding_of(handle.read(START))
    if letters.encoding in NAMES:
        lines = _wide_lines(path, letters.encoding)
    else:
        lines = _narrow_lines(path, letters)
    for number, line in enumerate(lines, start=1):
        plain = seen(line)
        if len(plain) != len(line):
            letters.unseen += len(line) - len(plain)
            letters.unseen_line = letters.unseen_line or number
        yield plain


def _wide_lines(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, number, more = "", 0, True
    with path.open("rb") as handle:
        while more:
            block = handle.read(BLOCK)
            more = bool(block)
            try:
                rest += decoder.decode(block, final=not more)
            except UnicodeDecodeError as problem:
                good = problem.object[: problem.start].decode(problem.encoding, "replace")
                line = number + (rest + good).count("\n") + 1
                raise Illegible(
                    f"{path.name} is {NAMES[encoding]} by its beginning, but not in line {line:,}. "
                    f"{AGAIN}"
                ) from problem
            *lines, rest = rest.split("\n")
            number += len(lines)
            yield from (f"{line}\n" for line in lines)
    yield rest


def _narrow_lines(path: Path, letters: Letters) -> Iterator[str]:
    with path.open("rb") as handle:
        handle.seek(3 if letters.encoding == "utf-8-sig" else 0)
        for number, line in enumerate(handle, start=1):
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                yield _older(SURROGATES.sub("\ufffd".encode(), line), number, path.name, letters)


def _older(line: bytes, number: int, name: str, letters: Letters) -> str:
    """A line that is not UTF-8 as it stands."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        letters.older.append(number)
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise Illegible(
            f"{name} is neither UTF-8 nor Windows-1252: line {number:,} holds the byte "
            f"0x{line[problem.start]:02X}, which is no letter in either. {AGAIN}"
        ) from problem


def delimiter_of(lines: list[str]) -> str:
    """What stands between columns: the mark that splits most of the first lines the same way."""

    def fit(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
        width, times = max(widths.items(), key=lambda w: (w[1], w[0]), default=(1, 0))
        return (times * (width > 1), width)

    return max(DELIMITERS, key=fit)


def is_plain(path: Path) -> bool:
    """Whether every byte is UTF-8 without anything unseen. A few seconds for each gigabyte."""
    with path.open("rb") as handle:
        start = handle.read(START)
        if encoding_of(start) not in ("utf-8", "utf-8-sig"):
            return False
        handle.seek(3 if start.startswith(codecs.BOM_UTF8) else 0)
        while block := handle.read(BLOCK):
            block += handle.readline()
            if len(block.translate(None, CONTROLS)) != len(block):
                return False
            if not block.isascii() and not _plain_letters(block):
                return False
    return True


def _plain_letters(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return UNSEEN_BYTES.search(block) is None


def plain(job: Job, path: Path) -> Path:
    """The table as UTF-8 between commas: the file itself, or a copy in the run's folder.

    :raises Unusable: when it is another kind of file, or its letters cannot be read.
    """
    other = not_a_table(path)
    if other:
        raise Unusable(other)
    mark = mark_of(path)
    if mark == "," and is_plain(path):
        return path
    target = job.folder / "plain" / path.name
    target.parent.mkdir(exist_ok=True)
    letters = Letters()
    try:
        with target.open("w", encoding="utf-8", newline="") as out:
            out.writelines(between_commas(lines_of(path, letters), mark))
    except Illegible as problem:
        raise Unusable(str(problem)) from problem
    except csv.Error as problem:
        raise Unusable(f"{path.name} cannot be read as a table: {problem}.") from problem
    job.notes += letters.notes(path.name)
    if mark != ",":
        job.notes.append(f"{path.name} has {DELIMITERS[mark]} between its columns; it was read so.")
    return target


def mark_of(path: Path) -> str:
    """What stands between the columns of a file."""
    first: list[str] = []
    with contextlib.suppress(Illegible):  # It is told when the whole is read.
        first += islice(lines_of(path, Letters()), LOOK_AT_LINES)
    return delimiter_of([line for line in first if line.strip()])


def between_commas(lines: Iterator[str], mark: str) -> Iterator[str]:
    """The lines as they are, or written anew if another mark stands between their columns."""
    if mark == ",":
        yield from lines
        return
    csv.field_size_limit(LONGEST_FIELD)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in csv.reader(lines, delimiter=mark):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
