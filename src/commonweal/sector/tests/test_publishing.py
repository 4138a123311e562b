"""What is published, from what is known."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.core.tests.given import given
from commonweal.sector.models import Organisation
from commonweal.sector.publishing import republish
from commonweal.sector.tests.factories import (
    LONG_AGO,
    AreaFactory,
    AreaServedFactory,
    CorrectionFactory,
    FinancialYearFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    WithholdingFactory,
    refresh,
)

pytestmark = pytest.mark.django_db
SECRET = {
    "name": "Haven House", "kind": "charity", "street": "7 Hidden Close", "postcode": "NR1 1AA",
    "address_public": True, "email": "haven@h.example", "telephone": "01603 000000",
}  # fmt: skip


def known(**facts: object) -> Organisation:
    """An organisation whose one record states these facts."""
    return SourceRecordFactory(facts={**SECRET, **facts}).organisation


def afresh(organisation: Organisation) -> Organisation:
    refresh(organisation)
    return organisation


def refresh_ids(organisations: list[Organisation]) -> None:
    with given():
        republish([o.pk for o in organisations])


class TestRepublish:
    def test_finds_where_it_is_from_its_postcode(self) -> None:
        PlaceFactory()
        PostcodeFactory()

        found = afresh(known())

        assert (found.district, found.latitude) == ("E07000148", 52.6256)
        assert found.based_here

    def test_counts_a_district_of_the_place_though_its_county_is_not_known(self) -> None:
        PlaceFactory()
        AreaFactory(parent="E10000020")
        PostcodeFactory(county="")

        assert afresh(known()).based_here

    def test_counts_a_unitary_that_has_no_county(self) -> None:
        PlaceFactory(name="Hull", codes=["E06000010"])
        PostcodeFactory(postcode="HU1 1AA", county="", district="E06000010")

        assert afresh(known(postcode="HU1 1AA")).based_here
        assert not afresh(known(postcode="NR1 1AA")).based_here

    def test_counts_whom_it_serves_unless_it_works_nationally(self) -> None:
        PlaceFactory()
        local, national = known(postcode=""), known(postcode="", national=True)
        AreaServedFactory(organisation=local)
        AreaServedFactory(organisation=national)

        assert afresh(local).serves_here
        assert not afresh(national).serves_here

    def test_forgets_where_it_was_when_the_postcode_is_unknown(self) -> None:
        found = OrganisationFactory(district="E07000148", latitude=1.0, based_here=True)
        SourceRecordFactory(organisation=found, facts={**SECRET, "postcode": "ZZ99 9ZZ"})

        found = afresh(found)

        assert (found.district, found.latitude, found.based_here) == ("", None, False)

    def test_takes_the_newest_year_that_states_money(self) -> None:
        found = known(income=5, money_year_end="2020-03-31")
        FinancialYearFactory(organisation=found)
        FinancialYearFactory(
            organisation=found, year_end=dt.date(2026, 3, 31), income=None, spending=None
        )

        found = afresh(found)

        assert (found.income, found.money_year_end) == (12_000, dt.date(2025, 3, 31))

    def test_moves_the_changed_day_only_when_something_changed(self) -> None:
        found = afresh(known())
        assert found.changed_at > LONG_AGO

        before = found.changed_at

        assert afresh(found).changed_at == before

    def test_keeps_a_correction_whatever_the_register_says(self) -> None:
        found = known(website="https://old.example")
        CorrectionFactory(organisation=found)

        assert afresh(found).website == "https://mill-lane.example"

    def test_survives_impossible_values(self) -> None:
        found = known(registered_on="not a day", trustees="many", kind="wizard", name="x" * 999)

        found = afresh(found)

        assert found.registered_on is None
        assert found.trustees is None
        assert found.kind == "other"
        assert len(found.name) == 255

    def test_keeps_the_name_when_no_record_gives_one(self) -> None:
        found = SourceRecordFactory(facts={}).organisation

        assert afresh(found).name

    def test_asks_as_many_questions_for_sixty_as_for_one(self) -> None:
        PlaceFactory()
        PostcodeFactory()
        one, many = known(), [known() for _ in range(60)]

        with CaptureQueriesContext(
            connection,
        ) as few:
            refresh_ids([one])
        with CaptureQueriesContext(connection) as lots:
            refresh_ids(many)

        reads = [q for q in lots.captured_queries if q["sql"].startswith("SELECT")]
        assert len(reads) == sum(q["sql"].startswith("SELECT") for q in few.captured_queries)


class TestStreet:
    def test_is_not_published_unless_the_address_is_public(self) -> None:
        assert afresh(known(address_public=False)).street == ""
        assert afresh(known()).street == "7 Hidden Close"


class TestWithholding:
    @pytest.mark.parametrize("fact", ["location", "postcode"])
    def test_a_location_leaves_nothing_nearer_than_the_district(self, fact: str) -> None:
        PlaceFactory()
        PostcodeFactory()
        found = known()
        WithholdingFactory(organisation=found, fact=fact)

        found = afresh(found)

        assert (found.street, found.postcode, found.ward, found.lsoa, found.msoa) == ("",) * 5
        assert (found.latitude, found.longitude) == (None, None)
        assert (found.district, found.based_here) == ("E07000148", True)

    def test_stays_when_the_register_changes_the_fact(self) -> None:
        found = known()
        WithholdingFactory(organisation=found, fact="email")
        afresh(found)
        record = found.records.get()
        record.facts = {**record.facts, "email": "new@h.example"}
        record.save()

        assert afresh(found).email == ""

    def test_of_everything_takes_it_out_of_what_is_published(self) -> None:
        PlaceFactory()
        PostcodeFactory()
        found = known()
        WithholdingFactory(organisation=found)

        afresh(found)

        assert not Organisation.objects.published().filter(pk=found.pk).exists()

    def test_of_a_fact_long_lifted_hides_nothing(self) -> None:
        found = known()
        WithholdingFactory(organisation=found, fact="email", lifted_at=LONG_AGO)

        assert afresh(found).email == "haven@h.example"


class TestThePoint:
    def street(self) -> None:
        """Three postcodes of one small area."""
        for end, north in (("AA", 52.62), ("AB", 52.64), ("AD", 52.66)):
            PostcodeFactory(postcode=f"NR1 1{end}", latitude=north, longitude=1.3)

    def private(self) -> Organisation:
        """An organisation whose address is not public."""
        home = known()
        home.records.update(facts={**home.records.get().facts, "address_public": False})
        return home

    def test_is_the_middle_of_the_postcode_where_the_address_is_public(self) -> None:
        self.street()

        assert afresh(known()).latitude == 52.62

    def test_is_the_middle_of_the_small_area_where_it_is_not(self) -> None:
        self.street()

        assert afresh(self.private()).latitude == 52.64

    def test_is_coarse_where_no_small_area_is_known(self) -> None:
        PostcodeFactory(latitude=52.62559, longitude=1.30631, lsoa="")
        home = afresh(self.private())

        assert (home.latitude, home.longitude) == (52.6, 1.3)
