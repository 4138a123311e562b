"""Forms by which rounds are planned and what goes on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from commonweal.help.choices import AtDoor, CountBasis, GivenKind, HelperStanding, State
from commonweal.help.forms.giving import A_DAY, number_field, short_text
from commonweal.help.forms.requests import Edited, Plain
from commonweal.help.models import Client, Helper, Request, Round, Scheme, Stop
from commonweal.ui.templatetags.look import long_day

ROOM = "How much room it takes in the car, in parcels"


class DriverField(forms.ModelChoiceField):
    """A helper of the scheme who is ready, by name."""

    def __init__(self) -> None:
        super().__init__(
            Helper.objects.none(), label="Who drives or walks it", required=False,
            empty_label="Not known yet",
        )  # fmt: skip

    def label_from_instance(self, obj: Any) -> str:
        """Their name."""
        return str(obj.name)


def drivers_of(scheme: Scheme) -> Any:
    """Helpers of a scheme who may be asked."""
    return Helper.objects.filter(scheme=scheme, standing=HelperStanding.READY).order_by("pk")


def offer_drivers(field: Any, scheme: Scheme) -> None:
    """Let a field offer the scheme's helpers; where there are none, say where they are added."""
    field.queryset = drivers_of(scheme)
    if not field.queryset.exists():
        field.help_text = format_html(
            "Nobody can drive yet: <a href='{}'>add your helpers first</a>. "
            "You can plan without, and say it later.", reverse("helpers", args=[scheme.slug]),
        )  # fmt: skip


class RoundForm(Plain):
    """A round for a day."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Such as “River side, Thursday morning”."
    )
    on = forms.DateField(label="Day", widget=A_DAY)
    driver = DriverField()
    holds = number_field("How many parcels fit in the car", 200, initial=20)
    start = short_text("Postcode it starts from, if not where the scheme is", 10)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_drivers(self.fields["driver"], scheme)


class DriverForm(Edited):
    """Who drives, and what the car holds."""

    driver = DriverField()
    holds = number_field("How many parcels fit in the car", 200)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_drivers(self.fields["driver"], scheme)


class GiftForm(Edited):
    """What goes to a door, and what is counted once it was handed over."""

    items = short_text("What goes to each", 500, help_text="As the driver reads it.")
    load = number_field(ROOM, 200, initial=1)
    kind = forms.ChoiceField(
        label="Counted as", required=False, choices=[("", "Nothing"), *GivenKind.choices[:2]]
    )
    what = short_text("Which pack")
    adults = number_field("Adults", 30, required=False)
    children = number_field("Children", 30, required=False)
    basis = forms.ChoiceField(
        label="What is counted", required=False,
        choices=[("", "Choose"), *CountBasis.choices],
    )  # fmt: skip
    days = forms.ChoiceField(
        label="How long a parcel lasts", required=False,
        choices=[("", "No parcel"), ("3", "3 days"), ("7", "7 days")],
    )  # fmt: skip

    GIFT = ("kind", "what", "adults", "children", "basis", "days")

    def gift(self) -> dict[str, Any] | None:
        """What is counted; nothing when that was not asked for."""
        told = {name: self.cleaned_data.get(name) for name in self.GIFT}
        return told if told["kind"] else None


class StopForm(GiftForm):
    """One door."""

    allergens = short_text(
        "Allergies: what must not be in it", 200,
        help_text="The driver reads this and it is printed. Nothing else about anybody's health.",
    )  # fmt: skip
    field_order = ("edition", "items", "allergens", "load")

    @staticmethod
    def as_it_is(stop: Stop) -> dict[str, Any]:
        """What it says now."""
        gift = {k: v for k, v in stop.gives.items() if v is not None}
        return {"items": stop.items, "allergens": stop.allergens, "load": stop.load, **gift}


class AddForm(GiftForm):
    """Whose doors are put on a round: people who asked, and people who were looked for."""

    asked = forms.TypedMultipleChoiceField(
        label="Who asked, the most urgent first", required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    known = forms.TypedMultipleChoiceField(
        label="Who was found", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("edition", "asked", "known", "items", "load")

    def __init__(
        self, *args: Any, asked: Iterable[Request], known: Iterable[Client], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = [(r.pk, f"{who(r.client)}: {r.need}, {r.get_urgency_display()}") for r in asked]
        people = [(c.pk, who(c)) for c in known]
        for name, choices in (("asked", rows), ("known", people)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]


def on_map(request: Request) -> str:
    """How urgent it is, whether a helper has it, and whether it is not known where they live."""
    urgent = request.get_urgency_display()
    if request.state != State.TRIAGE:
        urgent = f"{urgent} ({request.get_state_display().lower()})"
    return urgent if request.client.spot else f"{urgent} (not on the map: no car can be found)"


def who(client: Client) -> str:
    """A first name and a street, to choose by."""
    place = client.address.split(",")[0] or "no address told"
    return f"{client.called or 'Somebody'}, {place}"


class MoveForm(Edited):
    """To which round, or to which day, a door goes over."""

    to = forms.ModelChoiceField(
        Round.objects.none(), label="To another round", required=False,
        empty_label="A new round, on the day below",
    )  # fmt: skip
    on = forms.DateField(label="Day of the new round", widget=A_DAY, required=False)

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = (  # type: ignore[attr-defined]
            lambda r: f"Round {r.number}, {long_day(r.on)}: {r.name}"
        )

    def clean(self) -> dict[str, Any] | None:
        """A round that was chosen goes before a day that stands there too."""
        told = super().clean()
        if self.cleaned_data.get("to"):
            self.cleaned_data["on"] = None
        return told


class SeveralForm(GiftForm):
    """Who goes out on a day, and in which cars. A car counts once it says how many fit."""

    name = forms.CharField(
        label="Name", max_length=110, help_text="Such as “Thursday parcels”. Each gets a number."
    )
    asked = forms.TypedMultipleChoiceField(
        label="Who asked, the most urgent first", required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Where not all have room, those first in this list go first.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, scheme: Scheme, asked: Iterable[Request], cars: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["edition"]
        rows = [(r.pk, f"{who(r.client)}: {r.need}, {on_map(r)}") for r in asked]
        self.fields["asked"].choices = rows  # type: ignore[attr-defined]
        self.cars = cars
        drivers = drivers_of(scheme)
        for n in range(1, cars + 1):
            driver = DriverField()
            driver.queryset, driver.label = drivers, f"Car {n}: who drives or walks it"
            if n == 1:
                offer_drivers(driver, scheme)
            self.fields[f"driver_{n}"] = driver
            self.fields[f"holds_{n}"] = number_field(
                f"Car {n}: how many parcels fit", 200, required=False
            )
            self.fields[f"start_{n}"] = short_text(
                f"Car {n}: postcode it starts from, if not where the scheme is", 10
            )

    def of_car(self, number: int) -> list[Any]:
        """The fields of one car."""
        return [self[f"{name}_{number}"] for name in ("driver", "holds", "start")]

    @property
    def by_car(self) -> list[tuple[int, list[Any]]]:
        """The fields of the first two cars."""
        return [(n, self.of_car(n)) for n in range(1, self.cars + 1) if n < 3]

    @property
    def more_cars(self) -> list[tuple[int, list[Any]]]:
        """Those of the others."""
        return [(n, self.of_car(n)) for n in range(3, self.cars + 1)]

    @property
    def counted(self) -> list[Any]:
        """What is counted once it was handed over."""
        return [self[name] for name in self.GIFT]

    @property
    def are_more(self) -> bool:
        """Whether anything was said of the other cars."""
        return any(f.value() or f.errors for _, fields in self.more_cars for f in fields)

    @property
    def is_counted(self) -> bool:
        """Whether anything was said of what is counted."""
        return any(f.value() or f.errors for f in self.counted)


class SaidForm(Plain):
    """What happened at a door, off the paper sheet."""

    outcome = forms.ChoiceField(
        label="What happened?", widget=forms.RadioSelect,
        choices=[c for c in AtDoor.choices if c[0] != AtDoor.WAITING],
    )  # fmt: skip
    note = forms.CharField(
        label="Anything to remember", required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="No key-safe codes: they are not kept.",
    )  # fmt: skip


class CallOffForm(Edited):
    """Why a round does not go."""

    reason = forms.CharField(label="Why does it not go?", max_length=200)


def order_from(told: Any) -> list[int] | None:
    """The stops' keys by the numbers that were typed beside them; nothing where one is no number.

    Equal numbers stay in the order of the page.
    """
    typed = []
    for name in told:
        key, value = name.removeprefix("place-"), told.get(name, "").strip()
        if name.startswith("place-") and key.isdecimal():
            if not value.isdecimal() or len(value) > 6 or len(key) > 12:
                return None
            typed.append((int(value), int(key)))
    return [key for _, key in sorted(typed, key=lambda pair: pair[0])]


def end_of(day: dt.date, now: dt.datetime) -> dt.datetime:
    """When a driver's link ends: with the day, or twelve hours from now if that is over."""
    midnight = now.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59)
    return midnight if midnight > now else now + dt.timedelta(hours=12)
