"""The desk's screens for what comes after the count, and for spending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.desk.councillors import A_DAY, DayForm
from commonweal.commitments.desk.revealing import OfCall, ShowingList
from commonweal.commitments.models import Ballot, Candidate, Spend
from commonweal.commitments.sources.results import read_results
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskForm, DeskList


class ResultsFile(forms.Form):
    """A file of results."""

    file = forms.FileField(
        label="The file", help_text="Democracy Club's results as JSON, or candidates as CSV."
    )


class ImportResults(OfCall, DeskForm):
    """Bring results in from a file."""

    permission = "commitments.keep_election"
    form_class = ResultsFile
    page_title = "Bring results in"
    header_icon = "upload"
    send_words = "Bring them in"

    def act(self, answers: dict[str, Any]) -> actions.Applied:
        """Read and apply it.

        :raises Refused: when it cannot be read.
        """
        try:
            results = read_results(answers["file"].read())
        except ValueError as problem:
            raise Refused(str(problem), field="file") from problem
        done = actions.import_results(by=self.actor, election=self.call.election, results=results)
        for left_out in done.problems[:20]:
            messages.warning(self.request, f"Left out: {left_out}")
        return done

    def said(self, result: actions.Applied) -> str:
        """How many."""
        return f"{result.ballots} results are in; {result.elected} people were elected."


class BallotList(OfCall, DeskList):
    """The ballots of an election, with whether their results are in."""

    permission = "commitments.keep_election"
    model = Ballot
    page_title = "Results by ward"
    header_icon = "list-ul"
    index_url_name = "commitments_desk:results"
    index_results_url_name = "commitments_desk:results_results"
    is_searchable = True
    verbose_name_plural = "wards"
    columns = [
        TitleColumn(
            "name",
            label="Ward",
            get_url=lambda b: reverse("commitments_desk:enter_result", args=[b.pk]),
        ),
        Column("seats", label="Seats"),
        DateColumn("results_at", label="Result came in"),
    ]

    def get_index_url(self) -> str:
        """The list of this election."""
        return reverse(self.index_url_name, args=[self.call.pk])

    def get_index_results_url(self) -> str:
        """The part of it that a search changes."""
        return reverse(self.index_results_url_name, args=[self.call.pk])

    def get_base_queryset(self) -> QuerySet[Ballot]:
        """In order of name."""
        return Ballot.objects.filter(election=self.call.election).order_by("name", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its name."""
        return queryset.filter(name__icontains=words)


class ResultForm(forms.Form):
    """Who was elected, and the votes, as declared. What may stand here is for the action to say."""

    elected = forms.MultipleChoiceField(
        label="Who was elected", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["elected"]
        choice.choices = [(str(c.pk), f"{c.surname}, {c.forenames}") for c in candidates]
        for c in candidates:
            self.fields[f"votes_{c.pk}"] = forms.IntegerField(
                label=f"Votes for {c.name}", required=False, min_value=0, max_value=9_999_999
            )


class EnterResult(DeskForm):
    """Type a result from its declaration."""

    permission = "commitments.keep_election"
    form_class = ResultForm
    page_title = "Type a result"
    header_icon = "edit"
    send_words = "Keep this result"
    done_words = "Kept."
    thing: Ballot

    def load(self) -> Ballot:
        """The ballot."""
        return get_object_or_404(Ballot.objects.select_related("election"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which ward."""
        return f"{self.thing.name}, {self.thing.election.name}"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("commitments_desk:showing"), "label": ShowingList.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who stands."""
        rows = self.thing.candidates.filter(standing=CandidateStanding.STANDING)
        held = list(rows.order_by("surname", "forenames", "pk"))
        return super().get_form_kwargs() | {"candidates": held}

    def get_initial(self) -> dict[str, Any]:
        """As it is known."""
        rows = list(self.thing.candidates.all())
        votes = {f"votes_{c.pk}": c.votes for c in rows}
        return {"elected": [str(c.pk) for c in rows if c.elected], **votes}

    def act(self, answers: dict[str, Any]) -> Ballot:
        """Write it down."""
        votes = {
            int(name.removeprefix("votes_")): value
            for name, value in answers.items()
            if name.startswith("votes_")
        }
        elected = [int(key) for key in answers["elected"]]
        return actions.enter_result(by=self.actor, ballot=self.thing, elected=elected, votes=votes)

    def back(self, result: Any) -> str:
        """The list of calls."""
        return reverse("commitments_desk:showing")


class TakeOffice(OfCall, DeskForm):
    """Everybody who was elected takes office."""

    permission = "commitments.keep_election"
    form_class = DayForm
    page_title = "Those elected take office"
    header_icon = "group"
    send_words = "They take office"

    def act(self, answers: dict[str, Any]) -> list[Candidate]:
        """They do."""
        return actions.take_office(by=self.actor, election=self.call.election, on=answers["on"])

    def said(self, result: list[Candidate]) -> str:
        """How many."""
        return f"{len(result)} have taken office. Each has a page, whether they answered or not."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it does."""
        intro = (
            "Whoever said that they support an ask, or in part, is held to their exact words from "
            "this day on. Councillors take office on the fourth day after the poll."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}


class SpendForm(forms.Form):
    """Money that was spent. What may stand here is for the action to say."""

    ballot = forms.ModelChoiceField(Ballot.objects.none(), label="In which ward")
    on = forms.DateField(label="On which day", widget=A_DAY)
    what = forms.CharField(label="What for", required=False)
    pounds = forms.DecimalField(label="Pounds", max_digits=10, decimal_places=2)
    paid_by = forms.CharField(label="Who paid", required=False)
    authority = forms.CharField(
        label="Which candidate's agent authorised it, and when", required=False,
        help_text="Only where it goes past the permitted sum. If none did, write that.",
    )  # fmt: skip


class LogSpend(OfCall, DeskForm):
    """Write down what was spent in a ward."""

    permission = "commitments.run_call"
    form_class = SpendForm
    page_title = "Log spending"
    header_icon = "edit"
    done_words = "Logged. The spending log shows it."

    def get_form(self, form_class: Any = None) -> forms.Form:
        """With the wards of this election."""
        form: forms.Form = super().get_form(form_class)
        choice: Any = form.fields["ballot"]
        choice.queryset = Ballot.objects.filter(election=self.call.election).order_by("name", "pk")
        return form

    def act(self, answers: dict[str, Any]) -> Spend:
        """Log it."""
        return actions.log_spend(by=self.actor, call=self.call, **answers)
