"""Saltwold is whole, the same each time, and nowhere real."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from commonweal.demo.county import COUNTY_CODE, DISTRICTS, County, saltwold
from commonweal.demo.geography import write_geography


@pytest.fixture(scope="module")
def county() -> County:
    return saltwold(1)


class TestSaltwold:
    def test_has_seven_districts_and_some_ninety_wards(self, county: County) -> None:
        assert [d.name for d in county.of_kind("district")] == [name for name, *_ in DISTRICTS]
        assert 75 <= len(county.of_kind("ward")) <= 95
        assert 280 <= len(county.of_kind("lsoa")) <= 340

    @pytest.mark.parametrize("kind", ["lsoa", "ward", "district"])
    def test_is_parted_without_gap_or_overlap(self, county: County, kind: str) -> None:
        whole = county.of_kind("county")[0].shape
        shapes = [area.shape for area in county.of_kind(kind)]

        assert all(shape.is_valid for shape in shapes)
        assert abs(sum(s.area for s in shapes) - shapely.union_all(shapes).area) < 1e-9
        assert shapely.union_all(shapes).symmetric_difference(whole).area < 1e-9

    def test_adds_up_its_people(self, county: County) -> None:
        for kind in ("lsoa", "ward", "district"):
            people = sum(area.population for area in county.of_kind(kind))
            assert people == county.of_kind("county")[0].population

    def test_puts_each_postcode_in_its_small_area(self, county: County) -> None:
        shapes = {area.code: area.shape.buffer(1e-5) for area in county.areas}

        for spot in county.spots[::17]:
            for code in (spot.lsoa, spot.ward, spot.district):
                assert shapely.contains_xy(shapes[code], spot.longitude, spot.latitude), spot

    def test_uses_only_postcodes_that_nobody_has(self, county: County) -> None:
        written = [spot.postcode for spot in county.spots]

        assert len(set(written)) == len(written) == 4000
        assert all(p.startswith("ZZ99 ") for p in written)

    def test_uses_only_codes_that_no_area_has(self, county: County) -> None:
        for area in county.areas:
            assert area.code[3:5] == "99", area

    def test_is_the_same_for_the_same_seed_and_another_for_another(self, county: County) -> None:
        saltwold.cache_clear()

        assert saltwold(1).spots == county.spots
        assert saltwold(2).spots != county.spots

    def test_is_poorest_in_patches(self, county: County) -> None:
        deciles = [area.decile for area in county.of_kind("lsoa")]

        assert set(deciles) <= set(range(1, 11))
        assert sum(1 for d in deciles if d <= 3) > 20


class TestWriteGeography:
    def test_writes_a_folder_for_each_source(self, county: County, tmp_path: Path) -> None:
        made = write_geography(tmp_path, county)

        assert list(made) == ["boundaries", "area-names", "lsoa-lookup", "code-point-open", "imd"]
        wards = json.loads((made["boundaries"] / "ward.geojson").read_text())["features"]
        assert wards[0]["properties"]["UTLACD"] == COUNTY_CODE
