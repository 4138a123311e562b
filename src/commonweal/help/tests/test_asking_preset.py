"""A place begins with needs, rules and numbers; what it changes stays so."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Operator, Visitor
from commonweal.core.refused import Refused
from commonweal.help import preset
from commonweal.help.actions.preset import (
    add_need,
    drop_line,
    keep_line,
    set_need_rule,
    set_out_help,
)
from commonweal.help.models import HelpLine, NeedRule
from commonweal.help.tests.factories import HelpLineFactory, NeedRuleFactory, SchemeMemberFactory
from commonweal.sector.actions import set_out_needs
from commonweal.sector.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


class TestThePreset:
    def test_has_needs_in_groups_that_there_are(self):
        set_out_needs(by=Operator())
        set_out_help(by=Operator())

        groups = set(Term.objects.filter(scheme="need", parent="").values_list("code", flat=True))
        assert {r.parent for r in preset.needs()} <= groups

    def test_fits_the_register(self):
        assert all(len(r.code) <= 12 and len(r.title) <= 160 for r in preset.needs())
        assert len({r.code for r in preset.needs()}) == len(preset.needs())

    def test_begins_with_999(self):
        assert preset.lines()[0].number == "999"
        assert [r.code for r in preset.needs() if r.warm_only] == ["abuse"]


class TestSetOutHelp:
    def test_is_done_once(self):
        set_out_help(by=Operator())

        assert set_out_help(by=Operator()) == 0
        assert NeedRule.objects.count() == len(preset.needs())

    def test_leaves_what_a_place_changed_or_took_out(self):
        NeedRuleFactory(essential=True, signpost="Ours.")
        HelpLineFactory(number="01632 960199")

        set_out_help(by=Operator())

        assert NeedRule.objects.get().signpost == "Ours."
        assert HelpLine.objects.get().number == "01632 960199"

    def test_keeps_a_title_the_register_has(self):
        Term.objects.create(scheme="need", code="food-bank", title="Tins")

        set_out_help(by=Operator())

        assert Term.objects.get(scheme="need", code="food-bank").title == "Tins"


class TestKeepingThem:
    @pytest.mark.parametrize("somebody", [
        Visitor,
        UserFactory,
        lambda: SchemeMemberFactory(part="lead").person,
    ])  # fmt: skip
    def test_is_for_stewards(self, somebody):
        rule = NeedRuleFactory()

        with pytest.raises(PermissionDenied):
            set_need_rule(by=somebody(), term=rule.term, essential=True)
        with pytest.raises(PermissionDenied):
            keep_line(by=somebody(), name="Ours", number="105", when="dark")

    def test_changes_a_rule(self, steward):
        rule = NeedRuleFactory()

        set_need_rule(by=steward, term=rule.term, offered=False, signpost="Ring first.")

        rule.refresh_from_db()
        assert (rule.offered, rule.signpost) == (False, "Ring first.")

    def test_refuses_what_is_both_queued_and_never_queued(self, steward):
        with pytest.raises(Refused):
            set_need_rule(by=steward, term=NeedRuleFactory().term, essential=True, warm_only=True)

    def test_adds_a_need_to_a_group(self, steward):
        set_out_help(by=steward)
        Term.objects.get_or_create(scheme="need", code="care", defaults={"title": "Care"})

        assert add_need(by=steward, code="chimney", title="Chimneys", parent="care").offered

    @pytest.mark.parametrize("wrong", [
        {"code": "shopping"}, {"code": "much too long a code"}, {"title": " "}, {"parent": "none"},
    ])  # fmt: skip
    def test_refuses_a_need_that_cannot_be(self, steward, wrong):
        set_out_help(by=steward)
        Term.objects.get_or_create(scheme="need", code="care", defaults={"title": "Care"})

        with pytest.raises(Refused):
            add_need(by=steward, **{"code": "new", "title": "New", "parent": "care", **wrong})

    def test_keeps_and_drops_a_number(self, steward):
        line = keep_line(by=steward, name="Night line", number="01632 960199", when="at night")
        keep_line(by=steward, line=line, name="Night line", number="01632 960198", when="at night")

        assert HelpLine.objects.get().number == "01632 960198"
        drop_line(by=steward, line=line)
        assert not HelpLine.objects.exists()

    def test_refuses_a_number_without_digits(self, steward):
        with pytest.raises(Refused):
            keep_line(by=steward, name="Night line", number="ring", when="at night")
