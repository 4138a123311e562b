"""Where a concern stands: the ladder with its days, and the limits of the law that run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.commitments.choices import Rung
from commonweal.commitments.ladder import Came, Step, steps
from commonweal.commitments.limits import NOT_ADVICE, Limit, limits_of
from commonweal.commitments.models import Concern


@dataclass(frozen=True)
class Standing:
    """The steps, each with its name; the limits, each with the days left; what to say of them."""

    steps: tuple[tuple[str, Step], ...]
    limits: tuple[tuple[Limit, int | None], ...]
    advice: str = NOT_ADVICE


def standing_of(concern: Concern, today: dt.date) -> Standing:
    """Where a concern stands on a day."""
    came = [Came(stage.rung, stage.on) for stage in concern.stages.order_by("pk")]
    found = steps(came, today=today)
    limits = limits_of(
        concern.decision_on, concern.known_on, procurement=concern.procurement, today=today
    )
    return Standing(
        tuple((str(Rung(step.rung).label), step) for step in found),
        tuple((limit, limit.days_left(today)) for limit in limits),
    )
