"""The staff desk's screens for elections and their ballots."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import get_valid_filename
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.actions.importing import foresee
from commonweal.commitments.forms.calls import (
    BallotForm,
    ElectionForm,
    ElectionNameForm,
    ImportForm,
    NewBallotForm,
)
from commonweal.commitments.models import Ballot, Election
from commonweal.commitments.reports.ballots import election_on_desk
from commonweal.commitments.reports.candidates_brought import Plan
from commonweal.commitments.sources.democracy_club import ATTRIBUTION
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskForm, DeskList, DeskPage
from commonweal.ui.words import day


def page_of(election: Election) -> str:
    """Its screen."""
    return reverse("commitments_desk:election", args=[election.pk])


def crumb(name: str, label: str, *args: Any) -> dict[str, str]:
    """A step of the way here."""
    return {"url": reverse(f"commitments_desk:{name}", args=args), "label": label}


class ElectionList(DeskList):
    """Elections, the latest first."""

    permission = "commitments.keep_election"
    model = Election
    page_title = "Elections"
    header_icon = "clipboard-list"
    index_url_name = "commitments_desk:elections"
    index_results_url_name = "commitments_desk:elections_results"
    is_searchable = True
    verbose_name_plural = "elections"
    columns = [
        TitleColumn("name", label="Election", get_url=page_of),
        Column("on", label="Poll", accessor=lambda e: day(e.on)),
        Column("ballots_here", label="Ballots"),
        Column("checked", label="Checked"),
    ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """What can be begun here."""
        return [
            HeaderButton("Bring in a file", reverse("commitments_desk:bring_candidates"),
                         icon_name="upload"),
            HeaderButton("Add an election", reverse("commitments_desk:add_election"),
                         icon_name="plus"),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Election]:
        """All of them."""
        return Election.objects.annotate(
            ballots_here=Count("ballots"),
            checked=Count("ballots", filter=Q(ballots__checked_at__isnull=False)),
        ).order_by("-on", "name", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its name."""
        return queryset.filter(name__icontains=words)


class OfElection:
    """Screens about one election."""

    kwargs: dict[str, Any]
    thing: Election

    def load(self) -> Election:
        """The election."""
        return get_object_or_404(Election, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [crumb("elections", "Elections"), crumb("election", self.thing.name, self.thing.pk)]

    def back(self, result: Any) -> str:
        """The election's screen."""
        return page_of(self.thing)

    def get_page_subtitle(self) -> str:
        """Which."""
        return self.thing.name


class ElectionPage(OfElection, DeskPage):
    """Its ballots: which are checked, who is no longer in the file, which area has ended."""

    permission = "commitments.keep_election"
    template_name = "commitments/desk/election.html"
    header_icon = "clipboard-list"

    def get_page_title(self) -> str:
        """Its name."""
        return self.thing.name

    def get_page_subtitle(self) -> str:
        """No more than its name."""
        return ""

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The ballots and the calls."""
        calls = self.thing.calls.select_related("document").order_by("pk")
        return super().get_context_data(**kwargs) | {
            "election": self.thing, "ballots": election_on_desk(self.thing), "calls": calls,
            "attribution": ATTRIBUTION,
        }  # fmt: skip


class AddElection(DeskForm):
    """Write an election down."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = ElectionForm
    page_title = "Add an election"
    header_icon = "plus"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [crumb("elections", "Elections")]

    def act(self, answers: dict[str, Any]) -> Election:
        """Write it down."""
        return actions.add_election(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """Its screen."""
        return page_of(result)


class ChangeElection(OfElection, DeskForm):
    """Put its name or the day of notice right."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = ElectionNameForm
    page_title = "Change"
    header_icon = "edit"

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {"name": self.thing.name, "notice_on": self.thing.notice_on}

    def act(self, answers: dict[str, Any]) -> Election:
        """Change it."""
        return actions.change_election(by=self.actor, election=self.thing, **answers)


class AddBallot(OfElection, DeskForm):
    """Write a ballot down."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = NewBallotForm
    page_title = "Add a ballot"
    header_icon = "plus"

    def act(self, answers: dict[str, Any]) -> Ballot:
        """Write it down."""
        return actions.add_ballot(by=self.actor, election=self.thing, **answers)

    def back(self, result: Any) -> str:
        """Its screen."""
        return reverse("commitments_desk:ballot", args=[result.pk])


class BringCandidates(DeskForm):
    """Bring a file of candidates in, or only look at what it would change."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = ImportForm
    template_name = "commitments/desk/bring.html"
    page_title = "Bring in candidates"
    header_icon = "upload"
    send_words = "Read the file"
    plan: Plan | None = None

    def get_initial(self) -> dict[str, Any]:
        """The election whose page led here."""
        return {"election": self.request.GET.get("election", ""), "only_look": True}

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [crumb("elections", "Elections")]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it, or only look; either way the page tells what came of it."""
        told = form.cleaned_data
        try:
            self.plan = self.read(told["file"], told["election"], told["only_look"])
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None,
                           refusal.sentence)  # fmt: skip
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form))

    def read(self, given: UploadedFile, election: str, only_look: bool) -> Plan:
        """Read the file from a place of its own, which is gone afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / (get_valid_filename(Path(given.name or "file").name)[-80:])
            with path.open("wb") as out:
                for chunk in given.chunks():
                    out.write(chunk)
            if only_look:
                return foresee(path, election)
            return actions.import_candidates(by=self.actor, path=path, election=election)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the file changed, or would."""
        context = super().get_context_data(**kwargs)
        looked = bool(self.plan and context["form"].cleaned_data["only_look"])
        return context | {
            "plan": self.plan, "looked": looked, "attribution": ATTRIBUTION,
            "told": self.plan.as_json() if self.plan else None,
        }  # fmt: skip


class OfBallot:
    """Screens about one ballot."""

    kwargs: dict[str, Any]
    thing: Ballot

    def load(self) -> Ballot:
        """The ballot."""
        return get_object_or_404(Ballot.objects.select_related("election"), pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        election = self.thing.election
        return [
            crumb("elections", "Elections"),
            crumb("election", election.name, election.pk),
            crumb("ballot", self.thing.name, self.thing.pk),
        ]

    def back(self, result: Any) -> str:
        """The ballot's screen."""
        return reverse("commitments_desk:ballot", args=[self.thing.pk])

    def get_page_subtitle(self) -> str:
        """Which."""
        return self.thing.name


class ChangeBallot(OfBallot, DeskForm):
    """Put right what is known of it."""

    permission = "commitments.keep_election"
    form_class: type[forms.Form] = BallotForm
    page_title = "Change"
    header_icon = "edit"

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.thing, name) for name in BallotForm.base_fields}

    def act(self, answers: dict[str, Any]) -> Ballot:
        """Change it."""
        return actions.change_ballot(by=self.actor, ballot=self.thing, **answers)
