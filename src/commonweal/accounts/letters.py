"""What people are told by e-mail about their own account."""

from __future__ import annotations

from collections.abc import Collection

from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.comms.letters import write_letter
from commonweal.core.actors import Actor


def tell(letter: str, person: User, *, by: Actor, ended: Collection[str] = ()) -> None:
    """Write to somebody what was done with their account, by whom, and how they sign in."""
    who = str(by) if isinstance(by, User) else "Whoever looks after the machine it runs on"
    write_letter(
        f"accounts/letters/{letter}.txt",
        by=by,
        to=person.email,
        name=person.name or person.email,
        who=who,
        roles=in_words(person.roles),
        ended=in_words(ended),
    )


def tell_of_change(person: User, *, by: Actor, before: Collection[str], could: bool) -> None:
    """Write to somebody whose account was changed, if it is more than their name.

    :param before: the roles they held.
    :param could: whether they could sign in before.
    """
    if could and not person.is_active:
        tell("ended", person, by=by)
    elif person.is_active and not could:
        tell("welcome", person, by=by)
    elif person.is_active and person.roles != frozenset(before):
        tell("changed", person, by=by, ended=frozenset(before) - person.roles)


def in_words(roles: Collection[str]) -> list[str]:
    """Roles as people read them, in the order of choices."""
    return [str(role.label) for role in Role if role in roles]
