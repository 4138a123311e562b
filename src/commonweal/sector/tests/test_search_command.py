"""``commonweal search``."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from commonweal.core.tests.given import given
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import AreaFactory, OrganisationFactory, PostcodeFactory

pytestmark = pytest.mark.django_db


def asked(*words: str) -> str:
    out = io.StringIO()
    call_command("search", *words, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def larder() -> None:
    AreaFactory()
    PostcodeFactory()
    made = OrganisationFactory(
        ref="GB-CHC-1090095", name="Riverside Larder", district="E07000148",
        latitude=52.63, longitude=1.30,
    )  # fmt: skip
    with given():
        index([made.pk])


class TestSearch:
    def test_prints_one_json_document(self):
        found = json.loads(asked("laarder", "--near", "NR1 1AA", "--within", "5", "--json"))

        assert found["correction"] == "larder"
        assert found["total"] == 1
        assert found["query"]["unit"] == "km"
        assert found["results"][0] | {"distance_km": 0.6} == {
            "ref": "GB-CHC-1090095", "name": "Riverside Larder", "kind": "charity",
            "status": "active", "district": "E07000148", "district_name": "Norwich",
            "income": None, "distance_km": 0.6, "latitude": 52.63, "longitude": 1.30,
            "address": found["results"][0]["address"],
        }  # fmt: skip
        assert "GB-CHC-1090095" in found["results"][0]["address"]

    def test_reads_well(self):
        assert "Riverside Larder  [GB-CHC-1090095]" in asked("larder")
        assert "1 organisation" in asked("larder")
        assert asked("nothingatall") == "No organisations\n"

    @pytest.mark.parametrize(
        "words", [("x", "--area", "E99"), ("x", "--within", "-1"), ("x", "--limit", "0"),
                  ("x", "--kind", "pirate"), ("x", "--near", "NR1 1AA", "--within", "far")]
    )  # fmt: skip
    def test_refuses_what_cannot_be_meant(self, words):
        with pytest.raises(CommandError):
            asked(*words)

    def test_says_why_a_postcode_gave_no_distance(self):
        assert "NR9 9ZZ" in asked("larder", "--near", "NR9 9ZZ")
