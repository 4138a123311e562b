"""For what, and on which lawful basis, a person's details are used: noted, and ended as easily."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.ending import withdraw_offers
from commonweal.help.actions.requests import words_of
from commonweal.help.asked import Ask
from commonweal.help.choices import Basis, Knows, Purpose, Way
from commonweal.help.models import Asking, Client, Ground, Request

A_YEAR = dt.timedelta(days=365)
LONGEST = dt.timedelta(days=3 * 365)
WITHDREW = "They want their details used for this no more: decide with them"
AGREED_NOW = "They agreed: look for a helper"
RAN_OUT = "What they agreed to ran out: ask them again"
READ_FIRST = "Read the notice to them first, and tick that you did."
ASKED_FOR_THEM = "Somebody asked for them; they have not been told yet"
ON_PAPER = ("paper", "letter")
NEEDS_A_PERSON = (Basis.CONSENT, Basis.EXPLICIT)


def first_grounds(client: Client, ask: Ask, *, way: str, by: Actor) -> list[Ground]:
    """What a person's record is kept for from the first moment, as they were told. Inner step."""
    now = clock.now()
    own = ask.knows == Knows.SELF
    says = "they themselves" if own else f"told to {ask.asker.get('name', 'whoever asked')}"[:200]
    basis = Basis.EXPLICIT if ask.health and ask.may_match else Basis.LEGITIMATE
    shared = {
        "client": client, "way": way, "script": ask.script, "at": now, "by": by.label,
        "read_by": by.label if ask.script and way == Way.PHONE else "",
    }  # fmt: skip
    rows = [
        Ground(
            **shared,
            purpose=Purpose.HELP,
            basis=basis,
            given_by=says if ask.may_match else "",
            why="" if ask.may_match else ASKED_FOR_THEM,
        )
    ]
    if ask.reach and own:
        until = clock.today() + A_YEAR
        rows.append(Ground(
            **shared, purpose=Purpose.REACH, basis=Basis.CONSENT, given_by=says, expires_on=until,
        ))  # fmt: skip
    return Ground.objects.bulk_create(rows)


@action(permission="help.keep_people", about="client", keeps=("purpose", "basis", "way", "script"))
def note_ground(
    *,
    by: Actor,
    client: Client,
    purpose: str,
    basis: str,
    given_by: str = "",
    way: str = "phone",
    script: str = "",
    why: str = "",
    expires_on: dt.date | None = None,
) -> Ground:
    """Note for what a person's details may be used and why; an earlier ground for it ends.

    Whoever read the words of ``script`` to them is whoever notes it. With their yes to being
    helped, a helper may be looked for where none might be before.

    :raises Refused: when nobody said yes to what needs a yes, a weighing is not written down, it
        would last longer than three years, or they were not told before who asked for them.
    """
    if purpose not in Purpose.values or basis not in Basis.values:
        raise Refused("Say for what, and on which basis.", field="purpose")
    told = words_of(given_by, "given_by", most=200)
    if basis in NEEDS_A_PERSON and not told:
        raise Refused(
            "Say who agreed: they themselves, or who may speak for them.", field="given_by"
        )
    reason = words_of(why, "why")
    if basis in (Basis.LEGITIMATE, Basis.RECOGNISED, Basis.VITAL) and not reason:
        raise Refused("Write down why it is needed, and that it weighs more.", field="why")
    today = clock.today()
    if expires_on is not None and not today < expires_on <= today + LONGEST:
        raise Refused("Choose a day that is to come, within three years.", field="expires_on")
    now = clock.now()
    if purpose == Purpose.HELP and basis in NEEDS_A_PERSON:
        may_be_helped(client, told_them=bool(script) or way in ON_PAPER)
    for old in client.grounds.filter(purpose=purpose, ended_at=None):
        finish(old, now, by=by, way=way)
    return Ground.objects.create(
        client=client, purpose=purpose, basis=basis, given_by=told, way=way[:10],
        script=script[:20], read_by=by.label if script else "", why=reason, at=now, by=by.label,
        expires_on=expires_on,
    )  # fmt: skip


def may_be_helped(client: Client, *, told_them: bool) -> None:
    """The person said yes: a helper may be looked for in all that is open for them. Inner step.

    :raises Refused: when they were not read the notice, where nobody had told them.
    """
    for request in Request.objects.open().filter(client=client).order_by("pk"):
        if request.may_match and not request.may_match_why:
            continue
        if not told_them:
            raise Refused(READ_FIRST, field="read")
        asked = life.held(request)
        asked.may_match, asked.may_match_why = True, ""
        life.look_again(asked, clock.now() + life.SOON, AGREED_NOW)


def finish(ground: Ground, at: dt.datetime, *, by: Actor, way: str) -> Ground:
    """A ground holds no more from a moment on. Inner step."""
    ground.ended_at, ground.ended_by, ground.ended_way = max(at, ground.at), by.label, way[:10]
    ground.save()
    return ground


def stop_using(ground: Ground, *, by: Actor, way: str, what: str = WITHDREW) -> Ground:
    """End a ground. When it was for the help itself, no helper is looked for until they said more.

    What helpers were asked and have not answered is taken back; whoever has the task can read the
    address no more, and does not go.

    Nothing is closed by this: whoever answers for their requests decides with them. Inner step.

    :raises Refused: when it was ended before.
    """
    held = Ground.objects.select_for_update().get(pk=ground.pk)
    if held.ended_at:
        raise Refused("That was ended already.")
    finish(held, clock.now(), by=by, way=way)
    if held.purpose == Purpose.HELP:
        for request in Request.objects.open().filter(client=held.client_id):
            asked = life.held(request)
            asked.may_match = False
            withdraw_offers(asked, by=by)
            life.look_again(asked, clock.now() + life.SOON, what)
    return held


@action(permission="help.keep_people", about="ground", keeps=("way",))
def end_ground(*, by: Actor, ground: Ground, way: str = "phone") -> Ground:
    """The person said no: their details are used for that purpose no more, from now on.

    :raises Refused: when it was ended before.
    """
    return stop_using(ground, by=by, way=way)


@action(permission="help.keep_asking", about="asking")
def end_own_ground(*, by: Actor, asking: Asking, ground: Ground) -> Ground:
    """The person themselves says no, on their private page.

    :raises Refused: when it is not theirs, or was ended before.
    """
    theirs = asking.requests.filter(client=ground.client_id).exists()
    if asking.knows != Knows.SELF or not theirs:
        raise Refused("That is not yours to end.")
    return stop_using(ground, by=by, way=Way.WEB)


@action(permission="help.keep_house")
def stop_what_ran_out(*, by: Actor) -> int:
    """End what people agreed to be helped by and whose day has passed; how many grounds ended.

    Nothing is closed by it: whoever answers for their requests asks them again.
    """
    past = Ground.objects.filter(
        purpose=Purpose.HELP, ended_at=None, expires_on__lt=clock.today(), client__forgotten_on=None
    )
    rows = list(past.order_by("pk"))
    for ground in rows:
        stop_using(ground, by=by, way="ran out", what=RAN_OUT)
    return len(rows)


HOURLY = (stop_what_ran_out,)
