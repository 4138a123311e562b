"""The sources of places, on the publishers' files about Zedshire."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from commonweal.intake.job import Unusable
from commonweal.places.models import Area, Deprivation, Fit, Postcode, Succession
from commonweal.places.tests import zedshire
from commonweal.places.tests.factories import AreaFactory, PostcodeFactory
from commonweal.places.tests.running import run

pytestmark = pytest.mark.django_db


class TestCodePointOpen:
    def test_reads_either_spacing_and_places_each_postcode(self, tmp_path):
        ran = run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        assert ran.counts.created == ran.counts.read == 4
        alder = Postcode.objects.get(pk="ZZ99 1AA")
        assert alder.latitude == pytest.approx(52.63, abs=1e-4)
        assert alder.longitude == pytest.approx(1.01, abs=1e-4)
        assert (alder.county, alder.ward) == (zedshire.COUNTY, "E05099001")

    def test_quality_90_means_no_position(self, tmp_path):
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        nowhere = Postcode.objects.get(pk="ZZ99 1AD")
        assert (nowhere.latitude, nowhere.easting) == (None, None)
        assert nowhere.ward == "E05099004"

    def test_a_second_run_changes_nothing_and_says_so(self, tmp_path):
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        again = run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        assert again.staged.nothing_to_do
        assert again.counts.unchanged == again.counts.read == 4

    def test_only_what_differs_is_written(self, tmp_path):
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))
        moved = [(*zedshire.CODE_POINT[0][:2], 603900, *zedshire.CODE_POINT[0][3:])]
        file = zedshire.code_point(tmp_path, [*moved, *zedshire.CODE_POINT[1:]])

        ran = run("code-point-open", tmp_path, file)

        assert (ran.counts.updated, ran.counts.unchanged) == (1, 3)
        assert ran.counts.tables == {"postcodes": 1}

    def test_what_is_no_longer_listed_ends_and_is_counted_apart(self, tmp_path):
        PostcodeFactory(postcode="YY99 1AA", source="code-point-open")
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        ran = run(
            "code-point-open", tmp_path, zedshire.code_point(tmp_path, zedshire.CODE_POINT[1:])
        )

        assert ran.counts.gone == 1
        assert Postcode.objects.get(pk="ZZ99 1AA").terminated == dt.date(2026, 11, 23)
        assert Postcode.objects.get(pk="YY99 1AA").terminated is None

    def test_one_that_comes_back_is_in_use_again(self, tmp_path):
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path, zedshire.CODE_POINT[1:]))

        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        assert Postcode.objects.get(pk="ZZ99 1AA").terminated is None

    def test_impossible_rows_are_set_aside_with_their_reason(self, tmp_path):
        bad = [
            ("ZZ99 2AA", 10, 9_999_999, 307836, "", "", "", "", "", ""),
            ("ZZ99 1AA", 10, 603803, 307836, "", "", "", "", "", ""),
        ]
        many = [(f"ZZ98 {n}A{c}", 10, 603803, 307836, *[""] * 6) for n in range(10) for c in "ABC"]

        ran = run(
            "code-point-open",
            tmp_path,
            zedshire.code_point(tmp_path, [*zedshire.CODE_POINT, *many, *bad]),
        )

        assert ran.counts.rejected == 2
        assert "outside Britain" in ran.rejects
        assert "twice" in ran.rejects
        assert ran.counts.adds_up()

    @pytest.mark.parametrize(
        "rows",
        [
            [],
            [("name", "income"), ("Food bank", 5)],
            [("NR1", 10, "a", "b", "c", "d", "e", "f", "g", "h")],
            [(f"nonsense {n}", 10, *["1"] * 8) for n in range(9)],
        ],
    )
    def test_a_file_of_the_wrong_kind_is_refused_whole(self, tmp_path, rows):
        with pytest.raises(Unusable):
            run("code-point-open", tmp_path, zedshire.code_point(tmp_path, rows))

        assert not Postcode.objects.exists()

    def test_a_picture_called_csv_is_refused(self, tmp_path):
        file = tmp_path / "zz.csv"
        file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" * 50)

        with pytest.raises(Unusable):
            run("code-point-open", tmp_path, file)

    def test_a_row_cut_off_in_the_middle_is_refused(self, tmp_path):
        file = zedshire.code_point(tmp_path)
        file.write_text(file.read_text()[:-40])

        with pytest.raises(Unusable):
            run("code-point-open", tmp_path, file)

    def test_can_be_applied_after_a_crash(self, tmp_path):
        ran = run("code-point-open", tmp_path, zedshire.code_point(tmp_path), fresh=True)

        assert ran.counts.created == 4
        assert Postcode.objects.count() == 4


class TestOnspd:
    def test_keeps_terminated_postcodes_with_their_month(self, tmp_path):
        file = zedshire.directory(
            tmp_path,
            zedshire.directory_row("ZZ99 3AA"),
            zedshire.directory_row("ZZ99 3AB", "201103"),
        )

        run("onspd", tmp_path, file)

        assert Postcode.objects.get(pk="ZZ99 3AA").terminated is None
        assert Postcode.objects.get(pk="ZZ99 3AB").terminated == dt.date(2011, 3, 1)

    def test_knows_every_kind_of_area_and_leaves_none_such_blank(self, tmp_path):
        run("onspd", tmp_path, zedshire.directory(tmp_path, zedshire.directory_row("ZZ99 3AA")))

        row = Postcode.objects.get(pk="ZZ99 3AA")
        assert row.county == ""  # E99999999: this district is its own county
        assert (row.region, row.constituency, row.msoa) == (
            zedshire.REGION,
            "E14009901",
            "E02009901",
        )

    def test_99_999999_means_no_position(self, tmp_path):
        row = zedshire.directory_row("ZZ99 3AA", lat="99.999999", long="0.000000")

        run("onspd", tmp_path, zedshire.directory(tmp_path, row))

        assert Postcode.objects.get(pk="ZZ99 3AA").latitude is None

    def test_knows_the_columns_of_other_editions(self, tmp_path):
        newer = {
            "oslaua": "lad25cd", "osward": "wd25cd", "oscty": "cty25cd", "ctry": "ctry25cd",
            "rgn": "rgn25cd", "pcon": "pcon24cd", "lsoa21": "lsoa21cd", "oseast1m": "east1m",
            "osnrth1m": "north1m", "pcd": "pcd7", "pcd2": "pcd8",
        }  # fmt: skip
        header = [newer.get(name, name).upper() for name in zedshire.ONSPD_HEADER]
        file = zedshire.directory(tmp_path, zedshire.directory_row("ZZ99 3AA"), header=header)

        run("onspd", tmp_path, file)

        row = Postcode.objects.get(pk="ZZ99 3AA")
        assert (row.district, row.lsoa, row.easting) == (zedshire.NORTH, "E01099001", 603803)

    @pytest.mark.parametrize("column", ["ced", "CED25CD"])
    def test_knows_county_divisions_where_there_are_some(self, tmp_path, column):
        header = [*zedshire.ONSPD_HEADER, column]
        rows = [
            [*zedshire.directory_row("ZZ99 3AA"), "E58000901"],
            [*zedshire.directory_row("ZZ99 3AB"), "E99999999"],
        ]

        run("onspd", tmp_path, zedshire.directory(tmp_path, *rows, header=header))

        known = dict(Postcode.objects.values_list("postcode", "division"))
        assert known == {"ZZ99 3AA": "E58000901", "ZZ99 3AB": ""}

    def test_outranks_code_point_and_is_not_undone_by_it(self, tmp_path):
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))
        row = zedshire.directory_row("ZZ99 1AA", osward="E05099002")
        run("onspd", tmp_path, zedshire.directory(tmp_path, row))

        again = run("code-point-open", tmp_path, zedshire.code_point(tmp_path))

        assert again.staged.nothing_to_do
        assert Postcode.objects.get(pk="ZZ99 1AA").ward == "E05099002"

    def test_impossible_rows_are_set_aside_with_their_reason(self, tmp_path):
        good = [zedshire.directory_row(f"ZZ99 {n}A{c}") for n in range(10) for c in "ABC"]
        bad = [
            zedshire.directory_row("ZZ98 1AA", "201113"),
            zedshire.directory_row("ZZ98 1AB", "197001"),
            zedshire.directory_row("ZZ98 1AC", lat=12.0),
            zedshire.directory_row("ZZ98 1AD", lat="north"),
        ]

        ran = run("onspd", tmp_path, zedshire.directory(tmp_path, *good, *bad))

        assert ran.counts.rejected == 4
        for reason in (
            "is no month",
            "before it began",
            "outside the United Kingdom",
            "not a number",
        ):
            assert reason in ran.rejects
        assert "ONSPD_NOV_2026_UK.csv 31,ZZ98 1AA" in ran.rejects

    def test_names_the_column_that_is_missing(self, tmp_path):
        header = [name if name != "doterm" else "other" for name in zedshire.ONSPD_HEADER]
        file = zedshire.directory(tmp_path, zedshire.directory_row("ZZ99 3AA"), header=header)

        with pytest.raises(Unusable, match="doterm"):
            run("onspd", tmp_path, file)

    def test_refuses_a_header_that_lies(self, tmp_path):
        header = list(reversed(zedshire.ONSPD_HEADER))
        rows = [zedshire.directory_row(f"ZZ99 {n}AA") for n in range(9)]

        with pytest.raises(Unusable):
            run("onspd", tmp_path, zedshire.directory(tmp_path, *rows, header=header))

        assert not Postcode.objects.exists()


class TestBoundaries:
    def test_joins_districts_and_the_county_out_of_wards(self, tmp_path):
        run("boundaries", tmp_path, zedshire.wards(tmp_path))

        north = Area.objects.get(kind="district", code=zedshire.NORTH)
        county = Area.objects.get(kind="county", code=zedshire.COUNTY)
        assert (north.name, north.parent, north.outline_from) == (
            "North Zed",
            zedshire.COUNTY,
            "joined",
        )
        assert (county.west, county.south, county.east, county.north) == (1.0, 52.6, 1.04, 52.64)

    def test_a_published_outline_is_not_replaced_by_a_joined_one(self, tmp_path):
        own = zedshire.feature(
            {"LAD24CD": zedshire.NORTH, "LAD24NM": "North Zed"}, zedshire.square(0, 1, 0.05)
        )
        file = zedshire.write_json(tmp_path / "lad.json", zedshire.collection([own]))

        run("boundaries", tmp_path, zedshire.wards(tmp_path), file)

        north = Area.objects.get(kind="district", code=zedshire.NORTH)
        assert (north.outline_from, north.east) == ("given", 1.05)

    def test_a_second_run_changes_nothing_and_says_so(self, tmp_path):
        run("boundaries", tmp_path, zedshire.wards(tmp_path))

        again = run("boundaries", tmp_path, zedshire.wards(tmp_path))

        assert again.staged.nothing_to_do
        assert again.counts.created == again.counts.updated == 0

    @pytest.mark.parametrize("first", ["postcodes", "boundaries"])
    def test_postcodes_learn_their_areas_whichever_came_first(self, tmp_path, first):
        steps = [
            ("boundaries", zedshire.wards(tmp_path), zedshire.small_areas(tmp_path)),
            ("code-point-open", zedshire.code_point(tmp_path)),
        ]
        for source, *files in steps if first == "boundaries" else reversed(steps):
            run(source, tmp_path, *files)

        lsoas = dict(Postcode.objects.values_list("pk", "lsoa"))
        assert lsoas == {
            "ZZ99 1AA": "E01099001",
            "ZZ99 1AB": "E01099002",
            "ZZ99 1AC": "E01099003",
            "ZZ99 1AD": "",
        }

    def test_a_postcode_that_moves_forgets_its_old_small_area(self, tmp_path):
        run("boundaries", tmp_path, zedshire.small_areas(tmp_path))
        run("code-point-open", tmp_path, zedshire.code_point(tmp_path))
        moved = [("ZZ99 1AA", 10, 605157, 307893, *zedshire.CODE_POINT[0][4:])]

        run(
            "code-point-open",
            tmp_path,
            zedshire.code_point(tmp_path, [*moved, *zedshire.CODE_POINT[1:]]),
        )

        assert Postcode.objects.get(pk="ZZ99 1AA").lsoa == "E01099002"

    def test_a_few_metres_outside_takes_the_nearest_and_far_out_takes_none(self, tmp_path):
        PostcodeFactory(postcode="ZZ99 5AA", latitude=52.63, longitude=0.998)  # 135 m west of Alder
        PostcodeFactory(postcode="ZZ99 5AB", latitude=52.63, longitude=0.990)  # 675 m

        run("boundaries", tmp_path, zedshire.small_areas(tmp_path))

        assert Postcode.objects.get(pk="ZZ99 5AA").lsoa == "E01099001"
        assert Postcode.objects.get(pk="ZZ99 5AB").lsoa == ""

    def test_crossed_rings_are_repaired(self, tmp_path):
        bow = [[[1.0, 52.6], [1.02, 52.62], [1.02, 52.6], [1.0, 52.62], [1.0, 52.6]]]
        drawn = zedshire.feature({"WD25CD": "E05099001", "WD25NM": "Alder"}, bow)
        file = zedshire.write_json(tmp_path / "w.geojson", zedshire.collection([drawn]))

        run("boundaries", tmp_path, file)

        assert Area.objects.get(code="E05099001").outline["type"] == "MultiPolygon"

    def test_areas_without_a_surface_or_code_are_set_aside(self, tmp_path):
        drawn = [
            zedshire.feature({"WD25CD": "E05099001", "WD25NM": "Alder"}, zedshire.square(0, 0)),
            zedshire.feature(
                {"WD25CD": "E05099002", "WD25NM": "Birch"}, [[[1, 52], [1, 52], [1, 52], [1, 52]]]
            ),
            zedshire.feature({"WD25CD": "Cedar", "WD25NM": "Cedar"}, zedshire.square(1, 0)),
            {"type": "Feature", "properties": {"WD25CD": "E05099004"}, "geometry": None},
        ]
        file = zedshire.write_json(tmp_path / "w.geojson", zedshire.collection(drawn))

        ran = run("boundaries", tmp_path, file)

        assert (ran.counts.created, ran.counts.rejected) == (1, 3)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "empty"),
            ("a,b\n1,2", "not GeoJSON"),
            ('{"type": "FeatureCollection"}', "holds no features"),
            ('{"type": "Topology"}', "not a FeatureCollection"),
            ('{"type": "FeatureCollection", "features": {}}', "not a list"),
            ('{"type": "FeatureCollection", "features": []}', "not one outline"),
            (
                '{"type": "FeatureCollection", "features": [{"properties": {"name": "x"}}]}',
                "name no area",
            ),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, tmp_path, text, said):
        file = tmp_path / "w.geojson"
        file.write_text(text)

        with pytest.raises(Unusable, match=said):
            run("boundaries", tmp_path, file)

    def test_refuses_a_file_cut_off_in_the_middle(self, tmp_path):
        file = zedshire.wards(tmp_path)
        file.write_text(file.read_text()[:-300])

        with pytest.raises(Unusable, match="breaks off"):
            run("boundaries", tmp_path, file)

        assert not Area.objects.exists()

    def test_refuses_the_national_grid_said_or_unsaid(self, tmp_path):
        bng = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
        metres = [[[600000, 300000], [601000, 300000], [601000, 301000], [600000, 300000]]]
        drawn = [zedshire.feature({"WD25CD": "E05099001"}, metres)]
        said = zedshire.write_json(tmp_path / "a.json", zedshire.collection(drawn, bng))
        lying = zedshire.write_json(tmp_path / "b.json", zedshire.collection(drawn))

        with pytest.raises(Unusable, match="27700"):
            run("boundaries", tmp_path, said)
        with pytest.raises(Unusable, match="metres"):
            run("boundaries", tmp_path, lying)


class TestLsoaLookup:
    def test_keeps_best_fits_and_successions(self, tmp_path):
        fits = zedshire.write_csv(
            tmp_path / "fits.csv",
            [
                ("LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"),
                ("E01099001", "Zed 001A", "E05099001", "Alder", zedshire.NORTH, "North Zed"),
            ],
        )
        changes = zedshire.write_csv(
            tmp_path / "changes.csv",
            [
                ("lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code"),
                ("Zed 001A", "E01099001", "U", "Zed 001A", "E01099001"),
                ("Zed 002A", "E01098002", "S", "Zed 002B", "E01099002"),
                ("Zed 002A", "E01098002", "S", "Zed 002C", "E01099003"),
            ],
        )

        ran = run("lsoa-lookup", tmp_path, fits, changes)

        assert Fit.objects.get().within == "E05099001"
        assert sorted(Succession.objects.values_list("new", flat=True)) == [
            "E01099002",
            "E01099003",
        ]
        assert Area.objects.get(kind="lsoa", code="E01099001").parent == zedshire.NORTH
        assert run("lsoa-lookup", tmp_path, fits, changes).staged.nothing_to_do
        assert ran.counts.adds_up()

    def test_refuses_a_table_that_looks_nothing_up(self, tmp_path):
        file = zedshire.write_csv(tmp_path / "t.csv", [("lsoa21_code", "people"), ("E01099001", 5)])

        with pytest.raises(Unusable):
            run("lsoa-lookup", tmp_path, file)


class TestImd:
    def test_is_read_from_a_file_of_an_older_program_with_semicolons(self, tmp_path):
        file = tmp_path / "imd.csv"
        words = "lsoa21_code;IMD_decile;IMD_rank;name\nE01099001;1;12;Pant\xe9g\n"
        file.write_bytes(words.encode("cp1252"))

        done = run("imd", tmp_path, file)

        assert Deprivation.objects.get().decile == 1
        assert any("semicolons" in note for note in done.job.notes)
        assert any("the first line 2, read as Windows-1252" in note for note in done.job.notes)

    def test_tells_the_edition_from_the_small_areas(self, tmp_path):
        older = zedshire.write_csv(
            tmp_path / "a.csv",
            [
                (
                    "LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)",
                    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
                    "Index of Multiple Deprivation (IMD) Decile "
                    "(where 1 is most deprived 10% of LSOAs)",
                ),
                ("E01099001", "Zed 001A", zedshire.NORTH, "32844", "10"),
            ],
        )  # fmt: skip
        newer = zedshire.write_csv(
            tmp_path / "b.csv",
            [
                ("lsoa21_code", "IMD_decile", "IMD_rank", "IMD_score", "Income_decile"),
                ("E01099001", 1, 12, 71.5, 2),
            ],
        )

        run("imd", tmp_path, older, newer)

        kept = dict(Deprivation.objects.values_list("edition", "decile"))
        assert kept == {2019: 10, 2025: 1}
        assert Deprivation.objects.get(edition=2025).domains == {"Income": 2}
        assert run("imd", tmp_path, older, newer).staged.nothing_to_do

    def test_impossible_rows_are_set_aside(self, tmp_path):
        file = zedshire.write_csv(
            tmp_path / "b.csv",
            [
                ("lsoa21_code", "IMD_decile", "IMD_rank"),
                ("E01099001", 1, 12), ("E01099002", 11, 12), ("E01099003", 1, 99_999),
                ("E01099004", 9, 12), ("W01000001", 1, 12), ("E01099001", 1, 13),
            ],
        )  # fmt: skip

        ran = run("imd", tmp_path, file)

        assert (ran.counts.created, ran.counts.rejected) == (1, 5)

    def test_refuses_what_is_no_index(self, tmp_path):
        file = zedshire.write_csv(tmp_path / "b.csv", [("lsoa21_code", "IMD_decile")])

        with pytest.raises(Unusable):
            run("imd", tmp_path, file)


class TestAreaNames:
    def test_old_districts_end_and_say_what_they_became(self, tmp_path):
        file = zedshire.write_csv(
            tmp_path / "la.csv",
            [
                ("LADCD", "LADNM", "LADCD_ACTIVE", "UTLACD", "RGNCD", "CTRYCD"),
                (
                    "E07000004",
                    "Aylesbury Vale",
                    "E06000060",
                    "E06000060",
                    "E12000008",
                    zedshire.COUNTRY,
                ),
                (
                    "E06000060",
                    "Buckinghamshire",
                    "E06000060",
                    "E06000060",
                    "E12000008",
                    zedshire.COUNTRY,
                ),
            ],
        )

        run("area-names", tmp_path, file)

        old = Area.objects.get(code="E07000004")
        assert old.valid_to == dt.date(2020, 3, 31)
        assert Succession.objects.get(old=old.code).new == "E06000060"
        assert Area.objects.get(code="E06000060").parent == "E12000008"

    def test_its_names_outrank_those_of_the_boundaries(self, tmp_path):
        file = zedshire.write_csv(
            tmp_path / "wards.csv",
            [
                ("WDCD", "WDNM", "LADCD", "SOURCEFILE"),
                ("E05099001", "Alder and Ash", zedshire.NORTH, "2016"),
            ],
        )
        run("area-names", tmp_path, file)

        run("boundaries", tmp_path, zedshire.wards(tmp_path))

        assert Area.objects.get(code="E05099001").name == "Alder and Ash"

    def test_populations_add_up_along_the_lookups(self, tmp_path):
        for code, name in (("E01098001", "Zed 1"), ("E01098002", "Zed 2")):
            AreaFactory(kind="lsoa11", code=code, name=name, parent=zedshire.NORTH)
        AreaFactory(code=zedshire.NORTH, name="North Zed", parent=zedshire.COUNTY)
        file = zedshire.write_csv(
            tmp_path / "population2020.csv",
            [("lsoa11_code", "total_population"), ("E01098001", 1500), ("E01098002", 1600)],
        )

        run("area-names", tmp_path, file)

        north = Area.objects.get(code=zedshire.NORTH)
        assert (north.population, north.population_year) == (3100, 2020)

    def test_a_sum_with_a_part_missing_is_not_given(self, tmp_path):
        for code in ("E01098001", "E01098002"):
            AreaFactory(kind="lsoa11", code=code, parent=zedshire.NORTH)
        AreaFactory(code=zedshire.NORTH)
        file = zedshire.write_csv(
            tmp_path / "population2020.csv",
            [("lsoa11_code", "total_population"), ("E01098001", 1500)],
        )

        run("area-names", tmp_path, file)

        assert Area.objects.get(code=zedshire.NORTH).population is None

    def test_populations_of_2021_small_areas_add_up_too(self, tmp_path):
        for code in ("E01099001", "E01099002", "E01099003"):
            AreaFactory(kind="lsoa", code=code, parent=zedshire.NORTH)
        for code in ("E05099001", "E05099002"):
            AreaFactory(kind="ward", code=code, parent=zedshire.NORTH)
        AreaFactory(code=zedshire.NORTH, name="North Zed", parent=zedshire.COUNTY)
        AreaFactory(kind="county", code=zedshire.COUNTY)
        people = [("E01099001", 1500), ("E01099002", 1600), ("E01099003", 1700)]
        fits = [
            ("E01099001", "E05099001"), ("E01099002", "E05099001"), ("E01099003", "E05099002"),
            ("E01099004", "E05099002"),
        ]  # fmt: skip

        run(
            "area-names", tmp_path,
            zedshire.write_csv(
                tmp_path / "population2024.csv", [("lsoa21_code", "total_population"), *people]
            ),
        )  # fmt: skip
        run(
            "lsoa-lookup", tmp_path,
            zedshire.write_csv(tmp_path / "fits.csv", [("lsoa21_code", "ward24_code"), *fits]),
        )  # fmt: skip

        told = dict(Area.objects.exclude(population=None).values_list("code", "population"))
        assert told[zedshire.NORTH] == told[zedshire.COUNTY] == 4800
        assert told["E05099001"] == 3100
        assert "E05099002" not in told, "one of its small areas has no figure"
        assert set(Area.objects.exclude(population=None).values_list("population_year")) == {
            (2024,)
        }

    def test_people_without_a_year_are_refused(self, tmp_path):
        file = zedshire.write_csv(
            tmp_path / "people.csv", [("lsoa11_code", "total_population"), ("E01098001", 1500)]
        )

        with pytest.raises(Unusable, match="year"):
            run("area-names", tmp_path, file)

    def test_refuses_tables_that_name_no_area(self, tmp_path):
        file = tmp_path / "x.csv"
        file.write_text(json.dumps({"not": "a table"}))

        with pytest.raises(Unusable):
            run("area-names", tmp_path, file)
