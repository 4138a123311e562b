"""The questions somebody is asked on the website, one form to a page."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.help.asking_pages import SOON, TIMES
from commonweal.help.choices import Knows
from commonweal.help.forms.questions import (
    LANGUAGES,
    SHARED,
    UNSAFE,
    ManyOf,
    Question,
    area_of_text,
    short,
    telephone,
    tick,
    time_of_day,
)
from commonweal.help.scripts import HEALTH, KEEP_IN_TOUCH, NOTICE
from commonweal.places.postcodes import explain, normalise
from commonweal.ui.choosing import OneOf


class Who(Question):
    """For whom it is asked, and whether they know."""

    heading = "Who is this for?"
    knows = forms.ChoiceField(
        label="Choose one", widget=OneOf,
        choices=[
            (Knows.SELF, "For me"),
            (Knows.AGREED, "For somebody else, who knows of it and agreed"),
            (Knows.KNOWS, "For somebody else, who knows of it; I have not asked if they agree"),
            (Knows.NOT, "For somebody else, who does not know"),
        ],
    )  # fmt: skip


class Asker(Question):
    """Who asks for another."""

    heading = "Who are you?"
    lede = (
        "We ring you first if anything is unclear. We tell the person that somebody asked for them "
        "before anything is done."
    )
    asker_name = short("Your name", required=True)
    asker_phone = telephone("Your telephone number")
    asker_email = forms.EmailField(label="Or your e-mail address", required=False, max_length=254)
    asker_relation = short("Who you are to them", "Such as daughter, neighbour or friend.")

    def clean(self) -> dict[str, Any]:
        """There is a way to reach whoever asks."""
        answers = super().clean() or {}
        if not (answers.get("asker_phone") or answers.get("asker_email")):
            self.add_error("asker_phone", "Give a number or an e-mail address of yours.")
        return answers


class What(Question):
    """Groups of needs."""

    heading = "What would help just now?"
    for_other = "What would help them just now?"
    lede = "Choose as many as you like. The next page asks more exactly."
    groups = forms.MultipleChoiceField(label="Choose", widget=ManyOf)

    def fit(self) -> None:
        """The groups in which anything may be asked for."""
        self.fields["groups"].choices = self.about.get("group_choices", [])  # type: ignore[attr-defined]


class Which(Question):
    """Needs within the groups that were chosen."""

    heading = "What exactly?"
    lede = "Choose all that fit. Each is read by whoever can do it."
    needs = forms.MultipleChoiceField(label="Choose", widget=ManyOf)

    def fit(self) -> None:
        """The needs of those groups."""
        self.fields["needs"].choices = self.about.get("need_choices", [])  # type: ignore[attr-defined]


class Details(Question):
    """What it is about, in their words."""

    heading = "Tell us a little more"
    lede = (
        "In your own words, as much as you like. You can leave this empty and say it to a person."
    )
    details = area_of_text(
        "What would help, and why now",
        "No bank details, PINs, passwords or codes of key safes, please: we do not keep them.",
    )


class Where(Question):
    """Where they live."""

    heading = "Where do you live?"
    for_other = "Where do they live?"
    lede = "The postcode tells us who is near. Nobody is given the address before they said yes."
    postcode = short("Postcode", "The whole of it, such as AB1 2CD.", most=40)
    address = short("House and street", "You can leave this empty.", most=500)
    rather_not = tick("I would rather not say")

    def clean(self) -> dict[str, Any]:
        """A whole postcode, or none on purpose."""
        answers = super().clean() or {}
        typed = answers.get("postcode", "")
        if answers.get("rather_not"):
            return answers | {"postcode": "", "address": ""}
        if not typed:
            self.add_error("postcode", "Type the postcode, or tick that you would rather not say.")
        elif not normalise(typed):
            self.add_error("postcode", explain(typed))
        return answers | {"postcode": normalise(typed)}


class When(Question):
    """When it is wanted."""

    heading = "When would it help?"
    wanted_soon = forms.ChoiceField(label="How soon", widget=OneOf, choices=SOON)
    wanted_on = forms.DateField(
        label="If it must be on one day: which", required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    wanted_times = forms.MultipleChoiceField(
        label="Times that suit", required=False, widget=ManyOf,
        choices=[(name, words) for name, words, _, _ in TIMES],
    )  # fmt: skip


class Reach(Question):
    """How they may be reached safely."""

    heading = "How can we reach you safely?"
    for_other = "How can we reach them safely?"
    name = short("Name", "The name they go by is enough.", required=True)
    phone = telephone("Telephone number", auto=False)
    safe_from = time_of_day("Ring after")
    safe_to = time_of_day("Ring before")
    safe_voicemail = tick("A message may be left")
    safe_text = tick("A text message may be sent")
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    safe_shared = tick(SHARED, "Then we write nothing, and open no page to the number alone.")
    unsafe = tick(UNSAFE, "Then there is no page and no message; we ring only as you say here.")
    safe_number = telephone("Another number that is safe", "If the one above is not.", auto=False)
    safe_says = short("Anything else we must know to reach you safely", most=500)

    def fit(self) -> None:
        """Of somebody else the words are theirs."""
        if self.other:
            self.fields["unsafe"].label = UNSAFE.replace("for me", "for them")
            self.fields["name"].label = "Their name"
            self.fields["safe_says"].label = "Anything else we must know to reach them safely"
        else:
            self.fields["name"].help_text = "The name you go by is enough."

    def clean(self) -> dict[str, Any]:
        """Somebody can be reached, and safely where it matters."""
        answers = super().clean() or {}
        own = answers.get("phone") or answers.get("email") or answers.get("safe_number")
        if not self.other and not own:
            self.add_error("phone", "Give a number or an e-mail address, or ring us instead.")
        if answers.get("unsafe") and not answers.get("safe_number"):
            if answers.get("phone") and not answers.get("safe_shared"):
                return answers | {"safe_number": answers["phone"]}
            self.add_error("safe_number", "Give a number on which it is safe to ring.")
        return answers


class Safely(Question):
    """How somebody who is not safe at home may be put through to somebody."""

    heading = "How can somebody ring you safely?"
    lede = (
        "Somebody who knows about this rings you as soon as they can, only as you say here. "
        "We send nothing, and there is no page that somebody else could open."
    )
    name = short("A name to ask for", "It need not be your real one.", required=True)
    safe_number = telephone("A number on which it is safe to ring", auto=False)
    safe_from = time_of_day("Ring after")
    safe_to = time_of_day("Ring before")
    safe_voicemail = tick("A message may be left")
    safe_says = short("What to say if somebody else answers", most=500)

    def fit(self) -> None:
        """Without a number nobody can ring."""
        self.fields["safe_number"].required = True


class Language(Question):
    """In which language."""

    heading = "Which language is best?"
    language = forms.ChoiceField(label="Language", choices=LANGUAGES)
    safe_interpreter = short(
        "Interpreter", "If one is needed: for which language or dialect, and any wish as to whom."
    )


class Access(Question):
    """What helpers must know to get there and be understood."""

    heading = "Is there anything a helper must know?"
    lede = "You can leave both empty."
    access = area_of_text(
        "To get to you and be understood",
        "Such as steps, a dog, hearing, sight, memory, or that it takes time to come to the door.",
    )
    wanted_prefers = short("Wishes", "Such as a woman, or somebody you know.", most=300)


class Privacy(Question):
    """What is done with what they said."""

    heading = "What we do with what you told us"
    health = tick("")
    reach = tick("")
    agree = forms.BooleanField(
        label="I have read this",
        error_messages={
            "required": "Tick that you have read it, or ring us and we read it to you."
        },
    )

    def fit(self) -> None:
        """The words that are agreed to, and only what a person may say of themselves."""
        self.fields["health"].label, self.fields["reach"].label = HEALTH, KEEP_IN_TOUCH
        if self.other:
            del self.fields["health"], self.fields["reach"]

    def told(self) -> dict[str, Any]:
        """What was agreed to, and the version of the words."""
        return super().told() | {"script": NOTICE.version}


class Outside(Question):
    """They live outside the place: whether it is kept all the same."""

    heading = "That is outside the place we serve"
    lede = (
        "The groups here may not be able to come to you. Your own council can tell you who helps "
        "where you live, and Citizens Advice answers on 0800 144 8848."
    )
    keep = forms.ChoiceField(
        label="What would you like?", widget=OneOf,
        choices=[
            ("yes", "Keep it, and let somebody here look who could help"),
            ("no", "Do not keep it: wipe what I wrote"),
        ],
    )  # fmt: skip


class Check(Question):
    """The last page: nothing is asked."""

    heading = "Check what you wrote"


class Later(Question):
    """Where to send the link, if anywhere."""

    heading = "It is kept for a week"
    email = forms.EmailField(
        label="E-mail address", max_length=254,
        help_text="Only if nobody else reads it. The letter does not say what it is about.",
    )  # fmt: skip


FORMS: dict[str, type[Question]] = {
    "who": Who, "asker": Asker, "what": What, "which": Which, "details": Details, "where": Where,
    "outside": Outside, "when": When, "reach": Reach, "safely": Safely, "language": Language,
    "access": Access, "privacy": Privacy, "check": Check,
}  # fmt: skip
