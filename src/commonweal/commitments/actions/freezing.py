"""What can still be written, and what is promised in words that stay as they are."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.choices import DocumentStanding
from commonweal.commitments.models import Call, Document
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of

OVER = frozenset({DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED})


def held(document: Document) -> Document:
    """The document as it is now, for as long as this action lasts nobody else's to change."""
    return Document.objects.select_for_update().get(pk=document.pk)


def open_to_writing(document: Document, *, reason: str = "") -> Document:
    """The document, held, when it may be written in.

    What was adopted is changed only for a reason, which stands beside the change for ever.

    :raises Refused: when it is over, was put to candidates, or was adopted and no reason is given.
    """
    now = held(document)
    if now.standing in OVER:
        words = now.get_standing_display().lower()
        raise Refused(f"This is {words}. It stays as it is.")
    if Call.objects.filter(document=now).exclude(opened_at=None).exists():
        raise Refused("This was put to candidates. All of them are asked the same words.")
    if now.standing == DocumentStanding.ADOPTED and not reason.strip():
        raise Refused("This was adopted. Say why it is changed.", field="reason")
    return now


def freeze(document: Document, at: dt.datetime) -> int:
    """Freeze the words of every commitment that was not published yet; how many there were.

    What was to be promised in a part that was taken out is promised by nobody.
    """
    fresh = list(
        document.commitments.filter(published_at=None, ended_on=None).exclude(
            paragraph__taken_out_at__isnull=False
        )
    )
    for commitment in fresh:
        commitment.published_at, commitment.digest = at, digest_of(commitment.words)
        commitment.save(update_fields=["published_at", "digest"])
    return len(fresh)
