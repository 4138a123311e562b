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

    def test_takes_half_a_postcode_and_says_distances_both_ways(self):
        told = asked("larder", "--near", "NR1", "--within", "5")

        assert "1 organisation within 5 km (3.1 miles) of NR1\n" in told
        assert "0.6 km (0.4 miles)" in told
        assert "within 5 miles (8 km) of" in asked(
            "larder", "--near", "NR1", "--within", "5", "--unit", "miles"
        )

    def test_takes_words_after_half_a_postcode(self):
        found = json.loads(asked("--near", "NR1", "larder", "--json"))

        assert (found["query"]["q"], found["near"]["label"]) == ("larder", "NR1")

    def test_says_in_kilometres_how_far_it_looked(self):
        found = json.loads(
            asked("larder", "--near", "NR1 1AA", "--within", "5", "--unit", "miles", "--json")
        )

        assert found["within_km"] == pytest.approx(8.04672)

    def test_says_how_the_words_were_read(self):
        told = asked("food pantry near NR1")

        assert "NR1 is read as a place; --exactly looks for it as a word." in told
        assert "Also looked for food bank, community larder" in told
        assert "food bank" in json.loads(asked("food pantry", "--json"))["also_looked_for"]
        assert json.loads(asked("food pantry", "--exactly", "--json"))["also_looked_for"] == []

    def test_says_why_a_postcode_gave_no_distance(self):
        assert "NR9 9ZZ" in asked("larder", "--near", "NR9 9ZZ")
