"""Who may do what with the register.

A steward keeps the whole of it. An organisation's own members keep their page: owners and editors
what it says, owners also who the members are. Nobody is a member by a place-wide role.
"""

from __future__ import annotations

from typing import Any

import rules

from commonweal.core.actors import Actor
from commonweal.core.permissions import has_the_link, holds
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


is_owner = member_with(MemberRole.OWNER)
is_editor = member_with(MemberRole.OWNER, MemberRole.EDITOR)
is_member = member_with(MemberRole.OWNER, MemberRole.EDITOR, MemberRole.VIEWER)


@rules.predicate(name="anyone, of what is shown")
def is_shown(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the thing's organisation is one that anyone may see, whoever asks."""
    owner = organisation_of(thing)
    return owner is not None and Organisation.objects.published().filter(pk=owner.pk).exists()


rules.add_perm("sector.keep_register", holds("administrator", "steward", "robot"))
rules.add_perm("sector.add_organisation", is_steward)
rules.add_perm("sector.correct_organisation", is_steward | is_editor)
rules.add_perm("sector.keep_services", is_steward | is_editor)
rules.add_perm("sector.keep_members", is_steward | is_owner)
rules.add_perm("sector.see_members", is_steward | is_member)
rules.add_perm("sector.say_feedback", is_shown)
rules.add_perm("sector.note_feedback", is_steward)
rules.add_perm("sector.take_back_feedback", has_the_link)
rules.add_perm("sector.see_feedback", is_steward | is_member)
rules.add_perm("sector.answer_feedback", is_steward | is_editor)
rules.add_perm("sector.reply_to_feedback", is_editor)
rules.add_perm("sector.judge_feedback", is_steward)
rules.add_perm("sector.withhold", is_steward)
rules.add_perm("sector.see_withheld", is_steward)
rules.add_perm("sector.decide_doubt", is_steward)
rules.add_perm("sector.nominate_company", is_steward)
rules.add_perm("sector.merge", is_steward)
rules.add_perm("sector.see_register", holds("administrator", "steward", "editor", "reader"))
