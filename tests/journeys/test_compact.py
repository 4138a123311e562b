"""A partner shortens a consultation and gives its reason; everybody sees both."""

from __future__ import annotations

import re
from typing import Any

import pytest

from commonweal.commitments.tests.agreements import agreement
from commonweal.sector.tests.factories import PlaceFactory
from commonweal.sector.tests.letterbox import letters_to
from tests.journeys.conftest import COMPUTER, PHONE

EVENTS = "/promises/the-compact/events/"


@pytest.fixture(autouse=True)
def compact(settings):
    settings.EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"
    PlaceFactory(everywhere=True)
    return agreement()


def sign_in(page: Any, email: str) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", letters_to(email)[-1].body)[0]
    page.get_by_label("The code we sent").fill(code)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("screen", [COMPUTER, PHONE], ids=["on a computer", "on a phone"])
class TestAShortenedConsultation:
    def test_is_logged_by_the_partner_with_its_reason_and_everybody_sees_both(
        self, open_page, page_is_accessible, compact, screen
    ):
        page = open_page(f"{EVENTS}log/{compact.council.ref}/", **screen)
        sign_in(page, compact.officer.email)
        page.get_by_role("heading", name="Log what Saltwold Council did").wait_for()
        page_is_accessible(page)

        with page.expect_navigation():
            page.get_by_role("link", name="A consultation was opened").click()
        page_is_accessible(page)
        page.get_by_role("button", name="Log it").click()
        page.locator(".error-text").first.wait_for()
        page_is_accessible(page)
        page.get_by_label("What was it?").fill("Library hours")
        page.get_by_label("When it opened").fill("2026-01-05")
        page.get_by_label("Its last day").fill("2026-03-16")
        page.get_by_label("Where this is known from").fill("The council's website")
        page.get_by_role("button", name="Log it").click()
        page.get_by_text("70 of 84 days; no reason filed.").wait_for()
        page.get_by_text("Nobody else sees it yet", exact=True).wait_for()
        page_is_accessible(page)

        with page.expect_navigation():
            page.get_by_role("link", name="Give the reason").click()
        page_is_accessible(page)
        page.get_by_label("The reason").fill("The government asked for an answer by April.")
        page.get_by_role("button", name="File the reason").click()
        page.get_by_text("70 of 84 days; a reason is filed.").wait_for()
        page.get_by_role("button", name="Show it to everybody").click()
        page.get_by_text("Everybody sees it", exact=True).wait_for()
        page_is_accessible(page)

        resident = open_page(EVENTS, **screen)
        page_is_accessible(resident)
        resident.get_by_role("link", name="Library hours").click()
        resident.get_by_text("70 of 84 days; a reason is filed.").wait_for()
        resident.get_by_text("The government asked for an answer by April.").wait_for()
        page_is_accessible(resident)


class TestAConcern:
    def test_is_raised_and_answered_for_on_a_phone_without_script(
        self, open_page, page_is_accessible, compact
    ):
        page = open_page(EVENTS, **PHONE, java_script_enabled=False)
        page.get_by_role("link", name="Raise a concern in confidence").click()
        page.get_by_text("Saltwold Council").click()
        page.get_by_label("What went wrong?").fill("Our grant ended with two weeks' notice.")
        page.get_by_label("On which day was it decided or done?").fill("2026-03-02")
        page.get_by_role("button", name="Send it").click()
        page.get_by_role("heading", name="Your concern").wait_for()
        page.get_by_text("2 June 2026").wait_for()

        again = open_page(page.url, **PHONE)
        page_is_accessible(again)
        with again.expect_navigation():
            again.get_by_role("link", name="Say when it was decided").click()
        page_is_accessible(again)
        again.goto("/promises/the-compact/concern/")
        page_is_accessible(again)
