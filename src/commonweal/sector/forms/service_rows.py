"""Rows of the form of a service: one form for each part that may come in several."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from django import forms

from commonweal.sector.choices import Access, LocationKind
from commonweal.sector.forms.service_hours import ClosureForm, HoursForm
from commonweal.sector.forms.service_row import RowForm, a_day, text, ticks
from commonweal.sector.offering import ToldContact, ToldCost, ToldPlace


class PlaceForm(RowForm):
    """Where it is given."""

    part = "places"
    meaning = ("name", "street", "town", "postcode", "point")

    kind = forms.ChoiceField(
        label="What sort of place", choices=LocationKind.choices, required=False,
        initial=LocationKind.PHYSICAL,
    )  # fmt: skip
    name = text("Name of the place", 255, "Such as: Village hall. For online: the name of it.")
    street = text("Street", 400)
    town = text("Town", 120)
    postcode = text("Postcode", 10)
    hidden = forms.BooleanField(
        label="Do not show the street",
        required=False,
        help_text="For somebody's home, or where it must not be found.",
    )
    access = ticks("Getting in", Access.choices)
    access_words = text("More about getting in", 500)
    description = text("How to find it", 500)
    point = forms.CharField(required=False, widget=forms.HiddenInput)

    def tell(self, said: dict[str, Any]) -> ToldPlace:
        """The place."""
        point = re.fullmatch(r"(-?[0-9.]{1,20}),(-?[0-9.]{1,20})", said["point"])
        try:
            latitude, longitude = (float(point[1]), float(point[2])) if point else (None, None)
        except ValueError:
            latitude = longitude = None
        names = ("name", "street", "town", "postcode", "access_words", "description")
        return ToldPlace(
            kind=said["kind"] or LocationKind.PHYSICAL, address_public=not said["hidden"],
            access=tuple(said["access"]), latitude=latitude, longitude=longitude,
            **{name: said[name] for name in names},
        )  # fmt: skip

    @staticmethod
    def say(told: ToldPlace) -> str:
        """The place by its name."""
        return told.name or told.street or told.postcode

    @staticmethod
    def kept(told: ToldPlace) -> list[dict[str, Any]]:
        """The row that says it."""
        point = f"{told.latitude},{told.longitude}" if told.latitude is not None else ""
        words = PlaceForm.say(told)
        hidden = not told.address_public
        return [asdict(told) | {"hidden": hidden, "point": point, "in_words": words}]


class CostForm(RowForm):
    """What it costs, for some or for all."""

    part = "costs"
    meaning = ("option", "amount", "words")

    option = text("What for, or for whom", 255, "Such as: a meal; under 16.")
    amount = forms.DecimalField(
        label="Pounds", required=False, decimal_places=2, max_digits=9, min_value=0
    )
    words = text("In words", 500, "Such as: give what you can.")
    valid_from = a_day("Since")
    valid_to = a_day("Until")

    def tell(self, said: dict[str, Any]) -> ToldCost:
        """The cost."""
        return ToldCost(**{name: said[name] for name in self.fields})

    @staticmethod
    def kept(told: ToldCost) -> list[dict[str, Any]]:
        """The row that says it."""
        return [asdict(told)]


class ContactForm(RowForm):
    """Whom the public may ask."""

    part = "contacts"
    meaning = ("name", "title", "telephone")

    name = text("Name", 200, "Only of somebody who agreed to be named.")
    title = text("What they do", 200, "Such as: the office.")
    telephone = text("Telephone", 60)

    def tell(self, said: dict[str, Any]) -> ToldContact:
        """The contact."""
        return ToldContact(**said)

    @staticmethod
    def kept(told: ToldContact) -> list[dict[str, Any]]:
        """The row that says it."""
        return [asdict(told)]


ROWS: dict[str, tuple[type[RowForm], int, str]] = {
    "hours": (HoursForm, 3, "Hours"),
    "closures": (ClosureForm, 2, "Closure"),
    "places": (PlaceForm, 2, "Place"),
    "costs": (CostForm, 2, "Cost"),
    "contacts": (ContactForm, 2, "Contact"),
}
