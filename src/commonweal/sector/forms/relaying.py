"""Forms for writing to an organisation that shows no address, and for what it shows of itself."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.sector.choosing import CHOICES
from commonweal.sector.forms.joining import Boxes, TrapForm
from commonweal.sector.forms.members import needed
from commonweal.sector.relaying import LONGEST


class WriteForm(TrapForm):
    """A letter."""

    name = forms.CharField(
        label="Your name", max_length=200, error_messages=needed("Write your name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.CharField(
        label="Your e-mail address", max_length=254,
        error_messages=needed("Write your e-mail address, so that they can answer."),
        help_text="They answer you there. We write to it first, to see that it is yours.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    words = forms.CharField(
        label="What would you like to say?",
        error_messages=needed("Write what you would like to say."),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"Up to {LONGEST:,} letters. Leave out what a stranger should not read.",
    )  # fmt: skip


class ChoicesForm(forms.Form):
    """What is shown, and whether letters are taken."""

    shown = forms.MultipleChoiceField(
        label="What may be shown to everyone?", required=False,
        choices=list(CHOICES.items()), widget=Boxes,
        help_text="What is not ticked is private: on every page, in every file and in the search.",
    )  # fmt: skip
    letters = forms.BooleanField(
        label="People may write to us through a form here", required=False,
        help_text="It does not tell them the address. It is offered where no e-mail is shown.",
    )  # fmt: skip
    unblock = forms.BooleanField(label="Let those write again whom we stopped", required=False)

    def __init__(self, *args: Any, stopped: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stopped:
            del self.fields["unblock"]


class NoForm(forms.Form):
    """Nothing to fill in: a press is all."""
