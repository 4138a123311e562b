"""Letters and texts to people who asked, in words that give nobody away."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from commonweal.core import clock
from commonweal.help.models import Client, Request
from commonweal.help.reachable import Way, text_way
from commonweal.help.scripts import NOT_YET_TOLD, NOTICE

# What may be written, by name.
KINDS = {
    "notice": "Who asked for them, and what is done with what they say",
    "could_not_reach": "We could not reach you",
    "hand_over": "We would like to hand it to another group",
    "how_it_went": "How did it go?",
    "ended": "It has ended",
}


class Written(NamedTuple):
    """A letter as it is printed, and the same as a text message."""

    subject: str
    body: str
    text: str


def why_not_written(client: Client) -> str:
    """Why nothing may be sent to somebody; empty when it may."""
    if client.abuse:
        return "Nothing is ever sent to them. Reach them only by their safe way."
    if client.do_not_contact:
        return "They asked not to be contacted."
    if client.safe.get("shared"):
        return "Somebody else may read what is sent to them. Ring them in their hours instead."
    return ""


def why_no_text(client: Client) -> str:
    """Why no text message may go to somebody; empty when it may."""
    if why := why_not_written(client):
        return why
    if not client.phone and not client.safe.get("number"):
        return "They gave no telephone number."
    if not client.safe.get("text") and client.safe.get("way") != "text":
        return "They did not say that a text message may be sent."
    why = way_of_text(client, clock.now()).why_not
    return f"No text: this person {why}." if why else ""


def way_of_text(client: Client, at: dt.datetime) -> Way:
    """To which number a text goes to somebody, and in which of their hours; or why none may."""
    return text_way(
        phone=client.phone, safe=client.safe or {}, abuse=client.abuse,
        do_not_contact=client.do_not_contact, now=clock.here(at),
    )  # fmt: skip


def write(kind: str, request: Request) -> Written:
    """One letter about a request, and its text message. They name no need, and no scheme."""
    asking, client = request.asking, request.client
    told = NOTICE if request.may_match else NOT_YET_TOLD
    words: dict[str, Any] = {
        "sender": import_string(settings.LETTERHEAD)(), "site": settings.SITE_ADDRESS,
        "called": client.called or "reader", "phone": request.scheme.phone,
        "reference": asking.reference if asking else "", "notice": told.sentences,
    }  # fmt: skip
    subject, body = parted(render_to_string(f"help/letters/{kind}.txt", words))
    _, text = parted(render_to_string(f"help/texts/{kind}.txt", words))
    return Written(subject, body, " ".join(text.split()))


def parted(words: str) -> tuple[str, str]:
    """The first line and the rest."""
    subject, _, body = words.strip().partition("\n")
    return subject.strip(), re.sub(r"\n{3,}", "\n\n", body.strip())
