"""Asking a body about an event before anybody sees it; its reason, its reply; showing it."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions.event_facts import renew_facts
from commonweal.commitments.actions.telling import a_line, an_address, some_words
from commonweal.commitments.choices import EventStanding
from commonweal.commitments.models import Event
from commonweal.commitments.models.hiding import is_hidden
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation

A_WEEK = dt.timedelta(days=7)
SOON = "Give them a week at least."
NOBODY = "Nobody keeps this body's page here. Say at which address it is to be asked."


def officers_of(organisation: Organisation) -> list[str]:
    """The addresses of those who keep a body's page now."""
    officers = Member.objects.standing().who_may(MemberRole.OWNER, MemberRole.EDITOR)
    found = officers.filter(organisation=organisation).order_by("pk")
    return list(dict.fromkeys(found.values_list("person__email", flat=True)))


@action(permission="commitments.ask_body", about="event", keeps=("reply_by",))
def ask_about_event(*, by: Actor, event: Event, reply_by: dt.date, email: str = "") -> Event:
    """Show an event to its body before anybody else, and ask for a reply by a day.

    Its officers are written to; at an ``email`` besides, with a private link.

    :raises Refused: when it is too soon, was withdrawn, or there is nobody to ask.
    """
    if event.standing == EventStanding.WITHDRAWN:
        raise Refused("It was withdrawn.")
    if reply_by < clock.today() + A_WEEK:
        raise Refused(SOON, field="reply_by")
    address = an_address(email, field="email")
    officers = officers_of(event.organisation)
    if not officers and not address:
        raise Refused(NOBODY, field="email")
    event.asked_at, event.reply_by = clock.now(), reply_by
    for to in officers:
        _write(event, to)
    if address:
        token, event.reply_digest = new_token()
        _write(event, address, token)
    event.save()
    return event


def _write(event: Event, to: str, token: str = "") -> None:
    write_letter(
        "commitments/letters/asked_about_event.txt", by=POSTMASTER, to=to, secret=bool(token),
        event=event, token=token,
    )  # fmt: skip


@action(permission="commitments.reply", about="event")
def give_reason(*, by: Actor, event: Event, reason: str) -> Event:
    """Give the body's reason for falling short of an undertaking; the facts say that it is filed.

    :raises Refused: without one, or when the event was withdrawn.
    """
    if event.standing == EventStanding.WITHDRAWN:
        raise Refused("It was withdrawn.")
    event.reason = some_words(reason, field="reason", needed="Write the reason.")
    event.changed_at = clock.now()
    event.save()
    renew_facts(event, by=by)
    return event


@action(permission="commitments.reply", about="event")
def reply_to_event(*, by: Actor, event: Event, reply: str, name: str) -> Event:
    """Say what the body says to it; shown beside the facts.

    :raises Refused: without words or without who says it.
    """
    event.reply = some_words(reply, field="reply", needed="Write the reply.")
    event.replied_by = a_line(
        name, most=200, field="name", needed="Say who replies, and in what part."
    )
    event.replied_at = clock.now()
    event.save()
    return event


def may_be_shown(event: Event, today: dt.date) -> str:
    """Why an event may not be shown to everybody yet; nothing where it may."""
    if event.standing == EventStanding.WITHDRAWN and event.published_at is None:
        return "It was withdrawn."
    if is_hidden(event.organisation):
        return "Nothing is shown of a body that is withheld."
    if event.by_body or (event.asked_at and event.replied_at):
        return ""
    if event.asked_at is None or event.reply_by is None:
        return "Ask the body first: nothing is shown of anybody before they were asked."
    if event.reply_by >= today:
        return "The body has not replied, and its time is not over yet."
    return ""


@action(permission="commitments.publish_event", about="event")
def publish_event(*, by: Actor, event: Event) -> Event:
    """Show an event with its facts, the reason and the reply to everybody.

    :raises Refused: when its body was not asked, or its time is not over.
    """
    if event.published_at is not None:
        return event
    if why := may_be_shown(event, clock.today()):
        raise Refused(why)
    event.published_at = clock.now()
    event.save()
    renew_facts(event, by=by)
    return event
