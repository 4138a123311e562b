"""The helpers of one scheme, for the people who run it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import helpers, own_helping
from commonweal.help.actions.helpers import is_theirs
from commonweal.help.choices import HELPER_FOLLOWS, HelperStanding
from commonweal.help.forms import helpers as shapes
from commonweal.help.models import Helper
from commonweal.help.reports.helpers import helpers_of, one_helper, page_of
from commonweal.help.reports.running_out import running_out
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press

AT_A_TIME = 50


class Helpers(InRoom, GatedView, TemplateView):
    """The helpers of a scheme: who asked to join first, then by name."""

    permission = "help.see_helpers"
    template_name = "help/helpers_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them, found by how they stand and what they are called."""
        standing = self.request.GET.get("standing", "")
        name = self.request.GET.get("q", "").strip()[:100]
        keys = Paginator(helpers_of(self.scheme, standing, name), AT_A_TIME)
        page = keys.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "helpers": page_of(list(page.object_list)),
            "standings": HelperStanding.choices,
            "standing": standing,
            "name": name,
            "soon": len(running_out(self.scheme, clock.today())),
            "may_keep": self.may("help.keep_helpers"),
            "may_confirm": self.may("help.confirm_checks"),
        }


class RunningOut(InRoom, GatedView, TemplateView):
    """Checks, insurances and training that run out soon."""

    permission = "help.see_helpers"
    template_name = "help/helpers_running_out.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of them, the first to end first."""
        rows = running_out(self.scheme, clock.today())
        return super().get_context_data(**kwargs) | {"rows": rows}


class AddHelper(InRoom, FormPage, GatedView):
    """Write down somebody who offered to help by telephone or on paper."""

    permission = "help.keep_helpers"
    form_class = shapes.HelperForm
    template_name = "help/helpers_form.html"
    title = "Add a helper"
    lede = "Read it out to them as it stands here, or copy it from paper."
    send_words = "Add them"
    done_words = "They are here. Speak with them, then say that they may begin."

    def get_form_kwargs(self) -> dict[str, Any]:
        """What this scheme does."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Write them down; nobody's account is tied to it."""
        return helpers.join_scheme(by=self.actor, scheme=self.scheme, told=answers)

    def back(self, result: Any) -> str:
        """To the helper."""
        return self.at("helper", str(result.uuid))


class OnHelper(InRoom):
    """Loads one helper of the scheme."""

    helper: Helper

    def load(self) -> Helper:
        """The helper, of a scheme whoever looks may know of, unless they were forgotten."""
        super().load()
        ours = Helper.objects.of(self.scheme).select_related("scheme", "buddy", "person")
        found = ours.filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        self.helper = found
        return found

    @property
    def is_own(self) -> bool:
        """Whether whoever looks is this helper."""
        return is_theirs(self.actor, self.helper)

    def back(self, result: Any = None) -> str:
        """Back to the helper."""
        return self.at("helper", str(self.helper.uuid))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The helper, for every page about them."""
        return super().get_context_data(**kwargs) | {"helper": self.helper}


class OneHelper(OnHelper, GatedView, TemplateView):
    """A helper: what they said, what they have, what they may do, and what was decided."""

    permission = "help.see_helpers"
    template_name = "help/helpers_one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it that whoever looks may read; whose first names it shows is written down."""
        may_keep = self.may("help.keep_helpers", self.helper)
        told = one_helper(self.helper, clock.today(), all_of_it=may_keep and not self.is_own)
        people = [m.request.client for m in told.tasks] + [a.client for a in told.apart]
        self.saw(people, purpose=f"helper {self.helper.pk}")
        standing = HelperStanding(self.helper.standing)
        return super().get_context_data(**kwargs) | {
            "told": told,
            "may_keep": may_keep,
            "may_confirm": self.may("help.confirm_checks", self.helper) and not self.is_own,
            "may_suspend": self.may("help.raise_worry", self.helper)
            and HelperStanding.SUSPENDED in HELPER_FOLLOWS[standing],
            "is_own": self.is_own,
            "may_have_link": standing not in (HelperStanding.SUSPENDED, HelperStanding.LEFT),
            "today": clock.today(),
        }


class HelperFormPage(OnHelper, FormPage, GatedView):
    """A form about one helper; what somebody else changed meanwhile is told."""

    permission = "help.keep_helpers"
    template_name = "help/helpers_form.html"

    def get_initial(self) -> dict[str, Any]:
        """The edition that was read."""
        return super().get_initial() | {"edition": self.helper.edition}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about."""
        context = super().get_context_data(**kwargs)
        return context | {"lede": self.lede or self.helper.name}


class ChangeHelper(HelperFormPage):
    """Put right what is kept of a helper."""

    title, form_class = "Change what is kept", shapes.HelperForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What this scheme does."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return super().get_initial() | shapes.as_told(self.helper)

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        edition = answers.pop("edition", None)
        return helpers.change_helper(
            by=self.actor, helper=self.helper, told=answers, edition=edition
        )


class ChangeStanding(HelperFormPage):
    """Let somebody begin, rest or go."""

    title, form_class = "How do they stand?", shapes.StandingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may follow."""
        return super().get_form_kwargs() | {"helper": self.helper}

    def act(self, answers: dict[str, Any]) -> Any:
        """Say it."""
        return helpers.change_helper_standing(by=self.actor, helper=self.helper, **answers)


class Suspend(HelperFormPage):
    """Suspend a helper at once, having read what follows."""

    permission = "help.raise_worry"
    title, form_class = "Suspend this helper", shapes.SuspendForm
    template_name = "help/helpers_suspend.html"
    send_words = "Suspend them now"
    done_words = "They are suspended. Their tasks are back on the board."

    def load(self) -> Helper:
        """The helper; a helper's own link or account is no way to this page."""
        helper = super().load()
        if not self.may("help.see_helpers"):
            raise Http404
        return helper

    def act(self, answers: dict[str, Any]) -> Any:
        """Suspend them."""
        return helpers.suspend_helper(by=self.actor, helper=self.helper, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many tasks go back."""
        count = self.helper.matches.standing().count()
        return super().get_context_data(**kwargs) | {"count": count}


class MakeLink(OnHelper, Press):
    """Make their private link anew."""

    permission = "help.keep_helpers"
    done_words = "The new address is on its way to them. The old one no longer works."

    def act(self) -> Any:
        """Send it; nothing comes back then."""
        self.token = own_helping.make_helper_link(by=self.actor, helper=self.helper)
        return self.token

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back with the news; or the address, this once, for somebody without e-mail."""
        response = super().post(request, *args, **kwargs)
        token = getattr(self, "token", "")
        if not token:
            return response
        address = f"{settings.SITE_ADDRESS}/helping/{token}/"
        told = {"scheme": self.scheme, "helper": self.helper, "address": address}
        return render(request, "help/helpers_link.html", told)


class RevokeLink(OnHelper, Press):
    """End their private link."""

    permission = "help.keep_helpers"
    done_words = "Their private address no longer works."

    def act(self) -> Any:
        """End it."""
        return own_helping.revoke_helper_link(by=self.actor, helper=self.helper)
