"""What staff fill in to gather what people said, and to say what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from commonweal.commitments.choices import Decision, Way
from commonweal.commitments.models import Action, Consultation, Paragraph, Point, Question

PLACED = [("", "All"), ("no", "In no point yet"), ("yes", "In a point"), ("maybe", "Suggested")]
LONG = {"rows": 4}


class Finding(forms.Form):
    """What the reading room is narrowed to. What makes no sense narrows nothing."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    about = forms.ChoiceField(label="Said of", required=False)
    way = forms.ChoiceField(label="Way", required=False, choices=[("", "All"), *Way.choices])
    placed = forms.ChoiceField(label="Points", required=False, choices=PLACED)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = Question.objects.filter(consultation=consultation).order_by("position")
        said_of = Paragraph.objects.filter(comments__submission__consultation=consultation)
        paragraphs = said_of.distinct().in_order()  # type: ignore[attr-defined]
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [
            ("", "All"),
            ("whole", "The whole"),
            *((f"q{q.pk}", f"Question: {q.words[:60]}") for q in questions),
            *((f"p{p.pk}", f"Paragraph: {str(p)[:60]}") for p in paragraphs),
        ]


class PointWords(forms.Form):
    """What a point says."""

    title = forms.CharField(
        label="What these comments say, in one sentence", max_length=200,
        help_text="As they would say it: “Rural transport is missing”.",
    )  # fmt: skip
    summary = forms.CharField(
        label="More, if one sentence is not enough", required=False, max_length=5_000,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip


class DecideForm(forms.Form):
    """What was decided, by whom and why."""

    decision = forms.ChoiceField(
        label="What was decided?", choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why?", max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Everybody whose comment is in this point reads it, word for word.",
    )  # fmt: skip
    decided_by = forms.CharField(
        label="Who decided it?", max_length=200,
        help_text="A group or a person: “The steering group, 3 June”.",
    )  # fmt: skip


class ReasonForAll(forms.Form):
    """One reason for everything that is in no point."""

    reason = DecideForm.base_fields["reason"]
    decided_by = DecideForm.base_fields["decided_by"]


class MergeForm(forms.Form):
    """Which point takes in this one."""

    into = forms.ModelChoiceField(Point.objects.none(), label="Into which point?")

    def __init__(self, *args: Any, others: QuerySet[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class ParagraphForm(forms.Form):
    """Which paragraph was changed for a point."""

    paragraph = forms.ModelChoiceField(
        Paragraph.objects.none(), label="Which paragraph was changed for it?"
    )

    def __init__(self, *args: Any, paragraphs: QuerySet[Paragraph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].queryset = paragraphs  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    """Which action comes of a point."""

    doing = forms.ModelChoiceField(Action.objects.none(), label="Which action comes of it?")

    def __init__(self, *args: Any, doings: QuerySet[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doing"].queryset = doings  # type: ignore[attr-defined]
