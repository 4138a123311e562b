"""A few good names for one task, with a sentence why each: for a scheme that people run. Pure.

The same rules and the same weights as the plan for thousands; it needs nothing but Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.help.matching.rules import broken, metres, weight
from commonweal.help.matching.terms import Helper, Task, Weights


@dataclass(frozen=True, slots=True)
class Proposal:
    """A helper who could go, what it weighs to send them (metres), and why them."""

    helper: str
    weight: int
    why: str


def propose(
    task: Task, helpers: Iterable[Helper], n: int = 3, *, weights: Weights | None = None
) -> tuple[Proposal, ...]:
    """The ``n`` helpers who weigh least of those who may go; of equals, by key."""
    weights = weights or Weights()
    able = [
        (weight(task, helper, weights), helper.key, helper)
        for helper in helpers
        if not broken(task, helper)
    ]
    able.sort(key=lambda each: each[:2])
    return tuple(
        Proposal(key, weighs, sentence(task, helper)) for weighs, key, helper in able[: max(n, 0)]
    )


def sentence(task: Task, helper: Helper) -> str:
    """Why this helper, as one would say it: how near, how well known, how long since asked."""
    parts = [f"{distance(metres(task, helper))} away"]
    visits = task.known.get(helper.key, 0)
    if visits > 0:
        parts.append(f"has been to see this person {times(visits)}")
    if helper.rested is None:
        parts.append("has never been asked")
    elif helper.rested >= 1:
        parts.append(f"has not been asked for {stretch(helper.rested)}")
    else:
        parts.append("was asked today")
    return ", ".join(parts)


def distance(way: int) -> str:
    """Metres as people say them."""
    if way < 100:
        return "Less than 100 m"
    if way < 950:
        return f"{round(way, -2)} m"
    return f"{way / 1000:.1f} km".replace(".0 km", " km")


def times(count: int) -> str:
    """How often, as people say it."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def stretch(days: int) -> str:
    """Days as people say them: in weeks from two weeks on."""
    if days < 14:
        return "1 day" if days == 1 else f"{days} days"
    return f"{days // 7} weeks"
