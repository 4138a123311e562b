"""Forms by which things are given out and written down, quick enough for a queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from commonweal.help.choices import CountBasis, GivenKind
from commonweal.help.forms.requests import Plain

A_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
REASONS = [
    ("", "Not said"), ("low_income", "Low income"), ("benefit_delay", "Benefit delayed"),
    ("benefit_change", "Benefit changed"), ("debt", "Debt"), ("homeless", "No home"),
    ("sickness", "Sickness"), ("no_funds", "No recourse to public funds"),
    ("no_device", "No device at home"), ("cost", "The cost of living"), ("other", "Something else"),
]  # fmt: skip


def number_field(label: str, most: int, **more: Any) -> forms.IntegerField:
    """A small whole number, typed on a telephone's number pad."""
    box = forms.NumberInput(attrs={"inputmode": "numeric", "class": "short", "min": 0})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=box, **more)


def short_text(label: str, most: int = 120, **more: Any) -> forms.CharField:
    """A few words that need not be there."""
    return forms.CharField(label=label, max_length=most, required=False, **more)


class GiveOutForm(Plain):
    """One household. The first five answers stay as they are for the next one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What do you give out?", choices=GivenKind.choices)
    basis = forms.ChoiceField(
        label="What do you count?", widget=forms.RadioSelect,
        choices=[
            (CountBasis.PEOPLE, "Each person"), (CountBasis.HOUSEHOLDS, "Each household"),
        ],
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label="How long does a parcel last?", required=False, coerce=int, empty_value=None,
        choices=[("", "No parcel"), ("3", "3 days"), ("7", "7 days")],
    )  # fmt: skip
    what = short_text("Which pack or voucher?")
    on = forms.DateField(label="Day", widget=A_DAY)
    adults = number_field("Adults", 30)
    children = number_field("Children", 30)
    postcode = short_text("Postcode", 10)
    house = short_text("Number or name of the house", 60)
    surname = short_text("Surname", 60)
    allergens = short_text("Allergies", 200)
    diet = short_text("Other food they cannot have", 200)
    pounds = forms.DecimalField(
        label="Worth, in pounds", required=False, min_value=0, max_value=10_000, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "class": "short", "step": "0.01"}),
    )  # fmt: skip
    number = short_text("Number of the voucher", 40)
    source = short_text("Who sent them, if anybody", 120)
    reason = forms.ChoiceField(label="Why it is needed", choices=REASONS, required=False)

    KEPT = ("kind", "basis", "days", "what", "on")
    AT_THE_TABLE = ("adults", "children", "postcode", "house", "surname", "allergens", "diet")
    MORE = ("pounds", "number", "source", "reason")


class TakeBackForm(Plain):
    """Why something counts no more."""

    reason = forms.CharField(label="Why was it not given after all?", max_length=200)


class BetweenForm(forms.Form):
    """From which day to which, and what."""

    first = forms.DateField(label="From", required=False, widget=A_DAY)
    last = forms.DateField(label="To", required=False, widget=A_DAY)
    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *GivenKind.choices]
    )

    def asked(self, today: dt.date) -> tuple[dt.date, dt.date, str]:
        """What was asked for; this month where nothing was, or what cannot be."""
        told = self.cleaned_data if self.is_valid() else {}
        last = told.get("last") or today
        first = told.get("first") or last.replace(day=1)
        return min(first, last), max(first, last), told.get("kind") or ""
