"""Forms about ways in, people's rights, complaints."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.help.choices import RightKind, RightStanding
from commonweal.help.forms.requests import Plain, note_field
from commonweal.help.models import Scheme
from commonweal.ui.choosing import OneOf


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """A day."""
    box = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=box)


class LetInForm(Plain):
    """Who is let in where, why and for how long."""

    scheme = forms.ModelChoiceField(label="Into which scheme?", queryset=Scheme.objects.none())
    person = forms.EmailField(label="Who? The address they sign in with")
    reason = note_field("Why?", "The scheme's lead reads it at once.", required=True)
    hours = forms.IntegerField(label="For how many hours?", min_value=1, max_value=24, initial=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scheme"]
        field.queryset = Scheme.objects.live().order_by("name", "pk")

    def clean_person(self) -> User:
        """The account with this address."""
        typed = self.cleaned_data["person"]
        person = User.objects.filter(email__iexact=typed, is_active=True).first()
        if person is None:
            raise forms.ValidationError("Nobody signs in with this address.")
        return person


class WordsForm(Plain):
    """Something that must be said."""

    words = note_field("What do you want to write down?", required=True)


class ComplainForm(Plain):
    """What went wrong, and how to answer."""

    words = note_field("What went wrong?", "Say what happened, and when.", required=True)
    name = forms.CharField(label="Your name", max_length=200, required=False)
    reach = forms.CharField(
        label="How can we answer you?", max_length=300, required=False,
        help_text="An e-mail address, a telephone number or an address. Without one we cannot.",
    )  # fmt: skip


class RightForm(Plain):
    """What somebody asks about what is kept of them."""

    kind = forms.ChoiceField(label="What do they ask?", choices=RightKind.choices)
    received_on = day_field("When did it come?")
    words = note_field("In their words")

    def clean_received_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError("This day is still to come.")
        return day


class OwnRightForm(Plain):
    """What helpers ask about what is kept of them."""

    kind = forms.ChoiceField(
        label="What do you ask?", widget=OneOf,
        choices=[
            ("access", "A copy of all that is kept of me, on paper or as a file"),
            ("correction", "That something is put right"),
            ("erasure", "That it is erased"),
            ("objection", "That something is used no more"),
        ],
        error_messages={"required": "Choose one."},
    )  # fmt: skip
    words = note_field(
        "Anything to add?", "What is wrong and how it should be; or how you want the copy."
    )


class AnswerRightForm(Plain):
    """How it was answered."""

    standing = forms.ChoiceField(
        label="What came of it?",
        choices=[(s.value, s.label) for s in (RightStanding.DONE, RightStanding.REFUSED)],
    )
    answer = note_field("What do you tell them?", required=True)


class ExportForm(Plain):
    """What somebody gets to see of what is kept of them, and what a person decided to leave out."""

    leave = forms.MultipleChoiceField(
        label="Leave out what names somebody else, or could do harm",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form = forms.ChoiceField(
        label="How?", choices=[("page", "A page to print"), ("json", "A file for a machine")],
    )  # fmt: skip

    def __init__(self, *args: Any, notes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["leave"]
        field.choices = notes
        if not notes:
            del self.fields["leave"]
