"""The mark that each letter carries, by which alone a mail that came back is believed.

It is the letter's number with a keyed hash of it: whoever has not been sent the letter cannot make
one, so nobody can have another's address taken for one that bounces.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "commonweal.comms.bounces"


def mark_of(number: int) -> str:
    """What a letter carries in its Message-ID and, where there is one, its return address."""
    return f"cw-{number}-{_hash(number, settings.SECRET_KEY)}"


def is_ours(number: int, said: str) -> bool:
    """Whether we made this mark."""
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return any(hmac.compare_digest(_hash(number, key), said) for key in keys)


def _hash(number: int, key: str) -> str:
    return salted_hmac(SALT, str(number), secret=key, algorithm="sha256").hexdigest()[:32]


def message_id(number: int) -> str:
    """The Message-ID of a letter."""
    _, _, host = settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")
    return f"<{mark_of(number)}@{host or 'localhost'}>"


def return_address(number: int) -> str:
    """Where a letter comes back to, if it does: a mailbox of its own, else whom mail is from."""
    if not settings.BOUNCES_TO:
        return str(settings.DEFAULT_FROM_EMAIL)
    local, _, host = settings.BOUNCES_TO.rpartition("@")
    return f"{local}+{mark_of(number)}@{host}"
