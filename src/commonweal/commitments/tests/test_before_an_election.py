"""Before an election nobody from a public body changes what everybody reads of it."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from commonweal.commitments import actions
from commonweal.commitments.actions.results import CLOSE_OF_POLL
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.tests.calling import (
    CLOSES,
    INVITED,
    REVEALS,
    a_call,
    at,
    from_the_council,
    independent,
    undeclared,
)
from commonweal.commitments.tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    EvidenceFactory,
    ParagraphFactory,
)
from commonweal.core.actions import ACTIONS
from commonweal.core.actors import Operator
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db
IN_IT = CLOSES - dt.timedelta(days=1)
BEFORE = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return a_call(invite_at=BEFORE - A_DAY, closes_at=CLOSES, reveal_at=REVEALS)


@pytest.fixture
def write(world, tmp_path):
    path = tmp_path / "candidates.csv"
    with path.open("w", newline="") as out:
        row = {
            "person_id": "1", "person_name": "Late Comer", "election_id": "here",
            "ballot_paper_id": world.ballot.code, "election_date": str(world.election.on),
            "party_name": "Coast", "party_id": "", "post_label": world.ballot.name,
            "cancelled_poll": "False", "seats_contested": "2",
        }  # fmt: skip
        table = csv.DictWriter(out, list(row))
        table.writeheader()
        table.writerow(row)
    return path


def changing(name, world, path):
    """One change of what everybody reads of an election, as somebody would make it."""
    grace, ballot, election = world.people["Nwosu"], world.ballot, world.election
    seen = actions.elections.seen_of(actions.elections.as_listed(ballot))
    may = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
    return {
        "change_election": {
            "election": election, "name": "May", "notice_on": election.notice_on,
        },
        "add_ballot": {"election": election, "name": "Sluice"},
        "change_ballot": {"ballot": ballot, "name": "Sluice", "seats": 2},
        "check_ballot": {"ballot": ballot, "statement_url": "https://x.example/", "seen": seen},
        "countermand_ballot": {
            "ballot": ballot, "poll_on": dt.date(2026, 6, 11), "closes_at": may, "reveal_at": may,
            "reason": "A death.",
        },
        "add_candidate": {"ballot": ballot, "told": {"name": "Late Comer"}},
        "change_candidate": {"candidate": grace, "told": {"party": "Another"}},
        "withdraw_candidate": {
            "candidate": grace, "standing": CandidateStanding.WITHDRAWN, "on": BEFORE.date(),
        },
        "import_candidates": {"path": path, "election": election.slug},
    }[name]  # fmt: skip


HERE = (
    "change_election", "add_ballot", "change_ballot", "check_ballot", "countermand_ballot",
    "add_candidate", "change_candidate", "withdraw_candidate", "import_candidates",
)  # fmt: skip
# Tried with results and councillors; and what nobody outside sees.
ELSEWHERE = {"import_results", "enter_result", "take_office", "leave_office", "join_party"}
UNSEEN = {"add_election"}


def test_all_that_changes_an_election_is_tried_here():
    all_of_it = {a.name for a in ACTIONS.values() if a.permission == "commitments.keep_election"}

    assert {n.removeprefix("commitments.") for n in all_of_it} == {*HERE, *ELSEWHERE, *UNSEEN}


@pytest.mark.parametrize("name", HERE)
class TestWhoWorksForAPublicBody:
    @pytest.mark.parametrize("who", [from_the_council, undeclared, Operator()], ids=str)
    def test_changes_nothing_that_is_read(self, world, write, name, who):
        act = getattr(actions, name)

        with at(IN_IT), pytest.raises(Refused, match="no public body"):
            act(by=who, **changing(name, world, write))

        assert not JournalEntry.objects.filter(action=f"commitments.{name}").exists()

    def test_may_once_they_have_declared_to_work_for_none(self, world, write, name):
        with at(IN_IT):
            getattr(actions, name)(by=independent, **changing(name, world, write))

        assert JournalEntry.objects.filter(action=f"commitments.{name}").count() == 1

    def test_may_before_the_time_begins(self, world, write, name):
        with at(BEFORE):
            getattr(actions, name)(by=from_the_council, **changing(name, world, write))

    def test_may_prepare_an_election_that_no_call_was_put_to(self, world, write, name):
        type(world.call).objects.update(opened_at=None)

        with at(IN_IT):
            getattr(actions, name)(by=from_the_council, **changing(name, world, write))


def test_how_to_reach_a_candidate_is_kept_by_anybody_since_nobody_reads_it(world):
    with at(IN_IT):
        actions.change_candidate(
            by=from_the_council, candidate=world.people["Nwosu"], told={"telephone": "01"}
        )


def test_a_poll_put_off_keeps_the_time_going_until_it_is_over(world, write):
    type(world.ballot).objects.update(poll_on=dt.date(2026, 6, 11))
    after_the_first = dt.datetime.combine(world.election.on + A_DAY, CLOSE_OF_POLL, dt.UTC)

    with at(after_the_first), pytest.raises(Refused, match="11 June 2026"):
        actions.add_candidate(by=from_the_council, ballot=world.ballot, told={"name": "A B"})


class TestTheTextOfACall:
    def draft(self, face):
        document = DocumentFactory(face=face, standing="draft")
        ParagraphFactory(document=document)
        return document

    def test_is_not_published_by_a_public_body(self, world):
        call = self.draft("call")

        with at(IN_IT), pytest.raises(Refused, match="no public body"):
            actions.adopt_document(by=from_the_council, document=call, on=IN_IT.date())

        call.refresh_from_db()
        assert call.standing == "draft"
        assert not call.versions.exists()

    def test_is_not_closed_or_put_out_by_one_either(self, world):
        with at(IN_IT), pytest.raises(Refused, match="no public body"):
            actions.close_document(
                by=from_the_council, document=world.call.document, reason="We would rather not."
            )
        with at(IN_IT), pytest.raises(Refused, match="no public body"):
            actions.change_standing(
                by=from_the_council, document=self.draft("call"), standing="consulting"
            )

    def test_alone_waits_and_no_other(self, world):
        with at(IN_IT):
            actions.adopt_document(
                by=from_the_council, document=self.draft("strategy"), on=IN_IT.date()
            )
            actions.adopt_document(by=independent, document=self.draft("call"), on=IN_IT.date())


class TestWhatACouncillorPromised:
    @pytest.fixture
    def promise(self, world):
        return CommitmentFactory(
            document=world.call.document, candidate=world.people["Nwosu"], organisation=None,
            promised_by="councillor", promiser="Grace Nwosu", published_at=INVITED,
            digest="a" * 64,
        )  # fmt: skip

    def test_has_no_evidence_published_until_the_polls_have_closed(self, promise):
        proof = EvidenceFactory(commitment=promise, by_promiser=True, published_at=None)

        with at(IN_IT), pytest.raises(Refused, match="An election is near"):
            actions.publish_evidence(by=independent, evidence=proof)
        with at(dt.datetime(2026, 5, 8, 9, 0, tzinfo=dt.UTC)):
            actions.publish_evidence(by=independent, evidence=proof)

    def test_is_not_ended_by_a_public_body(self, promise):
        with at(IN_IT), pytest.raises(Refused, match="no public body"):
            actions.end_commitment(by=from_the_council, commitment=promise, reason="It is over.")

        promise.refresh_from_db()
        assert promise.ended_on is None
