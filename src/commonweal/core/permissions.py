"""Permissions are looked up by name; each app says on one page who holds them."""

from __future__ import annotations

from typing import Any

import rules

from commonweal.core.actors import Actor, LinkHolder

ANYONE = "core.anyone"


def holds(*names: str) -> rules.Predicate:
    """Whether the actor holds one of these place-wide roles. The operator holds them all.

    Wagtail also asks for people of Django's own who have no roles: they hold none.
    """

    @rules.predicate(name=" or ".join(names))
    def predicate(actor: Actor | None) -> bool:
        roles: frozenset[str] = getattr(actor, "roles", frozenset())
        return not roles.isdisjoint({*names, "operator"})

    return predicate


@rules.predicate(name="has the link")
def has_the_link(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor holds the private link that is about this very thing."""
    if not isinstance(actor, LinkHolder) or not hasattr(thing, "_meta"):
        return False
    return actor.thing == f"{thing._meta.label_lower}:{thing.pk}"


def allowed(actor: Actor, permission: str, thing: Any = None) -> bool:
    """Whether this actor may do this, to this thing.

    :raises LookupError: when no app declared the permission, so that a misspelt name cannot pass.
    """
    if not rules.perm_exists(permission):
        raise LookupError(f"No app declares the permission {permission!r}.")
    return rules.has_perm(permission, actor, thing)


if not rules.perm_exists(ANYONE):
    rules.add_perm(ANYONE, rules.always_allow)
