"""Open Referral UK 3.0, read as the standard's validator reads it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from commonweal.api.open_referral.asking import Asked
from commonweal.sector.actions import (
    add_group,
    add_service,
    set_service_status,
    withhold,
)
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import Organisation, Service, Term
from commonweal.sector.offering import ToldPlace, ToldService
from commonweal.sector.tests.factories import PlaceFactory, PostcodeFactory, TermFactory
from commonweal.sector.tests.people import steward
from commonweal.sector.tests.test_services import lunch

pytestmark = pytest.mark.django_db
BASE = "/open-referral"
LISTS = {
    "services": "service", "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location", "organizations": "organization",
}  # fmt: skip
ENVELOPE = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty",
    "contents",
}  # fmt: skip


@pytest.fixture
def directory() -> Organisation:
    """One group with twenty-five services, one of which says little."""
    PlaceFactory()
    PostcodeFactory()
    TermFactory(scheme="need", code="food", title="Food")
    TermFactory(scheme="need", code="food-hot", title="A hot meal", parent="food")
    group = add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})
    for number in range(24):
        add_service(by=steward, organisation=group, told=replace(lunch, name=f"Club {number}"))
    add_service(
        by=steward, organisation=group, told=ToldService(name="Bare", terms=(("need", "food"),))
    )
    return group


def get(client: Any, address: str, status: int = 200) -> Any:
    answer = client.get(f"{BASE}{address}")
    assert answer.status_code == status, answer.content[:400]
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.json()


def pages(client: Any, name: str, per_page: int = 10) -> Iterator[Any]:
    first = get(client, f"/{name}?per_page={per_page}")
    yield first
    for number in range(2, first["total_pages"] + 1):
        yield get(client, f"/{name}?per_page={per_page}&page={number}")


def without_value(body: Any) -> list[str]:
    """The fields that say nothing, wherever they are."""
    if isinstance(body, dict):
        bare = [k for k, v in body.items() if v in (None, "", [])]
        return bare + [name for v in body.values() for name in without_value(v)]
    return [name for row in body for name in without_value(row)] if isinstance(body, list) else []


class TestPages:
    @pytest.mark.parametrize("name", LISTS)
    def test_add_up(self, client, directory, name):
        found = list(pages(client, name))
        keys = [row["id"] for page in found for row in page["contents"]]

        for number, page in enumerate(found, start=1):
            assert set(page) == ENVELOPE
            assert page["page_number"] == number
            assert page["size"] == len(page["contents"])
            assert page["first_page"] == (number == 1)
            assert page["last_page"] == (number == len(found))
            assert page["empty"] == (not page["contents"])
        assert len(keys) == len(set(keys)) == found[0]["total_items"] > 0

    def test_are_told_as_the_vectors_say(self, client, directory):
        sizes = [(p["size"], p["last_page"]) for p in pages(client, "services")]

        assert sizes == [(10, False), (10, False), (5, True)]

    def test_of_nothing_are_one_empty_page(self, client):
        PlaceFactory()

        assert get(client, "/services") == {
            "total_items": 0, "total_pages": 1, "page_number": 1, "size": 0, "first_page": True,
            "last_page": True, "empty": True, "contents": [],
        }  # fmt: skip

    def test_past_the_last_are_empty(self, client, directory):
        page = get(client, "/services?page=9&per_page=10")

        assert (page["empty"], page["last_page"], page["total_pages"]) == (True, True, 3)


class TestBodies:
    @pytest.mark.parametrize("name", ["services", "service_at_locations", "organizations"])
    def test_fit_the_published_schemas(self, client, directory, real_data, name):
        folder = real_data / "services" / "open_referral_uk_v3"
        one, many = (
            Draft202012Validator(
                json.loads((folder / f"schema__compiled__{LISTS[name]}{end}.json").read_text()),
                validate_formats=True,
            )
            for end in ("", "_list")
        )
        # The specification names the service's schema for a service at a location, and serves one.
        rows = [row for page in pages(client, name) for row in page["contents"]]

        wrong = [e.message for row in rows for e in many.iter_errors(row)]
        for row in random.Random(1).sample(rows, min(10, len(rows))):
            body = get(client, f"/{name}/{row['id']}")
            wrong += [e.message for e in one.iter_errors(body)]
            assert body["id"] == row["id"]

        assert wrong == []

    @pytest.mark.parametrize("name", LISTS)
    def test_leave_out_what_has_no_value(self, client, directory, name):
        for row in get(client, f"/{name}")["contents"]:
            assert without_value(row) == []
            assert without_value(get(client, f"/{name}/{row['id']}")) == []

    def test_have_the_same_ids_for_ever(self, client, directory):
        key = str(Service.objects.get(name="Club 1").uuid)
        before = get(client, f"/services/{key}")

        assert get(client, f"/services/{key}") == before
        assert len(ids(before)) == len(set(ids(before)))

    def test_say_that_an_organisation_has_not_described_itself(self, client, directory):
        body = get(client, f"/organizations/{directory.uuid}")

        assert body["description"] == "Mill Lane has not described itself."
        assert "organization_identifiers" not in body

    def test_tell_a_private_address_no_nearer_than_its_town(self, client, directory):
        home = ToldPlace(name="At Jo's", street="1 Back Lane", town="Diss", postcode="NR1 1AA",
                         address_public=False)  # fmt: skip
        told = replace(lunch, name="At home", places=(home,))
        made = add_service(by=steward, organisation=directory, told=told)

        (at,) = get(client, f"/services/{made.uuid}")["service_at_locations"]

        assert "latitude" not in at["location"]
        assert at["location"]["addresses"][0]["postal_code"] == "NR1"
        assert not any(word in json.dumps(at) for word in ("Back Lane", "Jo's", "Diss"))


def ids(body: Any) -> list[str]:
    """Every id in a body, but those of one thing said twice (a term in two places)."""
    if isinstance(body, dict):
        own = [body["id"]] if "id" in body and "link_type" not in body else []
        below = [v for k, v in body.items() if k != "taxonomy_term"]
        return own + [key for v in below for key in ids(v)]
    return [key for row in body for key in ids(row)] if isinstance(body, list) else []


class TestRoot:
    def test_says_the_version(self, client):
        assert get(client, "/")["version"] == "HSDS-UK-3.0"


class TestAsking:
    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("search=club+1", 12), ("search=nobody", 0), ("minimum_age=55", 24),
            ("minimum_age=56", 0), ("maximum_age=90", 0), ("day=WE", 24), ("day=wednesday", 24),
            ("day=2026-11-25", 24), ("day=MO", 0), ("start_time=12:00", 24),
            ("start_time=12:30", 0), ("end_time=14:00:00", 24), ("end_time=13:00", 0),
            ("day=WE&start_time=13:00", 0), ("modified_after=2099-01-01T00:00:00Z", 0),
            ("modified_after=2020-01-01T00:00:00", 25),
        ],
    )  # fmt: skip
    def test_narrows(self, client, directory, asked, names):
        assert get(client, f"/services?{asked}")["total_items"] == names

    def test_narrows_by_term_and_taxonomy(self, client, directory):
        terms = {t["name"]: t for t in get(client, "/taxonomy_terms")["contents"]}
        food, hot = terms["Food"], terms["A hot meal"]

        assert hot["parent_id"] == food["id"]
        assert get(client, f"/services?taxonomy_term_id={food['id']}")["total_items"] == 25
        assert get(client, f"/services?taxonomy_term_id={hot['id']}")["total_items"] == 0
        assert get(client, f"/services?taxonomy_id={food['taxonomy_id']}")["total_items"] == 25
        assert get(client, "/services?taxonomy_id=nonsense")["total_items"] == 0

    @pytest.mark.parametrize(
        ("asked", "rows"),
        [
            ("postcode=NR1+1AA", 24), ("postcode=NR1+1AA&proximity=100", 24),
            ("postcode=NR2+1AA", 0), ("postcode=NR2+1AA&proximity=100", 0),
        ],
    )  # fmt: skip
    def test_narrows_by_where(self, client, directory, asked, rows):
        PostcodeFactory(postcode="NR2 1AA", latitude=52.7, district="E07000150")

        assert get(client, f"/service_at_locations?{asked}")["total_items"] == rows

    @pytest.mark.parametrize(
        "asked",
        ["page=0", "page=x", "per_page=0", "per_page=100000", "start_time=noon", "day=xx",
         "minimum_age=-1", "modified_after=yesterday"],
    )  # fmt: skip
    def test_of_the_impossible_is_refused_in_a_sentence(self, client, directory, asked):
        assert get(client, f"/services?{asked}", status=422)["title"] == "Unprocessable Entity"

    @pytest.mark.parametrize("asked", ["postcode=nowhere", "proximity=5", "postcode=ZZ9+9ZZ"])
    def test_of_nowhere_is_refused_in_a_sentence(self, client, directory, asked):
        assert get(client, f"/service_at_locations?{asked}", status=422)["detail"]

    @pytest.mark.parametrize("name", LISTS)
    def test_for_what_is_not_there_is_told_so(self, client, directory, name):
        nobody = "00000000-0000-4000-8000-000000000000"

        assert get(client, f"/{name}/{nobody}", status=404)["status"] == 404
        assert get(client, f"/{name}/nonsense", status=422)["status"] == 422

    @pytest.mark.parametrize("name", ["", *LISTS])
    def test_what_is_not_known_is_passed_over(self, client, directory, name):
        plain = get(client, f"/{name}")

        assert get(client, f"/{name}?full=true&organization_id=x&format=csv") == plain

    @pytest.mark.parametrize("name", LISTS)
    def test_what_is_not_known_is_passed_over_of_one(self, client, directory, name):
        key = get(client, f"/{name}")["contents"][0]["id"]

        assert get(client, f"/{name}/{key}?full=true&page=x") == get(client, f"/{name}/{key}")

    @pytest.mark.parametrize("name", LISTS)
    def test_what_has_no_value_counts_as_not_asked(self, client, directory, name):
        words = ["page", "per_page", *Asked.model_fields, "postcode", "proximity"]
        empty = "&".join(f"{word}=" for word in words)

        assert get(client, f"/{name}?{empty}") == get(client, f"/{name}")

    @pytest.mark.parametrize("write", [str.upper, lambda key: key.replace("-", "")])
    def test_knows_an_id_however_it_is_written(self, client, directory, write):
        term = get(client, "/taxonomy_terms?per_page=1")["contents"][0]
        key, whole = write(term["id"]), write(term["taxonomy_id"])

        assert get(client, f"/taxonomy_terms/{key}") == term
        assert get(client, f"/taxonomies/{whole}")["id"] == term["taxonomy_id"]
        assert get(client, f"/services?taxonomy_term_id={key}")["total_items"] == 25
        assert get(client, f"/services?taxonomy_id={whole}")["total_items"] == 25

    def test_a_term_that_has_gone_is_not_there(self, client, directory):
        term = get(client, "/taxonomy_terms?per_page=1")["contents"][0]
        get(client, f"/taxonomy_terms/{term['id']}")
        Term.objects.all().delete()

        get(client, f"/taxonomy_terms/{term['id']}", status=404)
        assert get(client, "/taxonomies")["total_items"] == 0

    def test_costs_the_same_however_much_there_is(
        self, client, directory, django_assert_max_num_queries
    ):
        for address in ("/services?per_page=25", "/service_at_locations?per_page=25"):
            with django_assert_max_num_queries(6):
                get(client, address)


class TestWithheld:
    def test_is_in_no_answer(self, client, directory):
        key = Service.objects.get(name="Bare").uuid
        at = get(client, "/service_at_locations")["contents"][0]["id"]
        withhold(by=steward, organisation=directory, reason="A refuge")

        for name in ("services", "service_at_locations", "organizations"):
            assert get(client, f"/{name}")["contents"] == []
        get(client, f"/services/{key}", status=404)
        get(client, f"/service_at_locations/{at}", status=404)
        get(client, f"/organizations/{directory.uuid}", status=404)

    def test_is_what_has_ended_too(self, client, directory):
        ended = Service.objects.get(name="Bare")
        set_service_status(by=steward, service=ended, status=ServiceStatus.DEFUNCT)

        get(client, f"/services/{ended.uuid}", status=404)
