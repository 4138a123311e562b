"""Forms of plans of support and of warm referrals."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.help.choices import Mode, ReferralAnswer, SchemeStanding, Urgency
from commonweal.help.forms.reaching import SOONEST, day_field, needs_of
from commonweal.help.forms.requests import Edited, Plain, note_field
from commonweal.help.models import Scheme

SCALE_HELP = "From 1, far from it, to 10, there. Only if they want to say."


def scale_field(label: str) -> forms.IntegerField:
    """How far somebody feels they are, from 1 to 10."""
    return forms.IntegerField(
        label=label, help_text=SCALE_HELP, min_value=1, max_value=10, required=False
    )


class PlanForm(Edited):
    """What a plan is for, what somebody can do, and what matters to them."""

    mode = forms.ChoiceField(label="What is it for?", choices=Mode.choices)
    strengths = note_field("What they can do, and whom they have", "In their words.")
    matters = note_field("What matters to them", "In their words.")


class BeginForm(PlanForm):
    """The same, with their agreement and the day on which it is looked through."""

    review_on = day_field("When do you look through it together?")
    given_by = forms.CharField(
        label="Who agreed to a plan, in so many words", max_length=200, required=False,
        help_text="They themselves, or who may speak for them. Leave it empty if it is written "
        "down already.",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="How they said so", required=False,
        choices=[("", "It is written down already"), ("phone", "Telephone"),
                 ("person", "In person"), ("letter", "In writing")],
    )  # fmt: skip


class GoalForm(Edited):
    """What they want."""

    words = note_field("What they want", "In their words.", required=True)
    barrier = note_field("What stands in the way")
    before = scale_field("How far do they feel they are now?")


class FarForm(Edited):
    """How far they are with a goal."""

    after = scale_field("How far do they feel they are now?")
    reached = forms.BooleanField(label="It is reached", required=False)
    left = forms.BooleanField(label="They leave it", required=False)


class StepForm(Edited):
    """What is to be done."""

    words = note_field("What is to be done", required=True)
    who = forms.CharField(label="Who does it", max_length=120)
    by_when = day_field("By when", required=False)


class ReviewForm(Edited):
    """What was found together."""

    words = note_field("What you found together", "In their words.", required=True)
    review_on = day_field("When do you look through it next?")


class CloseForm(Edited):
    """Why a plan ends."""

    why = note_field("Why does it end?", required=True)


class ReferForm(Plain):
    """To whom somebody is brought, and what they agreed to be told."""

    to_scheme = forms.TypedChoiceField(
        label="To a scheme here", coerce=int, required=False, empty_value=None
    )
    to_name = forms.CharField(label="Or to somebody else: name", max_length=200, required=False)
    to_email = forms.EmailField(label="Their e-mail address", required=False)
    tells = note_field(
        "What they agreed that is told", "Only these words are shown.", required=True
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Scheme.objects.filter(standing=SchemeStanding.OPEN, totals_only=False)
        named = others.exclude(pk=scheme.pk).order_by("name", "pk").values_list("pk", "name")
        self.fields["to_scheme"].choices = [("", "None"), *named]  # type: ignore[attr-defined]


class TakeForm(Plain):
    """What somebody who was referred here needs."""

    need = forms.TypedChoiceField(label="What do they need?", coerce=int)
    urgency = forms.ChoiceField(
        label="How soon must somebody reach them?", choices=SOONEST, initial=Urgency.DAYS
    )
    words = note_field("Anything to tell whoever asks")

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = needs_of(scheme)  # type: ignore[attr-defined]


class RefuseForm(Plain):
    """Why somebody is not taken on."""

    words = note_field("Why do you not take them on?", required=True)


class AnswerForm(Plain):
    """What whoever was asked says."""

    answer = forms.ChoiceField(
        label="Do you take them on?", widget=forms.RadioSelect,
        choices=[(ReferralAnswer.ACCEPTED.value, "Yes"), (ReferralAnswer.REFUSED.value, "No")],
    )  # fmt: skip
    words = note_field("What happens next, or why not", "They are told.")
    who = forms.CharField(
        label="Who answers", help_text="Your name and organisation.", max_length=150
    )
