"""Who may do what with people and the staff desk."""

from typing import Any

import rules

from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.permissions import holds

is_administrator = holds("administrator")
is_staff = holds("administrator", "steward", "editor", "moderator", "reader")


@rules.predicate(name="oneself")
def oneself(actor: Actor | None, person: Any = None) -> bool:
    """Whether the account is the actor's own."""
    return actor is not None and person is not None and actor.key == person.key


@rules.predicate(name="signed in")
def is_signed_in(actor: Actor | None) -> bool:
    """Whether this is a person with an account, whatever their roles."""
    return actor is not None and actor.key.startswith("user:")


@rules.predicate(name="came by a private link")
def came_by_a_link(actor: Actor | None) -> bool:
    """Whether this is somebody who came by a private link that we sent to their address."""
    return isinstance(actor, LinkHolder)


rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.open_account", came_by_a_link | holds("robot"))
rules.add_perm("accounts.forget_people", holds("robot"))
rules.add_perm("accounts.keep_own_account", oneself)
rules.add_perm("accounts.see_own_account", is_signed_in)
rules.add_perm("accounts.see_desk", is_staff)
# Wagtail asks for this name before it opens the staff desk.
rules.add_perm("wagtailadmin.access_admin", is_staff)
