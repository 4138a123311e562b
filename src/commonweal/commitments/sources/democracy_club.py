"""Reads Democracy Club's candidates as CSV, in the old layout and the current one. No Django.

Publisher: Democracy Club, https://candidates.democracyclub.org.uk. Licence: CC BY 4.0, with
attribution. The old layout has ``id``, ``election`` and ``gss_code``; the current one, of the data
builder, ``person_id``, ``election_id`` and ``gss``. Columns that are not named here are passed by
unread: birth date and gender among them. The oldest files have no ``ballot_paper_id``; theirs is
made as Democracy Club makes it, of the election, the place and the day.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from commonweal.commitments.sources.democracy_club_rows import (
    COLUMNS,
    NEEDED,
    Standing,
    Wrong,
    standing_of,
)
from commonweal.intake.reading.kinds import not_a_table
from commonweal.intake.reading.lettering import Illegible, Letters, delimiter_of, lines_of

NAME = "democracy-club"
TITLE = "Democracy Club"
LICENCE = "CC BY 4.0"
ATTRIBUTION = "Candidates: Democracy Club and its volunteers, CC BY 4.0"
ADDRESS = "https://candidates.democracyclub.org.uk/"

LONGEST_FIELD = 100_000
LOOK_AT_LINES = 50


class Unreadable(Exception):
    """The file as a whole cannot be taken. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, and in which column. Where ``taken``, only that value was left out.

    Who it is about is told by number and name alone.
    """

    row: int
    column: str
    why: str
    person: str = ""
    name: str = ""
    taken: bool = False


@dataclass
class Reading:
    """What a file holds: who stands, what is wrong with other rows, and how it was read."""

    standing: list[Standing] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    read: int = 0
    repeated: int = 0


def read(path: Path) -> Reading:
    """All who stand in a file, each once for each ballot.

    :raises Unreadable: when it is empty, no table, in unknown letters, or lacks a column.
    """
    if not path.is_file():
        raise Unreadable(f"There is no file {path.name}.")
    if not path.stat().st_size:
        raise Unreadable(f"{path.name} is empty.")
    mistaken = not_a_table(path)
    if mistaken:
        raise Unreadable(mistaken)
    letters = Letters()
    try:
        reading = _read_lines(lines_of(path, letters), path.name)
    except Illegible as problem:
        raise Unreadable(str(problem)) from problem
    except csv.Error as problem:
        raise Unreadable(
            f"{path.name} stops being a table: a value is longer than any can be, or a quotation "
            "mark is never closed. Download it again."
        ) from problem
    reading.notes[:0] = letters.notes(path.name)
    return reading


def _read_lines(lines: Iterator[str], name: str) -> Reading:
    first = list(islice(lines, LOOK_AT_LINES))
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(chain(first, lines), delimiter=delimiter_of(first))
    header = next(rows, [])
    where = _places(header, name)
    reading = Reading()
    for cells in rows:
        if any(cells):
            reading.read += 1
            _take(reading, cells, rows.line_num, where, header)
    if not reading.read:
        raise Unreadable(f"{name} has a heading and no candidates below it.")
    _tell_ballots_apart(reading)
    _take_each_once(reading)
    return reading


def _places(header: list[str], name: str) -> dict[str, int]:
    """In which column each thing stands.

    :raises Unreadable: when one that is needed is not there, or stands there twice.
    """
    titles = [title.strip().lower() for title in header]
    where: dict[str, int] = {}
    for ours, theirs in COLUMNS.items():
        known = [title for title in theirs if title in titles]
        if known:
            if titles.count(known[0]) > 1:
                raise Unreadable(f"{name} has two columns called {known[0]}. Take one out.")
            where[ours] = titles.index(known[0])
    missing = [" or ".join(COLUMNS[ours]) for ours in NEEDED if ours not in where]
    if "ballot" not in where and "post_id" not in where:
        missing.append("ballot_paper_id or post_id")
    if missing:
        raise Unreadable(
            f"{name} lacks {'a column' if len(missing) == 1 else 'columns'}: "
            f"{', '.join(missing)}. Its first line must name the columns as Democracy Club does."
        )
    return where


def _take(
    reading: Reading, cells: list[str], row: int, where: dict[str, int], header: list[str]
) -> None:
    """Take one row, or say what is wrong with it."""
    told = {
        ours: " ".join(cells[at].split()) if at < len(cells) else "" for ours, at in where.items()
    }
    person, name = told["person"][:40], told["name"][:200]
    if len(cells) != len(header):
        why = f"{len(cells)} values where the heading has {len(header)}."
        reading.faults.append(Fault(row, "", why, person, name))
        return
    try:
        reading.standing.append(standing_of(told, row))
    except Wrong as wrong:
        column = header[where[wrong.name]] if wrong.name in where else COLUMNS[wrong.name][0]
        reading.faults.append(Fault(row, column, wrong.why, person, name))
        return
    if told.get("email") and not reading.standing[-1].email:
        column = header[where["email"]]
        why = "This is not an e-mail address; it was left out."
        reading.faults.append(Fault(row, column, why, person, name, taken=True))


def _tell_ballots_apart(reading: Reading) -> None:
    """Refuse the rows of a ballot whose rows speak of two days, elections or areas."""
    said: dict[str, set[tuple[str, dt.date]]] = {}
    areas: dict[str, set[str]] = {}
    for one in reading.standing:
        said.setdefault(one.ballot, set()).add((one.election, one.on))
        areas.setdefault(one.ballot, set()).update({one.area} - {""})
    torn = {ballot for ballot in said if len(said[ballot]) > 1 or len(areas[ballot]) > 1}
    why = "The rows of this ballot name more than one election, day or area."
    faults = [
        Fault(one.row, COLUMNS["ballot"][0], why, one.person, one.name)
        for one in reading.standing if one.ballot in torn
    ]  # fmt: skip
    reading.faults += faults
    reading.standing = [one for one in reading.standing if one.ballot not in torn]


def _take_each_once(reading: Reading) -> None:
    """A row that says the same again counts once; of two that differ, neither is believed."""
    rows: dict[tuple[str, str], list[Standing]] = {}
    for one in reading.standing:
        rows.setdefault((one.ballot, one.person), []).append(one)
    kept = []
    for same in rows.values():
        differ = _differing(same)
        if not differ:
            kept.append(same[0])
            reading.repeated += len(same) - 1
            continue
        lines, columns = ", ".join(f"{one.row:,}" for one in same), ", ".join(differ)
        why = f"The same person stands in rows {lines} with different content: {columns}."
        reading.faults += [Fault(o.row, COLUMNS["person"][-1], why, o.person, o.name) for o in same]
    reading.standing = sorted(kept, key=lambda one: one.row)


def _differing(same: Sequence[Standing]) -> list[str]:
    """The columns in which rows of one person on one ballot differ."""
    if len(same) == 1:
        return []
    return [
        COLUMNS[name][-1] for name in Standing.__slots__
        if name != "row" and len({getattr(one, name) for one in same}) > 1
    ]  # fmt: skip


def ballots_of(standing: Iterable[Standing]) -> dict[str, Standing]:
    """The first row of each ballot, by its code."""
    found: dict[str, Standing] = {}
    for one in standing:
        found.setdefault(one.ballot, one)
    return found


def elections_of(standing: Iterable[Standing]) -> Counter[str]:
    """How many stand in each election that a file holds."""
    return Counter(one.election for one in standing)
