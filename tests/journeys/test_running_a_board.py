"""A coordinator runs the board: finds a helper, passes it on after a no, and prints a round."""

from __future__ import annotations

import re

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core import clock
from commonweal.help.models import Match, Note, Offer
from commonweal.help.tests.factories import (
    DutyFactory,
    RoundFactory,
    SchemeMemberFactory,
    StopFactory,
)
from tests.journeys.conftest import PHONE
from tests.journeys.lantern import (
    HOUR,
    a_helper,
    asked_for,
    at_work,
    came_to,
    on_both_screens,
    open_lantern,
)

ROOM = "/rooms/lantern/"


def on_duty(lantern):
    """Ines coordinates, and is on duty."""
    ines, now = UserFactory(name="Ines Walker"), clock.now()
    SchemeMemberFactory(scheme=lantern.scheme, person=ines)
    DutyFactory(scheme=lantern.scheme, person=ines, starts_at=now - HOUR, ends_at=now + 6 * HOUR)
    return ines


class TestACoordinator:
    def test_asks_three_good_names_in_turn_and_the_second_says_yes(
        self, open_page, page_is_accessible
    ):
        lantern, check = open_lantern(), on_both_screens(page_is_accessible)
        asked_for(lantern)
        for place, name in enumerate(("Tom Reed", "Ada Cole", "Bert Hill", "Nell Frost"), 1):
            a_helper(lantern, name, 300 * place)
        page = at_work(open_page, on_duty(lantern), **PHONE)
        page.goto(ROOM)
        came_to(page, "Nothing needs you this minute")
        check(page)

        page.get_by_role("link", name=re.compile("^Find a helper.*Olive")).click()
        came_to(page, "A helper for Olive")
        names = page.get_by_role("region", name="Good names").get_by_role("listitem")
        assert names.count() == 3
        assert names.first.get_by_text("300 m away, has not been asked for 4 weeks.").is_visible()
        check(page)
        page.get_by_text("Ask them one after the other").click()
        page.get_by_role("button", name="Ask them in this order").click()
        waits = page.get_by_role("region", name="Asked, and not answered")
        waits.get_by_role("heading", name="Tom Reed").wait_for()
        page_is_accessible(page)
        waits.get_by_role("button", name=re.compile("They said no.*Tom Reed")).click()
        waits.get_by_role("heading", name="Ada Cole").wait_for()
        said = page.get_by_role("region", name="Who was asked")
        said.get_by_text("Tom Reed: no, not this time").wait_for()
        page.get_by_role("button", name=re.compile("They said yes.*Ada Cole")).focus()
        page.keyboard.press("Enter")
        page.get_by_role("region", name="Has a helper").wait_for()
        check(page)

        assert Match.objects.get().helper.name == "Ada Cole"
        assert list(Offer.objects.order_by("pk").values_list("answer", flat=True)) == [
            "declined", "accepted"
        ]  # fmt: skip

    def test_leaves_a_note_for_the_next_on_duty_and_prints_a_round(
        self, open_page, page_is_accessible
    ):
        lantern, check = open_lantern(), on_both_screens(page_is_accessible)
        asked = asked_for(lantern)
        round = RoundFactory(scheme=lantern.scheme, on=clock.today(), number=7)
        StopFactory(round=round, client=asked.client, door="3 Staithe Lane", items="A parcel",
                    allergens="Nuts", position=1)  # fmt: skip
        page = at_work(open_page, on_duty(lantern), **PHONE)
        page.goto(f"{ROOM}requests/{asked.uuid}/")
        came_to(page, "Shopping: Olive")
        check(page)
        page.get_by_role("link", name="Add a note").click()
        came_to(page, "Add a note")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").wait_for()
        page_is_accessible(page)
        page.get_by_label("What is to be remembered?").fill("The key safe code is 4471.")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").get_by_text("code").first.wait_for()
        page.get_by_label("What is to be remembered?").fill("Her daughter rings at six.")
        page.get_by_label("Whoever is on duty next must read this first").check()
        page.get_by_role("button", name="Save").click()
        came_to(page, "Shopping: Olive")
        page.goto(ROOM)
        left = page.get_by_role("region", name="Left for whoever is on duty")
        left.get_by_text("Her daughter rings at six.").wait_for()
        assert Note.objects.get().handover

        page.goto(f"{ROOM}rounds/7/")
        page.get_by_role("link", name="Print the sheet").click()
        came_to(page, "Sheet 7: Monday, river side")
        check(page)
        page.emulate_media(media="print")
        assert page.get_by_text("3 Staithe Lane").is_visible()
        assert page.get_by_text("Nuts").is_visible()
        assert page.get_by_text("Print this page from your browser.").is_hidden()
        assert page.get_by_role("navigation").filter(visible=True).count() == 0
