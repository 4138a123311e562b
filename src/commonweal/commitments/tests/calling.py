"""A call to candidates as it stands in tests: one election, two wards, what some answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import time_machine

from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    InterestFactory,
    ParagraphFactory,
)
from commonweal.sector.tests.people import Somebody

INVITED = dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 4, 24, 11, 0, tzinfo=dt.UTC)
REVEALS = dt.datetime(2026, 4, 27, 8, 0, tzinfo=dt.UTC)
A_SECOND = dt.timedelta(seconds=1)
A_MINUTE = dt.timedelta(minutes=1)
NIGHT = dt.datetime(2026, 5, 8, 3, 0, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 5, 11, 9, 0, tzinfo=dt.UTC)
WORDS = "Year-to-year money costs us good people."

independent = Somebody("Ines the independent", frozenset({"steward"}))
from_the_council = Somebody("Carl from the council", frozenset({"steward"}))
undeclared = Somebody("Una who said nothing", frozenset({"steward"}))
moderator = Somebody("Mo the moderator", frozenset({"moderator"}))


@dataclass
class World:
    """What a test talks about."""

    call: Any
    asks: list[Any]
    ballot: Any
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def election(self) -> Any:
        return self.call.election


def at(moment: dt.datetime, **how: Any) -> Any:
    """The clock stands at that moment."""
    return time_machine.travel(moment, tick=False, **how)


def a_call(**more: Any) -> World:
    """Four people stand for two seats in Lantern Street; two of them answered both asks."""
    call = CallFactory(opened_at=INVITED, opened_by=independent.label, **more)
    asks = [
        ParagraphFactory(
            document=call.document, kind="ask", position=n, heading=heading, text=f"Will you? {n}"
        )
        for n, heading in enumerate(("Lasting funding", "Working early"), 1)
    ]
    ballot = BallotFactory(
        election=call.election, seats=2, checked_at=INVITED, checked_by="Ines", electors=6840,
        area="E05000001",
    )  # fmt: skip
    world = World(call, asks, ballot)
    for surname, forenames in (
        ("Tully", "Pat"), ("Akhtar", "Imran"), ("Nwosu", "Grace"), ("Bellwood", "Susan"),
    ):  # fmt: skip
        world.people[surname] = CandidateFactory(
            ballot=ballot, surname=surname, forenames=forenames, name=f"{forenames} {surname}",
            party="Coast Residents", email=f"{surname.lower()}@example.org",
        )  # fmt: skip
    for surname, stance, words in (("Akhtar", "support", WORDS), ("Tully", "not", "")):
        for ask in asks:
            AnswerFactory(
                call=call, candidate=world.people[surname], ask=ask, stance=stance, words=words,
                at=INVITED + dt.timedelta(days=1),
            )  # fmt: skip
    declare(call, independent, public_body=False)
    declare(call, from_the_council, public_body=True)
    return world


def declare(call: Any, who: Any, *, public_body: bool) -> None:
    """Somebody says whom they work for."""
    InterestFactory(call=call, person_key=who.key, person=who.label, public_body=public_body)
