"""Rows of the form of a service: hours, closures, places, costs, contacts. One form each.

Each row is judged by itself, so that what is wrong is said beside it; an empty row says nothing.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any, ClassVar

from django import forms

from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.sector.choices import Access, Attending, LocationKind
from commonweal.sector.offering import (
    ToldContact,
    ToldCost,
    ToldHours,
    ToldPlace,
    ToldService,
    tidy_service,
)
from commonweal.sector.opening import (
    DAYS,
    MONTHLY,
    ONCE,
    WEEKLY,
    Change,
    Hours,
    change_in_words,
    in_words,
)

ANY = (("-", "-"),)
NOTHING: tuple[Any, ...] = (None, "", [])
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WHICH = (("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("5", "Fifth"),
         ("-1", "Last"))  # fmt: skip
SINGLE = "ONCE"
HOW = ((WEEKLY, "By the week"), (MONTHLY, "By the month"), (SINGLE, "Once, on one day"))
ATTENDING = (("", "Not said"), *Attending.choices)


def a_day(label: str, help_text: str = "") -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(
        label=label, required=False, help_text=help_text, input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


def a_time(label: str) -> forms.TimeField:
    """A time of day, chosen or typed."""
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


def text(label: str, most: int, help_text: str = "") -> forms.CharField:
    """One line that may be empty."""
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


def ticks(label: str, choices: Any, help_text: str = "") -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class RowForm(forms.Form):
    """One row. ``part`` is what of a service it is; ``meaning`` the fields that make it a row."""

    part: ClassVar[str]
    meaning: ClassVar[tuple[str, ...]]
    row: Any = None

    def tell(self, said: dict[str, Any]) -> Any:
        """What the row says, as it is told.

        :raises Refused: when it cannot be so.
        """
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Judge the row by itself."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors or all(said.get(name) in NOTHING for name in self.meaning):
            return said
        try:
            row = self.tell(said)
            told = ToldService(name="-", terms=ANY, **{self.part: (row,)})
            tidy_service(told, today=clock.today())
        except Refused as refusal:
            self.add_error(None, refusal.sentence)
        else:
            self.row = row
        return said

    @property
    def in_words(self) -> str:
        """How people will read it, once it can be read."""
        if not self.is_bound:
            return str(self.initial.get("in_words", ""))
        return self.say(self.row) if self.row else ""

    @staticmethod
    def say(told: Any) -> str:
        """The row as people say it."""
        return ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it, neither given now nor kept before."""
        if self.is_bound:
            return not self.errors and self.row is None
        return not self.initial


class HoursForm(RowForm):
    """Hours that come again, or one day."""

    part = "hours"
    meaning = ("days", "monthdays", "day", "opens", "closes", "words")

    how = forms.ChoiceField(label="How often", choices=HOW, initial=WEEKLY, required=False)
    days = ticks("Days", list(zip(DAYS, DAY_NAMES, strict=True)))
    which = ticks("By the month: which of these in the month", WHICH)
    monthdays = text("Or the days of the month", 60, "Such as: 1, 15")
    every = forms.IntegerField(
        label="Every how many weeks or months", required=False, min_value=1, max_value=52,
        initial=1, help_text="1 for every one, 2 for every second.",
    )  # fmt: skip
    day = a_day(
        "On the day, or counted from the day", "For once, or for every second week or month."
    )
    opens = a_time("From")
    closes = a_time("To")
    valid_from = a_day("These hours begin on")
    valid_to = a_day("These hours end on")
    attending = forms.ChoiceField(label="How people attend", choices=ATTENDING, required=False)
    place = forms.TypedChoiceField(
        label="Where", required=False, coerce=int, empty_value=None,
        choices=[("", "Wherever it is given")],
    )  # fmt: skip
    words = text("Anything to add", 500, "Such as: in school terms only.")

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Wherever it is given"), *((n, f"Place {n + 1}") for n in range(places))]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def tell(self, said: dict[str, Any]) -> ToldHours:
        """The hours; where they are is looked at with the places."""
        hours = self.hours(said)
        return ToldHours(hours=hours, attending=said["attending"], words=said["words"])

    def hours(self, said: dict[str, Any]) -> Hours:
        """When it is.

        :raises Refused: when the row leaves open what it must say.
        """
        how, every = said["how"] or WEEKLY, said["every"] or 1
        common = {name: said[name] for name in ("opens", "closes", "valid_from", "valid_to")}
        if how == SINGLE:
            return Hours(freq=ONCE, starts=said["day"], **common)
        if every > 1 and not said["day"]:
            raise Refused("Say from which day that is counted.", field="hours")
        byday = tuple(said["days"])
        monthdays: tuple[int, ...] = ()
        if how == MONTHLY:
            monthdays = numbers(said["monthdays"])
            if byday and not said["which"]:
                raise Refused("Say which in the month: the first, the last.", field="hours")
            if not (byday or monthdays or said["day"]):
                raise Refused("Say on which days of the month.", field="hours")
            byday = tuple(f"{which}{day}" for which in said["which"] for day in byday)
        return Hours(
            freq=how, interval=every, byday=byday, bymonthday=monthdays, starts=said["day"],
            **common,
        )  # fmt: skip

    @staticmethod
    def say(told: ToldHours) -> str:
        """The hours as people say them."""
        return in_words(told.hours)

    @staticmethod
    def kept(told: ToldHours) -> list[dict[str, Any]]:
        """The rows that say these hours; several where one cannot."""
        h = told.hours
        common = {
            "how": h.freq or SINGLE, "every": h.interval, "day": h.starts, "opens": h.opens,
            "closes": h.closes, "valid_from": h.valid_from, "valid_to": h.valid_to,
            "attending": told.attending, "place": told.place, "words": told.words,
            "monthdays": ", ".join(map(str, h.bymonthday)), "in_words": in_words(h),
        }  # fmt: skip
        if h.freq != MONTHLY:
            return [common | {"days": [word[-2:] for word in h.byday]}]
        by_which: dict[str, list[str]] = {}
        for word in h.byday:
            by_which.setdefault(word[:-2], []).append(word[-2:])
        if len({tuple(days) for days in by_which.values()}) <= 1:
            days = next(iter(by_which.values()), [])
            return [common | {"days": days, "which": list(by_which)}]
        return [common | {"days": d, "which": [which]} for which, d in by_which.items()]


def numbers(text: str) -> tuple[int, ...]:
    """Days of the month as somebody lists them.

    :raises Refused: when one is no number.
    """
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not all(re.fullmatch(r"-?[0-9]{1,2}", part) for part in parts):
        raise Refused("Write the days of the month as numbers, such as: 1, 15.", field="hours")
    return tuple(int(part) for part in parts)


class ClosureForm(RowForm):
    """Days on which the usual hours do not hold."""

    part = "closures"
    meaning = ("first", "last", "reason")

    first = a_day("First day")
    last = a_day("Last day", "The same day if left empty.")
    opens = a_time("Open from")
    closes = a_time("Open to")
    open = forms.BooleanField(label="Open in those days, at other hours", required=False)
    reason = text("Why", 200, "Such as: Christmas.")

    def tell(self, said: dict[str, Any]) -> Change:
        """The change."""
        if not said["first"]:
            raise Refused("Say from which day.", field="closures")
        opens, closes = (said["opens"], said["closes"]) if said["open"] else (None, None)
        last = said["last"] or said["first"]
        return Change(said["first"], last, not said["open"], opens, closes, said["reason"])

    @staticmethod
    def say(told: Change) -> str:
        """The change as people say it."""
        return change_in_words(told)

    @staticmethod
    def kept(told: Change) -> list[dict[str, Any]]:
        """The row that says it."""
        return [asdict(told) | {"open": not told.closed, "in_words": change_in_words(told)}]


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
