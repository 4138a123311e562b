"""Little money, with receipts; miles at the approved rate; thanks that reach the helper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import expenses, money, thanks
from commonweal.help.mileage import BIKE, CAR, pence_for, rate_on, read_rates, tax_year
from commonweal.help.models import Expense, MoneyHandled
from commonweal.help.reports.spending import COLUMNS, expenses_of, in_csv
from commonweal.help.tests.factories import (
    ExpenseFactory,
    HelperFactory,
    MatchFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
DAY = NOW.date()


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def helper(scheme):
    return HelperFactory(scheme=scheme, digest="d" * 64)


@pytest.fixture
def visit(scheme, helper):
    match = MatchFactory(request=RequestFactory(scheme=scheme), helper=helper)
    return VisitFactory(match=match, standing="over", began_at=NOW, ended_at=NOW)


def link(helper):
    return LinkHolder(thing=f"help.helper:{helper.pk}")


def note(visit, by, **more):
    told = {"taken": 2000, "spent": 1240, "returned": 760, "receipt": "R 14", "signed": True}
    return money.note_money(by=by, visit=visit, **told | more)


class TestMoney:
    def test_is_written_down_once(self, visit, helper):
        assert note(visit, link(helper)) == note(visit, link(helper))
        assert MoneyHandled.objects.count() == 1

    @pytest.mark.parametrize(("told", "field"), [
        ({"taken": 2001, "returned": 761}, "taken"),
        ({"taken": 0, "spent": 0, "returned": 0}, "taken"),
        ({"returned": 700}, "returned"),
        ({"spent": 2100, "returned": -100}, "taken"),
        ({"receipt": ""}, "receipt"),
        ({"receipt": "4111 1111 1111 1111"}, "receipt"),
        ({"receipt": "pin 4471"}, "receipt"),
        ({"signed": False}, "signed"),
    ])  # fmt: skip
    def test_is_refused_when_it_is_too_much_or_does_not_add_up(self, visit, lead, told, field):
        with pytest.raises(Refused) as refusal:
            note(visit, lead, **told)

        assert refusal.value.field == field

    def test_goes_as_far_as_the_scheme_says(self, visit, lead, scheme):
        scheme.money_limit = 5000
        scheme.save()

        assert note(visit, lead, taken=5000, spent=5000, returned=0).taken == 5000

    def test_is_not_handled_before_a_visit(self, visit, lead):
        visit.standing = "planned"
        visit.save()

        with pytest.raises(Refused, match="begun"):
            note(visit, lead)


class TestMiles:
    # The vectors of the domain reference, 10: 12,000 miles are £5,000; 220 miles are £99.
    @pytest.mark.parametrize(("miles", "before", "by", "pence"), [
        (12_000, 0, CAR, 500_000), (220, 0, CAR, 9_900), (100, 9_950, CAR, 3_500),
        (100, 10_000, CAR, 2_500), ("0.1", 0, CAR, 5), (10, 0, BIKE, 200),
    ])  # fmt: skip
    def test_are_worth_what_the_rates_say(self, miles, before, by, pence):
        worth = pence_for(Decimal(miles), by=by, on=DAY, before=Decimal(before))

        assert worth == pence

    def test_go_by_the_rate_of_their_day(self):
        rates = (*read_rates("2027-04-06=50/30/22, 2028-04-06=55/35"), rate_on(DAY))

        assert [rate_on(dt.date(y, 4, 6), rates).first for y in (2026, 2027, 2028)] == [45, 50, 55]
        assert rate_on(dt.date(2027, 4, 5), rates).first == 45
        with pytest.raises(ValueError, match="so long ago"):
            rate_on(dt.date(2011, 4, 5))

    @pytest.mark.parametrize(("day", "begins"), [
        ((2026, 4, 5), (2025, 4, 6)), ((2026, 4, 6), (2026, 4, 6)),
        ((2024, 2, 29), (2023, 4, 6)),
    ])  # fmt: skip
    def test_are_counted_by_tax_years(self, day, begins):
        assert tax_year(dt.date(*day)) == dt.date(*begins)


def claim(helper, by=None, **more):
    told = {"on": DAY, "what": "To the chemist", "miles": Decimal("6.0"), **more}
    return expenses.claim_expense(by=by or link(helper), helper=helper, **told)


class TestClaims:
    def test_of_miles_are_worked_out_here(self, helper):
        one = claim(helper)

        assert (one.pence, one.pence_a_mile, one.standing) == (270, 45, "claimed")

    def test_count_the_miles_of_the_year_before_them(self, helper):
        ExpenseFactory(helper=helper, on=DAY, miles=Decimal(9_996), pence=449_820)
        ExpenseFactory(helper=helper, on=DAY, miles=Decimal(400), standing="refused")
        ExpenseFactory(helper=helper, on=dt.date(2025, 4, 5), miles=Decimal(400))

        assert claim(helper).pence == 4 * 45 + 2 * 25

    def test_made_twice_are_one(self, helper):
        assert claim(helper) == claim(helper)
        assert Expense.objects.count() == 1

    @pytest.mark.parametrize(("told", "field"), [
        ({"miles": None}, "pence"), ({"miles": None, "pence": 350}, "receipt"),
        ({"pence": 350}, "pence"), ({"miles": Decimal(501)}, "miles"),
        ({"on": DAY + dt.timedelta(days=1)}, "on"), ({"on": dt.date(2024, 1, 1)}, "on"),
        ({"what": " "}, "what"), ({"miles": None, "pence": 50_001, "receipt": "R"}, "pence"),
        ({"means": "plane"}, "means"),
    ])  # fmt: skip
    def test_that_cannot_be_are_refused(self, helper, told, field):
        with pytest.raises(Refused) as refusal:
            claim(helper, **told)

        assert refusal.value.field == field

    def test_for_another_helpers_visit_are_refused(self, helper):
        with pytest.raises(Refused, match="another helper"):
            claim(helper, visit=VisitFactory())

    def test_are_made_by_the_helper_and_decided_by_the_scheme(self, helper, lead, scheme):
        one = claim(helper)
        for stranger in (
            lead, Visitor(), UserFactory(), link(HelperFactory(scheme=scheme, digest="e" * 64))
        ):  # fmt: skip
            with pytest.raises(PermissionDenied):
                claim(helper, by=stranger)
        for stranger in (
            link(helper), UserFactory(roles=["administrator"]),
            SchemeMemberFactory(part="lead").person,
            SchemeMemberFactory(scheme=scheme, part="phone").person,
        ):  # fmt: skip
            with pytest.raises(PermissionDenied):
                expenses.decide_expense(by=stranger, expense=one, agreed=True)
            with pytest.raises(PermissionDenied):
                expenses.mark_paid(by=stranger, expense=one)

    def test_are_agreed_to_once_and_then_paid(self, helper, lead):
        one = claim(helper)
        with pytest.raises(Refused, match="Agree"):
            expenses.mark_paid(by=lead, expense=one)
        expenses.decide_expense(by=lead, expense=one, agreed=True)
        with pytest.raises(Refused, match="already"):
            expenses.decide_expense(by=lead, expense=one, agreed=False, reason="No")

        assert expenses.mark_paid(by=lead, expense=one).standing == "paid"

    def test_are_refused_with_a_reason_only(self, helper, lead):
        with pytest.raises(Refused, match="why not"):
            expenses.decide_expense(by=lead, expense=claim(helper), agreed=False)

    def test_of_ones_own_are_decided_by_another(self, helper, lead):
        helper.person = lead
        helper.save()

        with pytest.raises(Refused, match="Somebody else"):
            expenses.decide_expense(by=lead, expense=claim(helper), agreed=True)

    def test_go_to_the_treasurer_by_month_with_nothing_a_spreadsheet_would_run(
        self, helper, scheme
    ):
        claim(helper, what="=HYPERLINK(1)")
        ExpenseFactory(helper=helper, on=dt.date(2026, 4, 1))
        ExpenseFactory(on=DAY)

        head, row = in_csv(COLUMNS, expenses_of(scheme, DAY)).splitlines()
        assert head.startswith("date,helper,what,miles,pence_a_mile,pounds")
        assert row.startswith("2026-03-03,Tom Reed,'=HYPERLINK(1),6.0,45,2.70,")


class TestThanks:
    def asking_link(self, request):
        return LinkHolder(thing=f"help.asking:{request.asking_id}")

    def test_reach_the_helper_without_a_name(self, visit, helper):
        asked = visit.match.request

        thanks.say_thanks(
            by=self.asking_link(asked), asking=asked.asking, request=asked, words="Lovely man."
        )

        said = helper.thanks.get()
        assert (said.words, said.by) == ("Lovely man.", "somebody you helped")
        assert thanks.read_thanks(by=link(helper), helper=helper) == 1

    def test_said_twice_are_said_once(self, visit, lead):
        for _ in range(2):
            thanks.pass_on_thanks(by=lead, request=visit.match.request, words="Thank you")

        assert visit.match.helper.thanks.count() == 1

    def test_are_for_whoever_asked(self, visit):
        asked, other = visit.match.request, RequestFactory()
        with pytest.raises(PermissionDenied):
            thanks.say_thanks(
                by=self.asking_link(other), asking=asked.asking, request=asked, words="Hm"
            )
        with pytest.raises(Refused, match="somebody else"):
            thanks.say_thanks(
                by=self.asking_link(asked), asking=asked.asking, request=other, words="Hm"
            )

    def test_need_somebody_to_thank(self, lead, scheme):
        with pytest.raises(Refused, match="No helper"):
            thanks.pass_on_thanks(by=lead, request=RequestFactory(scheme=scheme), words="Thanks")
