"""Answers about places."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.refused import Refused
from commonweal.places import reports
from commonweal.places.choices import Kind
from commonweal.places.points import distance_km, from_grid
from commonweal.places.tests import zedshire
from commonweal.places.tests.factories import (
    AreaFactory,
    DeprivationFactory,
    FitFactory,
    PlaceFactory,
    PostcodeFactory,
    SuccessionFactory,
)
from commonweal.places.tests.running import run

latitudes = st.floats(-89, 89)
longitudes = st.floats(-179, 179)


class TestDistance:
    def test_norwich_to_hull_is_what_the_map_says(self):
        assert distance_km(52.6297, 1.2922, 53.7443, -0.3326) == pytest.approx(164.5, abs=1.0)

    @given(latitudes, longitudes, latitudes, longitudes)
    def test_is_the_same_there_and_back_and_never_negative(self, a, b, c, d):
        there = distance_km(a, b, c, d)

        assert there >= 0
        assert there == pytest.approx(distance_km(c, d, a, b), abs=1e-6)

    @given(latitudes, longitudes)
    def test_is_nought_to_itself(self, lat, long):
        assert distance_km(lat, long, lat, long) == 0


class TestGrid:
    def test_the_ordnance_surveys_own_example(self):
        # A worked example of the Ordnance Survey: TG 51409 13177 is 52°39'28.72"N, 1°42'57.79"E.
        lat, long = from_grid([651409.903], [313177.270])

        assert lat[0] == pytest.approx(52.657978, abs=3e-5)
        assert long[0] == pytest.approx(1.716052, abs=5e-5)


@pytest.fixture
def zed(tmp_path, db):
    """Zedshire, drawn and with its postcodes."""
    run("boundaries", tmp_path, zedshire.wards(tmp_path), zedshire.small_areas(tmp_path))
    run("code-point-open", tmp_path, zedshire.code_point(tmp_path))


@pytest.mark.usefixtures("zed")
class TestPostcodeAnswer:
    def test_names_every_area_from_the_largest_down(self):
        answer = reports.postcode_answer("zz991aa")

        assert [(a.kind, a.name) for a in answer.areas] == [
            ("country", ""), ("county", zedshire.COUNTY), ("district", "North Zed"),
            ("ward", "Alder"), ("lsoa", "Zed 001A"),
        ]  # fmt: skip
        assert answer.found
        assert answer.sentence == ""

    def test_explains_what_is_not_whole(self):
        assert "not a whole postcode" in reports.postcode_answer("ZZ99 1A").sentence

    def test_names_a_neighbour_for_one_that_is_not_known(self):
        answer = reports.postcode_answer("ZZ99 9ZZ")

        assert not answer.found
        assert answer.sentence == (
            "ZZ99 9ZZ is not known here. It may be new, or mistyped. "
            "Others in ZZ99 are, such as ZZ99 1AA."
        )

    def test_names_the_nearest_live_one_for_one_that_ended(self):
        PostcodeFactory(
            postcode="ZZ99 8AA", latitude=52.6301, longitude=1.0101, terminated=dt.date(2011, 3, 1)
        )

        answer = reports.postcode_answer("ZZ99 8AA")

        assert answer.found
        assert answer.nearest == "ZZ99 1AA"
        assert answer.sentence == (
            "ZZ99 8AA has not been in use since March 2011. The nearest one in use is ZZ99 1AA."
        )

    def test_says_that_a_position_is_not_published(self):
        assert "has not been published" in reports.postcode_answer("ZZ99 1AD").sentence

    @pytest.mark.parametrize("text", ["", " ", "'; DROP TABLE places_postcode", "é" * 5000, "\x00"])
    def test_answers_anything_with_a_sentence(self, text):
        answer = reports.postcode_answer(text)

        assert not answer.found
        assert answer.sentence


@pytest.mark.django_db
class TestNothingHere:
    def test_says_that_no_postcodes_were_brought_in(self):
        assert "no postcodes have been brought in" in reports.postcode_answer("ZZ99 1AA").sentence


@pytest.mark.usefixtures("zed")
class TestNearest:
    def test_is_nearest_first_and_live_only(self):
        PostcodeFactory(
            postcode="ZZ99 7AA", latitude=52.63, longitude=1.01, terminated=dt.date(2001, 1, 1)
        )

        near = reports.nearest_postcodes(52.63, 1.01, limit=2)

        assert [n.postcode for n in near] == ["ZZ99 1AA", "ZZ99 1AB"]
        assert near[0].km < near[1].km == pytest.approx(1.35, abs=0.02)

    def test_gives_up_beyond_eighty_kilometres(self):
        assert reports.nearest_postcodes(58.0, -5.0) == []


@pytest.mark.django_db
class TestAreas:
    def test_within_goes_by_parents_and_by_best_fit(self):
        AreaFactory(kind="county", code="E10000099")
        AreaFactory(kind="district", code="E07000901", parent="E10000099")
        AreaFactory(kind="ward", code="E05099001", parent="E07000901")
        AreaFactory(kind="lsoa", code="E01099001", parent="E07000901")
        FitFactory(code="E01099001", within="E05099001")

        assert [a.code for a in reports.areas_within("E10000099", Kind.LSOA)] == ["E01099001"]
        assert [a.code for a in reports.areas_within("E05099001", Kind.LSOA)] == ["E01099001"]
        assert reports.areas_within("E07000901", Kind.COUNTY) == []

    def test_parents_in_a_ring_do_not_hang(self):
        AreaFactory(kind="ward", code="E05099001", parent="E05099002")
        AreaFactory(kind="ward", code="E05099002", parent="E05099001")

        assert len(reports.areas_within("E05099001", Kind.WARD)) == 1
        assert [a.code for a in reports.trail(reports.area_by_code("E05099001"))]

    def test_deprivation_counts_small_areas_by_decile_and_edition(self):
        for number, decile in enumerate((1, 1, 10)):
            AreaFactory(kind="lsoa", code=f"E0109900{number}", parent="E07000901")
            DeprivationFactory(code=f"E0109900{number}", decile=decile)
        DeprivationFactory(edition=2019, code="E07000901", decile=4)

        newest, older = reports.deprivation("E07000901")

        assert (newest.edition, newest.deciles) == (2025, (2, 0, 0, 0, 0, 0, 0, 0, 0, 1))
        assert newest.share() == pytest.approx(2 / 3)
        assert older.edition == 2019

    def test_the_place_holds_all_that_lies_in_it(self):
        PlaceFactory(codes=["E10000099"])
        AreaFactory(kind="district", code="E07000901", parent="E10000099")
        AreaFactory(kind="ward", code="E05099001", parent="E07000901")

        assert reports.codes_of_place() == {"E10000099", "E07000901", "E05099001"}

    def test_a_successor_is_told(self):
        SuccessionFactory(old="E05098001", new="E05099001", on=dt.date(2019, 5, 1))

        assert [s.new for s in reports.successors("E05098001")] == ["E05099001"]
        assert [s.old for s in reports.predecessors("E05099001")] == ["E05098001"]


@pytest.mark.usefixtures("zed")
class TestAreaCommand:
    def test_a_postcode_is_one_json_document(self, capsys):
        call_command("area", "zz99", "1aa", "--json")

        document = json.loads(capsys.readouterr().out)
        assert document["latitude"] == pytest.approx(52.63, abs=1e-4)
        assert {"kind": "ward", "code": "E05099001", "name": "Alder"} in document["areas"]

    def test_an_area_says_what_lies_in_it(self, capsys):
        call_command("area", zedshire.COUNTY.lower(), "--json")

        document = json.loads(capsys.readouterr().out)
        assert document["inside"] == {"district": 2, "ward": 4, "lsoa": 4}

    def test_words_are_for_people(self, capsys):
        call_command("area", "E05099001")

        assert capsys.readouterr().out.startswith("E05099001  Ward: Alder\nin North Zed")

    @pytest.mark.parametrize(
        ("what", "said"),
        [
            ("NH4 7Q", "not a whole"),
            ("E05000000", "No area has the code"),
            ("ZZ99 9ZZ", "not known"),
            ("alder", r"Ask by the code: Alder \(ward\) is E05099001\."),
            ("Nowhere at all", "too long to be a postcode"),
        ],
    )
    def test_what_is_unknown_is_a_sentence(self, what, said):
        with pytest.raises(Refused, match=said):
            call_command("area", what, "--json")
