"""Forms for visits, money, miles and texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from commonweal.comms.reports import LONGEST_TEXT
from commonweal.help.actions.texting import HELPERS, PEOPLE
from commonweal.help.choices import RoundStanding
from commonweal.help.forms.requests import Moment, Plain, day_input, note_field
from commonweal.help.mileage import BIKE, CAR
from commonweal.help.models import Round, Scheme

LONGER = [(n, f"{n} minutes more") for n in (15, 30, 45, 60, 90, 120)]


class VisitForm(Plain):
    """When a visit is, and how long it takes."""

    starts_at = Moment(label="When?")
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=5, max_value=480, initial=60,
        help_text="The helper is looked for when they are not back 15 minutes after.",
    )  # fmt: skip


class BackForm(Plain):
    """The helper is back; anything to say is welcome and not needed."""

    report = note_field("Anything we should know?", "You need not write anything.")


class LongerForm(Plain):
    """How much longer a helper stays."""

    minutes = forms.TypedChoiceField(
        label="How much longer, from now?", choices=LONGER, coerce=int, initial=30
    )


class AnswerForm(Plain):
    """How it is known that a helper is safe, and whether they are back."""

    note = note_field(
        "How do you know that they are safe?",
        "You spoke with them, or with somebody who is with them. A message that was read does not "
        "count.", required=True,
    )  # fmt: skip
    minutes = forms.TypedChoiceField(
        label="Where are they?", coerce=int, initial=0,
        choices=[(0, "They are back"), *((n, f"There still, for {w}") for n, w in LONGER)],
    )  # fmt: skip


class NotReachedForm(Plain):
    """A helper did not answer."""

    note = note_field("What did you try?")


def pounds_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DecimalField:
    """A sum in pounds and pence."""
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, min_value=Decimal(0),
        max_value=Decimal(500), max_digits=6, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )  # fmt: skip


def in_pence(pounds: Decimal | None) -> int:
    """A sum in pence."""
    return int((pounds or Decimal(0)) * 100)


class MoneyForm(Plain):
    """Money that was handled on a visit."""

    taken = pounds_field("Taken along, in pounds")
    spent = pounds_field("Spent, in pounds")
    returned = pounds_field("Given back, in pounds")
    receipt = forms.CharField(
        label="Which receipt?", max_length=60, required=False,
        help_text="Its number, or the shop and the time. Never the number of a card.",
    )  # fmt: skip
    signed = forms.BooleanField(label="We both signed the slip", required=False)

    def clean(self) -> dict[str, Any]:
        """The sums in pence."""
        told = super().clean() or self.cleaned_data
        return told | {name: in_pence(told.get(name)) for name in ("taken", "spent", "returned")}


class ExpenseForm(Plain):
    """Miles, or something that was paid."""

    on = forms.DateField(label="Which day?", widget=day_input())
    what = forms.CharField(label="What was it for?", max_length=200)
    miles = forms.DecimalField(
        label="Miles", required=False, min_value=Decimal("0.1"), max_value=Decimal(500),
        max_digits=4, decimal_places=1, help_text="There and back. Leave empty for something paid.",
    )  # fmt: skip
    means = forms.ChoiceField(
        label="By what?", choices=[(CAR, "Car or van"), (BIKE, "Bicycle")], initial=CAR
    )
    pence = pounds_field("Or paid, in pounds", "A bus ticket or parking.", required=False)
    receipt = forms.CharField(label="Which receipt?", max_length=60, required=False)

    def clean_pence(self) -> int:
        """The sum in pence."""
        return in_pence(self.cleaned_data["pence"])


class DecideForm(Plain):
    """Agree to a claim, or refuse it with the reason."""

    agreed = forms.TypedChoiceField(
        label="What do you decide?", coerce=lambda v: v == "yes", widget=forms.RadioSelect,
        choices=[("yes", "Agree"), ("no", "Refuse")],
    )  # fmt: skip
    reason = forms.CharField(label="If you refuse: why?", max_length=300, required=False)


class ThanksForm(Plain):
    """What somebody said of a helper."""

    words = note_field("What did they say?", required=True)


class TextManyForm(Plain):
    """One text to many: whom, and the words; it is shown before anything goes."""

    to = forms.ChoiceField(
        label="To whom?", widget=forms.RadioSelect, initial=HELPERS,
        choices=[(HELPERS, "Our helpers who are ready"), (PEOPLE, "The people of one round")],
    )  # fmt: skip
    round = forms.ModelChoiceField(
        label="Which round?", queryset=Round.objects.none(), required=False,
        help_text="Only for the people of a round.",
    )  # fmt: skip
    words = forms.CharField(
        label="The text", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"At most {LONGEST_TEXT} characters. Name nobody, and nothing anybody needs.",
    )  # fmt: skip
    counted = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = scheme.rounds.exclude(standing=RoundStanding.CALLED_OFF).order_by("-on", "-pk")
        field: Any = self.fields["round"]
        field.queryset = Round.objects.filter(pk__in=[r.pk for r in ours[:30]])

    def clean(self) -> dict[str, Any]:
        """A round, where one is meant."""
        told = super().clean() or self.cleaned_data
        if told.get("to") == PEOPLE and not told.get("round"):
            self.add_error("round", "Choose the round.")
        return told
