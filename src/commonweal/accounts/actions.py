"""Every change to people and their roles."""

from __future__ import annotations

from commonweal.accounts.choices import Role
from commonweal.accounts.models import Grant, User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor


@action(permission="accounts.manage_people", keeps=("roles",))
def welcome_person(*, by: Actor, email: str, name: str, roles: tuple[Role, ...]) -> User:
    """Give somebody an account with these roles; somebody already known gains the roles."""
    address = email.strip().lower()
    user, _ = User.objects.get_or_create(
        email=address, defaults={"name": name, "joined_at": clock.now()}
    )
    for role in roles:
        Grant.objects.get_or_create(user=user, role=role)
    return user
