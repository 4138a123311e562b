"""When a candidate is written to, until when they may answer, and how long an answer is. Pure.

The same for all: whatever differs, differs by ballot (a poll that was put off has a deadline of its
own), never by candidate.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

A_WORD = re.compile(r"[^\W_]")
# However long words are made, the box is the same for all: so many letters for each word.
LETTERS_A_WORD = 20
MOST_REMINDERS = 5


class CallTimes(Protocol):
    """A call, as far as its times go."""

    @property
    def opened_at(self) -> dt.datetime | None:
        """When a person opened it."""

    @property
    def invite_at(self) -> dt.datetime:
        """The hour at which all are invited."""

    @property
    def closes_at(self) -> dt.datetime:
        """Until when all may answer."""

    @property
    def reveal_at(self) -> dt.datetime:
        """When all answers appear."""


class BallotTimes(Protocol):
    """A ballot, as far as its own times go."""

    @property
    def closes_at(self) -> dt.datetime | None:
        """The new deadline of a poll that was put off."""

    @property
    def reveal_at(self) -> dt.datetime | None:
        """The new hour of a poll that was put off."""


@dataclass(frozen=True)
class Due:
    """A message that is due to all of a ballot from a moment on. ``number`` is how many days
    before the deadline, of a reminder."""

    number: int
    at: dt.datetime


def deadline_of(call: CallTimes, ballot: BallotTimes) -> dt.datetime:
    """Until when answers are taken on this ballot. At that very moment it is over."""
    return ballot.closes_at or call.closes_at


def hour_of(call: CallTimes, ballot: BallotTimes) -> dt.datetime:
    """When the answers of this ballot appear."""
    return ballot.reveal_at or call.reveal_at


def takes_answers(call: CallTimes, ballot: BallotTimes, now: dt.datetime) -> bool:
    """Whether an answer counts at this moment."""
    return call.opened_at is not None and call.invite_at <= now < deadline_of(call, ballot)


def reminders_due(
    days: Iterable[int], invite_at: dt.datetime, deadline: dt.datetime, now: dt.datetime
) -> tuple[Due, ...]:
    """The reminders whose time has come, each so many days before the deadline, at the hour of the
    invitation by the clock here. After the deadline none is. ``invite_at`` says which zone is ours.
    """
    if now >= deadline:
        return ()
    last = deadline.astimezone(invite_at.tzinfo).date()
    found = []
    for number in sorted(set(days), reverse=True):
        day = last - dt.timedelta(days=number)
        at = dt.datetime.combine(day, invite_at.time(), invite_at.tzinfo)
        if invite_at < at <= now:
            found.append(Due(number, at))
    return tuple(found)


def words_in(text: str) -> int:
    """How many words: what stands between spaces and has a letter or figure in it."""
    return sum(1 for piece in text.split() if A_WORD.search(piece))


def too_long(text: str, limit: int) -> str:
    """What to say of words past the limit, which is the same for all; nothing if they fit."""
    count = words_in(text)
    if count > limit:
        over = count - limit
        return (
            f"This is {count:,} words long. Everybody has {limit:,}: take out {over:,} "
            f"{'word' if over == 1 else 'words'} or more."
        )
    if len(text) > limit * LETTERS_A_WORD:
        return (
            f"This is {len(text):,} characters long. Everybody has {limit:,} words and at most "
            f"{limit * LETTERS_A_WORD:,} characters."
        )
    return ""


def tidy(text: str) -> str:
    """An answer as it is kept: its own words, with line ends of one kind and none at the ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def remind_days_from(days: Sequence[int], invite_at: dt.datetime, closes_at: dt.datetime) -> str:
    """What is wrong with the days on which all are reminded; nothing if they will do."""
    if len(days) > MOST_REMINDERS:
        return f"At most {MOST_REMINDERS} reminders: more would be a nuisance."
    window = (closes_at - invite_at).days
    wrong = [day for day in days if not 0 < day < max(window, 1)]
    if wrong:
        return f"{wrong[0]} days before the deadline is not between invitation and deadline."
    return "" if len(set(days)) == len(days) else "A day stands here twice."
