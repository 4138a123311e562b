"""People are told by e-mail what was done with their account, and strangers are told nothing."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.db import transaction

from commonweal.accounts import actions
from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import Operator
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(name="Ann O'Brien", email="ann@example.org", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def steward():
    return UserFactory(name="Sam Reeve", email="sam@example.org", roles=[Role.STEWARD])


def letterhead():
    return SimpleNamespace(
        name="Norfolk & Broads", keeper="Norfolk CVS", contact="office@example.org"
    )


@pytest.fixture(autouse=True)
def norfolk(settings):
    settings.SITE_ADDRESS = "https://norfolk.example.org"
    settings.LETTERHEAD = f"{__name__}.letterhead"


def letter():
    """The one letter in the outbox."""
    return Message.objects.get()


def change(person, by, **changes):
    wanted = {"name": person.name, "roles": list(person.roles), "active": True, **changes}
    return actions.change_person(by=by, person=person, **wanted)


class TestAWelcome:
    def test_says_who_gave_it_where_what_one_is_and_how_to_sign_in(self, administrator):
        actions.welcome_person(
            by=administrator, email="New@example.org", name="New Person", roles=[Role.STEWARD]
        )

        sent = letter()
        assert (sent.to, sent.subject) == ("new@example.org", "Welcome to Norfolk & Broads")
        assert "Dear New Person," in sent.body
        assert "Ann O'Brien has made you an account at Norfolk & Broads" in sent.body
        assert Role.STEWARD.label in sent.body
        assert "https://norfolk.example.org/account/login/\n" in sent.body
        assert "kept by Norfolk CVS" in sent.body and "ask office@example.org" in sent.body

    def test_holds_no_secret(self, administrator):
        actions.welcome_person(by=administrator, email="new@example.org", name="", roles=[])

        (link,) = re.findall(r"https?://\S*login\S*", letter().body)
        assert link == "https://norfolk.example.org/account/login/"
        assert "code is sent" in letter().body

    def test_says_when_there_is_no_role(self, administrator):
        actions.welcome_person(by=administrator, email="new@example.org", name="", roles=[])

        assert "You have no role there now" in letter().body

    def test_goes_once(self):
        for _ in range(2):
            actions.welcome_person(
                by=Operator(), email="new@example.org", name="", roles=[Role.ADMINISTRATOR]
            )

        assert "Whoever looks after the machine" in letter().body

    def test_lets_somebody_in_again_who_was_switched_off(self, administrator):
        gone = UserFactory(email="gone@example.org", is_active=False, roles=[Role.READER])

        actions.welcome_person(
            by=administrator, email="gone@example.org", name="", roles=[Role.STEWARD]
        )

        back = User.objects.get(pk=gone.pk)
        assert back.is_active and back.roles == {"reader", "steward"}
        assert letter().subject == "Welcome to Norfolk & Broads"

    def test_goes_from_the_desk(self, client, administrator):
        client.force_login(administrator)
        answers = {"email": "new@example.org", "name": "New", "roles": ["editor"]}

        client.post("/desk/people/welcome/", answers)

        assert letter().to == "new@example.org"

    def test_never_goes_when_the_welcome_was_undone(self, administrator):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            actions.welcome_person(by=administrator, email="new@example.org", name="", roles=[])
            raise ZeroDivisionError

        assert not Message.objects.exists()
        assert not User.objects.filter(email="new@example.org").exists()


class TestAChange:
    def test_of_roles_says_what_one_is_and_what_has_ended(self, administrator, steward):
        change(steward, administrator, roles=[Role.READER])

        now, _, ended = letter().body.partition("What has ended:")
        assert Role.READER.label in now and Role.STEWARD.label not in now
        assert Role.STEWARD.label in ended

    def test_of_roles_by_a_second_welcome_is_told_too(self, administrator, steward):
        actions.welcome_person(
            by=administrator, email="SAM@example.org", name="Sam", roles=[Role.EDITOR]
        )

        assert letter().subject == "What you may do at Norfolk & Broads has changed"
        assert Role.STEWARD.label in letter().body and Role.EDITOR.label in letter().body

    def test_of_a_name_is_not_worth_a_letter(self, administrator, steward):
        change(steward, administrator, name="Samantha Reeve")

        assert not Message.objects.exists()

    def test_that_switches_somebody_off_says_so_and_gives_no_way_in(self, administrator, steward):
        change(steward, administrator, active=False)

        assert "can no longer sign in" in letter().body
        assert "/account/login/" not in letter().body

    def test_that_lets_somebody_in_again_welcomes_them(self, administrator):
        gone = UserFactory(email="gone@example.org", is_active=False, roles=[Role.READER])

        change(gone, administrator, roles=[Role.READER])

        assert letter().subject == "Welcome to Norfolk & Broads"

    def test_that_is_refused_is_not_told(self, administrator):
        with pytest.raises(Refused):
            change(administrator, administrator, roles=[])

        assert not Message.objects.exists()

    def test_of_passkeys_is_told(self, administrator, steward):
        actions.forget_passkeys(by=administrator, person=steward)

        assert "forget your passkeys" in letter().body


class TestAStranger:
    def test_is_told_nothing_that_says_who_has_an_account(self, client, steward):
        answers = [
            client.post("/account/login/", {"email": email}, follow=True)
            for email in ("sam@example.org", "nobody@example.org")
        ]

        seen = [re.sub(r'value="[^"]*"|\S+@example\.org', "", a.content.decode()) for a in answers]
        assert seen[0] == seen[1]
        assert answers[0].redirect_chain == answers[1].redirect_chain

    def test_cannot_have_a_letter_sent(self, client):
        client.post("/desk/people/welcome/", {"email": "x@example.org", "name": "X"})

        assert not Message.objects.exists()
