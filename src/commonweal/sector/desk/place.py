"""Which areas this installation serves: set on the staff desk, and judged at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from commonweal.places import reports
from commonweal.places.actions import set_place
from commonweal.sector.tasks import judge_later
from commonweal.ui.desk import DeskForm


class PlaceForm(forms.Form):
    """Which areas the place serves, and what it is called."""

    name = forms.CharField(
        label="Name of the place", max_length=80, required=False,
        help_text="Such as Norfolk. Left empty, a place of one area takes that area's name.",
    )  # fmt: skip
    codes = forms.CharField(
        label="Codes of its areas", required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="GSS codes, one a line, such as E10000020 for Norfolk.",
    )  # fmt: skip
    everywhere = forms.BooleanField(label="Everywhere, whatever its area", required=False)


class SetPlace(DeskForm):
    """Which areas this installation serves. The worker then decides afresh who belongs."""

    permission = "places.set_place"
    form_class = PlaceForm
    page_title = "What this place serves"
    header_icon = "site"
    done_words = (
        "Saved. Who belongs is being decided afresh, from the rows already read; nothing needs "
        "to be imported again."
    )

    def get_initial(self) -> dict[str, Any]:
        """What is set now."""
        place = reports.the_place()
        name = place.name if reports.is_named(place) else ""
        return {"name": name, "codes": "\n".join(place.codes), "everywhere": place.everywhere}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which areas it serves now."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"intro": reports.serves()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it, and have the worker judge."""
        codes = answers["codes"].replace(",", " ").split()
        place = set_place(
            by=self.actor, codes=codes, everywhere=answers["everywhere"], name=answers["name"]
        )
        judge_later.enqueue(user=self.whose)
        return place

    def back(self, result: Any) -> str:
        """Here again."""
        return reverse("sector_desk:place")
