"""Who may do what with the register.

A steward keeps the whole of it. An organisation's own members keep their page: owners and editors
what it says, owners also who the members are. Nobody is a member by a place-wide role. Anyone may
claim the page of an organisation that anyone may see. Whoever holds a private link may do what that
one link is for: go on with a claim or an invitation, or answer a letter about an entry.
"""

from __future__ import annotations

from typing import Any

import rules

from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.permissions import has_the_link, holds
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Application, GroupLink, Member, Organisation, Reminder

is_steward = holds("administrator", "steward")
is_reader = holds("administrator", "steward", "editor", "moderator", "reader")


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


@rules.predicate(name="published")
def is_published(actor: Actor | None, thing: Any = None) -> bool:
    """Whether anybody may see the thing's page, and so may say something about it."""
    owner = organisation_of(thing)
    return owner is not None and Organisation.objects.published().filter(pk=owner.pk).exists()


@rules.predicate(name="link")
def holds_link(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor came by the private link of a letter about the thing's organisation.

    It holds while the link is open, for an organisation that is in the register, going, and neither
    withheld nor merged into another.
    """
    owner = organisation_of(thing)
    if owner is None or not isinstance(actor, LinkHolder):
        return False
    kind, _, number = actor.thing.partition(":")
    if kind != Reminder._meta.label_lower or not number.isdecimal():
        return False
    return Reminder.objects.open(clock.now()).filter(pk=int(number), organisation=owner).exists()


@rules.predicate(name="own membership")
def is_own_membership(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the thing is the actor's own membership, and still stands."""
    if actor is None or not isinstance(thing, Member):
        return False
    return Member.objects.standing().of(actor).filter(pk=thing.pk).exists()


is_owner = member_with(MemberRole.OWNER)
is_editor = member_with(MemberRole.OWNER, MemberRole.EDITOR)
is_member = member_with(MemberRole.OWNER, MemberRole.EDITOR, MemberRole.VIEWER)


@rules.predicate(name="holder of a private link to the group")
def has_group_link(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor holds a private link to this application, or to this organisation's page.

    Whether the link has expired is for who reads the clock: the view that takes it.
    """
    kind, _, held = (actor.key if actor else "").partition(":")
    model, _, key = held.partition(":")
    if kind != "link" or model != "sector.grouplink" or not key.isdigit():
        return False
    links = GroupLink.objects.filter(pk=int(key))
    if isinstance(thing, Application):
        return links.filter(application=thing.pk).exists()
    owner = organisation_of(thing)
    return owner is not None and links.filter(organisation=owner.pk).exists()


@rules.predicate(name="holder of the link that stops a letter's sender")
def has_stop_link(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor holds the link in a letter that was passed on, which stops its sender."""
    return actor is not None and thing is not None and actor.key == f"link:{name_of(thing)}:stop"


rules.add_perm("sector.match_list", has_the_link)
rules.add_perm("sector.keep_register", holds("administrator", "steward", "robot"))
rules.add_perm("sector.add_organisation", is_steward)
rules.add_perm("sector.correct_organisation", is_steward | is_editor)
rules.add_perm("sector.correct_any_fact", is_steward)
rules.add_perm("sector.keep_numbers", is_steward)
rules.add_perm("sector.keep_services", is_steward | is_editor)
rules.add_perm("sector.confirm_entry", is_steward | is_editor | holds_link)
rules.add_perm("sector.answer_letter", holds_link)
rules.add_perm("sector.ring", is_steward)
rules.add_perm("sector.set_freshness", holds("administrator"))
rules.add_perm("sector.keep_members", is_steward | is_owner)
rules.add_perm("sector.see_members", is_steward | is_member)
rules.add_perm("sector.suggest", is_published)
rules.add_perm("sector.see_suggestions", is_steward | is_member)
rules.add_perm("sector.see_history", is_reader | is_member)
rules.add_perm("sector.leave", is_own_membership)
rules.add_perm("sector.leave_unkept", is_steward)
rules.add_perm("sector.claim_page", is_published)
rules.add_perm("sector.follow_claim", has_the_link & is_published)
rules.add_perm("sector.accept_invitation", has_the_link & is_published)
rules.add_perm("sector.decide_claim", is_steward | is_owner)
rules.add_perm("sector.see_claims", is_steward)
rules.add_perm("sector.say_feedback", is_published)
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
rules.add_perm("sector.see_register", is_reader)

# Groups without a number: who asks is let in by the front door, a robot; stewards decide.
rules.add_perm("sector.ask_to_join", holds("administrator", "steward", "robot"))
rules.add_perm("sector.hold_application", is_steward | has_group_link)
rules.add_perm("sector.keep_applications", is_steward)
rules.add_perm("sector.answer_vouch", has_the_link)
rules.add_perm("sector.take_vouch_back", is_steward | has_the_link)
rules.add_perm("sector.choose_what_is_shown", is_steward | is_editor | has_group_link)
rules.add_perm("sector.ask_for_choices", is_published)
rules.add_perm("sector.write_to_organisation", is_published)
rules.add_perm("sector.send_letter", has_the_link)
rules.add_perm("sector.stop_sender", has_stop_link)
rules.add_perm("sector.pass_letters_on", is_steward)
