"""How much may be spent on a call that favours or opposes candidates, in one ward. Pure.

Where a call favours or opposes nobody this law does not bear on it, and nothing is logged.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Rate:
    """What anybody may spend for or against a candidate without their agent's authority.

    ``base`` in pounds and ``per_elector`` in pounds for each entry in the register. ``polls_to`` is
    the last day of a poll it is good for, where a later rate is known. ``looked_up`` is when its
    ``source`` was last read.
    """

    base: Decimal
    per_elector: Decimal
    source: str
    looked_up: dt.date
    polls_to: dt.date | None = None


# The newest first. A new rate is a row here, with the day to which the one before it was good.
LOCAL: tuple[Rate, ...] = (
    Rate(
        base=Decimal("50"),
        per_elector=Decimal("0.005"),
        source=(
            "Electoral Commission, guidance for local non-party campaigners; its law is "
            "section 75 of the Representation of the People Act 1983"
        ),
        looked_up=dt.date(2026, 11, 23),
    ),
)


def rate_for(poll: dt.date, rates: tuple[Rate, ...] = LOCAL) -> Rate:
    """The rate that is good for a poll on a day.

    :raises ValueError: when none is.
    """
    good = [r for r in rates if r.polls_to is None or poll <= r.polls_to]
    if not good:
        raise ValueError(f"No permitted sum is known for a poll on {poll:%d.%m.%Y}.")
    return min(good, key=lambda r: r.polls_to or dt.date.max)


def permitted_sum(electors: int, poll: dt.date, rates: tuple[Rate, ...] = LOCAL) -> Decimal:
    """The most that may be spent in a ward without an agent's authority, in whole pence.

    A part of a penny is left off: it may not be spent.

    >>> permitted_sum(6840, dt.date(2026, 5, 7))
    Decimal('84.20')

    :raises ValueError: when there are fewer than no electors, or no rate for that day.
    """
    if electors < 0:
        raise ValueError("There cannot be fewer than no electors.")
    rate = rate_for(poll, rates)
    return (rate.base + rate.per_elector * electors).quantize(PENNY, rounding=ROUND_DOWN)


@dataclass(frozen=True)
class Standing:
    """How the spending in a ward stands, in pounds. ``permitted`` is None where not known."""

    spent: Decimal
    permitted: Decimal | None

    @property
    def needs_authority(self) -> bool:
        """Whether it goes past what may be spent without an agent's authority."""
        return self.permitted is not None and self.spent > self.permitted

    @property
    def left(self) -> Decimal | None:
        """What may still be spent, where that is known; never less than nothing."""
        return None if self.permitted is None else max(self.permitted - self.spent, Decimal(0))
