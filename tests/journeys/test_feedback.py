"""Somebody says how they were treated; the organisation replies; a steward judges; all can read."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tests.given import given
from commonweal.sector.models import Feedback, Service
from commonweal.sector.tests.factories import (
    FeedbackFactory,
    FeedbackReleaseFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    ScheduleFactory,
    ServiceFactory,
)
from tests.journeys.conftest import COMPUTER, PHONE
from tests.journeys.test_imports import check as desk_is_accessible

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SIZES = (COMPUTER, PHONE)


@pytest.fixture
def lunch() -> Service:
    PlaceFactory(everywhere=True, name="Saltwold", keeper="Saltwold Voluntary Action")
    service = ServiceFactory(
        name="Lunch club", organisation=OrganisationFactory(name="Bread for All")
    )
    ScheduleFactory(service=service)
    told = {"people": 20, "share": 85, "counts": {"yes": 15, "partly": None, "no": None}}
    hidden = {"people": 20, "share": None, "counts": {"yes": None, "partly": None, "no": 0}}
    FeedbackReleaseFactory(
        service=service, people=20, figures={"respect": told, "reached": hidden, "helped": told}
    )
    return service


@pytest.fixture
def signed_in(live_server: Any) -> Callable[[Any, Any], None]:
    def sign_in(page: Any, person: Any) -> None:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return sign_in


def seen(page: Any, name: str) -> None:
    """Where pictures are wanted (COMMONWEAL_PICTURES), each page at each size, in each scheme."""
    folder = os.environ.get("COMMONWEAL_PICTURES")
    if not folder:
        return
    width = page.viewport_size["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(media="print", color_scheme=None)
    page.screenshot(path=f"{folder}/{name}-{width}-print.png", full_page=True)
    page.emulate_media(media="screen")


class TestFeedback:
    def test_goes_from_whoever_says_it_to_a_reply(
        self, lunch: Service, open_page: Any, page_is_accessible: Any, signed_in: Any
    ) -> None:
        page = open_page(reverse("service", args=[lunch.uuid]))
        page_is_accessible(page)
        page.get_by_role("link", name="Say how you were treated").press("Enter")
        page_is_accessible(page)
        page.get_by_role("group", name="Were you treated with respect?").get_by_label("Yes").focus()
        page.keyboard.press("Space")
        page.get_by_label("Anything you would like them to know").fill("They <b>listened</b>.")
        page.get_by_role("button", name="Send it").press("Enter")
        page.get_by_role("heading", name="What you told them").wait_for()
        page_is_accessible(page)
        private = page.url

        with given():
            owner = MemberFactory(organisation=lunch.organisation, role="owner").person
        signed_in(page, owner)
        page.goto(reverse("organisation-feedback", args=[lunch.organisation.ref]))
        page_is_accessible(page)
        page.get_by_role("button", name="We have read what is new on this page").press("Enter")
        page.get_by_role("link", name="Reply").press("Enter")
        page_is_accessible(page)
        page.get_by_label("Your reply").fill("Thank you for telling us.")
        page.get_by_role("button", name="Send the reply").press("Enter")
        page.get_by_text("Your reply is on their private page.").wait_for()

        page.goto(private)
        assert page.get_by_text("Thank you for telling us.").is_visible()
        page.get_by_text("Take it back", exact=True).press("Enter")
        page.get_by_role("button", name="Yes, take it back").press("Enter")
        page.get_by_text("Nothing of it is kept").wait_for()
        assert not Feedback.objects.exists()

    def test_is_judged_with_a_reason(self, lunch: Service, open_page: Any, signed_in: Any) -> None:
        with given():
            steward = UserFactory(roles=["steward"])
            said = FeedbackFactory(service=lunch, questioned="It names a volunteer.")
        page = open_page("/privacy/")
        signed_in(page, steward)

        page.goto(reverse("sector_desk:feedback"))
        desk_is_accessible(page)
        page.get_by_role("link", name="Lunch club").press("Enter")
        page.get_by_text("Why the organisation asks").wait_for()
        desk_is_accessible(page)
        page.get_by_label("Why").fill("It names a person.")
        page.get_by_role("button", name="Set it aside").press("Enter")
        page.get_by_text("Set aside. It does not count").wait_for()

        said.refresh_from_db()
        assert said.set_aside == "It names a person."
        page.goto(reverse("sector_desk:note_feedback", args=[lunch.pk]))
        desk_is_accessible(page)


@pytest.mark.parametrize("size", SIZES, ids=["computer", "phone"])
class TestPages:
    def test_of_the_public_are_accessible(
        self, lunch: Service, open_page: Any, page_is_accessible: Any, size: Any
    ) -> None:
        for name, address in (
            ("service", reverse("service", args=[lunch.uuid])),
            ("say", reverse("say-how-it-was", args=[lunch.uuid])),
            ("data", "/data/"),
            ("privacy", "/privacy/"),
            ("finder", "/services/"),
            ("api", "/api/"),
        ):
            page = open_page(address, **size)
            page_is_accessible(page)
            seen(page, name)

    def test_of_members_and_staff_are_accessible(
        self,
        lunch: Service,
        open_page: Any,
        page_is_accessible: Any,
        signed_in: Any,
        size: Any,
    ) -> None:
        with given():
            owner = MemberFactory(organisation=lunch.organisation, role="owner").person
            steward = UserFactory(roles=["steward"])
            said = FeedbackFactory(service=lunch, questioned="It names a volunteer.")
            FeedbackFactory(service=lunch, reply="Thanks", replied_on="2026-11-01", replied_by="A")
        ref = lunch.organisation.ref
        page = open_page("/privacy/", **size)
        signed_in(page, owner)
        for name, address in (
            ("here", reverse("organisation-feedback", args=[ref])),
            ("reply", reverse("reply-to-feedback", args=[ref, said.pk])),
            ("question", reverse("question-feedback", args=[ref, said.pk])),
            ("answer", reverse("answer-in-public", args=[lunch.uuid])),
        ):
            page.goto(address)
            page_is_accessible(page)
            seen(page, name)
        signed_in(page, steward)
        for name, address in (
            ("desk-list", reverse("sector_desk:feedback")),
            ("desk-judge", reverse("sector_desk:judge_feedback", args=[said.pk])),
            ("desk-note", reverse("sector_desk:note_feedback", args=[lunch.pk])),
        ):
            page.goto(address)
            desk_is_accessible(page)
            seen(page, name)
