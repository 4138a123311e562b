"""A resident finds a service that is open this Saturday, and sees where nothing serves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from commonweal.sector.actions import add_group, add_service, set_out_needs
from commonweal.sector.finding_services import memory
from commonweal.sector.offering import ToldCost, ToldHours, ToldPlace, ToldService
from commonweal.sector.opening import Hours
from commonweal.sector.tests.factories import AreaFactory, PlaceFactory, PostcodeFactory
from commonweal.sector.tests.people import administrator, steward
from tests.journeys.conftest import COMPUTER, PHONE

OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[1.2, 52.6], [1.4, 52.6], [1.4, 52.7], [1.2, 52.7], [1.2, 52.6]]],
}
BOX = {"outline": OUTLINE, "west": 1.2, "east": 1.4, "south": 52.6, "north": 52.7}


@pytest.fixture
def town() -> None:
    """Norwich, where there is a pantry on Saturdays and a lunch on Wednesdays."""
    memory.forget()
    PlaceFactory(name="Norwich", codes=["E07000148"])
    AreaFactory(code="E07000148", name="Norwich", **BOX)
    AreaFactory(code="E05000001", kind="ward", name="Mancroft", parent="E07000148", **BOX)
    PostcodeFactory(
        postcode="NR1 1AA", latitude=52.63, longitude=1.3, district="E07000148", ward="E05000001"
    )
    set_out_needs(by=administrator)
    club = add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})
    hall = ToldPlace(name="Village hall", postcode="NR1 1AA", access=("step-free",))
    for name, day, need in (("Pantry", "SA", "food-pantry"), ("Lunch club", "WE", "food-meals")):
        hours = Hours(byday=(day,), opens=dt.time(10), closes=dt.time(12))
        add_service(by=steward, organisation=club, told=ToldService(
            name=name, free=name == "Pantry", hours=(ToldHours(hours=hours),), places=(hall,),
            costs=() if name == "Pantry" else (ToldCost(option="A meal", amount=4),),  # type: ignore[arg-type]
            terms=(("need", need),),
        ))  # fmt: skip


@pytest.mark.parametrize(
    "how",
    [COMPUTER, PHONE, {**PHONE, "java_script_enabled": False}],
    ids=["on a computer", "on a phone", "without script"],
)
class TestResident:
    def test_finds_a_service_that_is_open_this_saturday(
        self, town: None, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        page = open_page("/services/", **how)
        assert page.get_by_role("heading", name="What do you need?").is_visible()
        check(page)

        page.get_by_label("What you need").select_option(label="Food and essentials: all")
        page.get_by_label("Near", exact=True).fill("NR1 1AA")
        saturday = page.get_by_label("When").locator("option", has_text=re.compile("^Saturday"))
        today = dt.datetime.now(tz=dt.UTC).weekday()
        nearer = {5: "today", 4: "tomorrow"}.get(today)
        value = nearer or saturday.get_attribute("value")
        page.get_by_label("When").select_option(value)
        page.get_by_text("More to choose").click()
        page.get_by_label("Step-free way in").check()
        page.get_by_role("button", name="Find").click()

        page.get_by_role("heading", name="1 service", exact=True).wait_for()
        assert page.get_by_role("link", name=re.compile("^Remove Open on Saturday")).is_visible()
        assert page.locator("li.result", has_text="under 0.1 miles").is_visible()
        check(page)

        page.get_by_role("link", name="Pantry").click()
        page.get_by_role("heading", level=1, name="Pantry").wait_for()
        assert page.get_by_text("Saturdays, 10am to midday").is_visible()
        assert page.get_by_text("Step-free way in").is_visible()
        check(page)

    def test_sees_where_nothing_serves(
        self, town: None, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        page = open_page("/services/gaps/", **how)

        page.get_by_label("Need", exact=True).select_option(label="Food and essentials: all")
        page.get_by_label("Day").select_option(label="Sunday")
        page.get_by_role("button", name="Show the gaps").click()

        page.get_by_role("heading", name="1 of 1 ward has nothing for this on Sunday").wait_for()
        if how.get("java_script_enabled", True):
            page_is_accessible(page)
