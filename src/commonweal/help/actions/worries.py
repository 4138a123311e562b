"""Worries about somebody's safety: raised by anybody of a scheme, seen by its guards alone."""

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
from commonweal.help.actions import life
from commonweal.help.actions.helpers import put_aside
from commonweal.help.actions.holding import put_on_hold
from commonweal.help.choices import Part, WorryStanding
from commonweal.help.models import (
    Client,
    Helper,
    Match,
    Request,
    Scheme,
    SchemeMember,
    Worry,
    WorryStep,
)
from commonweal.help.rights import forget_on

LONGEST = 8_000  # what somebody saw is written down in full


def told_words(words: str, field: str = "words") -> str:
    """What somebody wrote, without signs that nobody sees.

    :raises Refused: when it says nothing, or too much.
    """
    clean = seen(words).strip()
    if not clean:
        raise Refused("Say what you saw or heard, in your own words.", field=field)
    if len(clean) > LONGEST:
        raise Refused(f"Keep it to {LONGEST:,} letters.", field=field)
    return clean


def check_of_scheme(scheme: Scheme, *things: Client | Helper | Request | None) -> None:
    """Refuse what is of another scheme.

    :raises Refused: with words that do not say whether it exists.
    """
    if any(thing is not None and thing.scheme_id != scheme.pk for thing in things):
        raise Refused("That is not somebody of this scheme.")


def guards_of(worry: Worry) -> list[User]:
    """Who hears of a worry: the scheme's safeguarding lead and deputy, but whom it is about."""
    who = SchemeMember.objects.standing().guarding().filter(scheme=worry.scheme)
    people = [m.person for m in who.select_related("person").order_by("guards", "pk")]
    return [p for p in people if p.pk not in worry.about_people()]


def tell_guards(worry: Worry) -> None:
    """Write to those who hear of it, without a name; if there is nobody, have somebody named.

    Then the lead, or else the place's stewards, are asked to name a guard, and are told no more.
    """
    people, letter = guards_of(worry), "help/letters/worry.txt"
    if not people:
        letter = "help/letters/no_guard.txt"
        about = worry.about_people()
        leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=worry.scheme)
        people = [m.person for m in leads.select_related("person") if m.person_id not in about]
        stewards = User.objects.filter(is_active=True, grants__role=Role.STEWARD).distinct()
        people = people or list(stewards.order_by("pk"))
    for person in people:
        write_letter(letter, by=POSTMASTER, to=person.email, secret=True, worry=worry)


def protect(worry: Worry, *, by: Actor) -> None:
    """Suspend the helper it is about, and put the open requests of whom it is about on hold."""
    if worry.helper is not None:
        put_aside(worry.helper, by=by, reason="")
    if worry.client is not None:
        theirs = Request.objects.open().filter(client=worry.client).order_by("pk")
        for request in (life.held(r) for r in theirs):
            if not request.held:
                put_on_hold(request, by=by)


def named(about: str, client: Client | None, helper: Helper | None, person: User | None) -> str:
    """Whom it is about, in words that stay when their record is forgotten."""
    who = [seen(about).strip()[:300]]
    who += [f"{person.label}, of the scheme"] if person else []
    who += [f"{client.name}, {client.postcode}".strip(", ")] if client else []
    who += [f"{helper.name}, a helper"] if helper else []
    return "; ".join(filter(None, who))


def begin(
    *,
    by: Actor,
    scheme: Scheme,
    words: str,
    client: Client | None = None,
    helper: Helper | None = None,
    request: Request | None = None,
    person: User | None = None,
    about: str = "",
    child_born: dt.date | None = None,
) -> Worry:
    """Write a worry down, protect whom it is about, and tell the guards. Inner step."""
    client = client or (request.client if request else None)
    check_of_scheme(scheme, client, helper, request)
    who = named(about, client, helper, person)
    if not who:
        raise Refused("Say who you are worried about.", field="about")
    if child_born is not None and child_born > clock.today():
        raise Refused("This day is still to come.", field="child_born")
    worry = Worry.objects.create(
        scheme=scheme, client=client, helper=helper, person=person, request=request, about=who,
        child_born=child_born, words=told_words(words), raised_at=clock.now(),
        raised_by_key=by.key, raised_by=by.label,
    )  # fmt: skip
    protect(worry, by=by)
    tell_guards(worry)
    return worry


@action(permission="help.raise_worry", about="scheme", unnamed=True)
def raise_worry(
    *,
    by: Actor,
    scheme: Scheme,
    words: str,
    client: Client | None = None,
    helper: Helper | None = None,
    request: Request | None = None,
    person: User | None = None,
    about: str = "",
    child_born: dt.date | None = None,
) -> None:
    """Tell the safeguarding lead and deputy of a scheme that somebody may not be safe.

    A helper it is about is suspended at once. The open requests of whom it is about are put on
    hold; what is essential is still decided that day by the scheme's own people. Whoever raised it
    is not given it to read. Of ``person``, who runs the scheme, it is told to the others only.

    :raises Refused: when it says nothing, or is about nobody of this scheme.
    """
    begin(
        by=by, scheme=scheme, words=words, client=client, helper=helper, request=request,
        person=person, about=about, child_born=child_born,
    )  # fmt: skip


@action(permission="help.keep_own_helping", about="sender", unnamed=True)
def raise_worry_by_helper(
    *, by: Actor, sender: Helper, words: str, match: Match | None = None, about: str = ""
) -> None:
    """A helper is worried about somebody: of a task they have or had, or anybody they name.

    :raises Refused: when it says nothing, or the task is not theirs.
    """
    if match is not None and match.helper_id != sender.pk:
        raise Refused("That is not a task of yours.")
    begin(
        by=by, scheme=sender.scheme, words=words, about=about,
        request=match.request if match else None,
    )  # fmt: skip


def held_worry(worry: Worry) -> Worry:
    """A worry that is open, kept for whoever acts.

    :raises Refused: when it is closed.
    """
    held: Worry = Worry.objects.select_for_update().get(pk=worry.pk)
    if held.standing == WorryStanding.CLOSED:
        raise Refused("This is closed. Raise it anew if there is something new.")
    return held


def take_step(worry: Worry, standing: str, words: str, *, by: Actor) -> WorryStep:
    """Write down what was done about it, and how it stands since."""
    worry.standing = standing
    worry.save()
    return WorryStep.objects.create(
        worry=worry, standing=standing, at=clock.now(), by=by.label, words=words
    )


@action(permission="help.keep_worries", about="worry")
def note_worry_step(*, by: Actor, worry: Worry, standing: str, words: str) -> WorryStep:
    """Write down what was done about a worry, and how it stands now.

    :raises Refused: when it is closed, or nothing is said.
    """
    if standing not in (WorryStanding.LOOKED_INTO, WorryStanding.REFERRED):
        raise Refused("Say whether you look into it, or passed it on.", field="standing")
    return take_step(held_worry(worry), standing, told_words(words), by=by)


@action(permission="help.keep_worries", about="worry")
def close_worry(*, by: Actor, worry: Worry, words: str) -> WorryStep:
    """Close a worry with what was decided; it is kept seven years, of a child until they are 25.

    What was put on hold stays so, and a helper stays suspended, until somebody lets them go on.

    :raises Refused: when it is closed, or nothing is said.
    """
    held = held_worry(worry)
    said, today = told_words(words), clock.today()
    held.closed_at, held.forget_on = clock.now(), forget_on("safeguarding", today)
    if held.child_born is not None:
        of_age = forget_on("safeguarding_child", today, born_on=held.child_born)
        held.forget_on = max(held.forget_on, of_age) if of_age > today else held.forget_on
    return take_step(held, WorryStanding.CLOSED, said, by=by)
