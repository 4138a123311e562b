"""Who keeps an organisation's page: inviting, accepting, changing roles, handing over, leaving."""

from __future__ import annotations

import datetime as dt

from commonweal.accounts.actions import open_account
from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.actions.corrections import standing
from commonweal.sector.choices import OWNERS_HAVE, InvitationEnd, MemberRole, PageClaimStanding
from commonweal.sector.facts import email as tidy_email
from commonweal.sector.facts import line
from commonweal.sector.letters import owners_of, part_of, tell
from commonweal.sector.models import Invitation, Member, Organisation, PageClaim
from commonweal.sector.relaying import without_links

INVITED_FOR = dt.timedelta(days=14)
MOST_ASKED = 5  # letters a day to an organisation's owners about who claims its page
MOST_OPEN = 20  # invitations of one organisation at a time, so that none is used to send mail


def address(typed: str) -> str:
    """An e-mail address that a private link may go to.

    :raises Refused: when it is none, or holds letters that look like others.
    """
    try:
        text = str(tidy_email(typed, clock.today()))
    except ValueError as problem:
        raise Refused(str(problem), field="email") from problem
    if not text or not text.isascii():
        raise Refused("Write an e-mail address such as name@example.org.", field="email")
    return text.lower()


def words(text: str, *, field: str, most: int = 500, needed: str = "") -> str:
    """One line that somebody wrote.

    :raises Refused: when it is too long, or needed and not there.
    """
    try:
        return line(most, needed=needed)(text, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field=field) from problem


def a_role(role: str) -> MemberRole:
    """One of the three roles.

    :raises Refused: when it is none of them.
    """
    if role not in MemberRole.values:
        raise Refused("Choose owner, editor or viewer.", field="role")
    return MemberRole(role)


def owners(organisation: Organisation) -> list[Member]:
    """Its owners now."""
    found = Member.objects.standing().who_may(MemberRole.OWNER).filter(organisation=organisation)
    return list(found.select_related("person").order_by("pk"))


def give_role(
    organisation: Organisation, person: User, role: str, *, by: str, reason: str = ""
) -> Member:
    """Make somebody a member in this role, ending the row of another one they have."""
    now = clock.now()
    current = Member.objects.filter(organisation=organisation, person=person, ended_at=None)
    same = current.filter(role=role).first()
    if same is not None:
        return same
    current.update(ended_at=now, ended_by=by, ended_reason=f"Now {part_of(role)}"[:500])
    made = Member.objects.create(
        organisation=organisation, person=person, role=role, since=now, by=by, reason=reason
    )
    if role == MemberRole.OWNER:
        waiting = organisation.page_claims.filter(standing=PageClaimStanding.WAITING)
        for claim in waiting.exclude(email__iexact=person.email):
            ask_owners(organisation, claim)
    return made


def ask_owners(organisation: Organisation, claim: PageClaim) -> None:
    """Whoever claims a page that has owners waits for them, and they are written to.

    They get only so many letters of it a day: the claims themselves wait on their page.
    """
    now = clock.now()
    lately = organisation.page_claims.filter(owners_asked_at__gt=now - dt.timedelta(days=1))
    enough = lately.exclude(pk=claim.pk).count() >= MOST_ASKED
    claim.standing, claim.owners_asked_at = PageClaimStanding.WITH_OWNERS, now
    claim.save()
    if enough:
        return
    to, days = owners_of(organisation), OWNERS_HAVE.days
    tell(
        "claim-for-owners", *to, organisation=organisation, claim=claim, days=days,
        called=without_links(claim.name), does=without_links(claim.part),
    )  # fmt: skip


def _held(member: Member) -> tuple[Organisation, Member]:
    """The member as it is now, with its organisation held until the action ends.

    :raises Refused: when it ended meanwhile.
    """
    organisation = standing(member.organisation)
    now = Member.objects.select_related("person").get(pk=member.pk)
    if now.ended_at is not None:
        raise Refused(f"{now.person} is no longer a member in that role.")
    return organisation, now


def _end(member: Member, *, by: str, reason: str) -> None:
    member.ended_at, member.ended_by, member.ended_reason = clock.now(), by, reason
    member.save(update_fields=["ended_at", "ended_by", "ended_reason"])


def _is_last_owner(organisation: Organisation, member: Member) -> bool:
    others = [owner for owner in owners(organisation) if owner.pk != member.pk]
    return member.role == MemberRole.OWNER and not others


@action(permission="sector.keep_members", about="organisation", keeps=("role",))
def invite_member(*, by: Actor, organisation: Organisation, email: str, role: str) -> Invitation:
    """Ask somebody to keep the page too: a private link goes to their address.

    A second invitation to one address takes the place of the first, whose link then leads nowhere.

    :raises Refused: naming the field.
    """
    to, given = address(email), a_role(role)
    held, now = standing(organisation), clock.now()
    if Member.objects.filter(organisation=held, person__email__iexact=to, ended_at=None).exists():
        raise Refused(f"{to} is a member already. Change what they may do.", field="email")
    before = Invitation.objects.filter(organisation=held, email=to, ended_at=None)
    before.update(ended_at=now, ended_how=InvitationEnd.REPLACED, ended_by=by.label)
    if held.invitations.open(now=now).count() >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} invitations wait for an answer. Withdraw one first.")
    token, digest = new_token()
    made = Invitation.objects.create(
        organisation=held, email=to, role=given, link_digest=digest,
        link_until=now + INVITED_FOR, sent_at=now, by=by.label,
    )  # fmt: skip
    tell(
        "invitation", to, organisation=held, secret=True, who=by.label, part=part_of(given),
        token=token, until=made.link_until,
    )  # fmt: skip
    return made


@action(permission="sector.keep_members", about="invitation")
def withdraw_invitation(*, by: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back; whom it went to is told, and its link leads nowhere.

    :raises Refused: when it was accepted or withdrawn before.
    """
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.ended_at is not None:
        raise Refused(f"This invitation was {held.get_ended_how_display().lower()} before.")
    _close(held, InvitationEnd.WITHDRAWN, by=by.label)
    tell("invitation-withdrawn", held.email, organisation=invitation.organisation, who=by.label)
    return held


def _close(invitation: Invitation, how: InvitationEnd, *, by: str) -> None:
    invitation.ended_at, invitation.ended_how, invitation.ended_by = clock.now(), how, by
    invitation.save(update_fields=["ended_at", "ended_how", "ended_by"])


@action(permission="sector.accept_invitation", about="invitation")
def accept_invitation(*, by: Actor, invitation: Invitation, name: str) -> Member:
    """Whom it went to accepts: they get an account, and the role they were offered.

    :raises Refused: when it ended or ran out, or they are a member by now.
    """
    called = words(name, field="name", most=100, needed="Write your name: the others see it.")
    organisation = standing(invitation.organisation)
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.ended_at is not None or held.link_until <= clock.now():
        raise Refused("This invitation has ended. Ask whoever invited you for a new one.")
    person = open_account(by=by, email=held.email, name=called)
    if Member.objects.filter(organisation=organisation, person=person, ended_at=None).exists():
        raise Refused("You are a member already. Sign in to keep the page.")
    _close(held, InvitationEnd.ACCEPTED, by=person.label)
    made = give_role(organisation, person, held.role, by=held.by, reason="Accepted an invitation")
    tell_joined(made)
    return made


def tell_joined(member: Member) -> None:
    """Tell somebody that they keep a page from now on, and the owners that they do."""
    about, person = member.organisation, member.person
    part = part_of(member.role)
    tell("member-welcome", person.email, organisation=about, name=str(person), part=part)
    others = owners_of(about, but=[person.email])
    tell("member-joined", *others, organisation=about, person=person, part=part)


@action(permission="sector.keep_members", about="member", keeps=("role",))
def change_role(*, by: Actor, member: Member, role: str) -> Member:
    """Give a member another role; they are told.

    :raises Refused: when nobody would be left to say who the members are.
    """
    given = a_role(role)
    organisation, held = _held(member)
    if given == held.role:
        raise Refused(f"{held.person} has that role already.", field="role")
    if _is_last_owner(organisation, held):
        raise Refused(_LAST.format(who=held.person), field="role")
    made = give_role(organisation, held.person, given, by=by.label)
    _tell_role(made, who=by.label)
    return made


_LAST = "{who} is the last owner. Make somebody else an owner first."


def _tell_role(member: Member, *, who: str) -> None:
    person = member.person
    tell(
        "role-changed", person.email, organisation=member.organisation, name=str(person), who=who,
        part=part_of(member.role),
    )  # fmt: skip


@action(permission="sector.keep_members", about="member")
def end_membership(*, by: Actor, member: Member, reason: str) -> Member:
    """End what somebody may do with an organisation's page; they are told why.

    :raises Refused: when they are the last owner, and who ends it is not staff.
    """
    why = words(reason, field="reason", needed="Say why. They are told.")
    organisation, held = _held(member)
    last = _is_last_owner(organisation, held)
    if last and not allowed(by, "sector.leave_unkept", held):
        raise Refused(_LAST.format(who=held.person))
    _end(held, by=by.label, reason=why)
    person = held.person
    tell(
        "membership-ended", person.email, organisation=organisation, name=str(person),
        who=by.label, why=why,
    )  # fmt: skip
    return held


@action(permission="sector.leave", about="member")
def leave_organisation(
    *, by: Actor, member: Member, successor: Member | None = None, to_nobody: bool = False
) -> Member:
    """Somebody leaves. The last owner hands over in the same step, or says that nobody is there.

    Without an owner the organisation is on the staff's list of those that nobody keeps.

    :raises Refused: when the last owner names nobody to hand over to, or somebody else's member.
    """
    organisation, held = _held(member)
    if _is_last_owner(organisation, held):
        if successor is not None:
            _hand_over(organisation, successor, held)
        elif not to_nobody:
            raise Refused(
                "You are the last owner. Say who is the next, or that nobody is.",
                field="successor",
            )
    _end(held, by=by.label, reason="Left")
    others = owners_of(organisation, but=[held.person.email])
    tell("member-left", *others, organisation=organisation, person=held.person)
    tell(
        "you-left", held.person.email, organisation=organisation, name=str(held.person),
        kept=bool(others),
    )  # fmt: skip
    return held


def _hand_over(organisation: Organisation, successor: Member, leaving: Member) -> None:
    heirs = Member.objects.standing().filter(organisation=organisation).exclude(pk=leaving.pk)
    heir = heirs.filter(pk=successor.pk).select_related("person").first()
    if heir is None:
        raise Refused("Choose one of the members to be the next owner.", field="successor")
    made = give_role(
        organisation, heir.person, MemberRole.OWNER, by=leaving.person.label, reason="Handed over"
    )
    _tell_role(made, who=leaving.person.label)
