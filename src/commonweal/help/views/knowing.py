"""Whether a helper may be looked for, and how often somebody wants one."""

from __future__ import annotations

from typing import Any

from commonweal.help.actions.repeating import set_repeat
from commonweal.help.actions.requests import let_match
from commonweal.help.forms import knowing as shapes
from commonweal.help.views.requests import RequestForm


class Repeat(RequestForm):
    """How often it is wanted again."""

    title, form_class = "Does it repeat?", shapes.RepeatForm

    def get_initial(self) -> dict[str, Any]:
        """As it repeats now."""
        return super().get_initial() | shapes.repeat_of(self.asked)

    def act(self, answers: dict[str, Any]) -> Any:
        """Say so."""
        return set_repeat(by=self.actor, request=self.asked, **answers)


class LetMatch(RequestForm):
    """The lead lets a helper be looked for though they have not agreed, and says why."""

    permission = "help.lead_scheme"
    title, form_class = "Look for a helper before they agreed?", shapes.LetForm
    send_words = "Let a helper be looked for"

    def act(self, answers: dict[str, Any]) -> Any:
        """Let it, with the reason."""
        return let_match(by=self.actor, request=self.asked, why=answers["why"])
