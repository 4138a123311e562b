"""Forms of the staff desk for help."""

from __future__ import annotations

from django import forms

from commonweal.help.forms.requests import Plain


class AddPoolForm(Plain):
    """A telephone that schemes share."""

    name = forms.CharField(label="Name", max_length=200, help_text="Such as The Broads telephone.")


class BeginMeasuresForm(Plain):
    """That somebody read what publishing means."""

    sure = forms.BooleanField(
        label="Publish, each month, how many asked and were helped",
        help_text="To the nearest five; one to four is never shown. A figure stays until it would "
        "change by five or more.",
    )  # fmt: skip
