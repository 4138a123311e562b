"""Organisations are asked to say what they think; people say, if they like, who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F

from commonweal.commitments.actions.consultations import held
from commonweal.commitments.equality import TOPICS
from commonweal.commitments.models import Consultation, EqualityCount, Invited
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import can_be_written_to
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.models import Organisation

MOST = 500


@action(permission="commitments.consult", about="consultation")
def invite(*, by: Actor, consultation: Consultation, organisations: Iterable[Organisation]) -> int:
    """Ask organisations to say what they think, each once, by the address they publish. How many.

    :raises Refused: when it is not open, or they are too many at once.
    """
    now = held(consultation)
    if not Consultation.objects.open_on(clock.today()).filter(pk=now.pk).exists():
        raise Refused("Only while it is open is anybody asked.")
    wanted = [o.pk for o in organisations]
    if len(wanted) > MOST:
        raise Refused(f"{MOST} at once at most.")
    asked = now.invited.values("organisation")
    rows = Organisation.objects.published().active().filter(pk__in=wanted).exclude(email="")
    made = []
    for one in rows.exclude(pk__in=asked).order_by("name", "pk"):
        if not can_be_written_to(one.email):
            continue
        write_letter(
            "commitments/letters/asked_to_answer.txt", by=POSTMASTER, to=one.email,
            consultation=now, organisation=one,
        )  # fmt: skip
        made.append(Invited(consultation=now, organisation=one, at=clock.now(), by=by.label))
    Invited.objects.bulk_create(made)
    return len(made)


@action(permission="commitments.comment", about="consultation")
def count_equality(*, by: Actor, consultation: Consultation, answers: Mapping[str, str]) -> int:
    """Count what somebody says of themselves; nothing ties it to them. How many were counted.

    :raises Refused: when an answer is none of those offered, or it is not open.
    """
    given = {topic: answer for topic, answer in answers.items() if answer}
    for topic, answer in given.items():
        if topic not in TOPICS or answer not in TOPICS[topic].answers:
            raise Refused("Choose one of the answers.", field=topic)
    if not Consultation.objects.open_on(clock.today()).filter(pk=consultation.pk).exists():
        raise Refused("This consultation is over, and the counts are made.")
    for topic, answer in given.items():
        row, _ = EqualityCount.objects.get_or_create(
            consultation=consultation, topic=topic, answer=answer
        )
        EqualityCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return len(given)
