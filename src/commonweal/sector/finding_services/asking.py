"""What a resident asks for: one frozen value, which an address holds whole. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from commonweal.sector.opening import DAYS
from commonweal.sector.searching import words
from commonweal.sector.searching.query import distance, one, pairs_of, whole
from commonweal.ui.words import KM_IN_A_MILE

NOW, TODAY, TOMORROW, WEEKEND = "now", "today", "tomorrow", "weekend"
WHEN = (NOW, TODAY, TOMORROW, WEEKEND, *(day.lower() for day in DAYS))
SORTS = ("", "best", "distance", "name", "assured")
FARTHEST = 100.0
OLDEST = 120
LAST_PAGE = 10_000
PAGE_SIZE = 20


@dataclass(frozen=True)
class Question:
    """A question to the finder.

    ``need`` is a code of the scheme ``need``; a group's takes in what is below it. ``when`` is a
    word of ``WHEN`` or a date as 2026-11-28; a day of the week is the next such day, today among
    them. ``within`` is in miles. ``remote`` asks for what needs no journey: by telephone, online
    or at home. A blank ``sort`` lets the question decide.
    """

    words: str = ""
    need: str = ""
    near: str = ""
    within: float | None = None
    when: str = ""
    evening: bool = False
    free: bool = False
    step_free: bool = False
    language: str = ""
    age: int | None = None
    remote: bool = False
    sort: str = ""
    page: int = 1

    @property
    def within_km(self) -> float | None:
        """The distance asked for, in kilometres."""
        return None if self.within is None else self.within * KM_IN_A_MILE

    @property
    def asks_nothing(self) -> bool:
        """Whether it would find everything."""
        return replace(self, sort="", page=1) == Question()

    def without(self, name: str) -> Question:
        """The same question without one part, from its first page."""
        blank: dict[str, Any] = {name: getattr(NOTHING, name), "page": 1}
        if name == "near":
            blank |= {"within": None, "sort": ""}
        return replace(self, **blank)

    @property
    def is_today(self) -> bool:
        """Whether it asks for what is left of today, and not for such a day of any week."""
        return self.when == TODAY

    def day(self, today: dt.date) -> dt.date | None:
        """The one day asked for, if it is one."""
        if self.when in (NOW, TODAY):
            return today
        if self.when == TOMORROW:
            return today + dt.timedelta(days=1)
        if self.when.upper() in DAYS:
            ahead = (DAYS.index(self.when.upper()) - today.weekday()) % 7
            return today + dt.timedelta(days=ahead)
        return _date(self.when)

    def to_pairs(self) -> list[tuple[str, str]]:
        """Names and values as an address has them, only what differs from nothing asked."""
        return pairs_of(self, ADDRESS)

    def to_address(self) -> str:
        """The question as the part of an address after the question mark."""
        return urlencode(self.to_pairs())


NOTHING = Question()
# The name that each part of a question has in an address.
ADDRESS = {
    "words": "q", "need": "need", "near": "near", "within": "within", "when": "when",
    "evening": "evening", "free": "free", "step_free": "step-free", "language": "language",
    "age": "age", "remote": "remote", "sort": "sort", "page": "page",
}  # fmt: skip


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _code(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 12 and text.isascii() and text.replace("-", "").isalnum() else ""


def from_lists(lists: Mapping[str, list[str]]) -> Question:
    """The question that an address asks. What it cannot mean is left out, never an error.

    :param lists: every name of the address with its values, such as ``dict(request.GET.lists())``.
    """

    def given(name: str) -> str:
        return (lists.get(ADDRESS[name]) or [""])[0].replace("\x00", "").strip()

    when = given("when").lower()
    return Question(
        words=words.tidy(given("words")),
        need=_code(given("need")),
        near=words.tidy(given("near"))[:80].strip(),
        within=distance([given("within")], FARTHEST),
        when=when if when in WHEN or (len(when) == 10 and _date(when)) else "",
        evening=given("evening") == "1",
        free=given("free") == "1",
        step_free=given("step_free") == "1",
        language=_code(given("language")),
        age=whole([given("age")], 0, OLDEST, None),
        remote=given("remote") == "1",
        sort=one([given("sort")], SORTS, ""),
        page=whole([given("page")], 1, LAST_PAGE, 1),
    )
