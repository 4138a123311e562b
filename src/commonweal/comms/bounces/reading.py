"""Tells what a mail that came back says: that an address is gone, full for now, or only late.

Pure: a message as bytes in, what it says out. Reads RFC 3464 reports (``multipart/report``), which
nearly all mail servers send, and the words of those that send none. An answer written by a person
or by an absence notice is no bounce, and nothing is believed that no token of ours vouches for:
that is judged by whoever calls this (``taking``), from the ``tokens`` found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

MOST_BYTES = 1_000_000
MOST_PARTS = 50
LONGEST_HEAD = 1_000
WORDS_KEPT = 250
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
# What a letter's Message-ID and return address carry: its number and a keyed hash.
TOKEN = re.compile(r"(?<![0-9a-z])cw-(\d{1,18})-([0-9a-f]{32})(?![0-9a-z])")
FROM_A_MACHINE = re.compile(r"(?:mailer-daemon|postmaster|mail.?delivery)", re.IGNORECASE)
AWAY = re.compile(
    r"out of (?:the )?office|automatic(?:ally)? repl|auto.?reply|abwesen|away from|on leave",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CameBack:
    """What a mail that came back says.

    ``hard`` when the address itself is at fault for good: no such mailbox, no such place.
    ``status`` is the enhanced code (``5.1.1``), or the class alone, or "" where none is said.
    ``tokens`` are those it carries, which may be forged.
    """

    hard: bool
    status: str
    words: str
    tokens: tuple[tuple[int, str], ...] = ()


def read(raw: bytes) -> CameBack | None:
    """What the message says of a letter that did not arrive; nothing when it is no such message.

    Whatever cannot be read as a mail at all is no bounce either. Headers are taken as they stand:
    to understand a long one costs minutes, and anybody can send one.
    """
    try:
        return _read(message_from_bytes(raw[:MOST_BYTES]))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, MessageError):
        return None


def _head(message: Message, name: str) -> str:
    """The beginning of a header, in plain letters where it was sent in coded ones."""
    said = str(message.get(name, ""))[:LONGEST_HEAD]
    try:
        return str(make_header(decode_header(said)))
    except (ValueError, LookupError, MessageError):
        return said


def _read(message: Message) -> CameBack | None:
    tokens = _tokens(message)
    reports = _reports(message)
    if reports:
        return _of_report(reports, tokens)
    if _is_an_absence(message) or not _is_from_a_machine(message):
        return None
    words = _plain(message)
    found = STATUS.search(words)
    status = found.group(0) if found else ""
    if not status and (reply := REPLY.search(words)):
        status = reply.group(1)
    if not status or status[0] == "2":
        return None
    return CameBack(is_hard(status, words), status, _short(words), tokens)


def _reports(message: Message) -> list[Message]:
    """The blocks about one recipient each, of a delivery report."""
    if message.get_content_type() != "multipart/report":
        return []
    found = []
    for part in _parts(message):
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            blocks = part.get_payload()
            if isinstance(blocks, list):
                found += [b for b in blocks if isinstance(b, Message) and b.get("Action")]
    return found


def _of_report(reports: list[Message], tokens: tuple[tuple[int, str], ...]) -> CameBack | None:
    """The gravest of its blocks; a delivered, relayed or merely late letter is no bounce."""
    failed = [r for r in reports if _head(r, "Action").strip().lower() == "failed"]
    worst: CameBack | None = None
    for block in failed:
        said = f"{_head(block, 'Status')} {_head(block, 'Diagnostic-Code')}"
        stated = STATUS.search(_head(block, "Status"))
        found = stated if stated and stated[1] != "2" else STATUS.search(said)
        status = found.group(0) if found else "5"
        words = _head(block, "Diagnostic-Code") or said
        this = CameBack(is_hard(status, words), status, _short(words), tokens)
        if worst is None or (this.hard and not worst.hard):
            worst = this
    return worst


def is_hard(status: str, words: str = "") -> bool:
    """Whether a status says that the address itself is at fault for good (RFC 3463).

    5.1.x is about the address, save for the sender's own (5.1.7, 5.1.8); 5.2.1 says that the
    mailbox is switched off, 5.4.4 that its place is nowhere. A full box, a refused text or a policy
    may pass. Where only 5 or 550 is said, or 5.4.1, which one large
    provider says of addresses it does not know, the words decide.
    """
    found = STATUS.fullmatch(status)
    if not found:
        return status[:1] == "5" and _speaks_of_the_address(words)
    kind, subject, detail = found.groups()
    if kind != "5":
        return False
    if subject == "1":
        return detail not in {"7", "8"}
    if (subject, detail) in {("2", "1"), ("4", "4"), ("4", "310")}:
        return True
    return (subject, detail) in {("0", "0"), ("5", "0"), ("4", "1")} and _speaks_of_the_address(
        words
    )


NO_SUCH = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|address|mailbox|person)|"
    r"does ?n[o']t exist|not exist|not found|unknown (?:recipient|address)|"
    r"invalid (?:recipient|mailbox|address)|mailbox (?:unavailable|disabled|unknown|not found)|"
    r"address rejected|recipient rejected|account (?:has been )?(?:disabled|closed|deleted)|"
    r"doesn't have (?:a|an) .{0,30}account|no mailbox here",
    re.IGNORECASE,
)


def _speaks_of_the_address(words: str) -> bool:
    return NO_SUCH.search(words) is not None


def _is_an_absence(message: Message) -> bool:
    """An absence notice, or another answer that a machine gives for a person."""
    answered = _head(message, "Auto-Submitted").lower().startswith("auto-replied")
    said = any(message.get(h) for h in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From"))
    return answered or said or AWAY.search(_head(message, "Subject")) is not None


def _is_from_a_machine(message: Message) -> bool:
    """Sent by a mail server itself: it has no return address, or says so."""
    unreturnable = _head(message, "Return-Path").strip() == "<>"
    return unreturnable or FROM_A_MACHINE.search(_head(message, "From")) is not None


def _parts(message: Message) -> list[Message]:
    found = []
    for part in message.walk():
        found.append(part)
        if len(found) >= MOST_PARTS:
            break
    return found


def _tokens(message: Message) -> tuple[tuple[int, str], ...]:
    """Every token in the headers of the message and of what it brings back, each once."""
    heads = []
    for part in _parts(message):
        heads += [str(value) for _, value in part.raw_items()]  # type: ignore[attr-defined]
        if part.get_content_type() == "text/rfc822-headers":
            heads.append(_text(part))
    if message.get_content_type() != "multipart/report":
        heads.append(_plain(message))
    found = TOKEN.findall(" ".join(heads))
    return tuple(dict.fromkeys((int(number), mark) for number, mark in found))


def _plain(message: Message) -> str:
    """What the message says in plain text."""
    texts = [_text(p) for p in _parts(message) if p.get_content_type() == "text/plain"]
    return "\n".join(texts)[:20_000]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _short(words: str) -> str:
    """The words in one line, without the addresses in them."""
    plain = re.sub(r"[^\s<>@]+@[^\s<>@]+", "(an address)", words[: WORDS_KEPT * 8])
    return " ".join(plain.split())[:WORDS_KEPT]
