"""People agree, are tried at different times, say what changed, and want some things every week."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.help.actions import grounds, handing, members, offering, people, requests
from commonweal.help.actions.recurring_visits import next_visits
from commonweal.help.actions.repeating import set_repeat
from commonweal.help.actions.visits import begin_visit
from commonweal.help.asked import read
from commonweal.help.models import Client, Duty, Offer, Request
from commonweal.help.reports.addresses import is_open
from commonweal.help.reports.one_request import waits_of
from commonweal.help.tests.asking_given import TOLD
from commonweal.help.tests.factories import (
    DutyFactory,
    HelperFactory,
    KeyholderFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    TryFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HOUSE = Robot("house")
YES = {"purpose": "help", "basis": "consent", "given_by": "They themselves"}


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
def phone(scheme, lead):
    return SchemeMemberFactory(scheme=scheme, part="coordinator").person


def asked(scheme, lead, **more):
    more = {"asked_at": NOW, "state_since": NOW} | more
    return RequestFactory(scheme=scheme, owner=lead, next_on=NOW + HOUR, **more)


class TestAYes:
    def test_lets_a_helper_be_looked_for_once_they_were_read_the_notice(self, scheme, lead, phone):
        request = asked(scheme, lead, may_match=False)

        with pytest.raises(Refused, match="Read the notice"):
            grounds.note_ground(by=phone, client=request.client, **YES)
        grounds.note_ground(by=phone, client=request.client, script="2026-1", **YES)

        request.refresh_from_db()
        assert (request.may_match, request.next_what) == (True, grounds.AGREED_NOW)
        assert Request.objects.matchable().get() == request

    def test_that_was_never_given_lets_nobody_be_looked_for(self, scheme, lead, phone):
        request = asked(scheme, lead, may_match=False)

        grounds.note_ground(
            by=phone, client=request.client, purpose="help", basis="legitimate", why="Frail.",
            script="2026-1",
        )  # fmt: skip

        request.refresh_from_db()
        assert not request.may_match

    def test_that_ran_out_stops_looking_and_takes_back_what_was_asked(self, scheme, lead, phone):
        request = asked(scheme, lead)
        offer = OfferFactory(request=request)
        grounds.note_ground(
            by=phone, client=request.client, expires_on=NOW.date() + dt.timedelta(days=1), **YES
        )
        assert grounds.stop_what_ran_out(by=HOUSE) == 0

        with time_machine.travel(NOW + 48 * HOUR, tick=False):
            assert grounds.stop_what_ran_out(by=HOUSE) == 1
            assert grounds.stop_what_ran_out(by=HOUSE) == 0

        request.refresh_from_db()
        assert (request.may_match, request.next_what) == (False, grounds.RAN_OUT)
        assert Offer.objects.get(pk=offer.pk).answer == "withdrawn"

    def test_that_is_withdrawn_by_telephone_shuts_the_address_and_nobody_goes(
        self, scheme, lead, phone
    ):
        request = asked(scheme, lead, state="assigned")
        match = MatchFactory(request=request, helper=HelperFactory(scheme=scheme), at=NOW)
        visit = VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)
        ground = grounds.note_ground(by=phone, client=request.client, **YES)
        assert is_open(match, NOW)

        grounds.end_ground(by=phone, ground=ground, way="phone")

        assert not is_open(match, NOW)
        with pytest.raises(Refused, match="Do not go"):
            begin_visit(by=phone, visit=visit)

    def test_is_asked_for_and_let_on_its_pages(self, client, scheme, lead):
        request = asked(scheme, lead, may_match=False)
        at = [scheme.slug, request.uuid]
        client.force_login(lead)

        page = client.get(reverse("request", args=at)).content.decode()
        assert reverse("request_let", args=at) in page
        form = client.get(reverse("request_ground_add", args=at)).content.decode()
        assert "They themselves" in form
        client.post(reverse("request_let", args=at), {"why": "No food in the house."})

        request.refresh_from_db()
        assert (request.may_match, request.may_match_why) == (True, "No food in the house.")
        told = {**YES, "way": "phone", "read": "on"}
        client.post(reverse("request_ground_add", args=at), told)
        request.refresh_from_db()
        assert (request.may_match, request.may_match_why) == (True, "")


class TestTries:
    def test_come_on_another_day_at_another_time_unless_somebody_says_when(
        self, scheme, lead, phone
    ):
        request = asked(scheme, lead)

        requests.note_try(by=phone, request=request, way="phone", outcome="no_answer")

        request.refresh_from_db()
        assert request.next_on == dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)

    def test_are_three_only_at_three_different_times(self, scheme, lead, phone):
        request = asked(scheme, lead, state="follow_up", outcome="done", ended_at=NOW - 99 * HOUR)
        for _ in range(3):
            TryFactory(request=request, at=NOW, outcome="no_answer")

        with pytest.raises(Refused, match="Ask them first"):
            requests.close_request(by=phone, request=request)
        for hours in (20, 24):
            TryFactory(request=request, at=NOW - hours * HOUR, outcome="no_answer")
        requests.close_request(by=phone, request=request)

    def test_never_reach_for_the_keyholder_of_somebody_who_is_unsafe(self, scheme, lead, phone):
        request = asked(scheme, lead, client__abuse=True)
        KeyholderFactory(client=request.client)

        with pytest.raises(Refused, match="only their safe way"):
            requests.note_try(
                by=phone, request=request, way="phone", outcome="reached", keyholder=True
            )


def test_waiting_for_the_person_stops_the_clock_of_the_scheme_and_not_theirs(
    scheme, lead, phone, now
):
    request = asked(scheme, lead, due_at=NOW + 4 * HOUR)
    requests.wait_for_person(by=phone, request=request, until=NOW + 9 * HOUR, what="A day")
    now.shift(6 * HOUR)

    requests.back_from_waiting(by=phone, request=request)

    request.refresh_from_db()
    assert request.due_at == NOW + 10 * HOUR
    waits = waits_of(request, NOW + 7 * HOUR)
    assert (waits.published, waits.scheme, waits.paused) == ("7 h", "1 h", True)


class TestHandingOver:
    @pytest.fixture
    def other(self):
        return SchemeMemberFactory(part="lead")

    def test_is_not_for_what_is_on_hold_before_or_after_they_agreed(
        self, scheme, lead, phone, other
    ):
        request = asked(scheme, lead)
        on = {"to_scheme": other.scheme}
        over = handing.begin_hand_over(by=phone, request=request, why="Nearer.", **on)
        handing.note_told(by=phone, hand_over=over, way="phone")
        handing.note_answer(by=phone, hand_over=over, answer="agreed")
        Request.objects.filter(pk=request.pk).update(held=True)

        with pytest.raises(Refused, match="cannot be taken on"):
            handing.take_over(by=other.person, hand_over=over, **on)
        held = asked(scheme, lead, held=True)
        with pytest.raises(Refused, match="on hold"):
            handing.begin_hand_over(by=phone, request=held, why="Nearer.", **on)

    @pytest.fixture
    def agreed(self, scheme, lead, phone, other):
        request = asked(scheme, lead)
        over = handing.begin_hand_over(
            by=phone, request=request, to_scheme=other.scheme, why="Nearer."
        )
        handing.note_told(by=phone, hand_over=over, way="phone")
        return handing.note_answer(by=phone, hand_over=over, answer="agreed")

    def test_copies_what_the_work_needs_and_nothing_else(self, agreed, other):
        old = agreed.request.client
        with given():
            people.tell(old, {
                "phone": "07700 900001", "address": "3 Staithe Lane", "access": "Ring twice",
                "born": "1941-02-03",
            })  # fmt: skip

        new = handing.take_over(by=other.person, hand_over=agreed, to_scheme=other.scheme).client

        assert (new.phone, new.address, new.access) == (old.phone, old.address, old.access)
        assert new.born == ""
        assert not new.marks.filter(mark__in=old.marks.values("mark")).exists()
        assert new.uuid != old.uuid

    @pytest.mark.parametrize("becomes", [{"abuse": True}, {"forgotten_on": NOW.date()}])
    def test_is_never_of_somebody_in_danger_or_forgotten(self, agreed, other, becomes):
        Client.objects.update(**becomes)

        with pytest.raises(Refused, match="no longer be taken over"):
            handing.take_over(by=other.person, hand_over=agreed, to_scheme=other.scheme)
        assert not Client.objects.filter(scheme=other.scheme).exists()

    def test_is_not_begun_for_somebody_in_danger(self, scheme, lead, phone, other):
        request = asked(scheme, lead)
        Client.objects.update(abuse=True)

        with pytest.raises(Refused, match="never passed on"):
            handing.begin_hand_over(
                by=phone, request=Request.objects.get(), to_scheme=other.scheme, why="Nearer."
            )
        assert not request.hand_overs.exists()

    def test_keeps_how_often_it_is_wanted(self, scheme, lead, phone, other):
        request = asked(scheme, lead, rule="FREQ=WEEKLY")
        on = {"to_scheme": other.scheme}
        over = handing.begin_hand_over(by=phone, request=request, why="Nearer.", **on)
        handing.note_told(by=phone, hand_over=over, way="phone")
        handing.note_answer(by=phone, hand_over=over, answer="agreed")

        new = handing.take_over(by=other.person, hand_over=over, **on)

        assert new.rule == "FREQ=WEEKLY"
        assert new.ownings.get().owner == other.person


def test_whoever_left_is_on_duty_no_more_and_answers_for_nothing(scheme, lead):
    member = SchemeMemberFactory(scheme=scheme, part="phone")
    DutyFactory(scheme=scheme, person=member.person, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    request = asked(scheme, member.person)

    members.end_member(by=lead, member=member)

    request.refresh_from_db()
    assert request.owner == lead
    assert not Duty.objects.at(NOW).exists()


@pytest.mark.parametrize("wrong", [["nine", "ten"], ["20:00", "18:00"], "ab"])
def test_hours_that_are_none_are_refused(wrong):
    kept = {"hours": [["09:00", "12:00"]]}
    assert read(TOLD | {"safe": kept}).person["safe"]["hours"] == [["09:00", "12:00"]]

    with pytest.raises(Refused, match="Safe hours"):
        read(TOLD | {"safe": {"hours": [*kept["hours"], wrong]}})


class TestWhatRepeats:
    FIRST = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)

    def test_is_visited_again_by_the_same_helper(self, scheme, lead, phone):
        request = asked(scheme, lead, state="assigned")
        match = MatchFactory(request=request, helper=HelperFactory(scheme=scheme, phone=""))

        set_repeat(by=phone, request=request, often="week", begins=self.FIRST, minutes=45)
        next_visits(by=HOUSE)

        visits = match.visits.order_by("starts_at")
        assert [v.starts_at for v in visits] == [self.FIRST, self.FIRST + 7 * 24 * HOUR]
        assert {v.minutes for v in visits} == {45}

    def test_is_not_planned_for_a_helper_without_what_it_takes(self, scheme, lead, phone):
        request = asked(scheme, lead, state="assigned")
        SchemeNeedFactory(scheme=scheme, term=request.need, confirmed_at=None)
        match = MatchFactory(request=request, helper=HelperFactory(scheme=scheme))
        set_repeat(by=phone, request=request, often="week", begins=self.FIRST)

        next_visits(by=HOUSE)

        request.refresh_from_db()
        assert not match.visits.exists()
        assert "see to it" in request.next_what

    @pytest.mark.parametrize(("told", "why"), [
        ({"often": "hour"}, "how often"),
        ({"often": "week"}, "which day"),
        ({"often": "week", "begins": FIRST, "minutes": 1}, "5 minutes"),
        ({"often": "week", "begins": FIRST + 9 * HOUR, "minutes": 90}, "midnight"),
        ({"often": "week", "begins": FIRST, "until": dt.date(2026, 3, 4)}, "last day"),
    ])  # fmt: skip
    def test_cannot_be_what_cannot_be(self, scheme, lead, phone, told, why):
        with pytest.raises(Refused, match=why):
            set_repeat(by=phone, request=asked(scheme, lead), **told)

    def test_is_said_on_its_page_and_read_again(self, client, scheme, lead):
        request = asked(scheme, lead)
        at = reverse("request_repeat", args=[scheme.slug, request.uuid])
        client.force_login(lead)

        client.post(at, {
            "often": "fortnight", "begins_day": "2026-03-05", "begins_time": "14:00",
            "minutes": "45",
        })  # fmt: skip

        request.refresh_from_db()
        assert request.rule == "FREQ=WEEKLY;INTERVAL=2"
        assert client.get(at).context["form"].initial["begins"] == self.FIRST
        page = client.get(reverse("request", args=[scheme.slug, request.uuid]))
        assert "Every second week" in page.content.decode()


def test_a_yes_is_not_taken_from_a_helper_who_lacks_by_now_what_it_takes(scheme, lead):
    request = asked(scheme, lead)
    offer = OfferFactory(
        request=request, helper=HelperFactory(scheme=scheme), expires_at=NOW + HOUR
    )
    SchemeNeedFactory(scheme=scheme, term=request.need, wanted="enhanced", confirmed_at=None)

    with pytest.raises(Refused, match="no longer needed"):
        offering.answer_offer(by=lead, offer=offer, yes=True)
