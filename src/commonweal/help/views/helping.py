"""A helper's own pages: by private link, or signed in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.permissions import allowed
from commonweal.core.tokens import digest_of
from commonweal.help.actions import own_helping as actions
from commonweal.help.actions.looks import note_look
from commonweal.help.choices import HelperStanding
from commonweal.help.forms import helpers as shapes
from commonweal.help.models import Helper
from commonweal.help.querysets import person_of
from commonweal.help.reports.helpers import kept_of, own_helping
from commonweal.ui.acting import FormPage, Press

OWN = Limit("help.helping", times=60, seconds=60 * 60)
LABEL = "a helper with their private link"
HERE = (HelperStanding.APPLIED, HelperStanding.READY, HelperStanding.PAUSED)


class MyHelping(GatedView, TemplateView):
    """Where whoever is signed in helps: each scheme for itself."""

    permission = "accounts.see_own_account"
    template_name = "help/helpers_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Their record in each scheme; of one who is suspended or has left there is none."""
        mine = Helper.objects.filter(person_id=person_of(self.actor), standing__in=HERE)
        rows = mine.select_related("scheme").order_by("scheme__name", "pk")
        return super().get_context_data(**kwargs) | {"rows": rows}


class OwnPage:
    """Loads a helper by their private link, or by their account and the scheme. Kept nowhere.

    A link that was guessed, replaced or ended, and one of a helper who is suspended or has left,
    all lead to the same page that says nothing.
    """

    actor: Any
    kwargs: dict[str, Any]
    helper: Helper

    def load(self) -> Helper:
        """The helper."""
        rows = Helper.objects.filter(forgotten_on=None).select_related("scheme", "buddy")
        if "token" in self.kwargs:
            found = rows.filter(digest=digest_of(self.kwargs["token"])).first()
        else:
            key = person_of(self.actor)
            mine = rows.filter(person_id=key, scheme__slug=self.kwargs["slug"])
            found = mine.first() if key is not None else None
        if found is None:
            raise Http404
        if "token" in self.kwargs:
            self.actor = LinkHolder(name_of(found), label=LABEL)
        if not allowed(self.actor, "help.keep_own_helping", found):
            raise Http404
        self.helper = found
        return found

    def at(self, page: str) -> str:
        """The address of another of their pages, by the way they came."""
        if "token" in self.kwargs:
            return reverse(page, args=[self.kwargs["token"]])
        return reverse(f"{page}_signed_in", args=[self.kwargs["slug"]])

    def named(self, page: str) -> str:
        """The address of a page that their link opens, or their plain name for their account."""
        return reverse(page, args=[self.kwargs.get("token") or self.helper.uuid])

    def back(self, result: Any = None) -> str:
        """Back to their page."""
        return self.at("helping")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, of which nothing is kept on the way."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The helper and the way to their other pages."""
        pages = ("helping", "helping_change", "helping_pause", "helping_back", "helping_leave",
                 "helping_kept", "helping_rights")  # fmt: skip
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {
            "helper": self.helper, "scheme": self.helper.scheme,
            "ways": {page: self.at(page) for page in pages}, "visits_at": self.named("my_visits"),
            "worried_at": self.named("worry_by_helper"),
        }  # fmt: skip


class Helping(OwnPage, GatedView, TemplateView):
    """What they said, their tasks, thanks, and what they can do about their helping."""

    permission = "help.keep_own_helping"
    template_name = "help/helpers_own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it; that first names were shown is written down, one look for all."""
        told = own_helping(self.helper, clock.now())
        subjects = list(dict.fromkeys(t.match.request.client.uuid for t in told.tasks))
        if subjects:
            note_look(
                by=self.actor, scheme=self.helper.scheme, subjects=subjects,
                purpose="a helper's own tasks", role="helper",
            )  # fmt: skip
        return super().get_context_data(**kwargs) | {"told": told}


class OwnForm(LimitedView, OwnPage, FormPage, GatedView):
    """A form about one's own helping."""

    permission = "help.keep_own_helping"
    limits = (OWN,)
    template_name = "help/helpers_own_form.html"


class ChangeOwn(OwnForm):
    """Change what they said."""

    title, form_class = "Change what you said", shapes.OwnHelperForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the scheme does."""
        return super().get_form_kwargs() | {"scheme": self.helper.scheme}

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return super().get_initial() | shapes.as_told(self.helper)

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        edition = answers.pop("edition", None)
        return actions.change_own_helping(
            by=self.actor, helper=self.helper, told=answers, edition=edition
        )


class Pause(OwnForm):
    """Take a break."""

    title, form_class = "Take a break", shapes.PauseForm
    lede = "You are asked for nothing until you are back. Tasks you have said yes to stay yours."
    send_words = "Take a break"
    done_words = "Enjoy your break."

    def act(self, answers: dict[str, Any]) -> Any:
        """Begin it."""
        return actions.pause_helping(by=self.actor, helper=self.helper, **answers)


class Leave(OwnForm):
    """Leave, having read what follows."""

    title, form_class = "Leave", shapes.LeaveForm
    template_name = "help/helpers_leave.html"
    send_words = "Leave"
    done_words = "You have left. Thank you for all you did."

    def act(self, answers: dict[str, Any]) -> Any:
        """Leave."""
        return actions.leave_helping(by=self.actor, helper=self.helper)

    def back(self, result: Any = None) -> str:
        """To the front page: their own is no more."""
        return reverse("home")


class ComeBack(LimitedView, OwnPage, Press):
    """Their break is over."""

    permission = "help.keep_own_helping"
    limits = (OWN,)
    done_words = "Welcome back."

    def act(self) -> Any:
        """Come back."""
        return actions.come_back(by=self.actor, helper=self.helper)


class Kept(OwnPage, GatedView):
    """What is kept of them, to take away."""

    permission = "help.keep_own_helping"
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file of plain values."""
        told = kept_of(self.helper, clock.now())
        response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = 'attachment; filename="what-is-kept-of-me.json"'
        return response
