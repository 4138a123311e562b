"""A document whole: what its page, its PDF, its text, its JSON and its versions are made from.

``whole_of`` reads it as it is written now, ``whole_from`` as a version kept it; both give the same
shape, so nothing that shows a document needs to know which it is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from commonweal.commitments.models import Action, Commitment, Document, Paragraph


@dataclass(frozen=True)
class PartyLine:
    """Somebody who is bound by it. ``signed_on`` is an ISO day, or blank."""

    name: str
    side: str
    signed_on: str = ""
    signed_by: str = ""


@dataclass(frozen=True)
class Promise:
    """A commitment, in its exact words. Days are ISO days, or blank."""

    key: str
    code: str
    words: str
    promiser: str
    promised_to: str
    starts_on: str = ""
    due_on: str = ""
    reviewed_by: str = ""
    threshold: str = ""


@dataclass(frozen=True)
class Doing:
    """An action. Days are ISO days, or blank."""

    key: str
    code: str
    title: str
    text: str = ""
    owner: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class Part:
    """A paragraph, with what is promised and done in it and what lies below it."""

    key: str
    kind: str
    code: str
    heading: str
    text: str
    promises: tuple[Promise, ...] = ()
    doings: tuple[Doing, ...] = ()
    parts: tuple[Part, ...] = ()

    def all(self) -> Iterator[Part]:
        """This and all below it, as they are read."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True)
class Whole:
    """A document. ``face`` and ``standing`` are the words of ``choices``; days are ISO days."""

    key: str
    slug: str
    face: str
    title: str
    summary: str
    area: str
    foreword: str
    foreword_by: str
    starts_on: str
    ends_on: str
    standing: str
    adopted_on: str
    parties: tuple[PartyLine, ...] = ()
    parts: tuple[Part, ...] = ()
    promises: tuple[Promise, ...] = field(default=())  # of no one paragraph
    doings: tuple[Doing, ...] = field(default=())

    def all(self) -> Iterator[Part]:
        """Every part, as they are read."""
        for part in self.parts:
            yield from part.all()

    def as_body(self) -> dict[str, Any]:
        """As a version keeps it."""
        return dataclasses.asdict(self)

    @property
    def digest(self) -> str:
        """The SHA-256 of the body as JSON with sorted keys, no spaces, UTF-8."""
        return digest_of_body(self.as_body())


def digest_of_body(body: dict[str, Any]) -> str:
    """What a version's ``digest`` is made of. Tuples and lists are the same."""
    plain = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def whole_of(document: Document) -> Whole:
    """The document as it is written now, in four queries however long it is."""
    paragraphs = list(document.paragraphs.standing().in_order())
    promises: dict[int | None, list[Promise]] = {}
    for commitment in document.commitments.order_by("code", "pk"):
        promises.setdefault(commitment.paragraph_id, []).append(promise_of(commitment))
    doings: dict[int | None, list[Doing]] = {}
    for action in document.actions.standing().order_by("position", "pk"):
        doings.setdefault(action.paragraph_id, []).append(doing_of(action))
    below: dict[int | None, list[Paragraph]] = {}
    for paragraph in paragraphs:
        below.setdefault(paragraph.parent_id, []).append(paragraph)

    def parts_in(parent: int | None) -> tuple[Part, ...]:
        return tuple(
            Part(
                key=str(p.key), kind=p.kind, code=p.code, heading=p.heading, text=p.text,
                promises=tuple(promises.get(p.pk, ())), doings=tuple(doings.get(p.pk, ())),
                parts=parts_in(p.pk),
            )
            for p in below.get(parent, ())
        )  # fmt: skip

    parties = document.parties.filter(left_on=None).order_by("side", "name", "pk")
    return Whole(
        key=str(document.uuid), slug=document.slug, face=document.face, title=document.title,
        summary=document.summary, area=document.area, foreword=document.foreword,
        foreword_by=document.foreword_by, starts_on=iso(document.starts_on),
        ends_on=iso(document.ends_on), standing=document.standing,
        adopted_on=iso(document.adopted_on),
        parties=tuple(
            PartyLine(p.name, p.side, iso(p.signed_on), p.signed_by) for p in parties
        ),
        parts=parts_in(None),
        promises=tuple(promises.get(None, ())), doings=tuple(doings.get(None, ())),
    )  # fmt: skip


def whole_from(body: dict[str, Any]) -> Whole:
    """The document as a version kept it."""

    def part(held: dict[str, Any]) -> Part:
        return Part(
            **held
            | {
                "promises": tuple(Promise(**p) for p in held["promises"]),
                "doings": tuple(Doing(**d) for d in held["doings"]),
                "parts": tuple(part(p) for p in held["parts"]),
            }
        )

    return Whole(
        **body
        | {
            "parties": tuple(PartyLine(**p) for p in body["parties"]),
            "parts": tuple(part(p) for p in body["parts"]),
            "promises": tuple(Promise(**p) for p in body["promises"]),
            "doings": tuple(Doing(**d) for d in body["doings"]),
        }
    )


def promise_of(commitment: Commitment) -> Promise:
    """A commitment as it is told."""
    c = commitment
    return Promise(
        key=str(c.uuid), code=c.code, words=c.words, promiser=c.promiser,
        promised_to=c.promised_to, starts_on=iso(c.starts_on), due_on=iso(c.due_on),
        reviewed_by=c.reviewed_by,
        threshold="" if c.threshold is None else f"{c.threshold.normalize():f}",
    )  # fmt: skip


def doing_of(action: Action) -> Doing:
    """An action as it is told."""
    a = action
    return Doing(
        key=str(a.uuid), code=a.code, title=a.title, text=a.text, owner=a.owner,
        due_on=iso(a.due_on),
    )  # fmt: skip


def iso(day: dt.date | None) -> str:
    """A day as it is kept, or nothing."""
    return day.isoformat() if day else ""
