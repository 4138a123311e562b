"""What helpers ask about what is kept of them, on their own page; and for their lead."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import rights
from commonweal.help.actions.own_rights import ask_own_right
from commonweal.help.forms import protection as shapes
from commonweal.help.models import Helper, RightsRequest
from commonweal.help.reports.helpers import kept_to_read
from commonweal.help.views.helping import OwnForm
from commonweal.help.views.rights import OfLead, OneRight
from commonweal.ui.acting import FormPage


class AskRight(OwnForm):
    """Ask for a copy, or that it be put right, erased or used no more; what was asked before."""

    title, form_class = "What is kept of you", shapes.OwnRightForm
    template_name = "help/rights_own.html"
    send_words = "Ask"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What they asked before, and what came of it."""
        asked = self.helper.rights.order_by("-received_on", "-pk")[:20]
        return super().get_context_data(**kwargs) | {"asked": asked}

    def act(self, answers: dict[str, Any]) -> RightsRequest:
        """Ask."""
        return ask_own_right(by=self.actor, helper=self.helper, **answers)

    def said(self, result: RightsRequest) -> str:
        """By when they hear."""
        return f"It was sent to whoever leads the scheme. You hear by {result.due_on:%-d %B %Y}."

    def back(self, result: Any = None) -> str:
        """The same page, where it stands."""
        return self.at("helping_rights")


class ReceiveHelperRight(OfLead, FormPage, GatedView):
    """Write down what a helper asks by telephone or letter, also one who is suspended or left."""

    permission = "help.keep_rights"
    form_class = shapes.RightForm
    title = "They ask about what is kept of them"

    def load(self) -> Any:
        """The helper's record, in this scheme."""
        self.helper = self.found_here(Helper, uuid=self.kwargs["uuid"], forgotten_on=None)
        return self.helper or self.scheme

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {"received_on": clock.today()}

    def act(self, answers: dict[str, Any]) -> RightsRequest:
        """Write it down."""
        return rights.receive_right(
            by=self.actor, scheme=self.scheme, helper=self.helper, **answers
        )

    def back(self, result: Any) -> str:
        """To it."""
        return self.at("right", result.pk)


class HelperCopy(OneRight, GatedView, TemplateView):
    """What is kept of a helper, to print and hand to them."""

    permission = "help.keep_rights"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, of which nothing is kept on the way."""
        helper = get_object_or_404(Helper.objects.of(self.scheme), pk=self.right.helper_id)
        told = kept_to_read(helper, clock.now())
        context = {"told": told, "scheme": self.scheme, "on": clock.today()}
        return render(request, "help/kept_of.html", context)
