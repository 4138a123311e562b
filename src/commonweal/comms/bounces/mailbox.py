"""Empties the mailbox that letters come back to, over IMAP."""

from __future__ import annotations

import imaplib
import ssl

import structlog
from django.conf import settings

from commonweal.comms.bounces.reading import MOST_BYTES
from commonweal.comms.bounces.taking import take_in

log = structlog.get_logger("commonweal.bounces")
AT_ONCE = 200
PATIENCE = 20


def empty_mailbox() -> int:
    """Take in every unread message of the mailbox and mark it read; how many were bounces of ours.

    Nothing is deleted: what is no bounce may be a person's answer, for a person to read. One that
    cannot be taken in stays unread for the next time, and hinders no other.
    """
    where = settings.BOUNCE_MAILBOX
    if not where:
        return 0
    try:
        with connected(where) as box:
            return take_unread(box)
    except (imaplib.IMAP4.error, OSError) as problem:
        log.warning("the mailbox of bounces could not be read", why=type(problem).__name__)
        return 0


def connected(where: dict[str, str | int]) -> imaplib.IMAP4:
    """The mailbox, opened. The connection is encrypted before the password is said."""
    box = imaplib.IMAP4_SSL(
        str(where["host"]), int(where["port"]),
        ssl_context=ssl.create_default_context(), timeout=PATIENCE,
    )  # fmt: skip
    box.login(str(where["user"]), str(where["password"]))
    done, said = box.select(f'"{where["folder"]}"')
    if done != "OK":
        raise imaplib.IMAP4.error(said)
    return box


def take_unread(box: imaplib.IMAP4) -> int:
    """Take in what is unread."""
    _, found = box.uid("SEARCH", "UNSEEN")
    numbers = found[0].split() if found and found[0] else []
    noted = 0
    for number in numbers[:AT_ONCE]:
        name = number.decode("ascii")
        _, parts = box.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        try:
            noted += take_in(raw) is not None
        except Exception:
            log.exception("a message could not be taken in")
            continue
        box.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)")
    return noted
