"""Groups without a number ask to be in the register: asking, proving, answering, taking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, Robot
from commonweal.core.refused import Refused
from commonweal.places.models import Area
from commonweal.sector.actions.applications import (
    become,
    finish,
    hold,
    note,
    one_line,
    send_link,
    words_of,
)
from commonweal.sector.actions.asking import ask_keepers
from commonweal.sector.actions.organisations import NewOrganisation, refuse_those_elsewhere
from commonweal.sector.choices import Joining, StepKind
from commonweal.sector.choosing import WHEN_JOINING
from commonweal.sector.facts import line, paragraphs, tidy
from commonweal.sector.models import Application, Organisation, SourceRecord, Vouch
from commonweal.sector.periods import Period, how_long
from commonweal.sector.relaying import has_link
from commonweal.sector.vouching import person_of

# One address cannot have more than this many applications open.
MOST_OPEN = 3
MOST_WHO_KNOW = 2
# Takes in what anybody asks at the public page, so that the action itself is for nobody else.
FRONT_DOOR = Robot("front-door")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a group tells of itself when it asks to be in the register.

    ``shows`` are those of ``choosing.WHEN_JOINING`` that it wants published; ``knows`` the
    organisations that it says know it.
    """

    name: str
    does: str
    meets: str = ""
    postcode: str = ""
    area: str = ""
    contact_name: str = ""
    email: str = ""
    telephone: str = ""
    shows: Sequence[str] = ()
    knows: Sequence[Organisation] = field(default_factory=tuple)
    ask_steward: bool = False


@action(permission="sector.ask_to_join")
def ask_to_join(*, by: Actor, told: Told) -> Application:
    """Ask for a group to be taken into the register.

    With an e-mail address, a link is sent there that proves it; nobody is asked before it is
    pressed. Without one a steward takes it up.

    :raises Refused: naming the field.
    """
    made = _written(told, clock.now())
    note(made, StepKind.WRITTEN, by=by)
    if made.email:
        send_link(made, "prove", how_long(Period.PROVE_ADDRESS, clock.today()))
    return made


@action(permission="sector.keep_applications", keeps=("how",))
def take_application_down(*, by: Actor, told: Told, how: str) -> Application:
    """Write down what a group told a steward by telephone or on paper.

    It needs no e-mail address, and the steward's own word proves that it is theirs.

    :param how: how it was told, such as "by telephone".
    """
    made = _written(told, clock.now(), told_to=f"{by.label}, {one_line(how, 'how', 80)}")
    note(made, StepKind.WRITTEN, by=by, words=one_line(how, "how", 80))
    _begin_to_wait(made, by=by)
    return made


def _written(told: Told, now: dt.datetime, told_to: str = "") -> Application:
    facts = _tidied(told, now.date())
    if facts["email"]:
        _refuse_too_many(facts["email"])
    made = Application.objects.create(
        **facts,
        shows=[choice for choice in WHEN_JOINING if choice in told.shows],
        ask_steward=told.ask_steward or not told.knows,
        told_to=told_to[:200],
        written_at=now,
    )
    for organisation in dict.fromkeys(told.knows[:MOST_WHO_KNOW]):
        Vouch.objects.create(application=made, organisation=organisation, asked_at=now)
    return made


def _tidied(told: Told, today: dt.date) -> dict[str, Any]:
    rules: Mapping[str, Any] = {
        "name": line(255, needed="Write what the group is called."),
        "does": paragraphs(2_000),
        "meets": line(300),
        "contact_name": line(120, needed="Write the name of somebody we can ask for."),
    }
    facts: dict[str, Any] = {}
    for name, rule in rules.items():
        try:
            facts[name] = rule(getattr(told, name), today)
        except ValueError as problem:
            raise Refused(str(problem), field=name) from problem
    for name in ("name", "contact_name"):
        if has_link(facts[name]):
            raise Refused("A name has no web address in it.", field=name)
    if not facts["does"]:
        raise Refused("Write a sentence on what the group does.", field="does")
    for name in ("postcode", "email", "telephone"):
        facts[name] = tidy(name, getattr(told, name), today=today)
    facts["area"] = _area(told.area)
    if not facts["postcode"] and not facts["area"]:
        raise Refused("Write a postcode, or choose the area that the group is for.", field="area")
    if not facts["email"] and not facts["telephone"]:
        raise Refused("Write an e-mail address or a telephone number.", field="telephone")
    _refuse_elsewhere(facts)
    return facts


def _refuse_elsewhere(facts: Mapping[str, Any]) -> None:
    """Nobody is to wait for two months to be told that another place keeps their register."""
    areas = [facts["area"]] if facts["area"] else []
    new = NewOrganisation(name=facts["name"], areas=areas)
    try:
        refuse_those_elsewhere([new], [SourceRecord(facts={"postcode": facts["postcode"]})])
    except Refused as refusal:
        field = {"areas": "area"}.get(refusal.field, refusal.field)
        raise Refused(refusal.sentence, field=field) from refusal


def _area(code: str) -> str:
    if code and not Area.objects.filter(code=code).exists():
        raise Refused("Choose an area from the list.", field="area")
    return code


def _refuse_too_many(address: str) -> None:
    person = person_of(address)
    rows = Application.objects.open().filter(email__istartswith=person[:1])
    open_now = [a for a in rows.values_list("email", flat=True) if person_of(a) == person]
    if len(open_now) >= MOST_OPEN:
        raise Refused(
            f"{MOST_OPEN} groups with this e-mail address wait already. Ring us to add another.",
            field="email",
        )


@action(permission="sector.hold_application", about="application")
def prove_application(*, by: Actor, application: Application, how: str = "") -> Application:
    """Say that the group's address, or number, is theirs. Then those who know it are asked.

    :param how: where a steward says it, how they know.
    :raises Refused: when it was proved or given up before, or no steward says how they know.
    """
    held = hold(application)
    if held.standing != Joining.UNPROVED:
        raise Refused("This has been done before.")
    if not by.key.startswith("link:"):
        how = one_line(how, "how", 500, needed="Say how you know, such as: I rang the number.")
    note(held, StepKind.PROVED, by=by, words=how)
    _begin_to_wait(held, by=by)
    return held


def _begin_to_wait(application: Application, *, by: Actor) -> None:
    now, today = clock.now(), clock.today()
    become(application, Joining.WAITING)
    application.proved_at = now
    application.lapses_at = now + how_long(Period.BE_VOUCHED_FOR, today)
    application.save()
    application.links.update(expires_at=application.lapses_at)
    ask_keepers(application, by=by)


@action(permission="sector.hold_application", about="application")
def answer_question(*, by: Actor, application: Application, words: str) -> Application:
    """Answer what a steward asked.

    :raises Refused: when there is nothing written, or it is over.
    """
    held = hold(application)
    if held.standing != Joining.WAITING:
        raise Refused("This is over; nothing more can be said to it.")
    note(held, StepKind.ANSWER, by=by, words=words_of(words))
    return held


@action(permission="sector.hold_application", about="application")
def take_application_back(*, by: Actor, application: Application) -> Application:
    """Take the request back. Nobody is asked any more.

    :raises Refused: when it is over.
    """
    held = hold(application)
    finish(held, Joining.WITHDRAWN, by=by)
    note(held, StepKind.WITHDRAWN, by=by)
    return held
