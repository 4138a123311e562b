"""What every row of the form of a service shares: it is judged by itself, so that what is wrong is
said beside it; an empty row says nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.sector.offering import tidy_part
from commonweal.ui.form_words import say_it_our_way

NOTHING: tuple[Any, ...] = (None, "", [])


def a_day(label: str, help_text: str = "") -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(
        label=label, required=False, help_text=help_text, input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


def a_time(label: str) -> forms.TimeField:
    """A time of day, chosen or typed."""
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


def text(label: str, most: int, help_text: str = "") -> forms.CharField:
    """One line that may be empty."""
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


def ticks(label: str, choices: Any, help_text: str = "") -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class RowForm(forms.Form):
    """One row. ``part`` is what of a service it is; ``meaning`` the fields that make it a row."""

    part: ClassVar[str]
    meaning: ClassVar[tuple[str, ...]]
    row: Any = None

    def tell(self, said: dict[str, Any]) -> Any:
        """What the row says, as it is told.

        :raises Refused: when it cannot be so.
        """
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)

    def clean(self) -> dict[str, Any]:
        """Judge the row by itself."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors or all(said.get(name) in NOTHING for name in self.meaning):
            return said
        try:
            row = self.tell(said)
            tidy_part(self.part, row, today=clock.today())
        except Refused as refusal:
            self.add_error(None, refusal.sentence)
        else:
            self.row = row
        return said

    @staticmethod
    def kept(told: Any) -> list[dict[str, Any]]:
        """The rows that say what is told."""
        raise NotImplementedError

    @property
    def in_words(self) -> str:
        """How people will read it, once it can be read."""
        if not self.is_bound:
            return str(self.initial.get("in_words", ""))
        return self.say(self.row) if self.row else ""

    @staticmethod
    def say(told: Any) -> str:
        """The row as people say it."""
        return ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it, neither given now nor kept before."""
        if self.is_bound:
            return not self.errors and self.row is None
        return not self.initial
