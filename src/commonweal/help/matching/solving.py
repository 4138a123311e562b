"""The best plan over a whole set of tasks and helpers, with the proof that it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from commonweal.help.matching.columns import Columns, Numbers
from commonweal.help.matching.flow import Memory, lightest, to_leave_somebody
from commonweal.help.matching.mending import settled
from commonweal.help.matching.pairs import NEAREST, Pairs, TooMany, feasible
from commonweal.help.matching.proving import Beyond, Reached, Taken
from commonweal.help.matching.reasons import reasons_for
from commonweal.help.matching.terms import Helper, Match, Plan, Task, Unserved, Weights

RAISED = 1_000


def best(
    tasks: Iterable[Task], helpers: Iterable[Helper], *,
    weights: Weights | None = None, k: int = NEAREST, memory: Memory | None = None,
) -> Plan:  # fmt: skip
    """The plan that helps the most people, and of those the one that weighs the least.

    The order in which tasks and helpers come changes nothing. The ``k`` nearest helpers are looked
    at to begin with, and more where others could better the plan. With a ``memory`` handed in from
    one plan to the next, only zones in which something changed are solved again.

    :raises ValueError: if a key comes twice, or somebody is nowhere.
    """
    columns = Columns(list(tasks), list(helpers), weights or Weights())
    pairs = feasible(columns, k)
    taken, proven = solved(columns, pairs, memory)
    if memory is not None:
        memory.forget()
    return plan(columns, pairs, taken, proven)


def solved(columns: Columns, pairs: Pairs, memory: Memory | None = None) -> tuple[Taken, bool]:
    """The best matching over all pairs that no rule forbids, beginning with these; if proven."""
    unserved = to_leave_somebody(columns, pairs)
    while True:
        taken = Taken(columns, pairs, lightest(columns, pairs, unserved, memory))
        reached = taken.reached()
        if (reached.helpers & taken.spare).any():
            unserved *= RAISED
            continue
        more = taken.beyond(reached)
        if len(more[0]):
            pairs = pairs.with_more(columns, *more)
            continue
        lighter, proven = bettered(taken, unserved, reached)
        if len(lighter.unserved) == len(taken.unserved):
            return lighter, proven
        unserved *= RAISED


def bettered(taken: Taken, unserved: int, reached: Reached) -> tuple[Taken, bool]:
    """A plan that helps as many as can be, made as light as can be; and whether that is proven.

    :raises RuntimeError: if the plan of the solver was not the lightest of the pairs it was given.
    """
    prices = taken.prices(unserved)
    if prices is None:
        raise RuntimeError("The solver's plan is not the lightest of its pairs.")
    pairs, beyond = taken.pairs, Beyond(taken.columns, reached)
    while True:
        try:
            known, pairs = len(pairs), beyond.look(pairs, prices)
        except TooMany:
            return taken, False
        if len(pairs) == known:
            return taken, True
        taken, pairs, prices = settled(taken, pairs, prices, unserved)


def plan(columns: Columns, pairs: Pairs, taken: Taken, proven: bool) -> Plan:
    """What the arrays say, in words.

    :param pairs: those that ``feasible`` found: whoever is in none of them has nobody who could go.
    """
    served = np.flatnonzero(taken.helper >= 0)
    helpers = taken.helper[served]
    metres = columns.metres(served, helpers).tolist()
    visits = columns.visits_of(served, helpers).tolist()
    matches = tuple(
        Match(columns.tasks[task].key, columns.helpers[helper].key, way, times)
        for task, helper, way, times in zip(
            served.tolist(), helpers.tolist(), metres, visits, strict=True
        )
    )
    unserved = _unserved(columns, pairs, taken.unserved)
    return Plan(matches, unserved, weighed(columns, taken), proven)


def _unserved(columns: Columns, pairs: Pairs, tasks: Numbers) -> tuple[Unserved, ...]:
    """Those without a helper, by urgency, then wait; and why."""
    found = [
        (columns.tasks[n], Unserved(columns.tasks[n].key, why))
        for n, why in reasons_for(columns, pairs, tasks)
    ]
    found.sort(key=lambda each: (-each[0].urgency, -each[0].waited, each[0].key))
    return tuple(unserved for _, unserved in found)


def weighed(columns: Columns, taken: Taken) -> int:
    """What all matches weigh together, in metres: the pairs, and whose turn each was."""
    total = int(taken.weight.sum())
    everyone = np.arange(len(columns.helpers))
    for already in range(int(taken.count.max(initial=0))):
        total += int(columns.turns(everyone, already)[taken.count > already].sum())
    return total
