"""Tables as publishers give them, read on the data engine with every column as text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading.closed import CLOSED

MEMORY = "600MB"


def engine(job: Job) -> duckdb.DuckDBPyConnection:
    """A data engine of this run's own, which spills to the run's folder."""
    return closed_engine(job.folder, memory=MEMORY, threads=2)


def closed_engine(folder: Path, *, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """A data engine that reads and writes files of this machine and cannot reach the network."""
    spill = str(folder / "spill")
    con = duckdb.connect(
        config={"memory_limit": memory, "threads": threads, "temp_directory": spill}
    )
    for words in CLOSED:
        con.execute(words)
    return con


def text(path: Path) -> str:
    """A path or a word, quoted for the engine."""
    return "'" + str(path).replace("'", "''") + "'"


def tables_among(files: Sequence[Path]) -> list[Path]:
    """The files that may be tables; documents and notes beside them are left alone."""
    return [
        f for f in files if f.suffix.lower() in {".csv", ".txt", ".tsv"} and f.name != "SOURCE.txt"
    ]


def header(path: Path) -> list[str]:
    """The names in the first line, as written; empty for an empty file, or one that is not text."""
    with path.open("rb") as handle:
        line = handle.readline(100_000)
    if b"\x00" in line:
        return []
    words = line.decode("utf-8-sig", errors="replace").strip("\r\n")
    return [name.strip() for name in next(csv.reader([words]), [])]


def scan(path: Path, *, names: Sequence[str] = ()) -> str:
    """The engine's words for reading a CSV whole, all text. Give names when it has no header."""
    columns = "" if not names else ", names=[" + ", ".join(f"'{n}'" for n in names) + "]"
    return (
        f"read_csv({text(path)}, all_varchar=true, header={'false' if names else 'true'}, "
        f"delim=',', quote='\"', escape='\"', strict_mode=true, max_line_size=1000000{columns})"
    )


def records(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a small table, by name of column, stripped; empty where a value is missing.

    :raises Unusable: when a row has more values than there are columns, or the file is not text.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        try:
            for row in csv.DictReader(handle):
                if None in row:
                    raise Unusable(f"{path.name} has a row with more values than its header.")
                yield {k.strip(): (v or "").strip() for k, v in row.items()}
        except UnicodeDecodeError as error:
            raise Unusable(f"{path.name} is not a text file.") from error
        except csv.Error as error:
            raise Unusable(f"{path.name} cannot be read as a table: {error}.") from error


def fetch(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, a batch at a time."""
    answer = con.execute(query)
    while rows := answer.fetchmany(20_000):
        yield from rows


def readable(error: duckdb.Error, path: Path) -> Unusable:
    """The engine's complaint about a file, as a sentence."""
    first = str(error).splitlines()[0].removeprefix("Invalid Input Error: ")
    return Unusable(f"{path.name} cannot be read as a table. {first[:200]}")


def need(found: Mapping[str, str], path: Path) -> None:
    """Refuse a table that lacks a column without which it says nothing."""
    missing = [what for what, column in found.items() if not column]
    if missing:
        raise Unusable(f"{path.name} has no column for {' and '.join(missing)}.")
