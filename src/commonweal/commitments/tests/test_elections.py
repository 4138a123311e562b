"""Elections, ballots and who stands: written down, checked, put off, withdrawn, forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments import actions
from commonweal.commitments.actions.elections import as_listed, seen_of
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import Ballot, Candidate
from commonweal.commitments.tests.callings import at, worker
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CandidateFactory,
    ElectionFactory,
)
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.tests.people import OTHERS, steward

pytestmark = pytest.mark.django_db
STATEMENT = "https://saltwold.example/statement.pdf"
APRIL = dt.datetime(2026, 4, 8, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def april():
    with at(APRIL):
        yield


@pytest.fixture
def ballot():
    found = BallotFactory()
    CandidateFactory(ballot=found)
    CandidateFactory(ballot=found, name="Omar Haddad", surname="Haddad")
    return found


def check(ballot, by=steward):
    return actions.check_ballot(
        by=by, ballot=ballot, statement_url=STATEMENT, seen=seen_of(as_listed(ballot))
    )


class TestAnElection:
    def test_is_written_down_with_its_ballots_and_candidates(self):
        election = actions.add_election(by=steward, name="County elections", on=dt.date(2026, 5, 7))
        ballot = actions.add_ballot(by=steward, election=election, name="Lantern Street")
        candidate = actions.add_candidate(
            by=steward, ballot=ballot, told={"name": "Walter de la Mare", "party": "Coast"}
        )

        assert election.slug == "county-elections"
        assert ballot.code == "here.lantern-street.2026-05-07"
        assert (candidate.surname, candidate.forenames) == ("de la Mare", "Walter")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"name": " "}, "name"), ({"notice_on": dt.date(2026, 6, 1)}, "notice_on"),
         ({"slug": "taken"}, "slug")],
    )  # fmt: skip
    def test_is_refused_naming_the_field(self, wrong, field):
        ElectionFactory(slug="taken")
        told = {"name": "County", "on": dt.date(2026, 5, 7)} | wrong

        with pytest.raises(Refused) as no:
            actions.add_election(by=steward, **told)
        assert no.value.field == field

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"area": "Norwich"}, "area"), ({"seats": 0}, "seats"), ({"code": "A B"}, "code"),
         ({"name": ""}, "name")],
    )  # fmt: skip
    def test_refuses_a_ballot_naming_the_field(self, wrong, field):
        with pytest.raises(Refused) as no:
            actions.add_ballot(by=steward, election=ElectionFactory(), **{"name": "X"} | wrong)
        assert no.value.field == field

    @pytest.mark.parametrize("somebody", OTHERS, ids=lambda who: who.label)
    def test_is_kept_by_stewards(self, somebody, ballot):
        candidate = ballot.candidates.first()
        tries = [
            lambda: actions.add_election(by=somebody, name="X", on=dt.date(2026, 5, 7)),
            lambda: actions.add_ballot(by=somebody, election=ballot.election, name="X"),
            lambda: actions.add_candidate(by=somebody, ballot=ballot, told={"name": "X Y"}),
            lambda: actions.change_candidate(by=somebody, candidate=candidate, told={"name": "X"}),
            lambda: actions.withdraw_candidate(
                by=somebody, candidate=candidate, standing=CandidateStanding.DIED, on=APRIL.date()
            ),
            lambda: check(ballot, by=somebody),
        ]
        for attempt in tries:
            with pytest.raises(PermissionDenied):
                attempt()


class TestTheCheck:
    def test_is_by_somebody_against_a_statement(self, ballot):
        check(ballot)

        ballot.refresh_from_db()
        assert (ballot.checked_by, ballot.statement_url) == (steward.label, STATEMENT)
        assert ballot.standing == "going"

    def test_finds_a_ballot_uncontested_where_nobody_stands_against_them(self, ballot):
        Ballot.objects.filter(pk=ballot.pk).update(seats=2)

        check(Ballot.objects.get(pk=ballot.pk))

        assert Ballot.objects.get(pk=ballot.pk).standing == "uncontested"

    def test_is_refused_for_a_list_that_changed_meanwhile(self, ballot):
        before = seen_of(as_listed(ballot))
        actions.add_candidate(by=steward, ballot=ballot, told={"name": "Third Person"})

        with pytest.raises(Refused, match="changed while you were looking"):
            actions.check_ballot(by=steward, ballot=ballot, statement_url=STATEMENT, seen=before)

    def test_is_refused_without_candidates_or_statement(self, ballot):
        with pytest.raises(Refused, match="Nobody stands"):
            check(BallotFactory())
        with pytest.raises(Refused, match="address of the statement"):
            actions.check_ballot(
                by=steward, ballot=ballot, statement_url="", seen=seen_of(as_listed(ballot))
            )

    @pytest.mark.parametrize(
        ("change", "undone"),
        [
            ({"name": "Grace A Nwosu"}, True), ({"party": "Coast"}, True),
            ({"description": "Local Conservatives"}, True), ({"email": "g@example.org"}, False),
            ({"telephone": "01603 1"}, False), ({"address": "1 Mill Lane\nSaltwold"}, False),
        ],
    )  # fmt: skip
    def test_is_undone_by_what_stands_on_the_paper(self, ballot, change, undone):
        check(ballot)

        actions.change_candidate(by=steward, candidate=ballot.candidates.first(), told=change)

        assert (Ballot.objects.get(pk=ballot.pk).checked_at is None) == undone

    def test_is_undone_by_who_comes_and_who_goes(self, ballot):
        check(ballot)
        actions.add_candidate(by=steward, ballot=ballot, told={"name": "Third Person"})
        assert Ballot.objects.get(pk=ballot.pk).checked_at is None

        check(Ballot.objects.get(pk=ballot.pk))
        actions.withdraw_candidate(
            by=steward, candidate=ballot.candidates.first(),
            standing=CandidateStanding.WITHDRAWN, on=APRIL.date(),
        )  # fmt: skip
        assert Ballot.objects.get(pk=ballot.pk).checked_at is None


class TestACandidate:
    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"name": ""}, "name"), ({"email": "none"}, "email"), ({"name": "x" * 201}, "name"),
            ({"surname": ""}, "surname"), ({"address": "x" * 200_000}, "address"),
        ],
    )  # fmt: skip
    def test_is_refused_naming_the_field(self, ballot, told, field):
        with pytest.raises(Refused) as no:
            actions.change_candidate(by=steward, candidate=ballot.candidates.first(), told=told)
        assert no.value.field == field

    def test_has_no_birth_date(self, ballot):
        with pytest.raises(Refused, match="Nothing is kept of a candidate's birth_date"):
            actions.add_candidate(
                by=steward, ballot=ballot, told={"name": "A B", "birth_date": "1961-01-01"}
            )

    def test_put_right_and_back_again_is_as_the_source_has_it(self, ballot):
        one = CandidateFactory(ballot=ballot, source="democracy-club", party="Labour Party")

        changed = actions.change_candidate(by=steward, candidate=one, told={"party": "Labour"})
        assert changed.corrected == {"party": "Labour Party"}
        changed = actions.change_candidate(
            by=steward, candidate=one, told={"party": "Labour Party"}
        )
        assert changed.corrected == {}

    def test_withdraws_once_and_not_tomorrow(self, ballot):
        one = ballot.candidates.first()
        how = {"by": steward, "candidate": one, "standing": CandidateStanding.WITHDRAWN}
        with pytest.raises(Refused, match="has not come"):
            actions.withdraw_candidate(**how, on=dt.date(2026, 4, 9))
        actions.withdraw_candidate(**how, on=dt.date(2026, 4, 8))

        with pytest.raises(Refused, match="already"):
            actions.withdraw_candidate(**how, on=dt.date(2026, 4, 8))

    def test_leaves_no_address_in_the_journal(self, ballot):
        actions.change_candidate(
            by=steward, candidate=ballot.candidates.first(), told={"email": "secret@example.org"}
        )

        entries = JournalEntry.objects.filter(action="commitments.change_candidate")
        assert "secret" not in repr(list(entries.values()))


class TestAPollPutOff:
    def put_off(self, ballot, **how):
        return actions.countermand_ballot(
            by=steward, ballot=ballot,
            **{
                "poll_on": dt.date(2026, 6, 11), "reason": "A candidate died.",
                "closes_at": dt.datetime(2026, 5, 28, 11, 0, tzinfo=dt.UTC),
                "reveal_at": dt.datetime(2026, 6, 1, 8, 0, tzinfo=dt.UTC),
            } | how,
        )  # fmt: skip

    def test_keeps_answers_and_has_one_new_deadline_and_hour(self, ballot):
        answer = AnswerFactory(candidate=ballot.candidates.first())
        check(ballot)

        self.put_off(ballot)

        ballot.refresh_from_db()
        answer.refresh_from_db()
        assert (ballot.standing, str(ballot.poll_on)) == ("countermanded", "2026-06-11")
        assert ballot.checked_at is None
        check(ballot)
        assert Ballot.objects.get(pk=ballot.pk).standing == "countermanded"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"reason": ""}, "reason"), ({"poll_on": dt.date(2026, 4, 8)}, "poll_on"),
            ({"closes_at": APRIL}, "closes_at"), ({"reveal_at": APRIL}, "reveal_at"),
            ({"poll_on": dt.date(2026, 5, 31)}, "reveal_at"),
        ],
    )  # fmt: skip
    def test_is_refused_naming_the_field(self, ballot, wrong, field):
        with pytest.raises(Refused) as no:
            self.put_off(ballot, **wrong)
        assert no.value.field == field


class TestForgetting:
    def stood(self, **how):
        ballot = BallotFactory(**how.pop("ballot", {}))
        return CandidateFactory(
            ballot=ballot, email="g@example.org", address="1 Mill", telephone="1",
            corrected={"email": "old@example.org", "party": "X"}, **how,
        )  # fmt: skip

    def reach(self, candidate):
        c = Candidate.objects.get(pk=candidate.pk)
        return c.email + c.address + c.telephone + c.corrected.get("email", "")

    def test_takes_away_how_to_reach_them_a_year_after_the_poll(self):
        one = self.stood()
        with at(dt.datetime(2027, 5, 7, 9, tzinfo=dt.UTC)):
            actions.forget_candidates_contacts(by=worker)
            assert self.reach(one)
        with at(dt.datetime(2027, 5, 8, 9, tzinfo=dt.UTC)):
            assert actions.forget_candidates_contacts(by=worker) == 1

        assert self.reach(one) == ""
        assert Candidate.objects.get(pk=one.pk).corrected == {"party": "X"}

    def test_spares_those_in_office_and_polls_put_off(self):
        councillor = self.stood(elected=True)
        former = self.stood(elected=True, office_to=dt.date(2027, 1, 1))
        later = self.stood(ballot={"poll_on": dt.date(2026, 9, 1)})
        loser = self.stood(elected=False)
        with at(dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)):
            actions.forget_candidates_contacts(by=worker)

        assert self.reach(councillor)
        assert self.reach(later)
        assert self.reach(former) == self.reach(loser) == ""

    def test_is_for_the_house(self):
        with pytest.raises(PermissionDenied):
            actions.forget_candidates_contacts(by=steward)
