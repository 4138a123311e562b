"""Takes in a mail that came back, from a mail alias or a mailbox."""

from __future__ import annotations

import hashlib

from commonweal.comms.actions import note_bounce
from commonweal.comms.bounces.marking import is_ours
from commonweal.comms.bounces.reading import read
from commonweal.comms.models import Bounce, Message
from commonweal.comms.outbox import POSTMASTER


def take_in(raw: bytes) -> Bounce | None:
    """Note the bounce that a message tells of; nothing when it tells of none of our letters.

    A message taken in twice is noted once.
    """
    said = read(raw)
    if said is None:
        return None
    numbers = [number for number, mark in said.tokens if is_ours(number, mark)]
    letter = Message.objects.filter(pk__in=numbers[:1]).first()
    if letter is None:
        return None
    return note_bounce(
        by=POSTMASTER, message=letter, status=said.status, words=said.words, hard=said.hard,
        key=hashlib.sha256(raw).hexdigest(),
    )  # fmt: skip
