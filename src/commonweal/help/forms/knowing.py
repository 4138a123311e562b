"""How often somebody wants something, and why a helper is looked for before they agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from commonweal.core import clock
from commonweal.help.actions.repeating import OFTEN
from commonweal.help.forms.requests import Edited, Moment, day_input, note_field
from commonweal.help.models import Request
from commonweal.help.recurring import as_it_passes

OFTEN_OF = {rule: often for often, (_, rule) in OFTEN.items()}


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
