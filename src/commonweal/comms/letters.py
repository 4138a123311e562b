"""Letters in plain words: a template each, whose first line is the subject."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from commonweal.comms.actions import post_message
from commonweal.comms.choices import Channel
from commonweal.comms.models import Message
from commonweal.core.actors import Actor


def write_letter(
    template: str,
    *,
    by: Actor,
    to: str,
    secret: bool = False,
    reply_to: str = "",
    stop_address: str = "",
    private: bool = False,
    channel: Channel = Channel.EMAIL,
    about: str = "",
    not_before: dt.datetime | None = None,
    **words: Any,
) -> Message:
    """Put a letter into the outbox, with the change that it tells of.

    If that change is undone so is the letter, because both are rows of one transaction; the
    worker, which sees only what was committed, sends it afterwards. A letter that holds a private
    link is ``secret``: its words are wiped once it went. An answer to it goes to ``reply_to``, or
    to the place. ``stop_address`` is the page on which the reader stops more of its kind;
    ``about`` is what whoever wrote it finds it again by, and names nobody.
    """
    sender = import_string(settings.LETTERHEAD)()
    told = {"sender": sender, "site": settings.SITE_ADDRESS, "to": to, **words}
    subject, _, body = render_to_string(template, told).strip().partition("\n")
    tidy = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
    return post_message(
        by=by, to=to, subject=subject.strip(), body=tidy, secret=secret, reply_to=reply_to,
        stop_address=stop_address, private=private, channel=channel, about=about,
        not_before=not_before,
    )  # fmt: skip
