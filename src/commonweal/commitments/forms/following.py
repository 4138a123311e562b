"""Forms for following a document by e-mail."""

from __future__ import annotations

from django import forms


class FollowForm(forms.Form):
    """One address, and nothing else."""

    email = forms.CharField(
        label="Your e-mail address", max_length=254,
        error_messages={"required": "Write your e-mail address."},
        help_text="We write to it first, to see that it is yours. Nobody else is shown it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class NothingToFillIn(forms.Form):
    """A button."""
