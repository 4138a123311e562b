"""The list of needs and audiences that a register begins with: two levels, in our own words.

Pure. ``needs.csv`` holds it; ``also`` are words that people use for the same. A place may change
its rows afterwards: what is there is never written over.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

NEED, AUDIENCE = "need", "audience"
FILE = Path(__file__).with_name("needs.csv")


class Listed(NamedTuple):
    """A row of the list."""

    scheme: str
    code: str
    title: str
    parent: str
    also: str


@cache
def listed() -> tuple[Listed, ...]:
    """Every row, groups before what is in them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Listed(**row) for row in csv.DictReader(file))
