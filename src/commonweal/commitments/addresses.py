"""Where the public reads of promises, within the site. Pure."""

from __future__ import annotations

import uuid


def of_document(slug: str) -> str:
    """The page of a strategy, a Compact, a Covenant or a call."""
    return f"/promises/{slug}/"


def of_progress(slug: str) -> str:
    """How it goes with what a document says."""
    return f"/promises/{slug}/progress/"


def of_commitment(slug: str, key: uuid.UUID) -> str:
    """The page of one promise."""
    return f"/promises/{slug}/promise/{key}/"


def of_consultation(slug: str, number: int) -> str:
    """The page of one consultation."""
    return f"/consultations/{slug}/{number}/"


def of_election(slug: str) -> str:
    """Where the answers of candidates stand."""
    return f"/elections/{slug}/"
