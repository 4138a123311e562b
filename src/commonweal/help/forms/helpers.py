"""Forms about helpers: joining, changing, standing, checks, and what a scheme writes down."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonweal.help.actions.helper_told import FARTHEST, METRES
from commonweal.help.choices import HELPER_FOLLOWS, HelperStanding, Level, Means
from commonweal.help.forms.requests import Edited, Plain, note_field
from commonweal.help.models import Helper, Scheme
from commonweal.help.week import DAYS, PARTS, SLOTS, to_slots, to_times
from commonweal.sector.languages import ALSO, SPOKEN, language
from commonweal.ui.choosing import OneOf

SAME_AS_TEXT = {language(code).casefold(): code for code in (*SPOKEN, *ALSO)}


class SomeOf(forms.CheckboxSelectMultiple):
    """Some of a few, each in a box of its own that can be pressed anywhere."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes, in the look of the public site."""
        context = self.get_context(name, value, attrs)
        return SafeString(render_to_string("ui/choices.html", context))


class WeekBoxes(forms.CheckboxSelectMultiple):
    """A week as a table: a row for each day, a box for its morning, afternoon and evening."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The table; every box says its day and part to whoever cannot see it."""
        chosen, marks = set(value or ()), attrs or {}
        days = [
            (words, [(f"{day}-{part}", part, f"{day}-{part}" in chosen) for part in PARTS])
            for day, words in DAYS.items()
        ]
        told = {"days": days, "parts": list(PARTS), "name": name, "id": marks.get("id", name)}
        return SafeString(render_to_string("help/helpers_week.html", told))


def date_field(label: str, help_text: str = "", *, required: bool = False) -> forms.DateField:
    """A day, chosen or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class HelperForm(Edited):
    """What somebody says who offers to help."""

    name = forms.CharField(label="Your name", max_length=200)
    phone = forms.CharField(
        label="Telephone", max_length=40, required=False, help_text="So that we can ring you back.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(label="E-mail", max_length=200, required=False)
    postcode = forms.CharField(
        label="Postcode", max_length=12,
        help_text="Where you start from. Only used to see how far it is; nobody you help sees it.",
    )  # fmt: skip
    miles = forms.DecimalField(
        label="How many miles would you go?", min_value=0, max_value=FARTHEST, decimal_places=1,
        initial=3,
    )  # fmt: skip
    means = forms.MultipleChoiceField(
        label="How do you get about?", choices=Means.choices, widget=SomeOf
    )
    needs = forms.MultipleChoiceField(
        label="What would you do?", required=False, widget=SomeOf,
        help_text="You may say no to anything, each time.",
    )  # fmt: skip
    times = forms.MultipleChoiceField(
        label="When could you, in a usual week?", choices=[(s, s) for s in SLOTS], required=False,
        widget=WeekBoxes,
    )  # fmt: skip
    weekly_limit = forms.IntegerField(
        label="How many tasks a week, at most?", min_value=1, max_value=14, initial=2
    )
    languages = forms.CharField(
        label="Which languages do you speak?", initial="English", max_length=300, required=False,
        help_text="With commas between them, such as: English, Polish",
    )  # fmt: skip
    skills = forms.CharField(
        label="What else can you do?", max_length=600, required=False,
        help_text="With commas between, such as: plumbing, filling in forms",
    )  # fmt: skip
    interests = note_field("What do you like to talk about, or do?")
    limits = note_field("Is there anything you cannot do, or would rather not?")
    insured_until = date_field(
        "If you would drive: until when does your insurance cover helping?",
        "Ring your insurer and tell them that you help; it usually costs nothing.",
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = scheme.needs.select_related("term").order_by("term__title")
        choices = [(n.term.code, n.term.title) for n in needs]
        field = self.fields["needs"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields["needs"]

    def clean_languages(self) -> list[str]:
        """The codes of what was named.

        :raises ValidationError: when nobody here knows a language by that name.
        """
        named = [n.strip() for n in self.cleaned_data["languages"].split(",") if n.strip()]
        unknown = [n for n in named if n.casefold() not in SAME_AS_TEXT]
        if unknown:
            raise ValidationError(
                f"We do not know a language called {unknown[0][:40]}. Write it in English."
            )
        return [SAME_AS_TEXT[n.casefold()] for n in named]

    def clean_times(self) -> list[list[str]]:
        """The stretches of the week; as they were kept, to the minute, where nothing changed."""
        chosen: list[str] = self.cleaned_data["times"]
        before = self.initial.get("kept_times", [])
        return list(before) if chosen == to_slots(before) else to_times(chosen)


class OwnHelperForm(HelperForm):
    """What helpers change themselves; their name and insurance they tell their coordinator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["insured_until"]


def as_told(helper: Helper) -> dict[str, Any]:
    """What a helper said, as the form shows it."""
    plain = ("name", "phone", "email", "postcode", "means", "needs", "interests", "limits",
             "weekly_limit", "insured_until", "edition")  # fmt: skip
    return {name: getattr(helper, name) for name in plain} | {
        "miles": round(helper.reach / METRES, 1),
        "times": to_slots(helper.times),
        "kept_times": helper.times,
        "languages": ", ".join(language(c) for c in helper.languages),
        "skills": ", ".join(helper.skills),
    }


class StandingForm(Edited):
    """How a helper stands from now on."""

    standing = forms.ChoiceField(label="From now on", widget=OneOf)
    reason = note_field(
        "Why?",
        "For the scheme's own people; the helper may ask to read it. Whoever leaves gives back "
        "every task at once.",
    )

    def __init__(self, *args: Any, helper: Helper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = HelperStanding(helper.standing)
        field = self.fields["standing"]
        assert isinstance(field, forms.ChoiceField)
        follows = [s for s in HELPER_FOLLOWS[words] if s != HelperStanding.SUSPENDED]
        field.choices = [(s, HelperStanding(s).label) for s in follows]


class SuspendForm(Plain):
    """Why a helper is suspended."""

    reason = note_field("What is the worry?", required=True)


class CheckForm(Plain):
    """What was seen on a certificate."""

    level = forms.ChoiceField(
        label="Which check is it?", widget=OneOf,
        choices=[c for c in Level.choices if c[0] not in (Level.NONE, Level.STANDARD)],
    )  # fmt: skip
    issued_on = date_field("On which day was it issued?", required=True)
    last4 = forms.CharField(
        label="The last four digits of its number", max_length=4, min_length=4,
        help_text="No more than four are kept, and no copy.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    update_service = forms.BooleanField(
        label="They agreed that it is looked up with the update service", required=False
    )


class TrainingForm(Plain):
    """What a helper learnt."""

    title = forms.CharField(label="What did they learn?", max_length=120)
    on = date_field("When?", required=True)
    until = date_field("Until when does it count?", "Leave it empty if it does not run out.")


class BuddyForm(Plain):
    """Who goes along."""

    buddy = forms.ModelChoiceField(
        label="Who goes along with them at first?", queryset=Helper.objects.none(),
        required=False, empty_label="Nobody",
    )  # fmt: skip

    def __init__(self, *args: Any, helper: Helper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["buddy"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Helper.objects.of(helper.scheme).ready().exclude(pk=helper.pk)
        field.label_from_instance = lambda obj: str(obj.name)  # type: ignore[method-assign]


class ApartForm(Plain):
    """Whom a helper is never to be brought together with."""

    who = forms.CharField(
        label="Whom are they to be kept apart from?", max_length=100,
        help_text="Name, telephone number, postcode or reference of somebody this scheme helps.",
    )  # fmt: skip
    why = note_field("Why?", "Neither of them is ever told.", required=True)


class TaskRuleForm(Plain):
    """What a helper may or may not do, unlike all others."""

    term = forms.ChoiceField(label="Which task?")
    allowed = forms.ChoiceField(
        label="May they?", choices=[("yes", "Yes"), ("no", "No")], widget=OneOf
    )
    reason = note_field("Why?", required=True)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = scheme.needs.select_related("term").order_by("term__title")
        field = self.fields["term"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(n.term_id), n.term.title) for n in needs]


class PauseForm(Plain):
    """Until when a helper takes a break."""

    until = date_field("When will you be back?", "Leave it empty if you do not know yet.")

    def clean_until(self) -> dt.date | None:
        """The day, if one was said."""
        day: dt.date | None = self.cleaned_data["until"]
        return day


class LeaveForm(Plain):
    """Being sure."""

    sure = forms.BooleanField(label="Yes, I leave")
