"""What is handed to the typesetter: plain words and where they stand, nothing that it could run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonweal.commitments.choices import Face
from commonweal.commitments.printing.signs import INSTEAD, printable
from commonweal.commitments.prose import Block, blocks
from commonweal.commitments.reports.whole import Doing, Part, Promise, Whole
from commonweal.sector.choices import Side

DEEPEST_HEADING = 6
DEEPEST_LIST = 6
LOST = (
    f"The sign {INSTEAD} stands for one that cannot be printed here. The plain text and the JSON "
    "of this document hold every sign as it was written."
)


@dataclass(frozen=True)
class Setter:
    """Sets words. ``site`` goes before addresses that lead within the site."""

    site: str
    plainly: bool = False

    def say(self, text: str) -> str:
        """Words on one line, as they can be printed."""
        return " ".join(printable(text, plainly=self.plainly).split())

    def prose(self, text: str) -> list[dict[str, Any]]:
        """Structured text."""
        return [self.block(one) for one in blocks(text)]

    def block(self, block: Block, depth: int = 0) -> dict[str, Any]:
        """A paragraph or a list; what is nested deeper than a page has room for is not indented."""
        if block.kind == "paragraph":
            return {"kind": "paragraph", "runs": [self.run(run) for run in block.runs]}
        inner = [
            [self.block(b, depth + 1) for b in self.level(item, depth)] for item in block.items
        ]
        return {"kind": block.kind, "items": inner}

    def level(self, item: Iterable[Block], depth: int) -> list[Block]:
        """What stands in an item; below the deepest list only its paragraphs."""
        if depth < DEEPEST_LIST:
            return list(item)
        return list(_paragraphs(item))

    def run(self, run: Any) -> dict[str, Any]:
        """A stretch of words with its look."""
        address = f"{self.site}{run.address}" if run.address.startswith("/") else run.address
        return {
            "text": printable(run.text, plainly=self.plainly), "strong": run.strong,
            "emphasis": run.emphasis, "address": address,
        }  # fmt: skip

    def promise(self, promise: Promise) -> list[str]:
        """A promise in its exact words, who promises it to whom, and from when to when."""
        days = [f"from {long_day(promise.starts_on)}"] if promise.starts_on else []
        days += [f"by {long_day(promise.due_on)}"] if promise.due_on else []
        words = " ".join(filter(None, [promise.code, promise.words]))
        who = f"{promise.promiser}, to {promise.promised_to}"
        return [self.say(words), self.say(who), ", ".join(days) or "no day set"]

    def doing(self, doing: Doing) -> dict[str, Any]:
        """An action: what it is, who does it, by when."""
        return {
            "title": self.say(" ".join(filter(None, [doing.code, doing.title]))),
            "says": self.prose(doing.text), "owner": self.say(doing.owner) or "nobody named",
            "due": long_day(doing.due_on) or "no day set",
        }  # fmt: skip

    def parts(self, parts: Iterable[Part], level: int = 1) -> Iterable[dict[str, Any]]:
        """Every part as it is read. One without a heading opens no level of its own."""
        for part in parts:
            heading = self.say(part.heading)
            yield {
                "level": min(level, DEEPEST_HEADING), "heading": heading,
                "code": self.say(part.code), "prose": self.prose(part.text),
                **self.said(part.promises, part.doings),
            }  # fmt: skip
            yield from self.parts(part.parts, level + 1 if heading else level)

    def said(self, promises: Iterable[Promise], doings: Iterable[Doing]) -> dict[str, Any]:
        """What is promised and done in a part."""
        return {
            "promises": [self.promise(p) for p in promises],
            "doings": [self.doing(d) for d in doings],
        }


def _paragraphs(item: Iterable[Block]) -> Iterable[Block]:
    for block in item:
        if block.kind == "paragraph":
            yield block
        for inner in block.items:
            yield from _paragraphs(inner)


def long_day(iso: str) -> str:
    """``4 March 2026`` of an ISO day; nothing of nothing."""
    if not iso:
        return ""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def side(name: str) -> str:
    """On which side somebody signs, in words."""
    return str(Side(name).label) if name in Side.values else name


def as_set(whole: Whole, imprint: Iterable[str], notice: str, setter: Setter) -> dict[str, Any]:
    """All that is printed of a document."""
    runs_from = " to ".join(filter(None, map(long_day, (whole.starts_on, whole.ends_on))))
    told = {
        "title": setter.say(whole.title) or INSTEAD,
        "face": str(Face(whole.face).label), "summary": setter.say(whole.summary),
        "notice": setter.say(notice), "period": runs_from,
        "adopted": long_day(whole.adopted_on), "foreword": setter.prose(whole.foreword),
        "foreword_by": setter.say(whole.foreword_by),
        "parties": [
            [setter.say(p.name), side(p.side), signed(setter.say(p.signed_by), p.signed_on)]
            for p in whole.parties
        ],
        "parts": list(setter.parts(whole.parts)),
        "beside": setter.said(whole.promises, whole.doings),
        "imprint": [setter.say(line) for line in imprint],
    }  # fmt: skip
    return told | {"lost": LOST if holds(told, INSTEAD) else ""}


def signed(by: str, on: str) -> str:
    """Who signed when, as far as it is known."""
    if not by and not on:
        return "not yet"
    return ", ".join(filter(None, [by, long_day(on)]))


def holds(told: Any, sign: str) -> bool:
    """Whether a sign stands anywhere in what is printed."""
    if isinstance(told, dict):
        return any(holds(value, sign) for value in told.values())
    if isinstance(told, list):
        return any(holds(value, sign) for value in told)
    return isinstance(told, str) and sign in told
