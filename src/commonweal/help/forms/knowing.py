"""What a person says of themselves now, and how often they want something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from commonweal.core import clock
from commonweal.help.actions.repeating import OFTEN
from commonweal.help.asking_pages import nested, with_hours
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
from commonweal.help.forms.requests import Edited, Moment, day_input, note_field
from commonweal.help.models import Client, Request
from commonweal.help.recurring import as_it_passes

OFTEN_OF = {rule: often for often, (_, rule) in OFTEN.items()}


class KnownForm(Question):
    """Who they are, where they live, and how they may be reached safely."""

    name = short("Their name", required=True)
    called = short("What helpers call them", "A first name is enough.", most=100)
    phone = telephone("Their telephone number", auto=False)
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    postcode = short("Postcode", "Left empty if they would rather not say.", most=40)
    address = short("House and street", most=500)
    safe_from, safe_to = time_of_day("Ring after"), time_of_day("Ring before")
    safe_voicemail = tick("A message may be left")
    safe_text = tick("A text message may be sent")
    safe_shared = tick(SHARED)
    abuse = tick(
        "It would not be safe for them if somebody at home knew",
        "Then there is no page and no message; they are rung only as you say here.",
    )
    safe_number = telephone("Another number that is safe", auto=False)
    safe_says = short("Anything else to reach them safely", most=500)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    safe_interpreter = short("Interpreter, if one is needed")
    access = area_of_text(
        "What a helper must know to get there and be understood",
        "No key-safe codes, card numbers or PINs: they are not kept.",
    )
    do_not_contact = tick("They asked not to be contacted", "Nothing is sent to them then.")
    keyholder_name = short("Keyholder: somebody to ring if they do not answer")
    keyholder_phone = telephone("The keyholder's number", auto=False)
    keyholder_relation = short("Who the keyholder is to them")
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def as_told(self) -> dict[str, Any]:
        """The answers, with what belongs together put together."""
        told = nested(self.told())
        told["safe"] = with_hours(told.get("safe", {}))
        told.setdefault("keyholder", {})
        return told


def known_of(client: Client) -> dict[str, Any]:
    """What is known of somebody now, as the form begins with it."""
    plain = ("name", "called", "phone", "email", "postcode", "address", "language", "access",
             "abuse", "do_not_contact", "edition")  # fmt: skip
    known: dict[str, Any] = {name: getattr(client, name) for name in plain}
    safe = client.safe or {}
    known |= {f"safe_{name}": value for name, value in safe.items() if name != "hours"}
    for stretch in (safe.get("hours") or [])[:1]:
        known |= {"safe_from": stretch[-2], "safe_to": stretch[-1]}
    keyholder = client.keyholders.order_by("pk").first()
    for name in ("name", "phone", "relation") if keyholder else ():
        known[f"keyholder_{name}"] = getattr(keyholder, name)
    return known


class RepeatForm(Edited):
    """How often, since when, how long each time, and until when."""

    often = forms.ChoiceField(
        label="How often?", required=False, widget=forms.RadioSelect,
        choices=[(often, words) for often, (words, _) in OFTEN.items()],
    )  # fmt: skip
    begins = Moment(label="The first time", required=False)
    minutes = forms.IntegerField(
        label="How many minutes each time", min_value=5, max_value=480, initial=60
    )
    until = forms.DateField(
        label="The last day, if there is one", required=False, widget=day_input()
    )


def repeat_of(request: Request) -> dict[str, Any]:
    """How it repeats now, as the form begins with it."""
    wanted = request.wanted if isinstance(request.wanted, dict) else {}
    found: dict[str, Any] = {"often": OFTEN_OF.get(request.rule, ""), "until": request.until}
    if isinstance(wanted.get("minutes"), int):
        found["minutes"] = wanted["minutes"]
    if request.rule and wanted.get("on") and wanted.get("windows"):
        day, time = dt.date.fromisoformat(wanted["on"]), wanted["windows"][0][1]
        zone = clock.here(clock.now()).tzinfo
        wall = dt.datetime.combine(day, dt.time.fromisoformat(time))
        found["begins"] = as_it_passes(wall, zone)  # type: ignore[arg-type]
    return found


class LetForm(Edited):
    """Why it cannot wait for their word."""

    why = note_field("Why can it not wait until they agreed?", required=True)
