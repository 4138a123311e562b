"""Whoever holds a scheme's telephone takes a call, and finds it on the board."""

from __future__ import annotations

import re
from typing import Any

from commonweal.core import clock
from commonweal.help.models import Duty, Ground, Request
from tests.journeys.lantern import at_work, came_to, on_both_screens, open_lantern


def type_call(page: Any) -> None:
    """Type what Olive says."""
    page.get_by_label("Their name", exact=True).fill("Olive Marsh")
    page.get_by_label("Their telephone number", exact=True).fill("01632 960123")
    page.get_by_label("Postcode", exact=True).fill("NR1 1AA")
    page.get_by_label("Shopping").check()
    page.get_by_label("In their words", exact=True).fill("No milk in the house.")
    page.get_by_label("Within four hours").check()


class TestAPhoneHolder:
    def test_reads_the_notice_aloud_and_the_urgent_request_is_on_the_board(
        self, open_page, page_is_accessible
    ):
        lantern, check = open_lantern(), on_both_screens(page_is_accessible)
        page = at_work(open_page, lantern.holder)
        page.goto("/rooms/")
        page.get_by_role("link", name="Lantern neighbours").click()
        came_to(page, "Nothing needs you this minute")
        check(page)
        page.get_by_role("main").get_by_role("link", name="Take a call").first.click()
        came_to(page, "Take a call")
        read = page.get_by_role("region", name="Read this to them")
        assert read.get_by_text("We write down what you tell us").is_visible()
        assert page.get_by_text("Is anybody in danger now?").is_visible()
        check(page)

        type_call(page)
        page.get_by_role("button", name="Keep it").click()
        page.get_by_role("alert").get_by_text("Read the notice to them first").wait_for()
        page_is_accessible(page)
        page.get_by_label("I read the notice to them").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text("Kept. Tell them the reference").wait_for()
        check(page)
        asked = Request.objects.get()
        assert (asked.urgency, asked.urgency_by) == ("hours", "Dilys Page")
        assert Ground.objects.get().read_by == "Dilys Page"

        page.get_by_role("link", name="Lantern neighbours").click()
        came_to(page, "1 job needs you now")
        now = page.get_by_role("region", name="Now")
        now.get_by_text("Marked “within four hours” by Dilys Page.").wait_for()
        check(page)
        now.get_by_role("button", name=re.compile("^Begin.*Olive")).click()
        page.get_by_role("status").get_by_text("You have begun.").wait_for()

    def test_is_asked_whether_it_is_somebody_known_and_sees_nothing_once_off_duty(
        self, open_page, page_is_accessible
    ):
        lantern = open_lantern()
        page = at_work(open_page, lantern.holder, java_script_enabled=False)
        for known in (False, True):
            page.goto("/rooms/lantern/take-a-call/")
            type_call(page)
            page.get_by_label("I read the notice to them").check()
            page.get_by_label("In their words", exact=True).fill("Eggs." if known else "Milk.")
            page.get_by_role("button", name="Keep it").click()
            if known:
                page.get_by_text("Is it one of these?").first.wait_for()
                page.get_by_label("Olive Marsh, NR1 1AA").check()
                page.get_by_role("button", name="Keep it").click()
            page.get_by_text("Kept. Tell them the reference").wait_for()
        assert Request.objects.count() == 2
        assert lantern.scheme.clients.count() == 1

        Duty.objects.filter(person=lantern.holder).update(off_at=clock.now())
        page.goto("/rooms/lantern/")
        came_to(page, "There is no page here")
