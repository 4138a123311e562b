"""A consultation is prepared, opened, given more time, and closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from commonweal.commitments.actions.freezing import OVER
from commonweal.commitments.actions.pushing import push
from commonweal.commitments.actions.standing import change_standing, publish_version
from commonweal.commitments.choices import Asked, ConsultationStanding, DocumentStanding, Face
from commonweal.commitments.dates import TWELVE_WEEKS
from commonweal.commitments.dates import consultation as window
from commonweal.commitments.models import Consultation, Document, Extension, Question, Version
from commonweal.commitments.reports.whole import whole_of
from commonweal.commitments.wording import as_kept, one_line
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

S = ConsultationStanding
MOST_OPTIONS = 12
# What is answered before it opens: the field, and what to do where it is blank.
CHECKLIST = {
    "formative": "Say what is still open to be changed, and what is not.",
    "information": "Say what people can read to understand what is proposed.",
    "enough_time": "Say why this is enough time, and for whom it may be short.",
    "who_decides": "Say who decides on what people say.",
    "decides_on": "Say by which day it is decided.",
    "equality": "Say whom it may touch more than others, and how you hear from them.",
    "information_notice": "Say that what people write may have to be given to who asks by law.",
}


@dataclass(frozen=True)
class SetOut:
    """What is said of a consultation before it opens."""

    title: str
    introduction: str = ""
    formative: str = ""
    information: str = ""
    enough_time: str = ""
    who_decides: str = ""
    decides_on: dt.date | None = None
    equality: str = ""
    information_notice: str = ""
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    short_reason: str = ""


def held(consultation: Consultation) -> Consultation:
    """The consultation as it is now, held until this action is over."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("document")
    return rows.get(pk=consultation.pk)


def being_prepared(consultation: Consultation) -> Consultation:
    """The consultation, held, while it can still be written.

    :raises Refused: once it was opened: people answer what they were asked.
    """
    now = held(consultation)
    if now.standing != S.DRAFT:
        raise Refused("This was opened. What people were asked stays as it is.")
    return now


@action(permission="commitments.consult", about="document")
def begin_consultation(*, by: Actor, document: Document, title: str) -> Consultation:
    """Begin to prepare a consultation on a draft. Nobody outside sees it yet.

    :raises Refused: when nobody is consulted on such a thing, or it has no title.
    """
    of = Document.objects.select_for_update().get(pk=document.pk)
    if of.face == Face.CALL:
        raise Refused("A call is put to candidates. It is not consulted on here.")
    if of.standing not in (DocumentStanding.DRAFT, DocumentStanding.CONSULTING):
        raise Refused("Consult on a draft, while what people say can still change it.")
    name = one_line(title, "title", 200)
    if not name:
        raise Refused("Say what it is called.", field="title")
    last = of.consultations.order_by("-number").values_list("number", flat=True).first()
    return Consultation.objects.create(document=of, number=(last or 0) + 1, title=name)


@action(permission="commitments.consult", about="consultation")
def set_out_consultation(*, by: Actor, consultation: Consultation, told: SetOut) -> Consultation:
    """Say what a consultation is about, for how long, and answer its checklist, or part of it.

    :raises Refused: naming the field, when something cannot be so; once it was opened.
    """
    now = being_prepared(consultation)
    values = {
        name: as_kept(value, name) if isinstance(value, str) else value
        for name, value in asdict(told).items()
    }
    values["title"] = one_line(told.title, "title", 200)
    if not values["title"]:
        raise Refused("Say what it is called.", field="title")
    opens, closes, decides = told.opens_on, told.closes_on, told.decides_on
    if opens and closes and closes < opens:
        raise Refused("It closes before it opens.", field="closes_on")
    if closes and decides and decides <= closes:
        raise Refused("It is decided after it closes, not before.", field="decides_on")
    for name, value in values.items():
        setattr(now, name, value)
    now.save()
    return now


@action(permission="commitments.consult", about="consultation")
def add_question(
    *, by: Actor, consultation: Consultation, words: str, help: str = "",
    options: tuple[str, ...] = (),
) -> Question:  # fmt: skip
    """Ask something besides; with ``options``, one of them is chosen and words may be added.

    :raises Refused: when it asks nothing, or offers one answer only, one twice or too many.
    """
    now = being_prepared(consultation)
    said = one_line(words, "words", 400)
    if not said:
        raise Refused("Write the question.", field="words")
    offered = [o for o in (one_line(o, "options", 200) for o in options) if o]
    if len(offered) == 1 or len(set(offered)) != len(offered):
        raise Refused("Offer two different answers or more, or none.", field="options")
    if len(offered) > MOST_OPTIONS:
        raise Refused(f"{MOST_OPTIONS} answers at most.", field="options")
    last = now.questions.order_by("-position").values_list("position", flat=True).first()
    return Question.objects.create(
        consultation=now, position=(last or 0) + 1, words=said,
        help=one_line(help, "help", 400), asked=Asked.ONE_OF if offered else Asked.OPEN,
        options=offered,
    )  # fmt: skip


@action(permission="commitments.consult", about="consultation", keeps=("question",))
def take_out_question(*, by: Actor, consultation: Consultation, question: Question) -> Consultation:
    """Do not ask it after all."""
    now = being_prepared(consultation)
    now.questions.filter(pk=question.pk).delete()
    return now


def lacking(consultation: Consultation) -> dict[str, str]:
    """What must still be said before it can open: by field, in a sentence."""
    c = consultation
    found = {name: says for name, says in CHECKLIST.items() if not getattr(c, name)}
    if c.closes_on is None:
        found["closes_on"] = "Say which day is the last."
    elif not c.short_reason and c.opens_on and c.closes_on >= c.opens_on:
        check = window(c.opens_on, c.closes_on)
        if not check.met:
            found["short_reason"] = (
                f"It is open for {check.had} of {TWELVE_WEEKS} days. Say why it is shorter, or "
                "give more time."
            )
    return found


@action(permission="commitments.consult", about="consultation", keeps=("reason",))
def open_consultation(*, by: Actor, consultation: Consultation, reason: str = "") -> Consultation:
    """Open it from its first day on, or from today, and publish the draft that it is about.

    :raises Refused: naming the first field, while anything on the checklist is not said.
    """
    now = being_prepared(consultation)
    now.opens_on = now.opens_on or clock.today()
    if now.opens_on < clock.today():
        raise Refused("Its first day has passed. Choose today, or a day to come.", field="opens_on")
    for name, sentence in lacking(now).items():
        raise Refused(sentence, field=name)
    if now.document.standing in OVER or now.document.standing == DocumentStanding.ADOPTED:
        raise Refused("What is adopted, superseded or closed is not consulted on any more.")
    if now.document.consultations.filter(standing=S.OPEN).exists():
        raise Refused("Another consultation on this is open. Close it first.")
    if now.document.standing == DocumentStanding.DRAFT:
        change_standing(
            by=by, document=now.document, standing=DocumentStanding.CONSULTING,
            reason=reason or f"Consultation {now.number}: {now.title}",
        )  # fmt: skip
    now.version = draft_of(by, now)
    now.standing, now.opened_at, now.first_closes_on = S.OPEN, clock.now(), now.closes_on
    now.save()
    push(now)
    return now


def draft_of(by: Actor, consultation: Consultation) -> Version:
    """The version that people are asked about: what is written now."""
    document = Document.objects.get(pk=consultation.document_id)
    last = document.versions.order_by("-number").first()
    if last is not None and last.digest == whole_of(document).digest:
        return last
    name = f"Draft for consultation {consultation.number}"
    return publish_version(by=by, document=document, name=name)


@action(permission="commitments.consult", about="consultation", keeps=("closes_on", "reason"))
def extend_consultation(
    *, by: Actor, consultation: Consultation, closes_on: dt.date, reason: str
) -> Extension:
    """Give people more time. The page goes on showing the day first set, and why.

    :raises Refused: when it is not open, no reason is given, or the day is not a later one.
    """
    now = held(consultation)
    if now.standing != S.OPEN or now.closes_on is None:
        raise Refused("Only a consultation that is open is given more time.")
    if now.closes_on < clock.today():
        raise Refused("Its last day is over, and people were told so. Begin another one.")
    if closes_on <= now.closes_on or closes_on < clock.today():
        raise Refused("More time is a later day.", field="closes_on")
    why = one_line(reason, "reason", 500)
    if not why:
        raise Refused("Say why: everybody reads it.", field="reason")
    if now.decides_on and now.decides_on <= closes_on:
        now.decides_on = closes_on + (now.decides_on - now.closes_on)
    made = Extension.objects.create(
        consultation=now, before=now.closes_on, after=closes_on, reason=why, at=clock.now(),
        by=by.label,
    )  # fmt: skip
    now.closes_on = closes_on
    now.save(update_fields=["closes_on", "decides_on"])
    push(now)
    return made


@action(permission="commitments.consult", about="consultation")
def close_consultation(*, by: Actor, consultation: Consultation) -> Consultation:
    """Close it, once its last day is over.

    :raises Refused: when it is not open, or its last day is not over: people were told that day.
    """
    now = held(consultation)
    if now.standing != S.OPEN or now.closes_on is None:
        raise Refused("This consultation is not open.")
    if now.closes_on >= clock.today():
        raise Refused("People were told that they can answer until the end of its last day.")
    now.standing, now.closed_at = S.CLOSED, clock.now()
    now.save(update_fields=["standing", "closed_at"])
    push(now)
    return now


@action(permission="commitments.keep_house")
def close_consultations(*, by: Actor) -> int:
    """Close every consultation whose last day is over. How many."""
    over = Consultation.objects.filter(standing=S.OPEN, closes_on__lt=clock.today())
    rows = list(over.select_related("document").select_for_update(of=("self",)))
    for one in rows:
        one.standing, one.closed_at = S.CLOSED, clock.now()
        one.save(update_fields=["standing", "closed_at"])
        push(one)
    return len(rows)
