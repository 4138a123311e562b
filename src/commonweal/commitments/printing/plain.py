"""A document as plain text, for any reader and any machine, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from commonweal.commitments.choices import Face
from commonweal.commitments.printing.making import Edition
from commonweal.commitments.printing.setting import long_day, side, signed
from commonweal.commitments.prose import as_plain
from commonweal.commitments.reports.whole import Doing, Part, Promise
from commonweal.core.unseen import seen


def as_text(edition: Edition) -> str:
    """The whole of it, foreword to imprint, in lines."""
    return seen("\n\n".join(filter(None, lines_of(edition)))) + "\n"


def lines_of(edition: Edition) -> Iterator[str]:
    """Each piece, in the order in which it is read."""
    whole = edition.whole
    yield headed(whole.title, "=")
    yield str(Face(whole.face).label)
    yield whole.summary
    yield edition.notice
    yield " to ".join(filter(None, map(long_day, (whole.starts_on, whole.ends_on))))
    yield f"Adopted on {long_day(whole.adopted_on)}" if whole.adopted_on else ""
    if whole.foreword:
        yield headed("Foreword", "-")
        yield as_plain(whole.foreword)
        yield whole.foreword_by
    if whole.parties:
        yield headed("Who is bound by it", "-")
        yield "\n".join(
            f"- {p.name} ({side(p.side)}; signed: {signed(p.signed_by, p.signed_on)})"
            for p in whole.parties
        )
    yield from parts(whole.parts)
    yield from said(whole.promises, whole.doings)
    yield headed("About this document", "-")
    yield from edition.imprint


def headed(words: str, rule: str) -> str:
    """A heading with a line below it."""
    return f"{words}\n{rule * min(len(words), 76)}"


def parts(below: Iterable[Part]) -> Iterator[str]:
    """Each part with what is promised and done in it."""
    for part in below:
        heading = " ".join(filter(None, [part.code, part.heading]))
        yield headed(heading, "-") if heading else ""
        yield as_plain(part.text)
        yield from said(part.promises, part.doings)
        yield from parts(part.parts)


def said(promises: Iterable[Promise], doings: Iterable[Doing]) -> Iterator[str]:
    """What is promised and what is done."""
    for p in promises:
        days = [f"From: {long_day(p.starts_on)}"] if p.starts_on else []
        days += [f"By: {long_day(p.due_on)}"] if p.due_on else []
        words = " ".join(filter(None, [p.code, p.words]))
        yield "\n  ".join(
            [f"Promise: {words}", f"By whom: {p.promiser}, to {p.promised_to}", *days]
        )
    for d in doings:
        title = " ".join(filter(None, [d.code, d.title]))
        more = [as_plain(d.text, "  ").strip()] if d.text else []
        who, due = d.owner or "nobody named", long_day(d.due_on) or "no day set"
        yield "\n  ".join([f"Action: {title}", *more, f"Who does it: {who}", f"By: {due}"])


def as_json(edition: Edition) -> str:
    """The body as a version keeps it, with what is said of the edition beside it."""
    place = edition.place
    told: dict[str, Any] = {
        "about": {
            "place": place.name, "fictional": place.fictional,
            "publisher": place.keeper or place.name,
            "address": f"{edition.site}/promises/{edition.whole.slug}/",
            "licence": "CC BY 4.0",
        },
        "version": edition.number, "name": edition.name, "at": edition.at.isoformat(),
        "digest": edition.digest, "body": edition.whole.as_body(),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
