"""A spreadsheet of many requests as a file: the table in one that was given, and one to fill in.

Read with the house's own reader of tables, within its bounds. What a workbook holds lies in a
folder that is gone before anybody sees it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from commonweal.core.refused import Refused
from commonweal.help.sheet import MOST_BYTES, MOST_ROWS, Table, decoded, table_of
from commonweal.intake.reading.kinds import OLD_OFFICE, ZIP, not_a_table
from commonweal.intake.reading.sheets import NotASheet, is_workbook, read_workbook, without_formulas
from commonweal.intake.reading.unpacking_size import unpacked_bytes
from commonweal.ui.downloads import cell_safe

# Five hundred rows of words unpack to less than this; what unpacks to more is not opened.
MOST_UNPACKED = 20 * 1024 * 1024


def table_in(content: bytes) -> Table:
    """The cells of a CSV file or of a workbook, with what was left out of it, in sentences.

    :raises Refused: when it is too large, broken, or another kind of file.
    """
    if not content.startswith((ZIP, OLD_OFFICE)):
        return Table(table_of(decoded(content)))
    if len(content) > MOST_BYTES:
        raise Refused("The file is larger than a million bytes. Send it in parts.", field="file")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given.xlsx"
        path.write_bytes(content)
        try:
            return table_of_workbook(path)
        except NotASheet as problem:
            raise Refused(str(problem), field="file") from problem


def table_of_workbook(path: Path) -> Table:
    """The first sheet that has something in it.

    :raises NotASheet: when it is no workbook, is broken, or unpacks to too much.
    """
    if not is_workbook(path):
        kind = not_a_table(path).replace(path.name, "This file")
        raise NotASheet(kind or "This file is no spreadsheet.")
    if unpacked_bytes(path) > MOST_UNPACKED:
        raise NotASheet("The spreadsheet unpacks to far too much. It was not opened.")
    notes: list[str] = []
    grid = read_workbook(path, notes, MOST_ROWS + 2)
    return Table(grid, tuple(notes + without_formulas(grid)))


def workbook_to_fill_in(headings: Sequence[str], example: Sequence[str]) -> bytes:
    """A workbook with headings and one row to show how. Every cell is text, so that a telephone
    number keeps its nought."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import save_workbook

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Requests"
    page.freeze_panes = "A2"
    page.append([cell_safe(heading) for heading in headings])
    page.append([cell_safe(cell) for cell in example])
    for place in range(1, len(headings) + 1):
        page.cell(1, place).font = Font(bold=True)
        page.cell(2, place).number_format = "@"
        column = page.column_dimensions[get_column_letter(place)]
        column.width, column.number_format = 22, "@"
    held = io.BytesIO()
    save_workbook(book, held)
    return held.getvalue()
