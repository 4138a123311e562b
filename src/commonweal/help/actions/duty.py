"""Who is on duty when, alone or for several schemes at once, and what happens when they go."""

from __future__ import annotations

import datetime as dt

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.watching import own_again
from commonweal.help.models import Duty, DutyPool, PoolScheme, Request, Scheme, SchemeMember, Visit

LONGEST = dt.timedelta(hours=24)


def checked_times(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse a duty that is over, ends before it begins, or lasts longer than a day."""
    if ends_at <= starts_at:
        raise Refused("A duty ends after it begins.", field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Refused("Nobody is on duty for longer than a day.", field="ends_at")
    if ends_at <= clock.now():
        raise Refused("That is over.", field="ends_at")


def check_free(scheme: Scheme, person: User, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse the same person twice at once in one scheme."""
    there = Duty.objects.filter(
        scheme=scheme, person=person, off_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if there.exists():
        raise Refused(f"{person.label} is on duty for {scheme} then already.", field="starts_at")


@action(permission="help.keep_duty", about="scheme", keeps=("person",))
def put_on_duty(
    *, by: Actor, scheme: Scheme, person: User, starts_at: dt.datetime, ends_at: dt.datetime
) -> Duty:
    """Put somebody with a part in a scheme on duty for it.

    :raises Refused: when they have no part in it, or the times cannot be.
    """
    checked_times(starts_at, ends_at)
    if not SchemeMember.objects.standing().filter(scheme=scheme, person=person).exists():
        raise Refused(f"{person.label} has no part in {scheme}.", field="person")
    check_free(scheme, person, starts_at, ends_at)
    return Duty.objects.create(
        scheme=scheme, person=person, starts_at=starts_at, ends_at=ends_at, by=by.label
    )


@action(permission="help.go_off_duty", about="duty")
def go_off_duty(*, by: Actor, duty: Duty, note: str = "") -> Duty:
    """Go off duty before its end. What they answered for goes to whoever is on, at that moment.

    :raises Refused: when they are off already, or a visit they watch over is under way and nobody
        else is on duty.
    """
    held: Duty = Duty.objects.select_for_update().get(pk=duty.pk)
    now = clock.now()
    if held.off_at is not None or held.ends_at <= now:
        raise Refused("This duty is over.")
    others = Duty.objects.at(now).filter(scheme=held.scheme).exclude(person=held.person)
    watched = Visit.objects.under_way().filter(
        watcher=held.person, match__request__scheme=held.scheme
    )
    other = others.order_by("pk").first()
    if watched.exists() and other is None:
        raise Refused("A visit that you watch over is under way. Hand the duty to somebody first.")
    held.off_at, held.note = now, words_of(note, "note")
    held.save()
    if other is not None:
        watched.update(watcher=other.person)
    theirs = Request.objects.of(held.scheme).open().filter(owner=held.person)
    own_again(theirs, by=by, reason=f"{held.person.label} went off duty")
    return held


@action(permission="help.keep_duty", about="scheme")
def call_off_duty(*, by: Actor, scheme: Scheme, duty: Duty) -> None:
    """Take back a duty that has not begun.

    :raises Refused: when it has begun, or is of another scheme.
    """
    held: Duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if held.scheme_id != scheme.pk:
        raise Refused("It is of another scheme.")
    if held.starts_at <= clock.now():
        raise Refused("It has begun; they can go off duty.")
    held.delete()


@action(permission="help.set_up_schemes")
def begin_pool(*, by: Actor, name: str) -> DutyPool:
    """Begin to share the holding of the telephone between schemes; each joins by its own lead."""
    words = seen(name).strip()
    if not words or len(words) > 200:
        raise Refused("Give it a name of at most 200 letters.", field="name")
    return DutyPool.objects.create(name=words, begun_at=clock.now())


@action(permission="help.lead_scheme", about="scheme", keeps=("pool",))
def join_pool(*, by: Actor, scheme: Scheme, pool: DutyPool) -> PoolScheme:
    """A scheme takes part: whoever holds the pool's telephone sees its requests while on duty."""
    if pool.ended_at is not None:
        raise Refused("This pool has ended.")
    there = PoolScheme.objects.filter(pool=pool, scheme=scheme, left_at=None).first()
    return there or PoolScheme.objects.create(
        pool=pool, scheme=scheme, agreed_at=clock.now(), agreed_by=by.label
    )


@action(permission="help.lead_scheme", about="scheme", keeps=("pool",))
def leave_pool(*, by: Actor, scheme: Scheme, pool: DutyPool) -> None:
    """A scheme takes part no longer; duties of strangers to it end at this moment."""
    now = clock.now()
    PoolScheme.objects.filter(pool=pool, scheme=scheme, left_at=None).update(left_at=now)
    own = SchemeMember.objects.standing().filter(scheme=scheme).values("person")
    strangers = Duty.objects.filter(scheme=scheme, pool=pool, off_at=None).exclude(person__in=own)
    for duty in strangers.filter(ends_at__gt=now):
        duty.off_at = max(now, duty.starts_at)
        duty.save()
        theirs = Request.objects.of(scheme).open().filter(owner=duty.person)
        own_again(theirs, by=by, reason="The scheme left the shared telephone")


@action(permission="help.keep_duty", about="scheme", keeps=("pool", "person"))
def put_on_shared_duty(
    *,
    by: Actor,
    scheme: Scheme,
    pool: DutyPool,
    person: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
) -> list[Duty]:
    """Put somebody of one scheme of a pool on duty for all that take part in it.

    Each scheme's records stay its own: the holder sees those of one at a time, as a phone holder
    of that scheme does, and only while the duty lasts.

    :raises Refused: when the scheme is not in the pool, or they have no part in it.
    """
    checked_times(starts_at, ends_at)
    inside = PoolScheme.objects.filter(pool=pool, left_at=None).select_related("scheme")
    schemes = [p.scheme for p in inside.order_by("pk")]
    if scheme not in schemes:
        raise Refused(f"{scheme} does not take part in {pool}.")
    if not SchemeMember.objects.standing().filter(scheme=scheme, person=person).exists():
        raise Refused(f"{person.label} has no part in {scheme}.", field="person")
    for each in schemes:
        check_free(each, person, starts_at, ends_at)
    return [
        Duty.objects.create(
            scheme=each, person=person, pool=pool, starts_at=starts_at, ends_at=ends_at,
            by=by.label,
        )
        for each in schemes
    ]  # fmt: skip
