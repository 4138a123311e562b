"""Takes what waits in the outbox to the mail server."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from commonweal.comms.actions import note_failure, note_sent, take_due
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock


@dataclass(frozen=True)
class Delivered:
    """How many messages went, and how many did not."""

    sent: int = 0
    failed: int = 0


def deliver() -> Delivered:
    """Send all that is due. Without a mail server nothing goes, and nothing is counted failed."""
    if not settings.MAIL_SERVER:
        return Delivered()
    if not Message.objects.due(clock.now()).exists():
        return Delivered()
    sent = failed = 0
    server = EmailBackend(**settings.MAIL_SERVER)
    try:
        for key in take_due(by=POSTMASTER):
            if send(server, Message.objects.get(pk=key)):
                sent += 1
            else:
                failed += 1
    finally:
        server.close()
    return Delivered(sent, failed)


def send(server: EmailBackend, message: Message) -> bool:
    """Send one, and note what came of it. An address the server refuses is not tried again."""
    mail = EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        connection=server,
        reply_to=[message.reply_to] if message.reply_to else None,
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused:
        note_failure(
            by=POSTMASTER, message=message, problem="The address was refused.", for_good=True
        )
    except (smtplib.SMTPException, OSError) as problem:
        server.close()
        note_failure(by=POSTMASTER, message=message, problem=type(problem).__name__)
    else:
        note_sent(by=POSTMASTER, message=message)
        return True
    return False
