"""What staff fill in. Values are judged by the actions, which say what is wrong and where."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from commonweal.places.models import Area
from commonweal.places.reports import the_place
from commonweal.sector.choices import FACTS, Kind, NameKind, Scheme, Side, Status
from commonweal.sector.facts import WORDS
from commonweal.sector.withholding import WITHHOLDABLE

_HELP = {
    "postcode": "If it moved: the street and whether it may be shown are then asked anew.",
    "address_public": "The street and whole postcode are shown only if this is ticked.",
    "website": "Begins with https://",
    "money_year_end": "As 31/3/2026",
    "registered_on": "As 31/3/1999",
    "status_on": "As 31/3/2026",
}
_CHOICES: dict[str, Any] = {"kind": Kind.choices, "side": Side.choices, "status": Status.choices}
MOST_AREAS = 2_000
_LONG = {"description", "purposes"}


def field_for(fact: str) -> forms.Field:
    """The field for one fact; what may be typed is for the action to say."""
    words = {"label": WORDS[fact], "help_text": _HELP.get(fact, ""), "required": False}
    if fact in _CHOICES:
        return forms.ChoiceField(choices=_CHOICES[fact], **words)
    if fact == "address_public":
        return forms.BooleanField(**words)
    widget = forms.Textarea(attrs={"rows": 4}) if fact in _LONG else forms.TextInput()
    return forms.CharField(widget=widget, **words)


class CorrectForm(forms.Form):
    """All the facts, as they are known now; only what is changed becomes a correction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in FACTS:
            self.fields[fact] = field_for(fact)
        self.fields["reason"] = forms.CharField(
            label="How do you know?", required=False, max_length=500
        )

    def clean(self) -> dict[str, Any]:
        """Who puts something right says how they know."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if self.changed and not answers.get("reason"):
            self.add_error("reason", "Say how you know, for whoever looks at it in a year.")
        return answers

    @property
    def told(self) -> set[str]:
        """The facts whose answers could be read."""
        return set(FACTS) & set(self.cleaned_data)

    @property
    def changed(self) -> dict[str, Any]:
        """The facts that were changed on the form."""
        return {f: self.cleaned_data[f] for f in self.changed_data if f in self.told}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=500, required=False)


class UndoForm(ReasonForm):
    """Why two are two again, and whether that is for good."""

    different = forms.BooleanField(
        label="They are not the same",
        required=False,
        help_text="It is remembered. Else the pair goes back to the review list, undecided.",
    )


class WithholdForm(forms.Form):
    """What must not be shown, and why."""

    fact = forms.ChoiceField(
        label="What must not be shown?",
        choices=[(fact, words) for fact, (words, _) in WITHHOLDABLE.items()],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        required=False,
        help_text="For whoever keeps the register after you. Name nobody.",
    )


def area_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The place's counties, then each district with its wards, to choose from by name."""
    place = the_place()
    kinds = ("county", "district", "ward")
    areas = Area.objects.filter(kind__in=kinds, valid_to=None)
    if not place.everywhere:
        inner = Area.objects.filter(parent__in=place.codes).values_list("code", flat=True)
        around = {*place.codes, *inner}
        areas = areas.filter(code__in=around) | areas.filter(parent__in=around)
    listed = areas.order_by("kind", "name", "code").defer("outline")[:MOST_AREAS]
    found = {"": [(a.code, f"All of {a.name}") for a in listed if a.kind == "county"]}
    found |= {a.code: [(a.code, f"All of {a.name}")] for a in listed if a.kind == "district"}
    for ward in (a for a in listed if a.kind == "ward"):
        found.setdefault(ward.parent, []).append((ward.code, ward.name))
    names = dict(Area.objects.filter(code__in=found).values_list("code", "name"))
    titles = {code: names.get(code, "Other areas") for code in found} | {"": "Counties"}
    groups = sorted(((titles[c], rows) for c, rows in found.items() if c and rows))
    return [*([(titles[""], found[""])] if found[""] else []), *groups]


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, in groups that open: by keyboard, on a telephone and without script."""

    template_name = "sector/desk/ticks.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Each group with its boxes, and whether one is ticked, so that it stands open."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        groups = [
            (title, boxes, any(box["selected"] for box in boxes))
            for title, boxes, _ in context["widget"]["optgroups"]
        ]
        return context | {"groups": groups}


def areas_to_tick(chosen: Collection[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The place's areas in groups, and a last group of those chosen that lie elsewhere."""
    listed = area_choices()
    known = {code for _, rows in listed for code, _ in rows}
    others = [(code, code) for code in chosen if code not in known]
    return [*listed, *([("Elsewhere", others)] if others else [])]


class AreasForm(forms.Form):
    """Which areas it serves."""

    codes = forms.MultipleChoiceField(
        label="Areas it serves",
        required=False,
        widget=Ticks,
        help_text="Beside those that a register states. Open a district to tick its wards.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = areas_to_tick(self.initial.get("codes", []))
        self.fields["codes"].choices = groups  # type: ignore[attr-defined]


class AddForm(AreasForm):
    """A group or a partner that no register lists."""

    facts = ("description", "postcode", "street", "address_public", "email", "telephone", "website")

    def __init__(self, *args: Any, partner: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {"name": forms.CharField(label="Name", required=False, max_length=400)}
        if partner:
            kinds = [(k.value, k.label) for k in (Kind.PUBLIC, Kind.BUSINESS, Kind.OTHER)]
            own["kind"] = forms.ChoiceField(label="Kind", choices=kinds)  # type: ignore[assignment]
        own |= {fact: field_for(fact) for fact in self.facts}  # type: ignore[misc]
        own["postcode"].help_text = "Where it is. If that is elsewhere, choose the areas it serves."
        self.fields = {**own, "codes": self.fields["codes"]}  # type: ignore[assignment]


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label="Name", required=False, max_length=400)
    kind = forms.ChoiceField(
        label="What sort of name",
        choices=[(k.value, k.label) for k in NameKind if k != NameKind.OFFICIAL],
        initial=NameKind.ALSO,
    )


class IdentifierForm(forms.Form):
    """A number that a register gives."""

    scheme = forms.ChoiceField(
        label="Register", choices=[(s.value, s.label) for s in Scheme if s != Scheme.OURS]
    )
    value = forms.CharField(label="Number", required=False, max_length=80)


class MergeForm(forms.Form):
    """Which other organisation is this one too."""

    other = forms.CharField(
        label="The other one's number",
        required=False,
        max_length=100,
        help_text="As on its page, for example GB-CHC-1090095. It is taken into this one.",
    )
    reason = forms.CharField(label="How do you know?", required=False, max_length=500)


class DecideForm(forms.Form):
    """Whether a doubtful pair is one."""

    decision = forms.ChoiceField(
        label="Are they one?",
        required=False,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="How do you know?", required=False, max_length=500)
