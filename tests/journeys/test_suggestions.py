"""Somebody tells that a page is wrong; its owner declines with a reason, which reaches them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from commonweal.comms.models import Message
from commonweal.core.tests.given import given
from commonweal.sector.actions import add_group, correct_organisation
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    MemberFactory,
    PlaceFactory,
    PostcodeFactory,
)
from commonweal.sector.tests.people import steward
from tests.journeys.conftest import COMPUTER, PHONE


@pytest.fixture
def singers() -> Organisation:
    """A group with a telephone number."""
    PlaceFactory(name="Norwich", codes=["E07000148"])
    AreaFactory(code="E07000148", name="Norwich")
    PostcodeFactory(postcode="NR1 1AA", district="E07000148")
    return add_group(
        by=steward, name="Mill Lane Singers",
        facts={"postcode": "NR1 1AA", "telephone": "01603 111111", "description": "We sing."},
    )  # fmt: skip


@pytest.fixture
def sign_in(live_server: Any, singers: Organisation) -> Callable[[Any], None]:
    """Signs the owner of the page in, in a browser."""

    def enter(page: Any) -> None:
        with given():
            person = MemberFactory(organisation=singers).person
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])

    return enter


@pytest.mark.parametrize(
    "how",
    [COMPUTER, PHONE, {**PHONE, "java_script_enabled": False}],
    ids=["on a computer", "on a phone", "without script"],
)
class TestSomebodyWhoKnowsBetter:
    def test_is_told_why_it_was_declined(
        self, singers: Organisation, open_page: Callable[..., Any], sign_in: Callable[[Any], None],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        page = open_page(f"/organisations/{singers.ref}/", **how)

        page.get_by_role("link", name="Tell us what should stand here").click()
        page.get_by_role("heading", name="What is wrong or missing?").wait_for()
        check(page)
        page.get_by_role("button", name="Send it").click()
        page.get_by_role("heading", name="One thing to put right").wait_for()
        check(page)
        page.get_by_label("Telephone").fill("01603 222222")
        page.get_by_label("How do you know?").fill("It is on their poster.")
        page.get_by_label("Your e-mail address").fill("jo@example.org")
        page.get_by_role("button", name="Send it").click()
        page.get_by_role("heading", name="What you told us").wait_for()
        assert page.get_by_text("Being looked at").is_visible()
        check(page)

        owner = open_page("/", **how)
        sign_in(owner)
        owner.goto(f"/organisations/{singers.ref}/suggestions/")
        check(owner)
        owner.get_by_role("link", name="Telephone").click()
        assert owner.get_by_text("It is on their poster.").is_visible()
        check(owner)
        owner.get_by_label("Decline it").check()
        owner.get_by_role("button", name="Keep these decisions").click()
        owner.get_by_role("link", name="Say why, in a sentence").wait_for()
        check(owner)
        owner.get_by_label("Why?").fill("That is last year's poster.")
        owner.get_by_role("button", name="Keep these decisions").click()
        owner.get_by_text("All of it is decided. They are told by e-mail.").wait_for()
        check(owner)

        page.reload()
        page.get_by_text("That is last year's poster.").wait_for()
        assert page.get_by_text("Declined").is_visible()
        check(page)
        letter = Message.objects.get(to="jo@example.org")
        assert "- Telephone: declined. That is last year's poster." in letter.body
        singers.refresh_from_db()
        assert singers.telephone == "01603 111111"


class TestTheOwner:
    def test_puts_back_what_was_changed(
        self, singers: Organisation, open_page: Callable[..., Any], sign_in: Callable[[Any], None],
        page_is_accessible: Callable[[Any], None],
    ) -> None:  # fmt: skip
        correct_organisation(
            by=steward, organisation=singers, values={"telephone": "01603 333333"}, reason="Rang"
        )
        page = open_page("/")
        sign_in(page)

        page.goto(f"/organisations/{singers.ref}/history/")
        page_is_accessible(page)
        page.get_by_role("link", name="Put back as it was before").first.click()
        page.get_by_role("heading", name="Put back as it was").wait_for()
        page_is_accessible(page)
        page.get_by_role("button", name="Put it back").click()
        page.get_by_text("This too stands in the history").wait_for()
        page_is_accessible(page)

        singers.refresh_from_db()
        assert singers.telephone == "01603 111111"
