"""The staff desk's screens for what of a concern may be told: with the group's leave, or not."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from commonweal.commitments import actions
from commonweal.commitments.desk.compact_concerns import SEE, InConfidence, address_of
from commonweal.commitments.forms.compact import ReplyForm
from commonweal.commitments.forms.compact_desk import NoteForm, ReplyByForm
from commonweal.commitments.models import Disclosure
from commonweal.ui.desk import DeskButton, DeskForm


class AboutWords(InConfidence):
    """Loads words that may be told."""

    thing: Disclosure

    def find(self) -> Disclosure:
        """The words."""
        rows = Disclosure.objects.select_related("concern__partner")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """To whom."""
        return str(self.thing.get_to_display())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words themselves."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"intro": f"The words: {self.thing.words}"}

    def back(self, result: Any) -> str:
        """The concern."""
        return address_of(self.thing.concern)


class NoteAgreement(AboutWords, DeskForm):
    """What the group said, who has no link."""

    permission = SEE
    form_class = NoteForm
    page_title = "What the group said"

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        return actions.note_agreement(
            by=self.actor, concern=self.thing.concern, disclosure=self.thing, **answers
        )


class TakeBackWords(AboutWords, DeskButton):
    """The group takes its leave back, and said so to staff."""

    permission = SEE
    done_words = "Taken back."

    def act(self) -> Any:
        """Take it back."""
        return actions.take_back_disclosure(
            by=self.actor, concern=self.thing.concern, disclosure=self.thing
        )


class PutToPartner(AboutWords, DeskForm):
    """Show exactly these words to the partner."""

    permission = SEE
    form_class = ReplyByForm
    page_title = "Put it to the partner"
    send_words = "Show it to the partner"
    done_words = "The partner can read it now."

    def act(self, answers: dict[str, Any]) -> Any:
        """Show them."""
        return actions.put_to_partner(by=self.actor, disclosure=self.thing, **answers)


class NotePartnersReply(AboutWords, DeskForm):
    """Enter a reply that came by letter or telephone."""

    permission = SEE
    form_class = ReplyForm
    page_title = "The partner's reply"

    def act(self, answers: dict[str, Any]) -> Any:
        """Enter it."""
        return actions.reply_to_disclosure(by=self.actor, disclosure=self.thing, **answers)


class PublishWords(AboutWords, DeskButton):
    """Tell everybody."""

    permission = SEE
    done_words = "Everybody can read it now, with the reply."

    def act(self) -> Any:
        """Publish."""
        return actions.publish_disclosure(by=self.actor, disclosure=self.thing)
