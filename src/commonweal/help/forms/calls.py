"""One page on which somebody types what a caller says, or whom they refer."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms

from commonweal.help.asking_pages import SOON, TIMES, told_in
from commonweal.help.choices import Basis, Knows, Purpose, Urgency
from commonweal.help.forms.questions import (
    LANGUAGES,
    SHARED,
    ManyOf,
    Question,
    area_of_text,
    short,
    telephone,
    tick,
    time_of_day,
)
from commonweal.help.scripts import HEALTH, KEEP_IN_TOUCH, NOTICE
from commonweal.ui.choosing import OneOf

NEW = "new"


class Person(Question):
    """Whom it is about, what would help, and how they may be reached."""

    name = short("Their name", required=True)
    phone = telephone("Their telephone number", auto=False)
    postcode = short("Postcode", "Left empty if they would rather not say.", most=40)
    address = short("House and street", most=500)
    needs = forms.MultipleChoiceField(label="What would help", widget=ManyOf)
    details = area_of_text("In their words", "No bank details, PINs, passwords or key-safe codes.")
    wanted_soon = forms.ChoiceField(
        label="When it would help", choices=[("", "Not said"), *SOON], required=False
    )
    wanted_on = forms.DateField(
        label="On one day only: which", required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    wanted_times = forms.MultipleChoiceField(
        label="Times that suit", required=False, widget=ManyOf,
        choices=[(name, words) for name, words, _, _ in TIMES],
    )  # fmt: skip
    safe_from, safe_to = time_of_day("Ring after"), time_of_day("Ring before")
    safe_voicemail = tick("A message may be left")
    safe_text = tick("A text message may be sent")
    safe_shared = tick(SHARED)
    unsafe = tick("It would not be safe for them if somebody at home knew")
    safe_number = telephone("Another number that is safe", auto=False)
    safe_says = short("Anything else to reach them safely", most=500)
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    safe_interpreter = short("Interpreter, if one is needed")
    access = area_of_text("What a helper must know to get there and be understood")
    wanted_prefers = short("Wishes, such as a woman or somebody they know", most=300)
    keyholder_name = short("Keyholder: somebody to ring if they do not answer")
    keyholder_phone = telephone("The keyholder's number", auto=False)
    keyholder_relation = short("Who the keyholder is to them")

    def fit(self) -> None:
        """What may be asked for, by group."""
        groups = self.about.get("groups", ())
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (r.term.code, r.term.title) for g in groups for r in g.needs
        ]

    @property
    def parts(self) -> dict[str, Part]:
        """All of it but the needs. What is folded stands open once something is said in it."""
        told = {}
        for part, (title, names) in PARTS.items():
            fields = [self[name] for name in names if name in self.fields]
            said = any(f.errors or f.value() not in AS_USUAL for f in fields)
            told[part] = Part(title, fields, said)
        return told

    @property
    def needs_by_group(self) -> list[tuple[str, list[Any], bool]]:
        """Each group with what may be asked for in it, and whether any of that is ticked."""
        boxes = {box.data["value"]: box for box in self["needs"]}
        ticked = set(self["needs"].value() or ())
        rows = [(g.title, [r.term.code for r in g.needs]) for g in self.about.get("groups", ())]
        return [(t, [boxes[c] for c in codes], bool(ticked & set(codes))) for t, codes in rows]

    def as_told(self) -> dict[str, Any]:
        """The answers, as what was told."""
        told = told_in({"all": self.told()})
        if told.get("unsafe") and not told.get("safe", {}).get("number"):
            told.setdefault("safe", {})["number"] = told.get("phone", "")
        return told


class Part(NamedTuple):
    """Some of what a caller says: its fields, and whether it stands open."""

    title: str
    fields: list[forms.BoundField]
    open: bool


# What may be said, by when it matters in a call. The first are always open.
PARTS = {
    "who": ("", ("client", "name", "phone", "safe_voicemail", "unsafe")),
    "you": ("", (
        "asker_organisation", "asker_name", "asker_relation", "asker_phone", "asker_email", "knows",
    )),
    "other": (
        "Somebody else rings for them", ("knows", "asker_name", "asker_phone", "asker_relation"),
    ),
    "what": ("", ("urgency", "details")),
    "where": ("", ("postcode", "address")),
    "when": ("On a day, or at times that suit", ("wanted_soon", "wanted_on", "wanted_times")),
    "reach": (
        "How else to reach them safely",
        ("safe_from", "safe_to", "safe_text", "safe_shared", "safe_number", "safe_says", "email"),
    ),
    "understood": (
        "Language, getting there and wishes",
        ("language", "safe_interpreter", "access", "wanted_prefers"),
    ),
    "keyholder": (
        "Somebody to ring if they do not answer",
        ("keyholder_name", "keyholder_phone", "keyholder_relation"),
    ),
    "agreed": ("", ("read", "health", "reach")),
}  # fmt: skip
AS_USUAL: tuple[Any, ...] = (None, "", False, [], "en", Knows.SELF)


class CallForm(Person):
    """What a caller says. ``client`` is asked once somebody here may be the same person."""

    read = tick("I read the notice to them")
    knows = forms.ChoiceField(
        label="Who rings", widget=OneOf, initial=Knows.SELF,
        choices=[
            (Knows.SELF, "They themselves"), (Knows.AGREED, "Somebody else; they know and agreed"),
            (Knows.KNOWS, "Somebody else; they know"),
            (Knows.NOT, "Somebody else; they do not know"),
        ],
    )  # fmt: skip
    asker_name, asker_phone = short("Who rings, if not they"), telephone("Their number", auto=False)
    asker_relation = short("Who that is to them")
    urgency = forms.ChoiceField(
        label="How soon must somebody reach them?", widget=OneOf,
        choices=[c for c in Urgency.choices if c[0] != Urgency.PLANNED],
    )  # fmt: skip
    health, reach = tick(f"They said: {HEALTH}"), tick(f"They said: {KEEP_IN_TOUCH}")
    client = forms.ChoiceField(label="Is it one of these?", widget=OneOf, required=False)
    field_order = (
        "client", "name", "phone", "safe_voicemail", "unsafe", "knows", "asker_name", "asker_phone",
        "asker_relation", "needs", "urgency", "details", "postcode", "address",
    )  # fmt: skip

    @property
    def shown(self) -> set[str]:
        """The needs that are not folded: what this scheme helps with, and what is ticked."""
        return {*self.about.get("served", ()), *(self["needs"].value() or ())}

    @property
    def needs_here(self) -> list[Any]:
        """What this scheme helps with, to be ticked; and what is ticked already."""
        return [box for box in self["needs"] if box.data["value"] in self.shown]

    @property
    def needs_elsewhere(self) -> list[tuple[str, list[Any]]]:
        """Everything else that may be asked for, by group."""
        boxes = {box.data["value"]: box for box in self["needs"]}
        shown = self.shown
        rows = [
            (g.title, [boxes[r.term.code] for r in g.needs if r.term.code not in shown])
            for g in self.about.get("groups", ())
        ]
        return [(title, found) for title, found in rows if found]

    def fit(self) -> None:
        """Those here who may be the same person, if there are any."""
        super().fit()
        self.fields["phone"].help_text = "One on which it is safe to ring them."
        same = self.about.get("same", ())
        if same:
            self.fields["client"].choices = [  # type: ignore[attr-defined]
                *((str(c.uuid), f"{c.name}, {c.postcode or 'no postcode'}") for c in same),
                (NEW, "No, somebody else"),
            ]
            self.fields["client"].required = True
        else:
            del self.fields["client"]

    def as_told(self) -> dict[str, Any]:
        """The answers, with the version of the words that were read."""
        told = super().as_told()
        told["script"] = NOTICE.version if told.pop("read", False) else ""
        if told.get("client") == NEW:
            told["client"] = ""
        return told


class ReferralForm(Person):
    """A professional refers somebody."""

    asker_organisation = short("The organisation you work for", required=True)
    asker_name = short("Your name", required=True)
    asker_relation = short("Your work there", "Such as nurse or housing officer.", required=True)
    asker_phone = telephone("Your telephone number")
    asker_email = forms.EmailField(label="Your e-mail address", required=False, max_length=254)
    knows = forms.ChoiceField(
        label="Do they know?", widget=OneOf,
        choices=[
            (Knows.AGREED, "They know, and agreed that I refer them"),
            (Knows.KNOWS, "They know, but I did not ask whether they agree"),
            (Knows.NOT, "They do not know"),
        ],
    )  # fmt: skip
    field_order = (
        "asker_organisation", "asker_name", "asker_relation", "asker_phone", "asker_email", "knows"
    )  # fmt: skip


class GroundForm(Question):
    """For what, and on which basis."""

    purpose = forms.ChoiceField(label="For what", choices=Purpose.choices)
    basis = forms.ChoiceField(label="On which basis", choices=Basis.choices, widget=OneOf)
    given_by = short("Who agreed", "They themselves, or who may speak for them.")
    way = forms.ChoiceField(
        label="How",
        choices=[("phone", "By telephone"), ("visit", "At the door"), ("paper", "On paper")],
    )
    read = tick("I read the notice to them")
    why = area_of_text("Why it is needed", "Needed where nobody agreed: why it weighs more.")
    expires_on = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class EndGroundForm(Question):
    """How they said no."""

    way = forms.ChoiceField(
        label="How did they say so?",
        choices=[("phone", "By telephone"), ("visit", "At the door"), ("letter", "By letter")],
    )
