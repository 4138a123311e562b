"""Registered organisations and informal groups are counted apart, everywhere and in words."""

from __future__ import annotations

import csv
import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.test import Client

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tests.given import given
from commonweal.sector import comparing, statistics
from commonweal.sector.models import Organisation
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    OrganisationFactory,
    PlaceFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
HERE = {"district": "E07000148", "county": "E10000020"}


@pytest.fixture(autouse=True)
def norwich() -> None:
    """Five charities and two groups based in Norwich; one of each works there from elsewhere."""
    PlaceFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020", population=10_000)
    TermFactory()
    for n in range(5):
        made = OrganisationFactory(**HERE, income=10_000 * (n + 1), employees=1, volunteers=2)
        ClassificationFactory(organisation=made)
    for _ in range(2):
        made = OrganisationFactory(kind="group", **HERE, income=7, employees=100, volunteers=500)
        ClassificationFactory(organisation=made)
    for kind in ("charity", "group"):
        elsewhere = OrganisationFactory(kind=kind, based_here=False, serves_here=True)
        AreaServedFactory(organisation=elsewhere, code="E07000148")
    with given():
        index(list(Organisation.objects.values_list("pk", flat=True)))


@pytest.fixture
def area():
    return statistics.Area.objects.get(code="E07000148")


def page(address: str) -> str:
    return " ".join(Client().get(address).content.decode().split())


def table(address: str) -> dict[str, str]:
    """The row of Norwich in a file of areas."""
    response = Client().get(address)
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("code,"))
    return next(r for r in csv.DictReader(lines[start:]) if r["code"] == "E07000148")


class TestTheStatistics:
    def test_of_an_area_tell_both(self, area):
        found = statistics.area_profile(area)

        assert (found.based, found.registered, found.groups) == (7, 5, 2)
        assert (found.serving, found.groups_serving) == (2, 1)

    def test_of_money_are_of_registered_ones(self, area):
        found = statistics.area_profile(area)

        assert (found.income_known, found.income_total, found.income_median) == (5, 150_000, 30_000)

    def test_split_every_line_of_every_table(self, area):
        found = statistics.area_profile(area)

        for tallies in (found.kinds, found.causes, found.sizes):
            assert sum(t.groups for t in tallies) == 2
            assert sum(t.registered for t in tallies) == 5

    def test_compare_areas_apart(self, area):
        row = comparing.compare([area], dt.date(2026, 11, 1))[0]

        assert (row.organisations, row.registered, row.groups) == (7, 5, 2)
        assert row.registered_per_1000 == 0.5
        assert row.income_total == 150_000
        assert row.kinds["group"] == 2

    def test_offer_a_map_of_each(self):
        keys = {m.key for m in comparing.MEASURES}

        assert {"registered", "groups", "registered-per-1000"} <= keys

    def test_of_all_that_is_held_tell_both(self):
        held = statistics.held()

        assert (held.sector, held.registered, held.groups) == (9, 6, 3)


class TestThePages:
    def test_in_front_say_both_in_words(self):
        front = page("/")

        assert "6 registered organisations and 3 informal groups look after Norfolk." in front
        assert "informal groups beside them, on no register" in front
        assert "people employed by registered ones" in front
        assert "205" not in front

    def test_of_an_area_say_both_in_words(self):
        found = page("/areas/E07000148/")

        assert "2 of them informal groups on no register" in found
        assert "1 informal group among them" in found
        assert '"r">Registered</th><th scope="col" class="r">Informal</th>' in found

    def test_that_compare_have_a_column_for_each(self):
        found = page("/areas/E10000020/")

        assert ">Registered</th>" in found
        assert ">Groups</th>" in found
        assert "counted apart" in found

    def test_of_the_search_tell_both_and_lead_to_each(self):
        found = page("/search/?area=E07000148&where=based")

        assert "7 organisations, 2 informal groups among them" in found
        assert 'Registered organisations</a> <span class="num">5</span>' in found
        assert 'Informal groups</a> <span class="num">2</span>' in found

    def test_of_the_search_without_a_question_tell_both(self):
        found = page("/search/")

        assert "6 registered organisations of the sector and 3 informal groups" in found

    def test_of_the_desk_tell_both(self):
        client = Client()
        client.force_login(
            UserFactory(roles=["reader"]), backend="django.contrib.auth.backends.ModelBackend"
        )

        found = " ".join(client.get("/desk/").content.decode().split())
        assert "6 registered organisations and 3 informal groups" in found

    def test_say_nothing_of_groups_where_there_are_none(self):
        Organisation.objects.filter(kind="group").delete()

        assert "informal group" not in page("/")
        assert "6 organisations look after Norfolk. Find yours." in page("/")
        assert "Groups</th>" not in page("/areas/E10000020/")


class TestTheFiles:
    @pytest.mark.parametrize("address", ["/areas/E10000020.csv", "/areas/E07000148.csv"])
    def test_have_a_column_for_each(self, address):
        row = table(address)

        told = [row[n] for n in ("organisations", "registered organisations", "informal groups")]
        assert told == ["7", "5", "2"]

    def test_of_the_api_have_a_figure_for_each(self):
        found = Client().get("/api/v1/areas/E07000148").json()

        assert found["organisations_based"] == 7
        assert (found["registered_based"], found["informal_groups_based"]) == (5, 2)

    def test_of_the_command_line_have_a_figure_for_each(self, capsys):
        call_command("place", "show", "--json")
        assert json.loads(capsys.readouterr().out)["registered"] == 6

        call_command("place", "show")
        assert "9 organisations, 3 of them informal groups" in capsys.readouterr().out
