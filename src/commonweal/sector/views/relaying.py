"""Writing to an organisation that shows no address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.sector import actions
from commonweal.sector.choices import Passing
from commonweal.sector.forms.relaying import NoForm, WriteForm
from commonweal.sector.models import Organisation, RelayLetter
from commonweal.sector.reports import may_see
from commonweal.sector.reports.relaying import can_be_written_to
from commonweal.sector.views.about import found_by
from commonweal.sector.views.joining import LINKS
from commonweal.sector.views.links import ByLink
from commonweal.ui.acting import FormPage

WRITING = Limit("letters", times=6, seconds=3600)


class OfOrganisation(GatedView):
    """A page about one organisation that anyone may see; else as if there were none."""

    permission: ClassVar[str | None] = None
    kwargs: dict[str, Any]

    def load(self) -> Organisation:
        """The organisation as anyone may see it.

        :raises Http404: when there is none, it is withheld, or was merged into such a one.
        """
        return found_by(self.kwargs["ref"])


class Write(LimitedView, OfOrganisation, FormPage):
    """A letter to an organisation whose address is private. The page is alike for all of them."""

    permission = None
    limits = (WRITING,)
    form_class = WriteForm
    template_name = "sector/write.html"
    send_words = "Go on"
    thing: Organisation

    def load(self) -> Organisation:
        """One that takes letters.

        :raises Http404: when it takes none.
        """
        found = super().load()
        if not can_be_written_to(found):
            raise Http404
        return found

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it."""
        return actions.write_to_organisation(
            by=self.actor,
            organisation=self.thing,
            name=answers["name"],
            address=answers["email"],
            words=answers["words"],
        )

    done_words = "Nearly sent. We have written to you: press the link in that letter."

    def back(self, result: Any) -> str:
        """What happens next."""
        return reverse("letter-written", args=[self.thing.ref])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """To whom."""
        title = f"Write to {self.thing.name}"
        return super().get_context_data(**kwargs) | {"title": title, "organisation": self.thing}


class LetterWritten(OfOrganisation, TemplateView):
    """What happens next with a letter."""

    permission = None
    template_name = "sector/letter_written.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """To whom it is."""
        return super().get_context_data(**kwargs) | {"organisation": self.thing}


class SendLetter(LimitedView, ByLink, FormPage):
    """The sender proves their address by pressing: then the letter goes."""

    permission = None
    limits = (LINKS,)
    form_class = NoForm
    template_name = "sector/send_letter.html"
    send_words = "Send the letter"
    thing: RelayLetter

    def load(self) -> RelayLetter:
        """The letter that its link leads to."""
        found = RelayLetter.objects.filter(digest=self.digest()).first()
        if found is None:
            raise Http404
        if found.standing == Passing.UNPROVED:
            self.still(found.expires_at)
        organisation = Organisation.objects.get(pk=found.organisation_id)
        if not may_see(organisation, Visitor()):
            raise Http404
        self.organisation = organisation
        self.actor = LinkHolder(thing=name_of(found), label="the writer of a letter")
        return found

    def act(self, answers: dict[str, Any]) -> Any:
        """Send it."""
        return actions.send_letter(by=self.actor, letter=self.thing)

    # The same, whatever becomes of it.
    done_words = "Your letter is on its way to them."

    def back(self, result: Any) -> str:
        """Here again, where it says so."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The letter, while it waits."""
        return super().get_context_data(**kwargs) | {
            "title": f"Your letter to {self.organisation.name}",
            "letter": self.thing,
            "waits": self.thing.standing == Passing.UNPROVED,
            "organisation": self.organisation,
        }


class StopLetters(LimitedView, ByLink, FormPage):
    """Whoever got a letter stops its sender."""

    permission = None
    limits = (LINKS,)
    form_class = NoForm
    template_name = "sector/stop_letters.html"
    title = "Stop these letters"
    send_words = "Take no more letters from them"
    done_words = "Done. No more letters come from them; they are not told."
    thing: RelayLetter

    def load(self) -> RelayLetter:
        """The letter whose stopping the link is for."""
        rows = RelayLetter.objects.select_related("organisation")
        found = rows.filter(stop_digest=self.digest()).exclude(stop_digest="").first()
        if found is None or not may_see(found.organisation, Visitor()):
            raise Http404
        self.actor = LinkHolder(thing=f"{name_of(found)}:stop", label="somebody who was written to")
        return found

    def act(self, answers: dict[str, Any]) -> Any:
        """Stop them."""
        return actions.stop_sender(by=self.actor, letter=self.thing)

    def back(self, result: Any) -> str:
        """The page of the organisation."""
        return reverse("organisation", args=[self.thing.organisation.ref])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose letters."""
        return super().get_context_data(**kwargs) | {"organisation": self.thing.organisation}
