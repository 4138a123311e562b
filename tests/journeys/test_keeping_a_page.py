"""An organisation's page is claimed and kept: by its own people, with proof, and without script."""

from __future__ import annotations

import re
from typing import Any

import pytest

from commonweal.accounts.tests.factories import UserFactory
from commonweal.sector.models import Member
from commonweal.sector.tests.factories import (
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    SourceRecordFactory,
)
from commonweal.sector.tests.letterbox import letters_to, token_to
from tests.journeys.conftest import COMPUTER, PHONE

OWNER, FRIEND = "ann@bread.org.uk", "ben@elsewhere.example"


@pytest.fixture(autouse=True)
def bakers(settings):
    settings.EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"
    PlaceFactory(everywhere=True)
    told = {"name": "Bread for All", "kind": "charity", "website": "https://bread.org.uk",
            "street": "1 Mill Lane", "postcode": "NR1 1AA"}  # fmt: skip
    organisation = OrganisationFactory(
        ref="GB-CHC-1000001", name="Bread for All", website="https://bread.org.uk"
    )
    IdentifierFactory(organisation=organisation)
    SourceRecordFactory(organisation=organisation, facts=told)
    return organisation


def ask_for_the_page(page: Any, check: Any, *, email: str, name: str, part: str) -> None:
    page.goto("/organisations/GB-CHC-1000001/")
    page.get_by_role("link", name="Is this yours? Keep it right").click()
    page.get_by_role("heading", name="Keep this page right").wait_for()
    check(page)
    page.get_by_role("button", name="Send me the link").click()
    page.get_by_role("heading", name="things to put right").wait_for()
    check(page)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("What you do there").fill(part)
    page.get_by_role("button", name="Send me the link").click()
    page.get_by_role("heading", name="Look in your e-mail").wait_for()
    check(page)


def sign_in(page: Any, email: str) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", letters_to(email)[-1].body)[0]
    page.get_by_label("The code we sent").fill(code)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("screen", [COMPUTER, PHONE], ids=["on a computer", "on a phone"])
class TestAPage:
    def test_is_claimed_by_an_address_of_its_own_and_kept(
        self, open_page, page_is_accessible, screen
    ):
        page = open_page("/", **screen)
        ask_for_the_page(page, page_is_accessible, email=OWNER, name="Ann Baker", part="Secretary")

        page.goto(f"/claims/{token_to(OWNER)}/")
        page_is_accessible(page)
        assert not Member.objects.exists()
        page.get_by_role("button", name="Yes, it was me").click()
        page.get_by_text("It is yours to keep.").wait_for()
        page_is_accessible(page)
        page.get_by_role("link", name="Sign in and keep it right").click()
        sign_in(page, OWNER)
        page.get_by_role("heading", name="Keep it right").wait_for()
        page_is_accessible(page)

        page.get_by_role("link", name="What it says").click()
        page_is_accessible(page)
        page.get_by_label("What it does").fill("We bake for whoever is hungry.")
        page.get_by_label("Telephone").fill("12")
        page.get_by_role("button", name="Save").click()
        page.locator(".error-text").wait_for()
        page_is_accessible(page)
        page.get_by_label("Telephone").fill("01603 123456")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Kept. The page shows it now.").wait_for()
        page.get_by_role("link", name="See what everybody sees").click()
        page.get_by_text("We bake for whoever is hungry.").first.wait_for()

        for name in ("Other names", "Areas it serves"):
            page.goto("/organisations/GB-CHC-1000001/keep/")
            page.get_by_role("link", name=name).click()
            page_is_accessible(page)
        page.goto("/organisations/GB-CHC-1000001/members/")
        page_is_accessible(page)
        page.get_by_role("link", name="Invite somebody").click()
        page_is_accessible(page)
        page.get_by_label("Their e-mail address").fill(FRIEND)
        page.get_by_role("button", name="Send the invitation").click()
        page.get_by_role("button", name=f"Withdraw the invitation of {FRIEND}").wait_for()

        friend = open_page(f"/invitations/{token_to(FRIEND)}/", **screen)
        page_is_accessible(friend)
        friend.get_by_label("Your name").fill("Ben Miller")
        friend.get_by_role("button", name="Accept").click()
        friend.get_by_text("This invitation was accepted.").wait_for()
        page_is_accessible(friend)

        page.goto("/organisations/GB-CHC-1000001/members/leave/")
        page_is_accessible(page)
        page.get_by_label("Ben Miller becomes the owner").check()
        page.get_by_role("button", name="Leave").click()
        page.get_by_role("heading", name="Your organisations").wait_for()
        page_is_accessible(page)
        friend.goto("/account/login/")
        sign_in(friend, FRIEND)
        friend.get_by_role("link", name=re.compile("Keep it right")).wait_for()
        page_is_accessible(friend)

    def test_is_claimed_by_a_letter(self, open_page, page_is_accessible, screen, client):
        steward = UserFactory(roles=["steward"])
        page = open_page("/", **screen)
        ask_for_the_page(page, page_is_accessible, email=FRIEND, name="Ben", part="Treasurer")
        page.goto(f"/claims/{token_to(FRIEND)}/")
        page.get_by_role("button", name="Yes, it was me").click()
        page.get_by_role("heading", name="By letter").wait_for()
        page_is_accessible(page)
        page.get_by_role("button", name="Ask for a letter").click()
        page.get_by_text("You asked for a letter").wait_for()

        client.force_login(steward, backend="django.contrib.auth.backends.ModelBackend")
        letter = client.post("/desk/register/claims/1/letter/").content.decode()
        page.get_by_role("link", name="I have the code").click()
        page_is_accessible(page)
        page.get_by_label("The code in the letter").fill("BBBB-BBBB")
        page.get_by_role("button", name="This is the code").click()
        page.locator(".error-text").wait_for()
        page_is_accessible(page)
        page.get_by_label("The code in the letter").fill(
            re.search(r'class="code">([A-Z-]+)<', letter)[1]
        )
        page.get_by_role("button", name="This is the code").click()

        page.get_by_text("It is yours to keep.").wait_for()
        assert Member.objects.get().role == "owner"
