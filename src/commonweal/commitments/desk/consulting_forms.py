"""Forms by which staff prepare a consultation, give it time, and keep a comment from view."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.commitments.actions.moderation import REASONS
from commonweal.commitments.choices import DocumentStanding, Face
from commonweal.commitments.desk.documents_forms import TEXT_HELP, day_field
from commonweal.commitments.models import Document


def some_words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    """Some words; how many is for the action to say, so that nothing is cut off."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, help_text=hint, widget=box)


class BeginForm(forms.Form):
    """On what, and what it is called."""

    document = forms.ModelChoiceField(
        label="On which draft?", queryset=Document.objects.none(),
        empty_label="Choose a draft",
    )  # fmt: skip
    title = forms.CharField(label="What is it called?", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Document.objects.filter(
            standing__in=(DocumentStanding.DRAFT, DocumentStanding.CONSULTING)
        )
        chooser = self.fields["document"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = drafts.exclude(face=Face.CALL).order_by("title", "pk")


class SetOutForm(forms.Form):
    """What a consultation is about, for how long, and its checklist."""

    title = forms.CharField(label="Title", max_length=200)
    introduction = some_words("Introduction", TEXT_HELP, rows=5)
    opens_on = day_field("First day", required=False, help_text="Leave it empty for today.")
    closes_on = day_field(
        "Last day", required=False,
        help_text="Twelve weeks are 84 days after the first. Fewer need a reason.",
    )  # fmt: skip
    short_reason = some_words("If it is shorter than twelve weeks: why?", "Everybody reads it.")
    formative = some_words(
        "Is it early enough? What is still open to be changed, and what is not?",
        "People must be asked while what they say can still change it.",
    )
    information = some_words("What can people read to understand what is proposed?")
    enough_time = some_words("Is it time enough? For whom may it be short?")
    who_decides = some_words("Who decides on what people say?")
    decides_on = day_field("By which day is it decided?", required=False)
    equality = some_words("Whom may it touch more than others, and how do you hear from them?")
    information_notice = some_words(
        "Who may read what people write?",
        "A public body may have to give out what it holds (Freedom of Information Act 2000).",
    )


class QuestionForm(forms.Form):
    """One question, and the answers to choose from, if any."""

    words = forms.CharField(label="The question", max_length=400)
    help = forms.CharField(label="A hint", required=False, max_length=400)
    options = some_words(
        "Answers to choose from", "One on each line, or none for words only.", rows=5
    )

    def clean_options(self) -> tuple[str, ...]:
        """The answers, one by one."""
        return tuple(line for line in self.cleaned_data["options"].splitlines() if line.strip())


class ExtendForm(forms.Form):
    """Until when, and why."""

    closes_on = day_field("New last day")
    reason = forms.CharField(
        label="Why?", max_length=500, help_text="Everybody reads it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class SureForm(forms.Form):
    """Nothing to fill in: only to be sure."""


class KeepFromViewForm(forms.Form):
    """Why a comment is not shown."""

    because = forms.ChoiceField(
        label="Why?", choices=[(r, r) for r in REASONS], widget=forms.RadioSelect
    )
    more = forms.CharField(
        label="What its author should know besides", required=False, max_length=300
    )


class OfOrganisationForm(forms.Form):
    """For which organisation of the register it was said."""

    ref = forms.CharField(
        label="Its number", required=False,
        help_text="As its page has it, such as GB-CHC-1090095. Empty: none of the register.",
    )  # fmt: skip
