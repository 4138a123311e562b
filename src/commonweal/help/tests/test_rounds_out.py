"""Parcels go out on rounds and nobody is forgotten at a door; what was said later stays."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions.doors import forget_rounds, say_at_door, settle_stop
from commonweal.help.actions.giving import give
from commonweal.help.actions.round_sheets import (
    call_off_round,
    make_driver_link,
    revoke_driver_link,
    sign_back,
    sign_out,
)
from commonweal.help.actions.rounds import change_driver, order_stops, plan_round
from commonweal.help.actions.rounds_together import Car, plan_rounds
from commonweal.help.actions.stops import add_stops, describe_stop, move_stop, take_off_round
from commonweal.help.actions.watching import nothing_lost
from commonweal.help.models import Given, Request, Round, Stop
from commonweal.help.reports.board import board_of
from commonweal.help.reports.rounds import jobs_of_rounds, round_now
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    HelperFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    RoundFactory,
    SchemeFactory,
    SchemeMemberFactory,
    StopFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
GIFT = {"kind": "parcel", "what": "", "adults": 1, "children": 2, "basis": "people", "days": 3}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory(easting=623000, northing=308000)


@pytest.fixture
def coordinator(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def driver(scheme):
    return HelperFactory(scheme=scheme)


@pytest.fixture
def planned(scheme, coordinator, driver):
    return plan_round(by=coordinator, scheme=scheme, on=TODAY, name="River side", driver=driver)


def asked(scheme, **more):
    lead = scheme.members.get(part="lead").person
    return RequestFactory(scheme=scheme, owner=lead, next_on=NOW + 5 * HOUR, **more)


def out_with(round, coordinator, *requests, gives=GIFT):
    """The round, out, with a stop for each request."""
    add_stops(by=coordinator, round=round, requests=requests, items="A parcel", gives=gives)
    sign_out(by=coordinator, round=round)
    return list(round.stops.order_by("position"))


def link_of(stop):
    return LinkHolder(f"help.stop:{stop.pk}", label="the driver")


class TestPlanning:
    def test_numbers_the_rounds_of_a_scheme(self, scheme, coordinator, planned):
        again = plan_round(by=coordinator, scheme=scheme, on=TODAY, name="Hill side")

        assert (planned.number, again.number) == (1, 2)

    def test_refuses_a_day_that_passed_and_a_helper_who_may_not_drive(self, scheme, coordinator):
        at = {"by": coordinator, "scheme": scheme, "name": "x"}
        with pytest.raises(Refused, match="passed"):
            plan_round(on=TODAY - dt.timedelta(days=1), **at)
        for helper in (HelperFactory(scheme=scheme, standing="suspended"), HelperFactory()):
            with pytest.raises(Refused):
                plan_round(on=TODAY, driver=helper, **at)

    def test_goes_the_short_way_round(self, scheme, coordinator, planned):
        far = [(3000, 0), (1000, 0), (2000, 0)]
        for metres, north in far:
            spot = {"easting": 623000 + metres, "northing": 308000 + north}
            client = ClientFactory(scheme=scheme, spot=spot, called=str(metres))
            add_stops(by=coordinator, round=planned, clients=[client])
        nowhere = ClientFactory(scheme=scheme, spot={}, called="nowhere")
        add_stops(by=coordinator, round=planned, clients=[nowhere])

        done = order_stops(by=coordinator, round=planned)

        names = [s.client.called for s in planned.stops.order_by("position")]
        assert names in (["1000", "2000", "3000", "nowhere"], ["3000", "2000", "1000", "nowhere"])
        assert done.metres == 6000

    def test_goes_as_a_person_says(self, scheme, coordinator, planned):
        stops = add_stops(
            by=coordinator, round=planned, clients=ClientFactory.create_batch(3, scheme=scheme)
        )
        order = [stops[2].pk, stops[0].pk, stops[1].pk]

        order_stops(by=coordinator, round=planned, order=order)

        assert list(planned.stops.order_by("position").values_list("pk", flat=True)) == order
        for wrong in (order[:2], [*order[:2], order[0]], [*order, 1]):
            with pytest.raises(Refused, match="left out, or there twice"):
                order_stops(by=coordinator, round=planned, order=wrong)

    def test_does_not_write_over_what_somebody_else_changed(self, scheme, coordinator, planned):
        read = planned.edition
        add_stops(by=coordinator, round=planned, clients=[ClientFactory(scheme=scheme)])

        with pytest.raises(Refused, match="Somebody changed this round"):
            order_stops(by=coordinator, round=planned, edition=read)

    def test_moves_up_those_behind_a_door_that_was_taken_off(self, scheme, coordinator, planned):
        stops = add_stops(
            by=coordinator, round=planned, clients=ClientFactory.create_batch(3, scheme=scheme)
        )

        take_off_round(by=coordinator, stop=stops[0])

        assert list(planned.stops.order_by("position").values_list("position", flat=True)) == [1, 2]

    def test_knows_the_allergies_that_were_told_before(self, scheme, coordinator, planned):
        client = ClientFactory(scheme=scheme)
        told = {k: v for k, v in GIFT.items() if k != "what"}
        give(by=coordinator, scheme=scheme, on=TODAY, client=client, allergens="peanuts", **told)

        (stop,) = add_stops(by=coordinator, round=planned, clients=[client])

        assert stop.allergens == "peanuts"
        described = describe_stop(by=coordinator, stop=stop, items="Two bags", allergens="")
        assert (described.allergens, described.items) == ("", "Two bags")


class TestADoor:
    def test_is_not_of_somebody_who_is_reached_by_a_safe_contact_only(
        self, scheme, coordinator, planned
    ):
        hidden = ClientFactory(scheme=scheme, abuse=True)

        with pytest.raises(Refused, match="goes on no sheet"):
            add_stops(by=coordinator, round=planned, clients=[hidden])

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"held": True}, "on hold"),
            ({"may_match": False}, "has not agreed"),
            ({"state": "consented"}, "look at it first"),
            ({"state": "waiting"}, "look at it first"),
        ],
    )
    def test_is_not_of_a_request_that_may_not_be_answered(
        self, scheme, coordinator, planned, more, why
    ):
        with pytest.raises(Refused, match=why):
            add_stops(by=coordinator, round=planned, requests=[asked(scheme, **more)])

    def test_is_not_of_somebody_who_asked_not_to_be_contacted(self, scheme, coordinator, planned):
        quiet = ClientFactory(scheme=scheme, do_not_contact=True)

        with pytest.raises(Refused, match="not to be contacted"):
            add_stops(by=coordinator, round=planned, clients=[quiet])

    def test_may_be_of_an_essential_on_hold(self, scheme, coordinator, planned):
        held = asked(scheme, held=True, essential=True)

        assert add_stops(by=coordinator, round=planned, requests=[held])

    def test_is_on_one_round_of_a_day(self, scheme, coordinator, planned):
        request = asked(scheme)
        add_stops(by=coordinator, round=planned, requests=[request])
        other = plan_round(by=coordinator, scheme=scheme, on=TODAY, name="Hill side")

        with pytest.raises(Refused, match="already"):
            add_stops(by=coordinator, round=other, requests=[request])
        call_off_round(by=coordinator, round=planned, reason="Snow")
        assert add_stops(by=coordinator, round=other, requests=[request])

    def test_of_another_scheme_is_refused_and_then_none_is_added(
        self, scheme, coordinator, planned
    ):
        with pytest.raises(Refused, match="not of this scheme"):
            add_stops(by=coordinator, round=planned, requests=[asked(scheme), RequestFactory()])

        assert planned.stops.count() == 0

    def test_without_an_address_is_refused(self, scheme, coordinator, planned):
        with pytest.raises(Refused, match="where Olive lives"):
            add_stops(
                by=coordinator, round=planned, clients=[ClientFactory(scheme=scheme, address="")]
            )

    def test_gives_nothing_that_could_not_be_counted(self, scheme, coordinator, planned):
        for wrong in (
            {**GIFT, "days": 4},
            {**GIFT, "basis": ""},
            {**GIFT, "adults": 0, "children": 0},
        ):
            with pytest.raises(Refused):
                add_stops(by=coordinator, round=planned, requests=[asked(scheme)], gives=wrong)


class TestASheet:
    def test_goes_out_with_a_driver_with_stops_and_not_with_more_than_the_car_holds(
        self, scheme, coordinator, driver
    ):
        round = plan_round(by=coordinator, scheme=scheme, on=TODAY, name="x", holds=3)
        with pytest.raises(Refused, match="who drives"):
            sign_out(by=coordinator, round=round)
        change_driver(by=coordinator, round=round, driver=driver, holds=3)
        with pytest.raises(Refused, match="no stop"):
            sign_out(by=coordinator, round=round)
        add_stops(by=coordinator, round=round, requests=[asked(scheme), asked(scheme)], load=2)

        with pytest.raises(Refused, match="holds 3, and this is 4"):
            sign_out(by=coordinator, round=round)

    def test_begins_what_it_answers_and_takes_it_off_others(self, scheme, coordinator, planned):
        request = asked(scheme)
        offer = OfferFactory(request=request)

        out_with(planned, coordinator, request)

        request.refresh_from_db()
        offer.refresh_from_db()
        assert (request.state, offer.answer) == ("in_progress", "withdrawn")

    def test_does_not_go_out_to_somebody_put_on_hold_meanwhile(self, scheme, coordinator, planned):
        request = asked(scheme)
        add_stops(by=coordinator, round=planned, requests=[request])
        Request.objects.filter(pk=request.pk).update(held=True)

        with pytest.raises(Refused, match="on hold"):
            sign_out(by=coordinator, round=planned)

    def test_does_not_go_out_to_somebody_who_is_by_now_reached_safely_only(
        self, scheme, coordinator, planned
    ):
        request = asked(scheme)
        add_stops(by=coordinator, round=planned, requests=[request])
        type(request.client).objects.filter(pk=request.client_id).update(abuse=True)

        with pytest.raises(Refused, match="no sheet any more"):
            sign_out(by=coordinator, round=planned)

    def test_leaves_a_request_with_its_helper_when_nobody_came_to_the_door(
        self, scheme, coordinator, planned
    ):
        request = asked(scheme, state="assigned")
        MatchFactory(request=request)
        (stop,) = out_with(planned, coordinator, request)

        say_at_door(by=coordinator, stop=stop, outcome="nobody", said_at=NOW)

        request.refresh_from_db()
        assert request.state == "in_progress"
        assert request.next_on <= NOW + 15 * MINUTE

    def test_comes_back_with_a_word_for_every_door_and_closes_the_link(
        self, scheme, coordinator, planned
    ):
        first, second = out_with(planned, coordinator, asked(scheme), asked(scheme))
        make_driver_link(by=coordinator, round=planned, until=NOW + 8 * HOUR)
        say_at_door(by=coordinator, stop=first, outcome="handed", said_at=NOW)
        with pytest.raises(Refused, match="what happened at 2"):
            sign_back(by=coordinator, round=planned)
        say_at_door(by=coordinator, stop=second, outcome="nobody", said_at=NOW)

        back = sign_back(by=coordinator, round=planned)

        assert (back.standing, back.digest) == ("back", None)
        with pytest.raises(Refused, match="not out"):
            say_at_door(by=coordinator, stop=second, outcome="handed", said_at=NOW)

    def test_that_was_called_off_gives_its_requests_back(self, scheme, coordinator, planned):
        request = asked(scheme)
        out_with(planned, coordinator, request)

        call_off_round(by=coordinator, round=planned, reason="The van broke down")

        request.refresh_from_db()
        assert request.state == "triage"
        assert nothing_lost(NOW) == []

    def test_is_not_called_off_once_somebody_was_at_a_door(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        say_at_door(by=coordinator, stop=stop, outcome="handed", said_at=NOW)

        with pytest.raises(Refused, match="at a door already"):
            call_off_round(by=coordinator, round=planned, reason="Late")

    def test_that_is_not_back_by_evening_is_a_job(self, scheme, coordinator, planned, now):
        out_with(planned, coordinator, asked(scheme))
        assert jobs_of_rounds(scheme, NOW) == ([], [])
        now.move_to(dt.datetime(2026, 3, 3, 18, 30, tzinfo=dt.UTC))

        (job,) = jobs_of_rounds(scheme, dt.datetime(2026, 3, 3, 18, 30, tzinfo=dt.UTC))[0]

        assert "Sheet 1" in job.what
        assert job.what in [j.what for j in board_of(scheme, NOW + 9 * HOUR).now]


class TestAtTheDoor:
    def test_counts_as_given_what_was_handed_over_once(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))

        for _ in range(3):
            say_at_door(
                by=link_of_open(planned, coordinator, stop),
                stop=stop,
                outcome="handed",
                said_at=NOW,
            )

        given = Given.objects.get()
        assert (given.adults, given.children, given.basis, given.stop) == (1, 2, "people", stop)

    def test_keeps_the_later_word_whatever_is_heard_first(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        holder = link_of_open(planned, coordinator, stop)
        say_at_door(by=holder, stop=stop, outcome="handed", said_at=NOW + 10 * MINUTE)

        say_at_door(by=holder, stop=stop, outcome="nobody", said_at=NOW + 5 * MINUTE)

        stop.refresh_from_db()
        assert stop.outcome == "handed"
        assert Given.objects.counted().count() == 1

    def test_keeps_the_later_of_two_equal_words(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        holder = link_of_open(planned, coordinator, stop)
        for outcome, minutes in (("nobody", 0), ("nobody", 10), ("handed", 5)):
            said = NOW + minutes * MINUTE
            say_at_door(by=holder, stop=stop, outcome=outcome, said_at=said)

        stop.refresh_from_db()
        assert stop.outcome == "nobody"

    def test_lets_whoever_runs_the_round_put_it_right_though_a_telephone_runs_fast(
        self, scheme, coordinator, planned
    ):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        holder = link_of_open(planned, coordinator, stop)
        say_at_door(by=holder, stop=stop, outcome="handed", said_at=NOW + dt.timedelta(days=900))

        say_at_door(by=coordinator, stop=stop, outcome="nobody", said_at=NOW)

        stop.refresh_from_db()
        assert stop.outcome == "nobody"
        assert stop.said_at < NOW + dt.timedelta(days=2)

    def test_counts_no_more_what_was_not_handed_over_after_all_and_then_was(
        self, scheme, coordinator, planned
    ):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        counted = []
        for minute, outcome in enumerate(["handed", "nobody", "neighbour"]):
            said = NOW + minute * MINUTE
            say_at_door(by=coordinator, stop=stop, outcome=outcome, said_at=said)
            counted.append(Given.objects.counted().count())

        assert counted == [1, 0, 1]
        assert Given.objects.count() == 1

    @pytest.mark.parametrize("outcome", ["nobody", "refused", "not_found"])
    def test_puts_a_request_before_its_owner_when_nothing_was_handed_over(
        self, scheme, coordinator, planned, outcome
    ):
        request = asked(scheme)
        (stop,) = out_with(planned, coordinator, request)

        say_at_door(
            by=link_of_open(planned, coordinator, stop), stop=stop, outcome=outcome, said_at=NOW
        )

        request.refresh_from_db()
        assert request.state == "triage"
        assert request.next_on <= NOW + 15 * MINUTE
        assert len(board_of(scheme, NOW).now) == 1

    def test_ends_nothing_until_a_person_says_so(self, scheme, coordinator, planned):
        request = asked(scheme)
        (stop,) = out_with(planned, coordinator, request)
        say_at_door(
            by=link_of_open(planned, coordinator, stop), stop=stop, outcome="handed", said_at=NOW
        )
        request.refresh_from_db()
        assert request.state == "in_progress"

        settle_stop(by=coordinator, stop=stop, ends=True)

        request.refresh_from_db()
        assert request.state == "done"
        assert nothing_lost(NOW) == []

    def test_cannot_end_what_was_not_handed_over(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        with pytest.raises(Refused, match="Nobody has said"):
            settle_stop(by=coordinator, stop=stop)
        say_at_door(by=coordinator, stop=stop, outcome="refused", said_at=NOW)

        with pytest.raises(Refused, match="Nothing was handed over"):
            settle_stop(by=coordinator, stop=stop, ends=True)

    def test_of_somebody_without_a_request_is_a_job_until_a_person_saw_to_it(
        self, scheme, coordinator, planned
    ):
        add_stops(by=coordinator, round=planned, clients=[ClientFactory(scheme=scheme)])
        sign_out(by=coordinator, round=planned)
        stop = planned.stops.get()
        say_at_door(by=coordinator, stop=stop, outcome="worried", said_at=NOW, note="Very cold")
        assert len(jobs_of_rounds(scheme, NOW)[0]) == 1

        settle_stop(by=coordinator, stop=stop)

        assert jobs_of_rounds(scheme, NOW) == ([], [])

    def test_keeps_no_code_of_a_door_and_no_note_in_the_journal(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        with pytest.raises(Refused, match="key safe"):
            say_at_door(
                by=coordinator, stop=stop, outcome="handed", said_at=NOW, note="key safe 4471"
            )
        say_at_door(by=coordinator, stop=stop, outcome="handed", said_at=NOW, note="Left with Joy")

        detail = JournalEntry.objects.filter(action="help.say_at_door").last().detail

        assert set(detail) == {"outcome", "said_at"}

    @pytest.mark.parametrize("outcome", ["waiting", "", "eaten"])
    def test_hears_nothing_that_does_not_happen_at_doors(
        self, scheme, coordinator, planned, outcome
    ):
        (stop,) = out_with(planned, coordinator, asked(scheme))

        with pytest.raises(Refused, match="Choose what happened"):
            say_at_door(by=coordinator, stop=stop, outcome=outcome, said_at=NOW)


def link_of_open(round, coordinator, stop):
    """The driver's link of a round, open for eight hours, as it is held for one stop."""
    make_driver_link(by=coordinator, round=round, until=NOW + 8 * HOUR)
    return link_of(stop)


class TestTheLink:
    def test_is_kept_as_a_digest_only_and_replaced_by_the_next(self, coordinator, planned):
        first = make_driver_link(by=coordinator, round=planned, until=NOW + HOUR)
        second = make_driver_link(by=coordinator, round=planned, until=NOW + HOUR)

        planned.refresh_from_db()
        assert planned.digest == digest_of(second) != digest_of(first)
        details = JournalEntry.objects.filter(action="help.make_driver_link").values_list(
            "detail", flat=True
        )
        assert all(set(d) == {"until"} for d in details)

    def test_has_an_end_to_come_not_long_after_the_day(self, coordinator, planned):
        for until in (NOW, NOW + dt.timedelta(days=4)):
            with pytest.raises(Refused, match="Choose an end"):
                make_driver_link(by=coordinator, round=planned, until=until)

    def test_says_nothing_after_it_was_revoked_or_its_driver_suspended_or_changed(
        self, scheme, coordinator, planned, driver
    ):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        ends = [
            lambda: revoke_driver_link(by=coordinator, round=planned),
            lambda: type(driver).objects.filter(pk=driver.pk).update(standing="suspended"),
            lambda: change_driver(
                by=coordinator, round=planned, driver=HelperFactory(scheme=scheme), holds=9
            ),
        ]
        for end in ends:
            type(driver).objects.filter(pk=driver.pk).update(standing="ready")
            holder = link_of_open(planned, coordinator, stop)
            end()
            with pytest.raises(PermissionDenied):
                say_at_door(by=holder, stop=stop, outcome="handed", said_at=NOW)

    def test_may_say_late_what_was_said_before_it_ended(self, scheme, coordinator, planned, now):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        holder = link_of_open(planned, coordinator, stop)
        now.move_to(NOW + 20 * HOUR)
        with pytest.raises(PermissionDenied):
            say_at_door(by=holder, stop=stop, outcome="handed", said_at=NOW + 9 * HOUR)

        say_at_door(by=holder, stop=stop, outcome="handed", said_at=NOW + 7 * HOUR)

        now.move_to(NOW + 33 * HOUR)
        with pytest.raises(PermissionDenied):
            say_at_door(by=holder, stop=stop, outcome="nobody", said_at=NOW + 8 * HOUR)

    def test_of_one_door_is_not_of_another(self, scheme, coordinator, planned):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        other = StopFactory(
            round=RoundFactory(scheme=scheme, number=50, standing="out", signed_out_at=NOW)
        )

        with pytest.raises(PermissionDenied):
            say_at_door(
                by=link_of_open(planned, coordinator, stop),
                stop=other,
                outcome="handed",
                said_at=NOW,
            )


class TestWho:
    def test_may_keep_rounds(self, scheme, coordinator, planned, driver):
        (stop,) = out_with(planned, coordinator, asked(scheme))
        on_duty = SchemeMemberFactory(scheme=scheme, part="phone").person
        DutyFactory(scheme=scheme, person=on_duty, starts_at=NOW, ends_at=NOW + HOUR)
        driver.person = UserFactory()
        driver.save()
        strangers = [
            Visitor(), UserFactory(), UserFactory(roles=["administrator"]), on_duty, driver.person,
            SchemeMemberFactory(part="lead").person, link_of(planned.stops.get()), Robot("house"),
        ]  # fmt: skip
        for stranger in strangers:
            for attempt in (
                lambda by: plan_round(by=by, scheme=scheme, on=TODAY, name="x"),
                lambda by: add_stops(by=by, round=planned),
                lambda by: order_stops(by=by, round=planned),
                lambda by: take_off_round(by=by, stop=stop),
                lambda by: describe_stop(by=by, stop=stop, items="", allergens=""),
                lambda by: change_driver(by=by, round=planned, driver=driver, holds=3),
                lambda by: sign_out(by=by, round=planned),
                lambda by: sign_back(by=by, round=planned),
                lambda by: call_off_round(by=by, round=planned, reason="x"),
                lambda by: make_driver_link(by=by, round=planned, until=NOW + HOUR),
                lambda by: revoke_driver_link(by=by, round=planned),
                lambda by: say_at_door(by=by, stop=stop, outcome="handed", said_at=NOW),
            ):
                with pytest.raises(PermissionDenied):
                    attempt(stranger)
        assert Stop.objects.get(pk=stop.pk).outcome == "waiting"

    def test_forgets_where_a_round_went_after_a_month(self, scheme, coordinator, planned, now):
        out_with(planned, coordinator, asked(scheme))
        assert forget_rounds(by=Robot("house")) == {"stops": 0}
        now.move_to(NOW + dt.timedelta(days=40))

        assert forget_rounds(by=Robot("house")) == {"stops": 1}

        stop = Stop.objects.get()
        assert (stop.client, stop.door, stop.items, stop.gives) == (None, "", "", {})
        assert Round.objects.get().stops.count() == 1
        assert forget_rounds(by=Robot("house")) == {"stops": 0}


class TestMovingAStop:
    def test_goes_to_the_end_of_another_round_and_both_are_numbered(self, scheme, coordinator):
        here = RoundFactory(scheme=scheme, on=TODAY, metres=900)
        there = RoundFactory(scheme=scheme, on=TODAY, metres=900)
        first, second = (StopFactory(round=here, position=n) for n in (1, 2))
        StopFactory(round=there, position=1)

        move_stop(by=coordinator, stop=first, to=there)

        places = list(Stop.objects.order_by("round", "position").values_list("round", "position"))
        assert places == [(here.pk, 1), (there.pk, 1), (there.pk, 2)]
        assert Stop.objects.get(pk=second.pk).position == 1
        assert set(Round.objects.values_list("metres", flat=True)) == {0}

    def test_goes_one_earlier_at_a_press(self, client, scheme, coordinator):
        here = RoundFactory(scheme=scheme, on=TODAY)
        keys = [StopFactory(round=here, position=n).pk for n in (1, 2, 3)]
        client.force_login(coordinator)

        for key in (keys[2], keys[0], "x"):
            client.post(reverse("round_order", args=[scheme.slug, here.number]), {"earlier": key})

        order = list(here.stops.order_by("position").values_list("pk", flat=True))
        assert order == [keys[0], keys[2], keys[1]]

    def test_goes_to_a_new_round_of_another_day(self, scheme, coordinator):
        stop = StopFactory(round=RoundFactory(scheme=scheme, on=TODAY, holds=7), position=1)

        new = move_stop(by=coordinator, stop=stop, on=TODAY + 24 * HOUR)

        assert (new.on, new.holds, new.driver, new.stops.count()) == (TODAY + 24 * HOUR, 7, None, 1)

    @pytest.mark.parametrize("out", ["here", "there"])
    def test_is_refused_once_a_sheet_is_out(self, scheme, coordinator, out):
        rounds = {name: RoundFactory(scheme=scheme, on=TODAY) for name in ("here", "there")}
        stop = StopFactory(round=rounds["here"], position=1)
        Round.objects.filter(pk=rounds[out].pk).update(standing="out", signed_out_at=NOW)

        with pytest.raises(Refused, match="This round is"):
            move_stop(by=coordinator, stop=stop, to=rounds["there"])

    def test_is_refused_without_one_place_to_go_or_to_another_scheme(self, scheme, coordinator):
        stop = StopFactory(round=RoundFactory(scheme=scheme, on=TODAY), position=1)
        same = {"to": stop.round}

        for where in ({}, same, {"to": RoundFactory(on=TODAY)}, {"on": TODAY - 24 * HOUR}):
            with pytest.raises(Refused):
                move_stop(by=coordinator, stop=stop, **where)

    def test_is_not_for_a_phone_holder_or_a_stranger(self, scheme):
        stop = StopFactory(round=RoundFactory(scheme=scheme, on=TODAY), position=1)

        for actor in (DutyFactory(scheme=scheme).person, UserFactory(), Visitor()):
            with pytest.raises(PermissionDenied):
                move_stop(by=actor, stop=stop, on=TODAY)


class TestWhatARoundNeeds:
    def test_is_counted_by_thing_without_doors_not_to_be_gone_to(self, scheme):
        round = RoundFactory(scheme=scheme, on=TODAY)
        for place, items in enumerate(("Bag", "Box", "Bag"), start=1):
            StopFactory(round=round, position=place, items=items, load=2)
        StopFactory(round=round, position=9, items="Bag", client=None)

        assert round_now(round).to_pack == [("Bag", 2, 4), ("Box", 1, 2)]


class TestPlanningSeveralRounds:
    def asked(self, scheme, *places):
        return [
            RequestFactory(
                scheme=scheme, state="triage",
                client=ClientFactory(
                    scheme=scheme, address="1 Mill Lane",
                    spot={"easting": 623000 + x, "northing": 308000} if x is not None else {},
                ),
            )
            for x in places
        ]  # fmt: skip

    def test_gives_each_car_its_side_and_no_more_than_it_holds(self, scheme, coordinator):
        west, east = self.asked(scheme, -900, -950), self.asked(scheme, 900, 950)
        cars = [Car(HelperFactory(scheme=scheme), 4), Car(None, 4)]

        told = plan_rounds(
            by=coordinator, scheme=scheme, on=TODAY, name="Parcels", cars=cars, load=2, gives=GIFT,
            requests=[west[0], east[0], west[1], east[1]],
        )  # fmt: skip

        sides = [{s.request_id for s in r.stops.all()} for r in told.rounds]
        assert sorted(sides, key=min) == [{r.pk for r in west}, {r.pk for r in east}]
        assert [r.name for r in told.rounds] == ["Parcels 1", "Parcels 2"]
        assert all(r.metres > 0 and sum(s.load for s in r.stops.all()) == 4 for r in told.rounds)
        assert told.left_out == []

    def test_tells_who_is_left_out_and_why(self, scheme, coordinator):
        first, second, nowhere = self.asked(scheme, 900, 950, None)

        told = plan_rounds(
            by=coordinator, scheme=scheme, on=TODAY, name="Parcels", cars=[Car(None, 1)],
            requests=[first, second, nowhere],
        )  # fmt: skip

        assert [r.pk for r, _ in told.left_out] == [second.pk, nowhere.pk]
        assert all(why for _, why in told.left_out)

    def test_is_refused_without_a_car_or_with_one_driver_twice(self, scheme, coordinator):
        requests, driver = self.asked(scheme, 900), HelperFactory(scheme=scheme)
        plan = {"scheme": scheme, "on": TODAY, "name": "Parcels", "requests": requests}

        for cars in ([], [Car(driver, 4), Car(driver, 4)], [Car(HelperFactory(), 4)]):
            with pytest.raises(Refused):
                plan_rounds(by=coordinator, cars=cars, **plan)
        with pytest.raises(PermissionDenied):
            plan_rounds(by=DutyFactory(scheme=scheme).person, cars=[Car(None, 4)], **plan)
        assert not Round.objects.exists()

    def test_on_its_page_ticks_those_of_one_need_who_have_no_helper(
        self, client, scheme, coordinator
    ):
        free, helped, nowhere = self.asked(scheme, 900, 950, None)
        Request.objects.filter(pk=helped.pk).update(state="assigned", need=free.need)
        Request.objects.filter(pk=nowhere.pk).update(need=free.need)
        client.force_login(coordinator)
        address = reverse("rounds_several", args=[scheme.slug])

        everything = client.get(address).context["form"]
        one_need = client.get(address, {"need": free.need.code}).context["form"]

        assert (everything["asked"].value(), one_need["asked"].value()) == ([], [free.pk])
        assert len(one_need.fields["asked"].choices) == 3

    def test_on_its_page_shows_who_still_waits(self, client, scheme, coordinator):
        first, second = self.asked(scheme, 900, 950)
        client.force_login(coordinator)
        told = {"name": "Parcels", "holds_1": "1", "load": "1", "asked": [first.pk, second.pk]}

        page = client.post(reverse("rounds_several", args=[scheme.slug]), told, follow=True)

        assert Stop.objects.count() == 1
        assert [r.pk for r in page.context["view"].waiting()] == [second.pk]
        assert "they still wait" in page.content.decode()
