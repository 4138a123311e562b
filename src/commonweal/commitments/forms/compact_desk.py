"""What staff fill in about events, concerns and yearly reviews."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.commitments.choices import AGREEMENTS, EventKind, Rung, ToWhom
from commonweal.commitments.forms.compact import EventForm, InWords, a_day, line, some_lines
from commonweal.commitments.models import Document

REPLY_BY = "A week from today at the earliest."


class WhichEventForm(InWords):
    """Who did what."""

    ref = line(
        "Who did it? Its number in the register", "As on its page, for example GB-CHC-1090095.",
        required=True,
    )  # fmt: skip
    kind = forms.ChoiceField(label="What was it?", choices=EventKind.choices)


class DeskEventForm(EventForm):
    """What happened, and, if it is of one agreement alone, which."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"] = forms.ModelChoiceField(
            label="Only under", required=False, empty_label="Every agreement that it has signed",
            queryset=Document.objects.filter(face__in=AGREEMENTS).order_by("title", "pk"),
        )  # fmt: skip


class AskBodyForm(InWords):
    """By when, and where."""

    reply_by = a_day("By which day may they reply?", REPLY_BY, required=True)
    email = line(
        "At which address?", "Besides those who keep its page here. It is sent a private link."
    )


class MoveForm(InWords):
    """To which step, and when."""

    rung = forms.TypedChoiceField(label="Which step?", choices=Rung.choices, coerce=int)
    on = a_day("Since which day?", required=True)
    both_agree = forms.BooleanField(label="Both sides agree to a mediator", required=False)
    note = some_lines("What was done", rows=4)


class AskWordsForm(InWords):
    """Exactly which words, and to whom."""

    to = forms.ChoiceField(label="To whom?", choices=ToWhom.choices)
    words = some_lines(
        "The words", "Exactly these are told, and nothing else. Leave out who the group is, unless "
        "it wants to be named.", required=True, rows=6,
    )  # fmt: skip


class NoteForm(InWords):
    """What the group said, and how."""

    agreed = forms.TypedChoiceField(
        label="What did the group say?", choices=[("yes", "Yes, tell exactly this"), ("no", "No")],
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    how = line("Who of the group said so, and how?", required=True)


class ReplyByForm(InWords):
    """By when."""

    reply_by = a_day("By which day may they reply?", REPLY_BY, required=True)


class CloseForm(InWords):
    """What came of it."""

    outcome = some_lines("What came of it?", "The group reads this.", required=True)
    learning = some_lines(
        "What was learnt?", "Told to nobody but the group. To tell it to others, ask the group for "
        "the words.",
    )  # fmt: skip


class BeginYearForm(InWords):
    """Of which agreement, and which year."""

    document = forms.ModelChoiceField(
        label="Of which agreement?", empty_label=None,
        queryset=Document.objects.filter(face__in=AGREEMENTS, adopted_on__isnull=False).order_by(
            "title", "pk"
        ),
    )  # fmt: skip
    starts_on = a_day("Its first day", required=True)
    ends_on = a_day("Its last day", required=True)
