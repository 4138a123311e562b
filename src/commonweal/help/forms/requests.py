"""Forms by which a request is run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from commonweal.help.choices import ENDINGS, State, TryOutcome, TryWay, Urgency, WrongNeed
from commonweal.help.models import Duty, Request, Scheme, SchemeMember
from commonweal.ui.form_words import say_it_our_way

NOTE = 2_000


class Plain(forms.Form):
    """A form that says what is wrong in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)


class Edited(Plain):
    """A form that knows which edition of a request was read, so that nobody writes over another."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


def note_field(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    """A note of a few lines."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, help_text=help_text, max_length=NOTE, required=required, widget=area
    )


def day_input(attrs: dict[str, str] | None = None) -> forms.DateInput:
    """A box for a day, filled in as browsers read it."""
    return forms.DateInput(attrs={"type": "date", **(attrs or {})}, format="%Y-%m-%d")


class Moment(forms.MultiValueField):
    """A day and a time of day, by the place's own clock."""

    def __init__(self, *, label: str, help_text: str = "", required: bool = True) -> None:
        day = forms.DateField(widget=day_input({"aria-label": "Day"}))
        clock = forms.TimeInput(attrs={"type": "time", "aria-label": "Time"}, format="%H:%M")
        time = forms.TimeField(widget=clock)
        widget = DayAndTime(widgets=[day.widget, time.widget])
        super().__init__(
            fields=(day, time), widget=widget, label=label, help_text=help_text, required=required,
            require_all_fields=True,
        )  # fmt: skip

    def compress(self, data_list: list[Any]) -> dt.datetime | None:
        """The moment, with its zone; nothing of a day without a time."""
        if not data_list or data_list[0] is None or data_list[1] is None:
            return None
        return timezone.make_aware(dt.datetime.combine(data_list[0], data_list[1]))


class DayAndTime(forms.MultiWidget):
    """Two boxes beside each other: a day and a time."""

    def __init__(self, widgets: list[forms.Widget]) -> None:
        super().__init__(widgets={"day": widgets[0], "time": widgets[1]})

    def decompress(self, value: Any) -> list[Any]:
        """The two of a moment."""
        if not isinstance(value, dt.datetime):
            return [None, None]
        here = timezone.localtime(value)
        return [here.date(), here.time().replace(second=0, microsecond=0)]


class UrgencyForm(Edited):
    """How soon somebody must be reached."""

    urgency = forms.ChoiceField(
        label="How soon must somebody reach them?", choices=Urgency.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    planned = forms.DateField(
        label="If it was agreed: for which day", required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


class NeedForm(Edited):
    """What is needed in truth, and why that was not known before."""

    need = forms.ChoiceField(label="What do they need?")
    reason = forms.ChoiceField(
        label="Why does it change?", choices=WrongNeed.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, groups: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = groups  # type: ignore[attr-defined]


class WaitForm(Edited):
    """What the person must say first, and until when to wait."""

    what = note_field("What are you waiting for them to say?", required=True)
    until = Moment(label="When will you look again?")


class TryForm(Edited):
    """How somebody tried to reach them, and what came of it."""

    way = forms.ChoiceField(label="How did you try?", choices=TryWay.choices)
    outcome = forms.ChoiceField(
        label="What came of it?", choices=TryOutcome.choices, widget=forms.RadioSelect
    )
    keyholder = forms.BooleanField(label="It was their keyholder I rang", required=False)
    note = note_field(
        "What was said", "No key-safe codes, card numbers or PINs: they are not kept."
    )
    next_on = Moment(label="When will you try again, or look again?", required=False)


class EndForm(Edited):
    """How a request ended."""

    how = forms.ChoiceField(
        label="How did it end?", widget=forms.RadioSelect,
        choices=[(s, State(s).label) for s in ENDINGS],
    )  # fmt: skip
    reason = note_field("Why", "Needed unless it was done. Whoever asks later is told this.")


class CloseForm(Edited):
    """What the person said of how it went."""

    said = note_field("What did they say of how it went?")


class AgainForm(Plain):
    """Why it is asked for again."""

    reason = note_field("Why is it asked for again?", required=True)


class NextForm(Edited):
    """When to look at it again, and for what."""

    at = Moment(label="When will you look at it again?")
    what = forms.CharField(label="For what?", max_length=200, required=False)


class NoteForm(Plain):
    """Something to remember."""

    words = note_field(
        "What is to be remembered?",
        "Helpers never see it. No key-safe codes, card numbers or PINs: they are not kept.",
        required=True,
    )
    handover = forms.BooleanField(
        label="Whoever is on duty next must read this first", required=False
    )


class GiveForm(Plain):
    """Who answers for it from now on."""

    person = forms.ChoiceField(label="Who answers for it from now on?")
    reason = forms.CharField(label="Why", max_length=300, required=False)

    def __init__(self, *args: Any, scheme: Scheme, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        duties = Duty.objects.at(at).filter(scheme=scheme).select_related("person")
        leads = SchemeMember.objects.standing().who("lead").filter(scheme=scheme)  # type: ignore[arg-type]
        people: dict[int, str] = {d.person_id: f"{d.person.label}, on duty" for d in duties}
        people |= {m.person_id: f"{m.person.label}, lead" for m in leads.select_related("person")}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(k), people[k]) for k in sorted(people, key=lambda k: people[k])]


class HandOverForm(Plain):
    """To which scheme, and why."""

    to_scheme = forms.ModelChoiceField(
        label="Which scheme?", queryset=Scheme.objects.none(), empty_label="Choose a scheme"
    )
    why = note_field("Why? The person is told this first.", required=True)

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_scheme"]
        assert isinstance(field, forms.ModelChoiceField)
        taking = Scheme.objects.taking().exclude(pk=request.scheme_id)
        field.queryset = taking.order_by("name", "pk")


class ToldForm(Plain):
    """How the person was told of a hand-over."""

    way = forms.ChoiceField(label="How were they told?", choices=TryWay.choices)
