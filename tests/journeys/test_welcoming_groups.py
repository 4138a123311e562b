"""A group with no number joins and is vouched for; somebody writes to it and never sees where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.tests.given import given
from commonweal.sector.actions import add_group, choose_what_is_shown
from commonweal.sector.models import Organisation
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    ApplicationFactory,
    AreaFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    RelayLetterFactory,
    VouchFactory,
)
from commonweal.sector.tests.people import steward
from tests.journeys.conftest import COMPUTER, PHONE

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAYS = [COMPUTER, PHONE, {**PHONE, "java_script_enabled": False}]


@pytest.fixture
def town() -> None:
    """Norwich, with a hall and a library's friends, each with somebody who keeps its page."""
    PlaceFactory(name="Norwich", codes=["E07000148"])
    AreaFactory()
    PostcodeFactory()
    for name, address in (
        ("Mill Lane Hall", "ann@hall.example"),
        ("Friends of the Library", "bob@library.example"),
    ):
        made = OrganisationFactory(name=name, district="E07000148")
        MemberFactory(organisation=made, person=UserFactory(email=address))
        with given():
            index([made.pk])


def link_to(address: str, kind: str) -> str:
    """The private link in the newest letter to somebody."""
    body = Message.objects.filter(to=address).latest("pk").body
    found = re.search(rf"/{kind}/[\w-]{{20,}}/", body)
    assert found, body
    return found[0]


@pytest.mark.parametrize("how", WAYS, ids=["on a computer", "on a phone", "without script"])
class TestAGroupWithNoNumber:
    def test_joins_and_is_vouched_for(
        self, town: None, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        page = open_page("/", **how)
        page.get_by_role("link", name=re.compile("^Add your group")).first.click()
        check(page)

        page.get_by_label("What is the group called?").fill("Knit and Natter")
        page.get_by_label("What do you do?").fill("We knit, and talk.")
        page.get_by_label("Postcode of where you meet").fill("NR1 1AA")
        page.get_by_label("Whom can we ask for?").fill("Jo")
        page.get_by_label("E-mail address", exact=True).fill("jo@group.example")
        page.get_by_label("An organisation that knows you").fill("mill lane")
        page.get_by_label("Another that knows you").fill("library")
        page.get_by_role("button", name="Look them up").click()
        page.get_by_role("radio", name=re.compile("Mill Lane Hall")).check()
        page.get_by_role("radio", name=re.compile("Friends of the Library")).check()
        check(page)
        page.get_by_role("button", name="Ask to be added").click()
        page.get_by_role("heading", level=1, name="Thank you").wait_for()
        check(page)

        page.goto(link_to("jo@group.example", "join"))
        check(page)
        page.get_by_role("button", name="Yes, it is ours: go on").click()
        page.get_by_text("You have proved that it is yours").wait_for()
        check(page)

        for address in ("ann@hall.example", "bob@library.example"):
            page.goto(link_to(address, "vouch"))
            check(page)
            page.get_by_label("Yes, we know them").check()
            page.get_by_label("In a few words").fill("They meet in our hall.")
            page.get_by_role("button", name="Send the answer").click()
            page.get_by_text("You answered: yes, we know them").wait_for()
            check(page)

        group = Organisation.objects.get(name="Knit and Natter")
        page.goto(f"/organisations/{group.ref}/")
        assert page.get_by_role("heading", level=1, name="Knit and Natter").is_visible()
        assert "jo@group.example" not in page.content()
        check(page)

    def test_is_written_to_and_its_address_is_never_seen(
        self, town: None, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        choir = a_choir()
        page = open_page(f"/organisations/{choir.ref}/", **how)
        page.get_by_role("link", name="Write to them").click()
        check(page)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("heading", name=re.compile("to put right")).wait_for()
        check(page)

        page.get_by_label("Your name").fill("Sam")
        page.get_by_label("Your e-mail address").fill("sam@writer.example")
        page.get_by_label("What would you like to say?").fill("When do you next meet, please?")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("heading", level=1, name="Nearly sent").wait_for()
        check(page)

        page.goto(link_to("sam@writer.example", "letters"))
        check(page)
        page.get_by_role("button", name="Send the letter").click()
        page.get_by_text("It has been sent").wait_for()
        check(page)
        assert Message.objects.get(to="kit@choir.example").reply_to == "sam@writer.example"

        page.goto(link_to("kit@choir.example", "letters/stop"))
        check(page)

    def test_chooses_what_is_shown(
        self, town: None, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
        choir = a_choir()
        page = open_page(f"/organisations/{choir.ref}/", **how)
        page.get_by_role("link", name="Choose what is shown").click()
        check(page)
        page.get_by_role("button", name="Send the link").click()
        page.get_by_text("If we know an address of theirs").wait_for()

        page.goto(link_to("kit@choir.example", "your-group"))
        check(page)
        page.get_by_label("Its e-mail address").check()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Saved. It is so everywhere now.").wait_for()

        page.goto(f"/organisations/{choir.ref}/")
        assert page.get_by_role("link", name="kit@choir.example").is_visible()

        page.goto("/your-group/no-such-link-at-all/")
        check(page)


class TestASteward:
    @pytest.mark.parametrize("how", WAYS[:2], ids=["on a computer", "on a phone"])
    def test_sees_the_evidence_and_vouches(
        self, town: None, open_page: Callable[..., Any],
        page_is_accessible: Callable[[Any], None], how: dict[str, Any],
    ) -> None:  # fmt: skip
        waiting = ApplicationFactory(name="Walkers")
        letter = RelayLetterFactory(standing="to-pass-on")
        VouchFactory(application=waiting)
        client = Client()
        client.force_login(UserFactory(roles=["steward"]), backend=BACKEND)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page = open_page("/", **how)
        page.context.add_cookies([{**cookie, "url": page.url}])
        for address in (
            "/desk/register/groups/",
            "/desk/register/groups/write-down/",
            f"/desk/register/groups/{waiting.pk}/vouch/",
            "/desk/register/letters/",
            f"/desk/register/letters/{letter.pk}/",
            f"/desk/register/groups/{waiting.pk}/",
        ):
            page.goto(address)
            page_is_accessible(page)

        page.get_by_role("link", name="Vouch for it").click()
        page.get_by_label("How do you know this group?").fill("I go there on Tuesdays.")
        page.get_by_role("button", name="Take it into the register").click()
        page.get_by_text("It is in the register now.").wait_for()


def a_choir() -> Organisation:
    """A group whose address is private."""
    facts = {"postcode": "NR1 1AA", "email": "kit@choir.example"}
    made = add_group(by=steward, name="Choir", facts=facts)
    choose_what_is_shown(by=steward, organisation=made, shown=["location"])
    return made
