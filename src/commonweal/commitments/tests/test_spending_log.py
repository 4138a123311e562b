"""The log of spending on a call that favours or opposes candidates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from commonweal.commitments.actions import log_spend
from commonweal.commitments.models import Spend
from commonweal.commitments.tests.calling import (
    CLOSES,
    a_call,
    at,
    from_the_council,
    independent,
    moderator,
    undeclared,
)
from commonweal.commitments.tests.factories import BallotFactory
from commonweal.core.refused import Refused
from commonweal.sector.tests.people import reader, robot, stranger

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 4, 20)


@pytest.fixture
def world():
    return a_call(favours=True)


def spend(world, pounds="80", **more):
    told = {
        "by": independent, "call": world.call, "ballot": world.ballot, "on": DAY,
        "what": "Printing", "pounds": Decimal(pounds), "paid_by": "Saltwold Voluntary Action",
    } | more  # fmt: skip
    with at(CLOSES):
        return log_spend(**told)


class TestLogging:
    def test_is_kept_within_the_permitted_sum(self, world):
        assert spend(world, "80").pounds == 80

    def test_past_it_says_which_agent_authorised_it(self, world):
        with pytest.raises(Refused, match=r"£85\.00 .* £84\.20"):
            spend(world, "85")
        assert not Spend.objects.exists()

        assert spend(world, "85", authority="Jo Gale, agent, 3 April").authority

    def test_counts_what_was_spent_before(self, world):
        spend(world, "80")

        with pytest.raises(Refused, match=r"£84\.21"):
            spend(world, "4.21")
        assert spend(world, "4.20")

    def test_counts_each_ward_for_itself(self, world):
        spend(world, "80")
        other = BallotFactory(election=world.election, electors=6840)

        assert spend(world, "80", ballot=other)

    def test_is_kept_where_the_number_of_electors_is_not_known(self, world):
        assert spend(world, "500", ballot=BallotFactory(election=world.election))

    def test_is_only_of_a_call_that_favours_or_opposes(self):
        with pytest.raises(Refused, match="favours and opposes nobody"):
            spend(a_call(favours=False))

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"what": ""}, "what it was spent on"),
            ({"paid_by": " "}, "who paid"),
            ({"pounds": Decimal(0)}, "pounds and pence"),
            ({"pounds": Decimal("-3")}, "pounds and pence"),
            ({"pounds": Decimal("1.005")}, "pounds and pence"),
            ({"pounds": Decimal("NaN")}, "pounds and pence"),
            ({"pounds": Decimal("1e12")}, "pounds and pence"),
            ({"on": dt.date(2026, 6, 1)}, "to come"),
        ],
    )
    def test_needs_everything_said(self, world, more, said):
        with pytest.raises(Refused, match=said):
            spend(world, **more)

    def test_is_of_a_ward_of_this_election(self, world):
        with pytest.raises(Refused, match="not in this election"):
            spend(world, ballot=BallotFactory())

    @pytest.mark.parametrize(
        "who", [stranger, reader, moderator, undeclared, from_the_council, robot],
        ids=lambda w: w.label,
    )  # fmt: skip
    def test_is_for_the_independent_only(self, world, who):
        with pytest.raises(PermissionDenied):
            spend(world, by=who)


class TestTheLog:
    def test_is_shown_ward_by_ward_with_the_source_of_the_sum(self, world):
        spend(world, "80")

        shown = Client().get(f"/elections/{world.election.slug}/spending/").content.decode()

        assert "£80.00 spent" in shown
        assert "£84.20, for 6,840 electors" in shown
        assert "Electoral Commission" in shown

    def test_can_be_taken_along_as_a_table(self, world):
        spend(world, "80", what="=cmd()")

        answer = Client().get(f"/elections/{world.election.slug}/spending.csv")

        text = b"".join(answer.streaming_content).decode()
        assert "80.00" in text
        assert "'=cmd()" in text

    def test_is_nowhere_where_the_call_favours_nobody(self):
        world = a_call(favours=False)

        for name in ("spending/", "spending.csv"):
            address = f"/elections/{world.election.slug}/{name}"
            assert Client().get(address).status_code == 404
        page = Client().get(f"/elections/{world.election.slug}/").content.decode()
        assert "spending" not in page
