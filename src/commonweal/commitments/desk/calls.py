"""The staff desk's screens for a call: how it is put, who may run it, opening it, who is owed what.

Who has answered is shown; what they answered is shown to nobody before the hour.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.actions.calls import CallTerms, asks_of
from commonweal.commitments.choices import DocumentStanding, Face
from commonweal.commitments.desk.calls_elections import crumb
from commonweal.commitments.forms.calls import InterestForm, SureForm, TermsForm
from commonweal.commitments.models import Call, Document, Interest
from commonweal.commitments.permissions import is_independent
from commonweal.commitments.reports.asked import call_on_desk, letters_owed
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskForm, DeskList, DeskPage, OnTheDesk
from commonweal.ui.words import day


def page_of(document: Document) -> str:
    """The screen of a call, or where it is set out first."""
    call = getattr(document, "call", None)
    if call is None:
        return reverse("commitments_desk:set_out_call", args=[document.pk])
    return reverse("commitments_desk:call", args=[call.pk])


class CallList(DeskList):
    """Calls to candidates, also those that are only written so far."""

    permission = "commitments.keep_election"
    model = Document
    page_title = "Calls to candidates"
    header_icon = "mail"
    index_url_name = "commitments_desk:calls"
    index_results_url_name = "commitments_desk:calls_results"
    is_searchable = True
    verbose_name_plural = "calls"
    columns = [
        TitleColumn("title", label="Call", get_url=page_of),
        Column("election", label="Election",
               accessor=lambda d: d.call.election.name if hasattr(d, "call") else "Not set out"),
        Column("closes", label="Answers close",
               accessor=lambda d: day(d.call.closes_at) if hasattr(d, "call") else ""),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Document]:
        """The newest first."""
        rows = Document.objects.filter(face=Face.CALL).select_related("call__election")
        return rows.order_by("-begun_at", "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its title."""
        return queryset.filter(title__icontains=words)


class SetOut(DeskForm):
    """Say how a call is put."""

    permission = "commitments.write"
    form_class: type[forms.Form] = TermsForm
    page_title = "How the call is put"
    header_icon = "edit"
    thing: Document

    def load(self) -> Document:
        """The call's document, until it is opened."""
        rows = Document.objects.select_related("call")
        return get_object_or_404(rows, pk=self.kwargs["pk"], face=Face.CALL)

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [crumb("calls", "Calls to candidates")]

    def get_page_subtitle(self) -> str:
        """Which."""
        return self.thing.title

    def get_initial(self) -> dict[str, Any]:
        """As it is set out now."""
        call = getattr(self.thing, "call", None)
        if call is None:
            return {}
        told = {name: getattr(call, name) for name in TermsForm.base_fields}
        return told | {"remind_days": ", ".join(map(str, call.remind_days))}

    def act(self, answers: dict[str, Any]) -> Call:
        """Set it out."""
        election = answers.pop("election")
        terms = CallTerms(**answers)
        return actions.set_out_call(
            by=self.actor, document=self.thing, election=election, terms=terms
        )

    def back(self, result: Any) -> str:
        """The call's screen."""
        return reverse("commitments_desk:call", args=[result.pk])


class OfCall:
    """Screens about one call."""

    kwargs: dict[str, Any]
    thing: Call

    def load(self) -> Call:
        """The call."""
        rows = Call.objects.select_related("document", "election")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        title = self.thing.document.title
        return [crumb("calls", "Calls to candidates"), crumb("call", title, self.thing.pk)]

    def back(self, result: Any) -> str:
        """The call's screen."""
        return reverse("commitments_desk:call", args=[self.thing.pk])

    def get_page_subtitle(self) -> str:
        """Which."""
        return self.thing.document.title


class CallPage(OfCall, DeskPage):
    """How it is put, who declared what, who was written to and who has answered; never what."""

    permission = "commitments.keep_election"
    template_name = "commitments/desk/call.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        """Its title."""
        return self.thing.document.title

    def get_page_subtitle(self) -> str:
        """No more than its title."""
        return ""

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where it stands."""
        call = self.thing
        now = clock.now()
        unchecked = call.election.ballots.filter(checked_at=None).order_by("name", "pk")
        return super().get_context_data(**kwargs) | {
            "call": call,
            "asks": asks_of(call.document),
            "lines": call_on_desk(call),
            "letters": len(letters_owed(call, now)),
            "unchecked": unchecked,
            "interests": Interest.objects.filter(call=call).order_by("-pk"),
            "independent": is_independent(self.actor, call),
            "may_run": self.may("commitments.run_call", call),
            "may_set_out": call.opened_at is None and self.may("commitments.write", call.document),
            "begun": call.opened_at is not None and now >= call.invite_at,
        }


class Declare(OfCall, DeskForm):
    """Say whether one works for a public body."""

    permission = "commitments.declare_interest"
    form_class: type[forms.Form] = InterestForm
    page_title = "Declare your interests"
    header_icon = "user"
    done_words = "Declared. The last one counts."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it is for."""
        intro = (
            "A call to candidates is opened, and everything that touches answers is done, only by "
            "people who work for no public body. Your declaration is kept with the call."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Interest:
        """Declare it."""
        return actions.declare_interest(by=self.actor, call=self.thing, **answers)

    def back(self, result: Any) -> str:
        """The call where they may see it, else the front of the desk."""
        may = self.may("commitments.keep_election")
        return super().back(result) if may else reverse("wagtailadmin_home")


class Open(OfCall, DeskForm):
    """Open a call: texts and asks are frozen."""

    permission = "commitments.run_call"
    form_class: type[forms.Form] = SureForm
    template_name = "commitments/desk/open_call.html"
    page_title = "Open the call"
    header_icon = "mail"
    send_words = "Open it"
    done_words = "Open. Everybody is invited when the hour comes."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is frozen by it."""
        draft = self.thing.document.standing == DocumentStanding.DRAFT
        return super().get_context_data(**kwargs) | {
            "call": self.thing, "asks": asks_of(self.thing.document), "draft": draft,
            "unchecked": self.thing.election.ballots.filter(checked_at=None).count(),
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Call:
        """Open it."""
        return actions.open_call(by=self.actor, call=self.thing)


class Letters(OfCall, DeskPage):
    """Who is owed a letter or a call, because no e-mail reaches them."""

    permission = "commitments.run_call"
    template_name = "commitments/desk/letters_owed.html"
    page_title = "Letters and calls to make"
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Them."""
        return super().get_context_data(**kwargs) | {
            "call": self.thing, "owed": letters_owed(self.thing, clock.now()),
        }  # fmt: skip


class PrintLetters(OfCall, OnTheDesk):
    """The letters on paper, one to a page, each with its code: shown once, kept nowhere."""

    permission = "commitments.run_call"
    http_method_names = ("post", "options")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make them."""
        printed = actions.print_letters(by=self.actor, call=self.thing)
        if not printed:
            raise Refused("No letter is owed to anybody now.")
        told = {"printed": printed, "call": self.thing, "site": settings.SITE_ADDRESS}
        return render(request, "commitments/desk/letters.html", told)
