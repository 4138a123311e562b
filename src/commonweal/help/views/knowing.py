"""What is known of a person, whether a helper may be looked for, and how often they want one."""

from __future__ import annotations

from typing import Any

from commonweal.core.gates import GatedView
from commonweal.help.actions.knowing import change_person
from commonweal.help.actions.repeating import set_repeat
from commonweal.help.actions.requests import let_match
from commonweal.help.forms import knowing as shapes
from commonweal.help.views.requests import OnRequest, RequestForm
from commonweal.ui.acting import FormPage


class ChangePerson(OnRequest, FormPage, GatedView):
    """What they say of themselves now: name, address, how to reach them safely, keyholder."""

    permission = "help.keep_people"
    title, form_class = "What changed?", shapes.KnownForm
    send_words, done_words = "Keep it", "Kept."
    template_name = "help/known_form.html"

    def get_initial(self) -> dict[str, Any]:
        """As it is known now."""
        return super().get_initial() | shapes.known_of(self.asked.client)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; the record was shown, and that is written down."""
        self.saw([self.asked.client], purpose="setting right what is known of them")
        return super().get_context_data(**kwargs)

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        told = self.form.as_told()  # type: ignore[attr-defined]
        edition = told.pop("edition", None)
        return change_person(by=self.actor, client=self.asked.client, told=told, edition=edition)


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
