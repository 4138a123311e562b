"""A call to candidates: set out, interests declared, opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from commonweal.commitments.actions.standing import adopt_document
from commonweal.commitments.asking import remind_days_from
from commonweal.commitments.choices import DocumentStanding, Face, Order, ParagraphKind
from commonweal.commitments.models import Call, Document, Election, Interest, Paragraph
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

MOST_WORDS = 1000
LONGEST = 10_000
NEEDED = {
    "invitation": "Write what every candidate is told.",
    "host": "Say who puts the call.",
    "funder": "Say who pays for it.",
    "independence": "Say that it supports no party and no candidate.",
    "imprint": "Give the name and address of whoever publishes it, as the law asks.",
}


@dataclass(frozen=True)
class CallTerms:
    """How a call is put: the same for every candidate."""

    invite_at: dt.datetime
    closes_at: dt.datetime
    reveal_at: dt.datetime
    invitation: str
    host: str
    funder: str
    independence: str
    imprint: str
    reminder: str = ""
    remind_days: tuple[int, ...] = ()
    word_limit: int = 150
    order: Order = Order.SURNAME
    seed: str = ""
    council_help: str = ""
    council_signoff: str = ""
    favours: bool = False


@action(permission="commitments.write", about="document")
def set_out_call(*, by: Actor, document: Document, election: Election, terms: CallTerms) -> Call:
    """Say how a call is put; again, as often as need be, until it is opened.

    :raises Refused: naming the field, when the terms do not fit together; once it is open.
    """
    if document.face != Face.CALL:
        raise Refused("Only a call to candidates is put to an election.")
    call = Call.objects.select_for_update().filter(document=document).first()
    if call is not None and call.opened_at is not None:
        raise Refused("This call is open. What candidates were told is not changed any more.")
    _check_words(terms)
    _check_times(terms, election)
    values = asdict(terms) | {"election": election, "remind_days": list(terms.remind_days)}
    if call is None:
        return Call.objects.create(document=document, **values)
    for name, value in values.items():
        setattr(call, name, value)
    call.save()
    return call


def _check_words(terms: CallTerms) -> None:
    for name, sentence in NEEDED.items():
        if not getattr(terms, name).strip():
            raise Refused(sentence, field=name)
    for name in (*NEEDED, "reminder", "council_help", "council_signoff"):
        longest = 255 if name in ("host", "funder") else LONGEST
        if len(getattr(terms, name)) > longest:
            raise Refused(f"This is longer than {longest:,} characters.", field=name)
    if terms.remind_days and not terms.reminder.strip():
        raise Refused("Write what all are reminded of.", field="reminder")
    if not 1 <= terms.word_limit <= MOST_WORDS:
        raise Refused(f"Between 1 and {MOST_WORDS:,} words for each ask.", field="word_limit")
    if terms.order == Order.SEED and not terms.seed.strip():
        raise Refused("Give the seed: it is published before answers close.", field="seed")
    if terms.council_help.strip() and not terms.council_signoff.strip():
        raise Refused(
            "A public body helps only with legal sign-off on record: who, when, by which advice.",
            field="council_signoff",
        )


def _check_times(terms: CallTerms, election: Election) -> None:
    if terms.closes_at <= terms.invite_at:
        raise Refused("Answers close after candidates are invited.", field="closes_at")
    if terms.reveal_at < terms.closes_at:
        raise Refused("Answers are shown after they close, not before.", field="reveal_at")
    if clock.day_of(terms.reveal_at) > election.on:
        raise Refused("Answers are shown before the poll closes.", field="reveal_at")
    wrong = remind_days_from(terms.remind_days, terms.invite_at, terms.closes_at)
    if wrong:
        raise Refused(wrong, field="remind_days")


@action(permission="commitments.declare_interest", about="call", keeps=("public_body",))
def declare_interest(*, by: Actor, call: Call, public_body: bool, words: str = "") -> Interest:
    """Say of oneself whether one works for a public body. The last declaration counts."""
    return Interest.objects.create(
        call=call, person_key=by.key, person=by.label, public_body=public_body,
        words=words.strip()[:LONGEST], at=clock.now(),
    )  # fmt: skip


def asks_of(document: Document) -> list[Paragraph]:
    """What is asked, in order."""
    return list(document.paragraphs.standing().filter(kind=ParagraphKind.ASK).in_order())


@action(permission="commitments.run_call", about="call")
def open_call(*, by: Actor, call: Call) -> Call:
    """Open a call: its texts and asks are frozen, and all are invited when the hour comes.

    Answers appear by the clock at the announced hour: whoever opens it agrees to that.

    :raises Refused: when it is open, asks nothing, or its deadline is past.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.opened_at is not None:
        raise Refused("This call is open already.")
    if not asks_of(call.document):
        raise Refused("The call asks nothing yet. Write its asks first.")
    if call.closes_at <= clock.now():
        raise Refused("The deadline is past. Set the call out anew.")
    if call.council_help.strip() and not call.council_signoff.strip():
        raise Refused("A public body helps only with legal sign-off on record.")
    call.opened_at, call.opened_by = clock.now(), by.label
    call.save(update_fields=["opened_at", "opened_by"])
    if call.document.standing != DocumentStanding.ADOPTED:
        adopt_document(by=by, document=call.document, on=clock.today())
    return call
