"""What people fill in about accounts."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms


class AskForCode(RequestLoginCodeForm):
    """The address a sign-in code goes to."""

    email = forms.EmailField(
        label="Your e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email webauthn"}),
        error_messages={
            "required": "Write your e-mail address, so that we know where to send the code.",
            "invalid": "That is not a whole e-mail address. It looks like name@example.org.",
        },
    )


class EnterCode(ConfirmLoginCodeForm):
    """The code that came by e-mail."""

    code = forms.CharField(
        label="The code we sent",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "short"}),
        error_messages={"required": "Write the code from the e-mail."},
    )


class AddPasskey(AddWebAuthnForm):
    """A name for the passkey; the browser makes the rest. It always signs in alone."""

    name = forms.CharField(
        label="A name for it",
        help_text="So that you know it again: My phone, Office computer",
        max_length=100,
        required=False,
    )


class NamePasskey(EditWebAuthnForm):
    """A better name for a passkey."""

    name = forms.CharField(label="Its name", max_length=100)


class YourName(forms.Form):
    """How a person is named here."""

    name = forms.CharField(
        label="Your name",
        help_text="Colleagues see it beside what you changed",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
