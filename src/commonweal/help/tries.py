"""When to try again to reach somebody who did not answer, and what comes after three tries. Pure.

Three tries on different days at different times (morning, afternoon, evening), each within the
hours that are safe for the person; then whoever holds their key, if that is safe; then a person
decides. Nothing here ends a request. Source: the issue's rule of three, as practised by helplines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commonweal.help.clock import firm
from commonweal.sector.opening import DAYS, Change, Hours, spans_on, time_in_words
from commonweal.ui.words import long_day

TRY, REACHED, KEYHOLDER, DECIDE = "try", "reached", "keyholder", "decide"
TRIES = 3
NOON, EVENING = dt.time(12), dt.time(17)
MORNING_, AFTERNOON_, EVENING_ = "morning", "afternoon", "evening"
# Where a person has not said when it is safe to ring.
UNLESS_SAID = (Hours(byday=DAYS, opens=dt.time(9), closes=dt.time(20)),)
LOOKS_AHEAD = 28
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True)
class Tried:
    """One try to reach somebody, and whether they were reached."""

    at: dt.datetime
    reached: bool = False


@dataclass(frozen=True)
class Next:
    """What comes next, and that in words. A ``TRY`` is made between ``begins`` and ``ends``."""

    what: str
    says: str
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None


def part_of_day(at: dt.datetime | dt.time) -> str:
    """Morning before midday, evening from five, the afternoon between."""
    time = at.time() if isinstance(at, dt.datetime) else at
    return MORNING_ if time < NOON else AFTERNOON_ if time < EVENING else EVENING_


def next_step(
    tries: Iterable[Tried],
    *,
    now: dt.datetime,
    safe: Sequence[Hours] = (),
    not_on: Sequence[Change] = (),
    keyholder: bool = False,
    keyholder_asked: bool = False,
) -> Next:
    """What is next for somebody who is to be reached.

    :param now: this moment by the place's own clock, with its zone; tries are read in that zone.
    :param safe: when it is safe to ring; where nothing was said, from 9 to 8 on any day.
    :param not_on: days on which nobody may ring, or only at certain hours.
    :param keyholder: whether there is one whom it is safe to ask. For somebody who fears whom they
        live with there is none, whatever is on file.
    :raises ValueError: when the moment has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    made = sorted((t for t in tries), key=lambda t: t.at.timestamp())
    if made and made[-1].reached:
        return Next(REACHED, "They were reached.")
    missed = _since_reached(made)
    if len(missed) >= TRIES:
        return _after_three(keyholder, keyholder_asked)
    window = _window(missed, now, safe or UNLESS_SAID, firm(not_on))
    if window is None:
        return Next(DECIDE, "In the next four weeks no hour is safe to ring. A person decides.")
    begins, ends = window
    return Next(TRY, _says(len(missed) + 1, begins, ends), begins, ends)


def _since_reached(made: Sequence[Tried]) -> list[Tried]:
    missed: list[Tried] = []
    for one in made:
        missed = [] if one.reached else [*missed, one]
    return missed


def _after_three(keyholder: bool, asked: bool) -> Next:
    if keyholder and not asked:
        return Next(
            KEYHOLDER,
            "Three tries had no answer. Ask whoever holds their key whether all is well, and do "
            "not say what the request is about.",
        )
    said = "" if asked else " There is nobody with a key whom it is safe to ask."
    return Next(DECIDE, f"Three tries had no answer.{said} A person decides what happens now.")


Window = tuple[dt.datetime, dt.datetime]


def _window(
    missed: Sequence[Tried], now: dt.datetime, safe: Sequence[Hours], not_on: Sequence[Change]
) -> Window | None:
    """The first stretch on a new day: at a time of day not tried yet, if a week has one."""
    before = [one.at.astimezone(now.tzinfo) for one in missed]
    days, parts = {at.date() for at in before}, {part_of_day(at) for at in before}
    stretches = [
        (begins, ends)
        for begins, ends in _stretches(now, safe, not_on)
        if begins.date() not in days and ends.timestamp() > now.timestamp()
    ]
    soon = now.date() + A_WEEK
    new = [p for p in stretches if part_of_day(p[0]) not in parts and p[0].date() <= soon]
    found = next(iter(new or stretches), None)
    if found is None:
        return None
    begins, ends = found
    return (max(begins, now, key=lambda at: at.timestamp()), ends)


def _stretches(
    now: dt.datetime, safe: Sequence[Hours], not_on: Sequence[Change]
) -> Iterator[Window]:
    """Safe hours from today on, cut at midday, at five and at midnight."""
    known = [hours for hours in safe if hours.opens and hours.closes]
    for ahead in range(LOOKS_AHEAD):
        day = now.date() + ahead * A_DAY
        cuts = [dt.datetime.combine(day, time) for time in (dt.time.min, NOON, EVENING)]
        cuts.append(cuts[0] + A_DAY)
        for span in spans_on(known, not_on, day):
            for first, last in pairwise(cuts):
                begins, ends = max(span.opens, first), min(span.closes, last)
                if begins < ends:
                    yield begins.replace(tzinfo=now.tzinfo), ends.replace(tzinfo=now.tzinfo)


def _says(number: int, begins: dt.datetime, ends: dt.datetime) -> str:
    which = ("First", "Second", "Third")[number - 1]
    return (
        f"{which} try: {begins:%A} {long_day(begins.date())}, between "
        f"{time_in_words(begins.time())} and {time_in_words(ends.time())}."
    )
