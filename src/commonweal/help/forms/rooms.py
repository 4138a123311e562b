"""Forms of a scheme's own pages about how requests come in, and of the place's list of needs."""

from __future__ import annotations

from django import forms

from commonweal.help.forms.questions import Question, area_of_text, short, tick


class SheetForm(Question):
    """A file, to look at first."""

    file = forms.FileField(
        label="The spreadsheet (.xlsx), or the same saved as CSV",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )


class KeyForm(Question):
    """Another system that may send requests."""

    name = short("Which system is it for?", "Such as the hospital's discharge desk.", required=True)


class NeedForm(Question):
    """How a need is handled."""

    essential = tick("It is essential", "Food, medicine, warmth: decided the same day.")
    warm_only = tick("Nobody waits for it", "Somebody is put through at once, as for abuse.")
    offered = tick("People may ask for it")
    signpost = area_of_text("What is said first", "Shown and read out before anything is asked.")


class AddNeedForm(Question):
    """A need that the list lacks."""

    title_ = short("What it is called", required=True, most=160)
    code = short(
        "A short code", "Letters, numbers and hyphens, such as chimney.", most=12, required=True
    )
    parent = forms.ChoiceField(label="In which group")

    def fit(self) -> None:
        """The groups there are."""
        self.fields["parent"].choices = self.about.get("groups", [])  # type: ignore[attr-defined]


class LineForm(Question):
    """A number to ring."""

    name = short("Whose number it is", required=True, most=120)
    number = short("The number", required=True, most=40)
    when = short(
        "Ring it if", "Such as: somebody is ill and it cannot wait.", required=True, most=300
    )
    words = short("What else to know", most=500)
    emergency = tick("It is for emergencies")
    position = forms.IntegerField(label="Where it stands", min_value=0, max_value=999, initial=50)
