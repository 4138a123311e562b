"""The place's own settings on the staff desk: how it calls and colours itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from commonweal.places import actions, reports
from commonweal.ui.desk import DeskForm


class DescribeForm(forms.Form):
    """How the place calls and colours itself."""

    name = forms.CharField(label="Name of the place", max_length=80)
    keeper = forms.CharField(
        label="Who keeps it", max_length=120, required=False,
        help_text="The organisation that answers for this installation. Every page names it.",
    )  # fmt: skip
    telephone = forms.CharField(label="Telephone", max_length=30, required=False)
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    address = forms.CharField(label="Address", max_length=250, required=False)
    accent = forms.CharField(
        label="Colour on light pages", max_length=7, required=False,
        help_text="A hash and six digits, such as #6a1f47. Empty for the usual damson. It must be "
        "dark enough to be read.",
    )  # fmt: skip
    accent_dark = forms.CharField(
        label="Colour on dark pages", max_length=7, required=False,
        help_text="The same for readers whose screens are dark. It must be light enough.",
    )  # fmt: skip
    logo = forms.FileField(
        label="Logo", required=False,
        help_text="A PNG, JPEG or WebP picture of at most one megabyte.",
    )  # fmt: skip
    without_logo = forms.BooleanField(label="Take the logo away", required=False)


class Describe(DeskForm):
    """How the place calls itself, and its colours and logo."""

    permission = "places.set_place"
    form_class = DescribeForm
    page_title = "This place"
    header_icon = "cog"
    done_words = "Saved. The public pages show it from now on."

    def get_initial(self) -> dict[str, Any]:
        """What is set now."""
        place = reports.the_place()
        kept = ("name", "keeper", "telephone", "email", "address", "accent", "accent_dark")
        return {name: getattr(place, name) for name in kept}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which areas it serves, and that the form may carry a file."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"intro": reports.serves(), "is_multipart": True}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        return actions.describe_place(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """Here again."""
        return reverse("places_desk:describe")
