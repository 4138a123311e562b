"""Numbers of help are counted once, published when nobody can be told by them, and stay."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions.pushing import begin_measures, push_numbers
from commonweal.help.actions.totals import report_total, withdraw_total
from commonweal.help.counted import end_of, months_before, quarters_before, shown, stays
from commonweal.help.models import Total
from commonweal.help.reports.numbers import numbers_of
from commonweal.help.reports.unmet import unmet_of
from commonweal.help.tests.factories import (
    AdviceContactFactory,
    AdviceIssueFactory,
    GivenFactory,
    HandOverFactory,
    HelperFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from commonweal.impact.models import Observation
from commonweal.sector.models import Term

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
IN_MARCH = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WORKER = Robot("worker")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory(begun_at=IN_MARCH)


def ended(scheme, how="done", waited=HOUR, **more):
    return RequestFactory(
        scheme=scheme, state="closed", outcome=how, owner=None, next_on=None, asked_at=IN_MARCH,
        ended_at=IN_MARCH + waited, **more,
    )  # fmt: skip


def figure(slug, month=MARCH):
    standing = Observation.objects.standing().filter(measure__slug=slug, starts_on=month, area="")
    one = standing.first()
    return None if one is None else int(one.value)


class TestMonths:
    def test_that_are_over_are_counted_over_a_new_year(self):
        found = months_before(dt.date(2026, 2, 3), 3)

        assert found == [dt.date(2025, 11, 1), dt.date(2025, 12, 1), dt.date(2026, 1, 1)]

    def test_end_on_their_last_day(self):
        assert end_of(dt.date(2024, 2, 1)) == dt.date(2024, 2, 29)
        assert end_of(dt.date(2026, 10, 1), 3) == dt.date(2026, 12, 31)

    def test_make_quarters(self):
        assert quarters_before(dt.date(2026, 5, 12), 2) == [
            dt.date(2025, 10, 1),
            dt.date(2026, 1, 1),
        ]

    @pytest.mark.parametrize(("count", "public", "told"), [
        (0, True, 0), (1, True, None), (4, False, None), (5, True, 5), (7, True, 5), (8, True, 10),
        (8, False, 8),
    ])  # fmt: skip
    def test_show_nothing_small(self, count, public, told):
        assert shown(count, to_public=public) == told

    def test_change_by_five_or_not_at_all(self):
        assert stays(20, 24)
        assert not stays(20, 25)


class TestCounting:
    def test_counts_what_was_asked_answered_and_could_not_be_met(self, scheme):
        ended(scheme)
        ended(scheme, "not_possible")
        ended(scheme, "withdrawn")
        RequestFactory(scheme=scheme, asked_at=IN_MARCH)

        found = numbers_of([MARCH, APRIL])

        assert [found.of(w, MARCH) for w in ("requests", "answered", "unmet")] == [4, 1, 1]
        assert found.of("requests", APRIL) == 0

    def test_counts_a_request_that_was_handed_over_once_and_where_it_went(self, scheme):
        other = SchemeFactory()
        old = ended(scheme, "not_possible")
        new = ended(other)
        HandOverFactory(
            request=old, to_scheme=other, answer="agreed", taken_at=IN_MARCH, becomes=new,
            ended_at=IN_MARCH,
        )  # fmt: skip

        everywhere = numbers_of([MARCH])

        assert [everywhere.of(w, MARCH) for w in ("requests", "answered", "unmet")] == [1, 1, 0]
        assert numbers_of([MARCH], scheme).of("requests", MARCH) == 0
        assert numbers_of([MARCH], other).of("requests", MARCH) == 1

    def test_tells_the_median_wait_of_five_or_more(self, scheme):
        for hours in (1, 2, 3, 50):
            ended(scheme, waited=hours * HOUR)
        assert numbers_of([MARCH]).waits == {}

        ended(scheme, waited=4 * HOUR)
        assert numbers_of([MARCH]).waits == {MARCH: 3.0}

        ended(scheme, waited=5 * HOUR)
        assert numbers_of([MARCH]).waits == {MARCH: 3.5}

    def test_never_adds_parcels_for_people_to_those_for_households(self, scheme):
        told = {"scheme": scheme, "on": MARCH, "kind": "parcel", "days": 3}
        GivenFactory(**told, adults=2, children=3, basis="people")
        GivenFactory(**told, adults=2, children=3, basis="households")
        GivenFactory(**told, adults=1, children=0, basis="people", taken_back_at=NOW)

        found = numbers_of([MARCH])

        assert (found.of("parcels_people", MARCH), found.of("parcels_homes", MARCH)) == (5, 1)

    def test_keeps_people_talks_and_issues_apart(self, scheme):
        first = AdviceContactFactory(scheme=scheme, on=MARCH, client=None, mark="a")
        AdviceContactFactory(scheme=scheme, on=MARCH, client=None, mark="a")
        AdviceContactFactory(scheme=scheme, on=MARCH, client=None, mark="")
        AdviceIssueFactory(contact=first, code="debt")
        AdviceIssueFactory(contact=first, code="housing")

        found = numbers_of([MARCH], scheme)

        assert [found.of(w, MARCH) for w in ("clients", "contacts", "issues")] == [2, 3, 2]

    def test_tells_how_evenly_helpers_were_asked_once_there_are_ten(self, scheme):
        helpers = [HelperFactory(scheme=scheme, standing="ready") for _ in range(9)]
        OfferFactory(helper=helpers[0], request__scheme=scheme, at=IN_MARCH,
                     expires_at=IN_MARCH + HOUR)  # fmt: skip
        assert numbers_of([MARCH], scheme).asked is None

        HelperFactory(scheme=scheme, standing="ready")
        assert numbers_of([MARCH], scheme).asked == 0.9

    def test_asks_the_database_as_often_whatever_is_in_it(self, scheme):
        with CaptureQueriesContext(connection) as few:
            numbers_of([MARCH, APRIL])
        for _ in range(12):
            ended(SchemeFactory())
        with CaptureQueriesContext(connection) as many:
            numbers_of([MARCH, APRIL])

        assert len(many) == len(few) <= 10


class TestWhatOneSchemeCouldNotMeet:
    def test_is_told_by_theme_and_district_with_nothing_small(self, scheme):
        for code, count in (("E07000001", 3), ("E07000002", 12), ("E07000003", 25)):
            for _ in range(count):
                ended(scheme, "not_possible", district=code)
        ended(SchemeFactory(), "not_possible", district="E07000003")

        themes, districts = unmet_of(scheme, [MARCH, APRIL], to_public=False)
        _, shared = unmet_of(scheme, [MARCH, APRIL], to_public=True)

        assert [n for _, n in themes] == [40]
        assert [n for _, n in districts] == [None, None, 25]
        assert [n for _, n in shared] == [None, None, 25]
        assert unmet_of(scheme, [dt.date(2025, 3, 1)], to_public=False) == ([], [])


class TestTotals:
    @pytest.fixture
    def apart(self):
        return SchemeFactory(totals_only=True, begun_at=IN_MARCH)

    @pytest.fixture
    def lead(self, apart):
        return SchemeMemberFactory(scheme=apart, part="lead").person

    def test_are_counted_with_the_rest(self, apart, lead, scheme):
        ended(scheme)
        report_total(by=lead, scheme=apart, month=MARCH, what="requests", count=200)

        assert numbers_of([MARCH]).of("requests", MARCH) == 201

    def test_are_replaced_by_what_is_reported_later(self, apart, lead):
        first = report_total(by=lead, scheme=apart, month=MARCH, what="packs", count=20)
        again = report_total(by=lead, scheme=apart, month=MARCH, what="packs", count=20)
        report_total(by=lead, scheme=apart, month=MARCH, what="packs", count=30)

        assert first == again
        assert numbers_of([MARCH]).of("packs", MARCH) == 30
        assert Total.objects.count() == 2

    def test_taken_back_count_no_more(self, apart, lead):
        told = report_total(by=lead, scheme=apart, month=MARCH, what="packs", count=20)

        withdraw_total(by=lead, total=told)

        assert numbers_of([MARCH]).of("packs", MARCH) == 0
        with pytest.raises(Refused, match="already"):
            withdraw_total(by=lead, total=told)

    @pytest.mark.parametrize("told", [
        {"month": dt.date(2026, 5, 1)}, {"month": dt.date(2026, 3, 2)}, {"what": "names"},
        {"count": -1}, {"count": 10_000_000},
    ])  # fmt: skip
    def test_refuse_what_cannot_be(self, apart, lead, told):
        with pytest.raises(Refused):
            report_total(
                by=lead, scheme=apart, **{"month": MARCH, "what": "packs", "count": 1} | told
            )

    def test_are_not_for_a_scheme_whose_requests_are_here(self, scheme):
        lead = SchemeMemberFactory(scheme=scheme, part="lead").person
        with pytest.raises(Refused, match="own records"):
            report_total(by=lead, scheme=scheme, month=MARCH, what="packs", count=1)

    @pytest.mark.parametrize("somebody", [
        Visitor, UserFactory, lambda: UserFactory(roles=["steward"]),
        lambda: UserFactory(roles=["administrator"]),
        lambda: SchemeMemberFactory(part="lead").person,
    ])  # fmt: skip
    def test_are_reported_by_the_lead_of_that_scheme_alone(self, apart, somebody):
        with pytest.raises(PermissionDenied):
            report_total(by=somebody(), scheme=apart, month=MARCH, what="packs", count=1)


class TestPublishing:
    @pytest.fixture
    def begun(self, scheme):
        Term.objects.get_or_create(scheme="need", code="care", defaults={"title": "Care"})
        Term.objects.get_or_create(scheme="need", code="food", defaults={"title": "Food"})
        return begin_measures(by=UserFactory(roles=["steward"]))

    def test_begins_when_a_steward_says_so(self, scheme):
        ended(scheme)

        assert push_numbers(by=WORKER) == 0
        with pytest.raises(PermissionDenied):
            begin_measures(by=UserFactory(roles=["editor"]))

    def test_begins_each_measure_once(self, begun):
        assert begin_measures(by=UserFactory(roles=["steward"])) == []

    def test_is_for_robots(self):
        with pytest.raises(PermissionDenied):
            push_numbers(by=UserFactory(roles=["administrator"]))

    def test_shows_the_nearest_five_and_nothing_small(self, scheme, begun):
        for _ in range(7):
            ended(scheme)
        for _ in range(3):
            ended(scheme, "not_possible")

        push_numbers(by=WORKER)

        assert (figure("help-requests"), figure("help-answered")) == (10, 5)
        assert figure("help-unmet") is None
        assert figure("help-wait") == 1

    def test_leaves_what_was_published_until_it_changes_by_five(self, scheme, begun):
        for _ in range(20):
            ended(scheme)
        push_numbers(by=WORKER)
        ended(scheme)
        ended(scheme)
        assert push_numbers(by=WORKER) == 0

        for _ in range(3):
            ended(scheme)
        assert push_numbers(by=WORKER) == 2  # requests and answered

        assert figure("help-requests") == 25
        assert Observation.objects.exclude(withdrawn_at=None).count() == 2

    def test_waits_a_week_for_what_is_written_down_late(self, scheme, begun, now):
        now.move_to(dt.datetime(2026, 4, 5, tzinfo=dt.UTC))
        for _ in range(7):
            ended(scheme)

        assert push_numbers(by=WORKER) == 0

    def test_hides_a_district_by_which_another_could_be_worked_out(self, scheme, begun):
        for code, count in (("E07000001", 3), ("E07000002", 12), ("E07000003", 25)):
            for _ in range(count):
                ended(scheme, "not_possible", district=code)

        push_numbers(by=WORKER)

        rows = Observation.objects.filter(measure__slug="help-unmet-district")
        assert {o.area: int(o.value) for o in rows} == {"E07000003": 25}

    def test_publishes_a_quarter_by_theme_and_district_once_and_for_good(self, scheme, begun):
        for _ in range(6):
            ended(scheme, "not_possible", district="E07000003")
        push_numbers(by=WORKER)
        for _ in range(20):
            ended(scheme, "not_possible", district="E07000003")
        push_numbers(by=WORKER)

        rows = Observation.objects.filter(
            measure__slug__in=["help-unmet-district", "help-unmet-about-care"],
            starts_on=dt.date(2026, 1, 1),
        )
        assert [int(o.value) for o in rows] == [5, 5]

    def test_leaves_alone_what_somebody_recorded_by_hand(self, scheme, begun):
        from commonweal.impact.actions import record_observation
        from commonweal.impact.models import Measure

        record_observation(
            by=UserFactory(roles=["steward"]), measure=Measure.objects.get(slug="help-packs"),
            starts_on=MARCH, ends_on=end_of(MARCH), value=500, source="Counted by hand",
        )  # fmt: skip

        push_numbers(by=WORKER)

        assert figure("help-packs") == 500
