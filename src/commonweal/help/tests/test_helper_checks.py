"""Checks: no more than the law gives, seen by a person, kept as four digits, and what follows."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import checks, helper_terms
from commonweal.help.covering import covers
from commonweal.help.models import Check
from commonweal.help.reports.may_do import may_do, may_meet
from commonweal.help.reports.running_out import running_out
from commonweal.help.tests.factories import (
    ApartFactory,
    CheckFactory,
    ClientFactory,
    DutyFactory,
    HelperFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    TaskRuleFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
FRAIL = {
    "whom": ["adult"], "done": ["shopping"], "because": True, "money": False, "takes_them": "no",
    "supervised": False, "how_often": "weekly", "overnight": False,
}  # fmt: skip
DOOR = FRAIL | {"done": ["errand"], "because": False, "how_often": "seldom"}
DOGS = FRAIL | {"whom": [], "done": ["animals"], "because": False}
LIFTS = FRAIL | {"done": ["company"], "takes_them": "care"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def need():
    return SchemeNeedFactory(confirmed_at=None, ruleset="", confirmed_by="")


@pytest.fixture
def lead(need):
    return SchemeMemberFactory(scheme=need.scheme, part="lead").person


@pytest.fixture
def helper(need):
    return HelperFactory(scheme=need.scheme, means=["foot"])


def say(need, lead, answers, wanted):
    return checks.say_what_it_takes(by=lead, scheme_need=need, answers=answers, wanted=wanted)


class TestWhatATaskTakes:
    @pytest.mark.parametrize(("answers", "lawful"), [
        (FRAIL, "enhanced_adults"), (DOOR, "basic"), (DOGS, "none"), (LIFTS, "enhanced_adults"),
    ])  # fmt: skip
    def test_is_worked_out_and_confirmed_by_a_person(self, need, lead, answers, lawful):
        say(need, lead, answers, "none")

        need.refresh_from_db()
        assert (need.lawful, need.wanted, need.confirmed_by) == (lawful, "none", lead.label)
        assert need.confirmed_at == NOW
        assert need.ruleset.endswith("2026-11")

    @pytest.mark.parametrize(("answers", "wanted"), [
        (DOOR, "enhanced"), (DOGS, "enhanced_adults"), (FRAIL, "enhanced_both"),
        (FRAIL, "enhanced_children"),
    ])  # fmt: skip
    def test_is_never_more_than_the_law_gives(self, need, lead, answers, wanted):
        with pytest.raises(Refused, match="unlawful") as refused:
            say(need, lead, answers, wanted)

        need.refresh_from_db()
        assert refused.value.field == "wanted"
        assert need.confirmed_at is None

    @pytest.mark.parametrize("answers", [
        {}, FRAIL | {"whom": ["cat"]}, FRAIL | {"because": "yes"}, FRAIL | {"done": []},
    ])  # fmt: skip
    def test_needs_every_question_answered(self, need, lead, answers):
        with pytest.raises(Refused):
            say(need, lead, answers, "none")

    @pytest.mark.parametrize("wanted", ["", "standard", "everything"])
    def test_is_a_check_that_there_is(self, need, lead, wanted):
        with pytest.raises(Refused):
            say(need, lead, FRAIL, wanted)

    @pytest.mark.parametrize("somebody", [
        lambda s: Visitor(),
        lambda s: UserFactory(roles=["administrator", "steward"]),
        lambda s: SchemeMemberFactory(scheme=s, part="coordinator").person,
        lambda s: DutyFactory(scheme=s, starts_at=NOW - DAY, ends_at=NOW + DAY).person,
        lambda s: SchemeMemberFactory(part="lead").person,
        lambda s: HelperFactory(scheme=s, person=UserFactory()).person,
    ])  # fmt: skip
    def test_and_who_was_checked_is_for_the_lead_to_say(self, need, somebody):
        by, helper = somebody(need.scheme), HelperFactory(scheme=need.scheme)

        with pytest.raises(PermissionDenied):
            say(need, by, FRAIL, "none")
        with pytest.raises(PermissionDenied):
            see(by, helper)
        with pytest.raises(PermissionDenied):
            checks.end_check(by=by, check=CheckFactory(helper=helper))


def see(lead, helper, **more):
    told = {"level": "enhanced_adults", "issued_on": TODAY - DAY, "last4": "4321"}
    return checks.see_check(by=lead, helper=helper, **(told | more))


class TestSeeingACheck:
    def test_keeps_four_digits_and_when_to_look_again(self, need, lead, helper):
        say(need, lead, FRAIL, "enhanced_adults")

        check = see(lead, helper, issued_on=dt.date(2024, 2, 29))

        assert (check.last4, check.renew_on) == ("4321", dt.date(2027, 2, 28))
        assert check.seen_by == lead.label

    def test_ends_the_one_before(self, need, lead, helper):
        say(need, lead, FRAIL, "enhanced_adults")
        see(lead, helper, last4="1111")

        new = see(lead, helper)

        assert Check.objects.get(ended_at=None) == new

    @pytest.mark.parametrize("more", [
        {"last4": "001234567890"}, {"last4": "12"}, {"last4": "abcd"}, {"last4": "١٢٣٤"},
        {"issued_on": TODAY + DAY}, {"issued_on": dt.date(2023, 3, 3)}, {"level": "none"},
        {"level": "enhanced_both"}, {"level": "x"},
    ])  # fmt: skip
    def test_refuses_what_must_not_be_kept(self, need, lead, helper, more):
        say(need, lead, FRAIL, "enhanced_adults")

        with pytest.raises(Refused):
            see(lead, helper, **more)
        assert not Check.objects.exists()

    def test_looks_at_nothing_that_no_task_of_theirs_may_have(self, need, lead, helper):
        say(need, lead, DOOR, "basic")

        with pytest.raises(Refused, match="must not be asked"):
            see(lead, helper)
        assert see(lead, helper, level="basic")

    def test_is_not_for_ones_own(self, need, lead):
        say(need, lead, FRAIL, "enhanced_adults")
        mine = HelperFactory(scheme=need.scheme, person=lead)

        with pytest.raises(Refused, match="Somebody else"):
            see(lead, mine)

    def test_can_be_ended_once(self, lead, helper):
        check = CheckFactory(helper=helper)
        checks.end_check(by=lead, check=check)

        with pytest.raises(Refused):
            checks.end_check(by=lead, check=check)


class TestCovering:
    @pytest.mark.parametrize(("has", "wanted", "enough"), [
        ("none", "none", True), ("none", "basic", False), ("basic", "basic", True),
        ("standard", "basic", True), ("standard", "enhanced", False), ("enhanced", "basic", True),
        ("enhanced", "enhanced_adults", False), ("enhanced_adults", "enhanced", True),
        ("enhanced_adults", "enhanced_children", False), ("enhanced_both", "enhanced_adults", True),
        ("basic", "standard", False), ("enhanced", "standard", True),
    ])  # fmt: skip
    def test_means_to_show_at_least_as_much(self, has, wanted, enough):
        assert covers(has, wanted) is enough


class TestWhatAHelperMayDo:
    def test_waits_until_somebody_said_what_the_task_takes(self, need, lead, helper):
        assert not may_do(helper, need, TODAY)[0]
        say(need, lead, DOGS, "none")
        need.refresh_from_db()

        assert may_do(helper, need, TODAY)[0]

    def test_waits_again_when_the_rules_change(self, need, lead, helper):
        say(need, lead, DOGS, "none")
        need.refresh_from_db()
        need.ruleset = "england-and-wales-2012-09"

        assert "rules" in may_do(helper, need, TODAY)[1]

    @pytest.mark.parametrize("standing", ["applied", "paused", "suspended", "left"])
    def test_is_nothing_unless_they_are_ready(self, need, lead, helper, standing):
        say(need, lead, DOGS, "none")
        need.refresh_from_db()
        helper.standing = standing

        assert not may_do(helper, need, TODAY)[0]

    def test_is_what_they_offered(self, need, lead, helper):
        say(need, lead, DOGS, "none")
        need.refresh_from_db()
        helper.needs = []

        assert may_do(helper, need, TODAY) == (False, "They did not offer to do this.")

    def test_is_never_in_another_scheme(self, helper):
        assert not may_do(helper, SchemeNeedFactory(), TODAY)[0]

    def test_lasts_as_long_as_the_check(self, need, lead, helper):
        say(need, lead, FRAIL, "enhanced_adults")
        need.refresh_from_db()
        assert not may_do(helper, need, TODAY)[0]
        check = see(lead, helper)

        assert may_do(helper, need, check.renew_on - DAY)[0]
        assert not may_do(helper, need, check.renew_on)[0]
        checks.end_check(by=lead, check=check)
        assert not may_do(helper, need, TODAY)[0]

    def test_takes_insurance_to_drive_somebody(self, need, lead, helper):
        say(need, lead, LIFTS, "none")
        need.refresh_from_db()
        helper.means = ["car"]

        assert "insurance" in may_do(helper, need, TODAY)[1]
        helper.insured_until = TODAY
        assert may_do(helper, need, TODAY)[0]
        assert not may_do(helper, need, TODAY + DAY)[0]

    def test_is_less_where_a_person_said_no(self, need, lead, helper):
        say(need, lead, DOGS, "none")
        need.refresh_from_db()
        TaskRuleFactory(helper=helper, term=need.term, allowed=False, reason="Afraid of dogs")

        allowed, why = may_do(helper, need, TODAY)

        assert not allowed
        assert "Afraid" not in why

    def test_is_more_where_a_person_said_yes_to_a_check_only_the_scheme_asks_for(
        self, need, lead, helper
    ):
        say(need, lead, DOOR, "basic")
        need.refresh_from_db()
        assert not may_do(helper, need, TODAY)[0]
        helper_terms.set_task_rule(
            by=lead, helper=helper, term=need.term, allowed=True, reason="With her buddy"
        )

        assert may_do(helper, need, TODAY)[0]

    def test_is_never_more_than_the_barred_list_allows(self, need, lead, helper):
        say(need, lead, FRAIL, "enhanced_adults")
        need.refresh_from_db()
        helper_terms.set_task_rule(
            by=lead, helper=helper, term=need.term, allowed=True, reason="Known for years"
        )

        assert not may_do(helper, need, TODAY)[0]


class TestWhoMayMeet:
    def test_is_nobody_and_themselves_nor_who_is_kept_apart_nor_another_scheme(self, helper):
        olive = ClientFactory(scheme=helper.scheme)
        tom = ClientFactory(scheme=helper.scheme, phone="+44 7700 900 123")
        una = ApartFactory(helper=helper, client__scheme=helper.scheme).client

        assert may_meet(helper, olive)
        assert not may_meet(helper, tom)
        assert not may_meet(helper, una)
        assert not may_meet(helper, ClientFactory())


class TestWhatRunsOut:
    def test_is_told_before_it_does_and_of_this_scheme_only(self, helper):
        for scheme in (helper.scheme, SchemeFactory()):
            una = HelperFactory(scheme=scheme, insured_until=TODAY + 20 * DAY, name="Una")
            CheckFactory(helper=una, renew_on=TODAY + 50 * DAY)
            CheckFactory(helper=una, renew_on=TODAY + 70 * DAY)
            CheckFactory(helper=una, renew_on=TODAY, ended_at=NOW)
            TrainingFactory(helper=una, until=TODAY - DAY)
        HelperFactory(scheme=helper.scheme, insured_until=TODAY, standing="left")

        rows = running_out(helper.scheme, TODAY)

        assert [(r.on - TODAY).days for r in rows] == [-1, 20, 50]
        assert {r.helper.name for r in rows} == {"Una"}
        assert [r.is_past for r in rows] == [True, False, False]
