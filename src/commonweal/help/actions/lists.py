"""Lists of people whom one organisation already knows, for one purpose, and for how long.

There is no central list: each is one scheme's own, with a basis, a source, somebody who answers for
it and a day on which it is looked through. It promises nobody a service, and puts nobody before
anybody else.
"""

from __future__ import annotations

import datetime as dt

from commonweal.accounts.models import User
from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import Basis, Purpose
from commonweal.help.models import Client, Ground, HeldList, Listed, Scheme, SchemeMember

LONGEST = 12  # months until a list is looked through
AGREED = (Basis.CONSENT, Basis.EXPLICIT)
KEPT_AFTER = 12  # months for which an ended list stays
NO_PROMISE = "Being on this list is not a guarantee of a service, and nobody is told that it is."


def ground_of(client: Client, purpose: str) -> Ground | None:
    """The ground on which somebody's details may be used for a purpose today, if one stands."""
    return client.grounds.standing(clock.today()).filter(purpose=purpose).first()


def agree(
    client: Client, purpose: str, *, by: Actor, basis: str, given_by: str, way: str, why: str = ""
) -> Ground:
    """Write down on what ground somebody's details are used for a purpose from now on.

    Whoever withdrew before is asked again: nothing but their own word brings them back.

    :raises Refused: when no basis is named, nobody is named who agreed, or nothing says why.
    """
    if basis not in Basis.values:
        raise Refused("Say on which lawful basis their details are used.", field="basis")
    if basis in AGREED and not given_by.strip():
        raise Refused("Say who agreed: they themselves, or who speaks for them.", field="given_by")
    if basis not in AGREED and not why.strip():
        raise Refused("Write down how this was weighed.", field="why")
    before = client.grounds.filter(purpose=purpose)
    if basis not in AGREED and before.filter(ended_at__isnull=False).exists():
        raise Refused("They withdrew before, so only their own agreement counts.", field="basis")
    now = clock.now()
    before.filter(ended_at=None).update(ended_at=now, ended_by=by.label, ended_way="expired")
    return Ground.objects.create(
        client=client, purpose=purpose, basis=basis, given_by=given_by.strip()[:200],
        way=way[:10], why=words_of(why, "why"), at=now, by=by.label,
    )  # fmt: skip


def check_review(review_on: dt.date) -> dt.date:
    """The day on which a list is looked through: to come, and at most twelve months off.

    :raises Refused: when it is not.
    """
    today = clock.today()
    if not today < review_on <= months_after(today, LONGEST):
        raise Refused("Choose a day to come, at most twelve months from today.", field="review_on")
    return review_on


def usable(held: HeldList) -> HeldList:
    """The list as it is now, if it may be used.

    :raises Refused: when it ended, or its day to be looked through has passed.
    """
    now: HeldList = HeldList.objects.select_for_update().get(pk=held.pk)
    if now.ended_on:
        raise Refused("This list has ended.")
    if now.review_on < clock.today():
        raise Refused("This list is past its review. Look through it before it is used again.")
    return now


@action(permission="help.keep_lists", about="scheme", keeps=("purpose", "basis", "review_on"))
def begin_list(
    *,
    by: Actor,
    scheme: Scheme,
    title: str,
    purpose: str,
    basis: str,
    basis_why: str,
    source: str,
    owner: User,
    review_on: dt.date,
) -> HeldList:
    """Begin a list of people whom the scheme already knows, with its purpose and basis.

    :raises Refused: when one of them is missing, its review is too far off, or whoever is to answer
        for it has no part in the scheme.
    """
    if purpose not in Purpose.values:
        raise Refused("Say for what the list is used.", field="purpose")
    if basis not in Basis.values:
        raise Refused("Say on which lawful basis it is kept.", field="basis")
    parts = SchemeMember.objects.standing().filter(scheme=scheme, person=owner)
    if not parts.exists():
        raise Refused("Whoever answers for it must have a part in this scheme.", field="owner")
    return HeldList.objects.create(
        scheme=scheme, owner=owner, purpose=purpose, basis=basis, begun_on=clock.today(),
        title=words_of(title, "title", needed="Give the list a name.", most=200),
        basis_why=words_of(basis_why, "basis_why", needed="Say why that basis holds."),
        source=words_of(source, "source", needed="Say where its people are from.", most=300),
        review_on=check_review(review_on),
    )  # fmt: skip


@action(permission="help.keep_lists", about="held_list", keeps=("review_on",))
def look_through_list(*, by: Actor, held_list: HeldList, review_on: dt.date) -> HeldList:
    """Somebody looked through the list; it may be used until another day.

    :raises Refused: when it ended, or that day is not to come within twelve months.
    """
    held: HeldList = HeldList.objects.select_for_update().get(pk=held_list.pk)
    if held.ended_on:
        raise Refused("This list has ended.")
    held.review_on = check_review(review_on)
    held.save()
    return held


@action(permission="help.keep_lists", about="held_list")
def put_on_list(
    *,
    by: Actor,
    held_list: HeldList,
    client: Client,
    why: str = "",
    basis: str = "",
    given_by: str = "",
    way: str = "",
) -> Listed:
    """Put somebody of the same scheme on its list, on a ground that stands or is written down now.

    :raises Refused: when they are another scheme's, want no contact, are on it, or no ground is.
    """
    held = usable(held_list)
    person: Client = Client.objects.select_for_update().get(pk=client.pk)
    if person.scheme_id != held.scheme_id or person.forgotten_on:
        raise Refused("Only people of this scheme can be on its list.", field="client")
    if person.do_not_contact:
        raise Refused("They do not want to be contacted, so they are on no list.", field="client")
    if held.people.filter(client=person, left_at=None).exists():
        raise Refused("They are on this list already.", field="client")
    if ground_of(person, held.purpose) is None:
        if not basis:
            raise Refused(
                f"Nothing says that their details may be used for “{held.get_purpose_display()}”. "
                "Write down on what ground, or leave them off.",
                field="basis",
            )
        agree(person, held.purpose, by=by, basis=basis, given_by=given_by, way=way, why=why)
    return Listed.objects.create(
        list=held, client=person, why=words_of(why, "why", most=500), at=clock.now(), by=by.label
    )


@action(permission="help.keep_lists", about="listed")
def take_off(*, by: Actor, listed: Listed, why: str = "") -> Listed:
    """Take somebody off a list."""
    row: Listed = Listed.objects.select_for_update().get(pk=listed.pk)
    if row.left_at:
        raise Refused("They are off this list already.")
    row.left_at, row.left_why = clock.now(), words_of(why, "why", most=200)
    row.save()
    return row


@action(permission="help.keep_lists", about="held_list")
def end_list(*, by: Actor, held_list: HeldList) -> HeldList:
    """End a list; nobody is on it from now on."""
    held: HeldList = HeldList.objects.select_for_update().get(pk=held_list.pk)
    if held.ended_on is None:
        held.ended_on = clock.today()
        held.save()
        held.people.filter(left_at=None).update(left_at=clock.now(), left_why="The list ended")
    return held


@action(permission="help.keep_house")
def forget_lists(*, by: Actor) -> int:
    """Forget who was on lists that ended a year ago; give how many rows went."""
    before = months_after(clock.today(), -KEPT_AFTER)
    gone, _ = Listed.objects.filter(list__ended_on__lt=before).delete()
    return gone


HOURLY = (forget_lists,)
