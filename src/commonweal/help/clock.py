"""How long a person has waited, until when they should have been helped, who reads next. Pure.

A request has two clocks. The scheme's stands still while it waits for the person, so that nobody is
blamed for an answer that did not come; the published one, which is the person's own wait, never
does. Source of the urgencies: the domain reference, 9.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commonweal.sector.opening import Change, Hours, next_open, open_at, time_in_words
from commonweal.ui.words import long_day

EMERGENCY, FOUR_HOURS, SAME_DAY = "emergency", "hours", "today"
THREE_DAYS, PLANNED = "days", "planned"
# In the order of the board.
URGENCIES = (EMERGENCY, FOUR_HOURS, SAME_DAY, THREE_DAYS, PLANNED)
NOTHING = dt.timedelta()
A_DAY = dt.timedelta(days=1)
UNKNOWN = (
    "We do not know when somebody will read this. If it cannot wait, ring 111; in danger, ring 999."
)


@dataclass(frozen=True)
class Transition:
    """A request came to another state at a moment: one that waits for the person, or ends it."""

    at: dt.datetime
    pauses: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Waited:
    """How long by each clock. ``scheme`` is never more than ``published``."""

    scheme: dt.timedelta
    published: dt.timedelta

    @property
    def paused(self) -> dt.timedelta:
        """How long the scheme's clock has stood still."""
        return self.published - self.scheme


def waited(transitions: Sequence[Transition], now: dt.datetime) -> Waited:
    """Both clocks at a moment, from the first transition on.

    Transitions are as they were written, in that order. One whose moment is before its forerunner's
    (two machines, two clocks) counts as at the same moment, so neither clock ever runs backwards.
    What ends a request stops both; if it goes on after all, the time between was a wait as well.

    :raises ValueError: when there is no transition.
    """
    if not transitions:
        raise ValueError("A request begins with a transition.")
    now = now.astimezone(dt.UTC)
    past = [one for one in _in_order(transitions) if one.at <= now]
    if not past:
        return Waited(NOTHING, NOTHING)
    until = [*(one.at for one in past[1:]), now]
    scheme = NOTHING
    for one, next_at in zip(past, until, strict=True):
        scheme += NOTHING if one.pauses or one.ends else next_at - one.at
    return Waited(scheme, _stopped_at(past, now) - past[0].at)


def _in_order(transitions: Sequence[Transition]) -> list[Transition]:
    kept: list[Transition] = []
    for one in transitions:
        # Python compares and subtracts moments of one zone by the clock on the wall.
        at = one.at.astimezone(dt.UTC)
        kept.append(replace(one, at=max(at, kept[-1].at) if kept else at))
    return kept


def _stopped_at(past: Sequence[Transition], now: dt.datetime) -> dt.datetime:
    """Since when it has been at an end, or this moment where it is not."""
    stopped = now
    for one in reversed(past):
        if not one.ends:
            break
        stopped = one.at
    return stopped


def due_at(
    urgency: str,
    asked_at: dt.datetime,
    *,
    here: dt.tzinfo,
    planned_on: dt.date | None = None,
    paused: dt.timedelta = NOTHING,
) -> dt.datetime:
    """By when the person should have been helped.

    An emergency is due as it comes: the person was told of 999 and 111, and somebody looks. "The
    same day" and "three days" are over at midnight by the place's own clock; the first day of three
    is the next. Time in which the scheme's clock stood still is added, except to a planned day,
    which the person chose.

    :raises ValueError: when there is no such urgency, or no day where one is planned.
    """
    if _known(urgency) == _known(PLANNED):
        if planned_on is None:
            raise ValueError("A planned request needs its day.")
        return _midnight_after(planned_on, here)
    came_on = asked_at.astimezone(here).date()
    by_urgency = {
        EMERGENCY: asked_at,
        FOUR_HOURS: asked_at.astimezone(dt.UTC) + dt.timedelta(hours=4),
        SAME_DAY: _midnight_after(came_on, here),
        THREE_DAYS: _midnight_after(came_on + 3 * A_DAY, here),
    }
    return (by_urgency[urgency].astimezone(dt.UTC) + paused).astimezone(here)


def _midnight_after(day: dt.date, here: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day + A_DAY, dt.time.min, tzinfo=here)


def board_order(urgency: str, asked_at: dt.datetime, key: int) -> tuple[int, float, int]:
    """Where a request stands on the board, as a key to sort by: urgency, then the longest wait.

    :raises ValueError: when there is no such urgency.
    """
    return _known(urgency), asked_at.timestamp(), key


def _known(urgency: str) -> int:
    if urgency not in URGENCIES:
        raise ValueError(f"There is no urgency {urgency}.")
    return URGENCIES.index(urgency)


@dataclass(frozen=True)
class Read:
    """When somebody will read what is sent now, if that is known, and the sentence that says so."""

    at: dt.datetime | None
    says: str


def next_read(duty_hours: Iterable[Hours], closed: Sequence[Change], now: dt.datetime) -> Read:
    """When somebody of a scheme will next read requests, told truthfully.

    Hours without both times do not count, for nobody could hold us to them. Nothing is promised
    further ahead than two months.

    :param now: this moment by the place's own clock, with its zone.
    :raises ValueError: when the moment has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    known = [hours for hours in duty_hours if hours.opens and hours.closes]
    closed, wall = firm(closed), now.replace(tzinfo=None)
    span = open_at(known, closed, wall)
    if span:
        return Read(now, f"Somebody reads this now, until {time_in_words(span.closes.time())}.")
    span = next_open(known, closed, wall)
    if span is None:
        return Read(None, UNKNOWN)
    at = span.opens.replace(tzinfo=now.tzinfo)
    return Read(at, f"Somebody will read this {_when(span.opens, wall)}.")


def firm(changes: Iterable[Change]) -> list[Change]:
    """Changes of hours; one that names no times counts as closed, for it holds nobody to any."""
    return [c if c.opens and c.closes else replace(c, closed=True) for c in changes]


def _when(opens: dt.datetime, now: dt.datetime) -> str:
    time, days = time_in_words(opens.time()), (opens.date() - now.date()).days
    if days < 2:
        return f"{'tomorrow' if days else 'today'} from {time}"
    return f"from {time} on {opens:%A} {long_day(opens.date())}"
