"""The staff desk's screens for a ballot and who stands on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404

from commonweal.commitments import actions
from commonweal.commitments.actions.elections import as_listed, seen_of
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.desk.calls_elections import OfBallot, crumb
from commonweal.commitments.forms.calls import CandidateForm, CheckForm, PutOffForm, StandingForm
from commonweal.commitments.models import Ballot, Candidate
from commonweal.commitments.reports.ballots import candidates_on_desk, problem_of_area
from commonweal.core import clock
from commonweal.ui.desk import DeskForm, DeskPage


class BallotPage(OfBallot, DeskPage):
    """Who stands, whether that was checked, and what is to be looked at."""

    permission = "commitments.keep_election"
    template_name = "commitments/desk/ballot.html"
    header_icon = "list-ul"

    def get_page_title(self) -> str:
        """Its name."""
        return self.thing.name

    def get_page_subtitle(self) -> str:
        """No more than its name."""
        return ""

    def between(self) -> list[dict[str, str]]:
        """Its election."""
        return super().between()[:2]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who stands."""
        return super().get_context_data(**kwargs) | {
            "ballot": self.thing,
            "candidates": candidates_on_desk(self.thing),
            "area_problem": problem_of_area(self.thing),
        }


class CheckBallot(OfBallot, DeskForm):
    """Compare who stands with the Statement of Persons Nominated."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = CheckForm
    template_name = "commitments/desk/check.html"
    page_title = "Compare with the statement"
    header_icon = "check"
    send_words = "They agree"
    done_words = "Checked. Whoever stands here is written to at the hour of the call."

    def get_initial(self) -> dict[str, Any]:
        """What is on the page is what is compared."""
        seen = seen_of(as_listed(self.thing))
        return {"seen": seen, "statement_url": self.thing.statement_url}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who stands, told apart where two have one name."""
        return super().get_context_data(**kwargs) | {
            "ballot": self.thing, "candidates": candidates_on_desk(self.thing),
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Ballot:
        """Say that they agree."""
        return actions.check_ballot(
            by=self.actor, ballot=self.thing, statement_url=answers["statement_url"],
            seen=answers["seen"],
        )  # fmt: skip


class PutOff(OfBallot, DeskForm):
    """The poll was countermanded."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = PutOffForm
    page_title = "The poll was put off"
    header_icon = "calendar-alt"
    done_words = (
        "Put off. Compare the candidates with the new statement; then all are told of the new "
        "deadline."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means."""
        intro = (
            "What candidates answered is kept. Every candidate of this ballot gets the same new "
            "deadline and the same letter about it. Answers shown already are hidden until the "
            "new hour."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Ballot:
        """Put it off."""
        return actions.countermand_ballot(by=self.actor, ballot=self.thing, **answers)


class AddCandidate(OfBallot, DeskForm):
    """Write down somebody who stands."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = CandidateForm
    page_title = "Add a candidate"
    header_icon = "plus"
    done_words = "Added. Compare the ballot with the statement before anything is sent."

    def act(self, answers: dict[str, Any]) -> Candidate:
        """Write them down."""
        return actions.add_candidate(by=self.actor, ballot=self.thing, told=answers)


class OfCandidate:
    """Screens about one candidate."""

    kwargs: dict[str, Any]
    thing: Candidate

    def load(self) -> Candidate:
        """The candidate."""
        rows = Candidate.objects.select_related("ballot__election")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The ballot."""
        ballot = self.thing.ballot
        return [
            crumb("elections", "Elections"),
            crumb("election", ballot.election.name, ballot.election_id),
            crumb("ballot", ballot.name, ballot.pk),
        ]

    def back(self, result: Any) -> str:
        """The ballot's screen."""
        return crumb("ballot", "", self.thing.ballot_id)["url"]

    def get_page_subtitle(self) -> str:
        """Who, told apart by party."""
        return ", ".join(filter(None, [self.thing.name, self.thing.party]))


class ChangeCandidate(OfCandidate, DeskForm):
    """Put right what is known of somebody who stands."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = CandidateForm
    page_title = "Put right"
    header_icon = "edit"
    done_words = "Put right. An import leaves it as you wrote it."

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.thing, name) for name in CandidateForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the source says otherwise."""
        theirs = [
            f"{CandidateForm.base_fields[name].label}: the source says {said or 'nothing'}."
            for name, said in self.thing.corrected.items()
            if name in CandidateForm.base_fields
        ]
        return super().get_context_data(**kwargs) | {"intro": " ".join(theirs)}

    def act(self, answers: dict[str, Any]) -> Candidate:
        """Change it."""
        return actions.change_candidate(by=self.actor, candidate=self.thing, told=answers)


class SayStanding(OfCandidate, DeskForm):
    """Somebody withdrew, died, or is not on the statement."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = StandingForm
    page_title = "Whether they stand"
    header_icon = "user"
    done_words = "Noted. Compare the ballot with the statement again."

    def get_initial(self) -> dict[str, Any]:
        """As it is, today."""
        return {"standing": self.thing.standing, "on": clock.today()}

    def act(self, answers: dict[str, Any]) -> Candidate:
        """Note it."""
        return actions.withdraw_candidate(
            by=self.actor, candidate=self.thing, on=answers["on"],
            standing=CandidateStanding(answers["standing"]),
        )  # fmt: skip
