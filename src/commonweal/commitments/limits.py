"""The time limits of the law that run from a decision, whatever else is tried meanwhile. Pure.

Sources: Civil Procedure Rules 54.5 (judicial review: promptly, and not later than three months
after the grounds first arose); Procurement Act 2023, section 106, and Public Contracts Regulations
2015, regulation 92 (30 days beginning with the day on which it was known); Local Government Act
1974, section 26B (Ombudsman: twelve months beginning with the day of first notice).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.commitments.dates import A_DAY, months_after

REVIEW_MONTHS, OMBUDSMAN_MONTHS, PROCUREMENT_DAYS = 3, 12, 30
NOT_ADVICE = (
    "This is not legal advice, and a court may count otherwise. The limits run while you talk: no "
    "step of the ladder stops them. Ask a solicitor at once; Citizens Advice, LawWorks and the "
    "Public Law Project can say who helps without a fee."
)


@dataclass(frozen=True)
class Limit:
    """One limit: what it is for, the last day (none where the day it runs from is not known)."""

    what: str
    says: str
    last: dt.date | None
    passed: bool

    def days_left(self, today: dt.date) -> int | None:
        """How many days are left, the last among them; none where it is not known or has passed."""
        return None if self.last is None or self.passed else (self.last - today).days + 1


def limits_of(
    decision_on: dt.date | None, known_on: dt.date | None, *, procurement: bool, today: dt.date
) -> tuple[Limit, ...]:
    """The limits that run, the shortest first.

    Where the group has not said when it came to know, its limits are counted from the decision,
    which is the earlier day. Where the decision's day is not known, from when it was known.
    """
    arose = decision_on or known_on
    knew = known_on or decision_on
    found = [
        _limit(
            "Judicial review", "Promptly, and at most three months from when the grounds arose. "
            "Waiting to the last day can be too late.",
            arose and months_after(arose, REVIEW_MONTHS), today,
        ),
        _limit(
            "Local Government and Social Care Ombudsman", "Twelve months, beginning with the day "
            "on which you came to know of it. The body's own complaints procedure comes first.",
            knew and months_after(knew, OMBUDSMAN_MONTHS) - A_DAY, today,
        ),
    ]  # fmt: skip
    if procurement:
        last = knew and knew + (PROCUREMENT_DAYS - 1) * A_DAY
        says = "30 days, beginning with the day on which you knew, or ought to have known."
        found.insert(0, _limit("A claim about a tender or contract", says, last, today))
    return tuple(found)


def _limit(what: str, says: str, last: dt.date | None, today: dt.date) -> Limit:
    return Limit(what, says, last, last is not None and last < today)
