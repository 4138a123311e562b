"""The log that everybody reads of what was changed about a call once its answers had closed."""

from __future__ import annotations

from commonweal.commitments.models import Ballot, Call, CallCorrection, Candidate
from commonweal.commitments.reports.hours import closed_calls
from commonweal.core import clock
from commonweal.core.actors import Actor


def note(
    call: Call, by: Actor, what: str, why: str, candidate: Candidate | None = None
) -> CallCorrection:
    """Write a line of the log that everybody reads."""
    return CallCorrection.objects.create(
        call=call, candidate=candidate, what=what, why=why, at=clock.now(), by=by.label
    )


def note_if_closed(ballot: Ballot, candidate: Candidate, by: Actor, what: str, why: str) -> None:
    """Write a line on the log of every call to this ballot whose answers have closed."""
    for call in closed_calls(ballot, clock.now()):
        note(call, by, what, why, candidate)
