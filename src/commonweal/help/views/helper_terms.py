"""What is written down of a helper: training, a buddy, whom to keep apart, rules, checks."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal.core.refused import Refused
from commonweal.help.actions import checks, helper_terms
from commonweal.help.forms import helpers as shapes
from commonweal.help.models import Client
from commonweal.help.reports.finding import found_people
from commonweal.help.views.helpers import HelperFormPage, OnHelper
from commonweal.sector.models import Term
from commonweal.ui.acting import Press


class NoteTraining(HelperFormPage):
    """Something they learnt."""

    title, form_class = "What did they learn?", shapes.TrainingForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return helper_terms.note_training(by=self.actor, helper=self.helper, **answers)


class SetBuddy(HelperFormPage):
    """Who goes along."""

    title, form_class = "A buddy", shapes.BuddyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The others who are ready."""
        return super().get_form_kwargs() | {"helper": self.helper}

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return super().get_initial() | {"buddy": self.helper.buddy_id}

    def act(self, answers: dict[str, Any]) -> Any:
        """Say who."""
        return helper_terms.set_buddy(by=self.actor, helper=self.helper, **answers)


class KeepApart(HelperFormPage):
    """Keep them apart from somebody; not a page for the helper themselves."""

    title, form_class = "Keep apart", shapes.ApartForm
    lede = "They are never brought together, whoever of the two asks or helps."

    def load(self) -> Any:
        """The helper, unless it is whoever looks."""
        super().load()
        if self.is_own:
            raise Http404
        return self.helper

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep the one person apart who is meant."""
        return helper_terms.keep_apart(
            by=self.actor, helper=self.helper, client=self.meant(answers["who"]),
            why=answers["why"],
        )  # fmt: skip

    def meant(self, who: str) -> Client:
        """The one person found by these words.

        :raises Refused: when there is none, or more than one.
        """
        found = found_people(self.scheme, who)
        self.saw(found, purpose="keeping apart")
        if not found:
            raise Refused("Nobody of this scheme is found by that.", field="who")
        if len(found) > 1:
            some = "; ".join(f"{c.name}, {c.postcode}" for c in found[:5])
            raise Refused(
                f"That may be {len(found)} people: {some}. Say the telephone number or the "
                "reference of the one you mean.",
                field="who",
            )
        return found[0]


class SetTaskRule(HelperFormPage):
    """What they may or may not do, unlike all others."""

    title, form_class = "A rule for one task", shapes.TaskRuleForm
    lede = "A yes never takes the place of a check against a barred list."

    def get_form_kwargs(self) -> dict[str, Any]:
        """What this scheme does."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Set it."""
        term = get_object_or_404(Term, pk=answers["term"])
        return helper_terms.set_task_rule(
            by=self.actor, helper=self.helper, term=term, allowed=answers["allowed"] == "yes",
            reason=answers["reason"],
        )  # fmt: skip


class SeeCheck(HelperFormPage):
    """What was seen on a certificate."""

    permission = "help.confirm_checks"
    title, form_class = "A check was seen", shapes.CheckForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return checks.see_check(by=self.actor, helper=self.helper, **answers)


class HelperPress(OnHelper, Press):
    """One press about something of a helper's, by its key."""

    permission = "help.keep_helpers"
    rows = ""

    def one(self) -> Any:
        """The row, if it is this helper's."""
        return get_object_or_404(getattr(self.helper, self.rows), pk=self.kwargs["pk"])


class DropTraining(HelperPress):
    """A training was written down by mistake."""

    rows = "trainings"

    def act(self) -> Any:
        """Take it out."""
        return helper_terms.drop_training(by=self.actor, training=self.one())


class EndApart(HelperPress):
    """The two may be brought together again."""

    rows = "apart"

    def act(self) -> Any:
        """End it."""
        return helper_terms.end_apart(by=self.actor, apart=self.one())


class DropTaskRule(HelperPress):
    """Like all others again."""

    rows = "task_rules"

    def act(self) -> Any:
        """Drop it."""
        return helper_terms.drop_task_rule(by=self.actor, rule=self.one())


class EndCheck(HelperPress):
    """A check counts no more."""

    permission = "help.confirm_checks"
    rows = "checks"

    def act(self) -> Any:
        """End it."""
        return checks.end_check(by=self.actor, check=self.one())
