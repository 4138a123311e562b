"""People are welcomed, given roles and switched off by administrators, and by nobody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts import actions
from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(email="admin@example.org", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def steward():
    return UserFactory(email="steward@example.org", roles=[Role.STEWARD])


def change(by, person, **changes):
    wanted = {"name": person.name, "roles": list(person.roles), "active": True, **changes}
    return actions.change_person(by=by, person=person, **wanted)


class TestWelcomePerson:
    def test_gives_an_account_without_a_password(self):
        person = actions.welcome_person(
            by=Operator(), email=" Ann@Example.org ", name="Ann", roles=[Role.EDITOR]
        )

        assert (person.email, person.roles) == ("ann@example.org", {"editor"})
        assert not person.has_usable_password()
        assert not person.is_superuser

    def test_changes_nothing_the_second_time(self):
        first, second = (
            actions.welcome_person(
                by=Operator(), email=email, name="Ann", roles=[Role.ADMINISTRATOR]
            )
            for email in ("ann@example.org", "ANN@example.org")
        )

        assert first == second
        assert User.objects.count() == 1

    def test_keeps_no_address_in_the_journal(self):
        actions.welcome_person(by=Operator(), email="ann@example.org", name="Ann", roles=[])

        entries = JournalEntry.objects.values_list("thing", "detail", "actor_label")
        assert "ann@" not in str(list(entries))
        assert entries.filter(action="accounts.welcome_person").count() == 1

    def test_lets_writers_write_pages_and_nobody_else(self):
        for role in Role:
            actions.welcome_person(
                by=Operator(), email=f"{role}@example.org", name=role, roles=[role]
            )

        writers = User.objects.filter(groups__name=actions.WRITERS)
        assert {p.name for p in writers} == {"administrator", "editor"}

    @pytest.mark.parametrize("by", [Visitor(), Robot("charity-commission")])
    def test_is_not_for_anybody(self, by):
        with pytest.raises(PermissionDenied):
            actions.welcome_person(by=by, email="x@example.org", name="", roles=[])

    def test_is_not_for_a_steward(self, steward):
        with pytest.raises(PermissionDenied):
            actions.welcome_person(by=steward, email="x@example.org", name="", roles=[])


class TestChangePerson:
    def test_gives_and_takes_roles(self, administrator, steward):
        change(administrator, steward, roles=[Role.EDITOR], name="Sam")

        person = User.objects.get(pk=steward.pk)
        assert (person.name, person.roles) == ("Sam", {"editor"})
        assert person.groups.filter(name=actions.WRITERS).exists()

    def test_leaves_one_administrator(self, administrator):
        with pytest.raises(Refused, match="last administrator"):
            change(administrator, administrator, roles=[Role.STEWARD])
        with pytest.raises(Refused, match="last administrator"):
            change(administrator, administrator, active=False)

        assert User.objects.get(pk=administrator.pk).roles == {"administrator"}

    def test_does_not_count_one_who_is_switched_off(self, administrator):
        UserFactory(roles=[Role.ADMINISTRATOR], is_active=False)

        with pytest.raises(Refused):
            change(administrator, administrator, roles=[])

    def test_lets_one_of_two_administrators_go(self, administrator):
        other = UserFactory(roles=[Role.ADMINISTRATOR])

        change(administrator, other, active=False)

        assert User.objects.get(pk=other.pk).roles == frozenset()

    def test_signs_out_whoever_is_switched_off(self, administrator, steward, client):
        client.force_login(steward)

        change(administrator, steward, active=False)

        assert client.get("/account/").status_code == 302

    def test_is_not_for_oneself(self, steward):
        with pytest.raises(PermissionDenied):
            change(steward, steward, roles=[Role.ADMINISTRATOR])


class TestRenamePerson:
    def test_is_for_oneself_alone(self, steward, administrator):
        actions.rename_person(by=steward, person=steward, name=" Sam ")

        assert User.objects.get(pk=steward.pk).name == "Sam"
        with pytest.raises(PermissionDenied):
            actions.rename_person(by=steward, person=administrator, name="Mine")


class TestForgetPasskeys:
    def test_lets_a_code_be_enough_again(self, administrator, steward):
        from allauth.mfa.models import Authenticator

        Authenticator.objects.create(user=steward, type="webauthn", data={})

        actions.forget_passkeys(by=administrator, person=steward)

        assert not Authenticator.objects.exists()
