"""Every change to how fresh entries are: confirmed, answered for, rung about, and the terms."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.refused import Refused
from commonweal.sector.actions.applications import one_line
from commonweal.sector.actions.corrections import correct_organisation, put_right, standing
from commonweal.sector.actions.freshening import note_confirmed, way_of
from commonweal.sector.actions.services import tell_anew
from commonweal.sector.choices import Said, ServiceStatus, Status, Told
from commonweal.sector.facts import paragraphs
from commonweal.sector.freshness import LETTERS, Rule, Sort, Stage
from commonweal.sector.gathering import HERE
from commonweal.sector.models import (
    Answer,
    FreshnessRule,
    Organisation,
    Reminder,
    Service,
)
from commonweal.sector.offering import ToldService
from commonweal.sector.reports.offering import told_of

BY_LINK = frozenset({"telephone", "email", "website", "description"})
OF_A_SERVICE = ("description", "how_to_get_it", "telephone", "alert", "status")
BY_NO_LINK = "This cannot be changed by a link. Write what is wrong below."
CHANGED_SINCE = (
    "Something here was changed after you opened the page. Look at it again, then say whether it "
    "is right."
)
MOST = {"months": 120, "nudge_after": 365, "telephone_after": 365, "grey_after": 365,
        "withdraw_after": 3650}  # fmt: skip


def listed_services(organisation: Organisation) -> list[Service]:
    """The services that are asked after with their organisation: kept here, and not ended."""
    rows = Service.objects.filter(organisation=organisation, source=HERE)
    return list(rows.exclude(status=ServiceStatus.DEFUNCT).order_by("name", "pk"))


def stamp_of(organisation: Organisation, services: Iterable[Service]) -> str:
    """The same as long as nothing of an entry was changed: what somebody says is right is this."""
    said = [organisation.changed_at.isoformat()]
    said += [f"{s.uuid} {s.changed_at.isoformat()}" for s in services]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


@action(permission="sector.confirm_entry", about="organisation")
def confirm_entry(
    *, by: Actor, organisation: Organisation, seen: str = "", services: Collection[uuid.UUID] = ()
) -> Organisation:
    """An organisation's people say that its entry, and the services listed with it, are right.

    :param seen: the ``stamp_of`` of what they were shown.
    :param services: those they were shown; all that are kept here, if none is named.
    :raises Refused: when it was changed since, has ended, or the link was used meanwhile.
    """
    held = standing(organisation)
    if held.status != Status.ACTIVE:
        raise Refused(f"{held.name} has ended, so there is nothing to confirm.")
    use_link(by, held)
    offered = listed_services(held)
    if seen and seen != stamp_of(held, offered):
        raise Refused(CHANGED_SINCE)
    named = [s for s in offered if not services or s.uuid in services]
    note_confirmed(held, named, by=by, how=way_of(by, held, Told.STAFF))
    held.refresh_from_db()
    return held


def use_link(by: Actor, organisation: Organisation) -> None:
    """A link is used once.

    :raises Refused: when it was used while we waited for our turn.
    """
    if not isinstance(by, LinkHolder):
        return
    number = by.thing.partition(":")[2]
    mine = Reminder.objects.filter(pk=number, organisation=organisation, used_at=None)
    if not mine.update(used_at=clock.now()):
        raise Refused("This link has been used already.")


@action(permission="sector.answer_letter", about="reminder")
def answer_with_changes(
    *, by: Actor, reminder: Reminder, facts: Mapping[str, Any],
    services: Mapping[Service, ToldService], more: str = "", seen: str = "",
) -> Organisation:  # fmt: skip
    """Whoever was asked puts right what is wrong; all else that they were shown is right.

    ``more`` are words about what else is wrong, for a person to put right. Only how to reach the
    organisation and what it does can be changed by a link, and of a service what ``OF_A_SERVICE``
    names.

    :raises Refused: when it was changed since, or naming the field, when something of it cannot be
        kept. Then none of it is.
    """
    organisation = standing(reminder.organisation)
    if set(facts) - BY_LINK:
        raise Refused(BY_NO_LINK, field="more")
    if seen and seen != stamp_of(organisation, listed_services(organisation)):
        raise Refused(CHANGED_SINCE)
    if any(s.organisation_id != organisation.pk for s in services):
        raise Refused("This service is another organisation's.")
    put_right(by, organisation, facts, "They told us in answer to a letter.")
    for service, told in services.items():
        now = told_of(service)
        if replace(now, **{part: getattr(told, part) for part in OF_A_SERVICE}) != told:
            raise Refused(BY_NO_LINK, field="more")
        tell_anew(by=by, service=service, told=told)
    if words := _words(more):
        Answer.objects.create(
            organisation=organisation, said=Said.CHANGE, words=words, at=clock.now(), by=by.label
        )
    return confirm_entry(by=by, organisation=organisation)


@action(permission="sector.answer_letter", about="reminder", keeps=("said",))
def answer_no(*, by: Actor, reminder: Reminder, said: Said, words: str = "") -> Answer:
    """Whoever was asked says that this is not them, or that they have closed. A person decides.

    They are not written to again about it meanwhile.

    :raises Refused: when it is neither of the two.
    """
    if said not in {Said.CLOSED, Said.NOT_US}:
        raise Refused("Say whether it is not yours, or has closed.", field="said")
    organisation = standing(reminder.organisation)
    use_link(by, organisation)
    made = Answer.objects.create(
        organisation=organisation, said=said, words=_words(words), at=clock.now(), by=by.label
    )
    to_the_telephone(organisation)
    return made


def to_the_telephone(organisation: Organisation) -> None:
    """What is asked after by letter goes on by telephone."""
    rows = Organisation.objects.filter(pk=organisation.pk)
    offered = Service.objects.filter(pk__in=[s.pk for s in listed_services(organisation)])
    for things in (rows, offered):
        asked = things.filter(stage__in=[Stage.FRESH, *LETTERS.values()])
        asked.update(stage=Stage.TELEPHONE, stage_on=clock.today())


@action(permission="sector.ring", about="organisation", keeps=("how", "on"))
def note_confirmation(
    *, by: Actor, organisation: Organisation, how: Told = Told.TELEPHONE, reason: str,
    on: dt.date | None = None,
) -> Organisation:  # fmt: skip
    """Staff note that an entry and its services are right: they rang, or know it themselves.

    Brings back what was withdrawn.

    :param on: the day they heard it, if that was before today.
    :raises Refused: when there is no reason, or the day is yet to come.
    """
    day = on or clock.today()
    if day > clock.today():
        raise Refused("That day is yet to come.", field="on")
    if how not in {Told.TELEPHONE, Told.STAFF}:
        raise Refused("Say whether you rang them or know it yourself.", field="how")
    held = standing(organisation)
    why = _line(reason, "Say who told you, or how you know.")
    note_confirmed(held, listed_services(held), by=by, how=how, on=day, reason=why)
    settle(held, by, why)
    held.refresh_from_db()
    return held


@action(permission="sector.ring", about="organisation", keeps=("said", "again_on"))
def note_call(
    *, by: Actor, organisation: Organisation, said: Said, reason: str,
    again_on: dt.date | None = None,
) -> Answer:  # fmt: skip
    """Staff rang, and it was not confirmed: no answer, something to change, or they have closed.

    An organisation that has closed is said to have; until the day on which staff mean to ring
    again, an entry goes no further.

    :raises Refused: when there are no words, or no day to ring again on where one is needed.
    """
    if said not in Said.values or said == Said.NOT_US:
        raise Refused("Choose what came of it.", field="said")
    today, why = clock.today(), _line(reason, "Say what you heard, and from whom.")
    if said == Said.NO_ANSWER and (again_on is None or again_on <= today):
        raise Refused("Choose a day after today to try again.", field="again_on")
    held = standing(organisation)
    settle(held, by, why)
    made = Answer.objects.create(
        organisation=held, said=said, words=why, at=clock.now(), by=by.label,
        again_on=None if said == Said.CLOSED else again_on,
    )  # fmt: skip
    if said == Said.CLOSED:
        closed = {"status": Status.CLOSED.value, "status_on": today.isoformat()}
        correct_organisation(by=by, organisation=held, values=closed, reason=why)
        settle(held, by, why)
    return made


@action(permission="sector.ring", about="answer")
def settle_answer(*, by: Actor, answer: Answer, reason: str) -> Answer:
    """Staff have dealt with an answer.

    :raises Refused: when it was dealt with before, or there is no reason.
    """
    held = Answer.objects.select_for_update().get(pk=answer.pk)
    if held.settled_at is not None:
        raise Refused(f"{held.settled_by} has dealt with this already.")
    held.settled_at, held.settled_by = clock.now(), by.label
    held.settled_why = _line(reason, "Say what you did about it.")
    held.save(update_fields=["settled_at", "settled_by", "settled_why"])
    return held


def settle(organisation: Organisation, by: Actor, why: str) -> None:
    """What was waiting for a person is dealt with by what they now say."""
    Answer.objects.filter(organisation=organisation, settled_at=None).update(
        settled_at=clock.now(), settled_by=by.label, settled_why=why
    )


@action(permission="sector.set_freshness", keeps=("sort", "valid_from"))
def set_freshness_rule(
    *, by: Actor, sort: Sort, rule: Rule, reason: str, valid_from: dt.date | None = None
) -> FreshnessRule:
    """From a day on, how long entries of a sort stay fresh, and the days between steps.

    :raises Refused: naming the field, when a term is not between one and its most, or the day has
        passed.
    """
    today = clock.today()
    for name, most in MOST.items():
        if not 1 <= getattr(rule, name) <= most:
            raise Refused(f"Write a whole number between 1 and {most}.", field=name)
    if (valid_from or today) < today:
        raise Refused("That day has passed.", field="valid_from")
    return FreshnessRule.objects.create(
        sort=Sort(sort), valid_from=valid_from or today, reason=_line(reason, "Say why."),
        at=clock.now(), by=by.label, **vars(rule),
    )  # fmt: skip


def _line(text: str, needed: str) -> str:
    return one_line(text, "reason", 500, needed=needed)


def _words(text: str) -> str:
    try:
        return paragraphs(2_000)(text, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field="words") from problem
