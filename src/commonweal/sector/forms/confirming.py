"""What somebody who was asked whether their entry is right may fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from commonweal.sector.actions.confirming import OF_A_SERVICE
from commonweal.sector.choices import Said, ServiceStatus
from commonweal.sector.models import Organisation, Service

FACTS = ("telephone", "email", "website", "description")
STATES = [
    (ServiceStatus.ACTIVE.value, "Running"),
    (ServiceStatus.PAUSED.value, "Closed for now"),
    (ServiceStatus.DEFUNCT.value, "Ended: take it off"),
]


def words(label: str, rows: int, help_text: str = "") -> forms.CharField:
    """Several lines that may be empty."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=area, help_text=help_text)


def one_line(label: str, most: int, **how: Any) -> forms.CharField:
    """One line that may be empty."""
    widget = forms.TextInput(attrs=how)
    return forms.CharField(label=label, required=False, max_length=most, widget=widget)


class StillRightForm(forms.Form):
    """One button; what was shown goes along unseen, so that it is that which is right."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ChangeForm(forms.Form):
    """What people most often have to put right, and words for all else."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    telephone = one_line("Telephone", 60, autocomplete="tel", inputmode="tel")
    email = one_line("E-mail", 254, autocomplete="email", inputmode="email")
    website = one_line("Website", 400, autocomplete="url", inputmode="url")
    description = words("What you do", 5, "In a few sentences, as people will read it.")
    more = words(
        "Anything else that is wrong", 4,
        "Opening times, places, costs, your name. A person puts it right and may ring you.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, organisation: Organisation, services: Sequence[Service], **how: Any
    ) -> None:
        now: dict[str, Any] = {fact: getattr(organisation, fact) for fact in FACTS}
        for service in services:
            now |= {name_of(service, f): getattr(service, f) for f in OF_A_SERVICE}
        super().__init__(*args, **how | {"initial": now})
        self.services = services
        for service in services:
            self.fields |= fields_of(service)

    @property
    def facts(self) -> dict[str, str]:
        """What was changed of the organisation."""
        return {f: self.cleaned_data[f] for f in FACTS if f in self.changed_data}

    def changes_of(self, service: Service) -> dict[str, Any]:
        """What was changed of one service."""
        names = {f: name_of(service, f) for f in OF_A_SERVICE}
        return {f: self.cleaned_data[n] for f, n in names.items() if n in self.changed_data}

    def own(self) -> list[forms.BoundField]:
        """The fields about the organisation."""
        return [self[name] for name in FACTS]

    def of_services(self) -> list[tuple[Service, list[forms.BoundField]]]:
        """The fields about each service."""
        return [(s, [self[name_of(s, f)] for f in OF_A_SERVICE]) for s in self.services]


def name_of(service: Service, field: str) -> str:
    """How a field of a service is called in the form."""
    return f"{field}-{service.pk}"


def fields_of(service: Service) -> dict[str, forms.Field]:
    """The fields about one service."""
    return {
        name_of(service, "description"): words("What it is", 4),
        name_of(service, "how_to_get_it"): words("How people get it", 3),
        name_of(service, "telephone"): one_line("Telephone", 60, inputmode="tel"),
        name_of(service, "alert"): words(
            "A notice at the top", 2, "Such as: closed for two weeks from 24 December."
        ),
        name_of(service, "status"): forms.ChoiceField(
            label="How it stands", choices=states_of(service)
        ),
    }


def states_of(service: Service) -> list[tuple[str, str]]:
    """How it may stand; also as it stands now, where that is none of the usual."""
    known = dict(STATES)
    now = {service.status: str(service.get_status_display())}
    return [*known.items(), *((k, v) for k, v in now.items() if k not in known)]


class NotUsForm(forms.Form):
    """That it is not theirs, or has closed."""

    said = forms.ChoiceField(
        label="What is wrong with it",
        choices=[(Said.CLOSED.value, "We have closed"), (Said.NOT_US.value, "This is not us")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    words = words(
        "Anything that helps us", 4, "Since when, or who it may belong to. You may leave it empty."
    )
