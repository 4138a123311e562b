"""Who has a part in a scheme: given, changed by another, ended; never without a lead or a guard."""

from __future__ import annotations

from commonweal.accounts.models import User
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.watching import own_again
from commonweal.help.choices import SCHEME_LIVES, Guards, Part
from commonweal.help.models import Request, Scheme, SchemeMember


@action(permission="help.keep_members", about="scheme", keeps=("part", "guards"))
def add_member(
    *, by: Actor, scheme: Scheme, person: User, part: str, guards: str = ""
) -> SchemeMember:
    """Give somebody a part in a scheme; another part than before ends the old one.

    :raises Refused: when they cannot sign in, or are its last lead or guard and would not be.
    """
    if not person.is_active:
        raise Refused("This person can no longer sign in.", field="person")
    if part not in Part.values or guards not in ("", *Guards.values):
        raise Refused("Choose what they may do.", field="part")
    now = clock.now()
    before = SchemeMember.objects.select_for_update().filter(
        scheme=scheme, person=person, ended_at=None
    ).first()  # fmt: skip
    if before is not None:
        if (before.part, before.guards) == (part, guards):
            return before
        check_not_last(before, part, guards)
        end(before, by=by, reason="Another part")
    return SchemeMember.objects.create(
        scheme=scheme, person=person, part=part, guards=guards, since=now, by=by.label
    )


def check_not_last(member: SchemeMember, part: str = "", guards: str = "") -> None:
    """Refuse to leave a scheme that lives without a lead, or without anybody who guards.

    :raises Refused: when they are the last.
    """
    if member.scheme.standing not in SCHEME_LIVES:
        return
    others = SchemeMember.objects.standing().filter(scheme=member.scheme).exclude(pk=member.pk)
    if member.part == Part.LEAD and part != Part.LEAD and not others.who(Part.LEAD).exists():
        raise Refused("They are its only lead. Name another first.")
    if member.guards and not guards and not others.guarding().exists():
        raise Refused("Nobody else hears of worries about somebody's safety. Name another first.")


def tell_of_part(scheme: Scheme, person: User, part: str, guards: str, *, by: Actor) -> None:
    """Write to somebody which part they were given. Inner step."""
    write_letter(
        "help/letters/part.txt", by=POSTMASTER, to=person.email, secret=True, name=str(person),
        scheme=scheme, part=Part(part).label, guards=guards, who=by.label,
    )  # fmt: skip


def end(member: SchemeMember, *, by: Actor, reason: str) -> None:
    """End a part. Inner step."""
    member.ended_at, member.ended_by = clock.now(), by.label
    member.ended_reason = seen(reason).strip()[:500]
    member.save()


@action(permission="help.keep_members", about="member")
def end_member(*, by: Actor, member: SchemeMember, reason: str = "") -> SchemeMember:
    """End somebody's part; what they answered for goes to whoever is on duty, at once.

    :raises Refused: when it has ended, or they are the last lead or guard.
    """
    held: SchemeMember = SchemeMember.objects.select_for_update().get(pk=member.pk)
    if held.ended_at is not None:
        raise Refused("This has ended already.")
    check_not_last(held)
    end(held, by=by, reason=reason)
    theirs = Request.objects.of(held.scheme).open().filter(owner=held.person)
    own_again(theirs, by=by, reason=f"{held.person.label} left the scheme")
    return held
