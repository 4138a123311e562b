"""What somebody asks about what is kept of them, and complaints: pages for leads and the public."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.help.actions import complaints, rights
from commonweal.help.choices import LookKind
from commonweal.help.forms import protection as shapes
from commonweal.help.models import Client, HelpComplaint, RightsRequest, Scheme
from commonweal.help.reports.kept_of import kept_of, notes_of
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press


class OfLead(InRoom):
    """Pages about one thing of a scheme, for its lead; others are refused whatever the number."""

    def found_here(self, model: Any, **how: Any) -> Any:
        """The thing; for others nothing, so that the gate refuses them for the scheme."""
        super().load()
        if not self.may("help.lead_scheme"):
            return None
        return get_object_or_404(model, scheme=self.scheme, **how)


class Rights(InRoom, GatedView, TemplateView):
    """What people asked about what is kept of them, the next due first; complaints beside it."""

    permission = "help.lead_scheme"
    template_name = "help/rights.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open and answered ones."""
        every = self.scheme.rights.select_related("client", "helper").order_by("due_on", "pk")
        complained = self.scheme.complaints.order_by("acknowledge_by", "pk")
        return super().get_context_data(**kwargs) | {
            "opened": every.filter(answered_on=None)[:100],
            "answered": every.exclude(answered_on=None).order_by("-answered_on")[:50],
            "complained": complained.filter(answered_on=None)[:100],
            "complaints_over": complained.exclude(answered_on=None)[:50],
            "today": clock.today(),
        }


class ReceiveRight(OfLead, FormPage, GatedView):
    """Write down what somebody asks about what is kept of them."""

    permission = "help.keep_rights"
    form_class = shapes.RightForm
    title = "They ask about what is kept of them"

    def load(self) -> Any:
        """The person's record, in this scheme."""
        self.client = self.found_here(Client, uuid=self.kwargs["uuid"], forgotten_on=None)
        return self.client or self.scheme

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {"received_on": clock.today()}

    def act(self, answers: dict[str, Any]) -> RightsRequest:
        """Write it down."""
        return rights.receive_right(
            by=self.actor, scheme=self.scheme, client=self.client, **answers
        )

    def back(self, result: Any) -> str:
        """To it."""
        return self.at("right", result.pk)


class OneRight(OfLead):
    """Loads what one person asks."""

    right: RightsRequest

    def load(self) -> Any:
        """It, for the lead."""
        self.right = self.found_here(RightsRequest, pk=self.kwargs["pk"])
        return self.right or self.scheme

    def back(self, result: Any = None) -> str:
        """To it."""
        return self.at("right", self.right.pk)


class ReadRight(OneRight, GatedView, TemplateView):
    """What one person asks, by when they have it, and what may be done."""

    permission = "help.keep_rights"
    template_name = "help/right.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """It, and why it could not be erased now."""
        if self.right.client:
            self.saw([self.right.client], purpose="rights")
        why_not = rights.why_not_erased(self.right) if self.right.kind == "erasure" else ""
        return super().get_context_data(**kwargs) | {"right": self.right, "why_not": why_not}


class RightPress(OneRight, Press):
    """The clock of it stops, or goes on."""

    permission = "help.keep_rights"

    def act(self) -> RightsRequest:
        """The one that it is not."""
        stopped = self.right.standing == "paused"
        change = rights.told_back if stopped else rights.ask_back
        return change(by=self.actor, right=self.right)


class ExtendRight(OneRight, FormPage, GatedView):
    """Take two months more."""

    permission = "help.keep_rights"
    form_class = shapes.WordsForm
    title = "Why does it need two months more?"
    lede = "Tell them the reason now."

    def act(self, answers: dict[str, Any]) -> RightsRequest:
        """Take them."""
        return rights.extend_right(by=self.actor, right=self.right, why=answers["words"])


class AnswerRight(OneRight, FormPage, GatedView):
    """Answer it; an erasure that is done cannot be undone."""

    permission = "help.keep_rights"
    form_class = shapes.AnswerRightForm
    title = "Answer them"
    send_words = "Answer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it does."""
        erases = "If it is done, their record is erased now. Nobody can bring it back."
        lede = erases if self.right.kind == "erasure" else "They are owed a reason either way."
        return super().get_context_data(**kwargs) | {"lede": lede}

    def act(self, answers: dict[str, Any]) -> RightsRequest:
        """Answer."""
        return rights.answer_right(by=self.actor, right=self.right, **answers)


class Export(OneRight, FormPage, GatedView):
    """What is kept of a person, to hand to them; a person decides what names somebody else."""

    permission = "help.keep_rights"
    form_class = shapes.ExportForm
    title = "What is kept of them, for them"
    lede = "Read each note. Leave out what names somebody else, or could do harm if they read it."
    send_words = "Make it"

    def load(self) -> Any:
        """It, of a person who was not forgotten."""
        thing = super().load()
        if self.right is not None:
            whose = Client.objects.of(self.scheme)
            self.client: Client = get_object_or_404(whose, pk=self.right.client_id)
        return thing

    def get_form_kwargs(self) -> dict[str, Any]:
        """The notes."""
        return super().get_form_kwargs() | {"notes": notes_of(self.client)}

    def form_valid(self, form: Any) -> HttpResponse:
        """The page or the file; that it was taken out is written down."""
        person = self.client
        self.saw([person], kind=LookKind.EXPORT, purpose="rights")
        told = kept_of(person, form.cleaned_data.get("leave", ()))
        if form.cleaned_data["form"] == "json":
            body = json.dumps({"kept by": self.scheme.name, "kept": told}, indent=2, default=str)
            response = HttpResponse(body, content_type="application/json")
            response["Content-Disposition"] = 'attachment; filename="what-is-kept.json"'
        else:
            context = {"told": told, "scheme": self.scheme, "on": clock.today()}
            response = render(self.request, "help/kept_of.html", context)
        response["Cache-Control"] = "no-store"
        return response


class Complain(LimitedView, FormPage, GatedView):
    """Complain about a scheme; anybody may."""

    permission = "help.complain"
    limits = (Limit("help-complain", 10, 3600),)
    form_class = shapes.ComplainForm
    title = "Complain"
    send_words = "Send"

    def load(self) -> Scheme:
        """A scheme that the public may read of."""
        schemes = Scheme.objects.public().select_related("organisation")
        self.scheme: Scheme = get_object_or_404(schemes, slug=self.kwargs["slug"])
        return self.scheme

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """To whom it goes, and by when they answer."""
        lede = (
            f"It goes to whoever leads {self.scheme}. They tell you within "
            f"{min(max(self.scheme.complaint_days, 1), 30)} days that it came."
        )
        return super().get_context_data(**kwargs) | {"lede": lede}

    def act(self, answers: dict[str, Any]) -> HelpComplaint:
        """Send it."""
        return complaints.complain(by=self.actor, scheme=self.scheme, **answers)

    def said(self, result: HelpComplaint) -> str:
        """By when they hear."""
        if not result.reach:
            return "It was sent. You left no way to reach you, so nobody can answer you."
        return f"It was sent. You are told by {result.acknowledge_by:%-d %B %Y} that it came."

    def back(self, result: Any) -> str:
        """To the scheme."""
        return reverse("scheme", args=[self.scheme.slug])


class OneComplaint(OfLead):
    """Loads one complaint."""

    complaint: HelpComplaint

    def load(self) -> Any:
        """It, for the lead."""
        self.complaint = self.found_here(HelpComplaint, pk=self.kwargs["pk"])
        return self.complaint or self.scheme

    def back(self, result: Any = None) -> str:
        """To it."""
        return self.at("complaint", self.complaint.pk)


class ReadComplaint(OneComplaint, GatedView, TemplateView):
    """One complaint, and what may be done."""

    permission = "help.keep_complaints"
    template_name = "help/complaint.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """It."""
        return super().get_context_data(**kwargs) | {"complaint": self.complaint}


class ComplaintPress(OneComplaint, Press):
    """They were told that it came; or, once answered, they took it to somebody outside."""

    permission = "help.keep_complaints"

    def act(self) -> HelpComplaint:
        """The one that comes next."""
        told = self.complaint.answered_on is not None
        change = complaints.take_complaint_on if told else complaints.acknowledge_complaint
        return change(by=self.actor, complaint=self.complaint)


class AnswerComplaint(OneComplaint, FormPage, GatedView):
    """Answer a complaint."""

    permission = "help.keep_complaints"
    form_class = shapes.WordsForm
    title = "What do you answer?"

    def act(self, answers: dict[str, Any]) -> HelpComplaint:
        """Answer."""
        return complaints.answer_complaint(by=self.actor, complaint=self.complaint, **answers)
