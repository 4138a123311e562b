"""What anyone fills in who has something to say about a page, and what is decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from commonweal.places.models import Area
from commonweal.sector.choices import Verdict
from commonweal.sector.forms.facts import Ticks, area_choices
from commonweal.sector.suggestible import AREAS, CLOSED, NAMES, Field

LONGEST = 12_000
ABOUT_YOU = ("note", "your_name", "your_email")
VERDICTS = [
    (Verdict.OPEN.value, "Leave it for later"),
    (Verdict.ACCEPTED.value, "Accept it"),
    (Verdict.DECLINED.value, "Decline it"),
    (Verdict.PASSED_ON.value, "It is passed on to whoever keeps it"),
]


class SuggestForm(forms.Form):
    """All that may be suggested, as it is published now."""

    sheet = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, known: Mapping[str, Field], kept_by: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in known.items():
            self.fields[name] = shown_field(field, kept_by.get(name, ""), self.initial.get(name))
        self.fields["note"] = forms.CharField(
            label="How do you know?", required=False, max_length=1_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="It helps whoever decides. Name nobody but yourself.",
        )  # fmt: skip
        self.fields["your_name"] = forms.CharField(
            label="Your name, if you like", required=False, max_length=100,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )  # fmt: skip
        self.fields["your_email"] = forms.CharField(
            label="Your e-mail address, if you want to be told what came of it", required=False,
            max_length=254,
            help_text="Used for that letter only, and forgotten 90 days after it.",
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )  # fmt: skip

    @property
    def about_it(self) -> list[forms.BoundField]:
        """The fields of the page."""
        return [
            f for f in self.visible_fields() if f.name not in ("note", "your_name", "your_email")
        ]

    @property
    def about_you(self) -> list[forms.BoundField]:
        """The fields about whoever tells."""
        return [self[name] for name in ABOUT_YOU]


def shown_field(field: Field, keeper: str, initial: Any) -> forms.Field:
    """One field of the form, said to be another's where it is."""
    elsewhere = f"This comes from {keeper}, and is changed there. You can still tell us."
    words: dict[str, Any] = {
        "label": field.title, "required": False,
        "help_text": " ".join(filter(None, [field.hint, elsewhere if keeper else ""])),
    }  # fmt: skip
    if field.name == CLOSED:
        return forms.BooleanField(**words)
    if field.name == AREAS:
        return areas_field(initial or [], words)
    widget = forms.Textarea(attrs={"rows": field.rows}) if field.rows > 1 else forms.TextInput()
    return forms.CharField(widget=widget, max_length=LONGEST, **words)


def areas_field(chosen: list[str], words: dict[str, Any]) -> forms.MultipleChoiceField:
    """Areas to tick, with those that are ticked now even where they lie elsewhere."""
    listed = area_choices()
    known = {code for _, rows in listed for code, _ in rows}
    others = [code for code in chosen if code not in known]
    named = dict(Area.objects.filter(code__in=others).values_list("code", "name"))
    rows = [(code, named.get(code, code)) for code in others]
    return forms.MultipleChoiceField(
        choices=[*listed, *([("Elsewhere", rows)] if rows else [])], widget=Ticks, **words
    )


class DecideForm(forms.Form):
    """What becomes of each thing that is still open: a choice, and what it is to say."""

    def __init__(
        self, *args: Any, asked: Mapping[str, tuple[Field, Any]], address: bool | None,
        elsewhere: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.asked = asked
        verdicts = [v for v in VERDICTS if elsewhere or v[0] != Verdict.PASSED_ON]
        for name, (field, value) in asked.items():
            self.fields[f"verdict_{name}"] = forms.ChoiceField(
                label=field.title, choices=verdicts, required=False, initial=Verdict.OPEN.value,
                widget=forms.RadioSelect,
            )  # fmt: skip
            if (box := value_field(field, value)) is not None:
                self.fields[f"value_{name}"] = box
        if address is not None:
            self.fields["show_address"] = forms.BooleanField(
                label="The street and whole postcode may be shown to everybody",
                required=False, initial=address,
            )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label="Why?", required=False, max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Whoever suggested it reads this. Needed for what is not accepted.",
        )  # fmt: skip

    def value_of(self, name: str) -> Any:
        """What a field is to say, where it was written otherwise than it was suggested."""
        box = f"value_{name}"
        if box not in self.fields:
            return None
        said = self.cleaned_data.get(box)
        field, value = self.asked[name]
        if field.name == NAMES:
            said = [line.strip() for line in str(said).splitlines() if line.strip()]
        return None if said == value else said


def value_field(field: Field, value: Any) -> forms.Field | None:
    """The box in which a suggestion may be put in other words; none for what is done by hand."""
    words: dict[str, Any] = {"label": f"{field.title}, as it is to say", "required": False}
    if field.by_hand and field.name != "costs":
        return None
    if field.name == CLOSED and not field.official:
        return None
    if field.name == CLOSED:
        words["label"] = "Since which day, if it is known"
        return forms.CharField(max_length=20, help_text="As 31/3/2026", **words)
    if field.name == AREAS:
        return areas_field(list(value or []), {**words, "initial": value})
    shown = "\n".join(value) if field.name == NAMES else value
    widget = forms.Textarea(attrs={"rows": field.rows}) if field.rows > 1 else forms.TextInput()
    return forms.CharField(widget=widget, max_length=LONGEST, initial=shown, **words)
