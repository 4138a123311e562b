"""Every change to people and their roles."""

from __future__ import annotations

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from commonweal.accounts.choices import Role
from commonweal.accounts.letters import tell, tell_of_change
from commonweal.accounts.models import Grant, User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

# Who writes pages belongs to the group that Wagtail made for it.
WRITERS = "Moderators"
WRITING_ROLES = frozenset({Role.ADMINISTRATOR, Role.EDITOR})


@action(permission="accounts.manage_people", keeps=("roles",))
def welcome_person(*, by: Actor, email: str, name: str, roles: Collection[Role]) -> User:
    """Give somebody an account with these roles; somebody already known gains the roles.

    Somebody who was switched off may sign in again. They are told by e-mail who did so, what they
    may do, and how to sign in; not a second time when nothing is new.
    """
    person = User.objects.filter(email__iexact=email.strip()).first()
    known = person is not None
    if person is None:
        person = User(email=email.strip().lower(), name=name, joined_at=clock.now())
        person.set_unusable_password()
        person.save()
    before, could = person.roles, person.is_active
    if not could:
        person.is_active = True
        person.save()
    for role in roles:
        Grant.objects.get_or_create(user=person, role=role)
    _settle_groups(person)
    if known:
        tell_of_change(person, by=by, before=before, could=could)
    else:
        tell("welcome", person, by=by)
    return person


@action(permission="accounts.open_account")
def open_account(*, by: Actor, email: str, name: str) -> User:
    """Give somebody an account with no place-wide role; an account that is there stays as it is.

    For those who keep an organisation's page: whoever calls this tells them so.

    :raises Refused: when staff switched the account of this address off.
    """
    address = email.strip().lower()
    person = User.objects.filter(email__iexact=address).first()
    if person is None:
        person = User(email=address, name=name.strip()[:100], joined_at=clock.now())
        person.set_unusable_password()
        person.save()
    elif not person.is_active:
        raise Refused(
            "The account of this e-mail address was switched off. An administrator can switch it "
            "on again."
        )
    return person


@action(permission="accounts.forget_people", about="person")
def forget_person(*, by: Actor, person: User) -> User:
    """Empty the account of somebody who keeps nothing here any more: no name, no address.

    :raises Refused: when they hold a place-wide role.
    """
    if person.grants.exists():
        raise Refused("Whoever holds a role is not forgotten.")
    Authenticator.objects.filter(user=person).delete()
    person.name, person.email, person.is_active = "", f"forgotten-{person.pk}@invalid", False
    _sign_out_everywhere(person)
    return person


@action(permission="accounts.manage_people", about="person", keeps=("roles", "active"))
def change_person(
    *, by: Actor, person: User, name: str, roles: Collection[Role], active: bool
) -> User:
    """Set somebody's name and roles, and whether they may sign in at all; they are told by e-mail.

    :raises Refused: when nobody would be left to administer the place.
    """
    if not (active and Role.ADMINISTRATOR in roles):
        _keep_one_administrator(person)
    before, could = _as_kept(person)
    person.name, person.is_active = name, active
    person.save()
    person.grants.exclude(role__in=roles).delete()
    for role in roles:
        Grant.objects.get_or_create(user=person, role=role)
    _settle_groups(person)
    if not active:
        _sign_out_everywhere(person)
    tell_of_change(person, by=by, before=before, could=could)
    return person


@action(permission="accounts.keep_own_account", about="person")
def rename_person(*, by: Actor, person: User, name: str) -> User:
    """A person changes how they are named here."""
    person.name = name.strip()
    person.save()
    return person


@action(permission="accounts.keep_own_account", about="person")
def end_sessions(*, by: Actor, person: User) -> User:
    """Sign a person out on every device."""
    _sign_out_everywhere(person)
    return person


@action(permission="accounts.manage_people", about="person")
def forget_passkeys(*, by: Actor, person: User) -> User:
    """Somebody lost their passkey: from now on an e-mail code is enough again. They are told."""
    Authenticator.objects.filter(user=person).delete()
    _sign_out_everywhere(person)
    tell("passkeys", person, by=by)
    return person


def _keep_one_administrator(person: User) -> None:
    others = (
        Grant.objects.select_for_update()
        .filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .exclude(user=person)
    )
    is_one = person.is_active and person.grants.filter(role=Role.ADMINISTRATOR).exists()
    if is_one and not others:
        raise Refused("This is the last administrator. Make somebody else one first.")


def _as_kept(person: User) -> tuple[frozenset[str], bool]:
    """The roles as the database has them, and whether the person may sign in."""
    kept = User.objects.get(pk=person.pk)
    return kept.roles, kept.is_active


def _settle_groups(person: User) -> None:
    writes = person.grants.filter(role__in=WRITING_ROLES).exists() and person.is_active
    person.groups.set(Group.objects.filter(name=WRITERS) if writes else [])
    person.__dict__.pop("_roles", None)


def _sign_out_everywhere(person: User) -> None:
    # Sessions are bound to this; a new unusable one ends them all.
    person.set_unusable_password()
    person.save()
