"""How often something is wanted again: said by whoever runs the request, kept by its helper."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.visits import checked_minutes
from commonweal.help.choices import ENDINGS, State
from commonweal.help.models import Request
from commonweal.help.weekly import DAYS

# How often, as it is said, and as RFC 5545 has it.
OFTEN = {
    "": ("It does not repeat", ""),
    "day": ("Every day", "FREQ=DAILY"),
    "week": ("Every week", "FREQ=WEEKLY"),
    "fortnight": ("Every second week", "FREQ=WEEKLY;INTERVAL=2"),
    "four": ("Every fourth week", "FREQ=WEEKLY;INTERVAL=4"),
}


@action(permission="help.run_requests", about="request", keeps=("often", "until"))
def set_repeat(
    *,
    by: Actor,
    request: Request,
    often: str,
    begins: dt.datetime | None = None,
    minutes: int = 60,
    until: dt.date | None = None,
    edition: int | None = None,
) -> Request:
    """Say that something is wanted again and again: since when, how long each time, until when.

    Its helper keeps it; their visits are planned a fortnight ahead. Said not to repeat any more,
    what is planned already stays until it is called off.

    :raises Refused: when it is over, or the times cannot be.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    if asked.state in (*ENDINGS, State.FOLLOW_UP, State.CLOSED):
        raise Refused("It is over. Open it again first.")
    if often not in OFTEN:
        raise Refused("Choose how often.", field="often")
    asked.rule, asked.until = OFTEN[often][1], until if often else None
    if often:
        asked.wanted = {**(asked.wanted or {}), **first_time(begins, checked_minutes(minutes))}
        if until is not None and until < max(clock.today(), day_of_first(asked)):
            raise Refused("The last day comes after the first, and is to come.", field="until")
    asked.edition += 1
    asked.save()
    return asked


def first_time(begins: dt.datetime | None, minutes: int) -> dict[str, object]:
    """The first day, and the stretch of it, as a request keeps what is wanted.

    :raises Refused: when it is not said, or would last past midnight.
    """
    if begins is None:
        raise Refused("Say on which day it begins, and at what time.", field="begins")
    here = clock.here(begins)
    ends = here + dt.timedelta(minutes=minutes)
    if ends.date() != here.date():
        raise Refused("It must be over before midnight.", field="minutes")
    return {
        "on": here.date().isoformat(), "minutes": minutes,
        "windows": [[DAYS[here.weekday()], f"{here:%H:%M}", f"{ends:%H:%M}"]],
    }  # fmt: skip


def day_of_first(request: Request) -> dt.date:
    """The day on which it comes for the first time."""
    return dt.date.fromisoformat(request.wanted["on"])
