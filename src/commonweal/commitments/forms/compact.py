"""What people fill in about events, concerns and yearly reviews. The actions judge the answers."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.commitments.choices import EventKind, Known
from commonweal.commitments.models import Commitment, Document
from commonweal.commitments.querysets import of_withheld
from commonweal.sector.choices import Side
from commonweal.sector.models import Organisation
from commonweal.ui.choosing import OneOf
from commonweal.ui.form_words import say_it_our_way, say_what_is_missing

KNOWN = [(Known.YES, "Yes"), (Known.NO, "No"), (Known.UNKNOWN, "I do not know")]
LONG = 200_000  # Longer than an action takes, which says so in better words.


class InWords(forms.Form):
    """A form that says what is wrong in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)
        say_what_is_missing(self)


def a_day(label: str, hint: str = "", *, required: bool = False) -> forms.DateField:
    """A day."""
    box = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=box)


def some_lines(
    label: str, hint: str = "", *, required: bool = False, rows: int = 5
) -> forms.CharField:
    """A few lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, widget=box)


def line(label: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, help_text=hint, required=required)


def known(label: str) -> forms.ChoiceField:
    """Yes, no, or not known."""
    return forms.ChoiceField(label=label, choices=KNOWN, required=False, widget=OneOf)


# By kind of event, the fields beside those that every event has.
ASKED: dict[str, dict[str, Any]] = {
    EventKind.CONSULTATION: {
        "opened_on": lambda: a_day("When it opened", required=True),
        "closes_on": lambda: a_day("Its last day"),
    },
    EventKind.FUNDING_ENDED: {
        "notice_on": lambda: a_day(
            "When notice was given", "If none was given, the day on which the funding ended."
        ),
        "ends_on": lambda: a_day("When the funding ends, or is cut"),
        "in_writing": lambda: known("Was notice given in writing?"),
        "rationale": lambda: some_lines("The rationale, as it was written"),
        "pounds": lambda: forms.DecimalField(label="How much, in pounds", required=False),
    },
    EventKind.GRANT: {
        "months": lambda: forms.IntegerField(
            label="For how many months", required=False, widget=forms.NumberInput
        ),
        "pounds": lambda: forms.DecimalField(label="How much, in pounds", required=False),
        "in_advance": lambda: known("Was payment in advance considered?"),
        "full_costs": lambda: known("Does it cover the full costs?"),
    },
    EventKind.DECISION: {
        "in_writing": lambda: known("Was it given in writing, with its reasons?"),
        "rationale": lambda: some_lines("The reasons, as they were written"),
    },
    EventKind.OTHER: {},
}


class EventForm(InWords):
    """What happened: what is asked depends on its kind."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = line(
            "What was it?", "A short name, such as: Library hours", required=True
        )
        if kind != EventKind.CONSULTATION:
            self.fields["on"] = a_day("On which day?", required=True)
        self.fields |= {name: make() for name, make in ASKED[kind].items()}
        self.fields["reason"] = some_lines(
            "The reason, if it falls short of what was undertaken",
            "In the body's own words. It is shown beside the facts.", rows=4,
        )  # fmt: skip
        self.fields["source"] = line(
            "Where this is known from", "Such as: the council's website, 5 January", required=True
        )
        self.fields["source_url"] = line("Its web address, if it has one")
        say_it_our_way(self)
        say_what_is_missing(self)

    def told(self, kind: str) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = dict(self.cleaned_data)
        if kind == EventKind.CONSULTATION:
            answers["on"] = answers["opened_on"]
        return answers


class ReasonForm(InWords):
    """The body's reason."""

    reason = some_lines("The reason", "Everybody reads it beside the facts.", required=True)


class WhyForm(InWords):
    """Why something is withdrawn."""

    reason = some_lines("Why?", "It stays with this reason.", required=True, rows=3)


class ReplyForm(InWords):
    """A reply, and who makes it."""

    reply = some_lines("Your reply", required=True)
    name = line("Who replies", "Your name and your part, as they are shown", required=True)


class ConcernForm(InWords):
    """What went wrong. Who says it may be left out."""

    sheet = forms.CharField(required=False, widget=forms.HiddenInput)
    partner = forms.ModelChoiceField(
        label="With which partner?", queryset=Organisation.objects.none(), widget=OneOf,
        empty_label=None, error_messages={"required": "Choose the partner it is about."},
    )  # fmt: skip
    words = some_lines("What went wrong?", "What happened, and when.", required=True, rows=8)
    wanted = some_lines("What would put it right?", rows=4)
    commitment = forms.ModelChoiceField(
        label="Which undertaking is it about?", queryset=Commitment.objects.none(),
        required=False, empty_label="I am not sure",
    )  # fmt: skip
    decision_on = a_day("On which day was it decided or done?", "The time limits of the law run "
                        "from it.")  # fmt: skip
    known_on = a_day("When did you come to know of it?")
    procurement = forms.BooleanField(label="It is about a tender or a contract", required=False)
    group_name = line("Your group's name, if you like")
    contact = line("Your name, if you like")
    email = line("Your e-mail address, if we may write to you")
    telephone = line("Your telephone number, if we may ring you")

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = document.parties.filter(side=Side.PARTNER).exclude(of_withheld())
        keys = partners.values("organisation")
        partner: Any = self.fields["partner"]
        commitment: Any = self.fields["commitment"]
        partner.queryset = Organisation.objects.filter(pk__in=keys).order_by("name")
        commitment.queryset = document.commitments.published().order_by("code", "pk")


class DaysForm(InWords):
    """From when the limits of the law run."""

    decision_on = a_day("On which day was it decided or done?")
    known_on = a_day("When did you come to know of it?")


class EndForm(InWords):
    """How a group ends its own concern."""

    outcome = some_lines("What came of it?", "Nobody reads this but staff.", required=True, rows=4)
    learning = some_lines("What should be learnt from it?", rows=4)


class YearWordsForm(InWords):
    """What one side says to a year."""

    side = forms.ChoiceField(
        label="For which side", choices=[("partner", "The partners"), ("sector", "The sector")],
        widget=OneOf, error_messages={"required": "Choose a side."},
    )  # fmt: skip
    words = some_lines("What your side says to this year", required=True, rows=8)
    name = line("Who speaks", "Your name and your part, as they are shown", required=True)

    def __init__(self, *args: Any, sides: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side: Any = self.fields["side"]
        side.choices = [one for one in side.choices if one[0] in sides]
        if len(sides) == 1:
            side.initial = sides[0]
