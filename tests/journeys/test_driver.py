"""A driver opens a round, drives where there is no net, marks doors, and comes back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import HttpResponse

from commonweal.core.tokens import new_token
from commonweal.help.models import Given, Look, Round, Stop
from commonweal.help.tests.factories import (
    ClientFactory,
    HelperFactory,
    RoundFactory,
    SchemeFactory,
    StopFactory,
)
from commonweal.help.views.driving import SaidAtDoors
from commonweal.sector.tests.factories import PlaceFactory
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
GIFT = {"kind": "parcel", "what": "", "adults": 2, "children": 1, "basis": "people", "days": 3}
DOORS = (("Olive", "3 Staithe Lane"), ("Bert", "8 Mill Road"), ("Ada", "1 Hill View"))
LEFT = "Promise.all([caches.keys(), Object.keys(localStorage)])"


def lay_out(hours: float = 6) -> tuple[Round, str]:
    """A round of three doors, out now, and the secret of its driver's link."""
    PlaceFactory(name="Saltwold", codes=["E10000020"])
    now, (token, digest) = dt.datetime.now(dt.UTC), new_token()
    scheme = SchemeFactory()
    round = RoundFactory(
        scheme=scheme, on=now.date(), driver=HelperFactory(scheme=scheme), standing="out",
        signed_out_at=now, digest=digest, expires_at=now + dt.timedelta(hours=hours),
    )  # fmt: skip
    for position, (called, door) in enumerate(DOORS, 1):
        StopFactory(
            round=round, position=position, door=door, items="A parcel", gives=GIFT,
            client=ClientFactory(scheme=scheme, called=called),
        )  # fmt: skip
    return round, token


def mark(page: Any, place: int, outcome: str, note: str = "") -> None:
    """Say what happened at a door, as a driver does."""
    door = page.locator("[data-stop]").nth(place - 1)
    if not door.get_by_label("What happened").is_visible():
        door.locator("summary").click()
    door.get_by_label("What happened").select_option(outcome)
    door.get_by_label("Anything to remember").fill(note)
    door.get_by_role("button").click()


def is_kept(page: Any) -> None:
    """The telephone has kept the round."""
    page.wait_for_selector("#round[data-kept=yes]")


class TestADriver:
    def test_marks_three_doors_without_a_net_and_each_counts_once(
        self, open_page, page_is_accessible, monkeypatch
    ):
        round, token = lay_out()
        page = open_page(f"/round/{token}/", **PHONE)
        page_is_accessible(page)
        is_kept(page)

        looks = Look.objects.count()
        page.context.set_offline(True)
        # A page that has just begun may slip out of the browser's own "offline": nobody is there.
        away = HttpResponse(status=503)
        monkeypatch.setattr(SaidAtDoors, "dispatch", lambda *_, **__: away)
        page.reload()
        assert page.get_by_text("3 Staithe Lane").is_visible()
        assert Look.objects.count() == looks  # the telephone itself showed it
        mark(page, 1, "handed")
        mark(page, 2, "nobody", "Rang twice")
        mark(page, 3, "handed")
        mark(page, 3, "worried", "Very cold inside")
        assert "4 words are kept" in page.locator("#net").inner_text()
        page.reload()
        assert page.get_by_text("Nobody came to the door: Rang twice.").is_visible()
        page_is_accessible(page)
        assert not Stop.objects.exclude(outcome="waiting").exists()

        monkeypatch.undo()
        page.context.set_offline(False)
        page.get_by_text("All that you said is sent.").wait_for()
        page.reload()
        page.get_by_text("All that you said is sent.").wait_for()

        said = list(round.stops.order_by("position").values_list("outcome", flat=True))
        assert said == ["handed", "nobody", "worried"]
        assert Given.objects.counted().count() == 2
        page_is_accessible(page)

    def test_finds_nothing_on_the_telephone_once_the_sheet_is_back(
        self, open_page, page_is_accessible
    ):
        round, token = lay_out()
        page = open_page(f"/round/{token}/", **PHONE)
        is_kept(page)
        assert any(page.evaluate(LEFT))

        Round.objects.filter(pk=round.pk).update(
            standing="back", digest=None, signed_back_at=dt.datetime.now(dt.UTC)
        )
        page.reload()
        assert page.get_by_role("heading", name="There is nothing here").is_visible()
        page_is_accessible(page)
        page.wait_for_function(f"{LEFT}.then(([a, b]) => !a.length && !b.length)")

    def test_finds_nothing_after_the_link_ended_though_there_is_no_net(self, open_page):
        _, token = lay_out(hours=8 / 3600)
        page = open_page(f"/round/{token}/", **PHONE)
        is_kept(page)
        page.context.set_offline(True)
        mark(page, 1, "handed")

        page.get_by_text("This round is over.").wait_for()
        assert page.get_by_text("3 Staithe Lane").count() == 0
        assert page.evaluate("caches.keys()") == []

        page.context.set_offline(False)
        page.goto(f"/round/{token}/")
        page.get_by_role("heading", name="There is nothing here").wait_for()
        page.wait_for_function(f"{LEFT}.then(([a, b]) => !a.length && !b.length)")
        assert Stop.objects.get(position=1).outcome == "handed"

    def test_sees_no_door_to_which_nobody_may_go_any_more(self, open_page):
        round, token = lay_out()
        page = open_page(f"/round/{token}/", **PHONE)
        is_kept(page)
        person = round.stops.get(position=2).client
        type(person).objects.filter(pk=person.pk).update(abuse=True)

        mark(page, 1, "handed")

        page.get_by_text("Ring the scheme; do not go there.").wait_for()
        assert page.get_by_text("8 Mill Road").count() == 0

    def test_needs_no_script(self, open_page):
        round, token = lay_out()
        page = open_page(f"/round/{token}/", java_script_enabled=False, **PHONE)

        mark(page, 1, "safe_place", "In the porch box")

        assert page.get_by_text("Left in the agreed place").first.is_visible()
        assert round.stops.get(position=1).note == "In the porch box"
