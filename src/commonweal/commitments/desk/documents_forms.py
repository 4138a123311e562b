"""Forms of the staff desk for what is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from commonweal.commitments.choices import LIES_IN, DocumentStanding, Face, ParagraphKind
from commonweal.commitments.filing import ACCEPT, IN_WORDS
from commonweal.commitments.models import Document, Paragraph, Point
from commonweal.commitments.presets import PRESETS
from commonweal.sector.choices import Side

TEXT_HELP = (
    "An empty line begins a paragraph. *One star* around words for emphasis, **two** for strong "
    "ones; a line that begins with - is an item of a list; [words](https://address) lead somewhere."
)


def day_field(label: str, **more: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )  # fmt: skip


def reason_field(label: str = "Why?", *, required: bool = False, hint: str = "") -> forms.CharField:
    """Why it is done."""
    return forms.CharField(
        label=label, required=required, max_length=500, help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def text_field(label: str, rows: int = 12) -> forms.CharField:
    """A structured text. How long it may be is for the action to say, so nothing is cut off."""
    return forms.CharField(
        label=label, required=False, help_text=TEXT_HELP, strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class Begin(forms.Form):
    """What is begun."""

    face = forms.ChoiceField(label="What is it?", choices=Face.choices)
    title = forms.CharField(label="Title", max_length=200)
    preset = forms.ChoiceField(
        label="Begin from", required=False,
        help_text="All of a shape's parts are there at once. You can change every word.",
    )  # fmt: skip
    slug = forms.CharField(
        label="Address", required=False, max_length=80,
        help_text="What stands in its web address. Leave it empty to have it made from the title.",
    )  # fmt: skip
    area = forms.CharField(
        label="Part of the place it is about", required=False, max_length=9,
        help_text="The code of an area, such as E07000148. Leave it empty for the whole place.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shapes = [(key, f"{shape.name}. {shape.says}") for key, shape in PRESETS.items()]
        self.fields["preset"].choices = [("", "An empty page"), *shapes]  # type: ignore[attr-defined]


class WithReason(forms.Form):
    """A form that asks why, once what it changes was adopted."""

    def ask_why(self, document: Document) -> None:
        """Ask for the reason where one is needed, and not where none is."""
        if document.standing == DocumentStanding.ADOPTED:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "It was adopted. The reason stays beside the change."


class Describe(WithReason):
    """What a document says of itself."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Title", max_length=200)
    summary = forms.CharField(
        label="In two sentences", required=False, max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    starts_on = day_field("From", required=False)
    ends_on = day_field("Until", required=False)
    area = Begin.base_fields["area"]
    foreword = text_field("Foreword", 10)
    foreword_by = forms.CharField(label="Written by", required=False, max_length=200)
    reason = reason_field()


class PointField(forms.ModelChoiceField):
    """One of the points that were made on a document."""

    def label_from_instance(self, point: Point) -> str:
        """What it says, and in which consultation it was said."""
        return f"{point} ({point.consultation.title})"


class Write(WithReason):
    """The words of a part, and what people said that they answer."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.CharField(label="Heading", required=False, max_length=200)
    text = text_field("Text")
    code = forms.CharField(label="Number", required=False, max_length=12)
    point = PointField(
        label="This change answers the point", required=False, queryset=Point.objects.none(),
        empty_label="None of them",
        help_text="Whoever made the point can then see what was changed for it, once the draft is "
        "published.",
    )  # fmt: skip
    reason = reason_field(hint="For those who write with you. You may leave it empty.")

    def offer(self, document: Document) -> None:
        """The points that were made on it, the newest consultation's first; none, no question."""
        points = Point.objects.filter(consultation__document=document)
        points = points.select_related("consultation").order_by("-consultation", "number")
        if points:
            self.fields["point"].queryset = points  # type: ignore[attr-defined]
        else:
            del self.fields["point"]


class Add(WithReason):
    """A new part."""

    kind = forms.ChoiceField(label="What is it?")
    heading = forms.CharField(label="Heading", required=False, max_length=200)
    text = text_field("Text")
    code = forms.CharField(
        label="Number", required=False, max_length=12,
        help_text="Leave it empty to have it numbered on from its neighbours.",
    )  # fmt: skip
    reason = reason_field()

    def offer(self, parent: Paragraph | None) -> None:
        """The kinds that may lie there."""
        within = ParagraphKind(parent.kind) if parent else None
        kinds = [k for k in ParagraphKind if within in LIES_IN[k]]
        self.fields["kind"].choices = [(k.value, k.label) for k in kinds]  # type: ignore[attr-defined]


class Move(WithReason):
    """Where a part is to stand."""

    place = forms.ChoiceField(label="Where is it to stand?")
    reason = reason_field()

    def offer(self, paragraph: Paragraph, rows: Iterable[Paragraph]) -> None:
        """Every place where this kind may lie: before a part there, or at the end."""
        parts = {p.pk: p for p in rows if p.pk != paragraph.pk}
        allowed = LIES_IN[ParagraphKind(paragraph.kind)]
        choices = []
        for parent in [None, *parts.values()]:
            if (ParagraphKind(parent.kind) if parent else None) not in allowed:
                continue
            key, name = (parent.pk, f"In “{parent}”") if parent else (0, "At the top")
            inside = [p for p in parts.values() if (p.parent_id or 0) == key]
            choices += [(f"{key}:{p.pk}", f"{name}, before “{p}”") for p in inside]
            choices.append((f"{key}:0", f"{name}, at the end"))
        self.fields["place"].choices = choices  # type: ignore[attr-defined]


class TakeOut(WithReason):
    """Why a part is taken out, and which edition was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field()


class Remark(forms.Form):
    """What is said beside a part."""

    text = forms.CharField(
        label="What you want to say", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class Adopt(forms.Form):
    """When it was adopted, and by whom or why."""

    on = day_field("Adopted on")
    reason = reason_field("By whom, or at which meeting?")


class Publish(forms.Form):
    """What a version is called."""

    name = forms.CharField(
        label="Name of the version", max_length=100, help_text="Such as “Second draft”."
    )


class Supersede(forms.Form):
    """What takes its place."""

    successor = forms.ModelChoiceField(
        label="What takes its place?", queryset=Document.objects.none()
    )
    reason = reason_field()

    def offer(self, document: Document) -> None:
        """Everything else that is in force."""
        others = Document.objects.in_force().exclude(pk=document.pk).order_by("title", "pk")
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]


class WhyNeeded(forms.Form):
    """Why it is done, which must be said."""

    reason = reason_field(required=True)


class AddParty(forms.Form):
    """Who is to be bound."""

    side = forms.ChoiceField(label="On which side?", choices=Side.choices)
    ref = forms.CharField(
        label="Its number in the register", required=False, max_length=60,
        help_text="Such as GB-CHC-1000001, from its page. Leave it empty where there is none.",
    )  # fmt: skip
    name = forms.CharField(
        label="Its name", required=False, max_length=255,
        help_text="Leave it empty to take the register's.",
    )  # fmt: skip


class Sign(forms.Form):
    """Who signed for a party, and when."""

    on = day_field("Signed on")
    signed_by = forms.CharField(label="Signed by", max_length=200, help_text="Name and office.")


class Leave(forms.Form):
    """When a party left."""

    on = day_field("Left on")


class EasyRead(forms.Form):
    """An easy-read edition."""

    given = forms.FileField(
        label="Easy-read edition", required=False, help_text=f"{IN_WORDS}. None takes it away.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}), allow_empty_file=True,
    )  # fmt: skip
