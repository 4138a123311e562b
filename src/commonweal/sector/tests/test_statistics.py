from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.places.models import Area
from commonweal.sector.choices import Kind, Status
from commonweal.sector.comparing import MEASURES, available, compare, measure
from commonweal.sector.statistics import area_profile, living, medians
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    OrganisationFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NORWICH, BRECKLAND = "E07000148", "E07000143"


@pytest.fixture
def norwich() -> Area:
    return AreaFactory(code=NORWICH, name="Norwich", population=140_000, population_year=2024)


def based(code: str = NORWICH, **facts):
    return OrganisationFactory(district=code, **facts)


class TestAreaProfile:
    def test_tells_based_here_and_serving_from_elsewhere_apart(self, norwich):
        both = based()
        AreaServedFactory(organisation=both, code=NORWICH)
        elsewhere = based(BRECKLAND)
        AreaServedFactory(organisation=elsewhere, code=NORWICH)
        based(BRECKLAND)

        profile = area_profile(norwich)

        assert (profile.based, profile.serving) == (1, 1)

    def test_counts_one_that_names_the_area_twice_once(self, norwich):
        far = based(BRECKLAND)
        AreaServedFactory(organisation=far, code=NORWICH, words="Norwich")
        AreaServedFactory(organisation=far, code=NORWICH, words="Norwich City")

        assert area_profile(norwich).serving == 1

    def test_counts_informal_groups_apart(self, norwich):
        based(kind=Kind.GROUP)
        based()

        profile = area_profile(norwich)

        assert (profile.based, profile.groups, profile.registered) == (2, 1, 1)

    def test_leaves_out_what_is_withheld_gone_merged_or_a_partner(self, norwich):
        kept = based()
        based(withheld=True)
        based(status=Status.REMOVED)
        based(same_as=kept)
        based(based_here=False)
        based(side="partner", kind=Kind.PUBLIC)

        profile = area_profile(norwich)

        assert (profile.based, profile.partners) == (1, 1)

    def test_counts_by_cause_once_for_each_organisation_and_never_a_suggestion(self, norwich):
        TermFactory(code="107", title="Amateur sport")
        club = based()
        ClassificationFactory(organisation=club, code="107")
        ClassificationFactory(organisation=club, code="107", source="casc")
        ClassificationFactory(organisation=based(), code="107", suggested=True)

        profile = area_profile(norwich)

        assert [(t.title, t.based) for t in profile.causes] == [("Amateur sport", 1)]
        assert profile.classed == 1

    def test_sorts_every_income_into_its_band(self, norwich):
        for income in (0, 9_999, 10_000, 999_999, 100_000_000, None):
            based(income=income)

        sizes = {t.code: t.based for t in area_profile(norwich).sizes}

        assert sizes == {
            "micro": 2, "small": 1, "medium": 1, "large": 0, "major": 0, "super-major": 1,
            "unknown": 1,
        }  # fmt: skip

    def test_hides_money_that_fewer_than_three_tell(self, norwich):
        based(income=10_000)
        based(income=20_000)

        assert area_profile(norwich).income_total is None

        based(income=60_000)

        profile = area_profile(norwich)
        assert (profile.income_total, profile.income_median) == (90_000, 20_000)

    def test_asks_as_many_questions_for_many_as_for_none(self, norwich, django_assert_num_queries):
        for _ in range(5):
            ClassificationFactory(organisation=based(income=5))

        with django_assert_num_queries(8):
            area_profile(norwich)

    def test_of_an_empty_area_is_empty(self, norwich):
        assert area_profile(norwich).is_empty

    def test_of_a_county_counts_by_county(self):
        county = AreaFactory(code="E10000020", kind="county", name="Norfolk")
        OrganisationFactory(county="E10000020", district=NORWICH)

        assert area_profile(county).based == 1

    def test_of_a_region_counts_its_districts(self, norwich):
        region = AreaFactory(code="E12000006", kind="region", name="East of England")
        AreaFactory(code="E10000020", kind="county", name="Norfolk", parent="E12000006")
        norwich.parent = "E10000020"
        norwich.save()
        based()

        assert area_profile(region).based == 1


class TestMedians:
    def test_are_of_the_one_in_the_middle_or_the_mean_of_two(self):
        for income in (10, 20, 90):
            based(income=income)
        for income in (10, 21):
            based(BRECKLAND, income=income)
        based(BRECKLAND, income=None)

        assert medians(living(), by="district") == {NORWICH: 20, BRECKLAND: 16}


class TestNamesIt:
    def test_is_asked_once_and_not_of_each_organisation(self, norwich):
        AreaServedFactory(organisation=based(BRECKLAND), code=NORWICH)

        with CaptureQueriesContext(connection) as asked:
            profile = area_profile(norwich)

        assert profile.serving == 1
        for query in asked.captured_queries:
            assert "areaserved" not in query["sql"] or "EXISTS" not in query["sql"], query["sql"]


class TestCompare:
    def test_puts_the_figures_of_areas_side_by_side(self, norwich):
        breckland = AreaFactory(code=BRECKLAND, name="Breckland", population=None)
        for income in (1, 2, 3):
            based(income=income, registered_on=TODAY - dt.timedelta(days=10))
        based(status=Status.REMOVED, status_on=TODAY - dt.timedelta(days=10))

        rows = compare([norwich, breckland], TODAY)

        assert [r.organisations for r in rows] == [3, 0]
        assert rows[0].per_1000 == 0.0
        assert rows[1].per_1000 is None
        assert rows[0].change == 2
        assert rows[0].income_total == 6
        assert rows[1].income_total is None

    def test_offers_only_measures_that_somebody_has_a_value_for(self, norwich):
        rows = compare([norwich], TODAY)

        keys = [m.key for m in available(rows, {"105": "Poverty"})]

        assert "deprivation" not in keys
        assert {"organisations", "cause-105"} <= set(keys)
        assert not [key for key in keys if key.startswith(("kind-", "size-"))]

    def test_counts_by_kind_size_and_the_causes_asked_for(self, norwich):
        for income in (500, 60_000, None):
            one = based(kind="group", income=income)
            ClassificationFactory(organisation=one, scheme="what", code="105")
            ClassificationFactory(organisation=one, scheme="what", code="110", suggested=True)
        gone = based(kind="group", income=500, status="removed")
        ClassificationFactory(organisation=gone, scheme="what", code="105")

        row = compare([norwich], TODAY, ["105", "110"])[0]

        assert row.organisations == sum(row.kinds.values()) == sum(row.sizes.values()) == 3
        assert row.kinds["group"] == 3
        assert (row.sizes["micro"], row.sizes["small"], row.sizes["unknown"]) == (1, 1, 1)
        assert row.causes == {"105": 3}, "a suggestion is not counted, nor one that has left"
        shown = {m.key: m.value(row) for m in available([row], {"105": "Poverty"})}
        assert (shown["kind-group"], shown["size-small"], shown["cause-105"]) == (3, 1, 3)
        assert "kind-cic" not in shown

    def test_counts_small_areas_in_wards_by_best_fit(self):
        from commonweal.places.tests.factories import DeprivationFactory, FitFactory

        ward = AreaFactory(code="E05012911", kind="ward", name="Mancroft")
        for i, decile in enumerate((1, 2, 3, 9)):
            FitFactory(code=f"E0102678{i}", kind="ward", within=ward.code)
            DeprivationFactory(code=f"E0102678{i}", edition=2025, decile=decile)

        rows = compare([ward], TODAY)

        assert rows[0].deprived_percent == 50

    def test_asks_as_many_questions_for_many_as_for_one(self, norwich, django_assert_num_queries):
        areas = [norwich, *(AreaFactory(code=f"E0700020{i}", name=f"D{i}") for i in range(5))]
        based(income=5)

        with django_assert_num_queries(3):
            compare(areas, TODAY)
        with django_assert_num_queries(4):
            compare(areas, TODAY, ["105", "110"])


class TestMeasure:
    def test_of_an_unknown_name_is_the_first(self):
        assert measure("<script>") is MEASURES[0]
