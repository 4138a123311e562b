"""What is shown of an organisation by its own choice: by link, or by those who keep its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.limits import Limit, LimitedView, TooOften, count
from commonweal.core.permissions import allowed
from commonweal.sector import actions
from commonweal.sector.choices import Ground, Kind
from commonweal.sector.choosing import CHOICES
from commonweal.sector.forms.relaying import ChoicesForm, NoForm
from commonweal.sector.models import GroupLink, Organisation
from commonweal.sector.reports import may_see
from commonweal.sector.views.joining import LINKS
from commonweal.sector.views.links import ByLink
from commonweal.sector.views.relaying import OfOrganisation
from commonweal.ui.acting import FormPage

ASKING_FOR_LINKS = Limit("choices", times=5, seconds=3600)
LINKS_OF_ONE = Limit("choices.of-one", times=3, seconds=24 * 3600)


class Choices(FormPage):
    """What is shown of an organisation by its own choice, and whether it takes letters."""

    form_class = ChoicesForm
    template_name = "sector/choices.html"
    done_words = "Saved. It is so everywhere now."
    actor: Any

    @property
    def organisation(self) -> Organisation:
        """Whose choice it is."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """With whether anybody is stopped."""
        stops = self.organisation.relay_stops.filter(ended_at=None).exclude(sender="")
        return super().get_form_kwargs() | {"stopped": stops.count()}

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        o = self.organisation
        private = o.withholdings.filter(ground=Ground.CHOICE, lifted_at=None)
        hidden = set(private.values_list("fact", flat=True))
        return {
            "shown": [choice for choice in CHOICES if choice not in hidden],
            "letters": not o.relay_stops.filter(sender="", ended_at=None).exists(),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Choose."""
        o = self.organisation
        actions.choose_what_is_shown(by=self.actor, organisation=o, shown=answers["shown"])
        actions.take_letters(by=self.actor, organisation=o, taken=answers["letters"])
        if answers.get("unblock"):
            actions.let_senders_write_again(by=self.actor, organisation=o)

    def back(self, result: Any) -> str:
        """Here again."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose."""
        title = f"What is shown of {self.organisation.name}"
        words = {"title": title, "organisation": self.organisation, "send_words": "Save"}
        return super().get_context_data(**kwargs) | words


class ChoicesByLink(LimitedView, ByLink, Choices):
    """The same, for whoever holds the link that was sent to the organisation."""

    permission = None
    limits = (LINKS,)
    thing: Organisation

    def load(self) -> Organisation:
        """The organisation that the link is for."""
        links = GroupLink.objects.select_related("organisation").filter(digest=self.digest())
        link = links.exclude(organisation=None).first()
        if link is None or link.organisation is None:
            raise Http404
        self.still(link.expires_at)
        if link.organisation.same_as_id is not None or not may_see(link.organisation, Visitor()):
            raise Http404
        self.actor = LinkHolder(thing=name_of(link), label=f"{link.organisation.name}, by link")
        return link.organisation

    @property
    def organisation(self) -> Organisation:
        """Whose choice it is."""
        return self.thing


class ChoicesOfMember(OfOrganisation, Choices):
    """The same, for its owners and editors, and for stewards, who come from where it is kept."""

    permission = "sector.choose_what_is_shown"
    extra_context = {"keeps": True}
    thing: Organisation

    @property
    def organisation(self) -> Organisation:
        """Whose choice it is."""
        return self.thing


class AskForChoices(LimitedView, OfOrganisation, FormPage):
    """Have a link sent to whoever keeps a page. Nobody is told whether it went."""

    permission = None
    limits = (ASKING_FOR_LINKS,)
    form_class = NoForm
    template_name = "sector/ask_for_choices.html"
    send_words = "Send the link"
    done_words = "If we know an address of theirs, a link is on its way to it."
    thing: Organisation

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button; those who may choose at once go straight there."""
        if allowed(self.actor, "sector.choose_what_is_shown", self.thing):
            return redirect(reverse("organisation-choices", args=[self.thing.ref]))
        return super().get(request, *args, **kwargs)

    def act(self, answers: dict[str, Any]) -> Any:
        """Send it, unless enough were sent today."""
        try:
            count(LINKS_OF_ONE, str(self.thing.pk))
        except TooOften:
            return None
        if (
            self.thing.kind == Kind.GROUP
            or self.thing.withholdings.filter(ground=Ground.CHOICE, lifted_at=None).exists()
        ):
            actions.send_link_to_choices(by=self.actor, organisation=self.thing)
        return None

    def back(self, result: Any) -> str:
        """The organisation's page."""
        return reverse("organisation", args=[self.thing.ref])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose."""
        title = f"Choose what is shown of {self.thing.name}"
        return super().get_context_data(**kwargs) | {"title": title, "organisation": self.thing}
