"""Forms by which a group asks to be in the register, and by which others vouch for it."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.sector.choices import Answer
from commonweal.sector.choosing import WHEN_JOINING
from commonweal.sector.forms.facts import area_choices
from commonweal.sector.models import Organisation
from commonweal.sector.reports.already_here import found_by

KNOW = ("knows_1", "knows_2")
TRAP = "fax_number"
NONE = "none"
NOBODY_KNOWS = "Choose two organisations that know you, or tick that a steward is to look at it."


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, each large enough for a thumb."""

    template_name = "sector/widgets/choices.html"


class Circles(forms.RadioSelect):
    """One of several, each large enough for a thumb."""

    template_name = "sector/widgets/choices.html"


class TrapInput(forms.TextInput):
    """A field that people do not see, nor hear, nor reach by keyboard; programs fill it in."""

    template_name = "sector/trap.html"


class TrapForm(forms.Form):
    """A form that a program gives itself away in. People are never asked to prove that they are."""

    fax_number = forms.CharField(label="Leave this empty", required=False, widget=TrapInput)

    def clean_fax_number(self) -> str:
        """Nothing.

        :raises ValidationError: when something is in it, in words for a person all the same.
        """
        if self.cleaned_data[TRAP]:
            raise forms.ValidationError(
                "A program seems to have filled this in. If you are a person, ring us."
            )
        return ""


class JoinForm(TrapForm):
    """What a group tells of itself. Only three questions must be answered.

    ``needs_two``: two must be named who know it, unless a steward is asked to look.
    """

    needs_two = True

    name = forms.CharField(label="What is the group called?", max_length=400, required=False)
    does = forms.CharField(
        label="What do you do?", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence or two, as you would tell a neighbour. It is shown on your page.",
    )  # fmt: skip
    meets = forms.CharField(
        label="When and where do you meet? (if you like)", max_length=400, required=False,
        help_text="Such as: Tuesdays at 2, in the hall on Mill Lane.",
    )  # fmt: skip
    area = forms.ChoiceField(
        label="Which area are you for?", required=False,
        help_text="It is shown, so that people near you find you.",
    )  # fmt: skip
    postcode = forms.CharField(
        label="Postcode of where you meet or are based (if you have one)",
        max_length=12, required=False,
        help_text="Either this or an area is enough. The whole postcode is never shown.",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )  # fmt: skip
    contact_name = forms.CharField(
        label="Whom can we ask for?", max_length=200, required=False,
        help_text="Told to those who are asked whether they know you, and to staff. Never shown.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.CharField(
        label="E-mail address", max_length=254, required=False,
        help_text="If nobody in the group uses e-mail, leave this empty: we ring you.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    telephone = forms.CharField(
        label="Telephone number", max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    shows = forms.MultipleChoiceField(
        label="What of this may be shown to everyone?", required=False,
        choices=list(WHEN_JOINING.items()), widget=Boxes,
        help_text="What you do not tick stays private. People can still write to you through a "
        "form here, which does not tell them your address. You can change this later.",
    )  # fmt: skip
    knows_1 = forms.CharField(
        label="An organisation that knows you", max_length=200, required=False,
        help_text="Write a part of its name and press Look them up.",
    )  # fmt: skip
    knows_2 = forms.CharField(label="Another that knows you", max_length=200, required=False)
    ask_steward = forms.BooleanField(
        label="We cannot name two: please ask a steward to look at it", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", "Choose an area"), *area_choices(),
        ]  # fmt: skip
        if self.is_bound:
            self._offer()

    def _offer(self) -> None:
        """Below each name that was looked up, those it finds, to choose from."""
        fields: dict[str, forms.Field] = {}
        data = self.data.copy()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            fields[name] = field
            typed = str(self.data.get(name, "")).strip() if name in KNOW else ""
            if not typed:
                continue
            found = found_by(typed)
            fields[f"{name}_ref"] = forms.ChoiceField(
                label=f"Which one is “{typed[:60]}”?",
                required=False,
                choices=[(o.ref, called(o)) for o in found] + [(NONE, "None of these")],
                widget=Circles,
            )
            refs = {o.ref for o in found} | {NONE}
            if data.get(f"{name}_ref") not in refs:
                data[f"{name}_ref"] = found[0].ref if len(found) == 1 else NONE
        self.data = data
        self.fields = fields  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        """All that is missing at once, so that nobody sends it again for each."""
        told = super().clean() or {}
        missing = {
            "name": (("name",), "Write what the group is called."),
            "does": (("does",), "Write a sentence on what the group does."),
            "area": (
                ("area", "postcode"), "Write a postcode, or choose the area that the group is for."
            ),
            "contact_name": (("contact_name",), "Write the name of somebody we can ask for."),
            "telephone": (("telephone", "email"), "Write an e-mail address or a telephone number."),
        }  # fmt: skip
        for field, (any_of, words) in missing.items():
            wrong = self.errors.keys() & set(any_of)
            if not wrong and not any(str(told.get(name, "")).strip() for name in any_of):
                self.add_error(field, words)
        if self.needs_two and len(self.known()) < len(KNOW) and not told.get("ask_steward"):
            self.add_error("ask_steward", NOBODY_KNOWS)
        return told

    def known(self) -> list[Organisation]:
        """The organisations that were chosen, or named in full."""
        chosen = []
        for name in KNOW:
            typed = str(self.cleaned_data.get(name, "")).strip()
            ref = str(self.cleaned_data.get(f"{name}_ref", ""))
            for o in found_by(typed) if typed else []:
                if o.ref == ref or (ref == NONE and o.name.casefold() == typed.casefold()):
                    chosen.append(o)
                    break
        return list(dict.fromkeys(chosen))


def called(organisation: Organisation) -> str:
    """An organisation among others: its name and its number."""
    return f"{organisation.name} ({organisation.ref})"


class AnotherForm(JoinForm):
    """The same, where an organisation of that name is here already."""

    another = forms.BooleanField(
        label="Ours is another group with the same name",
        error_messages={
            "required": "A group of this name is here already. See whether it is yours."
        },
    )


class VouchForm(forms.Form):
    """Whether one knows a group."""

    said = forms.ChoiceField(
        label="Do you know this group?",
        choices=Answer.choices,
        required=False,
        widget=Circles,
    )
    words = forms.CharField(
        label="In a few words: how do you know, or what is not right?",
        max_length=500,
        required=False,
        help_text="Read by staff only. With “do not know” you need write nothing.",
    )


class AnswerForm(forms.Form):
    """An answer to what a steward asked."""

    words = forms.CharField(
        label="Your answer", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
