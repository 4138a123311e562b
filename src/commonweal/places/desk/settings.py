"""The place's own settings on the staff desk: what it serves, and how it calls itself."""

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
        return context | {"intro": serves(), "is_multipart": True}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        return actions.describe_place(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """Here again."""
        return reverse("places_desk:describe")


class AreasForm(forms.Form):
    """Which areas the place serves."""

    codes = forms.CharField(
        label="Codes of its areas", required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="GSS codes, one a line, such as E10000020 for Norfolk.",
    )  # fmt: skip
    everywhere = forms.BooleanField(label="Everywhere, whatever its area", required=False)


class SetAreas(DeskForm):
    """Which areas this installation serves."""

    permission = "places.set_place"
    form_class = AreasForm
    page_title = "Areas of this place"
    header_icon = "site"
    done_words = (
        "Saved. Who belongs is judged again at the next import of each register; to do it at once, "
        "run: commonweal place set"
    )

    def get_initial(self) -> dict[str, Any]:
        """What is set now."""
        place = reports.the_place()
        return {"codes": "\n".join(place.codes), "everywhere": place.everywhere}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which areas it serves now."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"intro": serves()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        codes = answers["codes"].replace(",", " ").split()
        return actions.set_place(by=self.actor, codes=codes, everywhere=answers["everywhere"])

    def back(self, result: Any) -> str:
        """Here again."""
        return reverse("places_desk:set_areas")


def serves() -> str:
    """Which areas the place serves, in a sentence."""
    place = reports.the_place()
    if place.everywhere:
        return "It serves everywhere."
    named = {a.code: a.name for a in reports.place_areas()}
    words = [f"{named.get(code, 'an area not known here yet')} ({code})" for code in place.codes]
    return f"It serves {', '.join(words)}." if words else "It serves no area yet."
