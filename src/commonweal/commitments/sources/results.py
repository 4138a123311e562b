"""Results of polls as Democracy Club publishes them: result sets in JSON, or candidates in CSV.

Publisher: Democracy Club. Licence: Creative Commons Attribution 4.0. Pure: no database.

The JSON is a list of result sets (or an object that holds it as ``results``), each with its
``ballot_paper_id`` and ``candidate_results`` (``num_ballots``, ``is_winner``, and the person below
``membership``). The CSV has one candidate a row, with ``ballot_paper_id``, ``person_id`` (or
``id``) and ``elected``, and where it is known ``votes_cast``.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

LARGEST = 64 * 1024 * 1024
YES = frozenset({"t", "true", "yes", "y", "1"})
NO = frozenset({"f", "false", "no", "n", "0"})
NEEDED = ("ballot_paper_id", "elected")


@dataclass(frozen=True)
class Result:
    """How one candidate came off. ``elected`` and ``votes`` are None where not known."""

    person: str
    name: str
    elected: bool | None
    votes: int | None


@dataclass(frozen=True)
class BallotResult:
    """The result of one ballot, by its Democracy Club id."""

    code: str
    results: tuple[Result, ...]


def read_results(data: bytes) -> tuple[BallotResult, ...]:
    """The results that a file holds, ballot by ballot.

    :raises ValueError: with a sentence that names the row or the field, when it cannot be read.
    """
    if len(data) > LARGEST:
        raise ValueError("This file is larger than 64 MB.")
    text = _text(data)
    if text.lstrip()[:1] in ("[", "{"):
        return _from_json(text)
    return _from_csv(text)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("cp1252", errors="replace")


def _from_json(text: str) -> tuple[BallotResult, ...]:
    try:
        held = json.loads(text)
    except json.JSONDecodeError as problem:
        raise ValueError(f"This is not whole JSON: it breaks off in line {problem.lineno}.") from (
            problem
        )
    sets = held.get("results") if isinstance(held, dict) else held
    if not isinstance(sets, list) or not sets:
        raise ValueError("There are no result sets in this file.")
    return _once([_result_set(one, n) for n, one in enumerate(sets, 1)])


def _result_set(one: Any, n: int) -> BallotResult:
    try:
        code = str(one["ballot_paper_id"])
        results = tuple(
            Result(
                person=str(row["membership"]["person"]["id"]),
                name=str(row["membership"]["person"]["name"]),
                elected=_elected(row),
                votes=_whole(row.get("num_ballots")),
            )
            for row in one["candidate_results"]
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"Result set {n} is not of the shape we know: {problem}.") from problem
    except ValueError as problem:
        raise ValueError(f"Result set {n}: {problem}") from problem
    return BallotResult(code, results)


def _elected(row: dict[str, Any]) -> bool | None:
    """Whether a candidate won: as the result says, else as their membership does."""
    won = row.get("is_winner")
    said = won if won is not None else row["membership"].get("elected")
    return None if said is None else bool(said)


def _from_csv(text: str) -> tuple[BallotResult, ...]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    columns = rows.fieldnames or []
    person = "person_id" if "person_id" in columns else "id"
    missing = [c for c in (*NEEDED, person) if c not in columns]
    if missing:
        raise ValueError(f"This file has no column {', '.join(missing)}.")
    found: dict[str, list[Result]] = {}
    for n, row in enumerate(rows, 2):
        try:
            result = Result(
                person=(row[person] or "").strip(),
                name=(row.get("person_name") or row.get("name") or "").strip(),
                elected=_said(row["elected"]),
                votes=_whole(row.get("votes_cast")),
            )
        except ValueError as problem:
            raise ValueError(f"Row {n}: {problem}") from problem
        code = (row["ballot_paper_id"] or "").strip()
        if not code or not result.person:
            raise ValueError(f"Row {n} does not say which ballot or which person it is about.")
        found.setdefault(code, []).append(result)
    if not found:
        raise ValueError("There are no rows in this file.")
    return _once([BallotResult(code, tuple(held)) for code, held in found.items()])


def _said(text: str | None) -> bool | None:
    plain = (text or "").strip().lower()
    if not plain:
        return None
    if plain in YES | NO:
        return plain in YES
    raise ValueError(
        f"“{plain[:40]}” says neither that somebody was elected nor that they were not."
    )


def _whole(given: Any) -> int | None:
    plain = str(given if given is not None else "").strip().replace(",", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 9:
        raise ValueError(f"“{plain[:40]}” is no number of votes.")
    return int(plain)


def _once(results: list[BallotResult]) -> tuple[BallotResult, ...]:
    """Each ballot once, and each person once on it.

    :raises ValueError: naming the one that stands twice.
    """
    seen: set[str] = set()
    for ballot in results:
        if ballot.code in seen:
            raise ValueError(f"The ballot {ballot.code} stands in this file twice.")
        seen.add(ballot.code)
        people = [r.person for r in ballot.results]
        twice = next((p for p in people if people.count(p) > 1), None)
        if twice:
            raise ValueError(f"Person {twice} stands twice on the ballot {ballot.code}.")
    return tuple(results)
