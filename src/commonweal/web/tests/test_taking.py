"""Files to take away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from commonweal.sector.actions import withhold
from commonweal.sector.models import Service
from commonweal.sector.packaging import FORMATS, TABLES, keeping
from commonweal.sector.tests.factories import PlaceFactory, ServiceFactory
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch(settings: Any, tmp_path: Path) -> Service:
    settings.HOME = tmp_path
    PlaceFactory(everywhere=True)
    return ServiceFactory(name="Lunch club")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


class TestFiles:
    @pytest.mark.parametrize("ending", FORMATS)
    def test_are_there_in_each_format(self, client: Client, lunch: Service, ending: str) -> None:
        for name in TABLES:
            answer = client.get(f"/data/{name}.{ending}")
            assert answer.status_code == 200
            assert answer["Content-Type"].startswith(FORMATS[ending])
            assert answer["X-Content-Type-Options"] == "nosniff"
            body(answer)

    def test_are_described(self, client: Client, lunch: Service) -> None:
        said = json.loads(body(client.get("/data/datapackage.json")))

        for resource in said["resources"]:
            whole = body(client.get(f"/data/{resource['path']}"))
            assert len(whole) == resource["bytes"]

    def test_are_not_sent_again_to_those_who_have_them(
        self, client: Client, lunch: Service
    ) -> None:
        first = client.get("/data/services.csv")
        assert b"Lunch club" in body(first)

        again = client.get("/data/services.csv", headers={"If-None-Match": first["ETag"]})
        since = client.get(
            "/data/services.csv", headers={"If-Modified-Since": first["Last-Modified"]}
        )

        assert (again.status_code, since.status_code) == (304, 304)

    def test_forget_at_once_what_is_withheld(self, client: Client, lunch: Service) -> None:
        first = client.get("/data/services.csv")
        body(first)
        withhold(by=steward, organisation=lunch.organisation, reason="A refuge")

        again = client.get("/data/services.csv", headers={"If-None-Match": first["ETag"]})

        assert again.status_code == 200
        assert b"Lunch club" not in body(again)

    @pytest.mark.parametrize(
        "address",
        ["/data/secrets.csv", "/data/services.xlsx", "/data/services.", "/data/..%2fx.csv"],
    )
    def test_that_are_none_are_not_found(
        self, client: Client, lunch: Service, address: str
    ) -> None:
        assert client.get(address).status_code == 404

    def test_come_later_where_the_register_is_large(
        self, client: Client, lunch: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "MOST_AT_ONCE", 0)

        answer = client.get("/data/services.csv")

        assert answer.status_code == 503
        assert answer["Retry-After"] == "120"
        assert b"Ask again in 2 minutes" in answer.content

    def test_are_linked_from_the_page_about_data(self, client: Client, lunch: Service) -> None:
        page = client.get("/data/").content.decode()

        assert "/data/organisations.parquet" in page
        assert "/data/datapackage.json" in page
