"""What people are asked about a service, and what an organisation may say to it."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.sector.choices import Felt, ToldBy
from commonweal.sector.reports.feedback import QUESTIONS
from commonweal.ui.choosing import OneOf

LONGEST = 1000
SAID = (*Felt.choices, ("", "I would rather not say"))


def long_text(label: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    """A few words in a box of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Write a few words.",
            "max_length": f"Please use at most {LONGEST} characters.",
        },
    )


class HowItWas(forms.Form):
    """How a service treated somebody. Every question may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (question, _) in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question, choices=SAID, required=False, widget=OneOf, initial=""
            )
        self.fields["words"] = long_text(
            "Anything you would like them to know",
            "They read this first, and it is never published. "
            "Please name nobody, and leave out what could tell who you are.",
        )


class HowItWasForThem(HowItWas):
    """The same, as somebody told it to a steward."""

    told_by = forms.ChoiceField(
        label="How they told you",
        choices=[choice for choice in ToldBy.choices if choice[0] != ToldBy.WEB],
        widget=OneOf,
        error_messages={"required": "Say by what way they told you."},
    )


class Reply(forms.Form):
    """To one person, who reads it by their private link."""

    words = long_text(
        "Your reply", "Only whoever wrote this reads it, by their private link.", required=True
    )


class PublicAnswer(forms.Form):
    """To everybody, beside the figures."""

    words = long_text(
        "What you have learnt or changed",
        "Everybody reads it on the page of the service. Leave it empty to take it away.",
    )


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )
