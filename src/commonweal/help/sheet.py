"""A spreadsheet of many requests: what its columns mean, and what is wrong in which row. Pure.

The first row has the headings of the template. As CSV it stands between commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.core.refused import Refused
from commonweal.help.asked import read
from commonweal.help.asking_pages import nested
from commonweal.help.hidden import why_refused

MOST_BYTES = 1_000_000
MOST_ROWS = 500
# Heading, what it is called inside, an example.
COLUMNS = (
    ("Name", "name", "Olive Marsh"),
    ("Telephone", "phone", "01632 960123"),
    ("E-mail", "email", ""),
    ("Postcode", "postcode", "NR1 1AA"),
    ("Address", "address", "3 Staithe Lane"),
    ("Needs", "needs", "shopping; prescription"),
    ("Details", "details", "Milk and bread"),
    ("How soon", "urgency", "today"),
    ("Do they know", "knows", "agreed"),
    ("Asked by", "asker_name", "June Marsh"),
    ("Their telephone", "asker_phone", "01632 960124"),
    ("Their organisation", "asker_organisation", ""),
    ("Safe number", "safe_number", ""),
    ("Message may be left", "safe_voicemail", "no"),
    ("Not safe at home", "unsafe", "no"),
    ("Language", "language", "en"),
    ("To get there", "access", "Two steps"),
)
TICKED = {"yes", "y", "true", "1", "x"}
NOT_TICKED = {"no", "n", "false", "0", ""}
NAMES = {heading.casefold(): name for heading, name, _ in COLUMNS}


@dataclass(frozen=True)
class Table:
    """The cells of a file by row, and what was left out of it, in sentences."""

    cells: list[list[str]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet, what it tells, and what is wrong with it."""

    number: int
    told: dict[str, Any]
    wrong: str = ""

    @property
    def asked(self) -> str:
        """What they need, as words: as it was typed where that is no need of the list."""
        needs = self.told.get("needs", "")
        return needs if isinstance(needs, str) else ", ".join(needs)


def decoded(content: bytes) -> str:
    """The words of a file.

    :raises Refused: when it is too large, or is no text.
    """
    if len(content) > MOST_BYTES:
        raise Refused("The file is larger than a million bytes. Send it in parts.", field="file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("This is no spreadsheet. Save it as .xlsx or as CSV.", field="file")


def table_of(text: str) -> list[list[str]]:
    """The cells, whatever stands between them."""
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise Refused("The file cannot be read as CSV. Save it again.", field="file") from error


def rows_of(table: Table, codes: Mapping[str, str]) -> list[Row]:
    """The rows of a sheet. ``codes`` are the needs that may be asked for, by code and by title.

    :raises Refused: when there is no row, too many, or a heading that is not of the template.
    """
    cells = table.cells
    headings = [h.strip().casefold() for h in cells[0]] if cells else []
    if unknown := [h for h in headings if h and h not in NAMES]:
        raise Refused(f"“{unknown[0][:40]}” is no column of the template.", field="file")
    if not {"name", "needs"} <= set(headings):
        raise Refused("The first row must have the headings of the template.", field="file")
    filled = [(n, row) for n, row in enumerate(cells[1:], 2) if any(c.strip() for c in row)]
    if not filled:
        raise Refused("There is no row in it.", field="file")
    if len(filled) > MOST_ROWS:
        raise Refused(f"It has {len(filled):,} rows; at most {MOST_ROWS} at once.", field="file")
    return [row_of(n, dict(zip(headings, row, strict=False)), codes) for n, row in filled]


def row_of(number: int, cells: Mapping[str, str], codes: Mapping[str, str]) -> Row:
    """One row, with what is wrong with it in a sentence."""
    flat: dict[str, Any] = {NAMES[h]: c.strip() for h, c in cells.items() if h and c.strip()}
    asked = [n.strip() for n in str(flat.get("needs", "")).split(";") if n.strip()]
    if unknown := [n for n in asked if n.casefold() not in codes]:
        return Row(number, flat, f"“{unknown[0][:40]}” cannot be asked for here.")
    flat["needs"] = [codes[n.casefold()] for n in asked]
    for name in ("safe_voicemail", "unsafe"):
        word = str(flat.get(name, "")).casefold()
        if word not in TICKED | NOT_TICKED:
            return Row(number, flat, f"“{word[:40]}” is neither yes nor no.")
        flat[name] = word in TICKED
    for name in ("phone", "asker_phone", "safe_number"):
        if name in flat:
            flat[name] = with_its_nought(flat[name])
    told = nested(flat)
    try:
        if not told.get("name"):
            raise Refused("There is no name.")
        ask = read(told)
        if why := why_refused(ask.details) or why_refused(ask.person["access"]):
            raise Refused(why)
    except Refused as refusal:
        return Row(number, told, refusal.sentence)
    return Row(number, told)


def with_its_nought(number: str) -> str:
    """A telephone number as it is dialled: where it is taken for a number, its nought is lost."""
    return f"0{number}" if re.fullmatch(r"[1-378]\d{8,9}", number) else number
