"""What candidates said, page by page: only the ballots that a page holds are put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import Ballot, Call, Election
from commonweal.commitments.reports.hours import is_shown
from commonweal.commitments.reports.showing import Ask, asks_of, calls_to, papers

STANDING = Q(candidates__standing=CandidateStanding.STANDING)


@dataclass(frozen=True)
class Stretch:
    """The answers to one call on one ballot, as so many rows of the whole."""

    call: Call
    asks: tuple[Ask, ...]
    ballot: Ballot
    rows: int


def page_of_answers(
    one: Election, now: dt.datetime, code: str, start: int, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """How many answers there are, and so many of them from one on, in the same order as everywhere.

    None is of a ballot whose hour has not come. Who no longer stands has none.
    """
    stretches = stretches_of(one, now, code)
    kept: list[Stretch] = []
    skipped, passed, end = 0, 0, start + limit
    for each in stretches:
        if passed < end and passed + each.rows > start:
            skipped = skipped if kept else passed
            kept.append(each)
        passed += each.rows
    rows = list(rows_of(one, kept, now))
    return passed, rows[start - skipped : end - skipped]


def every_answer(one: Election, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """All of them, in the same order."""
    return rows_of(one, stretches_of(one, now, ""), now)


def stretches_of(one: Election, now: dt.datetime, code: str) -> list[Stretch]:
    """What there is, counted in the database: call by call, ballot by ballot."""
    ballots = one.ballots.filter(checked_at__isnull=False, **({"code": code} if code else {}))
    counted = list(ballots.annotate(many=Count("candidates", filter=STANDING)).order_by("code"))
    return [
        Stretch(call, asks, ballot, ballot.many * len(asks))
        for call in calls_to(one)
        for asks in [asks_of(call)]
        for ballot in counted
        if is_shown(call, ballot, now)
    ]


def rows_of(one: Election, kept: list[Stretch], now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Each answer of these, call by call."""
    for call in dict.fromkeys(each.call for each in kept):
        mine = [each for each in kept if each.call == call]
        asks = mine[0].asks
        for paper in papers(call, [each.ballot for each in mine], asks, now):
            for line in paper.lines:
                for ask, said in zip(asks, line.said, strict=False):
                    yield {
                        "election": one.slug, "ballot": paper.ballot.code,
                        "candidate": line.number, "name": line.name, "party": line.party,
                        "ask": ask.key, "ask_heading": ask.heading, "stance": said.stance,
                        "says": said.stance_words, "words": said.words,
                        "withheld": said.withheld, "after_deadline": said.again, "at": said.at,
                    }  # fmt: skip
