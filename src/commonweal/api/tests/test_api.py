"""The public contract: what it gives, what it never gives, and how it says no."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.core.tests.given import given
from commonweal.places.models import Area, Place, Postcode
from commonweal.sector import searching
from commonweal.sector.choices import SIZES, band_of
from commonweal.sector.models import AreaServed, Organisation

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
DISTRICT = "E99200001"


def organisation(number: int, **facts: Any) -> Organisation:
    """A published organisation, straight into the table."""
    now = timezone.now()
    told = {"name": f"Choir {number}", "kind": "charity", "based_here": True, "district": DISTRICT}
    return Organisation.objects.create(
        ref=f"GB-CHC-{9_000_000 + number}", added_at=now, changed_at=now, **{**told, **facts}
    )


def reindex() -> None:
    """Search knows what the tables hold."""
    with given():
        searching.reindex_all()


@pytest.fixture
def place() -> None:
    Place.objects.create(pk=1, name="Saltwold", fictional=True)
    Area.objects.create(code=DISTRICT, kind="district", name="Marram")
    Postcode.objects.create(
        postcode="ZZ99 1AA", latitude=53.7, longitude=1.4, district=DISTRICT, country="E92000001"
    )


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"{V1}{path}", headers=headers)


@pytest.mark.usefixtures("place")
class TestOrganisations:
    @pytest.mark.parametrize("income", [None, -5, 0, 9_999, 10_000, 999_999, 100_000_000])
    def test_are_in_the_one_band_that_their_income_has(self, client: Client, income) -> None:
        organisation(1, income=income)
        reindex()

        found = {size: get(client, f"/organisations?size={size}").json() for size in SIZES}

        assert [size for size in SIZES if found[size]["organisations"]] == [band_of(income)]
        searched = get(client, f"/organisations?q=choir&size={band_of(income)}").json()
        assert len(searched["organisations"]) == 1

    def test_are_given_a_page_at_a_time(self, client: Client) -> None:
        for number in range(5):
            organisation(number)
        reindex()

        first = get(client, "/organisations?limit=2").json()
        second = client.get(first["paging"]["next"]).json()

        assert first["paging"]["total"] == 5
        assert first["paging"]["pages"] == 3
        assert len(second["organisations"]) == 2
        assert not {o["id"] for o in first["organisations"]} & {
            o["id"] for o in second["organisations"]
        }

    def test_say_of_which_place_they_are_and_that_it_is_invented(self, client: Client) -> None:
        about = get(client, "/organisations").json()["about"]

        assert about["place"] == "Saltwold"
        assert about["fictional"] is True
        assert about["licence"]

    def test_can_be_searched_as_on_the_page(self, client: Client) -> None:
        organisation(1, name="Marram Food Bank")
        organisation(2, name="Marram Bowls Club")
        reindex()

        found = get(client, "/organisations?q=food").json()["organisations"]

        assert [o["name"] for o in found] == ["Marram Food Bank"]
        assert found[0]["district"] == {"code": DISTRICT, "title": "Marram"}

    def test_say_how_the_question_was_read(self, client: Client) -> None:
        Postcode.objects.create(postcode="NR1 1AA", latitude=52.6256, longitude=1.3063)
        organisation(1, name="Marram Food Bank", latitude=52.63, longitude=1.30)
        reindex()

        answer = get(client, "/organisations?q=food+parcels+near+NR1&within=3").json()

        assert [o["name"] for o in answer["organisations"]] == ["Marram Food Bank"]
        assert answer["organisations"][0]["distance_km"] == pytest.approx(0.648, abs=0.01)
        read = answer["read"]
        assert (read["words"], read["near"]) == ("food parcels", "NR1")
        assert read["within_km"] == pytest.approx(4.828, abs=0.001)
        assert "food bank" in read["also_looked_for"]

    def test_can_be_searched_for_the_words_as_they_are(self, client: Client) -> None:
        organisation(1, name="Marram Food Bank")
        reindex()

        assert get(client, "/organisations?q=food+parcels").json()["paging"]["total"] == 1
        assert get(client, "/organisations?q=food+parcels&exactly=1").json()["paging"]["total"] == 0

    def test_that_changed_since_come_oldest_change_first(self, client: Client) -> None:
        for number in range(3):
            one = organisation(number)
            when = timezone.now() - dt.timedelta(days=number * 10)
            Organisation.objects.filter(pk=one.pk).update(changed_at=when)
        since = (timezone.now() - dt.timedelta(days=15)).isoformat().replace("+00:00", "Z")

        found = get(client, f"/organisations?modified_after={since}").json()["organisations"]

        assert [o["name"] for o in found] == ["Choir 1", "Choir 0"]

    def test_that_changed_since_take_a_moment_of_any_zone(self, client: Client) -> None:
        organisation(1)

        found = get(client, "/organisations?modified_after=2020-01-01T05:46:10%2B23:09").json()
        assert found["paging"]["total"] == 1
        beyond = get(client, "/organisations?modified_after=0001-01-01T05:46:10%2B23:09")
        assert beyond.status_code == 422

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("area=E99200001", 1), ("area=E99200002", 0), ("kind=cio", 0), ("size=micro", 0),
            ("size=unknown", 1), ("status=active", 1), ("side=partner", 0),
            ("area=E99200001&where=serving", 0),
        ],
    )  # fmt: skip
    def test_that_changed_can_be_narrowed(self, client: Client, asked: str, found: int) -> None:
        organisation(1)

        answer = get(client, f"/organisations?modified_after=2020-01-01T00:00:00Z&{asked}").json()

        assert answer["paging"]["total"] == found

    @pytest.mark.parametrize("where", ["either", "based", "serving"])
    @pytest.mark.parametrize("area", [DISTRICT, "E99100001", "E99300001"])
    def test_of_an_area_are_the_same_searched_or_changed(
        self, client: Client, where: str, area: str
    ) -> None:
        Area.objects.create(code="E99100001", kind="county", name="Saltwold")
        Area.objects.filter(code=DISTRICT).update(parent="E99100001")
        Area.objects.create(code="E99300001", kind="ward", name="Quay", parent=DISTRICT)
        served = ["E99100001", DISTRICT, "E99300001", "E99200009"]
        organisation(0, ward="E99300001", county="E99100001")
        for number, code in enumerate(served, 1):
            one = organisation(number, district="E99200009")
            AreaServed.objects.create(organisation=one, code=code)
        reindex()
        asked = f"/organisations?area={area}&where={where}"

        searched = get(client, asked).json()["organisations"]
        changed = get(client, f"{asked}&modified_after=2020-01-01T00:00:00Z").json()

        assert {o["id"] for o in searched} == {o["id"] for o in changed["organisations"]}
        assert searched

    def test_withheld_are_not_among_them(self, client: Client) -> None:
        organisation(1, withheld=True)
        reindex()

        for asked in ("", "?modified_after=2020-01-01T00:00:00Z"):
            assert get(client, f"/organisations{asked}").json()["paging"]["total"] == 0

    @pytest.mark.parametrize(
        "asked",
        ["page=0", "page=x", "limit=101", "kind=pirate", "size=huge", "within=-3", "area=DROP",
         "modified_after=yesterday", "modified_after=2020-01-01T00:00:00", "cause='--",
         "modified_after=2020-01-01T00:00:00Z&q=choir", "near=NOWHERE9", "unit=leagues"],
    )  # fmt: skip
    def test_are_refused_for_a_question_that_means_nothing(
        self, client: Client, asked: str
    ) -> None:
        response = get(client, f"/organisations?{asked}")

        assert response.status_code == 422
        assert response["Content-Type"] == "application/problem+json"
        assert "Traceback" not in response.content.decode()

    def test_cost_the_same_number_of_queries_however_many(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            organisation(number)
        reindex()
        get(client, "/organisations")

        with django_assert_max_num_queries(18):
            get(client, "/organisations?limit=30")


@pytest.mark.usefixtures("place")
class TestOneOrganisation:
    def test_is_given_whole(self, client: Client) -> None:
        organisation(1)

        answer = get(client, "/organisations/GB-CHC-9000001").json()

        assert answer["organisation"]["id"] == "GB-CHC-9000001"
        assert answer["organisation"]["name"] == "Choir 1"

    def test_is_not_given_when_withheld(self, client: Client) -> None:
        organisation(1, withheld=True)

        response = get(client, "/organisations/GB-CHC-9000001")

        assert response.status_code == 404
        assert "Choir" not in response.content.decode()

    def test_that_is_not_known_is_a_problem_document(self, client: Client) -> None:
        response = get(client, "/organisations/GB-CHC-1")

        assert response.status_code == 404
        assert response.json()["status"] == 404


@pytest.mark.usefixtures("place")
class TestPlaces:
    def test_areas_of_a_kind_are_listed(self, client: Client) -> None:
        assert get(client, "/areas?kind=district").json()["areas"][0]["name"] == "Marram"

    def test_an_area_says_how_many_are_based_there(self, client: Client) -> None:
        organisation(1)
        organisation(2, side="partner", kind="public")

        assert get(client, f"/areas/{DISTRICT}").json()["organisations_based"] == 1

    def test_an_unknown_area_is_a_problem_document(self, client: Client) -> None:
        assert get(client, "/areas/E00000000").status_code == 404

    @pytest.mark.parametrize("written", ["ZZ99 1AA", "zz991aa", "ZZ99%201AA"])
    def test_a_postcode_says_where_it_is(self, client: Client, written: str) -> None:
        answer = get(client, f"/postcodes/{written}").json()

        assert answer["postcode"] == "ZZ99 1AA"
        assert [a["name"] for a in answer["areas"]] == ["Marram"]

    def test_half_a_postcode_gets_a_helpful_sentence(self, client: Client) -> None:
        response = get(client, "/postcodes/ZZ99")

        assert response.status_code == 422
        assert "first half" in response.json()["detail"]

    def test_a_postcode_nobody_knows_is_missing(self, client: Client) -> None:
        assert get(client, "/postcodes/ZZ99%209ZZ").status_code == 404

    def test_sources_name_their_licence(self, client: Client) -> None:
        shown = get(client, "/sources").json()["sources"]

        assert shown
        assert all(s["licence"] and s["publisher"] for s in shown)


@pytest.mark.usefixtures("place")
class TestEveryAnswer:
    def test_may_be_read_by_other_sites(self, client: Client) -> None:
        response = get(client, "/sources")

        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_is_not_sent_again_while_nothing_changed(self, client: Client) -> None:
        organisation(1)
        first = get(client, "/areas")

        again = get(client, "/areas", if_none_match=first["ETag"])
        organisation(2)
        after = get(client, "/areas", if_none_match=first["ETag"])

        assert first["Last-Modified"]
        assert (again.status_code, again.content) == (304, b"")
        assert after.status_code == 200

    def test_sets_no_cookie(self, client: Client) -> None:
        assert not get(client, "/organisations").cookies

    @pytest.mark.parametrize("path", ["/nothing", "/organisations/", "/areas/E/1"])
    def test_at_a_wrong_address_is_a_problem_document(self, client: Client, path: str) -> None:
        response = get(client, path)

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_to_anything_but_reading_is_no(self, client: Client, method: str) -> None:
        response = getattr(client, method)(f"{V1}/organisations")

        assert response.status_code == 405
        assert response["Allow"] == "GET"
        assert response.json()["status"] == 405

    def test_too_often_is_refused_with_when_to_come_back(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from commonweal.api import door
        from commonweal.core.limits import Limit

        monkeypatch.setattr(door, "READING", Limit("api", 2, 60))

        answers = [get(client, "/sources") for _ in range(3)]

        assert [a.status_code for a in answers] == [200, 200, 429]
        assert int(answers[-1]["Retry-After"]) <= 60


class TestTheDocument:
    def test_is_open_to_machines(self, client: Client) -> None:
        document = client.get(f"{V1}/openapi.json").json()

        assert document["info"]["title"] == "Commonweal"
        for path, methods in document["paths"].items():
            assert set(methods) == {"get"}, path
            assert "429" in {str(code) for code in methods["get"]["responses"]}, path

    def test_says_what_every_parameter_is(self, client: Client) -> None:
        document = json.dumps(client.get(f"{V1}/openapi.json").json())

        assert "modified_after" in document

    def test_for_people_needs_no_other_site(self, client: Client) -> None:
        page = client.get("/api/").content.decode()

        assert "/api/v1/organisations" in page
        assert "<script" not in page or "cdn" not in page
        assert "http://cdn" not in page and "https://cdn" not in page

    def test_every_operation_names_its_permission(self) -> None:
        from commonweal.api import urls

        for pattern in urls._operations:
            assert hasattr(pattern.callback, "permission"), pattern
