"""What candidates said as data: for everybody to keep, and to check against the digests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from commonweal.commitments.models import Call
from commonweal.commitments.reports.frozen import lines_at
from commonweal.commitments.reports.showing import Paper, asks_of, papers

HOW = (
    "Of each ballot, frozen.lines holds the answers that counted when it closed, each as its key, "
    "the candidate's number, the ask's key, the stance, the moment it came and the SHA-256 of its "
    "words. Sort the lines; write [salt, code, lines] as JSON without spaces in UTF-8; its SHA-256 "
    "is frozen.digest. The digest of the call is the SHA-256 of the JSON, written in the same way, "
    "of [code, digest] of all ballots that closed with it, sorted by code."
)


def answers_as_data(call: Call, now: dt.datetime) -> dict[str, Any]:
    """A call whole: who was asked what, and of each ballot that is shown, what they said."""
    asks = asks_of(call)
    ballots = list(call.election.ballots.order_by("code"))
    found = papers(call, ballots, asks, now)
    shown = [p for p in found if p.shown]
    lines = lines_at(
        call, [p.ballot for p in shown], {p.ballot.pk: p.closes for p in shown if p.closes}
    )
    freezes = {(f.ballot_id, f.closed_at): f for f in call.freezes.all()}
    return {
        "election": {"name": call.election.name, "on": call.election.on.isoformat()},
        "asked_by": call.host, "funded_by": call.funder, "independence": call.independence,
        "imprint": call.imprint, "order": call.order, "seed": call.seed,
        "invited_at": iso(call.invite_at), "closes_at": iso(call.closes_at),
        "shown_at": iso(call.reveal_at), "held_because": call.held_because,
        "frozen": {"at": iso(call.frozen_at), "digest": call.frozen_digest, "how": HOW},
        "asks": [{"key": a.key, "heading": a.heading, "text": a.text} for a in asks],
        "ballots": [
            ballot_as_data(p, [a.key for a in asks])
            | {"frozen": frozen_as_data(p, freezes, lines.get(p.ballot.pk, []))}
            for p in found
        ],
    }  # fmt: skip


def frozen_as_data(paper: Paper, freezes: dict[Any, Any], lines: list[Any]) -> Any:
    """How a ballot was frozen; the salt and the lines once it is shown."""
    freeze = freezes.get((paper.ballot.pk, paper.closes))
    if freeze is None:
        return None
    told = {"at": iso(freeze.at), "digest": freeze.digest}
    return told | ({"salt": freeze.salt, "lines": sorted(lines)} if paper.shown else {})


def ballot_as_data(paper: Paper, keys: list[str]) -> dict[str, Any]:
    """One ballot; nothing of what anybody said before its hour."""
    ballot = paper.ballot
    return {
        "code": ballot.code, "name": ballot.name, "council": ballot.council, "area": ballot.area,
        "standing": ballot.standing, "closes_at": iso(paper.closes), "shown_at": iso(paper.hour),
        "shown": paper.shown,
        "candidates": [
            {
                "number": line.number, "name": line.name, "party": line.party, "note": line.note,
                "elected": line.elected,
                "answers": [
                    {
                        "ask": key, "key": said.key, "stance": said.stance,
                        "says": said.stance_words, "words": said.words,
                        "withheld": said.withheld, "again": said.again, "at": iso(said.at),
                    }
                    for key, said in zip(keys, line.said, strict=False)
                ],
            }
            for line in paper.lines
        ],
    }  # fmt: skip


def answers_as_rows(call: Call, now: dt.datetime) -> Iterator[tuple[Any, ...]]:
    """The same as a table: one candidate and ask a row, of the ballots that are shown."""
    asks = asks_of(call)
    for paper in papers(call, call.election.ballots.order_by("name", "pk"), asks, now):
        for line in paper.lines if paper.shown else ():
            for ask, said in zip(asks, line.said, strict=False):
                words = "Not shown on legal advice" if said.withheld else said.words
                yield (
                    paper.ballot.code, paper.ballot.name, line.number, line.filed, line.party,
                    ask.heading, said.stance_words, words, said.way,
                )  # fmt: skip


def iso(at: dt.datetime | None) -> str | None:
    """A moment in UTC."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds") if at else None
