"""Why a task is without a helper: the fewest rules that keep everybody from it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from commonweal.help.matching.columns import Columns, Numbers, Truths
from commonweal.help.matching.pairs import Pairs
from commonweal.help.matching.terms import Reason

Marks = npt.NDArray[np.int16]
ORDER = (
    Reason.FAR, Reason.SKILL, Reason.LANGUAGE, Reason.MEANS, Reason.CHECK, Reason.TIME,
    Reason.EXCLUDED, Reason.FULL,
)  # fmt: skip
BIT = {reason: 1 << n for n, reason in enumerate(ORDER)}
# Of two ways with as many rules, the one that says most: what is full may have room next week,
# and who is kept apart from whom is the last thing to be told.
LIGHTNESS = (
    Reason.FULL, Reason.TIME, Reason.FAR, Reason.MEANS, Reason.LANGUAGE, Reason.SKILL,
    Reason.CHECK, Reason.EXCLUDED,
)  # fmt: skip


def _preferred() -> Numbers:
    """For each set of rules as bits, how late it comes: by their number, then by lightness."""
    found = np.zeros(1 << len(ORDER), dtype=np.int64)
    for marks in range(len(found)):
        held = [n for n, reason in enumerate(LIGHTNESS) if marks & BIT[reason]]
        found[marks] = len(held) * 10_000 + sum(1 << n for n in held)
    return found


PREFERRED = _preferred()


def reasons_for(
    columns: Columns, pairs: Pairs, tasks: Numbers
) -> Iterator[tuple[int, tuple[Reason, ...]]]:
    """Each of these tasks, which nobody goes to, with the reasons in the order of ``Reason``."""
    held: dict[int, Marks] = {}
    able = np.bincount(pairs.tasks, minlength=len(columns.tasks)) > 0
    for task in tasks.tolist():
        if not columns.helpers:
            yield task, (Reason.EMPTY,)
            continue
        if able[task]:
            yield task, (Reason.TAKEN,)
            continue
        kind = int(columns.kinds[0][task])
        if kind not in held:
            held[kind] = _needs(columns, task)
        marks = held[kind] | _place_and_time(columns, task)
        least = int(marks[np.argmin(PREFERRED[marks])])
        yield task, _told(least)


def _told(marks: int) -> tuple[Reason, ...]:
    return tuple(reason for reason in ORDER if marks & BIT[reason])


def _needs(columns: Columns, task: int) -> Marks:
    """For each helper, which rules about what a task needs speak against them, as bits."""
    marks = np.zeros(len(columns.helpers), dtype=np.int16)
    for reason, table in columns.tables.items():
        marks |= _bit(~table.suits[table.tasks[task], table.helpers], reason)
    return marks | _bit(columns.capacity < 1, Reason.FULL)


def _place_and_time(columns: Columns, task: int) -> Marks:
    """For each helper, which of the other rules speak against them, as bits."""
    everyone = np.arange(len(columns.helpers))
    same = np.full(len(everyone), task)
    far = columns.apart_squared(same, everyone) > np.square(columns.reach)
    apart = columns.kept_apart(same, everyone)
    only = columns.tasks[task].only
    if only:
        named = [columns.numbers[key] for key in only if key in columns.numbers]
        apart |= ~np.isin(everyone, np.array(named, dtype=np.int64))
    marks = _bit(far, Reason.FAR) | _bit(~columns.times.of(same, everyone), Reason.TIME)
    return marks | _bit(apart, Reason.EXCLUDED)


def _bit(where: Truths, reason: Reason) -> Marks:
    return np.where(where, BIT[reason], 0).astype(np.int16)
