"""What the world sees of the house changes only when somebody agrees to it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.addresses import addresses
from tests.house.snapshots import is_as_agreed
from tests.house.world import PAGES, lay_out


class TestAddresses:
    def test_each_name_a_permission(self):
        assert [line for line in addresses() if line.endswith("NOT NAMED")] == []

    def test_are_as_agreed(self):
        is_as_agreed("addresses.txt", "\n".join([*addresses(), ""]))


class TestTheContract:
    @pytest.mark.django_db
    def test_is_as_agreed(self):
        contract = Client().get("/api/v1/openapi.json").json()

        is_as_agreed("openapi.json", json.dumps(contract, indent=1, sort_keys=True) + "\n")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="Counted on SQLite, where it is agreed.")
class TestPages:
    def test_ask_the_database_as_often_as_agreed(self):
        lay_out()
        client, lines = Client(), []
        for address in PAGES:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                page = client.get(address)
            assert page.status_code == 200, address
            lines.append(f"{len(asked):>3} {address}")

        is_as_agreed("queries.txt", "\n".join([*lines, ""]))
