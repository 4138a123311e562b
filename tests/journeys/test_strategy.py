"""A strategy from draft to adopted, with one comment on paper followed to what is done about it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from commonweal.commitments.models import Consultation, Document
from commonweal.commitments.tests.writers import person
from commonweal.core import clock
from commonweal.core.tests.given import given
from commonweal.sector.tests.factories import PlaceFactory
from tests.journeys.conftest import COMPUTER, PHONE
from tests.journeys.test_feedback import signed_in  # noqa: F401
from tests.journeys.test_imports import check as desk_is_accessible

DESK = "/desk/promises"
SAID = "Nobody from our estate can come in the evening: the last bus leaves at six."
ADDED = "Every event that is paid for says how people get home without a car."
PREPARED = {
    "Introduction": "Say what you think of it.",
    "Is it early enough?": "All of it can be changed.",
    "What can people read": "The draft.",
    "Is it time enough?": "Twelve weeks.",
    "Who decides": "The strategy group.",
    "Whom may it touch": "Those who cannot drive; we go to them.",
    "Who may read": "It may have to be given out by law.",
}


@pytest.fixture
def staff(open_page: Any, signed_in: Any) -> Any:  # noqa: F811
    """``staff("steward")``: a browser in which somebody with that role has signed in."""
    PlaceFactory(everywhere=True, name="Saltwold", keeper="Saltwold Voluntary Action")

    def browser(role: str) -> Any:
        page = open_page("/", **COMPUTER)
        signed_in(page, person(role))
        return page

    return browser


def press(page: Any, words: str | re.Pattern[str], role: str = "button") -> None:
    """Press a button, or follow a link, and find the next page without a barrier."""
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=words).first.click()
    desk_is_accessible(page)


def begin(page: Any) -> None:
    """A draft in the shape of the preset."""
    page.goto(f"{DESK}/written/begin/")
    desk_is_accessible(page)
    page.get_by_label("What is it?").select_option("strategy")
    page.get_by_label("Title").fill("Together")
    page.get_by_label("Begin from").select_option("strategy")
    press(page, "Begin it")


def consult(page: Any) -> None:
    """A consultation of twelve weeks on it, prepared and opened."""
    page.goto(f"{DESK}/consultations/begin/")
    page.get_by_label("On which draft?").select_option(label="Together")
    page.get_by_label("What is it called?").fill("Have we got it right?")
    press(page, "Begin")
    press(page, "Prepare it", "link")
    for label, words in PREPARED.items():
        page.get_by_label(label).fill(words)
    closes = clock.today() + dt.timedelta(weeks=12)
    page.get_by_label("Last day").fill(closes.isoformat())
    page.get_by_label("By which day").fill((closes + dt.timedelta(days=30)).isoformat())
    press(page, "Save")
    press(page, "Open it", "link")
    press(page, "Open it")
    page.get_by_text("Open.", exact=True).wait_for()


def write_down(page: Any, asked: Consultation) -> None:
    """What came on paper is written down, and may be read by everybody."""
    page.goto(f"{DESK}/consultations/{asked.pk}/")
    press(page, "Write down what came on paper", "link")
    page.get_by_label("How it came").select_option("paper")
    page.get_by_label("On 2 Regeneration").fill(SAID)
    press(page, "Keep it")
    press(page, "1 comment to be read", "link")
    press(page, "Let everybody read what is ticked")


def twelve_weeks_later(asked: Consultation) -> None:
    """Its window lies in the past."""
    ago = dt.timedelta(days=90)
    with given():
        Consultation.objects.filter(pk=asked.pk).update(
            opens_on=asked.opens_on - ago, closes_on=asked.closes_on - ago,
            first_closes_on=asked.closes_on - ago, opened_at=asked.opened_at - ago,
        )  # fmt: skip


def take_up(page: Any, asked: Consultation) -> None:
    """The comment becomes a point; it is decided on, changes a paragraph and begins an action."""
    page.goto(f"{DESK}/consultations/{asked.pk}/")
    press(page, "Close it: its last day is over")
    press(page, "What came of it", "link")
    press(page, "Reading room", "link")
    page.get_by_role("checkbox", name=f"Comment 1: {SAID[:20]}").check()
    page.get_by_label("Or a new point.").fill("Buses decide who can come")
    press(page, "Put them in")
    with page.expect_navigation():
        page.get_by_role("link", name="Buses decide who can come").first.click()
    desk_is_accessible(page)
    point = page.url
    press(page, "I have read every comment in it")
    press(page, "Write down what was decided", "link")
    page.get_by_label("Taken up in part").check()
    page.get_by_label("Why?").fill("We cannot own the timetable; we can ask for it.")
    page.get_by_label("Who decided it?").fill("The strategy group")
    press(page, "Write it down")

    page.goto(f"{DESK}/written/{asked.document_id}/")
    press(page, re.compile("Write ?: 2 Regeneration"), "link")
    words = page.get_by_label("Text", exact=True)
    words.fill(f"{words.input_value()}\n\n{ADDED}")
    press(page, "Save")
    page.goto(f"{DESK}/done/add/{asked.document_id}/")
    desk_is_accessible(page)
    page.get_by_label("What is to be done").fill("An evening bus on Fridays")
    press(page, "Save")

    page.goto(point)
    press(page, "Tie it to a changed paragraph", "link")
    page.get_by_label("Which paragraph").select_option(
        label="2 Regeneration, community cohesion and engagement"
    )
    press(page, "Save")
    press(page, "Tie it to an action", "link")
    page.get_by_label("Which action").select_option(label="An evening bus on Fridays")
    press(page, "Save")


def publish_and_adopt(page: Any, asked: Consultation) -> None:
    """Everybody reads what came of it; the strategy is adopted, and the action begins."""
    page.goto(f"{DESK}/what-came-of-it/{asked.pk}/")
    press(page, "Publish what came of it", "link")
    press(page, "Publish it")
    page.goto(f"{DESK}/written/{asked.document_id}/")
    press(page, "Adopt", "link")
    press(page, "Adopt it and publish it")
    doing = asked.document.actions.get(title="An evening bus on Fridays")
    page.goto(f"{DESK}/done/{doing.pk}/")
    page.get_by_label("How it stands").select_option("under-way")
    page.get_by_label("In a few words").fill("Two drivers are found.")
    press(page, "Save")


class TestAStrategy:
    def test_goes_from_draft_to_adopted_and_a_paper_comment_to_its_action(
        self, staff: Any, open_page: Any, page_is_accessible: Any
    ) -> None:
        steward = staff("steward")
        begin(steward)
        consult(steward)
        asked = Consultation.objects.select_related("document").get()
        write_down(staff("moderator"), asked)
        twelve_weeks_later(asked)
        take_up(steward, asked)
        publish_and_adopt(steward, asked)

        assert Document.objects.get().standing == "adopted"
        stranger = open_page("/consultations/together/1/comments/", **PHONE)
        stranger.get_by_text(SAID).wait_for()
        page_is_accessible(stranger)
        stranger.goto("/consultations/together/1/")
        page_is_accessible(stranger)
        stranger.locator("main").get_by_role("link", name="What came of it").first.click()
        page_is_accessible(stranger)
        stranger.get_by_role("link", name="Buses decide who can come").first.click()
        stranger.get_by_text(SAID).wait_for()
        stranger.get_by_text("We cannot own the timetable").wait_for()
        assert ADDED in stranger.locator("main ins").first.inner_text()
        stranger.get_by_text("An evening bus on Fridays").first.wait_for()
        stranger.get_by_text("Two drivers are found.").wait_for()
        page_is_accessible(stranger)
