"""Services in the public contract."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.sector.actions import withhold
from commonweal.sector.models import Location, Service
from commonweal.sector.tests import factories as made
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
BASE = "/api/v1/services"
LATELY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture
def lunch() -> Service:
    made.PlaceFactory(everywhere=True)
    service = made.ServiceFactory(name="Lunch club", free=True, minimum_age=55)
    hall = made.LocationFactory(
        organisation=service.organisation, name="The Hall", street="1 High Street",
        postcode="NR1 1AA",
    )  # fmt: skip
    at = made.ServiceAtLocationFactory(service=service, location=hall)
    made.ScheduleFactory(service=service, at=at, byday="WE", opens=dt.time(12), closes=dt.time(14))
    made.ServiceTermFactory(service=service)
    made.ServiceChangeFactory(mark=secrets.randbits(40))
    return service


def get(client: Client, asked: str = "", **headers: str) -> Any:
    return client.get(f"{BASE}{asked}", headers=headers)


class TestList:
    def test_gives_what_the_finder_finds(self, client: Client, lunch: Service) -> None:
        made.ServiceFactory(name="Chess")
        made.ServiceChangeFactory(mark=7)

        answer = get(client, "?q=lunch&free=true&age=60&when=we").json()

        (row,) = answer["services"]
        assert row["id"] == str(lunch.uuid)
        assert row["organisation"]["id"] == lunch.organisation.ref
        assert row["hours_words"] == ["Wednesdays, midday to 2pm"]
        assert row["outwards"] == ["NR1"]
        assert answer["read"]["words"] == "lunch"

    def test_takes_the_finders_own_names(self, client: Client, lunch: Service) -> None:
        assert get(client, "?step-free=1").json()["services"] == []

        Location.objects.update(access=["step-free"])
        made.ServiceChangeFactory(mark=3)

        assert len(get(client, "?step-free=1").json()["services"]) == 1

    def test_comes_a_page_at_a_time(self, client: Client, lunch: Service) -> None:
        for number in range(4):
            made.ServiceFactory(name=f"Chess {number}")
        made.ServiceChangeFactory(mark=4)

        first = get(client, "?limit=2&sort=name").json()
        second = client.get(first["paging"]["next"]).json()

        assert first["paging"]["total"] == 5
        assert [s["name"] for s in first["services"]] == ["Chess 0", "Chess 1"]
        assert [s["name"] for s in second["services"]] == ["Chess 2", "Chess 3"]

    def test_gives_what_changed_since_oldest_first_also_what_ended(
        self, client: Client, lunch: Service
    ) -> None:
        made.ServiceFactory(name="Newest", changed_at=LATELY + dt.timedelta(days=1))
        made.ServiceFactory(name="Ended", status="defunct", changed_at=LATELY)

        since = "?modified_after=2026-10-01T00:00:00Z"
        every = get(client, since).json()
        ended = get(client, f"{since}&status=defunct").json()

        assert [s["name"] for s in every["services"]] == ["Ended", "Newest"]
        assert [s["name"] for s in ended["services"]] == ["Ended"]
        assert every["read"] is None

    def test_leaves_out_what_is_withheld(self, client: Client, lunch: Service) -> None:
        withhold(by=steward, organisation=lunch.organisation, reason="A refuge")

        for asked in ("", "?q=lunch", "?modified_after=2020-01-01T00:00:00Z"):
            assert get(client, asked).json()["services"] == []
        assert get(client, f"/{lunch.uuid}").status_code == 404

    @pytest.mark.parametrize(
        "asked",
        [
            "page=0", "page=99999999999999999999", "limit=101", "limit=x", "when=someday",
            "when=2026-99-99", "within=-1", "within=nan", "within=inf", "age=121", "age=x",
            "need='--", "language=%00", "sort=stars", "near=NOWHERE9", "status=defunct",
            "modified_after=yesterday", "modified_after=2026-01-01T00:00:00Z&q=lunch",
            "modified_after=2026-01-01T00:00:00Z&status=resting", "free=perhaps",
        ],
    )  # fmt: skip
    def test_refuses_what_means_nothing(self, client: Client, lunch: Service, asked: str) -> None:
        answer = get(client, f"?{asked}")

        assert answer.status_code == 422, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["title"] == "Unprocessable Entity"

    def test_is_not_sent_again_until_something_changed(
        self, client: Client, lunch: Service
    ) -> None:
        first = get(client, "?sort=name")
        assert get(client, "?sort=name", if_none_match=first["ETag"]).status_code == 304

        withhold(by=steward, organisation=lunch.organisation, reason="A refuge")

        assert get(client, "?sort=name", if_none_match=first["ETag"]).status_code == 200

    def test_costs_the_same_number_of_queries_however_many(
        self, client: Client, lunch: Service
    ) -> None:
        get(client)
        with CaptureQueriesContext(
            connection,
        ) as few:
            get(client)
        for number in range(12):
            made.ScheduleFactory(service=made.ServiceFactory(name=f"Chess {number}"))
        made.ServiceChangeFactory(mark=12)
        get(client)
        with CaptureQueriesContext(connection) as many:
            assert len(get(client).json()["services"]) == 13

        assert len(many) == len(few)


class TestOne:
    def test_is_given_whole(self, client: Client, lunch: Service) -> None:
        made.ClosureFactory(service=lunch)
        made.CostOptionFactory(service=lunch)

        whole = get(client, f"/{lunch.uuid}").json()["service"]

        assert whole["places"][0]["street"] == "1 High Street"
        assert whole["hours"][0]["byday"] == "WE"
        assert whole["hours"][0]["place"] == 0
        assert whole["closures"]
        assert whole["costs"]
        assert whole["kept_by"] == ""
        assert whole["licence"] == "Creative Commons Attribution 4.0"

    def test_tells_no_private_place(self, client: Client, lunch: Service) -> None:
        Location.objects.update(address_public=False, latitude=52.6, longitude=1.3)

        text = get(client, f"/{lunch.uuid}").content.decode()

        for word in ("High Street", "The Hall", "1AA", "52.6"):
            assert word not in text

    @pytest.mark.parametrize("key", ["nonsense", "0" * 400, "%00"])
    def test_that_is_none_is_a_problem(self, client: Client, lunch: Service, key: str) -> None:
        answer = get(client, f"/{key}")

        assert answer.status_code in {404, 422}
        assert answer["Content-Type"] == "application/problem+json"
