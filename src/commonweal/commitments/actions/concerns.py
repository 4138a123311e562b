"""Raising a concern, its way up the ladder, its end. Confidential from the first word to the last.

The journal names a concern by its number and keeps none of its words; a partner's history never
shows an entry of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from commonweal.commitments.actions.telling import a_line, an_address, in_order, some_words
from commonweal.commitments.choices import AGREEMENTS, Rung
from commonweal.commitments.ladder import due_on, may_come
from commonweal.commitments.models import Commitment, Concern, ConcernStage, Document, Event
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.choices import Side
from commonweal.sector.models import Organisation

TWO_YEARS = dt.timedelta(days=730)
WORDS = 8_000
CLOSED = "This concern is closed."


@dataclass(frozen=True)
class Told:
    """What somebody tells who raises a concern. The journal calls it no more than that."""

    document: Document
    partner: Organisation
    words: str
    group_name: str = ""
    group: Organisation | None = None
    contact: str = ""
    email: str = ""
    telephone: str = ""
    wanted: str = ""
    commitment: Commitment | None = None
    procurement: bool = False
    decision_on: dt.date | None = None
    known_on: dt.date | None = None

    def __str__(self) -> str:
        return "a concern"


@action(permission="commitments.raise_concern", about="told")
def raise_concern(*, by: Actor, told: Told, digest: str = "") -> Concern:
    """Say in confidence what went wrong between a group and a partner. It begins informally.

    :param digest: of the group's private link. A link is used once: sent again, it is the concern
        raised the first time. Without one, as staff enter it, ``link_concern`` makes one.
    :raises Refused: naming the field, when something is missing or cannot be so.
    """
    if digest and (before := Concern.objects.filter(digest=digest).first()):
        return before
    values = _checked(told)
    staff = by.label if by.roles else ""
    try:
        with transaction.atomic():
            concern = Concern.objects.create(
                digest=digest or None, raised_at=clock.now(), entered_by=staff, **values
            )
    except IntegrityError:
        return Concern.objects.get(digest=digest)
    _came_to(concern, Rung.INFORMAL, clock.today(), by)
    return concern


def _checked(told: Told) -> dict[str, object]:
    if told.document.face not in AGREEMENTS:
        raise Refused("Concerns are raised under a Compact or a Covenant.")
    parties = told.document.parties.filter(side=Side.PARTNER, organisation=told.partner)
    if not parties.exists():
        raise Refused("Choose a partner that has signed it.", field="partner")
    if told.commitment is not None and told.commitment.document_id != told.document.pk:
        raise Refused("That is an undertaking of another agreement.", field="commitment")
    for field in ("decision_on", "known_on"):
        day = getattr(told, field)
        if day is not None and day > clock.today():
            raise Refused("That day has not come yet.", field=field)
    said = "You came to know of it on or after the day it was decided."
    in_order(told.decision_on, told.known_on, field="known_on", said=said)
    needed = "Say what went wrong."
    return {
        "document": told.document, "partner": told.partner, "group": told.group,
        "commitment": told.commitment, "procurement": told.procurement,
        "decision_on": told.decision_on, "known_on": told.known_on,
        "words": some_words(told.words, field="words", most=WORDS, needed=needed),
        "wanted": some_words(told.wanted, field="wanted", most=WORDS),
        "group_name": a_line(told.group_name, most=255, field="group_name"),
        "contact": a_line(told.contact, most=200, field="contact"),
        "email": an_address(told.email, field="email"),
        "telephone": a_line(told.telephone, most=60, field="telephone"),
    }  # fmt: skip


@action(permission="commitments.see_concerns", about="concern")
def link_concern(*, by: Actor, concern: Concern) -> str:
    """Make a new private link for the group, shown once; one made before works no longer.

    :raises Refused: when it is closed.
    """
    _open(concern)
    token, concern.digest = new_token()
    concern.save(update_fields=["digest"])
    return token


@action(permission="commitments.see_concerns", about="concern")
def move_concern(
    *, by: Actor, concern: Concern, rung: Rung, on: dt.date, note: str = "",
    both_agree: bool = False,
) -> ConcernStage:  # fmt: skip
    """Say that it came to a step of the ladder on a day; from that day its deadline runs.

    :param both_agree: that both sides want a mediator, without which there is none.
    :raises Refused: when it is closed, has been there, or cannot come there.
    """
    _open(concern)
    if why := may_come(rung, rung_of(concern), both_agree=both_agree):
        raise Refused(why, field="both_agree" if rung == Rung.MEDIATION else "rung")
    if on > clock.today():
        raise Refused("That day has not come yet.", field="on")
    last = concern.stages.order_by("-rung").first()
    in_order(last and last.on, on, field="on", said="It came to the step before on a later day.")
    return _came_to(concern, rung, on, by, some_words(note, field="note"))


def rung_of(concern: Concern) -> int:
    """How far up the ladder it has come."""
    return max(concern.stages.values_list("rung", flat=True), default=0)


def _came_to(concern: Concern, rung: Rung, on: dt.date, by: Actor, note: str = "") -> ConcernStage:
    return ConcernStage.objects.create(
        concern=concern, rung=rung, on=on, due_on=due_on(rung, on), note=note, at=clock.now(),
        by=by.label,
    )  # fmt: skip


def _open(concern: Concern) -> None:
    if concern.closed_at is not None:
        raise Refused(CLOSED)


@action(permission="commitments.keep_concern", about="concern")
def date_concern(
    *, by: Actor, concern: Concern, decision_on: dt.date | None, known_on: dt.date | None
) -> Concern:
    """Say on which days it was decided and known, from which the limits of the law run.

    :raises Refused: when a day is to come, they do not follow each other, or it is closed.
    """
    _open(concern)
    for field, day in (("decision_on", decision_on), ("known_on", known_on)):
        if day is not None and day > clock.today():
            raise Refused("That day has not come yet.", field=field)
    said = "You came to know of it on or after the day it was decided."
    in_order(decision_on, known_on, field="known_on", said=said)
    concern.decision_on, concern.known_on = decision_on, known_on
    concern.save(update_fields=["decision_on", "known_on"])
    return concern


@action(permission="commitments.keep_concern", about="concern")
def close_concern(*, by: Actor, concern: Concern, outcome: str, learning: str = "") -> Concern:
    """End it with what came of it. What was learnt is told to nobody but by a disclosure.

    The group may do so too, by its link.

    :raises Refused: without an outcome, or when it is closed.
    """
    _open(concern)
    concern.outcome = some_words(outcome, field="outcome", needed="Say what came of it.")
    concern.learning = some_words(learning, field="learning")
    concern.closed_at = clock.now()
    concern.save(update_fields=["outcome", "learning", "closed_at"])
    return concern


@action(permission="commitments.keep_house")
def forget_concern_contacts(*, by: Actor) -> int:
    """Forget how to reach groups two years after their concern was closed, and end their links.

    So are links by which bodies were asked about events, once their time was over for as long.
    Returns of how many concerns it forgot.
    """
    past = clock.now() - TWO_YEARS
    Event.objects.filter(reply_by__lt=past.date(), reply_digest__isnull=False).update(
        reply_digest=None
    )
    old = Concern.objects.to_forget(past)
    return old.update(contact="", email="", telephone="", digest=None)
