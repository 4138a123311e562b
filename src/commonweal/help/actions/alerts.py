"""Nobody is left alone: what is done, step by step, when a helper has not said they are back.

The steps and when they are due are in ``lone.py``. What was missed while the machine was off is
caught up with, the most urgent first; each step is taken once.
"""

from __future__ import annotations

import datetime as dt

import structlog

from commonweal.accounts.models import User
from commonweal.comms.choices import Standing
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.telling import mail_staff, of_scheme, text_helper
from commonweal.help.actions.visits import (
    checked_minutes,
    finish,
    held_visit,
    watch_on,
    watcher_now,
)
from commonweal.help.choices import AlertStep, Part, VisitStanding
from commonweal.help.lone import RUNGS, Sent, due, nobody_was_told
from commonweal.help.lone import Alert as Due
from commonweal.help.models import Alert, Duty, Scheme, SchemeMember, Visit

log = structlog.get_logger("commonweal.help")
STEPS = {1: AlertStep.TEXT, 2: AlertStep.CALL, 3: AlertStep.DUTY}
RUNG_OF = {step.value: rung for rung, step in STEPS.items()}
# A visit is looked at from the first minute after its end: a text that fails climbs at once.
# By what the text to the helper and the letter to whoever is on duty are found in the outbox.
WHERE = {AlertStep.TEXT.value: "visit:{}/alert", AlertStep.CALL.value: "visit:{}/call"}
FIRST = dt.timedelta(minutes=RUNGS[0][0])


def text_of(alert: Alert) -> str:
    """By what the text or letter of an alert is found in the outbox."""
    return WHERE[alert.step].format(alert.visit_id)


def steps_that_failed(alerts: list[Alert], scheme: Scheme) -> frozenset[str]:
    """The steps whose text or letter is known not to have got through.

    A gateway that could not be reached once counts: waiting for its next try is waiting too long.
    """
    written = [a for a in alerts if a.step in WHERE and not a.failed]
    if not written:
        return frozenset()
    known = {of_scheme(scheme, text_of(a)): a.step for a in written}
    sent = Message.objects.about(*known).filter(arrived_at=None, tries__gt=0)
    lost = sent.exclude(standing=Standing.SENT).values_list("about", flat=True)
    return frozenset(known[key] for key in lost)


def sent_of(alerts: list[Alert], lost: frozenset[str] = frozenset()) -> list[Sent]:
    """What was done so far, as the rules read it."""
    return [
        Sent(
            RUNG_OF[a.step], answered=a.answered_at is not None,
            undelivered=a.failed or a.step in lost,
        )
        for a in alerts
    ]  # fmt: skip


def what_is_due(visit: Visit, now: dt.datetime) -> tuple[Due, ...]:
    """The steps that must be taken for a visit at this moment, gentlest first."""
    alerts = list(visit.alerts.all())
    lost = steps_that_failed(alerts, visit.match.request.scheme)
    return due(visit.expected_end, sent_of(alerts, lost), now=now)


@action(permission="help.keep_watch", about="visit")
def raise_alerts(*, by: Actor, visit: Visit) -> list[Alert]:
    """Take every step that is due for one visit now, the most urgent first.

    What nobody is there to take leads to the next step at once.
    """
    now, request = held_visit(visit)
    if now.standing != VisitStanding.UNDER_WAY:
        return []
    moment, taken = clock.now(), []
    while steps := what_is_due(now, moment):
        for step in reversed(steps):
            taken.append(take_step(now, step, request.scheme, moment))
    sent = sent_of(list(now.alerts.all()))
    if taken and nobody_was_told(sent):
        everybody = SchemeMember.objects.standing().filter(scheme=request.scheme)
        mail_staff(people_of(everybody), "help/letters/visits_look_now.txt", scheme=request.scheme)
    return taken


def take_step(visit: Visit, step: Due, scheme: Scheme, now: dt.datetime) -> Alert:
    """Take one step and write down whether it got through. Inner step."""
    alert = Alert(visit=visit, step=STEPS[step.rung], due_at=step.at, at=now)
    reach = {AlertStep.TEXT: reach_helper, AlertStep.CALL: reach_duty, AlertStep.DUTY: reach_lead}
    alert.to = reach[STEPS[step.rung]](visit, scheme, now)
    alert.failed = not alert.to
    alert.to = alert.to or "nobody"
    alert.save()
    if step.rung > 1:
        log.warning("a helper is not back from a visit", step=alert.step, failed=alert.failed)
    return alert


def reach_helper(visit: Visit, scheme: Scheme, now: dt.datetime) -> str:
    """The text to the helper; where no gateway sends it, nobody relies on it."""
    from django.conf import settings

    if not settings.TEXT_GATEWAY:
        return ""
    ring = f" or ring {scheme.phone}" if scheme.phone else ""
    words = f"Are you all right? Please say that you are back on your visit's page{ring}."
    sent = text_helper(visit.match.helper, words, about=f"visit:{visit.pk}/alert")
    return "the helper" if sent else ""


def reach_duty(visit: Visit, scheme: Scheme, now: dt.datetime) -> str:
    """A job on the board for whoever is on duty, and a letter that says to look at it."""
    person = watcher_now(scheme, now)
    if person is None:
        return ""
    found_by = WHERE[AlertStep.CALL].format(visit.pk)
    mail_staff([person], "help/letters/visits_look_now.txt", scheme=scheme, about=found_by)
    return person.label


def reach_lead(visit: Visit, scheme: Scheme, now: dt.datetime) -> str:
    """The lead, and whoever is on duty, decide about 999."""
    leads = people_of(SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=scheme))
    on_duty = [d.person for d in Duty.objects.at(now).filter(scheme=scheme).order_by("pk")]
    people = list(dict.fromkeys([*leads, *on_duty]))
    mail_staff(people, "help/letters/visits_look_now.txt", scheme=scheme)
    return ", ".join(p.label for p in people)[:200]


def people_of(members: object) -> list[User]:
    """The people who hold these parts, in the order in which they came."""
    return [m.person for m in members.select_related("person").order_by("pk")]  # type: ignore[attr-defined]


@action(permission="help.keep_watch", about="visit")
def watch_again(*, by: Actor, visit: Visit) -> Visit:
    """Whoever watched is off duty: somebody who is on duty watches now, if anybody is."""
    now, request = held_visit(visit)
    person = watcher_now(request.scheme, clock.now())
    if person is not None and now.standing == VisitStanding.UNDER_WAY:
        now.watcher = person
        now.save()
    return now


@action(permission="help.keep_watch", whole=False)
def climb_alerts(*, by: Actor) -> int:
    """Look at every visit under way, and take what steps are due; how many visits had any.

    Once a minute. One visit that fails hinders no other, and is looked at again the next minute.
    """
    moment, climbed = clock.now(), 0
    late = (
        Visit.objects.under_way()
        .filter(expected_end__lte=moment - FIRST)
        .select_related("match__request__scheme")
    )
    for visit in late.prefetch_related("alerts").order_by("expected_end", "pk"):
        try:
            if what_is_due(visit, moment):
                climbed += bool(raise_alerts(by=by, visit=visit))
        except Exception as problem:
            log.exception("alerts of a visit failed", why=type(problem).__name__)
    for visit in Visit.objects.under_way().select_related("match__request__scheme"):
        scheme = visit.match.request.scheme
        duties = Duty.objects.at(moment).filter(scheme=scheme)
        if duties.exists() and not duties.filter(person=visit.watcher_id).exists():
            watch_again(by=by, visit=visit)
    return climbed


@action(permission="help.run_requests", about="alert", keeps=("minutes",))
def answer_alert(*, by: Actor, alert: Alert, note: str, minutes: int = 0) -> Visit:
    """It is known that the helper is safe: somebody spoke with them, and says how they know.

    Either they are back, or they stay so many ``minutes`` more and are watched on. That a message
    was read, or nobody answered, is no answer.

    :raises Refused: when the visit is over, or nobody says how it is known.
    """
    visit, request = held_visit(alert.visit)
    if visit.standing != VisitStanding.UNDER_WAY:
        raise Refused("This visit is not under way.")
    words = words_of(note, "note", needed="Say how you know that they are safe.")
    now = clock.now()
    Alert.objects.filter(pk=alert.pk, answered_at=None).update(
        note=words, answered_at=now, answered_by=by.label
    )
    if minutes:
        return watch_on(visit, request, checked_minutes(minutes), by=by)
    finish(visit, by=by)
    return visit


@action(permission="help.run_requests", about="alert")
def note_not_reached(*, by: Actor, alert: Alert, note: str = "") -> Alert:
    """The helper was rung and did not answer: the next step is taken at once.

    :raises Refused: when it was answered, or it is the last step.
    """
    visit, request = held_visit(alert.visit)
    held: Alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if held.answered_at is not None or visit.standing != VisitStanding.UNDER_WAY:
        raise Refused("This visit is not under way.")
    if held.step == AlertStep.DUTY:
        raise Refused("There is no further step. Decide now whether to ring 999.")
    held.failed, held.note = True, words_of(note, "note")
    held.save()
    moment = clock.now()
    while steps := what_is_due(visit, moment):
        for step in reversed(steps):
            take_step(visit, step, request.scheme, moment)
    return held


PUNCTUAL = (climb_alerts,)
