"""A helper on a phone is asked, says yes with one tap, goes, and comes back."""

from __future__ import annotations

from typing import Any

from commonweal.core import clock
from commonweal.core.tokens import new_token
from commonweal.help.models import Look, Match, Offer, Visit
from commonweal.help.tests.factories import OfferFactory
from tests.journeys.conftest import PHONE
from tests.journeys.lantern import (
    HOUR,
    a_helper,
    asked_for,
    came_to,
    on_both_screens,
    open_lantern,
)

DOOR = "3 Staithe Lane"


def asked_tom() -> tuple[str, str]:
    """Tom is asked to shop for Olive: the secrets of the offer's link and of his own page."""
    lantern, now = open_lantern(), clock.now()
    (offered, digest), (own, own_digest) = new_token(), new_token()
    OfferFactory(
        request=asked_for(lantern), helper=a_helper(lantern, "Tom Reed", 400, digest=own_digest),
        digest=digest, at=now, expires_at=now + 20 * HOUR,
    )  # fmt: skip
    return offered, own


def is_hidden(page: Any) -> bool:
    """The address is not on the page."""
    return DOOR not in page.content()


class TestAHelper:
    def test_says_yes_goes_comes_back_and_the_address_is_gone(self, open_page, page_is_accessible):
        offered, own = asked_tom()
        on_both = on_both_screens(page_is_accessible)
        page = open_page(f"/offer/{offered}/", **PHONE)
        came_to(page, "Can you help Olive?")
        assert is_hidden(page)
        on_both(page)
        page.get_by_role("button", name="Yes, I can").click()
        came_to(page, "Shopping for Olive")
        page.get_by_text(DOOR).wait_for()
        on_both(page)
        assert Look.objects.filter(purpose__startswith="task").exists()

        page.goto(f"/helping/{own}/")
        came_to(page, "Your helping with Lantern neighbours")
        assert is_hidden(page)
        page_is_accessible(page)
        page.get_by_role("link", name="Your visits, and what you paid").click()
        came_to(page, "Your visits")
        page_is_accessible(page)
        page.get_by_role("link", name="plan a visit").click()
        came_to(page, "Plan your visit")
        page_is_accessible(page)
        page.get_by_role("button", name="Plan it").focus()
        page.keyboard.press("Enter")
        came_to(page, "Olive: Shopping")
        page.get_by_text(DOOR).wait_for()
        page_is_accessible(page)
        page.get_by_role("button", name="I am going in").click()
        page.get_by_text("Somebody watches over you", exact=True).wait_for()
        on_both(page)
        page.get_by_role("link", name="say it here").click()
        came_to(page, "Worried about somebody?")
        page_is_accessible(page)
        page.go_back()
        came_to(page, "Olive: Shopping")
        page.get_by_role("button", name="I am back").click()
        page.get_by_role("status").get_by_text("Good that you are back.").wait_for()
        page_is_accessible(page)
        assert Visit.objects.get().standing == "over"

        page.goto(f"/task/{offered}/")
        page.get_by_role("button", name="It is done").click()
        page.get_by_text("This task is over. Thank you.").wait_for()
        page.get_by_text("Shown until").wait_for()
        Match.objects.update(see_until=clock.now())
        page.reload()
        page.get_by_text("The address is no longer shown.").wait_for()
        assert is_hidden(page)
        page_is_accessible(page)

    def test_may_say_no_and_needs_no_script(self, open_page):
        offered, _ = asked_tom()
        page = open_page(f"/offer/{offered}/", java_script_enabled=False, **PHONE)

        page.get_by_role("button", name="No, not this time").click()

        page.get_by_text("You said no to this, and somebody else is asked.").wait_for()
        assert Offer.objects.get().answer == "declined"
        page.goto(f"/task/{offered}/")
        came_to(page, "This address leads nowhere")
