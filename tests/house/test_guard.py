"""The watch on every statement: what our own code saves, it saves in an action."""

from __future__ import annotations

import pytest
from django.utils import timezone

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.choices import Role
from commonweal.accounts.models import Grant, User
from commonweal.core.actors import Operator
from commonweal.core.models import JournalEntry
from commonweal.core.tests.given import given
from tests.guard import OURS, SavedOutsideAnAction

pytestmark = pytest.mark.django_db


def as_if_ours(save) -> None:
    """Call a function from a frame that lies, by its file's name, in our own code."""
    exec(compile("save()", f"{OURS}sector/anything.py", "exec"), {"save": save})


def person() -> User:
    return User.objects.create(email="steward@example.org", joined_at=timezone.now())


class TestTheWatch:
    def test_lets_a_test_save_what_it_likes(self):
        assert person().pk

    def test_stops_our_code_outside_an_action(self):
        with pytest.raises(SavedOutsideAnAction, match="sector/anything.py changed accounts_user"):
            as_if_ours(person)

    def test_stops_changes_and_removals_too(self):
        someone = person()

        with pytest.raises(SavedOutsideAnAction):
            as_if_ours(lambda: User.objects.filter(pk=someone.pk).update(name="Changed"))
        with pytest.raises(SavedOutsideAnAction):
            as_if_ours(Grant.objects.all().delete)

    def test_lets_our_code_save_what_is_given(self):
        with given():
            as_if_ours(person)

        assert User.objects.count() == 1

    def test_lets_an_action_save(self):
        as_if_ours(
            lambda: welcome_person(
                by=Operator(), email="A@Example.org", name="Ann", roles=(Role.READER,)
            )
        )

        assert User.objects.get().email == "a@example.org"
        assert JournalEntry.objects.latest("pk").action == "accounts.welcome_person"


@pytest.mark.django_db(transaction=True)
class TestADatabasePutBack:
    @pytest.mark.parametrize("time", ["first", "second"])
    def test_is_as_it_was_before(self, time):
        from wagtail.models import Site

        assert User.objects.count() == 0
        assert Site.objects.count() == 1, "what migrations put in must stay"
        person()
