"""Finds the files a source needs among those it was given, by what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from commonweal.intake.job import Unusable


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
