"""Every change is an action: gated by a permission that exists, and journalled."""

from __future__ import annotations

import inspect

import pytest
import rules

from commonweal.core.actions import ACTIONS
from commonweal.core.actors import Visitor

DECLARED = sorted(
    (a for a in ACTIONS.values() if a.function.__module__.startswith("commonweal.")),
    key=lambda a: a.name,
)


def test_there_are_actions():
    assert len(DECLARED) > 10


@pytest.mark.parametrize("declared", DECLARED, ids=lambda a: a.name)
class TestAnAction:
    def test_asks_for_a_permission_that_some_app_declares(self, declared):
        assert rules.perm_exists(declared.permission)

    def test_is_not_for_just_anybody(self, declared):
        assert not rules.has_perm(declared.permission, Visitor(), None)

    def test_takes_keywords_only_and_somebody_acting(self, declared):
        parameters = inspect.signature(declared.function).parameters

        assert "by" in parameters
        assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())

    def test_says_what_it_does(self, declared):
        assert inspect.getdoc(declared.function)

    def test_is_named_for_what_it_does_and_lives_among_the_actions(self, declared):
        module = declared.function.__module__.split(".")

        assert "actions" in module
        assert not declared.function.__name__.startswith("_")
