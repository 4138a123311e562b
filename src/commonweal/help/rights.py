"""By when a person's rights over what is kept of them are met, and when it is forgotten. Pure.

Source: the UK GDPR as amended by the Data (Use and Access) Act 2025, as the domain reference, 9.5,
has it. Months are by the calendar and end with the month: one from 31 January is 28 February. How
long things are kept are our own defaults unless their source says otherwise; a place may shorten
them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.commitments.dates import months_after
from commonweal.ui.words import long_day

SAR_MONTHS, EXTENSION_MONTHS = 1, 2
ACKNOWLEDGE_DAYS = 30
LONGEST_REVIEW = 12


@dataclass(frozen=True)
class Asking:
    """We asked who somebody is, or what they mean, on a day; ``given_on`` when they told us."""

    asked_on: dt.date
    given_on: dt.date | None = None


@dataclass(frozen=True)
class Due:
    """By when an answer is owed; none while the clock is stopped. ``says`` is a sentence."""

    on: dt.date | None
    says: str


def access_due(
    received_on: dt.date, asked: Iterable[Asking] = (), *, extended: bool = False
) -> Due:
    """By when somebody who asks what is kept of them has it.

    One month from the day it came, or from the day on which they told us the last thing that we
    needed to know; two months more where it was extended, with the reason told within the first.

    :raises ValueError: when something was asked before the request came, or given before asked.
    """
    starts = received_on
    stopped_on: dt.date | None = None
    for one in asked:
        _in_order(received_on, one)
        if one.given_on is None:
            stopped_on = min(stopped_on or one.asked_on, one.asked_on)
        else:
            starts = max(starts, one.given_on)
    if stopped_on is not None:
        said = f"The clock is stopped since {long_day(stopped_on)}, when we asked them something."
        return Due(None, said)
    months = SAR_MONTHS + (EXTENSION_MONTHS if extended else 0)
    due = months_after(starts, months)
    return Due(due, f"Owed by {long_day(due)}.")


def _in_order(received_on: dt.date, one: Asking) -> None:
    if one.asked_on < received_on:
        raise ValueError("Something was asked before the request came.")
    if one.given_on is not None and one.given_on < one.asked_on:
        raise ValueError("Something was given before it was asked for.")


def acknowledge_by(received_on: dt.date, days: int = ACKNOWLEDGE_DAYS) -> dt.date:
    """By when a complaint is acknowledged: in 30 days by law, or a scheme's own fewer.

    :raises ValueError: when a scheme gives itself more than the law, or less than a day.
    """
    if not 1 <= days <= ACKNOWLEDGE_DAYS:
        raise ValueError(f"A complaint is acknowledged within 1 to {ACKNOWLEDGE_DAYS} days.")
    return received_on + dt.timedelta(days=days)


ANONYMISE, ERASE = "anonymise", "erase"


@dataclass(frozen=True)
class Retention:
    """How long one kind of thing is kept after what ends it, and what happens then.

    ``of_age`` keeps what concerns a child until they are so old, if that is later.
    """

    kind: str
    after: str
    months: int
    then: str
    source: str
    of_age: int | None = None


RETENTION = {
    one.kind: one
    for one in (
        Retention(
            "request",
            "the request was closed",
            12,
            ANONYMISE,
            "Our default: need, ward and month stay.",
        ),
        Retention(
            "safeguarding",
            "the concern was closed",
            84,
            ERASE,
            "Common practice, to be checked by the place's lead: seven years.",
        ),
        Retention(
            "safeguarding_child",
            "the concern was closed",
            0,
            ERASE,
            "Common practice, to be checked by the place's lead: until the child is 25.",
            of_age=25,
        ),
        Retention(
            "check",
            "the helper left the role",
            6,
            ERASE,
            "The code of practice of the Disclosure and Barring Service: six months.",
        ),
        Retention(
            "consent",
            "it was last relied on",
            72,
            ERASE,
            "The Limitation Act 1980: six years in which somebody may claim.",
        ),
        Retention("look", "somebody looked", 24, ERASE, "Our default: two years."),
    )
}


def forget_on(kind: str, ended_on: dt.date, *, born_on: dt.date | None = None) -> dt.date:
    """On which day something of a kind is anonymised or erased.

    :raises ValueError: when there is no such kind, or a child's day of birth is needed.
    """
    if kind not in RETENTION:
        raise ValueError(f"Nothing says how long {kind} is kept.")
    rule = RETENTION[kind]
    after = months_after(ended_on, rule.months)
    if rule.of_age is None:
        return after
    if born_on is None:
        raise ValueError("How long this is kept depends on the child's day of birth.")
    return max(after, months_after(born_on, 12 * rule.of_age))


def review_by(from_on: dt.date, months: int = LONGEST_REVIEW) -> dt.date:
    """When a purpose lapses unless somebody has looked whether it still holds.

    :raises ValueError: when it would go for longer than a year, or for no time.
    """
    if not 1 <= months <= LONGEST_REVIEW:
        raise ValueError(f"A purpose is looked at again within 1 to {LONGEST_REVIEW} months.")
    return months_after(from_on, months)
