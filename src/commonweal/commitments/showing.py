"""What an event shows of an undertaking: a fact in one sentence, never a verdict. Pure.

Which undertakings an event bears on follows from their own words and from how they are looked at:
at least so many days of consultation, so many months of notice, a share of grants of more than a
year, yes or no to payment in advance or full costs. Where the words speak of none of these, nothing
is computed: a person adds the evidence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.commitments import dates
from commonweal.ui.words import count

CONSULTATION, FUNDING_ENDED, GRANT, DECISION = "consultation", "funding-ended", "grant", "decision"
A_YEAR = 12
# How it is looked at, a stem that its words hold, the kind of event, and what is read of that.
BEARINGS: tuple[tuple[str, str, str, str], ...] = (
    ("min-days", "consult", CONSULTATION, "days"),
    ("min-months", "notice", FUNDING_ENDED, "months"),
    ("share", "year", GRANT, "length"),
    ("yes-no", "in advance", GRANT, "in_advance"),
    ("yes-no", "full cost", GRANT, "full_costs"),
    ("yes-no", "in writing", DECISION, "in_writing"),
)
ASKS = {
    "in_advance": "Payment in advance was considered",
    "full_costs": "The full costs were paid",
    "in_writing": "The decision and its reasons were given in writing",
}


@dataclass(frozen=True)
class Happened:
    """The facts of an event, as plain values. ``yes``, ``no`` and blank are what is known."""

    kind: str
    opened_on: dt.date | None = None
    closes_on: dt.date | None = None
    notice_on: dt.date | None = None
    ends_on: dt.date | None = None
    months: int | None = None
    in_writing: str = ""
    in_advance: str = ""
    full_costs: str = ""
    rationale: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Shown:
    """A fact. ``known`` is false where the record lacks what it would be computed from."""

    says: str
    known: bool = True


def what_is_read(reviewed_by: str, words: str, kind: str) -> str:
    """What of an event of this kind an undertaking is about; blank where it bears on nothing."""
    plain = " ".join(words.lower().split())
    for how, stem, bears_on, what in BEARINGS:
        if (how, bears_on) == (reviewed_by, kind) and stem in plain:
            return what
    return ""


def shown(reviewed_by: str, words: str, needed: int | None, what: Happened) -> Shown | None:
    """The fact that an event shows of an undertaking, or none where it does not bear on it."""
    match what_is_read(reviewed_by, words, what.kind):
        case "days":
            return _days(what, needed or dates.TWELVE_WEEKS)
        case "months":
            return _months(what, needed or dates.THREE_MONTHS)
        case "length":
            return _length(what)
        case "":
            return None
        case asked:
            return _yes_no(ASKS[asked], getattr(what, asked), what.reason)


def _days(what: Happened, needed: int) -> Shown:
    if what.opened_on is None or what.closes_on is None:
        return Shown("Not computed: the record lacks the day it opened or closed.", known=False)
    found = dates.consultation(what.opened_on, what.closes_on, reason=what.reason, needed=needed)
    return Shown(found.why)


def _months(what: Happened, needed: int) -> Shown:
    if what.notice_on is None or what.ends_on is None:
        return Shown("Not computed: the record lacks the day of notice or of the end.", known=False)
    written = {"yes": True, "no": False}.get(what.in_writing)
    found = dates.notice(
        what.notice_on, what.ends_on, rationale=what.rationale, in_writing=written,
        needed=needed, reason=what.reason,
    )  # fmt: skip
    return Shown(found.why)


def _length(what: Happened) -> Shown:
    if what.months is None:
        return Shown("Not computed: the record lacks how long the grant runs.", known=False)
    longer = "more than a year" if what.months > A_YEAR else "a year or less"
    excuse = "" if what.months > A_YEAR else f"; {_filed(what.reason)}"
    return Shown(f"{count(what.months, 'month')}: {longer}{excuse}.")


def _yes_no(asks: str, known: str, reason: str) -> Shown:
    if not known:
        return Shown(f"{asks}: nobody has said.", known=False)
    return Shown(f"{asks}: yes." if known == "yes" else f"{asks}: no; {_filed(reason)}.")


def _filed(reason: str) -> str:
    return "a reason is filed" if reason.strip() else "no reason filed"
