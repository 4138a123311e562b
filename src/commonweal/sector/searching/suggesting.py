"""Organisations whose name somebody may be typing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonweal.sector.models import Organisation
from commonweal.sector.searching.asking import hits
from commonweal.sector.searching.memory import held
from commonweal.sector.searching.ordering import Matches, first, weight
from commonweal.sector.searching.query import Query
from commonweal.sector.searching.words import terms


@dataclass(frozen=True)
class Suggestion:
    """An organisation by its name."""

    ref: str
    name: str
    kind: str
    score: float


def suggest(typed: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """The published organisations that match what was typed, its last word perhaps unfinished.

    A score is the database's own: larger is better, and comparable only within one answer.
    """
    wanted = terms(typed)
    if not wanted:
        return ()
    unfinished = (*wanted[:-1], replace(wanted[-1], prefix=not wanted[-1].is_phrase))
    memory = held()
    keys, scores, _ = hits((unfinished,))
    at, known = memory.positions_of(keys)
    matches = Matches(at, scores[known], None)
    best = first(weight(memory, Query(words=typed), matches), memory, at, limit)
    score = {int(memory.keys[at[i]]): float(matches.scores[i]) for i in best}
    found = {o.pk: o for o in Organisation.objects.published().filter(pk__in=score)}
    return tuple(
        Suggestion(found[k].ref, found[k].name, found[k].kind, s)
        for k, s in score.items()
        if k in found
    )
