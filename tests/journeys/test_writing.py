"""A strategy is written by two people at once, adopted, and read by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from commonweal.commitments import actions
from commonweal.commitments.models import Document
from commonweal.commitments.tests.writers import BACKEND, person
from commonweal.sector.tests.factories import PlaceFactory
from tests.journeys.conftest import COMPUTER, PHONE

WITHOUT_SCRIPT = {**COMPUTER, "java_script_enabled": False}


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Any], None]:
    """Signs a steward in, in a browser."""

    def enter(page: Any) -> None:
        client = Client()
        client.force_login(person("steward"), backend=BACKEND)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])

    return enter


@pytest.mark.parametrize("how", [COMPUTER, WITHOUT_SCRIPT], ids=["on a computer", "without script"])
class TestAStrategy:
    def test_is_written_by_two_adopted_and_read(
        self, open_page: Callable[..., Any], sign_in: Callable[[Any], None],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        PlaceFactory(name="Saltwold")
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        reader = open_page("/promises/", **{**how, **PHONE})
        assert reader.get_by_text("Nothing has been promised here yet.").is_visible()
        check(reader)

        desk = open_page("/", **how)
        sign_in(desk)
        desk.goto("/desk/promises/written/begin/")
        desk.get_by_label("Title").fill("A fair wind")
        desk.get_by_label("Begin from").select_option("strategy")
        desk.get_by_role("button", name="Begin it").click()
        desk.get_by_role("heading", name="A fair wind").first.wait_for()

        part = Document.objects.get().paragraphs.get(code="6")
        desk.get_by_role("link", name=re.compile("Write ?: 6 Volunteering")).click()
        actions.change_paragraph(
            by=person("steward"), paragraph=part, edition=1, heading=part.heading,
            text="What the other steward wrote.",
        )  # fmt: skip
        desk.get_by_label("Text").fill("What I wrote, *carefully*.")
        desk.get_by_role("button", name="Save").click()
        desk.get_by_role("heading", name="Theirs and yours").wait_for()
        assert desk.get_by_text("What the other steward wrote.").first.is_visible()
        assert desk.get_by_label("Text").input_value() == "What I wrote, *carefully*."
        desk.get_by_label("Text").fill("What we both wrote, *carefully*.")
        desk.get_by_role("button", name="Show how it will look").click()
        desk.locator(".preview em", has_text="carefully").wait_for()
        desk.get_by_role("button", name="Save").click()
        desk.get_by_role("heading", name="What is written").wait_for()

        desk.get_by_role("link", name="Adopt").click()
        desk.get_by_role("button", name="Adopt it and publish it").click()
        desk.get_by_text("Last published").wait_for()

        reader.reload()
        reader.get_by_role("link", name="A fair wind").click()
        reader.get_by_role("heading", name="6. Volunteering").wait_for()
        assert reader.get_by_text("What we both wrote, carefully.").is_visible()
        check(reader)
        reader.goto("/promises/a-fair-wind/versions/")
        check(reader)

    def test_shows_what_changed_between_versions(
        self, open_page: Callable[..., Any], page_is_accessible: Callable[[Any], None],
        how: dict[str, Any],
    ) -> None:  # fmt: skip
        PlaceFactory(name="Saltwold")
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        by = person("steward")
        wind = actions.begin_document(
            by=by, face="strategy", title="A fair wind", slug="wind", preset="strategy"
        )
        actions.adopt_document(by=by, document=wind, on=wind.begun_at.date())
        part = wind.paragraphs.get(code="6")
        actions.change_paragraph(
            by=by, paragraph=part, edition=1, heading=part.heading, text="Shorter.", reason="Plain"
        )
        actions.publish_version(by=by, document=wind, name="Shorter")

        page = open_page("/promises/wind/", **how)
        page.get_by_role("link", name="How this was worded before").click()
        page.get_by_role("heading", name="6 Volunteering").wait_for()
        check(page)
        page.goto("/promises/wind/versions/")
        page.get_by_role("link", name="What changed from the version before").click()
        page.get_by_role("heading", name="6. Volunteering").wait_for()
        check(page)
