"""Answers of candidates, page by page: the same as the whole, and put together no further."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.api import answers
from commonweal.commitments.tests.calling import INVITED, NIGHT, a_call, at
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    ParagraphFactory,
)

pytestmark = pytest.mark.django_db


def more_wards(world, many):
    for n in range(many):
        ballot = BallotFactory(
            election=world.election, code=f"w{n:03}", name=f"Ward {many - n}", checked_at=INVITED,
            checked_by="Ines",
        )  # fmt: skip
        for surname in ("Moss", "Ash", "Reed")[: 1 + n % 3]:
            candidate = CandidateFactory(ballot=ballot, surname=surname, name=f"A {surname}")
            AnswerFactory(
                call=world.call, candidate=candidate, ask=world.asks[0], stance="support",
                words=f"{surname} of {n}", at=INVITED,
            )  # fmt: skip


def second_call(world):
    call = CallFactory(election=world.election, opened_at=NIGHT)
    ask = ParagraphFactory(document=call.document, kind="ask", position=1, heading="Bus fares")
    AnswerFactory(
        call=call, candidate=world.people["Nwosu"], ask=ask, stance="not", words="Too dear.",
        at=INVITED,
    )  # fmt: skip
    return call


@pytest.fixture
def world():
    return a_call()


def page(client, world, **how):
    asked = {"election": world.election.slug} | how
    with at(NIGHT):
        return client.get("/api/v1/answers", asked).json()


def keyed(rows):
    return [(r["ballot"], r["name"], r["ask_heading"], r["words"]) for r in rows]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 7, 100])
def test_pages_put_together_are_the_whole(client, world, limit):
    more_wards(world, 5)
    second_call(world)
    type(world.people["Bellwood"]).objects.filter(pk=world.people["Bellwood"].pk).update(
        standing="withdrawn"
    )
    with at(NIGHT):
        whole = list(answers.every_answer(world.election, NIGHT))

    found, number = [], 1
    while rows := (got := page(client, world, page=number, limit=limit))["answers"]:
        assert got["paging"]["total"] == len(whole)
        found, number = found + rows, number + 1

    assert keyed(found) == keyed(whole)
    assert len(whole) == (3 + 1 + 2 + 3 + 1 + 2) * 2 + (3 + 1 + 2 + 3 + 1 + 2)
    assert ("Bus fares", "Too dear.") in [(r["ask_heading"], r["words"]) for r in found]


def test_a_page_asks_the_database_as_often_however_many_stand(client, world):
    def asked():
        with CaptureQueriesContext(connection) as found:
            page(client, world, page=2, limit=3)
        return len(found)

    asked()
    more_wards(world, 2)
    few = asked()
    for n in range(3, 40):
        ballot = BallotFactory(
            election=world.election, code=f"z{n:03}", checked_at=INVITED, checked_by="Ines"
        )
        CandidateFactory(ballot=ballot)

    assert asked() == few


def test_a_page_puts_together_only_the_ballots_that_it_holds(client, world, monkeypatch):
    more_wards(world, 30)
    put_together = []
    papers = answers.papers
    monkeypatch.setattr(
        answers, "papers",
        lambda call, ballots, *more: put_together.extend(ballots) or papers(call, ballots, *more),
    )  # fmt: skip

    rows = page(client, world, page=3, limit=4)["answers"]

    assert len(rows) == 4
    assert {b.code for b in put_together} == {r["ballot"] for r in rows}


def test_one_ballots_are_its_own(client, world):
    more_wards(world, 3)

    rows = page(client, world, ballot="w001")["answers"]

    assert {r["ballot"] for r in rows} == {"w001"}
    assert len(rows) == 4


def test_a_page_past_the_last_is_empty(client, world):
    assert page(client, world, page=99)["answers"] == []
