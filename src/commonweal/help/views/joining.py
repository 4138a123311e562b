"""Offering one's help to a scheme, without an account."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.accounts.models import User
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.help.actions import helpers
from commonweal.help.choices import SchemeStanding
from commonweal.help.forms.helpers import HelperForm
from commonweal.help.models import Scheme
from commonweal.ui.acting import FormPage

JOINING = Limit("help.join", times=10, seconds=60 * 60)


def joinable(slug: str) -> Scheme:
    """A scheme that takes helpers here.

    :raises Http404: when there is none by that name, or it takes nobody now.
    """
    schemes = Scheme.objects.public().taking().select_related("organisation")
    found = schemes.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


class JoinWhere(GatedView, TemplateView):
    """The schemes that take helpers now."""

    permission = None
    template_name = "help/helpers_join_where.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with where it works."""
        schemes = Scheme.objects.public().filter(standing=SchemeStanding.OPEN, totals_only=False)
        return super().get_context_data(**kwargs) | {"schemes": schemes.order_by("name", "pk")}


class Join(LimitedView, FormPage, GatedView):
    """What somebody says who offers to help one scheme."""

    permission = "help.join"
    limits = (JOINING,)
    form_class = HelperForm
    template_name = "help/helpers_join.html"
    send_words = "Offer my help"
    done_words = "Thank you."
    scheme: Scheme

    def load(self) -> Scheme:
        """The scheme, if it takes helpers."""
        self.scheme = joinable(self.kwargs["slug"])
        return self.scheme

    def get_form_kwargs(self) -> dict[str, Any]:
        """What this scheme does, to choose from."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def get_initial(self) -> dict[str, Any]:
        """Name and e-mail address of whoever is signed in."""
        who = self.actor
        known = {"name": who.name, "email": who.email} if isinstance(who, User) else {}
        return super().get_initial() | known

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """To which scheme."""
        self.title = f"Help with {self.scheme.name}"
        return super().get_context_data(**kwargs) | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Offer it; a signed-in person's account is tied to it."""
        person = self.actor if isinstance(self.actor, User) else None
        return helpers.join_scheme(by=self.actor, scheme=self.scheme, told=answers, person=person)

    def back(self, result: Any) -> str:
        """What happens next."""
        return reverse("help_joined", args=[self.scheme.slug])


class Joined(GatedView, TemplateView):
    """What happens next."""

    permission = None
    template_name = "help/helpers_joined.html"

    def load(self) -> Scheme:
        """The scheme."""
        return joinable(self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which scheme."""
        return super().get_context_data(**kwargs) | {"scheme": self.thing}
