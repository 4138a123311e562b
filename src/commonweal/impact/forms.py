"""What the staff desk asks of measures and figures."""

from __future__ import annotations

from django import forms

from commonweal.impact.choices import Better, Unit

A_DAY = forms.DateInput(attrs={"type": "date"})


class MeasureForm(forms.Form):
    """Something to be counted the same way each time."""

    name = forms.CharField(label="What is counted", error_messages={"required": "Give it a name."})
    slug = forms.SlugField(
        label="Its address", help_text="Small letters, digits and dashes, such as long-grants.",
        error_messages={"required": "Give it an address."},
    )  # fmt: skip
    unit = forms.ChoiceField(label="In what", choices=Unit.choices)
    better = forms.ChoiceField(
        label="Which way is better", choices=Better.choices, initial=Better.NEITHER
    )
    how = forms.CharField(
        label="How it is counted", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="And what is left out, so that somebody else could count it again.",
    )  # fmt: skip


class FigureForm(forms.Form):
    """What it was over a stretch of days."""

    starts_on = forms.DateField(
        label="From", widget=A_DAY, error_messages={"required": "Give the first day."}
    )
    ends_on = forms.DateField(
        label="To", widget=A_DAY, error_messages={"required": "Give the last day."}
    )
    value = forms.DecimalField(
        label="The figure", max_digits=18, decimal_places=4,
        error_messages={"required": "Give the figure."},
    )  # fmt: skip
    low = forms.DecimalField(
        label="At least", help_text="Only for an estimate.", required=False,
        max_digits=18, decimal_places=4,
    )  # fmt: skip
    high = forms.DecimalField(label="At most", required=False, max_digits=18, decimal_places=4)
    area = forms.CharField(
        label="Code of the area", help_text="Nothing for the whole place.", required=False
    )
    source = forms.CharField(
        label="Who counted it", error_messages={"required": "Say who counted it."}
    )
    source_url = forms.CharField(label="Where it can be read", required=False)
    note = forms.CharField(label="What one should know", required=False)


class WithdrawForm(forms.Form):
    """Why a figure is withdrawn."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is withdrawn."},
    )  # fmt: skip


class EndForm(forms.Form):
    """From when something is not counted any more."""

    on = forms.DateField(
        label="The last day", widget=A_DAY, error_messages={"required": "Give the last day."}
    )
