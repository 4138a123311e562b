"""Seals what is kept of people, and marks it so that one scheme can find its own again.

A sealed value is a Fernet token (AES-128-CBC with HMAC-SHA256; cryptography's own recipe). The
newest of the installation's keys seals, any of them opens, so that keys can be changed in turn.
A mark is a keyed hash of a name, a number or a postcode **within one scheme**: the same person has
another mark in every scheme, so that nobody can look for people, or join them, across schemes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

MARKED = "commonweal.help.marks"


class CannotOpen(Exception):
    """A sealed value was sealed with a key that this installation does not have (any more)."""


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def ring() -> MultiFernet:
    """The installation's keys, the newest first."""
    return _ring(tuple(settings.HELP_KEYS))


def seal(plain: str) -> str:
    """What is kept of a text; an empty one stays empty."""
    return ring().encrypt(plain.encode()).decode() if plain else ""


def unseal(sealed: str) -> str:
    """The text again.

    :raises CannotOpen: when none of the keys opens it.
    """
    if not sealed:
        return ""
    try:
        return ring().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen("No key of this installation opens it. Was a key lost?") from error


def reseal(sealed: str) -> str:
    """The same text, sealed with the newest key.

    :raises CannotOpen: when none of the keys opens it.
    """
    try:
        return ring().rotate(sealed.encode()).decode() if sealed else ""
    except InvalidToken as error:
        raise CannotOpen("No key of this installation opens it. Was a key lost?") from error


def mark_of(scheme: int, kind: str, value: str) -> str:
    """The mark of a name, number or postcode in one scheme: 32 hexadecimal digits.

    Keyed with the installation's signing key, which does not change with the sealing keys.
    """
    key = hashlib.sha256(f"{MARKED}:{settings.SECRET_KEY}".encode()).digest()
    words = f"{scheme}|{kind}|{value}".encode()
    return hmac.new(key, words, hashlib.sha256).hexdigest()[:32]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are marked: without accents, capitals and signs."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return tuple(dict.fromkeys(w for w in letters.split() if len(w) > 1))


def phone_digits(number: str) -> str:
    """The digits of a telephone number as they are marked: a British one from its nought on."""
    digits = re.sub(r"\D", "", number)
    if digits.startswith("44"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) >= 6 else ""
