"""A resident asks for help on a phone, without an account, and sees later how it is."""

from __future__ import annotations

import re
from typing import Any

from commonweal.help.models import Request
from tests.journeys.conftest import PHONE
from tests.journeys.lantern import came_to, on_both_screens, open_lantern

STATUS = "main a[href*='/help/status/']"


def carry_on(page: Any, heading: str) -> None:
    """Go on to the next question."""
    page.get_by_role("button", name="Carry on").click()
    came_to(page, heading)


def is_told(page: Any, words: str) -> None:
    """The page came again, and says what to put right."""
    page.get_by_role("alert").get_by_text(words).wait_for()


class TestAResident:
    def test_makes_mistakes_comes_back_another_day_and_sends_it(
        self, open_page, page_is_accessible
    ):
        open_lantern()
        on_both = on_both_screens(page_is_accessible)
        page = open_page("/help/", **PHONE)
        came_to(page, "Get help")
        on_both(page)
        page.get_by_role("link", name="Ask for help").click()
        came_to(page, "First: is anybody in danger now?")
        page.get_by_role("button", name="Carry on").click()
        is_told(page, "Choose one.")
        page_is_accessible(page)
        page.get_by_label("Yes, or I am not sure").check()
        page.get_by_role("button", name="Carry on").click()
        page.get_by_role("heading", name="Ring now").wait_for()
        page_is_accessible(page)
        carry_on(page, "Who is this for?")

        page.get_by_label("For me").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        came_to(page, "What would help just now?")
        page_is_accessible(page)
        page.get_by_label("Caring").check()
        page.get_by_role("button", name="Save and come back").click()
        came_to(page, "It is kept for a week")
        page_is_accessible(page)
        link = page.get_by_role("link", name="Go on now").get_attribute("href")

        page = open_page(link, **PHONE)
        came_to(page, "What exactly?")
        page_is_accessible(page)
        page.get_by_label("Shopping").check()
        carry_on(page, "Tell us a little more")
        page_is_accessible(page)
        page.get_by_label("What would help, and why now").fill("Milk and bread.")
        carry_on(page, "Where do you live?")
        page.get_by_label("Postcode").fill("NR1")
        page.get_by_role("button", name="Carry on").click()
        is_told(page, "first half")
        page_is_accessible(page)
        page.get_by_label("Postcode").fill("nr11aa")
        carry_on(page, "When would it help?")
        page_is_accessible(page)
        page.get_by_label("In the next few days").check()
        carry_on(page, "How can we reach you safely?")
        page.get_by_label("Name", exact=True).fill("Olive Marsh")
        page.get_by_role("button", name="Carry on").click()
        is_told(page, "Give a number or an e-mail address")
        page_is_accessible(page)
        page.get_by_label("Telephone number", exact=True).fill("01632 960123")
        carry_on(page, "Which language is best?")
        page_is_accessible(page)
        carry_on(page, "Is there anything a helper must know?")
        page_is_accessible(page)
        carry_on(page, "What we do with what you told us")
        page.get_by_role("button", name="Carry on").click()
        is_told(page, "Tick that you have read it")
        page_is_accessible(page)
        page.get_by_label("I have read this").check()
        carry_on(page, "Check what you wrote")
        on_both(page)
        page.get_by_role("link", name="Change Tell us a little more").click()
        came_to(page, "Tell us a little more")
        page.get_by_label("What would help, and why now").fill("Eggs.")
        carry_on(page, "Check what you wrote")
        page.get_by_text("Eggs.").wait_for()
        assert not Request.objects.exists()

        page.get_by_role("button", name="Send it").click()
        came_to(page, "It was sent")
        on_both(page)
        assert Request.objects.get().details == "Eggs."
        code = re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", page.get_by_role("region").inner_text())[0]
        page.locator(STATUS).click()

        came_to(page, "How it is")
        page_is_accessible(page)
        for words in ("Shopping", "Eggs", "Lantern", "Olive", "NR1"):
            assert page.get_by_text(words).count() == 0
        page.get_by_label("Code", exact=True).fill("BBBB-BBBB")
        page.get_by_role("button", name="Open it").click()
        is_told(page, "That is not it.")
        page_is_accessible(page)
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_role("button", name="Open it").click()
        page.get_by_text("Nobody has read it yet").wait_for()
        on_both(page)
        page.get_by_label("What you want to add").fill("Oat milk too.")
        page.get_by_role("button", name="Add it").click()
        page.get_by_text("It is added.").wait_for()
        page.get_by_role("button", name="Take it back").click()
        page.get_by_role("button", name="No, leave it").wait_for()
        page_is_accessible(page)
        page.get_by_role("button", name="Yes, take it back").click()
        page.get_by_text("It is taken back.").wait_for()
        assert Request.objects.get().state == "withdrawn"

    def test_who_is_not_safe_at_home_needs_no_script_and_leaves_no_page(self, open_page):
        open_lantern()
        page = open_page("/help/ask/", java_script_enabled=False, **PHONE)
        page.get_by_label("No, nobody is in danger").check()
        carry_on(page, "Who is this for?")
        page.get_by_label("For me").check()
        carry_on(page, "What would help just now?")
        page.get_by_label("Caring").check()
        carry_on(page, "What exactly?")
        page.get_by_label("Abuse").check()
        carry_on(page, "How can somebody ring you safely?")
        assert page.get_by_text("Ring 0808 2000 247.").is_visible()
        page.get_by_label("A name to ask for").fill("Olive")
        page.get_by_label("A number on which it is safe to ring").fill("01632 960177")
        carry_on(page, "Where do you live?")
        page.get_by_label("I would rather not say").check()
        carry_on(page, "Which language is best?")
        carry_on(page, "What we do with what you told us")
        page.get_by_label("I have read this").check()
        carry_on(page, "Check what you wrote")
        page.get_by_role("button", name="Send it").click()

        came_to(page, "Somebody will ring you")
        assert page.locator(STATUS).count() == 0
        assert Request.objects.get().client.abuse
