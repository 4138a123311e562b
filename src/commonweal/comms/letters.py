"""Letters in plain words: a template each, whose first line is the subject."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from commonweal.comms.actions import NewMessage, post_message
from commonweal.comms.choices import Channel
from commonweal.comms.models import Message
from commonweal.core.actors import Actor


def sender() -> Any:
    """Whom letters are from."""
    return import_string(settings.LETTERHEAD)()


def letter(
    template: str,
    *,
    to: str,
    head: Any = None,
    secret: bool = False,
    reply_to: str = "",
    stop_address: str = "",
    private: bool = False,
    channel: Channel = Channel.EMAIL,
    about: str = "",
    not_before: dt.datetime | None = None,
    **words: Any,
) -> NewMessage:
    """A letter in its words, to be posted; ``head`` is its sender where many are written at once.

    All else is said at ``write_letter``.
    """
    told = {"sender": head or sender(), "site": settings.SITE_ADDRESS, "to": to, **words}
    subject, _, body = render_to_string(template, told).strip().partition("\n")
    tidy = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
    return NewMessage(
        to=to, subject=subject.strip(), body=tidy, secret=secret, reply_to=reply_to,
        stop_address=stop_address, private=private, channel=channel, about=about,
        not_before=not_before,
    )  # fmt: skip


def write_letter(template: str, *, by: Actor, to: str, **more: Any) -> Message:
    """Put a letter into the outbox, with the change that it tells of.

    If that change is undone so is the letter, because both are rows of one transaction; the
    worker, which sees only what was committed, sends it afterwards. A letter that holds a private
    link is ``secret``: its words are wiped once it went. An answer to it goes to ``reply_to``, or
    to the place. ``stop_address`` is the page on which the reader stops more of its kind;
    ``about`` is what whoever wrote it finds it again by, and names nobody.
    """
    return post_message(by=by, **vars(letter(template, to=to, **more)))
