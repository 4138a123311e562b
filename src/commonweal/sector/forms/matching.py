"""Forms of the page that matches a list."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.intake.reading.sheets import Sheet
from commonweal.sector.matching_sheets import LABELS, suggested

NOWHERE = ("", "Not in this list")


class GiveListForm(forms.Form):
    """The list."""

    file = forms.FileField(
        label="Your list",
        error_messages={
            "required": "Choose the file that holds the names.",
            "empty": "There is nothing in this file.",
        },
    )


class ChooseColumnsForm(forms.Form):
    """Which column of the list holds what."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = suggested(sheet)
        choices = [(h, self.said(sheet, h)) for h in sheet.headings]
        for fact, label in LABELS.items():
            needed = fact == "name"
            self.fields[fact] = forms.ChoiceField(
                label="Name of the organisation" if needed else label,
                choices=choices if needed else [NOWHERE, *choices],
                required=needed,
                initial=usual.get(fact, ""),
            )

    @staticmethod
    def said(sheet: Sheet, heading: str) -> str:
        """A column by its heading, with examples."""
        examples = "; ".join(sheet.examples(heading, 2))
        return f"{heading[:60]} ({examples[:60] or 'empty'})"
