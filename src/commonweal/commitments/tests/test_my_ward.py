"""My ward's candidates by postcode."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonweal.commitments.reports.my_ward import my_ward
from commonweal.commitments.tests.calling import a_call
from commonweal.commitments.tests.factories import BallotFactory, CallFactory, ElectionFactory
from commonweal.core.tests.given import given
from commonweal.places.models import Succession
from commonweal.sector.tests.factories import AreaFactory, PlaceFactory, PostcodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    PlaceFactory(name="Norfolk", codes=["E10000020"])
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(code="E07000148", kind="district", name="Norwich", parent="E10000020")
    for n, name in enumerate(("Lantern Street", "Sluice", "Old Marsh", "Quay"), 1):
        AreaFactory(code=f"E0500000{n}", kind="ward", name=name, parent="E07000148")
    PostcodeFactory(postcode="NR1 1AA", county="E10000020", district="E07000148", ward="E05000001")
    return a_call()


def page(postcode):
    answer = Client().get("/elections/", {"postcode": postcode})
    assert answer.status_code == 200
    return answer.content.decode()


class TestAPostcode:
    @pytest.mark.parametrize("typed", ["NR1 1AA", "nr11aa", " nr1  1aa "])
    def test_leads_to_the_ballot_of_its_ward(self, world, typed):
        shown = page(typed)

        assert f'href="/elections/{world.election.slug}/{world.ballot.code}/"' in shown
        assert "NR1 1AA is in Lantern Street" in shown

    def test_leads_to_ballots_of_its_county_and_constituency_too(self, world):
        mayor = BallotFactory(election=world.election, name="Mayor", area="E10000020")

        assert set(my_ward("NR1 1AA").ballots) == {world.ballot, mayor}

    def test_leads_to_the_ballot_of_its_county_division(self, world):
        PostcodeFactory(postcode="NR1 1AB", county="E10000020", division="E58000901")
        wensum = BallotFactory(election=world.election, name="Wensum", area="E58000901")
        BallotFactory(election=world.election, name="Yare", area="E58000902")

        assert my_ward("NR1 1AB").ballots == (wensum,)
        assert "Wensum" in page("NR1 1AB") and "Yare" not in page("NR1 1AB")

    def test_whose_county_division_is_not_known_is_told_so(self, world):
        assert "We do not know which one NR1 1AA is in; your polling card says." in page("NR1 1AA")

        with given():
            type(world.ballot).objects.update(area="E05000099")
        assert "we do not know which one NR1 1AA is in, but your polling card" in page("NR1 1AA")

    @pytest.mark.parametrize(
        "known",
        [
            {"county": "E10000020", "division": "E58000901"},
            {"county": "", "district": "E06000031"},
            {"county": "E11000005", "district": "E08000025"},
        ],
        ids=["division known", "unitary", "metropolitan"],
    )
    def test_hears_nothing_of_divisions_where_none_is_missing(self, world, known):
        PostcodeFactory(postcode="NR1 1AC", **{"district": "", **known}, ward="E05000001")

        shown = page("NR1 1AC")

        assert world.ballot.code in shown and "division" not in shown

    def test_leads_to_none_of_an_election_that_nobody_was_asked_in(self, world):
        BallotFactory(area="E05000001")

        assert my_ward("NR1 1AA").ballots == (world.ballot,)

    def test_shows_the_newest_election_first(self, world):
        old = CallFactory(
            opened_at=dt.datetime(2021, 4, 1, tzinfo=dt.UTC),
            election=ElectionFactory(on=dt.date(2021, 5, 6), notice_on=None),
        )
        before = BallotFactory(election=old.election, area="E05000001")

        assert my_ward("NR1 1AA").ballots == (world.ballot, before)

    def test_whose_ward_has_no_ballot_is_told_what_there_is(self, world):
        with given():
            type(world.ballot).objects.update(area="E05000099")

        shown = page("NR1 1AA")

        assert "Nobody stands for election in Lantern Street at the moment." in shown
        assert f'<a href="/elections/{world.election.slug}/">' in shown

    def test_outside_the_place_is_told_so(self, world):
        PostcodeFactory(postcode="HU1 1AA", county="", district="E06000010", ward="E05000777")

        assert "HU1 1AA is outside the area" in page("HU1 1AA")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("", "No postcode was given. One looks like NR1 1AA."),
            ("NR1", "NR1 is only the first half of a postcode."),
            ("NRI 1AA", "Did you mean NR1 1AA?"),
            ("NR1 1ZZ", "NR1 1ZZ is not known here."),
            ("x" * 300, "is too long"),
            ("<script>", "&lt;SCRIPT&gt; is too long"),
        ],
    )
    def test_that_is_wrong_is_told_how_to_put_it_right(self, world, typed, said):
        shown = page(typed)

        assert said in shown
        assert 'aria-invalid="true"' in shown
        assert "<script>X" not in shown.upper()

    def test_that_is_no_longer_in_use_still_leads_there(self, world):
        PostcodeFactory(
            postcode="NR1 1AB", county="E10000020", district="E07000148", ward="E05000001",
            terminated=dt.date(2020, 1, 1),
        )  # fmt: skip

        shown = page("NR1 1AB")

        assert "has not been in use since January 2020" in shown
        assert world.ballot.code in shown


class TestRedrawnWards:
    def test_an_old_ballot_is_found_from_the_new_ward(self, world):
        with given():
            type(world.ballot).objects.update(area="E05000002")
        with given():
            Succession.objects.create(old="E05000002", new="E05000001", on=dt.date(2023, 5, 1))

        found = my_ward("NR1 1AA")

        assert found.ballots == ()
        assert found.redrawn == (world.ballot,)
        assert found.former == ("Sluice",)

    def test_a_new_ballot_is_found_from_the_old_ward_and_its_halves_are_told_apart(self, world):
        with given():
            type(world.ballot).objects.update(area="E05000003")
            Succession.objects.create(old="E05000001", new="E05000003")
            Succession.objects.create(old="E05000001", new="E05000004")
        other = BallotFactory(election=world.election, area="E05000004", name="Quay")

        found = my_ward("NR1 1AA")
        shown = page("NR1 1AA")

        assert set(found.redrawn) == {world.ballot, other}
        assert "The boundaries of Lantern Street were redrawn" in shown
        assert "your polling card says which" in shown

    def test_it_is_found_through_two_redrawings(self, world):
        with given():
            type(world.ballot).objects.update(area="E05000004")
            Succession.objects.create(old="E05000004", new="E05000002")
            Succession.objects.create(old="E05000002", new="E05000001")

        assert my_ward("NR1 1AA").redrawn == (world.ballot,)

    def test_what_else_came_of_an_old_ward_is_not_mine(self, world):
        with given():
            type(world.ballot).objects.update(area="E05000003")
            Succession.objects.create(old="E05000002", new="E05000001")
            Succession.objects.create(old="E05000002", new="E05000003")

        assert my_ward("NR1 1AA").redrawn == ()

    def test_rings_of_successions_end(self, world):
        with given():
            Succession.objects.create(old="E05000001", new="E05000002")
            Succession.objects.create(old="E05000002", new="E05000001")

        assert my_ward("NR1 1AA").ballots == (world.ballot,)


class TestSpeed:
    def test_asks_as_often_however_many_ballots_there_are(
        self, world, django_assert_max_num_queries
    ):
        for n in range(30):
            BallotFactory(election=world.election, area="E05000001", name=f"Ward {n}")

        with django_assert_max_num_queries(20):
            page("NR1 1AA")
