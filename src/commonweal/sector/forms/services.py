"""The form of a service: all that is told of it, in sections, with rows for what is several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList

from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.places.models import Area
from commonweal.sector.forms.facts import Ticks, areas_to_tick
from commonweal.sector.forms.service_row import text, ticks
from commonweal.sector.forms.service_rows import ROWS
from commonweal.sector.languages import SPOKEN, language
from commonweal.sector.models import Term
from commonweal.sector.offering import (
    MOST_ROWS,
    NO_NEED,
    ToldHours,
    ToldService,
    judge_ages,
    judge_free,
    tidy_part,
)
from commonweal.ui.form_words import ROWS as SAID_OF_ROWS
from commonweal.ui.form_words import say_it_our_way

SCHEMES = ("need", "audience")
ONE_LINE = ("name", "website", "email", "telephone")
LONG = ("description", "how_to_get_it", "who_for", "fees", "accreditations", "alert")
AGES = ("minimum_age", "maximum_age")
FREE = (("", "Not said"), ("yes", "Free for everyone"), ("no", "Not free"))


@dataclass(frozen=True)
class Section:
    """A part of the form: its title, fields, and the rows of one part of a service."""

    title: str
    fields: list[Any]
    part: str = ""
    rows: Any = None
    label: str = ""
    hint: str = ""


SECTIONS = (
    ("What", ("name", "description", "terms", "how_to_get_it", "alert"), "", ""),
    ("Who it is for", ("audience", "who_for", *AGES), "", ""),
    ("When", (), "hours", "One row for hours that are alike. Leave the others empty."),
    ("When it is not", (), "closures", "Holidays and other days with other hours, or none."),
    ("Where", (), "places", "Every place where it is given."),
    ("What it costs", ("free", "fees"), "costs", ""),
    ("Languages", ("languages",), "", ""),
    ("Whom to ask", ("telephone", "email", "website"), "contacts", "All of this is published."),
    ("Areas it is for", ("codes", "other_areas"), "", "Leave empty if it is for anybody."),
    ("More", ("accreditations",), "", ""),
)


def long(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    """Text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def term_choices(scheme: str) -> list[tuple[str, str]]:
    """The terms of a scheme; one below another is named after it."""
    rows = {t.code: t for t in Term.objects.filter(scheme=scheme)}

    def path(term: Term) -> tuple[str, ...]:
        above = rows.get(term.parent)
        return (*((above.title,) if above and above.pk != term.pk else ()), term.title)

    named = sorted((path(term), code) for code, term in rows.items())
    return [(code, ": ".join(names)) for names, code in named]


def age(label: str) -> forms.IntegerField:
    """A whole number of years."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=120)


class ServiceForm(forms.Form):
    """All that is told of a service."""

    places: int  # how many rows of places there are

    name = text("Name", 255, "As people call it, such as: Lunch club.")
    description = long("What happens there", "A few sentences for somebody who has never been.", 5)
    terms = ticks("What it helps with", (), "People find it by these. Tick at least one.")
    how_to_get_it = long("How to get it", "Such as: just come; ring first; your doctor refers you.")
    alert = long("A warning for now", "Such as: full until March. Shown at the top.", 2)
    audience = ticks("Who it is meant for", ())
    who_for = long("In words", "Such as: carers of somebody with dementia.", 2)
    minimum_age = age("From the age of")
    maximum_age = age("Up to the age of")
    free = forms.ChoiceField(label="Is it free?", choices=FREE, required=False)
    fees = long("About the cost, in words", rows=2)
    languages = ticks("Languages it is given in", ())
    telephone = text("Telephone", 60)
    email = text("E-mail", 254)
    website = text("Website", 400)
    codes = forms.MultipleChoiceField(
        label="Areas", required=False, widget=Ticks,
        help_text="Open a district to tick its wards.",
    )  # fmt: skip
    other_areas = long("Other areas, one in each line", "Such as: the Larkman estate.", 2)
    accreditations = long("Marks of quality it holds", rows=2)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: dict[str, list[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("terms", term_choices("need"))
        self.offer("audience", term_choices("audience"))
        self.offer("languages", [(code, language(code)) for code in SPOKEN])
        self.choose("codes", areas_to_tick(self.initial.get("codes") or []))
        self.rows = dict(self.row_sets(rows))
        say_it_our_way(self)

    def offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        """Offer these, and whatever was chosen before."""
        known = {value for value, _ in choices}
        before = [v for v in self.initial.get(field) or [] if v not in known]
        self.choose(field, [*choices, *((v, v) for v in before)])

    def choose(self, field: str, choices: Any) -> None:
        """Offer these."""
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def row_sets(self, rows: dict[str, list[Any]]) -> Iterator[tuple[str, Any]]:
        """The rows of each part: those there are, and some empty ones."""
        data = self.data if self.is_bound else None
        for part in ("places", *(p for p in ROWS if p != "places")):
            form, blank, _ = ROWS[part]
            made = forms.formset_factory(
                form, extra=blank, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10
            )
            kept = [row for told in rows.get(part, []) for row in form.kept(told)]
            given: dict[str, Any] = {}
            if part == "hours":
                given = {"form_kwargs": {"places": self.places}}
            found = made(
                data, prefix=part, initial=None if data is not None else kept,
                error_messages=SAID_OF_ROWS, **given,
            )  # fmt: skip
            if part == "places":
                self.places = min(found.total_form_count(), MOST_ROWS)
            yield part, found

    @cached_property
    def sections(self) -> list[Section]:
        """The parts of the form in the order of the page."""
        return [
            Section(
                title, [self[name] for name in names], part, self.rows.get(part),
                ROWS[part][2] if part else "", hint,
            )
            for title, names, part, hint in SECTIONS
        ]  # fmt: skip

    @property
    def row_problems(self) -> list[tuple[str, str, str]]:
        """What is wrong in the rows: the id of what to mend, its row and field, and the sentence.

        A row that is wrong as a whole is found by the id of its group.
        """
        return [
            (bound.auto_id if bound else f"{section.part}-row-{number}", place, str(error))
            for section in self.sections
            if section.rows
            for number, row in enumerate(section.rows.forms, start=1)
            for name, errors in row.errors.items()
            for bound in [row[name] if name in row.fields else None]
            for place in [f"{section.label} {number}" + (f", {bound.label}" if bound else "")]
            for error in errors
        ]

    def clean(self) -> dict[str, Any]:
        """Judge each text by itself, so that all that is wrong is said at once."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in (*ONE_LINE, *LONG):
            if name in said:
                with self.refusing(name):
                    tidy_part(name, said[name], today=clock.today())
        if not said.get("terms", "unread"):
            self.add_error("terms", NO_NEED)
        if {*AGES} <= {*said}:
            with self.refusing("maximum_age"):
                judge_ages(said["minimum_age"], said["maximum_age"])
        return said

    @contextmanager
    def refusing(self, field: str) -> Iterator[None]:
        """Say beside a field why something was refused."""
        try:
            yield
        except Refused as refusal:
            self.add_error(field, refusal.sentence)

    def is_valid(self) -> bool:
        """Whether the form and every row of it can be read, and all of it fits together."""
        rows = [found.is_valid() for found in self.rows.values()]
        if not self.is_bound:
            return False
        self.full_clean()
        with self.refusing("free"):
            free = self.cleaned_data.get("free") == "yes"
            judge_free(free, self.told_rows("costs"), clock.today())
        if not self.places_fit() or not all(rows):
            self.add_error(None, "Look at the rows that are marked.")
        return not self.errors

    def told_rows(self, part: str) -> tuple[Any, ...]:
        """What the rows of a part say."""
        return tuple(form.row for form in self.rows[part].forms if form.row)

    def places_fit(self) -> bool:
        """Whether hours name only places that are filled in."""
        filled = {n for n, form in enumerate(self.rows["places"].forms) if form.row}
        lost = [
            form for form in self.rows["hours"].forms
            if form.row and form.cleaned_data["place"] not in {None, *filled}
        ]  # fmt: skip
        for form in lost:
            form.add_error("place", "Nothing stands in that place. Say where it is, under Where.")
        return not lost

    def leave_unchecked(self) -> None:
        """Show it as it was sent, with nothing found wrong yet."""
        self._errors = ErrorDict()
        for found in self.rows.values():
            found._errors, found._non_form_errors = [], ErrorList()
            for form in found.forms:
                form._errors = ErrorDict()

    def told(self, *, status: str, keep: tuple[tuple[str, str], ...] = ()) -> ToldService:
        """The service as it is told; ``keep`` are terms that are not on the form."""
        said = self.cleaned_data
        whole = {name: said[name] for name in (*ONE_LINE, *LONG, *AGES)}
        terms = [("need", code) for code in said["terms"]]
        terms += [("audience", code) for code in said["audience"]]
        parts: dict[str, Any] = {part: self.told_rows(part) for part in ROWS}
        return ToldService(
            **whole, **parts | {"hours": self.hours()}, status=status,
            free={"yes": True, "no": False}.get(said["free"]),
            languages=tuple(said["languages"]), areas=self.areas(), terms=(*terms, *keep),
        )  # fmt: skip

    def hours(self) -> tuple[ToldHours, ...]:
        """The hours, each at its place among those that are filled in."""
        filled = [n for n, form in enumerate(self.rows["places"].forms) if form.row]
        told = []
        for form in self.rows["hours"].forms:
            if form.row:
                place = form.cleaned_data["place"]
                at = None if place is None else filled.index(place)
                row = form.row
                told.append(
                    ToldHours(hours=row.hours, attending=row.attending, words=row.words, place=at)
                )
        return tuple(told)

    def areas(self) -> tuple[tuple[str, str], ...]:
        """The areas chosen, by name, and those in words; each once."""
        codes = self.cleaned_data["codes"]
        names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
        found: dict[str, str] = {}
        for code in codes:
            name = names.get(code, code)
            found[name if name not in found else f"{name} ({code})"] = code
        for line in self.cleaned_data["other_areas"].splitlines():
            if words := " ".join(line.split())[:200]:
                found.setdefault(words, "")
        return tuple((code, words) for words, code in found.items())


def initial_of(told: ToldService) -> dict[str, Any]:
    """What the form shows of a service at first."""
    by_scheme = {s: [c for scheme, c in told.terms if scheme == s] for s in SCHEMES}
    return {name: getattr(told, name) for name in (*ONE_LINE, *LONG, *AGES)} | {
        "free": {True: "yes", False: "no", None: ""}[told.free],
        "languages": list(told.languages),
        "terms": by_scheme["need"],
        "audience": by_scheme["audience"],
        "codes": [code for code, _ in told.areas if code],
        "other_areas": "\n".join(words for code, words in told.areas if not code),
    }
