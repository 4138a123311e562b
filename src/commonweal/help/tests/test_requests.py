"""A request goes its way step by step, and nothing of it is lost or closed by itself."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import handing, holding, requests
from commonweal.help.actions.watching import nothing_lost, watch_requests
from commonweal.help.choices import FOLLOWS, OPEN_STATES, State
from commonweal.help.models import Client, Request
from commonweal.help.tests.factories import (
    DutyFactory,
    KeyholderFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    TryFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WATCH = Robot("watch")


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
def coordinator(scheme, lead):
    return SchemeMemberFactory(scheme=scheme, part="coordinator").person


def asked(scheme, **more):
    lead = scheme.members.get(part="lead").person
    return RequestFactory(scheme=scheme, owner=lead, next_on=NOW + HOUR, **more)


class TestWhoMayRunRequests:
    @pytest.mark.parametrize("somebody", [
        lambda scheme: Visitor(),
        lambda scheme: UserFactory(),
        lambda scheme: UserFactory(roles=["administrator"]),
        lambda scheme: SchemeMemberFactory(part="lead").person,
        lambda scheme: SchemeMemberFactory(scheme=scheme, part="phone").person,
        lambda scheme: SchemeMemberFactory(scheme=scheme, ended_at=NOW).person,
        lambda scheme: DutyFactory(
            scheme=scheme, starts_at=NOW - 9 * HOUR, ends_at=NOW - HOUR
        ).person,
        lambda scheme: DutyFactory(
            scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR, off_at=NOW
        ).person,
        lambda scheme: DutyFactory(starts_at=NOW - HOUR, ends_at=NOW + HOUR).person,
    ])  # fmt: skip
    def test_is_nobody_else(self, scheme, lead, somebody):
        request = asked(scheme, state="consented")

        with pytest.raises(PermissionDenied):
            requests.begin_triage(by=somebody(scheme), request=request)

        assert Request.objects.get().state == "consented"

    @pytest.mark.parametrize("somebody", [
        lambda scheme: SchemeMemberFactory(scheme=scheme, part="coordinator").person,
        lambda scheme: DutyFactory(
            scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR
        ).person,
    ])  # fmt: skip
    def test_is_whoever_coordinates_or_is_on_duty(self, scheme, lead, somebody):
        request = asked(scheme, state="consented")

        requests.begin_triage(by=somebody(scheme), request=request)

        assert Request.objects.get().state == "triage"


class TestEveryStep:
    def test_is_written_down(self, scheme, coordinator):
        request = asked(scheme, state="consented")

        requests.begin_triage(by=coordinator, request=request)
        requests.end_request(
            by=coordinator, request=request, how="not_possible", reason="Nobody drives there."
        )

        rows = list(request.transitions.order_by("number").values_list("before", "after", "by"))
        assert rows == [
            ("consented", "triage", coordinator.label),
            ("triage", "not_possible", coordinator.label),
        ]
        assert request.transitions.get(number=2).reason == "Nobody drives there."

    def test_is_refused_where_it_may_not_follow(self, scheme, coordinator):
        request = asked(scheme, state="consented")

        with pytest.raises(Refused, match="cannot go"):
            requests.end_request(by=coordinator, request=request, how="done")

    def test_is_refused_over_somebody_elses_change(self, scheme, coordinator):
        request = asked(scheme, state="consented")
        requests.begin_triage(by=coordinator, request=request, edition=1)

        with pytest.raises(Refused, match="changed this"):
            requests.end_request(by=coordinator, request=request, how="done", edition=1)

    def test_leads_out_of_every_open_state_to_a_close(self):
        def reaches(state, seen):
            if state == State.CLOSED:
                return True
            return any(reaches(n, {*seen, n}) for n in FOLLOWS[state] if n not in seen)

        assert all(reaches(state, {state}) for state in OPEN_STATES)


class TestTheDatabase:
    @pytest.mark.parametrize("without", [{"owner": None}, {"next_on": None}])
    def test_keeps_no_open_request_without_an_owner_or_a_day(self, without):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestFactory(**without)

    def test_closes_nothing_without_an_outcome(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestFactory(state="closed", outcome="")


class TestEnding:
    def test_needs_a_reason_where_it_was_not_done(self, scheme, coordinator):
        with pytest.raises(Refused, match="Say why"):
            requests.end_request(by=coordinator, request=asked(scheme), how="withdrawn")

    def test_lets_the_helper_go_and_leaves_the_address_open_for_a_day(self, scheme, coordinator):
        request = asked(scheme, state="in_progress")
        match = MatchFactory(request=request)
        visit = VisitFactory(match=match, starts_at=NOW - 3 * HOUR, expected_end=NOW - 2 * HOUR)
        VisitFactory(match=match, starts_at=NOW + 3 * HOUR, expected_end=NOW + 4 * HOUR)
        type(visit).objects.filter(pk=visit.pk).update(standing="over")
        offer = OfferFactory(request=request)

        requests.end_request(by=coordinator, request=request, how="done")

        match.refresh_from_db()
        offer.refresh_from_db()
        assert match.end == "completed"
        assert match.see_until == NOW - 2 * HOUR + 24 * HOUR
        assert offer.answer == "withdrawn"
        assert not match.visits.filter(standing="planned").exists()

    def test_is_followed_by_asking_before_it_closes(self, scheme, coordinator):
        request = asked(scheme, state="in_progress")
        requests.end_request(by=coordinator, request=request, how="done")
        requests.ask_how_it_went(by=coordinator, request=request)

        with pytest.raises(Refused, match="Ask them first"):
            requests.close_request(by=coordinator, request=request)
        for _ in range(2):
            TryFactory(request=request, at=NOW, outcome="no_answer")
        with pytest.raises(Refused, match="Ask them first"):
            requests.close_request(by=coordinator, request=request)
        requests.note_try(by=coordinator, request=request, way="phone", outcome="reached")
        requests.close_request(by=coordinator, request=request, said="All well.")

        request.refresh_from_db()
        assert (request.state, request.outcome, request.next_on) == ("closed", "done", None)

    def test_tries_of_before_do_not_count(self, scheme, coordinator):
        request = asked(scheme, state="in_progress")
        TryFactory(request=request, at=NOW - HOUR, outcome="reached")
        requests.end_request(by=coordinator, request=request, how="done")
        requests.ask_how_it_went(by=coordinator, request=request)

        with pytest.raises(Refused, match="Ask them first"):
            requests.close_request(by=coordinator, request=request)


class TestReopening:
    def test_makes_a_new_request_tied_to_the_old(self, scheme, coordinator):
        old = asked(scheme, state="closed", outcome="done", ended_at=NOW)

        new = requests.reopen_request(by=coordinator, request=old, reason="It came back.")

        old.refresh_from_db()
        assert (new.again, new.state, old.state) == (old, "consented", "closed")
        assert new.owner is not None
        assert new.next_on > NOW

    def test_is_refused_while_it_is_open(self, scheme, coordinator):
        with pytest.raises(Refused, match="still open"):
            requests.reopen_request(by=coordinator, request=asked(scheme), reason="Again.")


class TestUrgency:
    @pytest.mark.parametrize(("urgency", "hours"), [("hours", 4), ("today", 14), ("days", 86)])
    def test_says_by_when(self, scheme, coordinator, urgency, hours):
        request = requests.set_urgency(by=coordinator, request=asked(scheme), urgency=urgency)

        assert request.due_at == NOW + hours * HOUR
        assert request.urgency_by == coordinator.label

    def test_that_is_planned_has_a_day_to_come(self, scheme, coordinator):
        for day in (None, NOW.date() - dt.timedelta(days=1)):
            with pytest.raises(Refused, match="for which day"):
                requests.set_urgency(
                    by=coordinator, request=asked(scheme), urgency="planned", planned=day
                )


class TestTries:
    def test_ring_no_keyholder_who_was_not_named(self, scheme, coordinator):
        request = asked(scheme)

        with pytest.raises(Refused, match="no keyholder"):
            requests.note_try(
                by=coordinator, request=request, way="phone", outcome="reached", keyholder=True
            )
        KeyholderFactory(client=request.client)
        requests.note_try(
            by=coordinator, request=request, way="phone", outcome="reached", keyholder=True
        )

    def test_close_nothing(self, scheme, coordinator):
        request = asked(scheme)

        for _ in range(9):
            requests.note_try(by=coordinator, request=request, way="phone", outcome="no_answer")

        request.refresh_from_db()
        assert request.state == "triage"


class TestOwners:
    def test_are_on_duty_or_lead(self, scheme, lead, coordinator):
        request = asked(scheme)

        with pytest.raises(Refused, match="not on duty"):
            requests.give_to(by=coordinator, request=request, person=coordinator)
        on_duty = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR).person
        requests.give_to(by=coordinator, request=request, person=on_duty)

        request.refresh_from_db()
        assert request.owner == on_duty
        assert request.ownings.get().owner == on_duty

    def test_who_go_off_duty_are_replaced_within_the_minute(self, scheme, lead):
        first = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        request = RequestFactory(scheme=scheme, owner=first.person, next_on=NOW + 9 * HOUR)
        assert nothing_lost(NOW) == []
        first.off_at = NOW
        type(first).objects.filter(pk=first.pk).update(off_at=NOW)
        assert nothing_lost(NOW) == [request]

        done = watch_requests(by=WATCH)

        request.refresh_from_db()
        assert request.owner == lead
        assert done["owned"] == 1
        assert nothing_lost(NOW) == []

    def test_are_those_with_least_to_do(self, scheme, lead):
        busy, free = (
            DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR).person
            for _ in range(2)
        )
        RequestFactory(scheme=scheme, owner=busy, next_on=NOW + HOUR)
        adrift = RequestFactory(scheme=scheme, owner=UserFactory(), next_on=NOW + HOUR)

        watch_requests(by=WATCH)

        adrift.refresh_from_db()
        assert adrift.owner == free

    def test_that_a_scheme_lacks_are_told_of(self):
        request = RequestFactory(next_on=NOW + HOUR)

        assert watch_requests(by=WATCH)["nobody"] == 1

        request.refresh_from_db()
        assert request.state == "triage"


class TestADayThatPasses:
    def test_brings_it_before_its_owner_and_then_before_the_lead(self, scheme, lead, now):
        duty = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + 9 * HOUR)
        request = RequestFactory(scheme=scheme, owner=duty.person, next_on=NOW - HOUR)

        watch_requests(by=WATCH)
        request.refresh_from_db()
        assert (request.owner, request.next_on > NOW) == (duty.person, True)
        now.shift(2 * HOUR)
        watch_requests(by=WATCH)

        request.refresh_from_db()
        assert request.owner == lead
        assert request.state == "triage"

    def test_may_not_be_chosen(self, scheme, coordinator):
        with pytest.raises(Refused, match="still to come"):
            requests.set_next(by=coordinator, request=asked(scheme), at=NOW)


class TestAHold:
    def test_is_put_by_whoever_guards_only(self, scheme, coordinator):
        with pytest.raises(PermissionDenied):
            holding.hold_request(by=coordinator, request=asked(scheme))

    def test_takes_the_request_from_its_helper_at_once(self, scheme, lead):
        guard = SchemeMemberFactory(scheme=scheme, part="coordinator", guards="lead").person
        request = asked(scheme, state="assigned")
        match = MatchFactory(request=request)

        holding.hold_request(by=guard, request=request)

        request.refresh_from_db()
        match.refresh_from_db()
        assert (request.state, request.held) == ("triage", True)
        assert (match.end, match.see_until) == ("held", NOW)
        assert not Request.objects.matchable().exists()


class TestHandingOver:
    @pytest.fixture
    def other(self):
        scheme = SchemeFactory()
        SchemeMemberFactory(scheme=scheme, part="lead")
        return scheme

    def test_waits_for_the_person(self, scheme, coordinator, other):
        request = asked(scheme)
        theirs = other.members.get().person
        over = handing.begin_hand_over(
            by=coordinator, request=request, to_scheme=other, why="They have a driver."
        )

        with pytest.raises(Refused, match="not agreed"):
            handing.take_over(by=theirs, hand_over=over, to_scheme=other)
        with pytest.raises(Refused, match="Tell them first"):
            handing.note_answer(by=coordinator, hand_over=over, answer="agreed")

        assert Client.objects.filter(scheme=other).count() == 0

    def test_goes_on_where_the_wait_began(self, scheme, coordinator, other):
        request = asked(scheme, asked_at=NOW - 50 * HOUR)
        theirs = other.members.get().person
        over = handing.begin_hand_over(
            by=coordinator, request=request, to_scheme=other, why="They have a driver."
        )
        handing.note_told(by=coordinator, hand_over=over, way="phone")
        handing.note_answer(by=coordinator, hand_over=over, answer="agreed")

        new = handing.take_over(by=theirs, hand_over=over, to_scheme=other)

        request.refresh_from_db()
        assert (new.scheme, new.asked_at, new.state) == (other, request.asked_at, "consented")
        assert new.client.name == "Olive Marsh"
        assert new.client != request.client
        assert request.state == "closed"

    @pytest.mark.parametrize("answer", ["refused", "silent"])
    def test_stays_with_a_person_where_they_do_not_agree(self, scheme, coordinator, other, answer):
        request = asked(scheme)
        over = handing.begin_hand_over(
            by=coordinator, request=request, to_scheme=other, why="They have a driver."
        )
        handing.note_told(by=coordinator, hand_over=over, way="phone")

        handing.note_answer(by=coordinator, hand_over=over, answer=answer)

        request.refresh_from_db()
        assert (request.state, request.scheme) == ("triage", scheme)
        with pytest.raises(Refused, match="is over"):
            handing.take_over(by=other.members.get().person, hand_over=over, to_scheme=other)

    def test_is_not_taken_by_a_third_scheme(self, scheme, coordinator, other):
        third = SchemeMemberFactory(part="lead")
        over = handing.begin_hand_over(
            by=coordinator, request=asked(scheme), to_scheme=other, why="They have a driver."
        )
        handing.note_told(by=coordinator, hand_over=over, way="phone")
        handing.note_answer(by=coordinator, hand_over=over, answer="agreed")

        with pytest.raises(PermissionDenied):
            handing.take_over(by=third.person, hand_over=over, to_scheme=other)
        with pytest.raises(Refused, match="another scheme"):
            handing.take_over(by=third.person, hand_over=over, to_scheme=third.scheme)

    def test_never_passes_on_a_case_of_abuse(self, scheme, coordinator, other):
        request = asked(scheme)
        type(request.client).objects.filter(pk=request.client_id).update(abuse=True)

        with pytest.raises(Refused, match="put the person through"):
            handing.begin_hand_over(by=coordinator, request=request, to_scheme=other, why="x")
