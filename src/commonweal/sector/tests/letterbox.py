"""What a test finds in the outbox: who was written to, and the private links in what they got."""

from __future__ import annotations

import re

from commonweal.comms.models import Message


def letters_to(address: str) -> list[Message]:
    """All that was written to an address, the oldest first."""
    return list(Message.objects.filter(to=address).order_by("pk"))


def subjects_to(address: str) -> list[str]:
    """What each was about."""
    return [message.subject for message in letters_to(address)]


def token_to(address: str, place: str = "claims|invitations") -> str:
    """The secret in the newest private link that an address was sent."""
    body = letters_to(address)[-1].body
    found = re.findall(rf"/(?:{place})/([\w-]{{20,}})/", body)
    return found[-1]
