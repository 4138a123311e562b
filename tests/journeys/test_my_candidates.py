"""A resident looks up their ward by postcode, on a phone, and reads what the candidates said."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pytest

from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    ElectionFactory,
    ParagraphFactory,
)
from commonweal.sector.tests.factories import AreaFactory, PlaceFactory, PostcodeFactory
from tests.journeys.conftest import PHONE

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = pytest.mark.django_db(transaction=True)
THEN = dt.datetime(2026, 4, 9, 9, 0, tzinfo=dt.UTC)
ASKS = ("Flexible, lasting funding", "Working together early", "Well served", "A person")
PEOPLE = (
    ("Akhtar", "Imran", "support", "Year-to-year money costs us good people."),
    ("Bellwood", "Susan", "in-part", "Three years where the budget allows it."),
    ("Nwosu", "Grace", "", ""),
    ("Tully", "Pat", "not", "The Council must be free to change course each year."),
)


def lay_out(reveal_at: dt.datetime) -> Any:
    """Lantern Street, where four people stand for two seats and three have answered."""
    PlaceFactory(name="Saltwold", codes=["E10000020"])
    AreaFactory(code="E10000020", kind="county", name="Saltwold")
    AreaFactory(code="E07000148", kind="district", name="Netherhithe", parent="E10000020")
    AreaFactory(code="E05000001", kind="ward", name="Lantern Street", parent="E07000148")
    PostcodeFactory(county="E10000020", district="E07000148", ward="E05000001")
    election = ElectionFactory(slug="county-2026", name="County elections, May 2026")
    call = CallFactory(
        election=election, opened_at=THEN, invite_at=THEN, closes_at=THEN + dt.timedelta(days=14),
        reveal_at=reveal_at,
    )  # fmt: skip
    asks = [
        ParagraphFactory(
            document=call.document, kind="ask", heading=heading, position=n, text="Will you?"
        )
        for n, heading in enumerate(ASKS, 1)
    ]
    ballot = BallotFactory(
        election=election, name="Lantern Street", council="Saltwold Council", seats=2,
        area="E05000001", checked_at=THEN, checked_by="Ines",
    )  # fmt: skip
    for surname, forenames, stance, words in PEOPLE:
        who = CandidateFactory(
            ballot=ballot, surname=surname, forenames=forenames, name=f"{forenames} {surname}",
            party="Coast Residents",
        )  # fmt: skip
        for ask in asks if stance else ():
            AnswerFactory(
                call=call, candidate=who, ask=ask, stance=stance, words=words, at=reveal_at
            )
    return ballot


class TestAResident:
    def test_finds_their_candidates_by_postcode_on_a_phone(self, open_page, page_is_accessible):
        lay_out(THEN + dt.timedelta(days=15))
        page = open_page("/elections/", **PHONE)
        page_is_accessible(page)

        page.get_by_label("Your postcode").fill("nr1 1")
        page.get_by_role("button", name="Find my candidates").click()
        assert page.get_by_role("alert").is_visible()
        page_is_accessible(page)

        page.get_by_label("Your postcode").fill("nr1 1aa")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="NR1 1AA is in Lantern Street").wait_for()
        page_is_accessible(page)

        page.get_by_role("link", name="Lantern Street, Saltwold Council").click()
        page.get_by_role("heading", level=1, name="Lantern Street").wait_for()
        page_is_accessible(page)
        words = page.get_by_text("Three years where the budget allows it.")
        assert words.count() == 4
        assert page.get_by_text("No answer received by the deadline").count() == 4
        order = page.locator("tbody th a").all_inner_texts()
        assert order == ["Akhtar, Imran", "Bellwood, Susan", "Nwosu, Grace", "Tully, Pat"]

        page.get_by_role("link", name="The log of every message").click()
        page.get_by_role("heading", level=1, name="Every message").wait_for()
        page_is_accessible(page)

    def test_reads_one_question_over_all_wards(self, open_page, page_is_accessible):
        ballot = lay_out(THEN + dt.timedelta(days=15))
        page = open_page(f"/elections/{ballot.election.slug}/", **PHONE)
        page_is_accessible(page)

        page.get_by_role("link", name="Working together early").click()

        page.get_by_role("heading", level=1, name="2. Working together early").wait_for()
        assert page.get_by_text("Three years where the budget allows it.").count() == 1
        page_is_accessible(page)

    def test_is_told_the_hour_before_it_has_come(self, open_page, page_is_accessible):
        tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        ballot = lay_out(tomorrow)

        page = open_page(f"/elections/{ballot.election.slug}/{ballot.code}/", **PHONE)

        assert page.get_by_text("All answers appear here at").is_visible()
        assert page.get_by_text("Nwosu, Grace").is_visible()
        assert page.get_by_text("Year-to-year").count() == 0
        page_is_accessible(page)
