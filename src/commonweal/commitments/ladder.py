"""The steps by which a dispute between a group and a partner goes on, with their deadlines. Pure.

Source: the accountability and transparency guide to the Compact, as the domain reference, 7.2, has
it: a formal letter is answered within ten working days, the champion or steering group within
twenty; mediation needs both sides; the Ombudsman and the courts keep time limits of their own
(``limits``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.commitments.dates import working_days_after

INFORMAL, FORMAL, CHAMPION, MEDIATION, COMPLAINT, COURT = range(1, 7)
# Within how many working days an answer is owed, by step.
OWED_WITHIN = {FORMAL: 10, CHAMPION: 20}
SAYS = {
    INFORMAL: "Raised with a named officer, in the hope that it can be put right at once.",
    FORMAL: "Put in writing to the partner. An answer is owed within 10 working days.",
    CHAMPION: "Before the champion or the steering group of the agreement, who answer within "
    "20 working days.",
    MEDIATION: "An independent mediator, if both sides agree to it. There is no set time.",
    COMPLAINT: "The partner's own complaints procedure; after it, the Ombudsman.",
    COURT: "A court looks at whether the decision was lawful. It needs a lawyer, at once.",
}


@dataclass(frozen=True)
class Came:
    """A concern came to a step on a day."""

    rung: int
    on: dt.date


@dataclass(frozen=True)
class Step:
    """One step of the ladder as it stands for one concern, on the day it is looked at.

    ``on`` is when the concern came to it, if it did; ``due_on`` when an answer is owed;
    ``now`` whether it is there; ``late`` whether the day has passed while it is there.
    """

    rung: int
    says: str
    on: dt.date | None
    due_on: dt.date | None
    now: bool
    late: bool


def due_on(rung: int, on: dt.date) -> dt.date | None:
    """By when an answer is owed to what came to a step on a day; none where there is no set time.

    :raises ValueError: when there is no such step.
    """
    if rung not in SAYS:
        raise ValueError(f"The ladder has no step {rung}.")
    within = OWED_WITHIN.get(rung)
    return working_days_after(on, within) if within else None


def steps(came: Iterable[Came], *, today: dt.date) -> tuple[Step, ...]:
    """The whole ladder for one concern, from the gentlest step."""
    days = {one.rung: one.on for one in came}
    at = max(days, default=0)
    found = []
    for rung, says in SAYS.items():
        on = days.get(rung)
        due = due_on(rung, on) if on else None
        late = rung == at and due is not None and due < today
        found.append(Step(rung, says, on, due, rung == at, late))
    return tuple(found)


def may_come(rung: int, at: int, *, both_agree: bool) -> str:
    """Why a concern may not come to a step from where it is; nothing where it may."""
    if rung <= at:
        return "It has come to that step already, or further."
    if rung == MEDIATION and not both_agree:
        return "Mediation needs both sides to agree. Say that both do."
    return ""
