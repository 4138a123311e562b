"""What check each task of a scheme takes: the questions, the answer, and the lead's word."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.core.refused import Refused
from commonweal.help.actions import checks
from commonweal.help.eligibility import RULESET, SAYS, Decision, Outcome, answers, decide
from commonweal.help.eligibility import falls_short as falls_short_of
from commonweal.help.forms.checks import QuestionsForm, WantedForm, typed
from commonweal.help.models import Scheme, SchemeNeed
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage

NOT_ANSWERED = "Answer every question first."


def checks_of(scheme: Scheme) -> list[dict[str, Any]]:
    """Every need of a scheme: what check it may have, what is asked, and whether to look again."""
    needs = scheme.needs.select_related("term").order_by("term__title")
    return [
        {
            "need": n, "lawful": SAYS[Outcome(n.lawful)], "wanted": SAYS[Outcome(n.wanted)],
            "is_stale": n.confirmed_at is not None and n.ruleset != RULESET,
            "short": falls_short_of(Outcome(n.lawful), Outcome(n.wanted)),
        }
        for n in needs
    ]  # fmt: skip


class NeedChecks(InRoom, GatedView, TemplateView):
    """Every task of the scheme, and what it takes to do it."""

    permission = "help.see_helpers"
    template_name = "help/helpers_checks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with what it may have, what is asked, who said so, and whether to look again."""
        return super().get_context_data(**kwargs) | {
            "rows": checks_of(self.scheme), "may_confirm": self.may("help.confirm_checks"),
            "may_keep_scheme": self.may("help.keep_scheme"),
        }  # fmt: skip


class WhatItTakes(InRoom, FormPage, GatedView):
    """Answer the questions about one task, read what follows, and say what the scheme asks."""

    permission = "help.confirm_checks"
    template_name = "help/helpers_what_it_takes.html"
    send_words = "Yes, this is what it takes"
    done_words = "Kept. Helpers are asked accordingly from now on."
    form_class = WantedForm
    need: SchemeNeed

    def load(self) -> SchemeNeed:
        """The task, of this scheme."""
        super().load()
        need = self.scheme.needs.select_related("term").filter(pk=self.kwargs["pk"]).first()
        if need is None:
            raise Http404
        self.need = need
        return need

    def questions(self) -> QuestionsForm:
        """The questions: as they were sent, else as they were answered before."""
        sent = self.request.POST or self.request.GET
        if sent:
            return QuestionsForm(sent)
        kept = {name: typed(said) for name, said in self.need.answers.items()}
        return QuestionsForm(initial=kept)

    def decision(self) -> Decision | None:
        """What follows from the answers; nothing of a form that is not whole."""
        asked = self.questions()
        self.asked = asked
        if not asked.is_bound or not asked.is_valid():
            return None
        try:
            return decide(answers(asked.answers()))
        except ValueError as wrong:
            asked.add_error(None, str(wrong))
            return None

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was answered goes along; what may be chosen follows from it."""
        self.found = self.decision()
        outcome = self.found.outcome if self.found else Outcome.NONE
        known = self.asked.cleaned_data if self.found else {}
        mine = {"wanted": self.need.wanted} if self.need.confirmed_at else {}
        return super().get_form_kwargs() | {"outcome": outcome, "initial": {**known, **mine}}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it.

        :raises Refused: when a question is not answered.
        """
        if self.found is None:
            raise Refused(NOT_ANSWERED)
        return checks.say_what_it_takes(
            by=self.actor, scheme_need=self.need, answers=self.asked.answers(),
            wanted=answers["wanted"],
        )  # fmt: skip

    def back(self, result: Any) -> str:
        """To all tasks."""
        return self.at("help_checks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions, and what follows from them."""
        self.title = f"What does it take: {self.need.term.title}?"
        context = super().get_context_data(**kwargs)
        return context | {
            "need": self.need, "asked": self.asked, "found": self.found,
            "says": SAYS[self.found.outcome] if self.found else "",
        }  # fmt: skip
