"""Norfolk and Hull, from the publishers' own files, against figures worked out elsewhere."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from django.db import transaction

from commonweal.intake.reading import unpack
from commonweal.places import reports
from commonweal.places.choices import Kind
from commonweal.places.loading.book import Book
from commonweal.places.models import Area, Postcode
from commonweal.places.tests.running import run

pytestmark = pytest.mark.django_db
NORFOLK, HULL = "E10000020", "E06000010"
# Small areas of 2021 and 2011, middle layer areas, wards; and the deciles of 2025.
DISTRICTS = {
    HULL: ((168, 166, 33, 21), (70, 17, 10, 19, 11, 13, 9, 9, 9, 1)),
    "E07000143": ((80, 78, 17, 27), (1, 5, 8, 14, 17, 19, 8, 6, 2, 0)),
    "E07000144": ((85, 84, 18, 27), (0, 0, 0, 6, 10, 16, 15, 9, 19, 10)),
    "E07000145": ((60, 61, 13, 17), (15, 5, 13, 10, 5, 5, 6, 1, 0, 0)),
    "E07000146": ((92, 89, 19, 35), (5, 12, 9, 29, 13, 7, 5, 8, 3, 1)),
    "E07000147": ((62, 62, 15, 32), (0, 3, 6, 19, 19, 8, 5, 2, 0, 0)),
    "E07000148": ((85, 83, 15, 13), (10, 17, 13, 11, 9, 5, 5, 6, 4, 5)),
    "E07000149": ((88, 81, 16, 26), (0, 0, 0, 8, 10, 17, 20, 17, 13, 3)),
}
KINDS = (Kind.LSOA, Kind.LSOA11, Kind.MSOA, Kind.WARD)


def everything(geography: Path, folder: Path) -> None:
    """Bring in every source of places, in no helpful order."""
    for source, name in (
        ("imd", "lsoa_tables_cut"),
        ("code-point-open", "codepoint_open_latest"),
        ("boundaries", "boundaries"),
        ("area-names", "lookups"),
        ("lsoa-lookup", "lsoa_tables_cut"),
        ("area-names", "lsoa_tables_cut"),
    ):
        run(source, folder, *unpack(geography / name, folder / "unpacked"))


@pytest.fixture(scope="module")
def counties(real_data, tmp_path_factory, django_db_setup, django_db_blocker):
    """Norfolk and Hull, brought in once for all these tests, and taken back after."""
    with django_db_blocker.unblock(), transaction.atomic():
        everything(real_data / "geography", tmp_path_factory.mktemp("places"))
        yield real_data / "geography"
        transaction.set_rollback(True)


@pytest.fixture
def looked_up(counties):
    """The lookup of 35,303 postcodes that was worked out without Commonweal."""
    path = counties / "derived_postcode_lookup" / "postcodes_norfolk_hull.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.usefixtures("counties")
class TestAreas:
    def test_norfolk_and_hull_have_their_small_areas_and_wards(self):
        for code, small, wards in ((NORFOLK, 552, 177), (HULL, 168, 21)):
            assert len(reports.areas_within(code, Kind.LSOA)) == small
            assert len(reports.areas_within(code, Kind.WARD)) == wards

    @pytest.mark.parametrize("code", DISTRICTS)
    def test_each_district_has_its_areas_of_every_kind(self, code):
        counted = tuple(len(reports.areas_within(code, kind)) for kind in KINDS)

        assert counted == DISTRICTS[code][0]

    def test_the_county_is_the_sum_of_its_districts(self):
        districts = reports.areas_within(NORFOLK, Kind.DISTRICT)

        assert len(districts) == 7
        assert Area.objects.get(code=NORFOLK).population == sum(d.population for d in districts)

    def test_wards_together_have_as_many_people_as_their_district(self):
        for code in DISTRICTS:
            wards = sum(w.population for w in reports.areas_within(code, Kind.WARD))
            assert wards == pytest.approx(Area.objects.get(code=code).population, abs=20)


@pytest.mark.usefixtures("counties")
class TestDeprivation:
    @pytest.mark.parametrize("code", DISTRICTS)
    def test_each_district_has_its_deciles(self, code):
        newest = reports.deprivation(code)[0]

        assert (newest.edition, newest.deciles) == (2025, DISTRICTS[code][1])

    def test_the_most_deprived_tenth_holds_70_in_hull_and_31_in_norfolk(self):
        assert reports.deprivation(HULL)[0].deciles[0] == 70
        assert reports.deprivation(HULL)[0].share() == pytest.approx(0.4167, abs=1e-4)
        assert reports.deprivation(NORFOLK)[0].deciles[0] == 31


class TestPostcodes:
    def test_the_ward_published_and_the_ward_drawn_agree(self, looked_up):
        wards = dict(Postcode.objects.values_list("pk", "ward"))
        places = {
            p: (a, b) for p, a, b in Postcode.objects.values_list("pk", "latitude", "longitude")
        }
        points = np.array([places[row["postcode"]] for row in looked_up])

        drawn = Book("boundaries").outlines(Kind.WARD).areas_of(points[:, 0], points[:, 1])

        agree = sum(wards[r["postcode"]] == code for r, code in zip(looked_up, drawn, strict=True))
        assert len(looked_up) == 35_303
        assert agree >= 35_270

    def test_small_areas_are_those_worked_out_elsewhere(self, looked_up):
        known = {r.postcode: r for r in Postcode.objects.filter(county__in=[NORFOLK, ""])}
        agree: Counter[str] = Counter()
        for row in looked_up:
            ours = known[row["postcode"]]
            agree["lsoa"] += ours.lsoa == row["lsoa21"]
            agree["lsoa11"] += ours.lsoa11 == row["lsoa11"]
            agree["msoa"] += ours.msoa == row["msoa21"]

        assert min(agree.values()) >= 35_300

    @pytest.mark.usefixtures("counties")
    def test_a_postcode_answers_with_every_area(self):
        answer = reports.postcode_answer("nr11aa")

        assert [a.code for a in answer.areas] == [
            "E92000001", "E12000006", NORFOLK, "E07000148", "E05012910", "E02006907",
            "E01035137", "E01033439",
        ]  # fmt: skip
        assert all(a.name for a in answer.areas)


class TestAgain:
    def test_nothing_changes_when_all_is_read_again(self, counties, tmp_path):
        for source, name in (
            ("code-point-open", "codepoint_open_latest"),
            ("boundaries", "boundaries"),
            ("lsoa-lookup", "lsoa_tables_cut"),
            ("area-names", "lookups"),
            ("area-names", "lsoa_tables_cut"),
            ("imd", "lsoa_tables_cut"),
        ):
            again = run(source, tmp_path, *unpack(counties / name, tmp_path / "unpacked"))
            assert again.staged.nothing_to_do, source
            assert again.counts.created == again.counts.updated == 0


class TestNspl:
    def test_the_lookup_of_2021_is_read(self, counties, tmp_path):
        ran = run(
            "onspd", tmp_path, *unpack(counties / "nspl_format_sample", tmp_path / "unpacked")
        )

        assert ran.counts.created == ran.counts.read == 6_364
        answer = reports.postcode_answer("HG1 1AD")
        assert answer.sentence == (
            "HG1 1AD has not been in use since August 2010. The nearest one in use is HG1 1AE."
        )

    def test_the_lookup_of_2021_knows_county_divisions(self, counties, tmp_path):
        run("onspd", tmp_path, *unpack(counties / "nspl_format_sample", tmp_path / "unpacked"))

        divided = Postcode.objects.filter(division__startswith="E58")
        assert divided.filter(county="E10000023").count() > 5_000
        assert not Postcode.objects.filter(division__contains="99999999").exists()
