"""Texts of a scheme: one to many, and those that somebody sends by their own telephone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.generic import TemplateView

from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.refused import Refused
from commonweal.help.actions.telling import of_scheme
from commonweal.help.actions.texting import (
    Reach,
    drop_texts,
    is_to_many,
    mailing_of,
    mark_text_sent,
    text_many,
    unsent,
    waiting_texts,
    who_is_reached,
)
from commonweal.help.forms.visits import TextManyForm
from commonweal.help.reports.text_names import clients_by_number, helpers_by_number
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press


class TextMany(InRoom, FormPage, GatedView):
    """One text to helpers, or to the people of a round: first shown with its count, then sent."""

    permission = "help.keep_helpers"
    template_name = "help/texts_many.html"
    title, form_class = "Text many", TextManyForm
    reach: Reach | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """The rounds of this scheme."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def form_valid(self, form: Any) -> HttpResponse:
        """Show whom it reaches; send it once that was seen and said."""
        told = form.cleaned_data
        try:
            self.reach = who_is_reached(self.scheme, told["to"], told["round"], clock.now())
        except Refused as refusal:
            form.add_error("to", refusal.sentence)
            return self.form_invalid(form)
        seen = told.get("counted")
        if seen is not None and "send" in self.request.POST and seen == len(self.reach.numbers):
            return super().form_valid(form)
        form.data = form.data.copy()
        form.data["counted"] = str(len(self.reach.numbers))
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, answers: dict[str, Any]) -> Any:
        """Send it."""
        self.saw(self.reach.clients if self.reach else (), purpose="a text to many")
        return text_many(by=self.actor, scheme=self.scheme, **answers)

    def said(self, result: Any) -> str:
        """How many it went to."""
        if settings.TEXT_GATEWAY:
            return f"It is on its way to {result:,}."
        return f"Nothing is sent yet: {result:,} to send by your own telephone, below."

    def back(self, result: Any = None) -> str:
        """To those that wait for somebody to send them, or to the board."""
        return self.at("room" if settings.TEXT_GATEWAY else "waiting_texts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it would reach, once that was asked."""
        return super().get_context_data(**kwargs) | {
            "reach": self.reach, "gateway": bool(settings.TEXT_GATEWAY),
            "send_words": "Show me first", "count": len(self.reach.numbers) if self.reach else 0,
        }  # fmt: skip


class WaitingTexts(InRoom, GatedView, TemplateView):
    """Texts that somebody sends by their own telephone, the oldest first."""

    permission = "help.run_requests"
    template_name = "help/texts_waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its number and its words."""
        gateway = bool(settings.TEXT_GATEWAY)
        texts = waiting_texts(self.scheme, gateway=gateway, at=clock.now())
        numbers = [t.to for t in texts]
        people = clients_by_number(self.scheme, numbers)
        self.saw(people.values(), purpose="texts to send")
        names = {n: str(c.name) for n, c in people.items()}
        names = helpers_by_number(self.scheme, numbers) | names if texts else {}
        many = {mailing_of(t): t for t in texts if is_to_many(self.scheme, t)}
        return super().get_context_data(**kwargs) | {
            "texts": [(t, names.get(t.to, "")) for t in texts], "gateway": gateway,
            "many": [(t, unsent(mailing).count()) for mailing, t in many.items()],
            "may_drop": self.may("help.keep_helpers"),
        }  # fmt: skip


class OnText(InRoom):
    """Finds one text of the scheme."""

    kwargs: dict[str, Any]

    def text(self) -> Message:
        """The text that the address names; another scheme's is not there."""
        ours = Message.objects.about(of_scheme(self.scheme)).filter(pk=self.kwargs["pk"]).first()
        if ours is None:
            raise Http404
        return ours

    def back(self) -> str:
        """To the others."""
        return self.at("waiting_texts")


class DropTexts(OnText, Press):
    """A text to many was a mistake: those that have not gone are dropped."""

    permission = "help.keep_helpers"

    def act(self) -> Any:
        """Drop them, if they are as many as were seen."""
        sent = self.request.POST.get("dropped", "")
        seen = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
        done = drop_texts(by=self.actor, scheme=self.scheme, message=self.text(), dropped=seen)
        self.done_words = f"Dropped: {done:,} are not sent it."
        return done


class TextSent(OnText, Press):
    """Somebody sent one."""

    permission = "help.run_requests"
    done_words = "Marked as sent."

    def act(self) -> Any:
        """Mark it."""
        return mark_text_sent(by=self.actor, scheme=self.scheme, message=self.text())
