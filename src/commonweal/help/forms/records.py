"""The form by which what is kept of a person is put right."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.help.asked import KEYHOLDER
from commonweal.help.asking_pages import told_in
from commonweal.help.forms.questions import (
    LANGUAGES,
    SHARED,
    Question,
    area_of_text,
    short,
    telephone,
    tick,
    time_of_day,
)
from commonweal.help.models import Client, Request

NO_CODES = "No bank details, PINs, passwords or key-safe codes."
TEXTS = ("name", "called", "phone", "email", "postcode", "address", "language", "access",
         "do_not_contact")  # fmt: skip


class PersonForm(Question):
    """What is kept of a person and what they said. Of somebody not safe at home, only what is."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = short("Name", required=True)
    called = short("What helpers call them", "A first name is enough.", most=100)
    phone = telephone("Telephone", auto=False)
    email = forms.EmailField(label="E-mail", required=False, max_length=254)
    postcode = short("Postcode", most=40)
    address = short("House and street", most=500)
    details = area_of_text("In their words", NO_CODES)
    access = area_of_text("What a helper must know to get there and be understood")
    safe_from, safe_to = time_of_day("Ring after"), time_of_day("Ring before")
    safe_voicemail = tick("A message may be left")
    safe_text = tick("A text message may be sent")
    safe_shared = tick(SHARED)
    safe_number = telephone("Another number that is safe", auto=False)
    safe_says = short("Anything else to reach them safely", most=500)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    safe_interpreter = short("Interpreter, if one is needed")
    unsafe = tick(
        "It would not be safe for them if somebody at home knew",
        "Then there is no page and no message, and they are rung only as said above. Only a "
        "person's own word, given to the scheme's lead, undoes it.",
    )

    do_not_contact = tick("They asked not to be contacted", "Nothing is sent to them then.")
    keyholder_name = short("Keyholder: somebody to ring if they do not answer")
    keyholder_phone = telephone("The keyholder's number", auto=False)
    keyholder_relation = short("Who the keyholder is to them")

    def fit(self) -> None:
        """Of somebody who is not safe at home no number but the safe one is shown."""
        if self.about.get("abuse"):
            for name in ("phone", "email", "safe_text", "unsafe"):
                del self.fields[name]
            self.fields["safe_number"].label = "The number on which it is safe to ring"

    def as_told(self) -> dict[str, Any]:
        """The answers, as what was told; what was left empty is empty."""
        told = told_in({"all": self.told()})
        kept = told.get("safe", {})
        asked = [n.removeprefix("safe_") for n in self.fields if n.startswith("safe_")]
        empty = {n: "" for n in asked if n not in ("from", "to")}
        told["safe"] = {**empty, "hours": [], **kept}
        told.setdefault("keyholder", {})
        return told


def kept_of(request: Request, client: Client) -> dict[str, Any]:
    """What is kept now, as the form shows it."""
    safe = client.safe or {}
    hours = (safe.get("hours") or [["", ""]])[0]
    said = {f"safe_{n}": v for n, v in safe.items() if n not in ("hours", "way")}
    keyholder = client.keyholders.order_by("pk").first()
    for name in KEYHOLDER if keyholder else ():
        said[f"keyholder_{name}"] = getattr(keyholder, name)
    return {
        **{n: getattr(client, n) for n in TEXTS}, **said, "safe_from": hours[0],
        "safe_to": hours[1], "details": request.details, "edition": client.edition,
    }  # fmt: skip
