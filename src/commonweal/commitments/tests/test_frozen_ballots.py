"""What stands on a ballot whose answers have closed is changed where everybody reads it."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.commitments import actions
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import CallCorrection
from commonweal.commitments.tests.calling import A_MINUTE, CLOSES, REVEALS, a_call, at
from commonweal.commitments.tests.factories import CallFactory
from commonweal.core.refused import Refused
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
AFTER = CLOSES + A_MINUTE


@pytest.fixture
def world():
    return a_call(closes_at=CLOSES, reveal_at=REVEALS)


def leave(candidate, standing=CandidateStanding.WITHDRAWN, *, now=AFTER):
    with at(now):
        return actions.withdraw_candidate(
            by=steward, candidate=candidate, standing=standing, on=now.date()
        )


class TestWhoStandsNoLongerOnceAnswersHaveClosed:
    @pytest.mark.parametrize(
        ("standing", "said"),
        [
            (CandidateStanding.WITHDRAWN, "Grace Nwosu withdrew"),
            (CandidateStanding.DIED, "Grace Nwosu, who stood in"),
            (CandidateStanding.NOT_NOMINATED, "Grace Nwosu was taken off"),
        ],
    )
    def test_is_on_the_log_by_itself(self, world, standing, said):
        grace = world.people["Nwosu"]

        leave(grace, standing)

        (line,) = CallCorrection.objects.all()
        assert line.what.startswith(said)
        assert (line.call, line.candidate, line.by) == (world.call, grace, steward.label)
        assert line.at == AFTER

    def test_is_read_by_everybody_at_the_hour_of_the_ballot(self, world, client):
        leave(world.people["Nwosu"])
        address = f"/elections/{world.election.slug}/corrections/"

        with at(REVEALS - A_MINUTE):
            assert "Grace Nwosu withdrew" not in client.get(address).content.decode()
        with at(REVEALS + A_MINUTE):
            assert "Grace Nwosu withdrew" in client.get(address).content.decode()

    def test_and_comes_back_is_on_it_twice(self, world):
        grace = leave(world.people["Nwosu"])

        leave(grace, CandidateStanding.STANDING)

        assert [c.what.split(" on ")[0] for c in CallCorrection.objects.order_by("pk")] == [
            f"Grace Nwosu withdrew in {world.ballot.name}",
            f"Grace Nwosu stands in {world.ballot.name} after all, as of 24 April 2026.",
        ]

    def test_is_not_on_it_when_the_change_is_refused(self, world):
        grace = leave(world.people["Nwosu"])

        with pytest.raises(Refused):
            leave(grace)

        assert CallCorrection.objects.count() == 1

    def test_is_on_the_log_of_every_call_that_has_closed_and_of_no_other(self, world):
        later = CallFactory(
            election=world.election, opened_at=CLOSES, invite_at=CLOSES,
            closes_at=CLOSES + dt.timedelta(days=3), reveal_at=CLOSES + dt.timedelta(days=4),
        )  # fmt: skip

        leave(world.people["Nwosu"])
        assert not later.corrections.exists()
        leave(world.people["Tully"], now=later.closes_at)

        assert (world.call.corrections.count(), later.corrections.count()) == (2, 1)

    def test_is_on_no_log_before(self, world):
        leave(world.people["Nwosu"], now=CLOSES - A_MINUTE)

        assert not CallCorrection.objects.exists()

    def test_is_on_no_log_while_the_poll_was_put_off_to_a_later_deadline(self, world):
        type(world.ballot).objects.filter(pk=world.ballot.pk).update(
            standing="countermanded", closes_at=CLOSES + dt.timedelta(days=30)
        )
        world.people["Nwosu"].ballot.refresh_from_db()

        leave(world.people["Nwosu"])

        assert not CallCorrection.objects.exists()


def test_who_is_added_once_answers_have_closed_is_on_the_log(world):
    with at(AFTER):
        actions.add_candidate(by=steward, ballot=world.ballot, told={"name": "Late Comer"})

    (line,) = CallCorrection.objects.all()
    assert line.what == f"Late Comer was added to the candidates of {world.ballot.name}."
    assert "were not asked" in line.why
