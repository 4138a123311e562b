"""A scheme opens when it can lose nobody, closes when nobody is left in it, and has a lead."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import duty, members, schemes
from commonweal.help.models import Duty, Request, Scheme, SchemeMember
from commonweal.help.permissions import parts_of
from commonweal.help.tests.factories import (
    DutyFactory,
    DutyPoolFactory,
    HandOverFactory,
    HelperFactory,
    NeedFactory,
    PoolSchemeFactory,
    RequestFactory,
    SchemeAreaFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    VisitFactory,
)
from commonweal.sector.tests.factories import AreaFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead", guards="lead").person


def set_up(steward, **more):
    told = {"slug": "lantern", "name": "Lantern", "lead": UserFactory(), **more}
    return schemes.add_scheme(by=steward, organisation=OrganisationFactory(), **told)


class TestSettingUp:
    @pytest.mark.parametrize("somebody", [
        Visitor, UserFactory, lambda: UserFactory(roles=["reader"]),
        lambda: SchemeMemberFactory(part="lead").person,
    ])  # fmt: skip
    def test_is_for_stewards(self, somebody):
        with pytest.raises(PermissionDenied):
            set_up(somebody())

    def test_names_a_lead_who_guards(self, steward):
        made = set_up(steward)

        member = made.members.get()
        assert (member.part, member.guards, made.standing) == ("lead", "lead", "preparing")

    def test_has_one_front_door_in_a_place(self, steward):
        SchemeFactory(front_door=True)

        with pytest.raises(Refused, match="one front door"):
            set_up(steward, front_door=True)

    @pytest.mark.parametrize("slug", ["", "A b", "x" * 81, "-x"])
    def test_refuses_an_address_that_cannot_be(self, steward, slug):
        with pytest.raises(Refused):
            set_up(steward, slug=slug)


class TestOpening:
    def test_needs_a_need_and_an_area(self, steward):
        made = set_up(steward)
        with pytest.raises(Refused, match="which needs"):
            schemes.change_scheme(by=steward, scheme=made, standing="open")
        AreaFactory(code="E05000001")
        schemes.serve_areas(by=steward, scheme=made, codes=["E05000001"])
        schemes.serve_need(by=steward, scheme=made, term=NeedFactory())

        schemes.change_scheme(by=steward, scheme=made, standing="open")

        assert Scheme.objects.taking().serving(["E05000001"]).answering("shopping").get() == made

    def test_of_an_unknown_area_is_refused(self, steward, scheme):
        with pytest.raises(Refused, match="no area"):
            schemes.serve_areas(by=steward, scheme=scheme, codes=["E05009999"])


class TestClosing:
    @pytest.mark.parametrize("left", [
        lambda scheme: RequestFactory(scheme=scheme),
        lambda scheme: HelperFactory(scheme=scheme),
        lambda scheme: HelperFactory(scheme=scheme, standing="suspended"),
        lambda scheme: HandOverFactory(to_scheme=scheme),
    ])  # fmt: skip
    def test_waits_until_everybody_was_found_another_place(self, scheme, lead, left):
        schemes.change_scheme(by=lead, scheme=scheme, standing="closing")
        left(scheme)
        assert schemes.left_in(scheme)

        with pytest.raises(Refused, match="Find each another place"):
            schemes.change_scheme(by=lead, scheme=scheme, standing="closed")

    def test_is_done_when_nobody_is_left(self, scheme, lead):
        RequestFactory(scheme=scheme, state="closed", outcome="done")
        HelperFactory(scheme=scheme, standing="left")
        schemes.change_scheme(by=lead, scheme=scheme, standing="closing")

        schemes.change_scheme(by=lead, scheme=scheme, standing="closed")

        assert Scheme.objects.get().standing == "closed"

    def test_is_not_for_the_front_door(self):
        door = SchemeFactory(front_door=True)
        lead = SchemeMemberFactory(scheme=door, part="lead", guards="lead").person

        with pytest.raises(Refused, match="front door"):
            schemes.change_scheme(by=lead, scheme=door, standing="closing")


class TestParts:
    def test_never_leave_a_scheme_without_a_lead(self, scheme, lead):
        with pytest.raises(Refused, match="only lead"):
            members.end_member(by=lead, member=scheme.members.get())
        with pytest.raises(Refused, match="only lead"):
            members.add_member(by=lead, scheme=scheme, person=lead, part="coordinator")

    def test_never_leave_it_without_anybody_who_guards(self, scheme, lead):
        members.add_member(by=lead, scheme=scheme, person=UserFactory(), part="lead")

        with pytest.raises(Refused, match="safety"):
            members.end_member(by=lead, member=scheme.members.get(person=lead))

    def test_that_end_give_what_they_answered_for_to_another_at_once(self, scheme, lead):
        leaver = SchemeMemberFactory(scheme=scheme, part="lead")
        request = RequestFactory(scheme=scheme, owner=leaver.person, next_on=NOW + HOUR)

        members.end_member(by=lead, member=leaver)

        request.refresh_from_db()
        assert request.owner == lead

    def test_are_ended_and_not_changed(self, scheme, lead):
        person = UserFactory()
        members.add_member(by=lead, scheme=scheme, person=person, part="phone")
        members.add_member(by=lead, scheme=scheme, person=person, part="coordinator")

        rows = SchemeMember.objects.filter(person=person).order_by("pk")
        assert [(r.part, r.ended_at is not None) for r in rows] == [
            ("phone", True), ("coordinator", False),
        ]  # fmt: skip

    def test_are_given_by_nobody_of_another_scheme(self, scheme, lead):
        other = SchemeMemberFactory(part="lead").person

        with pytest.raises(PermissionDenied):
            members.add_member(by=other, scheme=scheme, person=other, part="lead")


class TestDuty:
    def test_opens_the_room_to_a_phone_holder_while_it_lasts(self, scheme, lead, now):
        holder = SchemeMemberFactory(scheme=scheme, part="phone").person
        assert parts_of(holder, scheme) == frozenset()
        duty.put_on_duty(by=lead, scheme=scheme, person=holder, starts_at=NOW, ends_at=NOW + HOUR)

        assert parts_of(holder, scheme) == {"phone"}
        now.shift(HOUR)
        assert parts_of(holder, scheme) == frozenset()

    @pytest.mark.parametrize(("starts", "ends"), [(1, 1), (2, 1), (0, 25), (-5, -1)])
    def test_has_times_that_can_be(self, scheme, lead, starts, ends):
        with pytest.raises(Refused):
            duty.put_on_duty(
                by=lead, scheme=scheme, person=lead,
                starts_at=NOW + starts * HOUR, ends_at=NOW + ends * HOUR,
            )  # fmt: skip

    def test_that_ends_early_leaves_nothing_without_an_owner(self, scheme, lead):
        mine = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        other = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        request = RequestFactory(scheme=scheme, owner=mine.person, next_on=NOW + HOUR)

        duty.go_off_duty(by=mine.person, duty=mine, note="The van is in the yard.")

        request.refresh_from_db()
        assert request.owner == other.person
        assert Duty.objects.get(pk=mine.pk).note == "The van is in the yard."

    def test_does_not_end_over_a_visit_that_nobody_else_watches(self, scheme, lead):
        mine = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        VisitFactory(match__request__scheme=scheme, standing="under_way", watcher=mine.person)

        with pytest.raises(Refused, match="visit"):
            duty.go_off_duty(by=mine.person, duty=mine)

    def test_that_is_shared_shows_each_scheme_of_the_pool_and_no_other(self, scheme, lead):
        pool, inside, outside = DutyPoolFactory(), SchemeFactory(), SchemeFactory()
        PoolSchemeFactory(pool=pool, scheme=scheme)
        PoolSchemeFactory(pool=pool, scheme=inside)

        duty.put_on_shared_duty(
            by=lead, scheme=scheme, pool=pool, person=lead, starts_at=NOW, ends_at=NOW + HOUR
        )

        assert parts_of(lead, inside) == {"phone"}
        assert parts_of(lead, outside) == frozenset()

    def test_that_is_shared_ends_for_a_scheme_that_leaves(self, scheme, lead):
        pool, inside = DutyPoolFactory(), SchemeFactory()
        theirs = SchemeMemberFactory(scheme=inside, part="lead").person
        PoolSchemeFactory(pool=pool, scheme=scheme)
        PoolSchemeFactory(pool=pool, scheme=inside)
        duty.put_on_shared_duty(
            by=lead, scheme=scheme, pool=pool, person=lead, starts_at=NOW, ends_at=NOW + HOUR
        )
        request = RequestFactory(scheme=inside, owner=lead, next_on=NOW + HOUR)

        duty.leave_pool(by=theirs, scheme=inside, pool=pool)

        assert parts_of(lead, inside) == frozenset()
        assert Request.objects.get(pk=request.pk).owner == theirs

    def test_is_put_by_nobody_for_a_scheme_outside_the_pool(self, scheme, lead):
        pool = DutyPoolFactory()
        PoolSchemeFactory(pool=pool, scheme=SchemeFactory())

        with pytest.raises(Refused, match="does not take part"):
            duty.put_on_shared_duty(
                by=lead, scheme=scheme, pool=pool, person=lead, starts_at=NOW, ends_at=NOW + HOUR
            )


class TestDescribing:
    def test_keeps_hours_in_order(self, scheme, lead):
        hours = [["we", "13:00", "17:00"], ["mo", "09:00", "12:30"]]

        schemes.describe_scheme(by=lead, scheme=scheme, hours=hours)

        assert Scheme.objects.get().hours == [hours[1], hours[0]]

    @pytest.mark.parametrize("told", [
        {"hours": [["mo", "12:00", "09:00"]]}, {"hours": [["xx", "09:00", "12:00"]]},
        {"words": {"name": "x" * 201}}, {"words": {"name": " "}}, {"postcode": "ZZ9 9ZZ"},
        {"money_limit": 50_000},
        {"edition": 99}, {"keep_months": 0},
    ])  # fmt: skip
    def test_refuses_what_cannot_be(self, scheme, lead, told):
        with pytest.raises(Refused):
            schemes.describe_scheme(by=lead, scheme=scheme, **told)

    def test_drops_no_request_with_a_need(self, scheme, lead):
        SchemeAreaFactory(scheme=scheme)
        served = SchemeNeedFactory(scheme=scheme)
        RequestFactory(scheme=scheme, need=served.term)

        schemes.drop_need(by=lead, scheme=scheme, term=served.term)

        assert Request.objects.count() == 1
