"""Who was elected, as a file or a declaration has it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments.actions import enter_result, import_results
from commonweal.commitments.sources.results import BallotResult, Result
from commonweal.commitments.tests.calling import (
    NIGHT,
    a_call,
    at,
    from_the_council,
    independent,
    moderator,
    undeclared,
)
from commonweal.commitments.tests.factories import ElectionFactory
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.sector.tests.people import reader, robot, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_call()


def result(world, won=("Nwosu", "Akhtar"), lacking=(), more=()):
    rows = [
        Result(who.person, who.name, name in won, 100 + n)
        for n, (name, who) in enumerate(world.people.items())
        if name not in lacking
    ]
    return BallotResult(world.ballot.code, (*rows, *more))


class TestImporting:
    def test_says_who_was_elected(self, world):
        with at(NIGHT):
            done = import_results(by=independent, election=world.election, results=[result(world)])

        assert (done.ballots, done.elected, done.problems) == (1, 2, ())
        for name, who in world.people.items():
            who.refresh_from_db()
            assert who.elected is (name in ("Nwosu", "Akhtar"))
            assert who.votes >= 100
        world.ballot.refresh_from_db()
        assert world.ballot.results_at == NIGHT

    def test_can_be_done_again(self, world):
        with at(NIGHT):
            import_results(by=independent, election=world.election, results=[result(world)])
            import_results(
                by=independent, election=world.election, results=[result(world, ("Tully",))]
            )

        world.people["Nwosu"].refresh_from_db()
        assert world.people["Nwosu"].elected is False

    @pytest.mark.parametrize(
        ("how", "said"),
        [
            ({"lacking": ("Tully",)}, "says nothing of Pat Tully"),
            ({"more": (Result("77", "Jo Gale", False, 1),)}, "Jo Gale is in the file"),
            ({"won": ()}, "does not say who"),
            ({"won": ("Nwosu", "Akhtar", "Tully")}, "3 were elected, and there are 2 seats"),
        ],
    )
    def test_leaves_out_a_ballot_that_does_not_fit(self, world, how, said):
        with at(NIGHT):
            done = import_results(
                by=independent, election=world.election, results=[result(world, **how)]
            )

        assert done.ballots == 0
        assert said in done.problems[0]
        world.people["Nwosu"].refresh_from_db()
        assert world.people["Nwosu"].elected is None

    def test_needs_nothing_of_who_withdrew(self, world):
        with given():
            type(world.ballot.candidates.get(surname="Tully")).objects.filter(
                surname="Tully"
            ).update(standing="withdrawn")

        with at(NIGHT):
            done = import_results(
                by=independent, election=world.election, results=[result(world, lacking=["Tully"])]
            )

        assert done.ballots == 1

    def test_waits_until_the_polls_have_closed(self, world):
        evening = NIGHT.replace(day=7, hour=20, minute=59)

        with at(evening):
            done = import_results(by=independent, election=world.election, results=[result(world)])

        assert done.problems == ("Lantern Street: The poll has not closed.",)

    def test_of_another_election_is_refused(self, world):
        with at(NIGHT), pytest.raises(Refused, match="None of the ballots"):
            import_results(by=independent, election=ElectionFactory(), results=[result(world)])

    def test_does_not_take_an_office_away(self, world):
        with at(NIGHT):
            import_results(by=independent, election=world.election, results=[result(world)])
            with given():
                type(world.people["Nwosu"]).objects.filter(surname="Nwosu").update(
                    office_from=NIGHT.date()
                )
            done = import_results(
                by=independent, election=world.election, results=[result(world, ("Tully",))]
            )

        assert "has taken office" in done.problems[0]

    @pytest.mark.parametrize("who", [stranger, reader, moderator, robot], ids=lambda w: w.label)
    def test_is_for_stewards(self, world, who):
        with at(NIGHT), pytest.raises(PermissionDenied):
            import_results(by=who, election=world.election, results=[result(world)])


class TestBeforeAnotherElection:
    @pytest.mark.parametrize("who", [from_the_council, undeclared], ids=lambda w: w.label)
    def test_nobody_from_a_public_body_publishes(self, world, who):
        ElectionFactory(on=NIGHT.date().replace(day=28), notice_on=NIGHT.date().replace(day=1))

        with at(NIGHT), pytest.raises(Refused, match="no public body"):
            import_results(by=who, election=world.election, results=[result(world)])

    def test_others_may(self, world):
        ElectionFactory(on=NIGHT.date().replace(day=28), notice_on=NIGHT.date().replace(day=1))

        with at(NIGHT):
            done = import_results(by=independent, election=world.election, results=[result(world)])
        assert done.ballots == 1

    def test_afterwards_any_steward_may(self, world):
        with at(NIGHT):
            done = import_results(
                by=from_the_council, election=world.election, results=[result(world)]
            )
        assert done.ballots == 1


class TestTyping:
    def test_says_who_was_elected(self, world):
        won = world.people["Nwosu"].pk

        with at(NIGHT):
            enter_result(by=independent, ballot=world.ballot, elected=[won], votes={won: 812})

        world.people["Nwosu"].refresh_from_db()
        world.people["Tully"].refresh_from_db()
        assert (world.people["Nwosu"].elected, world.people["Nwosu"].votes) == (True, 812)
        assert (world.people["Tully"].elected, world.people["Tully"].votes) == (False, None)

    def test_is_of_who_stands_here(self, world):
        with at(NIGHT):
            with pytest.raises(Refused, match="does not stand"):
                enter_result(by=independent, ballot=world.ballot, elected=[0], votes={})
            with pytest.raises(Refused, match="Say who"):
                enter_result(by=independent, ballot=world.ballot, elected=[], votes={})

    def test_of_a_poll_that_was_put_off_waits_for_its_day(self, world):
        with given():
            type(world.ballot).objects.update(standing="countermanded")
        world.ballot.refresh_from_db()
        won = world.people["Nwosu"].pk

        with at(NIGHT), pytest.raises(Refused, match="no new day"):
            enter_result(by=independent, ballot=world.ballot, elected=[won], votes={})
