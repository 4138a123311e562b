"""Finds the files a source needs among those it was given, by what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading.lettering import plain

BLOCK = 1 << 20
SHOWN = 5


def find_all(files: Iterable[Path], pattern: str) -> list[Path]:
    """The files whose name matches the whole pattern, whatever its letter case, by name."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return sorted((f for f in files if wanted.fullmatch(f.name)), key=lambda f: f.name)


def find(files: Iterable[Path], pattern: str) -> Path | None:
    """The one file whose name matches, or nothing.

    :raises Unusable: when several match, because taking one of them would be a guess.
    """
    found = find_all(files, pattern)
    if len(found) > 1:
        names = ", ".join(f.name for f in found[:4])
        raise Unusable(f"Several files could be the one that is needed: {names}. Give one of them.")
    return found[0] if found else None


def need(files: Iterable[Path], pattern: str, *, what: str) -> Path:
    """The one file whose name matches.

    :raises Unusable: when there is none; the sentence says what was given instead.
    """
    given = list(files)
    found = find(given, pattern)
    if found is None:
        names = ", ".join(f.name for f in given[:4]) or "nothing"
        raise Unusable(f"There is no {what} here. What was given: {names}.")
    return found


def choose(job: Job, pattern: str, kinds: tuple[str, ...] = (".csv", ".txt")) -> list[Path]:
    """The files to read as one table: those named as their publisher names them, each once.

    When no name fits, those of the right kind; when no kind fits, all, to be refused by their
    reader in its own words. The job's notes say what was left.
    """
    fit = find_all(job.files, pattern)
    kind = [f for f in job.files if f.suffix.lower() in kinds and f.name != "SOURCE.txt"]
    taken = fit or kind or job.files
    left = [f.name for f in job.files if f not in taken]
    if left:
        more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
        job.notes.append(f"Left, as other files: {', '.join(left[:SHOWN])}{more}.")
    return each_once(job, taken, lambda file: "")


def choose_tables(job: Job, pattern: str, kinds: tuple[str, ...] = (".csv", ".txt")) -> list[Path]:
    """The files to read as one table, each as UTF-8 with commas between its columns.

    :raises Unusable: when one is no table of text, or its letters cannot be read.
    """
    return [plain(job, file) for file in choose(job, pattern, kinds)]


def each_once(
    job: Job, files: list[Path], alike: Callable[[Path], str] = lambda file: file.name.lower()
) -> list[Path]:
    """The files without copies of one another; the job's notes name the copies.

    A copy has the same words, whatever ends its lines. Only files that are ``alike`` are compared,
    by default those of one name: a table often lies beside the zip that it came in.
    """
    groups = Counter(map(alike, files))
    seen: dict[tuple[str, str], Path] = {}
    once = []
    for file in files:
        mark = (alike(file), words_of(file) if groups[alike(file)] > 1 else "")
        if groups[alike(file)] > 1 and mark in seen:
            job.notes.append(f"{file.name} was read once: it was given twice.")
            continue
        seen[mark] = file
        once.append(file)
    return once


def words_of(file: Path) -> str:
    """A mark of what a file says, the same whether its lines end as on Windows or not."""
    mark = blake2b(digest_size=16)
    with file.open("rb") as handle:
        while block := handle.read(BLOCK):
            mark.update(block.replace(b"\r", b""))
    return mark.hexdigest()
