"""Forms of lists and ring-rounds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from commonweal.accounts.models import User
from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.help.choices import Basis, Purpose, RingOutcome, SchemeStanding, Urgency
from commonweal.help.forms.requests import Moment, Plain, note_field
from commonweal.help.models import HeldList, RingRound, Scheme, SchemeMember
from commonweal.sector.models import Term

SOONEST = [(u.value, u.label) for u in Urgency if u != Urgency.PLANNED]


def day_field(label: str, help_text: str = "", **more: Any) -> forms.DateField:
    """A day."""
    box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=box, **more)


def in_a_year() -> dt.date:
    """The last day on which a list of today may be looked through."""
    return months_after(clock.today(), 12)


def needs_of(scheme: Scheme) -> list[tuple[int, str]]:
    """What may be asked of a scheme: what it serves, or every need where it named none."""
    served = Term.objects.filter(schemes_that_serve__scheme=scheme)
    terms = served if served.exists() else Term.objects.filter(scheme="need")
    return [(t.pk, t.title) for t in terms.order_by("title", "pk")]


class ListForm(Plain):
    """What a list is for, and on what basis it is kept."""

    title = forms.CharField(label="Name of the list", max_length=200)
    purpose = forms.ChoiceField(label="What is it for?", choices=Purpose.choices)
    basis = forms.ChoiceField(label="On which lawful basis?", choices=Basis.choices)
    basis_why = note_field("Why does that basis hold?", required=True)
    source = forms.CharField(label="Where are its people from?", max_length=300)
    owner = forms.TypedChoiceField(label="Who answers for it?", coerce=int)
    review_on = day_field(
        "When is it looked through?", "At most twelve months from today.", initial=in_a_year
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = SchemeMember.objects.standing().filter(scheme=scheme).select_related("person")
        people: list[User] = [m.person for m in members.order_by("pk")]
        self.fields["owner"].choices = [(p.pk, p.label) for p in people]  # type: ignore[attr-defined]


class ReviewForm(Plain):
    """Until when a list may be used, now that somebody looked through it."""

    review_on = day_field(
        "When is it looked through again?", "At most twelve months from today.", initial=in_a_year
    )


class PutForm(Plain):
    """Why somebody is on a list, and on what ground if none is written down."""

    why = forms.CharField(label="Why are they on it?", max_length=500, required=False)
    basis = forms.ChoiceField(
        label="On what ground, if none is written down", required=False,
        choices=[("", "It is written down already"), *Basis.choices],
    )  # fmt: skip
    given_by = forms.CharField(
        label="Who agreed", help_text="They themselves, or who speaks for them.", max_length=200,
        required=False,
    )  # fmt: skip
    way = forms.ChoiceField(
        label="How they said so", required=False,
        choices=[("", "Does not apply"), ("phone", "Telephone"), ("person", "In person"),
                 ("letter", "In writing")],
    )  # fmt: skip


class RoundForm(Plain):
    """What a ring-round is for, and between which days."""

    title = forms.CharField(label="Name", help_text="Such as “The cold week”.", max_length=200)
    why = note_field("What is it for?", "The schemes you ask read this.", required=True)
    script = note_field("What is said on the telephone", "Read aloud by whoever rings.")
    opens_on = day_field("From", initial=clock.today)
    closes_on = day_field("To")
    most_tries = forms.IntegerField(
        label="How often is anybody tried at most?", min_value=1, max_value=5, initial=3
    )


class AskForm(Plain):
    """Which scheme to ask."""

    to_scheme = forms.TypedChoiceField(label="Scheme", coerce=int)

    def __init__(self, *args: Any, ring_round: RingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = Scheme.objects.filter(
            standing__in=(SchemeStanding.OPEN, SchemeStanding.PAUSED), totals_only=False
        ).exclude(ring_parts__ring_round=ring_round)
        named = open_ones.order_by("name", "pk").values_list("pk", "name")
        self.fields["to_scheme"].choices = list(named)  # type: ignore[attr-defined]


class JoinForm(Plain):
    """With which list to take part."""

    held_list = forms.TypedChoiceField(label="With which of your lists?", coerce=int)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = HeldList.objects.filter(scheme=scheme, ended_on=None, purpose=Purpose.REACH)
        self.fields["held_list"].choices = [(held.pk, held.title) for held in lists.order_by("pk")]  # type: ignore[attr-defined]


class CallForm(Plain):
    """What came of ringing somebody."""

    tries = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = note_field(
        "What was said", "No key-safe codes, card numbers or PINs: they are not kept."
    )
    next_at = Moment(label="If another time: when do they want to be rung?", required=False)
    need = forms.TypedChoiceField(
        label="If they asked for help: what do they need?", coerce=int, required=False,
        empty_value=None,
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="And how soon must somebody reach them?", choices=SOONEST, initial=Urgency.DAYS,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, scheme: Scheme, decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [("", "They did not ask"), *needs_of(scheme)]  # type: ignore[attr-defined]
        self.outcomes = outcomes(decide)


def outcomes(decide: bool) -> list[tuple[str, str]]:
    """The buttons: what may have come of it, and the last one only when a person must decide."""
    last = RingOutcome.UNREACHED if decide else RingOutcome.WAITING
    words = {
        RingOutcome.WAITING: "No answer",
        RingOutcome.FINE: "All is well",
        RingOutcome.HELPED: "Helped at once",
        RingOutcome.REQUEST: "Asked for help",
        RingOutcome.NOT_NOW: "Another time",
        RingOutcome.STOP: "No more calls",
        RingOutcome.UNREACHED: "Nothing more is tried",
    }
    reached = [RingOutcome.FINE, RingOutcome.HELPED, RingOutcome.REQUEST, RingOutcome.NOT_NOW]
    return [(o.value, words[o]) for o in (last, *reached, RingOutcome.STOP)]
