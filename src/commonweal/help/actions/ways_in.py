"""Emergency access: somebody is let into a scheme for hours, with a reason, before its lead."""

from __future__ import annotations

import datetime as dt

from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.choices import Part
from commonweal.help.models import Scheme, SchemeMember, WayIn
from commonweal.help.querysets import person_of

LONGEST_HOURS, NOTE = 24, 2_000


def leads_of(scheme: Scheme) -> list[User]:
    """Its leads; of a scheme that has none, the place's stewards."""
    leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=scheme)
    people = [m.person for m in leads.select_related("person").order_by("pk")]
    stewards = User.objects.filter(is_active=True, grants__role=Role.STEWARD).distinct()
    return people or list(stewards.order_by("pk"))


def said(words: str, field: str) -> str:
    """What was written, of which something must be.

    :raises Refused: when it says nothing, or too much.
    """
    clean = seen(words).strip()
    if not clean or len(clean) > NOTE:
        raise Refused(f"Say it in words, up to {NOTE:,} letters.", field=field)
    return clean


@action(permission="help.let_in", about="scheme", keeps=("person", "hours"))
def let_in(*, by: Actor, scheme: Scheme, person: User, reason: str, hours: int) -> WayIn:
    """Let somebody look into a scheme in an emergency, for at most a day; its lead is told at once.

    They may read and may be worried about somebody, and change nothing else.

    :raises Refused: for oneself, for longer than a day, without a reason, or twice at once.
    """
    if person.pk == person_of(by):
        raise Refused("Nobody lets themselves in. Ask another administrator.", field="person")
    if not person.is_active:
        raise Refused("This person can no longer sign in.", field="person")
    if not 1 <= hours <= LONGEST_HOURS:
        raise Refused(f"For one to {LONGEST_HOURS} hours.", field="hours")
    why, now = said(reason, "reason"), clock.now()
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    if WayIn.objects.filter(scheme=scheme, person=person, until__gt=now).exists():
        raise Refused("They have a way in already.", field="person")
    told = leads_of(scheme)
    way = WayIn.objects.create(
        scheme=scheme, person=person, reason=why, at=now, until=now + dt.timedelta(hours=hours),
        told_at=now if told else None,
    )  # fmt: skip
    for lead in told:
        write_letter(
            "help/letters/way_in.txt", by=POSTMASTER, to=lead.email, secret=True, way_in=way
        )
    return way


@action(permission="help.look_at_way_in", about="way_in")
def end_way_in(*, by: Actor, way_in: WayIn) -> WayIn:
    """Shut a way in before its time.

    :raises Refused: when it is over.
    """
    held: WayIn = WayIn.objects.select_for_update().get(pk=way_in.pk)
    now = clock.now()
    if held.until <= now:
        raise Refused("It is over.")
    held.until = max(now, held.at + dt.timedelta(seconds=1))
    held.save()
    return held


@action(permission="help.look_at_way_in", about="way_in")
def look_at_way_in(*, by: Actor, way_in: WayIn, words: str) -> WayIn:
    """The lead looked at what was done with a way in, and says what they found.

    :raises Refused: while it is open, when it was looked at, or by whoever was let in.
    """
    held: WayIn = WayIn.objects.select_for_update().get(pk=way_in.pk)
    if held.person_id == person_of(by):
        raise Refused("Somebody else looks at this: it was you who was let in.")
    if held.until > clock.now():
        raise Refused("It is still open. Look at it afterwards, or shut it first.")
    if held.seen_at is not None:
        raise Refused("This was looked at already.")
    held.seen_words, held.seen_at, held.seen_by = said(words, "words"), clock.now(), by.label
    held.save()
    return held
