"""What candidates are told, word for word: the same text for all of a ballot, by whatever way."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from commonweal.commitments.asking import deadline_of, hour_of
from commonweal.commitments.choices import ContactKind
from commonweal.commitments.models import Ballot, Call
from commonweal.core import clock

TEMPLATE = "commitments/letters/call.txt"


@dataclass(frozen=True)
class Text:
    """A letter without the name and the private link: what was said, and its digest."""

    subject: str
    body: str
    digest: str
    words: dict[str, Any]


def words_of(call: Call, ballot: Ballot, kind: ContactKind) -> dict[str, Any]:
    """All that a letter says, but for whom it is to and their link."""
    return {
        "call": call,
        "kind": kind.value,
        "ballot": ballot,
        "said": call.reminder if kind == ContactKind.REMINDER else call.invitation,
        "deadline": clock.here(deadline_of(call, ballot)),
        "hour": clock.here(hour_of(call, ballot)),
    }


def text_of(call: Call, ballot: Ballot, kind: ContactKind) -> Text:
    """The text that every candidate of a ballot is sent; ``digest`` is its SHA-256."""
    words = words_of(call, ballot, kind)
    whole = render_to_string(TEMPLATE, {**words, "name": "", "address": ""}).strip()
    subject, _, body = whole.partition("\n")
    body = re.sub(r"\n{3,}", "\n\n", body.strip())
    digest = hashlib.sha256(f"{subject}\n{body}".encode()).hexdigest()
    return Text(subject.strip(), body, digest, words)
