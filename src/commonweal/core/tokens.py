"""Secrets for private links: the link holds the secret, the database only its digest."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac

# As RFC 8628, section 6.1, has it: no vowels, so no words, and nothing taken for something else.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8


def new_token() -> tuple[str, str]:
    """A secret for an address (32 characters, 192 bits) and the digest to keep of it."""
    token = secrets.token_urlsafe(24)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """What is kept of a secret: its SHA-256, from which nobody can make the link again."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> tuple[str, str]:
    """A code to write off paper (``BCDF-GHJK``, 34 bits) and the digest to keep of it.

    So short a code is safe only with few tries and an end.
    """
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    half = LENGTH // 2
    return f"{drawn[:half]}-{drawn[half:]}", digest_of_code(drawn)


def digest_of_code(typed: str) -> str:
    """What is kept of a code, however it is typed: keyed, because a code alone could be guessed."""
    plain = "".join(c for c in typed.upper() if c in LETTERS)
    return salted_hmac("commonweal.core.tokens", plain, algorithm="sha256").hexdigest()
