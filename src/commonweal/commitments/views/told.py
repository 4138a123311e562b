"""What a partner was told of a concern: exactly the words that the group agreed to, and a reply."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.forms.compact import ReplyForm
from commonweal.commitments.models import Disclosure
from commonweal.commitments.permissions import is_officer
from commonweal.commitments.views.agreements import KEEPING
from commonweal.core.gates import GatedView
from commonweal.core.limits import LimitedView
from commonweal.ui.acting import FormPage


class OfDisclosure:
    """Loads words that a partner was told, for its officers; to everybody else there are none."""

    actor: Any
    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Disclosure | None:
        """The words; nothing for a visitor, who is asked to sign in whatever the address says."""
        if self.actor.key == "visitor":
            return None
        rows = Disclosure.objects.told().select_related("concern__document", "concern__partner")
        found = rows.filter(uuid=self.kwargs["key"]).first()
        if found is None or not is_officer(self.actor, found):
            raise Http404
        return found


class ToldPage(OfDisclosure, GatedView, TemplateView):
    """The words, and the reply."""

    permission = "commitments.reply_to_disclosure"
    template_name = "commitments/told.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words, and under which agreement."""
        return super().get_context_data(**kwargs) | {
            "told": self.thing, "document": self.thing.concern.document, "section": "promises",
        }  # fmt: skip


class ReplyToTold(OfDisclosure, LimitedView, GatedView, FormPage):
    """Reply to the words."""

    permission = "commitments.reply_to_disclosure"
    limits = (KEEPING,)
    form_class = ReplyForm
    title = "Reply"
    send_words = "Send the reply"
    done_words = "Sent."

    def act(self, answers: dict[str, Any]) -> Disclosure:
        """Reply."""
        return actions.reply_to_disclosure(by=self.actor, disclosure=self.thing, **answers)

    def back(self, result: Disclosure) -> str:
        """The words."""
        return reverse("told", args=[result.uuid])
