"""What is asked of whoever hands in evidence or replies."""

from __future__ import annotations

from django import forms

from commonweal.commitments.filing import ACCEPT, IN_WORDS


def long_text(label: str, hint: str, missing: str, rows: int = 6) -> forms.CharField:
    """Words in a box of several lines; how many are too many is the action's to say."""
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )  # fmt: skip


def day_field(
    label: str, hint: str = "", missing: str = "Give a day.", *, required: bool = True
) -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(
        label=label, help_text=hint, required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "This is not a day, such as 2 March 2026."},
    )  # fmt: skip


class EvidenceForm(forms.Form):
    """What shows how it goes with a promise."""

    on = day_field("Of which day", "When it happened, or was counted.")
    says = long_text(
        "What it shows", "Facts, in a few sentences. Name no private person.",
        "Write what it shows.",
    )  # fmt: skip
    source = forms.CharField(
        label="Where it comes from", help_text="Such as: minutes of the cabinet, 2 March 2026.",
        error_messages={"required": "Say where it comes from."},
    )  # fmt: skip
    source_url = forms.CharField(
        label="Web address of the source", help_text="If it can be read on the web.",
        required=False,
    )  # fmt: skip
    file = forms.FileField(
        label="A file", required=False, help_text=f"{IN_WORDS}. Everybody can open it, once shown.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip


class ReplyForm(forms.Form):
    """What whoever promised says to a judgement."""

    reply = long_text(
        "Your reply", "It is shown word for word, beside the evidence and equally wide.",
        "Write your reply.", rows=8,
    )  # fmt: skip
    name = forms.CharField(
        label="Who replies", help_text="Shown with it, such as: Head of Commissioning.",
        error_messages={"required": "Say who replies."},
    )  # fmt: skip
