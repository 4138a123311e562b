"""The door for writes: gate, transaction, change, journal."""

from __future__ import annotations

import pytest
import rules
from django.core.exceptions import PermissionDenied

from commonweal.core import actions
from commonweal.core.actions import action, open_actions
from commonweal.core.actors import Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.permissions import allowed, holds
from commonweal.core.refused import Refused
from commonweal.core.tests.factories import RateCountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def permitted():
    rules.add_perm("core.try_out", holds("steward"))
    known = dict(actions.ACTIONS)
    yield
    rules.remove_perm("core.try_out")
    actions.ACTIONS.clear()
    actions.ACTIONS.update(known)


@pytest.fixture
def note(permitted):
    @action(permission="core.try_out", keeps=("words",))
    def note_something(*, by, words, fail=False):
        thing = RateCountFactory(key=words)
        if fail:
            raise Refused("Not today.")
        return thing

    return note_something


class TestAnAction:
    def test_is_journalled_with_who_and_what(self, note):
        note(by=Operator(), words="hello")

        entry = JournalEntry.objects.get()
        assert (entry.actor_key, entry.action) == ("operator", "core.note_something")
        assert entry.thing == "core.ratecount:hello"
        assert entry.detail == {"words": "hello"}

    @pytest.mark.parametrize("by", [Visitor(), Robot("charity-commission")])
    def test_is_refused_to_whoever_may_not(self, note, by):
        with pytest.raises(PermissionDenied):
            note(by=by, words="hello")

        assert not JournalEntry.objects.exists()

    def test_leaves_nothing_half_done(self, note):
        from commonweal.core.models import RateCount

        with pytest.raises(Refused, match="Not today"):
            note(by=Operator(), words="hello", fail=True)

        assert not RateCount.objects.exists()
        assert not JournalEntry.objects.exists()
        assert open_actions() == ()

    def test_takes_keywords_only(self, note):
        with pytest.raises(TypeError):
            note(Operator(), "hello")

    def test_cannot_be_declared_with_positions(self, permitted):
        with pytest.raises(TypeError, match="keywords only"):

            @action(permission="core.try_out")
            def wrong(by, words): ...

    def test_cannot_be_declared_without_somebody_acting(self, permitted):
        with pytest.raises(TypeError, match="has no argument by"):

            @action(permission="core.try_out")
            def wrong(*, words): ...

    def test_cannot_use_a_permission_that_nobody_declared(self, permitted):
        @action(permission="core.misspelt")
        def wrong(*, by): ...

        with pytest.raises(LookupError, match=r"core\.misspelt"):
            wrong(by=Operator())

    def test_is_seen_to_be_open_while_it_runs(self, permitted):
        @action(permission="core.try_out")
        def look(*, by):
            return ", ".join(open_actions())

        assert look(by=Operator()) == "core.look"
        assert open_actions() == ()


class TestAllowed:
    def test_lets_the_operator_do_all(self):
        assert allowed(Operator(), "accounts.manage_people")

    def test_lets_a_visitor_do_nothing_that_needs_a_role(self):
        assert not allowed(Visitor(), "accounts.manage_people")
