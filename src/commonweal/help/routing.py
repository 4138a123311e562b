"""Which scheme a need goes to: by area served, need, hours and capacity. Pure, over facts.

Nothing here knows whose need it is. The one whose area is narrowest is asked first, because it is
nearest; among equals the one that reads soonest, then the one with most room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FULL, ELSEWHERE, UNSERVED, UNKNOWN = "full", "elsewhere", "unserved", "unknown"


@dataclass(frozen=True)
class Facts:
    """What is known of one scheme that takes requests and has somebody to answer for them.

    ``room`` is how many more it takes this week, ``None`` without a limit. ``reads_at`` is when
    somebody reads there next, ``None`` when that is not known.
    """

    scheme: int
    areas: frozenset[str]
    needs: frozenset[str]
    room: int | None
    reads_at: dt.datetime | None
    front_door: bool = False


@dataclass(frozen=True)
class Choice:
    """Where a need goes, and why it is the front door when it is: one of the words above."""

    scheme: int | None
    why: str = ""


def choose(need: Sequence[str], areas: Sequence[str], schemes: Iterable[Facts]) -> Choice:
    """The scheme for a need at a place.

    ``need`` is its code and then the code of the group that it is in: a scheme that serves the
    group serves the need. ``areas`` are the codes of the areas somebody lives in, the narrowest
    first; without any, whoever is at the front door asks.
    """
    known = list(schemes)
    door = next((f.scheme for f in known if f.front_door), None)
    if not areas:
        return Choice(door, UNKNOWN)
    able = [f for f in known if not f.needs.isdisjoint(need)]
    here = [f for f in able if not f.areas.isdisjoint(areas)]
    open_ones = [f for f in here if f.room is None or f.room > 0]
    if open_ones:
        rank = {code: place for place, code in enumerate(areas)}
        return Choice(min(open_ones, key=lambda f: order_of(f, rank)).scheme)
    return Choice(door, FULL if here else ELSEWHERE if able else UNSERVED)


def order_of(facts: Facts, rank: Mapping[str, int]) -> tuple[int, float, float, int]:
    """What puts one scheme before another: nearer, sooner, more room; ties by their key."""
    near = min(rank[code] for code in facts.areas if code in rank)
    soon = facts.reads_at.timestamp() if facts.reads_at else float("inf")
    room = float("-inf") if facts.room is None else float(-facts.room)
    return near, soon, room, facts.scheme
