"""Forms of the import pages."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.intake.described import DESCRIBED
from commonweal.intake.reading.sheets import Sheet
from commonweal.intake.source import SOURCES
from commonweal.sector.sources.mapping import FACTS, Columns, guess

NOWHERE = ("", "Not in this file")


class StartForm(forms.Form):
    """Which source, and where its file is."""

    source = forms.ChoiceField(label="Source")
    file = forms.FileField(
        label="A file from your computer",
        required=False,
        help_text="As its publisher offers it, zipped or not.",
    )
    path = forms.CharField(
        label="Or a file or folder on the server",
        required=False,
        max_length=400,
        help_text="Inside this installation's own folder, such as archive/charity-commission.",
    )
    trial = forms.BooleanField(
        label="Trial only: read and check all of it, change nothing", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [s for s in SOURCES.values() if s.name not in DESCRIBED]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (s.name, f"{s.title} ({s.publisher})") for s in sorted(known, key=lambda s: s.title)
        ]

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("file")) == bool(found.get("path")) and not self.errors:
            raise forms.ValidationError("Give a file, or say where on the server it is.")
        return found


class UploadForm(forms.Form):
    """A local organisation's list."""

    file = forms.FileField(
        label="The list", help_text="A CSV file or a spreadsheet (.xlsx), up to 50 MB."
    )


class MappingForm(forms.Form):
    """Whose list it is, and which column holds what. The columns are those of the file."""

    name = forms.CharField(
        label="What the list is called",
        max_length=80,
        help_text="Its columns are remembered under this name.",
    )
    owner = forms.CharField(
        label="Whose list it is", max_length=120, help_text="Shown as the source."
    )
    licence = forms.CharField(
        label="On what terms it may be used",
        max_length=250,
        help_text="Such as Open Government Licence, or: with the owner's leave, to be named.",
    )
    all_here = forms.BooleanField(
        label="Everyone on this list works in our place",
        required=False,
        help_text="Otherwise only those with a postcode here are taken.",
    )

    def __init__(self, *args: Any, sheet: Sheet, columns: Columns | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        usual = columns.facts if columns else guess(sheet)
        choices = [(h, self.said(h)) for h in sheet.headings]
        for fact, (label, _) in FACTS.items():
            self.fields[f"{fact}_column"] = self.column(fact, label, choices, usual)
        self.fields["key_column"] = forms.ChoiceField(
            label="What tells rows apart from one time to the next",
            choices=[("", "Name and postcode"), *choices],
            required=False,
            initial=columns.key if columns else "",
            help_text="A number of the list's own, if it has one.",
        )

    def said(self, heading: str) -> str:
        """A column by its heading, with examples."""
        examples = "; ".join(self.sheet.examples(heading))
        return f"{heading} ({examples[:90]})" if examples else f"{heading} (empty)"

    def column(
        self, fact: str, label: str, choices: list[tuple[str, str]], usual: dict[str, list[str]]
    ) -> forms.Field:
        """The choice of the column for one fact; an address may be in several."""
        chosen = [c for c in usual.get(fact, []) if c in self.sheet.headings]
        if fact == "street":
            return forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=chosen,
                widget=forms.CheckboxSelectMultiple,
                help_text="It may be in several columns. It is not published.",
            )
        return forms.ChoiceField(
            label=label,
            choices=[NOWHERE, *choices],
            required=fact == "name",
            initial=chosen[0] if chosen else "",
        )

    def columns(self) -> dict[str, Any]:
        """The mapping as it is kept."""
        said = self.cleaned_data
        facts = {}
        for fact in FACTS:
            value = said.get(f"{fact}_column")
            if value:
                facts[fact] = value if isinstance(value, list) else [value]
        kept = Columns(facts, said.get("key_column", "")).plain()
        return {**kept, "all_here": said["all_here"]}
