"""A second opinion on which organisations are one, from a program that learnt from the register."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.actions.doubts import Faces, schemes_of
from commonweal.sector.choices import Doubt
from commonweal.sector.likeness import Likeness, across_registers
from commonweal.sector.models import Doubtful

# From this chance on, a pair that nobody has raised is raised.
WORTH_ASKING = 0.95
ENOUGH_TO_LEARN = 300
SAYS = "Splink takes them for one"


@dataclass(frozen=True)
class Opinion:
    """How many open doubts were scored, and how many pairs were raised anew."""

    scored: int
    raised: int


@action(permission="sector.keep_register")
def ask_second_opinion(*, by: Actor) -> Opinion:
    """Score the open doubts, and raise pairs that are very likely one and were never raised.

    Nothing is merged. Only what is published is compared, and two numbers of one register are two
    bodies whatever the program says.

    :raises Refused: when Splink is not installed, or cannot learn from so small a register.
    """
    # What learns is loaded when it is asked, not when the site starts.
    from commonweal.sector.opinion import NoOpinion, scored, tidied

    faces = list(Faces())
    if len(faces) < ENOUGH_TO_LEARN:
        raise Refused(
            f"A register of {len(faces):,} active organisations is too small to learn from; "
            f"{ENOUGH_TO_LEARN} are enough."
        )
    try:
        pairs = scored(tidied(faces))
    except NoOpinion as problem:
        raise Refused(str(problem)) from problem
    chances: dict[tuple[int, int], float] = {}
    for left, right, chance in zip(pairs.left, pairs.right, pairs.chance, strict=True):
        pair = (int(min(left, right)), int(max(left, right)))
        chances[pair] = max(chances.get(pair, 0.0), float(chance))
    return Opinion(score_doubts(chances), raise_doubts(by, chances))


def score_doubts(chances: dict[tuple[int, int], float]) -> int:
    """Write the chance beside each open doubt; how many had one."""
    doubts = [
        doubt
        for doubt in Doubtful.objects.filter(standing=Doubt.OPEN)
        if (doubt.left_id, doubt.right_id) in chances
    ]
    for doubt in doubts:
        doubt.second_opinion = chances[doubt.left_id, doubt.right_id]
    Doubtful.objects.bulk_update(doubts, ["second_opinion"], batch_size=200)
    return len(doubts)


def raise_doubts(by: Actor, chances: dict[tuple[int, int], float]) -> int:
    """Raise what is very likely one and was never raised; how many."""
    likely = [
        Likeness(left=left, right=right, evidence={SAYS: f"{chance:.2f}"})
        for (left, right), chance in sorted(chances.items())
        if chance >= WORTH_ASKING
    ]
    before, now = Doubtful.objects.count(), clock.now()
    Doubtful.objects.bulk_create(
        (
            Doubtful(
                left_id=pair.left, right_id=pair.right, reason=f"{SAYS}.",
                evidence=pair.evidence, second_opinion=chances[pair.left, pair.right],
                raised_at=now, raised_by=by.label,
            )
            for pair in across_registers(likely, schemes_of(likely))
        ),
        ignore_conflicts=True,
        batch_size=100,
    )  # fmt: skip
    return Doubtful.objects.count() - before
