"""A resident looks for help with debt: on a computer, on a phone, and without script."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

from commonweal.core.tests.given import given
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    AreaFactory,
    ClassificationFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    TermFactory,
)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = pytest.mark.django_db(transaction=True)
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[1.2, 52.6], [1.4, 52.6], [1.4, 52.7], [1.2, 52.7], [1.2, 52.6]]],
}


@pytest.fixture
def town() -> None:
    """Norwich with thirty debt advisers, of whom one is near and helps people in poverty."""
    PlaceFactory(name="Norfolk")
    AreaFactory(outline=OUTLINE, west=1.2, east=1.4, south=52.6, north=52.7)
    PostcodeFactory(district="E07000148")
    TermFactory(code="105", title="Relief of poverty")
    TermFactory(code="102", title="Education and training")
    made = [
        OrganisationFactory(
            name=f"Debt Advice {n:02}", description="Free advice on debts.", income=n * 1000,
            district="E07000148", latitude=52.63 + n / 400, longitude=1.30,
        )
        for n in range(30)
    ]  # fmt: skip
    for n, organisation in enumerate(made):
        ClassificationFactory(organisation=organisation, code="105" if n == 3 else "102")
    with given():
        index(o.pk for o in made)


def opened(browser: Any, address: str, **how: Any) -> Any:
    page = browser.new_context(base_url=address, **how).new_page()
    page.goto("/search/")
    return page


def has_no_barrier(page: Any) -> None:
    """What axe finds wrong, which must be nothing; and nothing runs off the side."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize(
    "how",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 360, "height": 700}, "color_scheme": "dark"},
        {"viewport": {"width": 360, "height": 700}, "java_script_enabled": False},
    ],
    ids=["on a computer", "on a phone", "without script"],
)
class TestResident:
    def test_finds_help_with_debt_despite_a_slip(self, town, browser, live_server, how):
        page = opened(browser, live_server.url, **how)
        scripted = how.get("java_script_enabled", True)

        page.get_by_label("What, who or where?").fill("dept advise")
        page.get_by_role("button", name="Search").click()
        page.get_by_text("Showing results for debt advice").wait_for()
        assert page.get_by_role("heading", name=re.compile("^30 organisations")).is_visible()

        page.get_by_text("Narrow this down").click()
        page.get_by_label("Near a postcode or place").fill("NR1 1AA")
        page.get_by_label("Within", exact=True).select_option("10")
        page.get_by_label("Relief of poverty").check()
        if scripted:
            has_no_barrier(page)
        page.get_by_role("button", name="Show these").click()

        page.get_by_role("heading", name="1 organisation").wait_for()
        assert page.locator("li.result", has_text="within a mile or so").is_visible()
        assert page.get_by_role("link", name="Remove Relief of poverty").is_visible()
        if scripted:
            assert page.locator("#told").inner_text() == "1 organisation"
            has_no_barrier(page)

        page.get_by_role("link", name="Debt Advice 03").click()
        page.get_by_role("heading", level=1, name="Debt Advice 03").wait_for()

    def test_uses_everyday_words_and_half_a_postcode(self, town, browser, live_server, how):
        page = opened(browser, live_server.url, **how)
        scripted = how.get("java_script_enabled", True)

        page.get_by_label("What, who or where?").fill("money worries NR1")
        page.get_by_role("button", name="Search").click()
        page.get_by_text("NR1 is read as a place.").wait_for()
        assert page.get_by_text("Also looked for: debt, money advice").is_visible()
        assert page.get_by_role("link", name="Remove Within 5 miles (8 km) of NR1").is_visible()
        assert page.get_by_role("link", name="Debt Advice 00").is_visible()
        if scripted:
            has_no_barrier(page)

        page.get_by_role("link", name="Look only for").click()
        page.get_by_text("Nothing found for").wait_for()
        if scripted:
            has_no_barrier(page)

        page.get_by_role("link", name="Look for other words and places too").click()
        page.get_by_role("link", name="Debt Advice 00").wait_for()

    def test_measures_from_a_place_by_its_name(self, town, browser, live_server, how):
        page = opened(browser, live_server.url, **how)

        page.get_by_text("Narrow this down").click()
        page.get_by_label("Near a postcode or place").fill("Norwhich")
        page.get_by_role("button", name="Show these").click()
        page.get_by_text("Did you mean Norwich?").wait_for()
        if how.get("java_script_enabled", True):
            has_no_barrier(page)

        page.get_by_label("Near a postcode or place").fill("Norwich")
        page.get_by_label("Within", exact=True).select_option("3")
        page.get_by_role("button", name="Show these").click()
        page.get_by_role("link", name="Remove Within 3 miles (4.8 km) of Norwich").wait_for()
        assert page.locator("li.result", has_text=re.compile(r"\d miles")).first.is_visible()

    def test_comes_back_to_the_same_list_by_its_address(self, town, browser, live_server, how):
        page = opened(browser, live_server.url, **how)
        page.get_by_role("link", name="Next page").click()
        page.get_by_text("21 to 30 of 30").wait_for()

        page.goto(page.url)

        assert page.get_by_text("21 to 30 of 30").is_visible()
