"""The needs, their rules and the numbers to ring that a place begins with, in our own words. Pure.

``preset_needs.csv`` adds what help schemes do to the register's own list of needs, two levels deep;
``preset_lines.csv`` holds public numbers. A place changes its rows afterwards, and what it changed
or took out stays so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
# Groups that the register's own list lacks.
GROUPS = {"else": "Something else"}


class NeedRow(NamedTuple):
    """A need that may be asked for, and how it is handled."""

    code: str
    title: str
    parent: str
    also: str
    essential: bool
    warm_only: bool
    signpost: str


class LineRow(NamedTuple):
    """A number to ring."""

    name: str
    number: str
    when: str
    words: str
    emergency: bool


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our lists."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def needs() -> tuple[NeedRow, ...]:
    """Every need."""
    return tuple(
        NeedRow(
            r["code"], r["title"], r["parent"], r["also"], r["essential"] == "yes",
            r["warm_only"] == "yes", r["signpost"],
        )
        for r in rows_of("preset_needs.csv")
    )  # fmt: skip


@cache
def lines() -> tuple[LineRow, ...]:
    """Every number, in the order shown."""
    return tuple(
        LineRow(r["name"], r["number"], r["when"], r["words"], r["emergency"] == "yes")
        for r in rows_of("preset_lines.csv")
    )
