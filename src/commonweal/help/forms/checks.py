"""The questions about a task from which follows what check it may have."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.help.eligibility import SAYS, Outcome, policy_allows
from commonweal.help.eligibility_questions import QUESTIONS, Question
from commonweal.help.forms.helpers import SomeOf
from commonweal.help.forms.requests import Plain
from commonweal.ui.choosing import OneOf

YES, NO = "yes", "no"


def is_yes_or_no(question: Question) -> bool:
    """Whether a question is answered with yes or no."""
    return all(isinstance(value, bool) for value in question.values)


def typed(value: Any) -> Any:
    """An answer as a form has it."""
    return (YES if value else NO) if isinstance(value, bool) else value


def field_of(question: Question) -> forms.Field:
    """The boxes of one question."""
    choices = [(typed(value), words) for value, words in question.options]
    if question.many:
        return forms.MultipleChoiceField(
            label=question.asks, help_text=question.help, choices=choices, widget=SomeOf,
            required=question.needed,
        )  # fmt: skip
    return forms.ChoiceField(
        label=question.asks, help_text=question.help, choices=choices, widget=OneOf
    )


class QuestionsForm(Plain):
    """The questions, in their order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.name] = field_of(question)

    def answers(self) -> dict[str, Any]:
        """The answers as the rules take them."""
        said = self.cleaned_data
        return {q.name: said[q.name] == YES if is_yes_or_no(q) else said[q.name] for q in QUESTIONS}


class WantedForm(QuestionsForm):
    """What the scheme asks for, below what was answered, which goes along unseen."""

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.name].widget = (
                forms.MultipleHiddenInput() if question.many else forms.HiddenInput()
            )
        lawful = [o for o in Outcome if policy_allows(outcome, o)]
        words = {o: SAYS[o][0].upper() + SAYS[o][1:] for o in lawful}
        self.fields["wanted"] = forms.ChoiceField(
            label="What does your scheme ask for?", widget=OneOf,
            choices=[(str(o), words[o]) for o in lawful],
        )  # fmt: skip
