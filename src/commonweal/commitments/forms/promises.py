"""What the staff desk asks of promises, actions and reviews."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.commitments.choices import (
    ActionStanding,
    DocumentStanding,
    Judged,
    Promiser,
    ReviewedBy,
)
from commonweal.commitments.forms.evidence import day_field, long_text
from commonweal.commitments.models import Commitment, Document, Evidence, Paragraph
from commonweal.impact.models import Measure
from commonweal.sector.models import Organisation

ENDED = (DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED)


def line(label: str, hint: str = "", missing: str = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(missing),
        error_messages={"required": missing or "Write a few words."},
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why, where everybody may read it or staff remember it."""

    reason = long_text("Why", "", "Say why.", rows=3)


class SureForm(forms.Form):
    """Nothing to fill in: the page says what will happen, and its button does it."""


class WhichDocument(forms.Form):
    """In what it is written down."""

    document = forms.ModelChoiceField(
        Document.objects.none(), label="In which strategy, Compact, Covenant or call",
        error_messages={"required": "Choose one."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Document.objects.exclude(standing__in=ENDED).order_by("title", "pk")
        self.fields["document"].queryset = rows  # type: ignore[attr-defined]


class InDocument(forms.Form):
    """Something that lies in a part of a document, and may be of an organisation."""

    paragraph = forms.ModelChoiceField(
        Paragraph.objects.none(), label="In which part", required=False
    )
    organisation_ref = line(
        "Number of the organisation here", "Such as GB-CHC-1000001, if it is in the register."
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        parts = document.paragraphs.standing().in_order()
        self.fields["paragraph"].queryset = parts  # type: ignore[attr-defined]

    def clean_organisation_ref(self) -> Organisation | None:
        """The organisation of this number."""
        ref = self.cleaned_data["organisation_ref"].strip()
        if not ref:
            return None
        found = Organisation.objects.filter(ref=ref).first()
        if found is None:
            raise forms.ValidationError(f"No organisation has the number {ref[:40]}.")
        return found


class CommitmentForm(InDocument):
    """A promise, in its exact words."""

    field_order = (
        "words", "code", "paragraph", "promised_by", "promiser", "organisation_ref",
        "promised_to", "starts_on", "due_on", "reviewed_by", "threshold", "excused", "measure",
        "owner",
    )  # fmt: skip
    words = long_text(
        "The promise, word for word", "Once published it is never changed.",
        "Write what is promised, word for word.",
    )  # fmt: skip
    code = line("How people call it", "Such as 4.2.")
    promised_by = forms.ChoiceField(label="Who promises", choices=Promiser.choices)
    promiser = line("Their name, as shown", missing="Say who promises it.")
    promised_to = line("To whom", "Such as: the sector.", "Say to whom it is promised.")
    starts_on = day_field("From", required=False)
    due_on = day_field("By", required=False)
    reviewed_by = forms.ChoiceField(label="Looked at by", choices=ReviewedBy.choices)
    threshold = forms.DecimalField(
        label="How many", help_text="Days, months or per cent.", required=False,
        max_digits=8, decimal_places=2,
    )  # fmt: skip
    excused = forms.BooleanField(
        label="A reason given in time excuses falling short", required=False
    )
    measure = forms.ModelChoiceField(
        Measure.objects.none(), label="The number that it shows", required=False
    )
    owner = line("Who keeps an eye on it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = Measure.objects.order_by("name", "pk")  # type: ignore[attr-defined]


class ActionForm(InDocument):
    """Something to be done."""

    field_order = (
        "title", "text", "code", "paragraph", "commitment", "owner", "organisation_ref",
        "starts_on", "due_on",
    )  # fmt: skip
    title = line("What is to be done", missing="Say what is to be done.")
    text = forms.CharField(
        label="More about it", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    code = line("How people call it", "Such as 2.3.")
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), label="Towards which promise", required=False
    )
    owner = line("Who does it", "Everybody reads this.")
    starts_on = day_field("From", required=False)
    due_on = day_field("By", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promises = self.document.commitments.order_by("code", "pk")
        self.fields["commitment"].queryset = promises  # type: ignore[attr-defined]


class StandsForm(forms.Form):
    """How far an action has come."""

    standing = forms.ChoiceField(label="How it stands", choices=ActionStanding.choices)
    due_on = day_field(
        "The new day", "Only if it is not to be done by the day known so far.", required=False
    )
    reason = forms.CharField(
        label="In a few words", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody reads this. Needed where it slips or stops.",
    )  # fmt: skip


class EndForm(ReasonForm):
    """From when a promise binds no longer."""

    field_order = ("on", "reason", "successor")
    on = day_field("From which day")
    successor = forms.ModelChoiceField(
        Commitment.objects.none(), label="What takes its place", required=False
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Commitment.objects.binding().filter(document=commitment.document_id)
        others = others.exclude(pk=commitment.pk).order_by("code", "pk")
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    """What a named person makes of a promise."""

    evidence = forms.ModelMultipleChoiceField(
        Evidence.objects.none(), label="By which evidence", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    judged = forms.ChoiceField(
        label="What they make of it", choices=Judged.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say what they make of it."},
    )  # fmt: skip
    reason = long_text(
        "The reason", "Everybody reads it, after whoever promised.",
        "Give the reason. Everybody reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = commitment.evidence.standing().order_by("-on", "-pk")
        self.fields["evidence"].queryset = rows  # type: ignore[attr-defined]


class FirstJudgeForm(JudgeForm):
    """The same, with who judges."""

    judge = line("Who judges", "The name of a person. Everybody reads it.", "Say who judges it.")


class AskForm(forms.Form):
    """How whoever promised is asked for their reply."""

    asked_of = line(
        "E-mail address", "They get a private link. Officers who sign in here are written to too."
    )
    noted = line(
        "Or how you asked them", "Such as: by telephone to the clerk, 3 March. Everybody reads it."
    )
    reply_by = day_field("Reply by", "A week from now at least.")
