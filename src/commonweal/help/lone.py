"""Who is told, and when, that somebody has not come back from a visit. Pure.

A helper says when a visit should end. Not heard of 15 minutes later the helper is sent a text,
after 30 whoever is on duty rings, after 45 the lead decides about 999. What cannot be delivered
goes at once to the next. Source: practice of good-neighbour schemes, as the domain reference, 9.2,
has it. Moments carry their zone, so a visit across midnight or a change of the clocks lasts as long
as it says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

HELPER, ON_DUTY, LEAD = "helper", "on_duty", "lead"
# Minutes after the expected end, whom it goes to, what is to be done.
RUNGS = (
    (15, HELPER, "Text the helper: are you all right?"),
    (30, ON_DUTY, "Ring the helper. If there is no answer, ring the contact they left with us."),
    (45, LEAD, "Decide now whether to ring 999. Somebody goes to the address or the police do."),
)


@dataclass(frozen=True)
class Alert:
    """One alert of a visit: the how-manieth, from when it is due at the latest, to whom."""

    rung: int
    at: dt.datetime
    to: str
    says: str


@dataclass(frozen=True)
class Sent:
    """An alert that was sent, and what became of it.

    ``answered``: it is known since that the helper is safe. That somebody read it is no answer.
    ``undelivered``: it is known not to have arrived, or nobody was there to take it.
    """

    rung: int
    answered: bool = False
    undelivered: bool = False


def expected_end(starts: dt.datetime, minutes: int) -> dt.datetime:
    """When a visit of so many minutes ends, by the clock of the place where it starts.

    :raises ValueError: when the start has no zone, or the visit no length.
    """
    if minutes < 1:
        raise ValueError("A visit lasts a minute at the least.")
    return _later(starts, minutes)


def alerts(ends: dt.datetime) -> tuple[Alert, ...]:
    """All alerts of a visit that should end then, in the order in which they climb.

    :raises ValueError: when the moment has no zone.
    """
    return tuple(
        Alert(rung, _later(ends, minutes), to, says)
        for rung, (minutes, to, says) in enumerate(RUNGS, start=1)
    )


def due(ends: dt.datetime, sent: Iterable[Sent], *, now: dt.datetime) -> tuple[Alert, ...]:
    """What is to be sent at this moment, gentlest first, for a visit that nobody has ended.

    Whatever is late is sent, also when a stronger one went before it; once one was answered,
    nothing is.
    """
    known = {one.rung: one for one in sent}
    if any(one.answered for one in known.values()):
        return ()
    lost = {one.rung for one in known.values() if one.undelivered}
    return tuple(
        alert
        for alert in alerts(ends)
        if alert.rung not in known and (_is_past(alert, now) or alert.rung - 1 in lost)
    )


def next_look(ends: dt.datetime, sent: Iterable[Sent], *, now: dt.datetime) -> dt.datetime | None:
    """When to look at a visit again: now where something is due; never where nothing is left."""
    known = tuple(sent)
    if due(ends, known, now=now):
        return now
    if any(one.answered for one in known):
        return None
    told = {one.rung for one in known}
    left = [alert for alert in alerts(ends) if alert.rung not in told]
    return left[0].at if left else None


def nobody_was_told(sent: Iterable[Sent]) -> bool:
    """Whether the last alert could not be delivered either: everybody of the scheme is told."""
    return any(one.rung == len(RUNGS) and one.undelivered and not one.answered for one in sent)


def _is_past(alert: Alert, now: dt.datetime) -> bool:
    # Python compares moments of one zone by the clock on the wall, which shows some hours twice.
    return alert.at.timestamp() <= now.timestamp()


def _later(moment: dt.datetime, minutes: int) -> dt.datetime:
    """So many minutes later as they pass, not as the clock on the wall shows them."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    passed = moment.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    return passed.astimezone(moment.tzinfo)
