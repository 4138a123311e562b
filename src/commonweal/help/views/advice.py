"""Advice sessions: who was advised about what, in three numbers."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions.advice import note_advice, take_back_advice
from commonweal.help.forms.advice import AdviceForm
from commonweal.help.forms.giving import BetweenForm
from commonweal.help.households import household_told
from commonweal.help.models import AdviceContact
from commonweal.help.reports.advice import advice_numbers, contacts_of
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.sharing import ForRequest
from commonweal.places.postcodes import normalise
from commonweal.ui.acting import FormPage, Press
from commonweal.ui.words import count

PAGE = 50


class Advice(InRoom, GatedView, TemplateView):
    """Clients, contacts and issues of some days, and each contact without a name."""

    permission = "help.advise"
    template_name = "help/advice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers and one page of contacts."""
        form = BetweenForm(self.request.GET or None)
        first, last, _ = form.asked(clock.today())
        del form.fields["kind"]
        shown = BetweenForm(initial={"first": first, "last": last})
        del shown.fields["kind"]
        rows = contacts_of(self.scheme, first, last).defer("note")
        return super().get_context_data(**kwargs) | {
            "first": first, "last": last, "today": clock.today(),
            "form": form if form.is_bound and not form.is_valid() else shown,
            "numbers": advice_numbers(self.scheme, first, last),
            "page": Paginator(rows, PAGE).get_page(self.request.GET.get("page")),
        }  # fmt: skip


class NoteAdvice(ForRequest, InRoom, FormPage, GatedView):
    """One contact after another; with ``?request=`` it is with whoever asked."""

    permission = "help.advise"
    template_name = "help/advice_note.html"
    form_class = AdviceForm
    title = "Advise somebody"
    send_words = "Write it down"

    def get_initial(self) -> dict[str, Any]:
        """Today, and a key for this contact."""
        return super().get_initial() | {"on": clock.today(), "key": uuid.uuid4()}

    def act(self, answers: dict[str, Any]) -> AdviceContact:
        """Write it down."""
        postcode = normalise(answers["postcode"]) or ""
        told = household_told(postcode, answers["house"], answers["surname"])
        return note_advice(
            by=self.actor, scheme=self.scheme, on=answers["on"], way=answers["way"],
            issues=self.form.issues(), request=self.asked, household=told,
            minutes=answers["minutes"], note=answers["note"], key=answers["key"],
        )  # fmt: skip

    def said(self, result: AdviceContact) -> str:
        """What it was counted as."""
        issues = count(result.issues.count(), "issue")
        known = result.client_id or result.mark
        again = "" if known else " They count as one client, because nobody can tell who it was."
        return f"Written down: 1 contact, {issues}.{again}"

    def back(self, result: Any) -> str:
        """The request, or the next contact."""
        return self.at("request", str(self.asked.uuid)) if self.asked else self.at("advice_note")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form in its three parts."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if self.asked:
            self.saw([self.asked.client], purpose="advice")
        return context | {
            "asked": self.asked,
            "about": [form[n] for n in form.FIRST],
            "who": [] if self.asked else [form[n] for n in form.WHO],
            "came": [form[n] for n in form.OUTCOME],
        }


class TakeBackAdvice(InRoom, Press):
    """A contact was written down by mistake today."""

    permission = "help.advise"
    done_words = "It is taken away."

    def load(self) -> AdviceContact:
        """One contact of this scheme's."""
        super().load()
        rows = AdviceContact.objects.filter(scheme=self.scheme)
        self.contact = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.contact

    def act(self) -> None:
        """Take it away."""
        take_back_advice(by=self.actor, contact=self.contact)

    def back(self) -> str:
        """The list."""
        return self.at("advice")
