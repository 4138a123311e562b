"""Whether, when and at which number somebody may be rung: what their safe contact allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.core import clock
from commonweal.help import tries
from commonweal.help.choices import Purpose, RingOutcome
from commonweal.help.models import Client, RingCall
from commonweal.sector.opening import DAYS, Hours

# What a call may still be rung in.
STILL_OPEN = (RingOutcome.WAITING, RingOutcome.NOT_NOW)
BY_PHONE = ("", "phone")


def number_of(client: Client) -> str:
    """The number at which somebody may be rung; none where that is not their safe way.

    Of a case of domestic abuse only the number that was said to be safe is one.
    """
    safe = client.safe or {}
    if client.do_not_contact or client.forgotten_on or safe.get("way", "") not in BY_PHONE:
        return ""
    return str(safe.get("number") or ("" if client.abuse else client.phone))


def may_be_rung(client: Client, on: dt.date) -> bool:
    """Whether somebody may be rung at all: a ground stands, there is a number, and no "no"."""
    if not number_of(client):
        return False
    return any(
        g.purpose == Purpose.REACH and g.ended_at is None
        and (g.expires_on is None or g.expires_on >= on)
        for g in client.grounds.all()
    )  # fmt: skip


def safe_hours(client: Client) -> list[Hours]:
    """The hours they said are safe; none where they said nothing of it."""
    found = []
    for stretch in (client.safe or {}).get("hours") or []:
        *days, opens, closes = stretch
        byday = tuple(str(d).upper() for d in days) or DAYS
        begins, ends = dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)
        found.append(Hours(byday=byday, opens=begins, closes=ends))
    return found


def is_safe_at(client: Client, at: dt.datetime) -> bool:
    """Whether that moment lies in the hours in which they may be rung."""
    step = tries.next_step([], now=clock.here(at), safe=safe_hours(client))
    return step.begins is not None and step.begins <= at < (step.ends or at)


@dataclass(frozen=True)
class Ringing:
    """What is next for one call: when it may be rung, whether now, or that a person decides."""

    call: RingCall
    now: bool
    decide: bool
    says: str
    at: dt.datetime | None = None


def ringing(call: RingCall, most: int, at: dt.datetime) -> Ringing:
    """What is next for a call that is still open."""
    if call.tries >= most:
        says = "Tried as often as is right. Decide that nothing more is tried."
        return Ringing(call, False, True, says)
    if call.next_at and call.next_at > at:
        return Ringing(call, False, False, f"From {when(call.next_at)}.", call.next_at)
    agreed = call.next_at is not None
    past = [] if agreed or not call.tried_at else [tries.Tried(call.tried_at)]
    step = tries.next_step(past, now=clock.here(at), safe=safe_hours(call.client))
    if step.begins is None:
        return Ringing(call, False, True, step.says)
    now = step.begins <= at
    return Ringing(call, now, False, "" if now else f"From {when(step.begins)}.", step.begins)


def when(at: dt.datetime) -> str:
    """A moment by the place's own clock, in words."""
    return f"{clock.here(at):%A %-d %B, %H:%M}"


def next_time(call: RingCall, tried_at: dt.datetime) -> dt.datetime | None:
    """When to try again somebody who did not answer: another day, another time of day."""
    safe: Sequence[Hours] = safe_hours(call.client)
    step = tries.next_step([tries.Tried(tried_at)], now=clock.here(tried_at), safe=safe)
    return step.begins
