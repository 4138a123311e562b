"""Ring-rounds: several organisations ring people they know, each its own, about the same thing.

Whoever begins one never learns whom anybody rings. Each holder rings from its own list; nobody is
tried more often than was said, outside their safe hours, or by any way but their safe one; and
after the last try a person decides that nothing more is tried.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Count

from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.lists import usable
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import Purpose, RingStanding, SchemeStanding
from commonweal.help.models import HeldList, RingCall, RingCount, RingPart, RingRound, Scheme
from commonweal.help.ringing import may_be_rung

KEPT_MONTHS = 3
MOST_DAYS = 92


def held_round(ring_round: RingRound) -> RingRound:
    """The ring-round as it is now, kept until the action ends."""
    now: RingRound = RingRound.objects.select_for_update().get(pk=ring_round.pk)
    return now


@action(permission="help.keep_ring_rounds", about="scheme", keeps=("opens_on", "closes_on"))
def begin_ring_round(
    *,
    by: Actor,
    scheme: Scheme,
    title: str,
    why: str,
    script: str = "",
    opens_on: dt.date,
    closes_on: dt.date,
    most_tries: int = 3,
) -> RingRound:
    """Prepare a ring-round: what for, what is said, between which days, how often anybody is tried.

    :raises Refused: when the days or the number of tries cannot be.
    """
    if closes_on < max(opens_on, clock.today()):
        raise Refused("It must close after it opens, on a day to come.", field="closes_on")
    if (closes_on - opens_on).days > MOST_DAYS:
        raise Refused("A ring-round lasts at most three months.", field="closes_on")
    if not 1 <= most_tries <= 5:
        raise Refused("Nobody is tried more than five times.", field="most_tries")
    return RingRound.objects.create(
        scheme=scheme, opens_on=opens_on, closes_on=closes_on, most_tries=most_tries,
        begun_at=clock.now(), script=words_of(script, "script"),
        title=words_of(title, "title", needed="Give it a name.", most=200),
        why=words_of(why, "why", needed="Say what for, so that others can decide to join."),
    )  # fmt: skip


@action(permission="help.keep_ring_rounds", about="ring_round")
def open_ring_round(*, by: Actor, ring_round: RingRound) -> RingRound:
    """Let the ringing begin.

    :raises Refused: when it is open or over, or nobody was asked to take part.
    """
    round_ = held_round(ring_round)
    if round_.standing != RingStanding.DRAFT:
        raise Refused("It was opened already.")
    if round_.closes_on < clock.today():
        raise Refused("Its last day has passed.")
    if not round_.parts.exists():
        raise Refused("Ask a scheme to take part first.")
    round_.standing = RingStanding.OPEN
    round_.save()
    return round_


@action(permission="help.keep_ring_rounds", about="ring_round", keeps=("to_scheme",))
def ask_scheme(*, by: Actor, ring_round: RingRound, to_scheme: Scheme) -> RingPart:
    """Ask a scheme, or one's own, to ring people it knows. Whom it would ring, nobody is told.

    :raises Refused: when the ring-round is over, or that scheme cannot take part.
    """
    round_ = held_round(ring_round)
    if round_.standing == RingStanding.CLOSED:
        raise Refused("It is over.")
    if to_scheme.standing not in (SchemeStanding.OPEN, SchemeStanding.PAUSED):
        raise Refused(f"{to_scheme} is not open.", field="to_scheme")
    if to_scheme.totals_only:
        raise Refused(f"{to_scheme} keeps its records elsewhere.", field="to_scheme")
    if round_.parts.filter(scheme=to_scheme).exists():
        raise Refused(f"{to_scheme} was asked already.", field="to_scheme")
    return RingPart.objects.create(ring_round=round_, scheme=to_scheme, asked_at=clock.now())


@action(permission="help.keep_lists", about="part")
def join_ring_round(*, by: Actor, part: RingPart, held_list: HeldList) -> RingPart:
    """Take part with a list of the scheme's own: those on it who may be rung, each once.

    :raises Refused: when the list is another's, for another purpose, past its review, or empty.
    """
    held_round(part.ring_round)
    mine: RingPart = RingPart.objects.select_for_update().get(pk=part.pk)
    if mine.ring_round.standing == RingStanding.CLOSED:
        raise Refused("It is over.")
    if mine.joined_at and not mine.declined_at:
        raise Refused("You take part already.")
    held = usable(held_list)
    if held.scheme_id != mine.scheme_id:
        raise Refused("Choose a list of your own scheme.", field="held_list")
    if held.purpose != Purpose.REACH:
        raise Refused("That list is kept for something else.", field="held_list")
    rows = held.people.filter(left_at=None).select_related("client").order_by("pk")
    people = [row.client for row in rows if may_be_rung(row.client, clock.today())]
    if not people:
        raise Refused("Nobody on that list may be rung now.", field="held_list")
    there = set(mine.calls.values_list("client", flat=True))
    mine.list, mine.joined_at, mine.joined_by = held, clock.now(), by.label
    mine.declined_at = None
    mine.save()
    RingCall.objects.bulk_create(RingCall(part=mine, client=c) for c in people if c.pk not in there)
    return mine


@action(permission="help.keep_lists", about="part")
def decline_ring_round(*, by: Actor, part: RingPart) -> RingPart:
    """Not take part, or no longer. No reason is asked."""
    mine: RingPart = RingPart.objects.select_for_update().get(pk=part.pk)
    if mine.ring_round.standing == RingStanding.CLOSED:
        raise Refused("It is over.")
    mine.declined_at = clock.now()
    mine.save()
    return mine


def count_up(round_: RingRound) -> None:
    """Keep how many calls of each part came to which end."""
    rows = RingCall.objects.filter(part__ring_round=round_).order_by()
    for part, outcome, number in rows.values_list("part", "outcome").annotate(n=Count("pk")):
        RingCount.objects.update_or_create(
            part_id=part, outcome=outcome, defaults={"count": number}
        )


def close(round_: RingRound) -> RingRound:
    """Close it: nobody is rung from now on, and the counts are kept."""
    count_up(round_)
    round_.standing, round_.closed_at = RingStanding.CLOSED, clock.now()
    round_.save()
    return round_


@action(permission="help.keep_ring_rounds", about="ring_round")
def close_ring_round(*, by: Actor, ring_round: RingRound) -> RingRound:
    """Close a ring-round before its last day.

    :raises Refused: when it is over.
    """
    round_ = held_round(ring_round)
    if round_.standing == RingStanding.CLOSED:
        raise Refused("It is over.")
    return close(round_)


@action(permission="help.keep_watch")
def close_passed_rounds(*, by: Actor) -> int:
    """Close those whose last day has passed; give how many."""
    passed = RingRound.objects.select_for_update().filter(closes_on__lt=clock.today())
    return len([close(r) for r in passed.exclude(standing=RingStanding.CLOSED).order_by("pk")])


@action(permission="help.keep_house")
def forget_ring_calls(*, by: Actor) -> int:
    """Forget whom anybody rang, three months after it was over; the counts stay."""
    before = months_after(clock.today(), -KEPT_MONTHS)
    gone, _ = RingCall.objects.filter(
        part__ring_round__standing=RingStanding.CLOSED,
        part__ring_round__closed_at__date__lte=before,
    ).delete()
    return gone


PUNCTUAL = (close_passed_rounds,)
HOURLY = (forget_ring_calls,)
