"""The form of an advice session: quick to tick, with what came of it."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.help.advice_codes import ISSUES
from commonweal.help.choices import AdviceWay
from commonweal.help.forms.giving import A_DAY, number_field, short_text
from commonweal.help.forms.requests import Plain, note_field


def pounds_field(label: str) -> forms.DecimalField:
    """An amount in pounds that need not be there."""
    box = forms.NumberInput(attrs={"inputmode": "decimal", "class": "short", "step": "0.01"})
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=1_000_000, decimal_places=2, widget=box
    )


class AdviceForm(Plain):
    """One contact: who, how, about what, and what came of one of the issues."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    codes = forms.MultipleChoiceField(
        label="What were they advised about?", choices=list(ISSUES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick each. Together they are one contact, with as many issues as you tick.",
    )  # fmt: skip
    way = forms.ChoiceField(label="How?", choices=AdviceWay.choices)
    on = forms.DateField(label="Day", widget=A_DAY)
    minutes = number_field("How many minutes", 1_440, required=False)
    postcode = short_text("Postcode", 10)
    house = short_text("Number or name of the house", 60)
    surname = short_text("Surname", 60)
    about = forms.ChoiceField(
        label="Of which issue something came", required=False,
        choices=[("", "Nothing yet"), *ISSUES.items()],
    )  # fmt: skip
    gained = pounds_field("Gained, in pounds a year")
    written_off = pounds_field("Debt written off, in pounds")
    home_kept = forms.BooleanField(label="They kept their home because of it", required=False)
    note = note_field("Anything to remember")

    FIRST = ("codes", "way", "on", "minutes")
    WHO = ("postcode", "house", "surname")
    OUTCOME = ("about", "gained", "written_off", "home_kept", "note")

    def clean(self) -> dict[str, Any]:
        """What came of it belongs to an issue that was ticked."""
        told = super().clean() or {}
        came = any(told.get(name) for name in ("gained", "written_off", "home_kept"))
        if came and told.get("about") not in told.get("codes", []):
            self.add_error("about", "Say of which issue it came; tick that above too.")
        return told

    def issues(self) -> list[dict[str, Any]]:
        """Each issue that was ticked; one of them with what came of it."""
        told = self.cleaned_data
        rows: list[dict[str, Any]] = [{"code": code} for code in told["codes"]]
        for row in rows:
            if row["code"] == told["about"]:
                row |= {
                    "gained": pence(told["gained"]), "written_off": pence(told["written_off"]),
                    "home_kept": told["home_kept"],
                }  # fmt: skip
        return rows


def pence(pounds: Any) -> int | None:
    """Pounds as pence; nothing of nothing."""
    return int(pounds * 100) if pounds is not None else None
