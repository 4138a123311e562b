"""A food bank session on a telephone, and what was given."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import giving
from commonweal.help.forms.giving import BetweenForm, GiveOutForm, TakeBackForm
from commonweal.help.households import household_told
from commonweal.help.models import Given
from commonweal.help.reports.giving import (
    GIVEN_HEADER,
    given_cells,
    given_numbers,
    given_rows,
)
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.sharing import ForRequest
from commonweal.places.postcodes import normalise
from commonweal.ui.acting import FormPage
from commonweal.ui.downloads import csv_response
from commonweal.ui.words import count

PAGE = 50


class GiveOut(ForRequest, InRoom, FormPage, GatedView):
    """One household after another: what is given stays as it is, the rest is asked anew.

    With ``?request=`` it is for whoever asked; their record is then shown by its first name.
    """

    permission = "help.give"
    template_name = "help/giving_give.html"
    form_class = GiveOutForm
    title = "Give out"
    send_words = "Write it down, next household"

    def get_initial(self) -> dict[str, Any]:
        """What is kept from one household to the next, and a key for this one."""
        told = self.request.GET
        kept = {name: told[name] for name in GiveOutForm.KEPT if name in told}
        usual = {"kind": "parcel", "days": "3", "on": clock.today(), "key": uuid.uuid4()}
        return super().get_initial() | usual | kept | {"children": 0}

    def act(self, answers: dict[str, Any]) -> Given:
        """Write it down."""
        postcode = normalise(answers.pop("postcode")) or ""
        told = household_told(postcode, answers.pop("house"), answers.pop("surname"))
        pounds = answers.pop("pounds")
        return giving.give(
            by=self.actor, scheme=self.scheme, request=self.asked, household=told,
            pence=int(pounds * 100) if pounds else None, **answers,
        )  # fmt: skip

    def said(self, result: Given) -> str:
        """For whom it was, and whether they came before."""
        who = f"{count(result.adults, 'adult')} and {count(result.children, 'child,children')}"
        again = f" They had one {count(result.times, 'time')} in the six months before."
        known = "" if result.mark else " Nobody can tell whether they came before."
        return f"Written down for {who}.{again if result.times else known}"

    def back(self, result: Given) -> str:
        """The next household, with what stays as it was; the request, when it was for one."""
        if self.asked:
            return self.at("request", str(self.asked.uuid))
        told = self.form.cleaned_data
        kept = {n: told[n] for n in ("kind", "basis", "what", "on") if told[n]}
        return f"{self.at('give_out')}?{urlencode(kept | {'days': result.days or ''})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, in its three parts, and what was written down today."""
        context = super().get_context_data(**kwargs)
        form, today = context["form"], clock.today()
        if self.asked:
            self.saw([self.asked.client], purpose="giving out")
        rows = Given.objects.filter(scheme=self.scheme, at__date=today).order_by("-pk")
        return context | {
            "asked": self.asked,
            "kept": [form[n] for n in form.KEPT],
            "table": [form[n] for n in form.AT_THE_TABLE],
            "more": [form[n] for n in form.MORE],
            "numbers": given_numbers(self.scheme, today, today),
            "last": rows[:10],
        }


class GivenList(InRoom, GatedView, TemplateView):
    """What was given, by day and kind, with the numbers and what each counts."""

    permission = "help.give"
    template_name = "help/giving_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers and one page of rows."""
        form = BetweenForm(self.request.GET or None)
        first, last, kind = form.asked(clock.today())
        rows = given_rows(self.scheme, first, last, kind)
        shown = BetweenForm(initial={"first": first, "last": last, "kind": kind})
        return super().get_context_data(**kwargs) | {
            "first": first, "last": last, "kind": kind,
            "form": form if form.is_bound and not form.is_valid() else shown,
            "numbers": given_numbers(self.scheme, first, last),
            "page": Paginator(rows, PAGE).get_page(self.request.GET.get("page")),
            "may_take_away": self.may("help.keep_rounds"),
            "query": urlencode({"first": first, "last": last, "kind": kind}),
        }  # fmt: skip


class GivenFile(InRoom, GatedView, View):
    """The same rows as a file. It names nobody."""

    permission = "help.keep_rounds"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file, row by row."""
        first, last, kind = BetweenForm(request.GET or None).asked(clock.today())
        rows = given_rows(self.scheme, first, last, kind).iterator(chunk_size=500)
        words = f"{self.scheme.slug} given {first:%Y-%m-%d} to {last:%Y-%m-%d}"
        notes = ["Parcels count people or households, as each row says."]
        return csv_response(words, GIVEN_HEADER, (given_cells(g) for g in rows), notes=notes)


class TakeBack(InRoom, FormPage, GatedView):
    """Something was not given after all."""

    permission = "help.give"
    form_class = TakeBackForm
    title = "Take it back"
    send_words = "Take it back"
    done_words = "It counts no more. It stays in the list, with why."

    def load(self) -> Given:
        """One row of this scheme's."""
        super().load()
        rows = Given.objects.filter(scheme=self.scheme)
        self.given = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.given

    def act(self, answers: dict[str, Any]) -> Given:
        """Take it back."""
        return giving.take_back_given(by=self.actor, given=self.given, **answers)

    def back(self, result: Any) -> str:
        """The list."""
        return self.at("given")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it was."""
        given = self.given
        day = dt.date.strftime(given.on, "%-d %B %Y")
        people = f"{count(given.adults, 'adult')}, {count(given.children, 'child,children')}"
        lede = f"{given.get_kind_display()} of {day}, for {people}."
        return super().get_context_data(**kwargs) | {"lede": lede}
