"""The place's list of needs, how each is handled, and the numbers to ring. For stewards."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.help.actions import preset as acts
from commonweal.help.forms.rooms import AddNeedForm, LineForm, NeedForm
from commonweal.help.models import HelpLine, NeedRule
from commonweal.help.reports.asking import lines
from commonweal.sector.models import Term
from commonweal.ui.acting import FormPage, Press


class Needs(GatedView, TemplateView):
    """All of it on one page."""

    permission = "help.keep_needs"
    template_name = "help/asking_needs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Needs by group, those that are not offered too, and the numbers."""
        rules = NeedRule.objects.select_related("term").order_by(
            "term__parent", "term__title", "pk"
        )
        titles = dict(groups())
        rows = [(titles.get(r.term.parent, r.term.parent), r) for r in rules]
        return super().get_context_data(**kwargs) | {"rows": rows, "lines": lines()}


def groups() -> list[tuple[str, str]]:
    """The groups of the register's list of needs."""
    rows = Term.objects.filter(scheme="need", parent="").order_by("title", "pk")
    return list(rows.values_list("code", "title"))


class NeedsForm(FormPage, GatedView):
    """A form of these."""

    permission = "help.keep_needs"

    def back(self, result: Any) -> str:
        """To all of it."""
        return reverse("help_needs")


class SetNeed(NeedsForm):
    """How one need is handled."""

    form_class = NeedForm
    thing: NeedRule

    def load(self) -> NeedRule:
        """Its rule."""
        rules = NeedRule.objects.select_related("term").filter(term__scheme="need")
        self.title = "How a need is handled"
        return get_object_or_404(rules, term__code=self.kwargs["code"])

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        rule = self.thing
        names = ("essential", "warm_only", "offered", "signpost")
        return {name: getattr(rule, name) for name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which need it is."""
        return super().get_context_data(**kwargs) | {"title": self.thing.term.title}

    def act(self, answers: dict[str, Any]) -> Any:
        """Set it."""
        return acts.set_need_rule(by=self.actor, term=self.thing.term, **answers)


class AddNeed(NeedsForm):
    """A need that the list lacks."""

    form_class = AddNeedForm
    title = "Add a need"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The groups."""
        return super().get_form_kwargs() | {"about": {"groups": groups()}}

    def act(self, answers: dict[str, Any]) -> Any:
        """Add it."""
        told = dict(answers)
        return acts.add_need(by=self.actor, title=told.pop("title_"), **told)


class AddLine(NeedsForm):
    """A number to ring."""

    form_class = LineForm
    title = "Add a number to ring"
    thing: HelpLine | None

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        return acts.keep_line(by=self.actor, line=self.thing, **answers)


class SetLine(AddLine):
    """Change a number to ring."""

    title = "Change a number to ring"

    def load(self) -> HelpLine:
        """The number."""
        return get_object_or_404(HelpLine, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        names = ("name", "number", "when", "words", "emergency", "position")
        return {name: getattr(self.thing, name) for name in names}


class DropLine(Press):
    """Show a number no more."""

    permission = "help.keep_needs"
    done_words = "That number is shown no more."

    def act(self) -> Any:
        """Drop it."""
        line = get_object_or_404(HelpLine, pk=self.kwargs["pk"])
        return acts.drop_line(by=self.actor, line=line)

    def back(self) -> str:
        """To all of it."""
        return reverse("help_needs")
