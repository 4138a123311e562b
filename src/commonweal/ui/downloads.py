"""Downloads: a table as a CSV file, streamed row by row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.text import slugify

from commonweal.core.unseen import seen

BEGINS_A_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠|%]")
TERMS = "licence and attribution"
A_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
A_TELEPHONE = re.compile(r"^\+\d[\d ()]{6,24}$")


def csv_safe(value: Any) -> Any:
    """A value that a spreadsheet shows and never runs.

    Text that would begin a formula gets an apostrophe before it. Numbers and days stay as they
    are, and so do telephone numbers (+44 1603 555 012): they compute nothing. One without spaces
    gets one after +44, because a spreadsheet would take it for a number and drop the plus.
    Nothing is empty, lists are joined by semicolons, and what nobody sees is left out.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        value = "; ".join(str(v) for v in value)
    return text_safe(seen(str(value)))


def text_safe(text: str) -> str:
    """A text that a spreadsheet takes for a text."""
    if A_TELEPHONE.match(text):
        return re.sub(r"^\+44(?=\d)", "+44 ", text)
    if BEGINS_A_FORMULA.match(text) and not A_NUMBER.match(text):
        return f"'{text}"
    return text


def cell_safe(value: str) -> str:
    """A text for a cell of a workbook, where only a leading = would make it a formula.

    What nobody sees is left out: a workbook that holds controls cannot be opened, or written.
    """
    text = seen(value)
    return f"'{text}" if text.lstrip().startswith("=") else text


def csv_lines(
    header: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[str] = ()
) -> Iterator[str]:
    """The file, line by line: a mark that says it is UTF-8, the header, the rows.

    Notes (source, licence) stand in a last column of every row: a line of another kind would be
    read as one row more, and whoever takes some of the rows elsewhere takes their terms along.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(values: Sequence[Any]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([csv_safe(v) for v in values])
        return buffer.getvalue()

    terms = [" ".join(notes)] if notes else []
    yield "\ufeff" + line([*header, *([TERMS] if notes else [])])
    for row in rows:
        yield line([*row, *terms])


def file_name(words: str, ending: str, on: dt.date | None = None) -> str:
    """``norwich-wards-2026-11-22.csv``: letters, digits and dashes only."""
    stem = slugify(words)[:80].strip("-") or "download"
    return f"{stem}{f'-{on.isoformat()}' if on else ''}.{ending}"


def csv_response(
    words: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    notes: Sequence[str] = (),
    on: dt.date | None = None,
) -> StreamingHttpResponse:
    """A table to keep: streamed, named for what it holds and the day, its terms in every row."""
    response = StreamingHttpResponse(
        csv_lines(header, rows, notes), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{file_name(words, "csv", on)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
