"""Screens of the staff desk about one correction, withholding, name or number."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.shortcuts import get_object_or_404

from commonweal.sector import actions
from commonweal.sector.choices import Ground
from commonweal.sector.desk.lists import page_of
from commonweal.sector.models import Correction, Identifier, Name, Withholding
from commonweal.sector.withholding import WITHHOLDABLE
from commonweal.ui.desk import DeskButton, DeskForm


class OfOne:
    """A button or form about a row of one organisation."""

    model: ClassVar[type[Any]]
    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Any:
        """The row."""
        rows = self.model.objects.select_related("organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self, result: Any) -> str:
        """The page of its organisation."""
        return page_of(self.thing.organisation)


class WithdrawCorrection(OfOne, DeskButton):
    """Take a correction back."""

    permission = "sector.correct_organisation"
    model = Correction
    done_words = "Withdrawn. What the register says is shown again."

    def act(self) -> Any:
        """Withdraw it."""
        return actions.withdraw_correction(by=self.actor, correction=self.thing)


class LiftWithholding(OfOne, DeskForm):
    """Let something be seen again, after a second thought."""

    permission = "sector.withhold"
    model = Withholding
    form_class = forms.Form
    page_title = "Show again"
    header_icon = "view"
    send_words = "Show it again"
    done_words = "It is shown again."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is about to be shown, and why it was not."""
        w = self.thing
        intro = (
            f"{WITHHOLDABLE[w.fact][0]}: {w.organisation.name}. "
            f"Withheld by {w.by}, {str(Ground(w.ground).label).lower()}: {w.reason} "
            "Anyone will be able to see it again, unless it is withheld on another ground."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Any:
        """Lift it."""
        return actions.lift_withholding(by=self.actor, withholding=self.thing)


class RemoveName(OfOne, DeskButton):
    """Take away a name noted here."""

    permission = "sector.correct_organisation"
    model = Name
    done_words = "Taken away."

    def act(self) -> Any:
        """Remove it."""
        actions.remove_name(by=self.actor, organisation=self.thing.organisation, name=self.thing)


class RemoveIdentifier(OfOne, DeskButton):
    """Take away a number noted here."""

    permission = "sector.keep_numbers"
    model = Identifier
    done_words = "Taken away."

    def act(self) -> Any:
        """Remove it."""
        actions.remove_identifier(
            by=self.actor, organisation=self.thing.organisation, identifier=self.thing
        )
