"""Texts to helpers, to people who are helped, and to whoever is on duty. Inner steps.

What a text is about is kept as words that name nobody: ``help.scheme:3/visit:12``. By them a
scheme finds the texts that wait for it to send.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from commonweal.accounts.models import User
from commonweal.comms.actions import NewMessage, post_message
from commonweal.comms.choices import Channel
from commonweal.comms.letters import write_letter
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import LONGEST_TEXT, mobile_of
from commonweal.core import clock
from commonweal.help.actions import life
from commonweal.help.choices import OPEN_STATES
from commonweal.help.models import Client, Helper, Request, Scheme
from commonweal.help.reachable import NO_MOBILE, Way, text_way


def of_scheme(scheme: Scheme, about: str = "") -> str:
    """By what a scheme's texts are found."""
    return f"help.scheme:{scheme.pk}/{about}"


def way_to(client: Client, at: dt.datetime) -> Way:
    """How a text reaches somebody safely at a moment, or why none may be sent."""
    way = text_way(
        phone=client.phone, safe=client.safe or {}, abuse=client.abuse,
        do_not_contact=client.do_not_contact, now=clock.here(at),
    )  # fmt: skip
    if way.why_not or mobile_of(way.number):
        return way
    return Way(why_not=NO_MOBILE)


def text_of(
    number: str, words: str, *, scheme: Scheme, about: str, not_before: dt.datetime | None = None
) -> NewMessage | None:
    """A text to a mobile number, to be posted; nothing where texts do not reach."""
    to = mobile_of(number)
    if not to:
        return None
    return NewMessage(
        to=to, subject="", body=words[:LONGEST_TEXT], channel=Channel.TEXT, secret=True,
        about=of_scheme(scheme, about), not_before=not_before,
    )  # fmt: skip


def text_to(
    number: str, words: str, *, scheme: Scheme, about: str, not_before: dt.datetime | None = None
) -> Message | None:
    """Put a text to a mobile number into the outbox; nothing where texts do not reach."""
    text = text_of(number, words, scheme=scheme, about=about, not_before=not_before)
    return post_message(by=POSTMASTER, **vars(text)) if text else None


def text_helper(helper: Helper, words: str, *, about: str) -> Message | None:
    """A text to a helper, if texts reach them."""
    return text_to(helper.phone, words, scheme=helper.scheme, about=about)


def tell_person(
    request: Request, words: str, *, about: str, what: str, by_when: dt.datetime
) -> bool:
    """Tell somebody by text if that is safe and in time; else their owner is to ring them.

    ``what`` is what the owner is reminded of. The request was held before.
    """
    way = way_to(request.client, clock.now())
    in_time = way.not_before is None or way.not_before < by_when
    if not way.why_not and in_time:
        text_to(way.number, words, scheme=request.scheme, about=about, not_before=way.not_before)
        return True
    if request.state in OPEN_STATES:
        look_soon(request, what)
    return False


def look_soon(request: Request, what: str) -> None:
    """Have its owner look within the hour, or sooner if they meant to."""
    now, soon = clock.now(), clock.now() + life.SOON
    planned = request.next_on
    life.look_again(request, planned if planned and now < planned < soon else soon, what)


def take_back_texts(scheme: Scheme, about: str) -> None:
    """Texts about something that have not gone yet never go."""
    Message.objects.about(of_scheme(scheme, about)).filter(standing="waiting").delete()


def mail_staff(people: Iterable[User], template: str, *, scheme: Scheme, about: str = "") -> int:
    """Write to people of a scheme that something needs them now; how many were written to."""
    found_by = of_scheme(scheme, about) if about else ""
    told = {p.email for p in people if p.email}
    for email in sorted(told):
        write_letter(template, by=POSTMASTER, to=email, secret=True, scheme=scheme, about=found_by)
    return len(told)
