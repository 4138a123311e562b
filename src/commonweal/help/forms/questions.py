"""What every question of asking is made of, and how its answer is said again."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonweal.help.choices import Knows
from commonweal.ui.form_words import say_it_our_way, say_what_is_missing

LANGUAGES = (
    ("en", "English"), ("bfi", "British Sign Language"), ("ar", "Arabic"), ("bn", "Bengali"),
    ("bg", "Bulgarian"), ("zh", "Chinese"), ("fr", "French"), ("gu", "Gujarati"),
    ("hi", "Hindi"), ("hu", "Hungarian"), ("it", "Italian"), ("ku", "Kurdish"),
    ("lv", "Latvian"), ("lt", "Lithuanian"), ("ps", "Pashto"), ("fa", "Persian"),
    ("pl", "Polish"), ("pt", "Portuguese"), ("pa", "Punjabi"), ("ro", "Romanian"),
    ("ru", "Russian"), ("so", "Somali"), ("es", "Spanish"), ("ta", "Tamil"), ("tr", "Turkish"),
    ("uk", "Ukrainian"), ("ur", "Urdu"), ("vi", "Vietnamese"), ("xx", "Another, said below"),
)  # fmt: skip
SHARED = "Somebody else may see or answer this telephone or e-mail"
UNSAFE = "It would not be safe for me if somebody at home knew that I asked"


class ManyOf(forms.CheckboxSelectMultiple):
    """Any of several, each in a box of its own that can be pressed anywhere."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes, in the look of the public site."""
        context = self.get_context(name, value, attrs)
        return SafeString(render_to_string("ui/choices.html", context))


class Question(forms.Form):
    """One page of asking. ``about`` is whether it is for somebody else, and what they chose."""

    heading: ClassVar[str] = ""
    for_other: ClassVar[str] = ""
    lede: ClassVar[str] = ""

    def __init__(self, *args: Any, about: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about or {}
        self.other = self.about.get("knows", Knows.SELF) != Knows.SELF
        say_what_is_missing(self)
        missing = {name: f.error_messages["required"] for name, f in self.fields.items()}
        say_it_our_way(self)
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words
        self.fit()

    def fit(self) -> None:
        """Fit the words and choices to what was answered before."""

    @property
    def title(self) -> str:
        """The question itself."""
        return self.for_other if self.other and self.for_other else self.heading

    def told(self) -> dict[str, Any]:
        """The answers, as plain values that a draft can keep."""
        return {
            name: value.isoformat() if isinstance(value, dt.date | dt.time) else value
            for name, value in self.cleaned_data.items()
        }


def short(label: str, help_text: str = "", *, most: int = 200, **more: Any) -> forms.CharField:
    """A line that may be left empty, unless it says otherwise."""
    more.setdefault("required", False)
    return forms.CharField(label=label, help_text=help_text, max_length=most, **more)


def tick(label: str, help_text: str = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def telephone(label: str, help_text: str = "", *, auto: bool = True) -> forms.CharField:
    """A telephone number."""
    attrs = {"type": "tel", "autocomplete": "tel"} if auto else {"type": "tel"}
    return short(label, help_text, most=40, widget=forms.TextInput(attrs=attrs))


def area_of_text(label: str, help_text: str = "") -> forms.CharField:
    """A few lines."""
    return short(label, help_text, most=2_000, widget=forms.Textarea(attrs={"rows": 5}))


def time_of_day(label: str) -> forms.TimeField:
    """A time of day, which may be left empty."""
    box = forms.TimeInput(attrs={"type": "time"})
    return forms.TimeField(label=label, required=False, widget=box)


def spoken(form: forms.Form, answers: dict[str, Any]) -> str:
    """What was answered on a page, as one line: chosen words rather than their codes."""
    said = []
    for name, field in form.fields.items():
        value = answers.get(name)
        if value in (None, "", [], False):
            continue
        if value is True:
            said.append(str(field.label))
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            words = {str(code): str(label) for code, label in choices}
            chosen = value if isinstance(value, list) else [value]
            said += [words.get(str(c), str(c)) for c in chosen]
        else:
            said.append(str(value))
    return "; ".join(said)
