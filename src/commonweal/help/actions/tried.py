"""Trying to reach somebody: when next, and whether it was often enough. Inner steps."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.help.actions import life
from commonweal.help.choices import TryOutcome
from commonweal.help.models import Request
from commonweal.help.reports.trying import next_try
from commonweal.help.tries import TRIES, part_of_day


def try_again(request: Request) -> None:
    """Look again when the next try is due, or soon where a person must decide. Inner step."""
    now = clock.now()
    step = next_try(request, now)
    at = max(step.begins or now, now + life.SOON)
    life.look_again(request, at, "Try them again" if step.begins else step.says[:200])


def was_asked(request: Request) -> bool:
    """Whether somebody spoke with them since it ended, or tried at three different times."""
    tries = request.tries.filter(at__gte=request.ended_at, keyholder=False)
    told = list(tries.values_list("at", "outcome"))
    moments = [clock.here(at) for at, _ in told]
    return (
        any(outcome in (TryOutcome.REACHED, TryOutcome.REFUSED) for _, outcome in told)
        or len({(at.date(), part_of_day(at)) for at in moments}) >= TRIES
    )
