"""Takes what waits in the outbox to the mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from commonweal.comms.actions import note_bounce, note_failure, note_sent, take_due
from commonweal.comms.bounces.marking import message_id, return_address
from commonweal.comms.bounces.reading import STATUS, is_hard
from commonweal.comms.choices import Channel
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock

if TYPE_CHECKING:
    from commonweal.comms.texts import Gateway


@dataclass(frozen=True)
class Delivered:
    """How many messages went, and how many did not."""

    sent: int = 0
    failed: int = 0


def deliver() -> Delivered:
    """Send all that is due, by mail and by text."""
    mail, text = deliver_mail(), deliver_texts()
    return Delivered(mail.sent + text.sent, mail.failed + text.failed)


def still_to_go(keys: Iterable[int]) -> Iterator[Message]:
    """Those taken that still shall go, each looked at the moment before it does.

    One may have been taken back since, or be right no more: whoever wrote it says so.
    """
    still_goes = import_string(settings.STILL_GOES)
    for key in keys:
        message = Message.objects.filter(pk=key).first()
        if message is not None and still_goes(message):
            yield message


def deliver_texts() -> Delivered:
    """Send the texts that are due. Without a gateway they wait for a person to send them."""
    if not settings.TEXT_GATEWAY or not Message.objects.due(clock.now(), Channel.TEXT).exists():
        return Delivered()
    from commonweal.comms import texts  # it brings httpx, which a start must not wait for

    with texts.Gateway(**settings.TEXT_GATEWAY) as gateway:
        keys = take_due(by=POSTMASTER, channel=Channel.TEXT)
        went = [send_text(gateway, message) for message in still_to_go(keys)]
    return Delivered(went.count(True), went.count(False))


def send_text(gateway: Gateway, message: Message) -> bool:
    """Hand one text to the gateway, and note what came of it."""
    from commonweal.comms import texts

    try:
        taken_as = gateway.send(key=str(message.pk), to=message.to, words=message.body)
    except texts.NotTaken as why:
        note_failure(by=POSTMASTER, message=message, problem=str(why), for_good=why.for_good)
        return False
    note_sent(by=POSTMASTER, message=message, gateway_id=taken_as)
    return True


def deliver_mail() -> Delivered:
    """Send the mail due. Without a mail server nothing goes, and nothing is counted failed."""
    if not settings.MAIL_SERVER:
        return Delivered()
    if not Message.objects.due(clock.now()).exists():
        return Delivered()
    sent = failed = 0
    server = EmailBackend(**settings.MAIL_SERVER)
    try:
        for message in still_to_go(take_due(by=POSTMASTER)):
            if send(server, message):
                sent += 1
            else:
                failed += 1
    finally:
        server.close()
    return Delivered(sent, failed)


def note_refusal(message: Message, code: int, said: bytes | str) -> None:
    """The mail server would not take the address: for good, or for now."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if code < 500:
        note_failure(by=POSTMASTER, message=message, problem="The address was put off.")
        return
    note_failure(by=POSTMASTER, message=message, problem="The address was refused.", for_good=True)
    found = STATUS.search(words)
    status = found.group(0) if found else str(code)
    note_bounce(
        by=POSTMASTER, message=message, status=status, words=" ".join(words.split()),
        hard=is_hard(status, words), key="refused at sending",
    )  # fmt: skip


def send(server: EmailBackend, message: Message) -> bool:
    """Send one, and note what came of it. An address the server refuses is not tried again, unless
    it says that another time will do."""
    headers = {"From": settings.DEFAULT_FROM_EMAIL, "Message-ID": message_id(message.pk)}
    if message.stop_address:
        headers["List-Unsubscribe"] = f"<{message.stop_address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMessage(
        message.subject, message.body, return_address(message.pk), [message.to],
        connection=server, headers=headers,
        reply_to=[message.reply_to] if message.reply_to else None,
    )  # fmt: skip
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        note_refusal(message, *refusal.recipients.get(message.to, (550, b"")))
    except ValueError:
        # Nothing was said to the server: no mail can be made for such an address.
        note_failure(by=POSTMASTER, message=message, problem="No such address.", for_good=True)
    except (smtplib.SMTPException, OSError) as problem:
        server.close()
        note_failure(by=POSTMASTER, message=message, problem=type(problem).__name__)
    else:
        note_sent(by=POSTMASTER, message=message)
        return True
    return False
