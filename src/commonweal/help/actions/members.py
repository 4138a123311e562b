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
from commonweal.help.models import Duty, Request, Scheme, SchemeMember
from commonweal.help.querysets import person_of


@action(permission="help.keep_members", about="scheme", keeps=("part", "guards"))
def add_member(
    *, by: Actor, scheme: Scheme, person: User, part: str, guards: str = ""
) -> SchemeMember:
    """Give somebody a part in a scheme; another part than before ends the old one.

    Whoever sets schemes up may give parts, and so open the room to others; its leads are told.

    :raises Refused: for oneself but as its lead, when they cannot sign in, or when they are its
        last lead or guard and would not be.
    """
    check_not_oneself(scheme, person, by=by)
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
    tell_leads(scheme, person, by=by)
    return SchemeMember.objects.create(
        scheme=scheme, person=person, part=part, guards=guards, since=now, by=by.label
    )


def check_not_oneself(scheme: Scheme, person: User, *, by: Actor) -> None:
    """Refuse to let somebody in by their own hand: only a lead changes their own part.

    :raises Refused: when it is themselves.
    """
    leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=scheme)
    if person.pk == person_of(by) and not leads.of(by).exists():
        raise Refused("Nobody gives themselves a part. Ask its lead, or another steward.")


def tell_leads(scheme: Scheme, person: User, *, by: Actor) -> None:
    """Tell the leads when somebody who is none of them lets another person in. Inner step."""
    leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=scheme)
    if person_of(by) is None or leads.of(by).exists():
        return
    for lead in leads.select_related("person").order_by("pk"):
        write_letter(
            "help/letters/part_given.txt", by=POSTMASTER, to=lead.person.email, secret=True,
            scheme=scheme, name=str(person), who=by.label,
        )  # fmt: skip


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


def end(member: SchemeMember, *, by: Actor, reason: str) -> None:
    """End a part. Inner step."""
    member.ended_at, member.ended_by = clock.now(), by.label
    member.ended_reason = seen(reason).strip()[:500]
    member.save()


def end_duties(member: SchemeMember) -> None:
    """Whoever left is on duty no more, now or later. Inner step."""
    now = clock.now()
    duties = Duty.objects.select_for_update().filter(scheme=member.scheme, person=member.person)
    for duty in duties.filter(off_at=None, ends_at__gt=now):
        duty.off_at = max(now, duty.starts_at)
        duty.save()


@action(permission="help.keep_members", about="member")
def end_member(*, by: Actor, member: SchemeMember, reason: str = "") -> SchemeMember:
    """End somebody's part and their duties; what they answered for goes to whoever is on, at once.

    :raises Refused: when it has ended, or they are the last lead or guard.
    """
    held: SchemeMember = SchemeMember.objects.select_for_update().get(pk=member.pk)
    if held.ended_at is not None:
        raise Refused("This has ended already.")
    check_not_last(held)
    end(held, by=by, reason=reason)
    end_duties(held)
    theirs = Request.objects.of(held.scheme).open().filter(owner=held.person)
    own_again(theirs, by=by, reason=f"{held.person.label} left the scheme")
    return held
