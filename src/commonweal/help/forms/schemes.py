"""Forms by which a scheme is set up, described and kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from commonweal.accounts.models import User
from commonweal.help.choices import SCHEME_FOLLOWS, Guards, Part, SchemeStanding
from commonweal.help.counted import COUNTED, months_before
from commonweal.help.forms.questions import LANGUAGES
from commonweal.help.forms.requests import Moment, Plain, note_field
from commonweal.help.models import DutyPool, Scheme, SchemeMember
from commonweal.help.opening_hours import days_typed, from_typed
from commonweal.places.choices import Kind
from commonweal.places.models import Area
from commonweal.sector.models import Organisation, Term


class AddSchemeForm(Plain):
    """A new scheme."""

    organisation = forms.CharField(
        label="Reference of its organisation", max_length=60,
        help_text="It is the controller of the records. The reference stands on its page.",
    )  # fmt: skip
    name = forms.CharField(label="Name", max_length=200)
    slug = forms.CharField(
        label="Its address on this site",
        max_length=80,
        help_text="Small letters, digits and dashes, such as mill-lane.",
    )
    lead = forms.EmailField(
        label="E-mail address of its lead",
        help_text=format_lazy(
            "They need an account already: <a href='{}'>invite them first</a>. They are written to "
            "now, and also hear of worries about safety.",
            reverse_lazy("accounts_desk:welcome"),
        ),
    )
    front_door = forms.BooleanField(
        label="Everything that no other scheme takes comes here", required=False
    )
    totals_only = forms.BooleanField(
        label="It keeps its requests in a system of its own and reports totals", required=False
    )

    def clean_organisation(self) -> Organisation:
        """The organisation of this reference."""
        ref = self.cleaned_data["organisation"].strip()
        found = Organisation.objects.filter(ref=ref).first()
        if found is None:
            raise forms.ValidationError("No organisation has this reference.")
        return found

    def clean_lead(self) -> User:
        """The person of this address."""
        found = User.objects.filter(email__iexact=self.cleaned_data["lead"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                "Nobody with this address can sign in yet. Invite them first, under People."
            )
        return found


class DescribeForm(Plain):
    """What a scheme does, and when it can be reached."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", max_length=200)
    about = forms.CharField(
        label="What it does", max_length=5_000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}), help_text="Everybody can read this.",
    )  # fmt: skip
    phone = forms.CharField(label="Telephone", max_length=30, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    address = forms.CharField(label="Address", max_length=300, required=False)
    hours = forms.CharField(
        label="When somebody reads what comes in", required=False, max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One stretch a line, such as Monday to Friday 9:00 to 12:30. People are told by "
        "these when they will be answered.",
    )  # fmt: skip
    closed_on = forms.CharField(
        label="Days on which nobody does", required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="One a line, such as 25/12/2026.",
    )  # fmt: skip
    languages = forms.CharField(
        label="Languages that are spoken", required=False, max_length=200,
        help_text="With commas between, such as English, Polish.",
    )  # fmt: skip
    capacity = forms.IntegerField(
        label="How many requests it can take in a week", required=False, min_value=1,
        max_value=100_000, help_text="Left open, there is no limit.",
    )  # fmt: skip
    pounds = forms.IntegerField(
        label="The most a helper handles at once, in pounds", min_value=0, max_value=100
    )
    complaint_days = forms.IntegerField(
        label="Days until somebody says that a complaint has come", min_value=1, max_value=30
    )
    keep_months = forms.IntegerField(
        label="Months that details are kept after the last request", min_value=1, max_value=72
    )
    postcode = forms.CharField(
        label="Postcode from which helpers start", required=False, max_length=10,
        help_text="Left open, it stays as it is.",
    )  # fmt: skip

    def clean_hours(self) -> list[list[str]]:
        """The stretches."""
        try:
            return from_typed(self.cleaned_data["hours"])
        except ValueError as line:
            raise forms.ValidationError(
                f"“{line}” cannot be read. Write a day and two times: Monday 9:00 to 12:30."
            ) from line

    def clean_closed_on(self) -> list[dt.date]:
        """The days."""
        try:
            return days_typed(self.cleaned_data["closed_on"])
        except ValueError as line:
            raise forms.ValidationError(f"“{line}” is not a day. Write it as 25/12/2026.") from line

    def clean_languages(self) -> list[str]:
        """The codes."""
        typed = (c.strip().lower() for c in self.cleaned_data["languages"].split(","))
        known = {name.lower(): code for code, name in LANGUAGES}
        codes = [known.get(c, c) for c in typed if c]
        if any(not c.replace("-", "").isalpha() or len(c) > 8 for c in codes):
            raise forms.ValidationError("Write them with commas, such as English, Polish.")
        return codes


class AreasForm(Plain):
    """Where a scheme helps."""

    codes = forms.MultipleChoiceField(
        label="Where it helps", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="A county or a district holds all its wards.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Area.objects.live().filter(kind__in=[Kind.COUNTY, Kind.DISTRICT, Kind.WARD])
        names = dict(rows.values_list("code", "name"))
        order = {Kind.COUNTY: 0, Kind.DISTRICT: 1, Kind.WARD: 2}
        told = [
            (order[Kind(a.kind)], names.get(a.parent, ""), a.name, a.code, a.kind) for a in rows
        ]
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (code, f"{name}, {above}" if kind == Kind.WARD and above else name)
            for _, above, name, code, kind in sorted(told)
        ]


class NeedForm(Plain):
    """A need that a scheme answers."""

    term = forms.ModelChoiceField(
        label="Which need?", queryset=Term.objects.none(), empty_label="Choose a need"
    )
    minutes = forms.IntegerField(
        label="How many minutes does it usually take?", min_value=5, max_value=720, initial=60
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["term"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Term.objects.filter(scheme="need").exclude(parent="").order_by("title")


class StandingForm(Plain):
    """How a scheme is to stand."""

    standing = forms.ChoiceField(label="What shall it be?", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why", max_length=500, required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standing"]
        assert isinstance(field, forms.ChoiceField)
        follows = SCHEME_FOLLOWS[scheme.standing]
        field.choices = [(s, str(SchemeStanding(s).label)) for s in follows]


class InviteForm(Plain):
    """Somebody who gets a part."""

    name = forms.CharField(label="Their name", max_length=100)
    email = forms.EmailField(label="Their e-mail address", help_text="They sign in by it.")
    part = forms.ChoiceField(
        label="What may they do?", choices=Part.choices, widget=forms.RadioSelect
    )
    guards = forms.ChoiceField(
        label="Do they hear of worries about somebody's safety?", required=False,
        choices=[("", "No"), *Guards.choices],
    )  # fmt: skip


class EndForm(Plain):
    """Why a part ends."""

    reason = forms.CharField(label="Why", max_length=500, required=False)


class DutyForm(Plain):
    """Who is on duty, from when to when."""

    person = forms.ChoiceField(label="Who?")
    starts_at = Moment(label="From")
    ends_at = Moment(label="To")
    pool = forms.ChoiceField(
        label="For whom?", required=False,
        help_text="Whoever is on a shared telephone sees one scheme at a time, and only while on.",
    )  # fmt: skip

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = SchemeMember.objects.standing().filter(scheme=scheme).select_related("person")
        person, pool = self.fields["person"], self.fields["pool"]
        assert isinstance(person, forms.ChoiceField)
        assert isinstance(pool, forms.ChoiceField)
        people = sorted((m.person.label, m.person_id) for m in members)
        person.choices = [(str(key), label) for label, key in people]
        pools = DutyPool.objects.filter(
            schemes__scheme=scheme, schemes__left_at=None, ended_at=None
        ).order_by("name")
        pool.choices = [("", "This scheme alone"), *((str(p.pk), p.name) for p in pools)]


class OffForm(Plain):
    """What whoever is on next must know."""

    note = note_field(
        "What must whoever is on next know?", "No key-safe codes, card numbers or PINs."
    )


class AskHelpersForm(Plain):
    """What helpers of a closing scheme are told besides."""

    said = note_field("What do you want to say to them?")


class TotalForm(Plain):
    """The numbers of one month."""

    month = forms.DateField(label="Which month?", widget=forms.Select)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = reversed(months_before(today))
        self.fields["month"].widget.choices = [(m.isoformat(), f"{m:%B %Y}") for m in months]  # type: ignore[attr-defined]
        for what, counted in COUNTED.items():
            self.fields[what] = forms.IntegerField(
                label=counted.words, help_text=counted.how, required=False, min_value=0,
                max_value=1_000_000,
            )  # fmt: skip
