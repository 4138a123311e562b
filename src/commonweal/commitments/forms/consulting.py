"""What people fill in to say what they think, and what staff fill in for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from commonweal.commitments import filing
from commonweal.commitments.actions.submissions import (
    LONGEST,
    ToldComment,
    ToldSubmission,
)
from commonweal.commitments.choices import SpeaksAs, Way
from commonweal.commitments.equality import TOPICS
from commonweal.commitments.models import Consultation, Paragraph, Question
from commonweal.sector.models import Organisation
from commonweal.ui.choosing import OneOf
from commonweal.ui.form_words import say_it_our_way, say_what_is_missing

ROOM = f"Up to {LONGEST:,} characters."
FOR = [
    (SpeaksAs.MYSELF, "For myself"),
    (SpeaksAs.ORGANISATION, "For an organisation or group"),
    (SpeaksAs.PARTNER, "For a public body or a business"),
]


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All that were chosen."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class TrapInput(forms.TextInput):
    """A field that people do not see, nor hear, nor reach by keyboard; programs fill it in."""

    template_name = "sector/trap.html"


class SayingForm(forms.Form):
    """The questions, a place for each paragraph that was chosen, the whole, and who says it."""

    fax_number = forms.CharField(label="Leave this empty", required=False, widget=TrapInput)

    def __init__(
        self, *args: Any, consultation: Consultation, paragraphs: Iterable[Paragraph],
        mine: Iterable[Organisation] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.questions = list(consultation.questions.order_by("position", "pk"))
        self.paragraphs = list(paragraphs)
        self.mine = list(mine)
        for question in self.questions:
            self._ask(question)
        for paragraph in self.paragraphs:
            self.fields[f"p{paragraph.pk}"] = _words(f"On {_called(paragraph)}", rows=4)
        self.fields["whole"] = _words("Anything else, on the whole of it", hint=ROOM)
        self._who()
        say_it_our_way(self)
        say_what_is_missing(self)

    def _ask(self, question: Question) -> None:
        if question.options:
            choices = [(o, o) for o in question.options] + [("", "No answer")]
            self.fields[f"a{question.pk}"] = forms.ChoiceField(
                label=question.words, help_text=question.help, choices=choices, required=False,
                widget=OneOf,
            )  # fmt: skip
            self.fields[f"q{question.pk}"] = _words(f"Why? ({question.words})", rows=3)
        else:
            self.fields[f"q{question.pk}"] = _words(question.words, hint=question.help or ROOM)

    def _who(self) -> None:
        self.fields["speaks_as"] = forms.ChoiceField(
            label="For whom do you speak?", choices=FOR, initial=SpeaksAs.MYSELF, widget=OneOf
        )
        if self.mine:
            self.fields["organisation"] = forms.ChoiceField(
                label="Of which you keep the page", required=False,
                choices=[("", "None of these"), *((str(o.pk), o.name) for o in self.mine)],
            )  # fmt: skip
        self.fields["organisation_name"] = _line(
            "Name of the organisation, group or body", "If you speak for one."
        )
        self.fields["name"] = _line("Your name", "You need not give one.")
        self.fields["postcode"] = _line(
            "Your postcode", "Shows us which parts have been heard. We keep the district, not "
            "the postcode.",
        )  # fmt: skip
        self.fields["named"] = forms.BooleanField(
            label="Everybody may read who said it", required=False
        )
        self.fields["email"] = forms.EmailField(
            label="E-mail address", required=False,
            help_text="We send you the private address of what you said. Nobody else sees it.",
        )  # fmt: skip
        self.fields["follows"] = forms.BooleanField(
            label="Tell me by e-mail what comes of it", required=False
        )
        self.fields["files"] = FilesField(
            label="Files", required=False, help_text=f"Three at most: {filing.IN_WORDS}. Only "
            "those who read the answers see them.",
            widget=ManyFiles(attrs={"accept": filing.ACCEPT}),
        )  # fmt: skip

    def clean_fax_number(self) -> str:
        """Nothing.

        :raises ValidationError: when something is in it, in words for a person all the same.
        """
        if self.cleaned_data["fax_number"]:
            raise forms.ValidationError(
                "A program seems to have filled this in. If you are a person, ring us."
            )
        return ""

    @property
    def told(self) -> ToldSubmission:
        """What was filled in, as the action takes it."""
        d = self.cleaned_data
        said = [
            ToldComment(d.get(f"q{q.pk}", ""), d.get(f"a{q.pk}", ""), question=q)
            for q in self.questions
        ]
        said += [ToldComment(d.get(f"p{p.pk}", ""), paragraph=p) for p in self.paragraphs]
        said.append(ToldComment(d.get("whole", "")))
        kept = {o.pk: o for o in self.mine}
        chosen = d.get("organisation", "")
        return ToldSubmission(
            comments=said, speaks_as=d["speaks_as"], name=d["name"],
            organisation_name=d["organisation_name"],
            organisation=kept.get(int(chosen)) if chosen else None, postcode=d["postcode"],
            email=d["email"], named=d["named"], follows=d["follows"], files=d["files"],
            way=d.get("way", Way.WEB), said_on=d.get("said_on"), event=d.get("event", ""),
        )  # fmt: skip


class EnterForm(SayingForm):
    """The same, as staff enter what came on paper, by telephone or at an event."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {
            "way": forms.ChoiceField(
                label="How it came", choices=[c for c in Way.choices if c[0] != Way.WEB]
            ),
            "said_on": forms.DateField(
                label="When it was said or received",
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            ),
            "event": _line("At which event", "For notes of an event only."),
        }
        self.fields = first | self.fields
        del self.fields["fax_number"]
        self.fields["named"].label = "They said that everybody may read who said it"
        self.fields["follows"].label = "They wish to be told by e-mail what comes of it"


class EqualityForm(forms.Form):
    """What somebody says of themselves; every question can be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, topic in TOPICS.items():
            choices = [(a, a) for a in topic.answers] + [("", "No answer")]
            self.fields[name] = forms.ChoiceField(
                label=topic.asks, choices=choices, required=False, widget=OneOf
            )


def _called(paragraph: Paragraph) -> str:
    return str(paragraph)[:120]


def _words(label: str, *, rows: int = 5, hint: str = "") -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=box, help_text=hint)


def _line(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=hint)
