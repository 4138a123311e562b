"""How answers stood when they closed: what their digests are made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from commonweal.commitments.models import Answer, Ballot, Call
from commonweal.commitments.sealing import Line, digest_of_words


def lines_at(
    call: Call, ballots: Iterable[Ballot], closing: dict[int, dt.datetime]
) -> dict[int, list[Line]]:
    """Of each ballot the answers that counted when it closed, as ``sealing`` takes them."""
    rows = Answer.objects.filter(
        call=call, candidate__ballot__in=list(ballots), after_deadline=False
    )
    rows = rows.select_related("candidate", "ask").order_by("pk")
    last: dict[tuple[int, int], Answer] = {}
    for answer in rows.iterator(chunk_size=2000):
        if answer.at <= closing[answer.candidate.ballot_id]:
            last[answer.candidate_id, answer.ask_id] = answer
    found: dict[int, list[Line]] = defaultdict(list)
    for answer in last.values():
        found[answer.candidate.ballot_id].append(line_of(answer))
    return found


def line_of(answer: Answer) -> Line:
    """One answer, as ``sealing`` takes it."""
    return (
        str(answer.uuid), answer.candidate.person, str(answer.ask.key), answer.stance,
        answer.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        digest_of_words(answer.words),
    )  # fmt: skip
