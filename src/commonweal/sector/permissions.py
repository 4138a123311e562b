"""Who may do what with the register.

A steward keeps the whole of it. An organisation's own members keep their page: owners and editors
what it says, owners also who the members are. Nobody is a member by a place-wide role. Anyone may
claim the page of an organisation that anyone may see; a private link lets its holder go on with
the one claim or invitation that it is about.
"""

from __future__ import annotations

from typing import Any

import rules

from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.permissions import holds
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation

is_steward = holds("administrator", "steward")


def organisation_of(thing: Any) -> Organisation | None:
    """The organisation that a thing is, or belongs to; none for anything else."""
    owner = thing if isinstance(thing, Organisation) else getattr(thing, "organisation", None)
    return owner if isinstance(owner, Organisation) else None


def member_with(*roles: MemberRole) -> rules.Predicate:
    """Whether the actor is a member, in one of these roles, of the thing's organisation."""

    @rules.predicate(name=f"member as {' or '.join(roles)}")
    def predicate(actor: Actor | None, thing: Any = None) -> bool:
        owner = organisation_of(thing)
        if owner is None:
            return False
        return (
            Member.objects.standing().of(actor).who_may(*roles).filter(organisation=owner).exists()
        )

    return predicate


@rules.predicate(name="anyone may know of it")
def is_public(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the thing's organisation is one that anyone may see."""
    owner = organisation_of(thing)
    return (
        owner is not None
        and not owner.withheld
        and owner.same_as_id is None
        and (owner.based_here or owner.serves_here)
    )


@rules.predicate(name="holds the link to it")
def holds_its_link(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor came by the private link that is about exactly this."""
    return thing is not None and isinstance(actor, LinkHolder) and actor.thing == name_of(thing)


@rules.predicate(name="own membership")
def is_own_membership(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the thing is the actor's own membership, and still stands."""
    if actor is None or not isinstance(thing, Member):
        return False
    return Member.objects.standing().of(actor).filter(pk=thing.pk).exists()


is_owner = member_with(MemberRole.OWNER)
is_editor = member_with(MemberRole.OWNER, MemberRole.EDITOR)
is_member = member_with(MemberRole.OWNER, MemberRole.EDITOR, MemberRole.VIEWER)

rules.add_perm("sector.keep_register", holds("administrator", "steward", "robot"))
rules.add_perm("sector.add_organisation", is_steward)
rules.add_perm("sector.correct_organisation", is_steward | is_editor)
rules.add_perm("sector.keep_services", is_steward | is_editor)
rules.add_perm("sector.keep_members", is_steward | is_owner)
rules.add_perm("sector.see_members", is_steward | is_member)
rules.add_perm("sector.leave", is_own_membership)
rules.add_perm("sector.leave_unkept", is_steward)
rules.add_perm("sector.claim_page", is_public)
rules.add_perm("sector.follow_claim", holds_its_link & is_public)
rules.add_perm("sector.accept_invitation", holds_its_link & is_public)
rules.add_perm("sector.decide_claim", is_steward | is_owner)
rules.add_perm("sector.see_claims", is_steward)
rules.add_perm("sector.withhold", is_steward)
rules.add_perm("sector.see_withheld", is_steward)
rules.add_perm("sector.decide_doubt", is_steward)
rules.add_perm("sector.nominate_company", is_steward)
rules.add_perm("sector.merge", is_steward)
rules.add_perm("sector.see_register", holds("administrator", "steward", "editor", "reader"))
