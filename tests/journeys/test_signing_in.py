"""The first administrator comes in by a code, adds a passkey, and comes back with it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.management import call_command

from commonweal.accounts.tests.factories import UserFactory
from commonweal.sector.tests.factories import PlaceFactory
from tests.journeys.conftest import COMPUTER, PHONE


@pytest.fixture(autouse=True)
def mail_stays_here(settings):
    settings.EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"


def give_a_finger(page: Any) -> None:
    """A device with a reader that always knows the finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def read_code(page: Any, check: Any) -> str:
    """Open the outbox beside, and read the newest code."""
    outbox = page.context.new_page()
    outbox.goto("/outbox/")
    check(outbox)
    code = outbox.locator(".prose").first.inner_text().split("\n\n")[1].strip()
    outbox.close()
    return code


def come_in_by_code(page: Any, check: Any) -> None:
    check(page)
    page.get_by_label("Your e-mail address").fill("ann@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    check(page)
    page.get_by_label("The code we sent").fill(read_code(page, check))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")


def prove_it_again(page: Any, check: Any) -> None:
    """Before something safe is changed, the passkey is asked for once more."""
    page.get_by_role("heading", name="Is it still you?").wait_for()
    check(page)
    page.get_by_role("link", name="Use my passkey").click()
    page.get_by_role("button", name="Use my passkey").wait_for()
    check(page)
    page.get_by_role("button", name="Use my passkey").click()


@pytest.mark.parametrize("screen", [COMPUTER, PHONE], ids=["on a computer", "on a phone"])
class TestTheFirstAdministrator:
    def test_comes_in_by_code_and_comes_back_by_passkey(
        self, open_page, page_is_accessible, screen
    ):
        call_command("admin", "ann@example.org", "--name", "Ann")
        page = open_page("/account/login/", **screen)
        give_a_finger(page)

        come_in_by_code(page, page_is_accessible)
        page.goto("/account/")
        page_is_accessible(page)
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("A name for it").fill("Ann's telephone")
        page_is_accessible(page)
        page.get_by_role("button", name="Make the passkey").click()
        page.get_by_role("heading", name="Codes for a rainy day").wait_for()
        page_is_accessible(page)
        page.get_by_role("link", name="I have kept them").click()
        page.get_by_role("link", name="Rename Ann's telephone").wait_for()
        page_is_accessible(page)

        page.get_by_role("button", name="Sign out here").click()
        page.goto("/account/login/")
        page.get_by_role("button", name="Use my passkey").click()
        page.wait_for_url("**/desk/")

        page.goto("/account/")
        page.get_by_role("link", name="Rename Ann's telephone").click()
        prove_it_again(page, page_is_accessible)
        page.get_by_role("heading", name="Name this passkey").wait_for()
        page_is_accessible(page)
        page.goto("/account/")
        page.get_by_role("link", name="Remove Ann's telephone").click()
        page_is_accessible(page)
        page.get_by_role("button", name="Remove it").click()
        page.get_by_text("None yet").wait_for()

    def test_is_told_what_was_wrong(self, open_page, page_is_accessible, screen):
        call_command("admin", "ann@example.org")
        page = open_page("/account/login/", **screen)

        page.get_by_label("Your e-mail address").fill("ann at example")
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_text("not a whole e-mail address").first.wait_for()
        page_is_accessible(page)
        page.get_by_label("Your e-mail address").fill("ann@example.org")
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("The code we sent").fill("WRONG")
        page.get_by_role("button", name="Sign in").click()

        page.locator(".error-text").wait_for()
        page_is_accessible(page)

    def test_is_told_when_there_is_no_page(self, open_page, page_is_accessible, screen):
        page = open_page("/nowhere/", **screen)

        page.get_by_role("heading", name="There is no page here").wait_for()
        page_is_accessible(page)


class TestTheDemonstration:
    def test_lets_anyone_be_the_steward(self, open_page, page_is_accessible):
        PlaceFactory(name="Saltwold", fictional=True)
        UserFactory(name="Sam Reeve", roles=["steward"])
        page = open_page("/demonstration/", **PHONE)
        page_is_accessible(page)

        page.get_by_role("button", name="Enter as the steward").click()

        page.wait_for_url("**/desk/")
        assert page.get_by_text(re.compile("Sam Reeve")).count() > 0
