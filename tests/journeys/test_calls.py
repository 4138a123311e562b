"""A candidate answers on a phone; a steward compares, and writes to those without e-mail."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.actions import keep_to_time
from commonweal.commitments.models import Answer, Call
from commonweal.commitments.presets.call import CALL
from commonweal.commitments.tests.callings import tokens_to, worker
from commonweal.commitments.tests.factories import (
    BallotFactory,
    CallFactory,
    CandidateFactory,
    ElectionFactory,
    InterestFactory,
    ParagraphFactory,
)
from commonweal.sector.tests.factories import PlaceFactory
from tests.journeys.test_feedback import seen
from tests.journeys.test_imports import check as desk_is_accessible

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PHONE = {"viewport": {"width": 390, "height": 844}}
A_DAY = dt.timedelta(days=1)
FIRST = re.compile("Save this answer ?: Funding")


@pytest.fixture
def call() -> Call:
    """Opened yesterday, with the four asks; one stands with e-mail, one without."""
    PlaceFactory(everywhere=True, name="Saltwold", keeper="Saltwold Voluntary Action")
    now = dt.datetime.now(dt.UTC)
    election = ElectionFactory(on=(now + 30 * A_DAY).date(), notice_on=None)
    found = CallFactory(
        election=election, opened_at=now - 2 * A_DAY, opened_by="Ada", invite_at=now - A_DAY,
        closes_at=now + 10 * A_DAY, reveal_at=now + 12 * A_DAY, word_limit=40,
        document__summary=CALL.summary, independence="We support no party and no candidate.",
    )  # fmt: skip
    for place, part in enumerate(CALL.parts):
        ParagraphFactory(
            document=found.document, kind="ask", heading=part.heading, text=part.text,
            code=part.code, position=place,
        )  # fmt: skip
    ballot = BallotFactory(election=election, checked_at=now - 2 * A_DAY, checked_by="Ada")
    CandidateFactory(ballot=ballot, email="grace@example.org", party="Coast Residents")
    CandidateFactory(
        ballot=ballot, name="Omar Haddad", surname="Haddad", address="2 Mill Lane\nSaltwold"
    )
    keep_to_time(by=worker)
    return found


class TestACandidate:
    @pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
    def test_answers_on_a_phone(
        self, call: Call, open_page: Any, page_is_accessible: Any, script: bool
    ) -> None:
        (token,) = tokens_to("grace@example.org")
        page = open_page(reverse("answer_call", args=[token]), java_script_enabled=script, **PHONE)
        if script:
            page_is_accessible(page)
            seen(page, "answer")

        # One ask is too long, and says so; nothing typed is lost.
        first = page.get_by_role("group", name="Your answer to ask 1")
        first.get_by_text("Support in part").click()
        words = page.get_by_label("Your own words on ask 1")
        words.fill("word " * 45)
        page.get_by_role("button", name=FIRST).press("Enter")
        assert page.get_by_text("take out 5 words or more").count() == 2
        if script:
            page_is_accessible(page)
            seen(page, "answer-too-long")
        assert words.input_value().startswith("word word")

        # Put right and saved alone; what is typed at another stays.
        words.fill("Three years at least, as far as the budget allows.")
        page.get_by_label("Your own words on ask 2").fill("Half a thought")
        page.get_by_role("button", name=FIRST).click()
        page.get_by_role("status").get_by_text("1 of 4 asks").wait_for()
        assert page.get_by_label("Your own words on ask 2").input_value() == "Half a thought"

        # All at once, and changed again.
        for number in (2, 3, 4):
            group = page.get_by_role("group", name=f"Your answer to ask {number}")
            group.get_by_text("Support", exact=True).click()
        page.get_by_role("button", name="Save all my answers").click()
        page.get_by_text("You have answered 4 of 4 asks").wait_for()
        shown = page.get_by_role("region", name="What will be shown")
        assert shown.get_by_text("Three years at least").count() == 1
        if script:
            page_is_accessible(page)
            seen(page, "answer-saved")
        assert Answer.objects.count() == 4

    def test_types_the_code_of_a_letter(
        self, call: Call, open_page: Any, page_is_accessible: Any
    ) -> None:
        page = open_page(reverse("type_answer_code"), **PHONE)
        page_is_accessible(page)
        page.get_by_label("The code in your letter").fill("BCDF GHJK")
        page.get_by_role("button", name="Go to my answers").click()
        page.get_by_role("alert").get_by_text("No letter has this code").wait_for()
        page_is_accessible(page)


class TestASteward:
    def test_prints_the_letters_and_notes_them(
        self, call: Call, open_page: Any, live_server: Any
    ) -> None:
        person = UserFactory(roles=["steward"])
        InterestFactory(call=call, person_key=person.key, public_body=False)
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies["sessionid"].value
        page = open_page("/account/login/")
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(reverse("commitments_desk:call", args=[call.pk]))
        desk_is_accessible(page)
        seen(page, "desk-call")
        page.get_by_role("link", name="Letters and calls to make").click()
        page.get_by_role("button", name="Make the letters to print").wait_for()
        desk_is_accessible(page)
        page.get_by_role("button", name="Make the letters to print").click()
        page.get_by_role("heading", name="Letters to candidates").wait_for()
        seen(page, "desk-letters")
        page.get_by_role("link", name="note each as posted").click()
        page.get_by_role("link", name="Posted, or told").click()
        page.get_by_label("Letter").check()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Noted on the log.").wait_for()
        desk_is_accessible(page)
        seen(page, "desk-called")
        page.get_by_role("link", name="Write down what they answer").click()
        page.get_by_role("button", name="Save it").wait_for()
        desk_is_accessible(page)
        seen(page, "desk-write-down")
