"""Logging what bodies did under an agreement, putting it right, withdrawing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from commonweal.commitments.actions.event_facts import renew_facts
from commonweal.commitments.actions.telling import a_line, a_web_address, in_order, some_words
from commonweal.commitments.choices import EventKind, EventStanding, Known
from commonweal.commitments.dates import FIRST, LAST
from commonweal.commitments.models import Document, Event
from commonweal.commitments.permissions import is_officer, kept_as
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.models import Organisation

DATES = ("on", "opened_on", "closes_on", "notice_on", "ends_on")
# What facts are computed from: changed by others, its body is asked anew.
FACTS = (*DATES, "kind", "months", "in_writing", "in_advance", "full_costs", "rationale", "reason")
FIELDS = (*FACTS, "title", "source", "source_url", "pounds", "document")
LONGEST_GRANT = 600
PUSHED = "This comes from another part of the register. Put it right there."


@action(permission="commitments.log_event", about="organisation", keeps=("kind", "on", "key"))
def log_event(
    *,
    by: Actor,
    organisation: Organisation,
    kind: EventKind,
    title: str,
    on: dt.date,
    source: str,
    key: str | None = None,
    document: Document | None = None,
    opened_on: dt.date | None = None,
    closes_on: dt.date | None = None,
    notice_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    months: int | None = None,
    pounds: Decimal | None = None,
    in_writing: str = "",
    in_advance: str = "",
    full_costs: str = "",
    rationale: str = "",
    reason: str = "",
    source_url: str = "",
) -> Event:
    """Log what a body did. Nothing of it is public yet; facts are computed at once.

    :param key: the name under which another app pushes it. Pushed again, it is the same event:
        what is said otherwise now changes it, what is left blank stays. Withdrawn stays withdrawn.
    :raises Refused: naming the field, when something cannot be so.
    """
    values = {
        "kind": kind, "title": title, "on": on, "source": source, "document": document,
        "opened_on": opened_on, "closes_on": closes_on, "notice_on": notice_on,
        "ends_on": ends_on, "months": months, "pounds": pounds, "in_writing": in_writing,
        "in_advance": in_advance, "full_costs": full_costs, "rationale": rationale,
        "reason": reason, "source_url": source_url,
    }  # fmt: skip
    body = kept_as(organisation)
    assert body is not None
    if before := _pushed_before(key, body):
        return _pushed_again(before, values, by)
    told = checked(values)
    own = bool(is_officer(by, body))
    now = clock.now()
    try:
        with transaction.atomic():
            event = Event.objects.create(
                organisation=body, key=key, by_body=own, at=now, changed_at=now, by=by.label, **told
            )
    except IntegrityError as problem:
        raise Refused("This was logged just now. Look at the list.") from problem
    renew_facts(event, by=by)
    return event


def _pushed_before(key: str | None, body: Organisation) -> Event | None:
    event = Event.objects.filter(key=key).first() if key else None
    if event is not None and kept_as(event.organisation) != body:
        raise Refused("This key is of an event of another body.", field="key")
    return event


def _pushed_again(event: Event, values: Mapping[str, Any], by: Actor) -> Event:
    said = {name: value for name, value in values.items() if value not in (None, "")}
    if event.standing == EventStanding.NOTED:
        _change(event, said, by)
    return event


@action(permission="commitments.keep_event", about="event")
def change_event(*, by: Actor, event: Event, values: Mapping[str, Any]) -> Event:
    """Put an event right. Where others than its body change facts, the body is asked anew.

    :param values: by field, what it is to say.
    :raises Refused: naming the field; or when it was withdrawn, or comes from another app.
    """
    if event.standing == EventStanding.WITHDRAWN:
        raise Refused("It was withdrawn. Log it anew.")
    if event.key and "robot" not in by.roles and set(values) - {"reason", "rationale"}:
        raise Refused(PUSHED)
    _change(event, values, by)
    return event


def _change(event: Event, values: Mapping[str, Any], by: Actor) -> None:
    now = {name: getattr(event, name) for name in FIELDS}
    told = checked(now | dict(values))
    changed = {n: [_short(now[n]), _short(told[n])] for n in FIELDS if told[n] != now[n]}
    if changed:
        keep_change(by=by, event=event, changed=changed, told=told)


def _short(value: Any) -> str:
    return "" if value is None else str(value)[:200]


@action(permission="commitments.keep_event", about="event", keeps=("changed",))
def keep_change(
    *, by: Actor, event: Event, changed: Mapping[str, list[str]], told: Mapping[str, Any]
) -> Event:
    """Keep what is otherwise now; the journal tells what it was and what it is.

    :param changed: by field, the value before and after, as they are told.
    """
    for name in changed:
        setattr(event, name, told[name])
    event.changed_at = clock.now()
    if not is_officer(by, event) and set(changed) & set(FACTS):
        event.by_body, event.published_at = False, None
        event.asked_at, event.reply_by, event.reply_digest = None, None, None
    event.save()
    renew_facts(event, by=by)
    return event


@action(permission="commitments.keep_event", about="event", keeps=("reason",))
def withdraw_event(*, by: Actor, event: Event, reason: str) -> Event:
    """Say that it is not so. It stays with the reason; its evidence is withdrawn with it.

    :raises Refused: without a reason, or when it was withdrawn before.
    """
    if event.standing == EventStanding.WITHDRAWN:
        raise Refused("It was withdrawn before.")
    event.withdrawn_because = a_line(
        reason, most=500, field="reason", needed="Say why it is withdrawn."
    )
    event.standing, event.changed_at = EventStanding.WITHDRAWN, clock.now()
    event.save()
    renew_facts(event, by=by)
    return event


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an event, tidied.

    :raises Refused: naming the field, when something cannot be so.
    """
    v = dict(values)
    v["title"] = a_line(v["title"], most=250, field="title", needed="Say what happened.")
    v["source"] = a_line(
        v["source"], most=300, field="source", needed="Say where this is known from."
    )
    v["source_url"] = a_web_address(v["source_url"], field="source_url")
    for name in ("rationale", "reason"):
        v[name] = some_words(v[name], field=name)
    v["kind"] = EventKind(v["kind"])
    for name in ("in_writing", "in_advance", "full_costs"):
        v[name] = Known(v[name])
    _days_in_order(v)
    if v["months"] is not None and not 0 < v["months"] <= LONGEST_GRANT:
        raise Refused("A grant runs for 1 to 600 months.", field="months")
    if v["pounds"] is not None and v["pounds"] < 0:
        raise Refused("A sum is not less than nothing.", field="pounds")
    return v


def _days_in_order(v: Mapping[str, Any]) -> None:
    for field in DATES:
        if v[field] is not None and not FIRST <= v[field] <= LAST:
            raise Refused(f"That is not between {FIRST.year} and {LAST.year}.", field=field)
    if v["on"] is None:
        raise Refused("Say on which day it happened.", field="on")
    if v["on"] > clock.today():
        raise Refused("That day has not come yet.", field="on")
    said = "It closes on or after the day it opened."
    in_order(v["opened_on"], v["closes_on"], field="closes_on", said=said)
    said = "It ends on or after the day notice was given."
    in_order(v["notice_on"], v["ends_on"], field="ends_on", said=said)
