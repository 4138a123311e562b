"""Where every mail of this installation goes first: into the outbox, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from commonweal.comms.actions import post_message
from commonweal.core.actors import Robot

POSTMASTER = Robot("postmaster")


class Outbox(BaseEmailBackend):
    """Django's mail, kept in the outbox until the worker takes it to the mail server.

    So a mail is never lost with a process, and never sent for a change that was undone. What comes
    this way are sign-in codes, so its words are not kept once it went.
    """

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put each into the outbox, once for each person it is for."""
        for mail in email_messages:
            for address in mail.recipients():
                post_message(
                    by=POSTMASTER,
                    to=address,
                    subject=str(mail.subject),
                    body=str(mail.body),
                    secret=True,
                )
        return len(email_messages)
