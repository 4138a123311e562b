"""A year of an agreement from its records: evidence first, both sides, and what is not known.

Only what was published counts: what the public may not see is in no review that it may read.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from commonweal.commitments.choices import Promiser
from commonweal.commitments.models import Commitment, Document, Event, Evidence, ProgressReview
from commonweal.commitments.querysets import of_withheld
from commonweal.commitments.reports.facts import events_under

SECTOR = (Promiser.SECTOR, Promiser.ORGANISATION)


@dataclass(frozen=True)
class Shows:
    """A piece of evidence. Days are ISO days."""

    on: str
    says: str
    source: str
    source_url: str = ""

    @property
    def day(self) -> dt.date:
        """The day it is of."""
        return dt.date.fromisoformat(self.on)


@dataclass(frozen=True)
class Line:
    """One undertaking in the year: what shows how it was kept, and what people made of it."""

    code: str
    words: str
    promiser: str
    side: str
    evidence: tuple[Shows, ...] = ()
    judged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Of how much the review knows. ``computed`` of ``events``; undertakings ``with_evidence``."""

    events: int
    computed: int
    undertakings: int
    with_evidence: int
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """The year, by side."""

    starts_on: str
    ends_on: str
    kinds: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    coverage: Coverage

    def of_side(self, side: str) -> tuple[Line, ...]:
        """The undertakings of one side."""
        return tuple(line for line in self.lines if line.side == side)

    @property
    def sides(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Both sides, in words, with their undertakings."""
        return (
            ("The partners undertook", self.of_side("partner")),
            ("The sector undertook", self.of_side("sector")),
        )

    def as_body(self) -> dict[str, Any]:
        """As a published review keeps it."""
        return dataclasses.asdict(self)


def year_of(document: Document, starts_on: dt.date, ends_on: dt.date) -> Year:
    """What the records say of an agreement between two days, both among them."""
    bound = list(_bound(document, starts_on, ends_on))
    evidence = _evidence(bound, starts_on, ends_on)
    judged = _judged(bound, starts_on, ends_on)
    lines = tuple(_line(one, evidence[one.pk], judged[one.pk]) for one in bound)
    events = list(
        events_under(document).published().standing().filter(on__range=(starts_on, ends_on))
    )
    kinds = Counter(event.get_kind_display() for event in events)
    return Year(
        starts_on.isoformat(), ends_on.isoformat(), tuple(sorted(kinds.items())), lines,
        _coverage(events, lines, document),
    )  # fmt: skip


def year_from(body: dict[str, Any]) -> Year:
    """The year as a published review kept it."""
    return Year(
        body["starts_on"], body["ends_on"],
        tuple((kind, number) for kind, number in body["kinds"]),
        tuple(
            Line(
                **line
                | {
                    "evidence": tuple(Shows(**one) for one in line["evidence"]),
                    "judged": tuple(line["judged"]),
                }
            )
            for line in body["lines"]
        ),
        Coverage(**body["coverage"] | {"without": tuple(body["coverage"]["without"])}),
    )  # fmt: skip


def _bound(document: Document, first: dt.date, last: dt.date) -> Iterable[Commitment]:
    rows = document.commitments.published().filter(Q(starts_on=None) | Q(starts_on__lte=last))
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=first)).order_by("code", "pk")


def _evidence(bound: list[Commitment], first: dt.date, last: dt.date) -> dict[int, list[Evidence]]:
    rows = Evidence.objects.published().standing().filter(commitment__in=bound)
    rows = rows.exclude(event__in=Event.objects.filter(of_withheld()).values("pk"))
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one in rows.filter(on__range=(first, last)).order_by("on", "pk"):
        found[one.commitment_id].append(one)
    return found


def _judged(bound: list[Commitment], first: dt.date, last: dt.date) -> dict[int, list[str]]:
    rows = ProgressReview.objects.filter(commitment__in=bound, on__range=(first, last))
    found: dict[int, list[str]] = defaultdict(list)
    for one in rows.exclude(published_at=None).order_by("on", "pk"):
        said = (one.reply if one.replied_at else "") or "No reply was received."
        found[one.commitment_id].append(
            f"{one.get_judged_display()}, says {one.judge}: {one.reason} Reply: {said}"
        )
    return found


def _line(one: Commitment, evidence: list[Evidence], judged: list[str]) -> Line:
    return Line(
        code=one.code, words=one.words, promiser=one.promiser,
        side="sector" if one.promised_by in SECTOR else "partner",
        evidence=tuple(
            Shows(e.on.isoformat(), e.says, e.source, e.source_url) for e in evidence
        ),
        judged=tuple(judged),
    )  # fmt: skip


def _coverage(events: list[Event], lines: tuple[Line, ...], document: Document) -> Coverage:
    shown = Evidence.objects.standing().filter(event__in=events, commitment__document=document)
    computed = len(set(shown.values_list("event", flat=True)))
    without = tuple(line.code or line.words[:60] for line in lines if not line.evidence)
    return Coverage(len(events), computed, len(lines), len(lines) - len(without), without)
