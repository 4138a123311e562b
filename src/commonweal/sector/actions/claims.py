"""Claims of an organisation's page: made by anyone, proven by its own addresses, or decided."""

from __future__ import annotations

import datetime as dt
import hmac

from commonweal.accounts.actions import open_account
from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, Robot
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of_code, new_code, new_token
from commonweal.sector.actions.corrections import standing
from commonweal.sector.actions.members import a_role, address, ask_owners, give_role, owners, words
from commonweal.sector.choices import OWNERS_HAVE, MemberRole, PageClaimStanding, Proof
from commonweal.sector.letters import owners_of, part_of, tell
from commonweal.sector.models import Member, Organisation, PageClaim
from commonweal.sector.reports.holding import post_of, proves
from commonweal.sector.reports.reaching import addresses_of
from commonweal.ui.words import long_day

DOORKEEPER = Robot("page-doorkeeper")
LINK_LASTS = dt.timedelta(days=3)
PAGE_LASTS = dt.timedelta(days=90)  # once confirmed: how long the same link shows how it stands
CODE_LASTS = dt.timedelta(days=28)
TRIES = 5


@action(permission="sector.claim_page", about="organisation")
def claim_page(
    *, by: Actor, organisation: Organisation, name: str, email: str, part: str
) -> PageClaim:
    """Somebody says that the page is theirs to keep. A private link goes to the address they gave.

    The same happens whatever the register holds. Asked again from one address, the link is sent
    anew and the one before it leads nowhere.

    :raises Refused: naming the field.
    """
    called = words(name, field="name", most=100, needed="Write your name.")
    does = words(part, field="part", most=200, needed="Say what you do there.")
    to = address(email)
    held, now = standing(organisation), clock.now()
    claim = held.page_claims.open().filter(email=to).first() or PageClaim(
        organisation=held, email=to, made_at=now
    )
    token, claim.link_digest = new_token()
    if claim.confirmed_at is None:
        claim.name, claim.part, claim.made_at = called, does, now
        claim.link_until = now + LINK_LASTS
    claim.save()
    tell(
        "claim-confirm", to, organisation=held, secret=True, token=token, until=claim.link_until,
        again=claim.confirmed_at is not None,
    )  # fmt: skip
    return claim


def _open(claim: PageClaim) -> tuple[Organisation, PageClaim]:
    """The claim as it is now, with its organisation held until the action ends.

    :raises Refused: when it was decided, or its link ran out.
    """
    organisation = standing(claim.organisation)
    held = PageClaim.objects.select_for_update().get(pk=claim.pk)
    if held.decided_at is not None:
        raise Refused(f"This was decided before: {held.get_standing_display().lower()}.")
    if held.link_until <= clock.now():
        raise Refused("The link has run out. Begin again from the organisation's page.")
    return organisation, held


def _confirmed(claim: PageClaim) -> tuple[Organisation, PageClaim]:
    organisation, held = _open(claim)
    if held.confirmed_at is None:
        raise Refused("Press the button on the page that our e-mail leads to first.")
    return organisation, held


@action(permission="sector.follow_claim", about="claim")
def confirm_claim(*, by: Actor, claim: PageClaim) -> PageClaim:
    """Whoever reads mail at the address presses the button.

    Where nobody keeps the page and the address proves it, they are let in. Where somebody does,
    the owners are asked. Else it waits for a letter's code or for staff.

    :raises Refused: when it was pressed before, decided, or left too long.
    """
    organisation, held = _open(claim)
    if held.confirmed_at is not None:
        raise Refused("The button was pressed before. Nothing more is needed of you here.")
    if any(owner.person.email.lower() == held.email for owner in owners(organisation)):
        raise Refused("You keep this page already. Sign in to go on.")
    held.confirmed_at = clock.now()
    held.link_until = held.confirmed_at + PAGE_LASTS
    if _may_go_by_itself(held) and proves(organisation, held.email):
        return _let_in(held, Proof.EMAIL, by="proof by e-mail address")
    return _put_on(organisation, held)


def _may_go_by_itself(claim: PageClaim) -> bool:
    """Only where nobody keeps the page, and the account was not switched off by staff."""
    somebody = Member.objects.standing().filter(organisation=claim.organisation_id).exists()
    off = User.objects.filter(email__iexact=claim.email, is_active=False).exists()
    return not somebody and not off


def _put_on(organisation: Organisation, claim: PageClaim) -> PageClaim:
    """On the list of the owners, or of staff where there is none."""
    if owners(organisation):
        ask_owners(organisation, claim)
    else:
        claim.standing = PageClaimStanding.WAITING
        claim.save()
    return claim


@action(permission="sector.follow_claim", about="claim")
def ask_for_letter(*, by: Actor, claim: PageClaim) -> PageClaim:
    """Ask for a letter with a code, to the postal address that the register holds, if it does.

    :raises Refused: when one was asked for before, or the owners are asked.
    """
    _, held = _confirmed(claim)
    if held.standing == PageClaimStanding.WITH_OWNERS:
        raise Refused("Its owners were asked. They answer first.")
    if held.letter_asked_at is not None:
        raise Refused("You asked for a letter before. Staff will see to it.")
    held.letter_asked_at = clock.now()
    held.save(update_fields=["letter_asked_at"])
    return held


@action(permission="sector.see_claims", about="claim")
def make_letter(*, by: Actor, claim: PageClaim) -> str:
    """Make the code for a letter that staff print, and give it this once: only a digest is kept.

    A letter made again has another code, and the code before it ends.

    :raises Refused: when there is no address to send it to, or owners are asked.
    """
    organisation, held = _confirmed(claim)
    if held.standing == PageClaimStanding.WITH_OWNERS:
        raise Refused("This organisation has owners. They were asked.")
    if not post_of(organisation).is_known:
        raise Refused("No whole postal address is known for it. Ring them instead.")
    code, held.code_digest = new_code()
    held.letter_made_at, held.letter_made_by = clock.now(), by.label
    held.code_until, held.code_tries = held.letter_made_at + CODE_LASTS, 0
    held.link_until = max(held.link_until, held.code_until)
    held.save()
    return code


@action(permission="sector.follow_claim", about="claim")
def enter_code(*, by: Actor, claim: PageClaim, code: str) -> bool:
    """Whether the code from the letter was right; if so, and nobody keeps the page, they are in.

    A wrong try is counted, and after five the code has ended. No letter, a code that ran out and a
    wrong code are answered alike, so that nobody learns whether a letter could be sent.

    :raises Refused: when the owners are asked, or it was decided.
    """
    organisation, held = _confirmed(claim)
    if held.standing == PageClaimStanding.WITH_OWNERS:
        raise Refused("Its owners were asked. They answer first.")
    held.code_tries += 1
    in_time = held.code_until is not None and held.code_until > clock.now()
    same = hmac.compare_digest(held.code_digest, digest_of_code(code))
    if not (in_time and same and held.code_tries <= TRIES):
        if held.code_tries >= TRIES:
            held.code_digest = ""
        held.save()
        return False
    held.code_digest = ""
    if _may_go_by_itself(held):
        _let_in(held, Proof.LETTER, by="proof by letter")
    else:
        _put_on(organisation, held)
    return True


@action(permission="sector.follow_claim", about="claim")
def withdraw_claim(*, by: Actor, claim: PageClaim) -> PageClaim:
    """Who made it takes it back.

    :raises Refused: when it was decided before.
    """
    _, held = _open(claim)
    return _decided(held, PageClaimStanding.LAPSED, by=by.label, why="Taken back")


@action(permission="sector.decide_claim", about="claim", keeps=("grant", "role"))
def decide_claim(
    *, by: Actor, claim: PageClaim, grant: bool, why: str, role: str = MemberRole.OWNER
) -> PageClaim:
    """An owner, or staff where owners are none or have not answered, let somebody in or refuse.

    Whoever made the claim is told, with the reason.

    :raises Refused: when it is not theirs to decide yet, or no reason is given where one is needed.
    """
    given = a_role(role)
    organisation = standing(claim.organisation)
    held = PageClaim.objects.select_for_update().get(pk=claim.pk)
    if held.decided_at is not None or held.confirmed_at is None:
        raise Refused("There is nothing to decide: " + held.get_standing_display().lower() + ".")
    is_theirs = any(owner.person.key == by.key for owner in owners(organisation))
    _must_be_due(held, by, is_theirs=is_theirs)
    needed = "Say why. They are told." if not grant else "" if is_theirs else "Say how you know."
    reason = words(why, field="why", needed=needed)
    if not grant:
        made = _decided(held, PageClaimStanding.REFUSED, by=by.label, why=reason)
        tell(
            "claim-refused", held.email, organisation=organisation, name=held.name, why=reason,
        )  # fmt: skip
        return made
    proof = Proof.OWNERS if is_theirs else Proof.STAFF
    return _let_in(held, proof, by=by.label, role=given, why=reason)


def _must_be_due(claim: PageClaim, by: Actor, *, is_theirs: bool) -> None:
    if is_theirs:
        return
    asked = claim.owners_asked_at if claim.standing == PageClaimStanding.WITH_OWNERS else None
    still = owners(claim.organisation)
    if still and (asked is None or asked + OWNERS_HAVE > clock.now()):
        day = long_day(clock.day_of((asked or clock.now()) + OWNERS_HAVE))
        raise Refused(f"Its owners decide. If they have not answered by {day}, staff may.")
    if User.objects.filter(email__iexact=claim.email).first() == by:
        raise Refused("Somebody else must decide what you asked for yourself.")


def _let_in(
    claim: PageClaim, proof: Proof, *, by: str, role: str = MemberRole.OWNER, why: str = ""
) -> PageClaim:
    """Give the account and the role; tell them, the other owners, and whom we wrote to before."""
    about = claim.organisation
    before = addresses_of(about)
    person = open_account(by=DOORKEEPER, email=claim.email, name=claim.name)
    member = give_role(about, person, role, by=by, reason=str(proof.label))
    claim.proof = proof
    _decided(claim, PageClaimStanding.GRANTED, by=by, why=why)
    part = part_of(member.role)
    tell("member-welcome", person.email, organisation=about, name=str(person), part=part)
    others = [a for a in (*before, *owners_of(about)) if a.lower() != person.email.lower()]
    tell("member-joined", *others, organisation=about, person=person, part=part, claim=claim)
    return claim


def _decided(
    claim: PageClaim, how: PageClaimStanding, *, by: str, why: str, now: dt.datetime | None = None
) -> PageClaim:
    claim.standing, claim.decided_at = how, now or clock.now()
    claim.decided_by, claim.decided_why, claim.code_digest = by, why, ""
    claim.save()
    return claim


def may_be_staffs(claim: PageClaim, viewer: Actor) -> bool:
    """Whether staff may decide it now: no owner is there, or none answered in time."""
    asked = claim.owners_asked_at
    late = asked is not None and asked + OWNERS_HAVE <= clock.now()
    return allowed(viewer, "sector.see_claims", claim) and (late or not owners(claim.organisation))
