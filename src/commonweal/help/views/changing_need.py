"""Saying that a request is for another need than was written down."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from commonweal.help.actions.changing_need import change_need, serves
from commonweal.help.forms.requests import NeedForm
from commonweal.help.reports.asking import offered
from commonweal.help.views.requests import RequestForm
from commonweal.sector.models import Term


class ChangeNeed(RequestForm):
    """Another need; where this scheme does not do it, handing it over is offered at once."""

    title, form_class = "It is something else they need", NeedForm

    def get_initial(self) -> dict[str, Any]:
        """As it was written down."""
        return super().get_initial() | {"need": self.asked.need.code}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be asked for, by group; what is put through at once is taken as a call."""
        groups = [
            (g.title, [(r.term.code, r.term.title) for r in g.needs if not r.warm_only])
            for g in offered()
        ]
        return super().get_form_kwargs() | {"groups": [g for g in groups if g[1]]}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        need = get_object_or_404(Term, scheme="need", code=answers.pop("need"))
        return change_need(by=self.actor, request=self.asked, need=need, **answers)

    def said(self, result: Any) -> str:
        """What it is now, and whether it can stay here."""
        now = f"It is now: {result.need}."
        if serves(result):
            return f"{now} Nothing else of it changed."
        return f"{now} {self.scheme} does not do this: hand it to one that does."

    def back(self, result: Any = None) -> str:
        """To the request, or to handing it over."""
        hands = not serves(result) and self.may("help.hand_over", result)
        return self.at("request_hand_over" if hands else "request", str(self.asked.uuid))
