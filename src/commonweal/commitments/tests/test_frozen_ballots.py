"""What stands on a ballot whose answers have closed is changed where everybody reads it."""

from __future__ import annotations

import csv
import datetime as dt
import json

import pytest
from django.core.management import call_command

from commonweal.commitments import actions
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import CallCorrection, Candidate
from commonweal.commitments.tests.calling import (
    A_MINUTE,
    CLOSES,
    REVEALS,
    a_call,
    at,
    independent,
)
from commonweal.commitments.tests.factories import CallFactory
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db
AFTER = CLOSES + A_MINUTE
PAPER = ("person", "name", "surname", "forenames", "party", "party_id", "description", "source")


@pytest.fixture
def world():
    return a_call(closes_at=CLOSES, reveal_at=REVEALS)


def leave(candidate, standing=CandidateStanding.WITHDRAWN, *, now=AFTER):
    with at(now):
        return actions.withdraw_candidate(
            by=independent, candidate=candidate, standing=standing, on=now.date()
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
        assert (line.call, line.candidate, line.by) == (world.call, grace, independent.label)
        assert line.at == AFTER

    def test_is_read_by_everybody_at_the_hour_of_the_ballot(self, world, client):
        leave(world.people["Nwosu"])
        address = f"/elections/{world.election.slug}/corrections/"

        with at(REVEALS - A_MINUTE):
            assert "Grace Nwosu withdrew" not in client.get(address).content.decode()
        with at(REVEALS + A_MINUTE):
            assert "Grace Nwosu withdrew" in client.get(address).content.decode()

    def test_takes_nobody_elses_answers_off_the_page(self, world):
        leave(world.people["Nwosu"])

        world.ballot.refresh_from_db()
        assert world.ballot.checked_at is not None

    def test_is_looked_at_again_while_answers_may_still_come(self, world):
        leave(world.people["Nwosu"], now=CLOSES - A_MINUTE)

        world.ballot.refresh_from_db()
        assert world.ballot.checked_at is None

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
        actions.add_candidate(by=independent, ballot=world.ballot, told={"name": "Late Comer"})

    (line,) = CallCorrection.objects.all()
    assert line.what == f"Late Comer was added to the candidates of {world.ballot.name}."
    assert "were not asked" in line.why


class TestAFileBroughtInOnceAnswersHaveClosed:
    @pytest.fixture
    def write(self, tmp_path):
        def written(*rows):
            path = tmp_path / "late.csv"
            with path.open("w", newline="") as out:
                table = csv.DictWriter(out, list(rows[0]))
                table.writeheader()
                table.writerows(rows)
            return path

        return written

    @pytest.fixture
    def bring(self, world, write):
        def brought(*rows, now=AFTER):
            path = write(*rows)
            with at(now):
                return actions.import_candidates(
                    by=independent, path=path, election=world.election.slug
                )

        return brought

    def row(self, candidate, **more):
        c = candidate
        return {
            "person_id": c.person, "person_name": c.name, "election_id": "here",
            "ballot_paper_id": c.ballot.code, "election_date": str(c.ballot.election.on),
            "party_name": c.party, "party_id": c.party_id, "post_label": c.ballot.name,
            "cancelled_poll": "False", "seats_contested": "2", "sopn_last_name": c.surname,
            "sopn_first_names": c.forenames, "gss": c.ballot.area, "email": c.email,
        } | more  # fmt: skip

    def rows(self, world, **grace):
        Candidate.objects.update(source="democracy-club")
        return [
            self.row(c, **(grace if c.surname == "Nwosu" else {})) for c in world.people.values()
        ]

    @pytest.mark.parametrize(
        ("said", "field", "ours"),
        [
            ({"person_name": "Grace Other"}, "name", "Grace Nwosu"),
            ({"party_name": "Another Party"}, "party", "Coast Residents"),
            ({"sopn_last_name": "Aaron"}, "surname", "Nwosu"),
            ({"sopn_first_names": "Zed"}, "forenames", "Grace"),
            ({"party_id": "PP99"}, "party_id", ""),
        ],
    )  # fmt: skip
    def test_changes_nothing_on_the_paper_and_tells_what_it_would(
        self, world, bring, said, field, ours
    ):
        rows = self.rows(world, **said)
        before = list(Candidate.objects.order_by("pk").values("pk", *PAPER))

        plan = bring(*rows)

        (theirs,) = said.values()
        assert [(x.name, x.fields[field]) for x in plan.left] == [("Grace Nwosu", (ours, theirs))]
        assert list(Candidate.objects.order_by("pk").values("pk", *PAPER)) == before
        assert plan.unchecked == {}
        world.ballot.refresh_from_db()
        assert world.ballot.checked_at is not None
        assert plan.as_json()["left_to_a_person"][0]["fields"][field] == {
            "here": ours, "file": theirs,
        }  # fmt: skip

    def test_adds_nobody_and_tells_who_is_in_it(self, world, bring):
        late = self.row(world.people["Nwosu"], person_id="999", person_name="Late Comer")

        plan = bring(*self.rows(world), late)

        assert [(x.name, x.fields) for x in plan.left] == [("Late Comer", {})]
        assert not Candidate.objects.filter(name="Late Comer").exists()

    def test_leaves_the_page_of_a_ballot_where_somebody_is_missing_from_it(
        self, world, bring, client
    ):
        plan = bring(*self.rows(world)[1:])

        assert [c.name for c in plan.gone] == ["Pat Tully"]
        with at(REVEALS):
            page = client.get(f"/elections/{world.election.slug}/{world.ballot.code}/")
        assert "Tully, Pat" in page.content.decode()

    def test_leaves_the_number_of_who_was_typed_as_it_is_in_the_digest(self, world, bring):
        rows = self.rows(world, person_id="4711", email="new@example.org")
        Candidate.objects.filter(surname="Nwosu").update(source="")

        bring(*rows)

        grace = Candidate.objects.get(surname="Nwosu")
        assert (grace.person, grace.email) == (world.people["Nwosu"].person, "new@example.org")

    def test_is_corrected_by_a_person_and_then_leaves_nothing(self, world, bring):
        rows = self.rows(world, party_name="Another Party")
        (left,) = bring(*rows).left
        world.people["Nwosu"].refresh_from_db()
        with at(AFTER):
            actions.correct_call(
                by=independent, call=world.call, what="The party.", why="It was wrong.",
                candidate=world.people["Nwosu"], changes={"party": left.fields["party"][1]},
            )  # fmt: skip

        assert bring(*rows).left == []

    def test_changes_what_it_says_until_then(self, world, bring):
        plan = bring(*self.rows(world, party_name="Another Party"), now=CLOSES - A_MINUTE)

        assert plan.left == []
        assert Candidate.objects.get(surname="Nwosu").party == "Another Party"

    def test_changes_another_ballot_that_was_put_off(self, world, bring):
        rows = self.rows(world, party_name="Another Party")
        type(world.ballot).objects.update(closes_at=CLOSES + dt.timedelta(days=30))

        assert bring(*rows).left == []
        assert Candidate.objects.get(surname="Nwosu").party == "Another Party"

    def test_is_told_on_the_command_line(self, world, write, capsys):
        path = str(write(*self.rows(world, party_name="Another Party")))
        how = {"election": world.election.slug}

        with at(AFTER):
            call_command("import_candidates", "democracy-club", path, dry_run=True, **how)
            words = capsys.readouterr().out
            call_command(
                "import_candidates", "democracy-club", path, json=True, dry_run=True, **how
            )

        assert f"Answers closed, left as it is: Grace Nwosu, {world.ballot.name}" in words
        told = json.loads(capsys.readouterr().out)
        assert told["left_to_a_person"][0]["name"] == "Grace Nwosu"


@pytest.mark.parametrize("now", [CLOSES - A_MINUTE, AFTER])
def test_why_a_poll_was_put_off_is_read_on_its_page(world, client, now):
    later = CLOSES + dt.timedelta(days=30)
    with at(now):
        actions.countermand_ballot(
            by=independent, ballot=world.ballot, poll_on=dt.date(2026, 6, 11), closes_at=later,
            reveal_at=later, reason="Somebody who stood there died.",
        )  # fmt: skip
        page = client.get(f"/elections/{world.election.slug}/{world.ballot.code}/")

    told = page.content.decode()
    assert f"The poll in {world.ballot.name} was put off to 11 June 2026." in told
    assert "Somebody who stood there died." in told
