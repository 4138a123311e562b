"""When somebody is tried next, and how long they have waited by each clock."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.help.choices import ENDINGS, State, TryOutcome
from commonweal.help.clock import Transition, Waited, waited
from commonweal.help.models import Request
from commonweal.help.ringing import safe_hours
from commonweal.help.tries import Next, Tried, next_step

ANSWERED = (TryOutcome.REACHED, TryOutcome.REFUSED)
OVER = (*ENDINGS, State.FOLLOW_UP, State.CLOSED)


def next_try(request: Request, at: dt.datetime) -> Next:
    """What comes next for whoever asked: another try and when, their keyholder, or a decision.

    Who fears whom they live with has no keyholder, whatever is on file.
    """
    client, rows = request.client, list(request.tries.all())
    made = [Tried(clock.here(t.at), t.outcome in ANSWERED) for t in rows if not t.keyholder]
    return next_step(
        made, now=clock.here(at), safe=safe_hours(client),
        keyholder=not client.abuse and client.keyholders.exists(),
        keyholder_asked=any(t.keyholder for t in rows),
    )  # fmt: skip


def waited_of(request: Request, at: dt.datetime) -> Waited:
    """Both clocks of a request at a moment, out of its transitions."""
    rows = [
        Transition(t.at, pauses=t.after == State.WAITING, ends=t.after in OVER)
        for t in request.transitions.order_by("number")
    ]
    return waited([Transition(request.asked_at), *rows], at)
