"""The door of asking: numbers for emergencies, then the first question. No account."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView, TooOften
from commonweal.help.actions import asking as acts
from commonweal.help.choices import Way
from commonweal.help.reports import asking as reports
from commonweal.help.reports.routing import front_door, when_somebody_reads
from commonweal.ui.acting import FormPage
from commonweal.ui.choosing import OneOf

AN_HOUR = 3_600
BEGINNING = Limit("help.ask.begin", times=20, seconds=AN_HOUR)
THEMSELVES = "the person themselves, on their page"


def around() -> dict[str, Any]:
    """What stands on every page of asking: numbers to ring, and our own."""
    return {"lines": reports.lines(), "our_phone": reports.telephone()}


class Humane(LimitedView):
    """A limited view that gives a telephone number to whoever sends too often."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or one that says how to reach a person."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except TooOften as often:
            response = render(request, "help/asking_flood.html", around(), status=429)
            response["Retry-After"] = str(often.seconds)
            return response


class Help(GatedView, TemplateView):
    """Where to turn: numbers for emergencies, then asking here, then our telephone."""

    permission: ClassVar[str | None] = None
    template_name = "help/asking_door.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers, and when somebody reads what is sent."""
        door = front_door()
        reads = when_somebody_reads(door, clock.now()) if door else ""
        context = super().get_context_data(**kwargs)
        return context | around() | {"door": door, "reads": reads, "section": "help"}


class DangerForm(forms.Form):
    """Whether anybody is in danger now."""

    danger = forms.ChoiceField(
        label="Is anybody in danger now?", widget=OneOf,
        choices=[("no", "No, nobody is in danger"), ("yes", "Yes, or I am not sure")],
        error_messages={"required": "Choose one."},
    )  # fmt: skip


class Begin(Humane, GatedView, FormPage):
    """The first question: is anybody in danger? Who says yes sees the numbers, and may go on."""

    permission: ClassVar[str | None] = None
    limits = (BEGINNING,)
    form_class = DangerForm
    template_name = "help/asking_begin.html"
    title = "First: is anybody in danger now?"
    send_words = "Carry on"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers, and whether anybody takes requests here at all."""
        return super().get_context_data(**kwargs) | around() | {"door": front_door()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Show the numbers again to whoever is in danger; else begin."""
        if form.cleaned_data["danger"] == "yes" and "on" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, danger=True))
        door = front_door()
        if door is None:
            form.add_error(None, "Nobody takes requests here yet. Please ring one of the numbers.")
            return self.form_invalid(form)
        _, token = acts.begin_asking(by=self.actor, front_door=door, way=Way.WEB, language="en")
        return redirect("help_page", token, "who")
