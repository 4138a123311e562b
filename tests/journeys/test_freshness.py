"""An owner confirms by the link in a letter: nothing to sign in to, and opening it says nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from commonweal.comms.models import Message
from commonweal.core.actors import Robot
from commonweal.sector.actions import add_group, add_service, ask_after_entries, set_out_needs
from commonweal.sector.models import Organisation, Service
from commonweal.sector.offering import ToldHours, ToldService
from commonweal.sector.opening import Hours
from commonweal.sector.tests.factories import AreaFactory, PlaceFactory, PostcodeFactory
from commonweal.sector.tests.people import administrator, steward
from tests.journeys.conftest import COMPUTER, PHONE


@pytest.fixture
def link() -> str:
    """The address in the letter to a group that told us of itself more than a year ago."""
    PlaceFactory(name="Norwich", codes=["E07000148"], keeper="Norfolk Voices")
    AreaFactory(code="E07000148", name="Norwich")
    PostcodeFactory(postcode="NR1 1AA", district="E07000148")
    set_out_needs(by=administrator)
    bread = add_group(
        by=steward, name="Bread for All",
        facts={"postcode": "NR1 1AA", "email": "bread@example.org", "telephone": "01603 111222",
               "description": "Bread and soup, and somebody to talk to."},
    )  # fmt: skip
    hours = Hours(byday=("SA",), opens=dt.time(9), closes=dt.time(11))
    add_service(by=steward, organisation=bread, told=ToldService(
        name="Breakfast", terms=(("need", "food-meals"),), hours=(ToldHours(hours=hours),)
    ))  # fmt: skip
    long_ago = timezone.now() - dt.timedelta(days=400)
    Organisation.objects.update(added_at=long_ago)
    Service.objects.update(assured_on=long_ago.date())
    ask_after_entries(by=Robot("freshness"), night=timezone.localdate(), most=10)
    found = re.search(r"/still-right/[\w-]+/", Message.objects.get().body)
    assert found
    return found[0]


@pytest.mark.parametrize(
    "how",
    [COMPUTER, PHONE, {**PHONE, "java_script_enabled": False}],
    ids=["on a computer", "on a phone", "without script"],
)
class TestAnOwner:
    def test_confirms_by_link(
        self, link: str, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        page = open_page(link, **how)
        assert page.get_by_role("heading", name="Is this still right?").is_visible()
        assert page.get_by_text("Saturday").first.is_visible()
        check(page)
        page.reload()
        assert Organisation.objects.get().confirmed_on is None

        page.get_by_role("button", name="All is still right").click()

        page.get_by_role("heading", name="Thank you").wait_for()
        check(page)
        page.get_by_role("link", name="See your entry as anyone sees it").click()
        page.get_by_text("Confirmed by them on").wait_for()
        check(page)

        page.goto(link)
        assert page.get_by_text("cannot be used again").is_visible()
        assert page.get_by_role("button", name="All is still right").count() == 0

    def test_puts_right_what_is_wrong(
        self, link: str, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        page = open_page(link, **how)
        page.get_by_role("link", name="Change something").click()
        check(page)

        page.get_by_label("Telephone").first.fill("ask Ann")
        page.get_by_role("button", name="Save, and all else is right").click()
        page.get_by_role("alert").wait_for()
        check(page)
        page.get_by_label("Telephone").first.fill("01603 333444")
        page.get_by_role("button", name="Save, and all else is right").click()

        page.get_by_role("heading", name="Thank you").wait_for()
        page.goto(f"/organisations/{Organisation.objects.get().ref}/")
        assert page.get_by_role("link", name="Ring 01603 333444").is_visible()

    def test_says_that_it_has_closed(
        self, link: str, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        page = open_page(link, **how)
        page.get_by_role("link", name="This is not us, or we have closed").click()
        check(page)

        page.get_by_label("We have closed").check()
        page.get_by_role("button", name="Tell the people who keep the register").click()

        page.get_by_role("heading", name="Thank you").wait_for()


class TestAnybody:
    def test_sees_how_fresh_the_register_is(
        self, link: str, open_page: Callable[..., Any], page_is_accessible: Callable[[Any], None]
    ) -> None:
        page = open_page("/data/")
        page.get_by_role("link", name="How many have said so lately").click()

        page.get_by_role("heading", name="How fresh this register is").wait_for()
        page_is_accessible(page)
