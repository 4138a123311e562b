"""One text to many of a scheme's people, and texts that a person sends by their own telephone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from commonweal.comms.actions import note_sent
from commonweal.comms.choices import Channel, Standing
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import LONGEST_TEXT, mobile_of
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.going import to_send_by_hand
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.telling import of_scheme, text_to, way_to
from commonweal.help.models import Client, Helper, Round, Scheme
from commonweal.help.reachable import NO_MOBILE

HELPERS, PEOPLE = "helpers", "round"
AGAIN = dt.timedelta(hours=1)
MOST = 2_000
BULK = "bulk:"


@dataclass(frozen=True)
class Reach:
    """Whom a text to many reaches: numbers with the hour before which none goes, each once.

    ``without`` counts those it does not reach, by why; they are to be rung. ``whose`` says of each
    number by what its text is found.
    """

    numbers: tuple[tuple[str, dt.datetime | None], ...] = ()
    without: dict[str, int] = field(default_factory=dict)
    clients: tuple[Client, ...] = ()
    whose: tuple[str, ...] = ()


def who_is_reached(scheme: Scheme, to: str, round_: Round | None, at: dt.datetime) -> Reach:
    """Whom of a scheme's helpers, or of the people of one of its rounds, a text reaches."""
    if to == HELPERS:
        helpers = Helper.objects.of(scheme).ready().order_by("pk")[: MOST + 1]
        return _put_together(
            (mobile_of(h.phone), None, NO_MOBILE, f"helper:{h.pk}/") for h in helpers
        )
    if to != PEOPLE or round_ is None or round_.scheme_id != scheme.pk:
        raise Refused("Choose whom it goes to.", field="to")
    ours = Client.objects.of(scheme).filter(stops__round=round_).distinct()
    clients = tuple(ours.order_by("pk")[: MOST + 1])
    ways = [way_to(client, at) for client in clients]
    found = _put_together(
        ("" if w.why_not else mobile_of(w.number), w.not_before, w.why_not, f"person:{c.pk}/")
        for c, w in zip(clients, ways, strict=True)
    )
    return replace(found, clients=clients)


def _put_together(rows: Iterable[tuple[str, dt.datetime | None, str, str]]) -> Reach:
    numbers: dict[str, tuple[dt.datetime | None, str]] = {}
    without: Counter[str] = Counter()
    for number, not_before, why, whose in rows:
        if number:
            numbers.setdefault(number, (not_before, whose))
        else:
            without[why] += 1
    return Reach(
        tuple((number, not_before) for number, (not_before, _) in numbers.items()),
        dict(without), whose=tuple(whose for _, whose in numbers.values()),
    )  # fmt: skip


@action(permission="help.keep_helpers", about="scheme", keeps=("to", "counted"))
def text_many(
    *, by: Actor, scheme: Scheme, to: str, words: str, counted: int, round: Round | None = None
) -> int:
    """Send one text to many of a scheme, after somebody saw how many it reaches.

    :raises Refused: when nobody is reached, the number is another than was seen, it is too long,
        or the same was sent within the hour.
    """
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    kept = words_of(words, "words", needed="Write the text.", most=LONGEST_TEXT)
    now = clock.now()
    reach = who_is_reached(scheme, to, round, now)
    if not reach.numbers:
        raise Refused("It reaches nobody.", field="to")
    if len(reach.numbers) > MOST:
        raise Refused(f"It goes to at most {MOST:,} at once.", field="to")
    if len(reach.numbers) != counted:
        raise Refused("It reaches other people than a moment ago. Look at it again.")
    same = f"{to}/{round.pk if round else ''}/{kept}"
    about = f"{BULK}{hashlib.sha256(same.encode()).hexdigest()[:16]}/"
    before = Message.objects.about(of_scheme(scheme, about))
    if before.filter(written_at__gt=now - AGAIN).exists():
        raise Refused("The same was sent to them within the last hour.")
    for (number, not_before), whose in zip(reach.numbers, reach.whose, strict=True):
        text_to(number, kept, scheme=scheme, about=f"{about}{whose}", not_before=not_before)
    return len(reach.numbers)


def waiting_texts(scheme: Scheme, *, gateway: bool, at: dt.datetime) -> list[Message]:
    """Texts of a scheme that a person must send: all that wait where there is no gateway, and
    those that it did not take. None outside the hours that are safe, nor
    what is not to go any more."""
    texts = Message.objects.about(of_scheme(scheme)).filter(channel=Channel.TEXT)
    failed = texts.filter(standing=Standing.FAILED).exclude(body="")
    waiting = texts.filter(standing=Standing.WAITING, next_try_at__lte=at)
    found = failed if gateway else waiting | failed
    return to_send_by_hand(found.order_by("written_at", "pk")[:500], at)


@action(permission="help.keep_helpers", about="scheme", keeps=("dropped",))
def drop_texts(*, by: Actor, scheme: Scheme, message: Message, dropped: int) -> int:
    """Drop a text to many that was a mistake: whoever has not been sent it never is.

    :param dropped: how many whoever drops it saw.
    :raises Refused: when it is no text to many of this scheme, or its number changed meanwhile.
    """
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    if not is_to_many(scheme, message):
        raise Refused("Only a text to many is dropped here.")
    same = unsent(mailing_of(message))
    if same.count() != dropped:
        raise Refused("Some of them were sent meanwhile. Look at it again.")
    same.delete()
    return dropped


def mailing_of(message: Message) -> str:
    """By what all that went to many at once with this one is found."""
    scheme, mailing, *_ = message.about.split("/")
    return f"{scheme}/{mailing}/"


def unsent(mailing: str) -> QuerySet[Message]:
    """The texts of one mailing that have not gone."""
    texts = Message.objects.about(mailing).filter(channel=Channel.TEXT)
    return texts.filter(standing__in=[Standing.WAITING, Standing.FAILED])


def is_to_many(scheme: Scheme, message: Message) -> bool:
    """Whether a text is one of those that went to many at once."""
    return message.about.startswith(of_scheme(scheme, BULK))


@action(permission="help.run_requests", about="scheme")
def mark_text_sent(*, by: Actor, scheme: Scheme, message: Message) -> Message:
    """Somebody sent a waiting text by their own telephone; its words are wiped.

    :raises Refused: when it is another scheme's, or has gone.
    """
    ours = Message.objects.about(of_scheme(scheme)).filter(channel=Channel.TEXT)
    held = ours.select_for_update().filter(pk=message.pk).first()
    if held is None:
        raise Refused("It is of another scheme.")
    if held.standing == Standing.SENT:
        raise Refused("It has gone already.")
    return note_sent(by=POSTMASTER, message=held)
