"""Opening, pausing and closing a scheme, so that nobody is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import inviting, schemes
from commonweal.help.forms import schemes as shapes
from commonweal.help.models import Helper, Request
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.scheme import SchemeForm

A_PACK = 500


class Standing(SchemeForm):
    """How it stands, with whoever must be found another place first."""

    template_name = "help/schemes_standing.html"
    title, form_class = "Open, pause or close", shapes.StandingForm
    done_words = "It stands so from now on."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of which scheme."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is left in it; people are shown to those who have a part in it alone."""
        left, inside = schemes.left_in(self.scheme), self.may("help.see_requests")
        if inside:
            self.saw([r.client for r in left.requests], purpose="closing the scheme")
        return super().get_context_data(**kwargs) | {"left": left, "inside": inside}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        return schemes.change_scheme(by=self.actor, scheme=self.scheme, **answers)

    def back(self, result: Any) -> str:
        """The same page, for what follows."""
        return self.at("scheme_standing")


class Pack(InRoom, GatedView, TemplateView):
    """What is open, to print and to work through by telephone: no more of anybody than needed."""

    permission = "help.lead_scheme"
    template_name = "help/schemes_pack.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The open requests and the helpers. Of domestic abuse, the reference alone."""
        open_ones = Request.objects.of(self.scheme).open()
        rows = list(open_ones.select_related("client", "need", "asking").order_by("asked_at"))
        helpers = list(
            Helper.objects.of(self.scheme).exclude(standing="left").order_by("pk")[:A_PACK]
        )
        told = rows[:A_PACK]
        self.saw([r.client for r in told], kind="export", purpose="the hand-over pack")
        return super().get_context_data(**kwargs) | {
            "rows": told, "more": len(rows) - len(told), "helpers": helpers, "now": clock.now(),
        }  # fmt: skip


class AskHelpers(SchemeForm):
    """Ask helpers whether they want to join another scheme."""

    permission = "help.lead_scheme"
    title, form_class = "Ask helpers whether they want to go on", shapes.AskHelpersForm
    lede = "Each is told which schemes are open. Nobody is moved; each joins one or none."
    send_words = "Write to them"

    def act(self, answers: dict[str, Any]) -> Any:
        """Write to them."""
        return inviting.ask_helpers(by=self.actor, scheme=self.scheme, **answers)

    def said(self, result: Any) -> str:
        """That they were written to."""
        return "Everybody with an e-mail address was written to."

    def back(self, result: Any) -> str:
        """The page from which the scheme is closed, with who is to be rung."""
        if result:
            names = ", ".join(helper.name for helper in result[:20])
            messages.info(self.request, f"Ring those without an e-mail address: {names}")
        return self.at("scheme_standing")
