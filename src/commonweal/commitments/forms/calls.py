"""Forms of the desk for elections, ballots, candidates and calls."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.commitments.choices import CandidateStanding, ContactWay, Order
from commonweal.commitments.models import Election

MOST_BYTES = 100 * 1024**2


def day_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


def hour_field(label: str, hint: str = "") -> forms.DateTimeField:
    """A day and an hour, by the clock here."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    wrong = {"invalid": "Write a day and an hour, such as 2026-04-10 09:00."}
    return forms.DateTimeField(label=label, help_text=hint, widget=widget, error_messages=wrong)


def long_field(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    """Some sentences."""
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=widget, max_length=10_000
    )


class ElectionForm(forms.Form):
    """An election."""

    name = forms.CharField(label="What people call it", max_length=200)
    on = day_field("Day of the poll")
    notice_on = day_field(
        "Notice of election", "From then on nothing is published by public-body staff.",
        required=False,
    )  # fmt: skip


class ElectionNameForm(forms.Form):
    """What can be put right of an election."""

    name = forms.CharField(label="What people call it", max_length=200)
    notice_on = day_field("Notice of election", required=False)


class BallotForm(forms.Form):
    """What is known of a ballot."""

    name = forms.CharField(label="Ward, division or constituency", max_length=200)
    council = forms.CharField(label="Council", max_length=200, required=False)
    area = forms.CharField(
        label="GSS code", max_length=9, required=False,
        help_text="Such as E05009287. Without it nobody finds the ballot by postcode.",
    )  # fmt: skip
    seats = forms.IntegerField(label="Seats to fill", min_value=1, max_value=999, initial=1)
    electors = forms.IntegerField(label="Electors", min_value=0, required=False,
                                  max_value=2_000_000)  # fmt: skip
    by_election = forms.BooleanField(label="A by-election", required=False)


class NewBallotForm(BallotForm):
    """A ballot that is typed."""

    code = forms.CharField(
        label="Democracy Club's ballot id", max_length=150, required=False,
        help_text="Such as local.norfolk.aylsham.2021-05-06. Left empty, it gets one of ours.",
    )  # fmt: skip


class CheckForm(forms.Form):
    """That a person compared."""

    statement_url = forms.URLField(
        label="Address of the Statement of Persons Nominated", max_length=500,
        assume_scheme="https",
    )  # fmt: skip
    agree = forms.BooleanField(
        label="I compared every name, party and description with it, and they agree",
        error_messages={"required": "Compare them first, and say so."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class PutOffForm(forms.Form):
    """A poll was put off."""

    poll_on = day_field("New day of the poll")
    closes_at = hour_field("New deadline for answers", "The same for every candidate there.")
    reveal_at = hour_field("New hour at which answers are shown")
    reason = forms.CharField(label="Why", max_length=500, help_text="Such as: a candidate died.")


class CandidateForm(forms.Form):
    """What is known of a candidate. Birth date and gender are never asked or kept."""

    name = forms.CharField(label="Name as on the ballot paper", max_length=200)
    surname = forms.CharField(
        label="Surname", max_length=100, required=False,
        help_text="They are ordered by it. Left empty, it is told from the name.",
    )  # fmt: skip
    forenames = forms.CharField(label="Forenames", max_length=150, required=False)
    party = forms.CharField(label="Party", max_length=200, required=False)
    description = forms.CharField(
        label="Description on the ballot paper", max_length=200, required=False
    )
    email = forms.EmailField(
        label="E-mail address", max_length=254, required=False,
        help_text="For the call alone. Shown to nobody.",
    )  # fmt: skip
    address = forms.CharField(
        label="Postal address",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    telephone = forms.CharField(label="Telephone", max_length=60, required=False)


class StandingForm(forms.Form):
    """Whether somebody still stands."""

    standing = forms.ChoiceField(label="They", choices=CandidateStanding.choices)
    on = day_field("Since")


class ImportForm(forms.Form):
    """A file of candidates. It is not kept: it may hold birth dates."""

    file = forms.FileField(
        label="The file", help_text="A CSV as Democracy Club offers it, up to 100 MB."
    )
    election = forms.CharField(
        label="Election", max_length=120,
        help_text="As the file calls it, such as local.norfolk.2021-05-06.",
    )  # fmt: skip
    only_look = forms.BooleanField(
        label="Only show me what would change", required=False, initial=True
    )

    def clean_file(self) -> Any:
        """Not larger than can be read while somebody waits."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 100 MB.")
        return given


class TermsForm(forms.Form):
    """How a call is put."""

    election = forms.ModelChoiceField(label="Election", queryset=Election.objects.none())
    invite_at = hour_field("All are invited at")
    closes_at = hour_field("Answers close at")
    reveal_at = hour_field("All answers are shown at", "At or after the deadline, before the poll.")
    word_limit = forms.IntegerField(
        label="Words for each ask", min_value=1, max_value=1000, initial=150
    )
    invitation = long_field("What every candidate is told")
    reminder = long_field("What those who have not answered are told again", required=False)
    remind_days = forms.CharField(
        label="Reminders, in days before the deadline", max_length=40, required=False,
        help_text="Such as 7, 2. The same days for all.",
    )  # fmt: skip
    order = forms.ChoiceField(label="Order on the page", choices=Order.choices)
    seed = forms.CharField(
        label="Seed of a drawn order", max_length=60, required=False,
        help_text="Published before answers close, so that anybody can draw it again.",
    )  # fmt: skip
    host = forms.CharField(label="Who puts the call", max_length=255)
    funder = forms.CharField(label="Who pays for it", max_length=255)
    independence = long_field("Statement of independence")
    imprint = long_field("Imprint", "Name and address of whoever publishes it, as the law asks.")
    council_help = long_field(
        "What a public body helps with", "Leave it empty where none does.", required=False
    )
    council_signoff = long_field(
        "Legal sign-off for that", "Who signed it off, when, on which advice.", required=False
    )
    favours = forms.BooleanField(
        label="Spending on this favours or opposes candidates", required=False,
        help_text="Then what is spent in each ward is logged, with what the law permits.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elections: Any = self.fields["election"]
        elections.queryset = Election.objects.order_by("-on", "name")

    def clean_remind_days(self) -> tuple[int, ...]:
        """Whole numbers."""
        parts = self.cleaned_data["remind_days"].replace(",", " ").split()
        if any(not part.isdecimal() or len(part) > 3 for part in parts):
            raise forms.ValidationError("Write whole days, such as 7, 2.")
        return tuple(int(part) for part in parts)


class InterestForm(forms.Form):
    """What somebody says of themselves."""

    public_body = forms.TypedChoiceField(
        label="Do you work for a council or another public body?",
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say yes or no."},
    )
    words = long_field(
        "What else people should know", "Such as: I am a member of a party.", required=False
    )


class SureForm(forms.Form):
    """That somebody means it."""

    sure = forms.BooleanField(
        label="I have read the asks and the texts; they are not changed after this",
        error_messages={"required": "Read them first, and say so."},
    )


class ContactForm(forms.Form):
    """By what way somebody was told."""

    way = forms.ChoiceField(
        label="How",
        choices=[c for c in ContactWay.choices if c[0] != ContactWay.EMAIL],
        widget=forms.RadioSelect,
    )


class BecauseForm(forms.Form):
    """A reason."""

    because = forms.CharField(label="Why", max_length=300)
