"""What is counted of help in a month, how, and what may be shown of it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.core.suppression import SMALL, rounded

LEAST_CHANGE = 5


@dataclass(frozen=True)
class Counted:
    """One number: its words, and how it is counted, so that somebody else could count it again."""

    words: str
    how: str


COUNTED: dict[str, Counted] = {
    "requests": Counted(
        "Requests for help",
        "Each need that somebody asked for in the month, once. One that was handed to another "
        "scheme is counted where it went, and not where it came from.",
    ),
    "answered": Counted(
        "Requests answered", "Requests that ended in the month with the help given."
    ),
    "unmet": Counted(
        "Requests that could not be met",
        "Requests that ended in the month without the help, because it was not possible. Those "
        "that people withdrew are not counted.",
    ),
    "parcels_people": Counted(
        "Food parcels, counted by people",
        "How many people food parcels were for, of schemes that count people.",
    ),
    "parcels_homes": Counted(
        "Food parcels, counted by households",
        "Food parcels to households, of schemes that count households. Never to be added to those "
        "that are counted by people.",
    ),
    "packs": Counted("Packs", "Packs given out, such as creativity packs."),
    "clients": Counted(
        "People advised",
        "Different people advised in the month by one scheme. Whoever came in two months is "
        "counted in each, so that months cannot be added up.",
    ),
    "contacts": Counted("Times people were advised", "Each time somebody was advised."),
    "issues": Counted(
        "Things people were advised about", "Issues, of which one talk may have several."
    ),
}
WAIT = Counted(
    "Median wait, in hours",
    "Half of the people who were helped in the month waited at most so long from asking to the "
    "help being given. The wait never pauses, and goes on when a request is handed over. Schemes "
    "that report totals only are not in it.",
)
# Distinct people of a month cannot be added to those of another.
NOT_ADDED = ("clients",)


def shown(count: int, *, to_public: bool) -> int | None:
    """A count as it may be shown: one to four never is, and the public sees the nearest five."""
    if 0 < count <= SMALL:
        return None
    return rounded(count) if to_public else count


def stays(before: int, now: int) -> bool:
    """Whether what was published stays, because too little changed to say anything of anybody."""
    return abs(now - before) < LEAST_CHANGE


def months_before(today: dt.date, how_many: int = 12) -> list[dt.date]:
    """The first days of the months that are over, the newest last."""
    number = today.year * 12 + today.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(number - how_many, number)]


def end_of(month: dt.date, length: int = 1) -> dt.date:
    """The last day of a month, or of so many months from it on."""
    number = month.year * 12 + month.month - 1 + length
    return dt.date(number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)


def quarters_before(today: dt.date, how_many: int = 4) -> list[dt.date]:
    """The first days of the quarters that are over, the newest last."""
    first = today.year * 4 + (today.month - 1) // 3
    return [dt.date(n // 4, n % 4 * 3 + 1, 1) for n in range(first - how_many, first)]
