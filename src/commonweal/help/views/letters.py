"""A letter to print, or a text to send, about one request."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.help.actions.writing import note_letter, text_person
from commonweal.help.choices import LookKind
from commonweal.help.reports.letters import KINDS, why_no_text, why_not_written, write
from commonweal.help.views.requests import OnRequest
from commonweal.ui.acting import Press


class Letters(OnRequest, GatedView, TemplateView):
    """What may be written to whoever asked, or why nothing may."""

    permission = "help.run_requests"
    template_name = "help/asking_letters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each kind, as a letter and as a text."""
        client = self.asked.client
        self.saw([client], kind=LookKind.PRINT, purpose="writing to them")
        why = why_not_written(client)
        chosen = self.request.GET.get("kind", "")
        return super().get_context_data(**kwargs) | {
            "kinds": KINDS, "why": why, "no_text": why_no_text(client), "kind": chosen,
            "written": write(chosen, self.asked) if chosen in KINDS and not why else None,
            "client": client,
        }  # fmt: skip


class OfLetter(OnRequest, Press):
    """Something done with one kind of letter."""

    permission = "help.run_requests"

    def kind(self) -> str:
        """Which, if there is such."""
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        return str(self.kwargs["kind"])


class SendText(OfLetter):
    """Send the text message."""

    permission = "help.run_requests"
    done_words = "The text message is on its way, and written down."

    def act(self) -> Any:
        """Send it."""
        return text_person(by=self.actor, request=self.asked, kind=self.kind())


class Posted(OfLetter):
    """It was printed and posted."""

    permission = "help.run_requests"
    done_words = "Written down that it was posted."

    def act(self) -> Any:
        """Write it down."""
        return note_letter(by=self.actor, request=self.asked, kind=self.kind())
