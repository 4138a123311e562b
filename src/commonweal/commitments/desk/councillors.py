"""The desk's screens for councillors: who they are, their party, their leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.models import Candidate
from commonweal.ui.desk import DeskForm, DeskList, LinkColumn

A_DAY = forms.DateInput(attrs={"type": "date"})


class DayForm(forms.Form):
    """A day."""

    on = forms.DateField(label="On which day", widget=A_DAY)


class CouncillorList(DeskList):
    """Everybody who was elected."""

    permission = "commitments.keep_election"
    model = Candidate
    page_title = "Councillors"
    header_icon = "group"
    index_url_name = "commitments_desk:councillors"
    index_results_url_name = "commitments_desk:councillors_results"
    is_searchable = True
    verbose_name_plural = "councillors"
    columns = [
        TitleColumn(
            "name", label="Name", get_url=lambda c: reverse("councillor", args=[c.pk])
        ),
        Column("ballot", label="Ward", accessor=lambda c: c.ballot.name),
        DateColumn("office_from", label="Since"),
        DateColumn("office_to", label="Until"),
        Column("reached", label="Has e-mail", accessor=lambda c: "Yes" if c.email else "No"),
        LinkColumn(
            "party", label="", accessor=lambda c: "Changed party",
            get_url=lambda c: reverse("commitments_desk:join_party", args=[c.pk]),
        ),
        LinkColumn(
            "left", label="", accessor=lambda c: "Left office",
            get_url=lambda c: reverse("commitments_desk:leave_office", args=[c.pk]),
        ),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Candidate]:
        """By ward, whoever serves first."""
        rows = Candidate.objects.filter(elected=True).select_related("ballot")
        return rows.order_by("ballot__name", "surname", "forenames", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of their name."""
        return queryset.filter(name__icontains=words)


class OfCouncillor:
    """A screen about one councillor."""

    kwargs: dict[str, Any]
    thing: Candidate

    def load(self) -> Candidate:
        """Somebody who was elected."""
        rows = Candidate.objects.filter(elected=True).select_related("ballot")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Who, and of which ward."""
        return f"{self.thing.name}, {self.thing.ballot.name}"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": self.back(None), "label": CouncillorList.page_title}]

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("commitments_desk:councillors")


class PartyForm(forms.Form):
    """Another party. What may stand here is for the action to say."""

    party = forms.CharField(label="Which party, or Independent", required=False)
    since = forms.DateField(label="Since which day", widget=A_DAY)
    source = forms.CharField(
        label="Where that can be read", required=False,
        help_text="Such as an address, or: minutes of the council, 9 January 2027.",
    )  # fmt: skip


class JoinParty(OfCouncillor, DeskForm):
    """A councillor belongs to another party."""

    permission = "commitments.keep_election"
    form_class = PartyForm
    page_title = "Changed party"
    header_icon = "edit"
    done_words = "Kept. Their page says the party they stood for and the one they belong to now."

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return actions.join_party(by=self.actor, candidate=self.thing, **answers)


class LeaveOffice(OfCouncillor, DeskForm):
    """A councillor holds their seat no longer."""

    permission = "commitments.keep_election"
    form_class = DayForm
    page_title = "Left office"
    header_icon = "warning"
    send_words = "They have left office"
    done_words = "Kept. What they promised ended that day, and their page stays."

    def act(self, answers: dict[str, Any]) -> Candidate:
        """They have."""
        return actions.leave_office(by=self.actor, candidate=self.thing, on=answers["on"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """That it cannot be undone here."""
        intro = "This ends what they promised, and cannot be taken back here. Check the day."
        return super().get_context_data(**kwargs) | {"intro": intro}
