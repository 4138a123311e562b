"""The staff desk's screens for how a document stands: published, adopted, signed, over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404

from commonweal.commitments import actions
from commonweal.commitments.choices import DocumentStanding
from commonweal.commitments.desk import documents_forms as asked
from commonweal.commitments.desk.documents import PUBLISH, WRITE, AboutDocument, page_of
from commonweal.commitments.models import Document, Party
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.sector.reports import find_by_org_id
from commonweal.ui.desk import DeskButton, DeskForm


class WithIntro(AboutDocument, DeskForm):
    """A form of a document that says first what it does."""

    permission = PUBLISH
    intro = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it does."""
        return super().get_context_data(**kwargs) | {"intro": self.intro}


class AdoptDocument(WithIntro):
    """Adopt it."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.Adopt
    page_title = "Adopt"
    header_icon = "check"
    send_words = "Adopt it and publish it"
    done_words = "Adopted and published. What is promised in it stays in these words."
    intro = (
        "It is published as it is written now, and every promise in it is frozen in its words. "
        "That cannot be undone: from then on it can be superseded or closed, and a promise can end."
    )

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": clock.today()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Adopt it."""
        return actions.adopt_document(by=self.actor, document=self.document, **answers)


class PublishVersion(WithIntro):
    """Publish what is written now as one version more."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.Publish
    page_title = "Publish a version"
    header_icon = "upload"
    send_words = "Publish it"
    done_words = "Published. Everybody sees this version now, and it is kept for ever."
    intro = "Everybody sees what is written now. It is kept whole, and the version before it too."

    def act(self, answers: dict[str, Any]) -> Any:
        """Publish it."""
        return actions.publish_version(by=self.actor, document=self.document, **answers)


class SupersedeDocument(WithIntro):
    """Say what takes its place."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.Supersede
    page_title = "Say what takes its place"
    header_icon = "arrow-right"
    send_words = "Supersede it"
    done_words = "Superseded. What was promised in it binds no longer; all of it can still be read."
    intro = "It stays to be read, and leads to what follows it. Its promises end today."

    def get_form(self, form_class: Any = None) -> Any:
        """With what is in force."""
        form = super().get_form(form_class)
        form.offer(self.document)
        return form

    def act(self, answers: dict[str, Any]) -> Any:
        """Supersede it."""
        return actions.supersede_document(by=self.actor, document=self.document, **answers)


class CloseDocument(WithIntro):
    """Close it."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.WhyNeeded
    page_title = "Close"
    header_icon = "cross"
    send_words = "Close it for good"
    done_words = "Closed. Nothing more is written in it."
    intro = (
        "Nothing more can be written in it, and it cannot be opened again. What was published "
        "stays to be read, and what was promised is still looked at."
    )

    def act(self, answers: dict[str, Any]) -> Any:
        """Close it."""
        return actions.close_document(by=self.actor, document=self.document, **answers)


class BackToDraft(WithIntro):
    """Take what was consulted on back to be a draft."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.WhyNeeded
    page_title = "Take it back to be a draft"
    header_icon = "undo"
    send_words = "Take it back"
    done_words = "It is a draft again. Nobody outside sees it until it is adopted or put out anew."
    intro = (
        "Do this once the consultation is closed, to write in what was said. One that is open ends "
        "with it: nothing more can be said in it, and what was said is kept. Everybody who has the "
        "address of the draft or of a consultation on it reads that it was taken back, when, and "
        "the reason that you give here."
    )

    def act(self, answers: dict[str, Any]) -> Any:
        """Take it back."""
        return actions.change_standing(
            by=self.actor, document=self.document, standing=DocumentStanding.DRAFT, **answers
        )


class AttachEasyRead(WithIntro):
    """An easy-read edition beside it."""

    permission = WRITE
    form_class: type[forms.Form] = asked.EasyRead
    page_title = "Easy-read edition"
    header_icon = "doc-full"
    done_words = "Saved. The public gets it with the rest."

    def act(self, answers: dict[str, Any]) -> Any:
        """Attach it, or take it away."""
        return actions.attach_easy_read(
            by=self.actor, document=self.document, given=answers["given"] or None
        )


class AddParty(WithIntro):
    """Somebody who is to be bound by it."""

    permission = WRITE
    form_class: type[forms.Form] = asked.AddParty
    page_title = "Add who is to be bound by it"
    header_icon = "group"
    send_words = "Add it"
    done_words = "Added. Note its signature when it has signed."

    def act(self, answers: dict[str, Any]) -> Party:
        """Add it."""
        ref = answers["ref"].strip()
        found = find_by_org_id(ref) if ref else None
        if ref and (found is None or found.withheld):
            raise Refused("The register has no organisation of this number.", field="ref")
        return actions.add_party(
            by=self.actor, document=self.document, organisation=found, side=answers["side"],
            name=answers["name"],
        )  # fmt: skip


class OfParty:
    """Loads the party that a screen is about."""

    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Party:
        """The party."""
        return get_object_or_404(Party.objects.select_related("document"), pk=self.kwargs["pk"])

    @property
    def document(self) -> Document:
        """What it is to be bound by."""
        found: Document = self.thing.document
        return found

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return str(self.thing.name)


class SignDocument(OfParty, WithIntro):
    """Note that a party signed."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.Sign
    page_title = "Note a signature"
    header_icon = "check"
    done_words = "Noted. The public sees it with the next version."

    def act(self, answers: dict[str, Any]) -> Party:
        """Note it."""
        return actions.sign_document(by=self.actor, party=self.thing, **answers)


class LeaveDocument(OfParty, WithIntro):
    """Note that a party left."""

    permission = PUBLISH
    form_class: type[forms.Form] = asked.Leave
    page_title = "Note that it is bound no longer"
    header_icon = "cross"
    done_words = "Noted. The public sees it with the next version."

    def act(self, answers: dict[str, Any]) -> Party:
        """Note it."""
        return actions.leave_document(by=self.actor, party=self.thing, **answers)


class TakeOutParty(OfParty, DeskButton):
    """Take out a party that has not signed."""

    permission = WRITE
    done_words = "Taken out."
    thing: Any

    def act(self) -> None:
        """Take it out."""
        actions.take_out_party(by=self.actor, document=self.document, name=self.thing.name)

    def back(self, result: Any) -> str:
        """The document."""
        return page_of(self.document)
