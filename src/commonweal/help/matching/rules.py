"""Who may go where, and what it weighs: one pair at a time. Pure.

``pairs`` holds the same rules for many at once; a test holds the two against each other.
"""

from __future__ import annotations

import math

from commonweal.help.matching.terms import Helper, Reason, Span, Task, Weights

ALWAYS: tuple[Span, ...] = ((-(2**40), 2**40),)


def broken(task: Task, helper: Helper) -> tuple[Reason, ...]:
    """The rules that speak against this helper for this task, in the order of ``Reason``."""
    found = []
    across, up = task.easting - helper.easting, task.northing - helper.northing
    if across * across + up * up > helper.reach * helper.reach:
        found.append(Reason.FAR)
    if not task.skills <= helper.skills:
        found.append(Reason.SKILL)
    if task.languages and not task.languages & helper.languages:
        found.append(Reason.LANGUAGE)
    if not task.means <= helper.means:
        found.append(Reason.MEANS)
    if not task.checks <= helper.checks:
        found.append(Reason.CHECK)
    if not free(task.windows, task.minutes, helper.times):
        found.append(Reason.TIME)
    if kept_apart(task, helper):
        found.append(Reason.EXCLUDED)
    if helper.capacity < 1:
        found.append(Reason.FULL)
    return tuple(found)


def free(windows: tuple[Span, ...], minutes: int, times: tuple[Span, ...]) -> bool:
    """Whether somebody free at these times has so many minutes together in one of the windows."""
    needed = max(minutes, 1)
    return any(
        min(end, until) - max(start, since) >= needed
        for start, end in windows or ALWAYS
        for since, until in times or ALWAYS
    )


def kept_apart(task: Task, helper: Helper) -> bool:
    """Whether either side has said not with the other, or this helper is not among the only."""
    return (
        helper.key in task.never
        or (bool(task.only) and helper.key not in task.only)
        or (bool(task.person) and task.person in helper.never)
    )


def metres(task: Task, helper: Helper) -> int:
    """How far it is, to the metre."""
    across, up = task.easting - helper.easting, task.northing - helper.northing
    return round(math.sqrt(across * across + up * up))


def continuity(visits: int, weights: Weights) -> int:
    """What it is worth, in metres, that a helper has been there so many times."""
    if visits < 1:
        return 0
    return weights.known + weights.visit * min(visits - 1, weights.visits)


def turn(helper: Helper, already: int, weights: Weights) -> int:
    """What it weighs to ask this helper once more, having asked ``already`` times in this plan.

    It never falls from one time to the next, which is what lets a flow find the optimum.
    """
    asked = weights.asked * helper.asks
    if already:
        return asked + weights.again * already
    rested = weights.days if helper.rested is None else min(helper.rested, weights.days)
    return asked - weights.day * rested


def weight(task: Task, helper: Helper, weights: Weights) -> int:
    """What it weighs, in metres, to send this helper to this task before any other."""
    worth = continuity(task.known.get(helper.key, 0), weights)
    return metres(task, helper) - worth + turn(helper, 0, weights)
