"""What a candidate answers with: for each ask one of three, and words to a limit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from commonweal.commitments.actions.answering import Said
from commonweal.commitments.asking import too_long
from commonweal.commitments.choices import AnswerWay, Stance
from commonweal.commitments.models import Answer, Paragraph
from commonweal.commitments.prose import as_html
from commonweal.ui.choosing import OneOf

CHOOSE = "Choose one of the three."
EVERY = "all"


class AnswerForm(forms.Form):
    """Every ask may be left for later. ``only`` is the ask to save, where not all are."""

    def __init__(
        self, *args: Any, asks: Iterable[Paragraph], limit: int, only: str = EVERY, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks, self.limit, self.only = list(asks), limit, only
        for number, ask in enumerate(self.asks, start=1):
            self.fields[f"stance_{ask.pk}"] = forms.ChoiceField(
                label=f"Your answer to ask {number}", choices=Stance.choices, required=False,
                widget=OneOf, error_messages={"invalid_choice": CHOOSE},
            )  # fmt: skip
            self.fields[f"words_{ask.pk}"] = forms.CharField(
                label=f"Your own words on ask {number}", required=False, strip=False,
                help_text=f"At most {limit} words. They are shown as you write them.",
                widget=forms.Textarea(attrs={"rows": 6}),
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Paragraph, SafeString, Any, Any]]:
        """Each ask with its text as HTML and its two fields."""
        return [
            (ask, SafeString(as_html(ask.text)), self[f"stance_{ask.pk}"], self[f"words_{ask.pk}"])
            for ask in self.asks
        ]

    @property
    def wanted(self) -> list[Paragraph]:
        """The asks that are to be saved."""
        return [ask for ask in self.asks if self.only in (EVERY, str(ask.pk))]

    def clean(self) -> dict[str, Any]:
        """Say of every ask at once what is wrong; of those left for later, nothing."""
        cleaned = super().clean() or {}
        for name in list(self.errors):
            if name.partition("_")[2] not in {str(ask.pk) for ask in self.wanted}:
                del self._errors[name]  # type: ignore[attr-defined]
        for ask in self.wanted:
            stance, words = f"stance_{ask.pk}", f"words_{ask.pk}"
            said = (cleaned.get(words) or "").strip()
            missing = not cleaned.get(stance) and stance not in self.errors
            if missing and (said or self.only != EVERY):
                self.add_error(stance, CHOOSE)
            wrong = too_long(said, self.limit)
            if wrong:
                self.add_error(words, wrong)
        return cleaned

    def said(self) -> dict[int, Said]:
        """What is to be kept, by ask: those that were answered."""
        told = self.cleaned_data
        return {
            ask.pk: Said(told[f"stance_{ask.pk}"], told.get(f"words_{ask.pk}") or "")
            for ask in self.wanted if told.get(f"stance_{ask.pk}")
        }  # fmt: skip


def told_by(answers: dict[int, Answer]) -> dict[str, str]:
    """What was said so far, as the form holds it."""
    found = {}
    for key, answer in answers.items():
        found[f"stance_{key}"], found[f"words_{key}"] = answer.stance, answer.words
    return found


class ToldForm(AnswerForm):
    """The same, as staff write down what was told."""

    way = forms.ChoiceField(
        label="How they told you",
        choices=[choice for choice in AnswerWay.choices if choice[0] != AnswerWay.LINK],
        widget=forms.RadioSelect,
        error_messages={"required": "Say by what way they told you."},
    )
    read_back = forms.BooleanField(
        label="I read it back to them, word for word, and they agreed", required=False,
        help_text="Needed for what was told by telephone.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """As the candidate's own, and that something was told."""
        cleaned = super().clean()
        if not self.errors and not self.said():
            raise forms.ValidationError("Write down the answer to one ask at least.")
        return cleaned


class CodeForm(forms.Form):
    """The code from a letter."""

    code = forms.CharField(
        label="The code in your letter", max_length=60,
        help_text="Sixteen letters in groups of four. Small or capital letters are the same.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters",
                                      "spellcheck": "false"}),
        error_messages={"required": "Type the code from your letter."},
    )  # fmt: skip
