"""Forms about worries."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.accounts.models import User
from commonweal.help.actions.worries import LONGEST
from commonweal.help.choices import WorryStanding
from commonweal.help.forms.requests import Plain
from commonweal.help.models import Match, Scheme, SchemeMember

STEPS = [(s.value, s.label) for s in (WorryStanding.LOOKED_INTO, WorryStanding.REFERRED)]


def account_field(label: str, help_text: str = "") -> forms.CharField:
    """What somebody tells in full."""
    area = forms.Textarea(attrs={"rows": 8})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=area)


class WorryForm(Plain):
    """Who somebody is worried about, and why."""

    about = forms.CharField(label="Who are you worried about?", max_length=300)
    words = account_field(
        "What did you see or hear?",
        "In your own words, and theirs where you remember them. Say when and where.",
    )
    child_born = forms.DateField(
        label="If it is a child, when were they born?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    person = forms.ModelChoiceField(
        label="Is it about somebody who runs this scheme?",
        help_text="They are not told, even where they hear of worries.",
        queryset=User.objects.none(),
        required=False,
        empty_label="No",
    )

    def __init__(self, *args: Any, scheme: Scheme, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:  # the page says who it is about
            del self.fields["about"], self.fields["person"]
            return
        members = SchemeMember.objects.standing().filter(scheme=scheme).values("person")
        field: Any = self.fields["person"]
        field.queryset = User.objects.filter(pk__in=members).order_by("name", "pk")
        self.fields["about"].required = False


class HelperWorryForm(Plain):
    """The same from a helper, who may name one of their tasks instead."""

    match = forms.ModelChoiceField(
        label="Which task is it about?",
        queryset=Match.objects.none(),
        required=False,
        empty_label="None of these",
    )
    about = forms.CharField(label="Or who is it about?", max_length=300, required=False)
    words = account_field("What did you see or hear?", "Say when and where.")

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["match"]
        field.queryset = tasks
        field.label_from_instance = lambda m: (
            f"{m.request.client.called or 'Somebody'}, {m.request.need}, {m.at:%d.%m.%Y}"
        )


class StepForm(Plain):
    """What was done about a worry."""

    standing = forms.ChoiceField(label="How does it stand?", choices=STEPS)
    words = account_field("What was done, and by whom?")


class CloseForm(Plain):
    """What was decided."""

    words = account_field("What was decided, and why?")
