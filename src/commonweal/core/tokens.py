"""Secrets for private links: the link holds the secret, the database only its digest."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A secret for an address (32 characters, 192 bits) and the digest to keep of it."""
    token = secrets.token_urlsafe(24)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """What is kept of a secret: its SHA-256, from which nobody can make the link again."""
    return hashlib.sha256(token.encode()).hexdigest()
