"""What people fill in who claim a page, or say who keeps it."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member

ROLES = MemberRole.choices


def needed(words: str) -> dict[str, str]:
    """What to say when there is nothing."""
    return {"required": words}


def email_field(label: str, help_text: str = "") -> forms.CharField:
    """An address; what is wrong with it is for the action to say."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=254,
        error_messages=needed("Write an e-mail address such as name@example.org."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class ClaimForm(forms.Form):
    """Who somebody is, and what they do there."""

    name = forms.CharField(
        label="Your name",
        error_messages=needed("Write your name."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = email_field(
        "Your e-mail address",
        "We write to it. One at the organisation's own domain, or the one its page shows, is proof "
        "enough by itself.",
    )
    part = forms.CharField(
        label="What you do there",
        help_text="For example: secretary, trustee, manager",
        error_messages=needed("Say what you do there."),
        max_length=300,
    )


class CodeForm(forms.Form):
    """The code from the letter."""

    code = forms.CharField(
        label="The code in the letter",
        help_text="Eight letters",
        error_messages=needed("Write the code from the letter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )


class AcceptForm(forms.Form):
    """How somebody who was invited is called."""

    name = forms.CharField(
        label="Your name",
        help_text="The others who keep the page see it",
        error_messages=needed("Write your name: the others see it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class InviteForm(forms.Form):
    """Whom to ask, and as what."""

    email = email_field("Their e-mail address", "A private link goes to it.")
    role = forms.ChoiceField(
        label="What they may do", choices=ROLES, initial=MemberRole.EDITOR, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(label="What they may do", choices=ROLES, widget=forms.RadioSelect)


class EndForm(forms.Form):
    """Why somebody is no longer a member."""

    reason = forms.CharField(
        label="Why?",
        help_text="They are told",
        error_messages=needed("Say why. They are told."),
        max_length=500,
    )


class AnswerForm(forms.Form):
    """What an owner answers to somebody who asks to keep the page too."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[*((r.value, f"Let them in as {r.label}") for r in MemberRole), ("no", "Refuse")],
        widget=forms.RadioSelect,
        required=False,
    )
    why = forms.CharField(
        label="Why?",
        help_text="If you refuse, they are told why",
        required=False,
        max_length=500,
    )


NOBODY = "nobody"


class LeaveForm(forms.Form):
    """Who comes after the last owner; nothing to say for anybody else."""

    def __init__(self, *args: Any, heirs: list[Member] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if heirs is not None:
            others = [(str(m.pk), f"{m.person} becomes the owner") for m in heirs]
            nobody = (NOBODY, "There is nobody. Staff are told that nobody keeps the page")
            self.fields["successor"] = forms.ChoiceField(
                label="Who keeps the page after you?",
                choices=[*others, nobody],
                widget=forms.RadioSelect,
                required=False,
            )
