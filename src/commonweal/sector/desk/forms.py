"""What staff fill in. Values are judged by the actions, which say what is wrong and where."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.sector.choices import FACTS, Kind, Scheme
from commonweal.sector.forms.facts import AreasForm, field_for
from commonweal.sector.withholding import WITHHOLDABLE


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
