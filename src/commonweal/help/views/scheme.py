"""A scheme as those who answer for it keep it: what it says of itself, its areas and its needs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.help.actions import schemes
from commonweal.help.forms import schemes as shapes
from commonweal.help.forms.questions import LANGUAGES
from commonweal.help.models import SchemeNeed
from commonweal.help.opening_hours import as_typed, in_words
from commonweal.help.reports.schemes import names_of_areas
from commonweal.help.views.checks import checks_of
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press


class SchemePage(InRoom, GatedView, TemplateView):
    """How the scheme stands, what it says of itself, and where each of it is changed."""

    permission = "help.keep_scheme"
    template_name = "help/schemes_kept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it."""
        scheme = self.scheme
        return super().get_context_data(**kwargs) | {
            "hours": in_words(scheme.hours),
            "areas": names_of_areas(scheme),
            "needs": scheme.needs.select_related("term").order_by("term__title"),
            "changes": scheme.changes.order_by("-pk")[:20],
            "money": scheme.money_limit // 100,
            "may_lead": self.may("help.lead_scheme"),
            "may_report": self.may("help.report_totals"),
        }


class SchemeForm(InRoom, FormPage, GatedView):
    """A form about the scheme."""

    permission = "help.keep_scheme"
    template_name = "help/schemes_form.html"

    def back(self, result: Any) -> str:
        """Back to the scheme."""
        return self.at("scheme_kept")


class Describe(SchemeForm):
    """What it does and when it can be reached."""

    title, form_class = "What the scheme does", shapes.DescribeForm

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        now = self.scheme
        plain = ("edition", "name", "about", "phone", "email", "address", "capacity",
                 "complaint_days", "keep_months")  # fmt: skip
        return super().get_initial() | {name: getattr(now, name) for name in plain} | {
            "hours": as_typed(now.hours), "closed_on": "\n".join(now.closed_on),
            "languages": ", ".join(dict(LANGUAGES).get(c, c) for c in now.languages),
            "pounds": now.money_limit // 100,
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Any:
        """Describe it."""
        words = {name: answers.pop(name) for name in schemes.FREE}
        return schemes.describe_scheme(
            by=self.actor, scheme=self.scheme, words=words,
            money_limit=100 * answers.pop("pounds"), postcode=answers.pop("postcode") or None,
            **answers,
        )  # fmt: skip


class Areas(SchemeForm):
    """Where it helps."""

    title, form_class = "Where it helps", shapes.AreasForm

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return super().get_initial() | {
            "codes": list(self.scheme.areas.values_list("code", flat=True))
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Say where."""
        return schemes.serve_areas(by=self.actor, scheme=self.scheme, **answers)


class Needs(SchemeForm):
    """Which needs it answers, one added at a time."""

    template_name = "help/schemes_needs.html"
    title, form_class = "What it helps with", shapes.NeedForm
    send_words, done_words = "Add it", "Added."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that there are, with what check each may have."""
        return super().get_context_data(**kwargs) | {
            "served": checks_of(self.scheme), "may_confirm": self.may("help.confirm_checks"),
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Any:
        """Add one."""
        return schemes.serve_need(by=self.actor, scheme=self.scheme, **answers)

    def back(self, result: Any) -> str:
        """The same page."""
        return self.at("scheme_needs")


class DropNeed(InRoom, Press):
    """A need is answered no longer."""

    permission = "help.keep_scheme"
    done_words = "Not answered any more. Requests that are open for it stay."

    def act(self) -> Any:
        """Drop it."""
        served = get_object_or_404(SchemeNeed, pk=self.kwargs["pk"], scheme=self.scheme)
        return schemes.drop_need(by=self.actor, scheme=self.scheme, term=served.term)

    def back(self) -> str:
        """The list."""
        return self.at("scheme_needs")
