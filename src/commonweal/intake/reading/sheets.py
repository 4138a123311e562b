"""Reads whatever table a local organisation keeps: CSV of any kind, or a spreadsheet. No Django.

Everything comes out as text, a row to a list; formulas are never run, only the values that were
last worked out are read. A heading that stands twice is numbered.
"""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from commonweal.core.unseen import seen
from commonweal.intake.reading.kinds import WORKBOOK, ZIP, document, not_a_table
from commonweal.intake.reading.lettering import Illegible, Letters, lines_of, mark_of

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 10_000_000
LONGEST_CELL = 20_000
LOOK_AT = 15


class NotASheet(Exception):
    """The file cannot be read as a table. The message is a sentence."""


@dataclass(frozen=True)
class Sheet:
    """A table as text: its headings, and its rows with the number each has in the file.

    ``notes`` are sentences on what was left out or read in a way that somebody should look at.
    """

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)

    def examples(self, heading: str, most: int = 3) -> list[str]:
        """The first different values in a column, to recognise it by."""
        place = self.headings.index(heading)
        values = (cells[place][:60] for _, cells in self.rows[:200] if cells[place])
        return list(dict.fromkeys(values))[:most]


def read_sheet(path: Path, most: int = MOST_ROWS) -> Sheet:
    """The table in a file; what has more than ``most`` rows is read no further.

    :raises NotASheet: when it is too large, of another kind, broken, or has no table in it.
    """
    if path.stat().st_size > MOST_BYTES:
        raise NotASheet("The file is larger than 50 MB. Take out what is not needed.")
    notes: list[str] = []
    if is_workbook(path):
        return as_sheet(read_workbook(path, notes, most), notes, most)
    other = not_a_table(path)
    if other:
        raise NotASheet(other)
    return as_sheet(read_text(path, notes, most), notes, most)


def is_workbook(path: Path) -> bool:
    """Whether this is a workbook that can be opened, or calls itself one and begins as a zip."""
    with path.open("rb") as handle:
        begins = handle.read(len(ZIP)) == ZIP
    if not begins:
        return False
    what, _ = document(path) or ("", "")
    return what == WORKBOOK or (not what and path.suffix.lower().startswith(".xls"))


def read_workbook(path: Path, notes: list[str], most: int) -> list[list[str]]:
    """The first sheet of a workbook that has something in it; the others are named and left."""
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(m.file_size for m in packed.infolist()) > MOST_UNPACKED:
                raise NotASheet("The spreadsheet unpacks to far too much. It was not opened.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            grid = bounded(([cell_text(value) for value in row] for row in cells), most)
            if any(any(row) for row in grid):
                others = [other.title for other in book.worksheets if other is not sheet]
                if others:
                    notes.append(f"Only the sheet {sheet.title} was read, not {others_of(others)}.")
                return grid
    except NotASheet:
        raise
    except Exception as problem:
        raise NotASheet("The spreadsheet is broken or locked: it cannot be opened.") from problem
    raise NotASheet("The spreadsheet is empty.")


def bounded(rows: Iterable[list[str]], most: int) -> list[list[str]]:
    """The rows, without the empty cells at their ends; not more than can be held.

    :raises NotASheet: when there are too many cells. A small packed file may hold any number.
    """
    grid, cells = [], 0
    for row in islice(rows, most + LOOK_AT):
        while row and not row[-1]:
            row.pop()
        cells += len(row)
        refuse_too_many(cells)
        grid.append(row)
    return grid


def refuse_too_many(cells: int) -> None:
    """Nothing, while there are not too many cells.

    :raises NotASheet: when there are.
    """
    if cells > MOST_CELLS:
        raise NotASheet("There are too many columns and rows. Take out what is not needed.")


def others_of(names: list[str]) -> str:
    """The names of other sheets, not more than can be taken in."""
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return f"{', '.join(names[:4])}{more}"


def cell_text(value: Any) -> str:
    """A cell as text: days as 2026-03-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return tidy(str(value))


def tidy(text: str) -> str:
    """A cell's words on one line."""
    return " ".join(seen(text).split())[:LONGEST_CELL]


ENDLESS = "a cell has over a million characters, or a quotation mark is never closed"


def read_text(path: Path, notes: list[str], most: int) -> list[list[str]]:
    """The rows of a text table, whatever its letters and whatever stands between its columns."""
    csv.field_size_limit(1_000_000)
    letters = Letters()
    try:
        reader = csv.reader(lines_of(path, letters), delimiter=mark_of(path))
        rows = bounded(([tidy(cell) for cell in row[:MOST_COLUMNS]] for row in reader), most)
    except Illegible as problem:
        raise NotASheet(str(problem)) from problem
    except csv.Error as problem:
        why = ENDLESS if "limit" in str(problem) else str(problem)
        raise NotASheet(f"The file is not a table of text: {why}.") from problem
    notes += letters.notes(path.name)
    return rows


def as_sheet(grid: list[list[str]], notes: list[str] | None = None, most: int = MOST_ROWS) -> Sheet:
    """The table in a grid of cells: where its headings are, and the rows below them."""
    at = heading_row(grid)
    width = max((len(row) for row in grid[at:]), default=0)
    over = filled_right(grid[at - 1]) if at else []
    names = [name_of(n, grid[at], over) for n in range(width)]
    said = notes or []
    said += without_formulas(grid)
    refuse_too_many(width * (len(grid) - at))
    rows = [
        (number, row + [""] * (width - len(row)))
        for number, row in enumerate(grid[at + 1 :], start=at + 2)
        if any(row)
    ]
    if len(rows) > most:
        raise NotASheet(f"There are more than {most:,} rows. Split the file.")
    if not rows:
        raise NotASheet("There are headings but no rows, or no table at all.")
    return Sheet(numbered(names), rows, said)


def without_formulas(grid: list[list[str]]) -> list[str]:
    """Empty the cells that begin as a formula does; a sentence that says where, if there are."""
    found = []
    for number, row in enumerate(grid, start=1):
        for place, cell in enumerate(row):
            if cell.startswith("="):
                row[place] = ""
                found.append(number)
    many = "1 cell holds a formula" if len(found) == 1 else f"{len(found):,} cells hold formulas"
    return [f"{many}, the first in row {found[0]:,}: left out."] if found else []


def heading_row(grid: list[list[str]]) -> int:
    """The row of headings: of the first rows, the first that is as full as the fullest."""
    fill = [sum(map(bool, row)) for row in grid[:LOOK_AT]]
    most = max(fill, default=0)
    if not most:
        raise NotASheet("There is nothing in this file.")
    return next(n for n, filled in enumerate(fill) if filled >= max(1, most * 0.7))


def filled_right(row: list[str]) -> list[str]:
    """A row of headings that span several columns, each said over all of its columns."""
    spans: list[str] = []
    for cell in row:
        spans.append(cell or (spans[-1] if spans else ""))
    return spans if sum(map(bool, row)) > 1 else []


def name_of(place: int, heads: list[str], over: list[str]) -> str:
    """A column's heading; one that spans it from above goes before it."""
    own = heads[place] if place < len(heads) else ""
    above = over[place] if place < len(over) else ""
    return f"{above}: {own}" if above and own and above != own else own or f"Column {place + 1}"


def numbered(names: list[str]) -> list[str]:
    """Headings, those that stand twice told apart by a number."""
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name[:120] if seen[name] == 1 else f"{name[:110]} ({seen[name]})")
    return told
