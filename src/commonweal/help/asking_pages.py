"""Which question comes next, and what the answers come to. Pure.

A draft keeps the answers of each page under the page's name, as plain values. Names that begin
with ``safe_``, ``asker_``, ``keyholder_`` or ``wanted_`` belong together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonweal.help.reading_hours import DAYS

SOON = (
    ("today", "Today"),
    ("days", "In the next few days"),
    ("weeks", "In the next weeks"),
    ("any", "It is not urgent"),
)
TIMES = (
    ("morning", "In the morning", "09:00", "12:00"),
    ("afternoon", "In the afternoon", "12:00", "17:00"),
    ("evening", "In the evening", "17:00", "20:00"),
)
USUAL = (
    "who", "asker", "what", "which", "details", "where", "outside", "when", "reach", "language",
    "access", "privacy", "check",
)  # fmt: skip
# Whoever is not safe at home is asked as little as can be.
WARM = (
    "who",
    "asker",
    "what",
    "which",
    "safely",
    "where",
    "outside",
    "language",
    "privacy",
    "check",
)
TOGETHER = ("safe", "asker", "keyholder", "wanted")


def pages_of(*, other: bool, warm: bool, outside: bool) -> tuple[str, ...]:
    """The pages that are asked, in order."""
    skipped = {*(() if other else ("asker",)), *(() if outside else ("outside",))}
    return tuple(p for p in (WARM if warm else USUAL) if p not in skipped)


def page_after(page: str, pages: Sequence[str]) -> str:
    """The page that follows; the last follows itself."""
    place = pages.index(page) + 1 if page in pages else 0
    return pages[min(place, len(pages) - 1)]


def page_before(page: str, pages: Sequence[str]) -> str:
    """The page before; nothing before the first."""
    place = pages.index(page) if page in pages else 0
    return pages[place - 1] if place else ""


def first_open(draft: Mapping[str, Any], pages: Sequence[str]) -> str:
    """The first page that was not answered yet."""
    return next((p for p in pages if p not in draft), pages[-1])


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with what belongs together put together."""
    told: dict[str, Any] = {}
    for name, value in flat.items():
        whole, _, part = name.partition("_")
        if part and whole in TOGETHER:
            told.setdefault(whole, {})[part] = value
        else:
            told[name] = value
    return told


def told_in(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed on all pages, as one mapping that can be sent."""
    flat: dict[str, Any] = {}
    for page in draft.values():
        flat |= page
    told = nested(flat)
    if "safe" in told:
        told["safe"] = with_hours(told["safe"])
    if "wanted" in told:
        told["wanted"] = as_wanted(told["wanted"])
    return told


def with_hours(safe: Mapping[str, Any]) -> dict[str, Any]:
    """How somebody may be reached, its two times of day as one stretch, or two past midnight."""
    kept = {k: v for k, v in safe.items() if k not in {"from", "to"} and v not in ("", None)}
    if safe.get("from") or safe.get("to"):
        begin, end = str(safe.get("from") or "00:00")[:5], str(safe.get("to") or "23:59")[:5]
        past = [["00:00", end], [begin, "23:59"]] if end > "00:00" else [[begin, "23:59"]]
        kept["hours"] = [[begin, end]] if begin < end else past
    return kept


def as_wanted(told: Mapping[str, Any]) -> dict[str, Any]:
    """When and how it is wanted, as a request keeps it: times of day are stretches of the week."""
    chosen = told.get("times") or []
    wanted = {
        "soon": dict(SOON).get(str(told.get("soon")), ""), "on": told.get("on") or "",
        "prefers": told.get("prefers") or "",
        "windows": [
            [day, begin, end] for day in DAYS for name, _, begin, end in TIMES if name in chosen
        ],
    }  # fmt: skip
    rest = {k: v for k, v in told.items() if k not in {*wanted, "times"}}
    return {k: v for k, v in {**wanted, **rest}.items() if v}
