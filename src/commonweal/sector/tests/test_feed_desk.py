"""The staff desk for neighbours' directories."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from commonweal.core.models import JournalEntry
from commonweal.intake.choices import Standing
from commonweal.intake.models import Run
from commonweal.sector.models import Feed, Service
from commonweal.sector.tests.factories import (
    FeedFactory,
    PlaceFactory,
    PostcodeFactory,
    RunFactory,
    ServiceFactory,
)
from commonweal.sector.tests.test_desk import signed_in
from commonweal.sector.tests.test_feeds import lunch
from commonweal.sector.tests.test_import_desk import work

pytestmark = pytest.mark.django_db
RIGHT = {
    "title": "Directory of services", "owner": "Norwich City Council", "name": "norwich",
    "address": "https://services.norwich.example/v3", "licence": "OGL v3",
}  # fmt: skip


@pytest.fixture
def ada() -> Client:
    return signed_in("steward")


@pytest.fixture
def feed() -> Feed:
    PlaceFactory()
    PostcodeFactory()
    return FeedFactory()


def at(name: str, *args: Any) -> str:
    return reverse(f"imports:{name}", args=args)


def nobody(*args: Any, **kwargs: Any) -> Any:
    """There is no server of any name."""
    raise OSError


def given(*bodies: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("services.json", json.dumps(bodies).encode())


class TestADirectory:
    def test_is_added_and_tried_next(self, ada):
        response = ada.post(at("add_feed"), RIGHT)

        feed = Feed.objects.get()
        assert response.url == at("bring_feed", feed.pk)
        assert (feed.owner, feed.only_here) == ("Norwich City Council", False)
        assert JournalEntry.objects.get(action="sector.save_feed").detail["name"] == "norwich"

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": "Norwich City!"}, "small letters"),
            ({"name": "a-neighbour"}, "of that name already"),
            ({"owner": " "}, "Say who keeps it"),
            ({"licence": ""}, "on what terms"),
            ({"address": "file:///etc/passwd"}, "begins with https://"),
            ({"address": "http://localhost:8000/v3"}, "network of your own"),
            ({"address": "https://10.0.0.7/v3"}, "network of your own"),
            ({"address": "http://[::1]/v3"}, "network of your own"),
            ({"address": "http://0x7f.1/v3"}, "network of your own"),
            ({"address": "http://2130706433"}, "network of your own"),
            ({"address": "https://directory.council.internal"}, "network of your own"),
            ({"address": "https://intranet/services"}, "network of your own"),
        ],
    )
    def test_is_refused_beside_the_field(self, ada, feed, wrong, sentence):
        response = ada.post(at("add_feed"), {**RIGHT, **wrong})

        assert sentence in response.content.decode()
        assert Feed.objects.count() == 1

    def test_may_lead_inside_where_whoever_runs_the_server_allows_it(self, ada, monkeypatch):
        inside = "http://10.0.0.7/v3"
        monkeypatch.setenv("COMMONWEAL_ADDRESSES_FEED_NORWICH", inside)

        ada.post(at("add_feed"), {**RIGHT, "address": inside})

        assert Feed.objects.get().address == inside

    def test_keeps_its_name_when_it_is_changed(self, ada, feed):
        ada.post(at("feed", feed.pk), {**RIGHT, "only_here": "on"})

        feed.refresh_from_db()
        assert (feed.name, feed.title, feed.only_here) == (
            "a-neighbour", "Directory of services", True
        )  # fmt: skip

    def test_is_listed_with_what_it_brought(self, ada, feed):
        ServiceFactory(source="feed-a-neighbour", key="1")

        page = ada.get(at("feeds")).content.decode()

        assert "Neighbour Council" in page
        assert at("bring_feed", feed.pk) in page


class TestBringingIn:
    @pytest.mark.parametrize(("trial", "services"), [("", 1), ("on", 0)])
    def test_is_done_by_the_worker(self, ada, feed, trial, services):
        ada.post(at("bring_feed", feed.pk), {"file": given(lunch()), "trial": trial})
        assert not Service.objects.exists()

        work()

        assert Service.objects.count() == services
        assert ada.get(at("run", Run.objects.get().pk)).status_code == 200

    def test_fetches_where_no_file_is_given(self, ada, feed):
        feed = FeedFactory(name="other", address="https://neighbour.example")

        ada.post(at("bring_feed", feed.pk), {})

        assert DBTaskResult.objects.get().task_path.endswith("fetch_later")

    def test_that_cannot_be_fetched_is_a_failed_run_that_says_why(self, ada, feed, monkeypatch):
        other = FeedFactory(name="other", title="Other", address="https://neighbour.example")
        monkeypatch.setattr(socket, "getaddrinfo", nobody)

        ada.post(at("bring_feed", other.pk), {})
        work()

        run = Run.objects.get()
        why = "There is no server called neighbour.example."
        assert (run.source, run.standing, run.problem) == ("feed-other", Standing.FAILED, why)
        for page in (at("list"), at("feeds")):
            shown = ada.get(page).content.decode()
            assert at("run", run.pk) in shown
            assert "Failed: nothing was changed" in shown
        for page in (at("run", run.pk), at("feed", other.pk), at("bring_feed", other.pk)):
            assert why in ada.get(page).content.decode()
        assert why not in ada.get(at("feed", feed.pk)).content.decode()

    def test_that_is_refused_is_a_failed_run_too(self, ada, feed):
        RunFactory(source="feed-a-neighbour", standing=Standing.DONE)
        ada.post(at("bring_feed", feed.pk), {"file": given(lunch())})
        RunFactory(source="feed-a-neighbour", standing=Standing.WAITING)

        work()

        run = Run.objects.get(standing=Standing.FAILED)
        assert "confirm it or drop it first" in run.problem

    def test_says_what_will_be_hard_to_find(self, ada, feed):
        somewhere, nowhere = lunch(), {**lunch(), "id": "2", "name": "Nowhere"}
        nowhere.pop("service_at_locations", None)
        ada.post(at("bring_feed", feed.pk), {"file": given(somewhere, nowhere)})

        work()

        page = ada.get(at("run", Run.objects.get().pk)).content.decode()
        assert "None of the 2 services has a need of this place" in page
        assert "1 of 2 services name no place with a postcode known here" in page

    def test_is_refused_without_file_or_address(self, ada, feed):
        page = ada.post(at("bring_feed", feed.pk), {}).content.decode()

        assert "has no address" in page
        assert not DBTaskResult.objects.exists()

    def test_is_refused_while_a_run_waits(self, ada, feed):
        RunFactory(source="feed-a-neighbour", standing=Standing.WAITING)

        page = ada.post(at("bring_feed", feed.pk), {"file": given(lunch())}).content.decode()

        assert "End it first." in page

    def test_shows_what_would_go_before_it_is_confirmed(self, ada, feed):
        ada.post(at("bring_feed", feed.pk), {"file": given(lunch())})
        work()

        ada.post(at("bring_feed", feed.pk), {"file": given()})
        work()
        run = Run.objects.order_by("-pk").first()

        assert run.standing == Standing.WAITING
        assert "Lunch club" in ada.get(at("run", run.pk)).content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("role", ["reader", "editor"])
    def test_only_look(self, role, feed):
        somebody = signed_in(role)

        page = somebody.get(at("feeds"))
        assert page.status_code == 200
        assert at("bring_feed", feed.pk) not in page.content.decode()
        for address in (at("add_feed"), at("feed", feed.pk), at("bring_feed", feed.pk)):
            assert somebody.get(address).status_code == 403
            assert somebody.post(address, RIGHT).status_code == 403
        assert Feed.objects.get().owner == "Neighbour Council"

    def test_must_sign_in(self, feed):
        assert Client().get(at("feeds")).status_code == 302
        assert Client().post(at("add_feed"), RIGHT).status_code == 302
        assert Feed.objects.count() == 1
