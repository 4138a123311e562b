"""Random people do random things: no request is lost, no clock runs back, nobody sees too much."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Robot, Visitor
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.help.actions import duty, handing, holding, members, requests
from commonweal.help.actions.watching import nothing_lost, watch_requests
from commonweal.help.choices import ENDINGS, FOLLOWS, State, TryOutcome, TryWay, Urgency
from commonweal.help.models import Duty, HandOver, Match, Request, SchemeMember, Transition
from commonweal.help.tests.factories import (
    DutyFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WATCH = Robot("watch")
STEPS = 120


class World:
    """Two schemes with people and requests, and somebody who does things at random."""

    def __init__(self, seed, clock):
        self.dice, self.clock = random.Random(seed), clock
        self.schemes = [SchemeFactory(), SchemeFactory()]
        self.people = [Visitor(), UserFactory(), UserFactory(roles=["administrator"])]
        for scheme in self.schemes:
            for part, guards in [("lead", "lead"), ("coordinator", ""), ("phone", "")]:
                person = SchemeMemberFactory(scheme=scheme, part=part, guards=guards).person
                self.people.append(person)
            DutyFactory(
                scheme=scheme, person=self.people[-1], starts_at=NOW, ends_at=NOW + 600 * MINUTE
            )
            lead = scheme.members.get(part="lead").person
            for _ in range(3):
                RequestFactory(
                    scheme=scheme, state="consented", owner=lead, next_on=NOW + 60 * MINUTE,
                    asked_at=NOW,
                )  # fmt: skip

    def one_of(self, rows):
        rows = list(rows)
        return self.dice.choice(rows) if rows else None

    def do_something(self):
        by, request = self.one_of(self.people), self.one_of(Request.objects.order_by("pk"))
        soon = NOW_HERE() + self.dice.randint(1, 300) * MINUTE
        about = {"by": by, "request": request}
        return self.dice.choice([
            lambda: requests.begin_triage(**about),
            lambda: requests.set_urgency(
                **about, urgency=self.one_of(Urgency.values), planned=soon.date()
            ),
            lambda: requests.wait_for_person(**about, until=soon, what="A date"),
            lambda: requests.back_from_waiting(**about),
            lambda: requests.note_try(
                **about, way=self.one_of(TryWay.values), outcome=self.one_of(TryOutcome.values)
            ),
            lambda: requests.start_help(**about),
            lambda: requests.end_request(**about, how=self.one_of(ENDINGS), reason="So it is."),
            lambda: requests.ask_how_it_went(**about),
            lambda: requests.close_request(**about, said="Well."),
            lambda: requests.reopen_request(**about, reason="Again."),
            lambda: requests.give_to(**about, person=self.one_of(self.people[1:])),
            lambda: requests.set_next(**about, at=soon),
            lambda: holding.hold_request(**about),
            lambda: holding.release_hold(**about),
            lambda: handing.begin_hand_over(
                **about, to_scheme=self.one_of(self.schemes), why="Nearer."
            ),
            self.hand_on,
            self.change_duty,
            self.change_people,
            self.match,
        ])  # fmt: skip

    def hand_on(self):
        by, over = self.one_of(self.people), self.one_of(HandOver.objects.filter(ended_at=None))
        if over is None:
            return
        self.dice.choice([
            lambda: handing.note_told(by=by, hand_over=over, way="phone"),
            lambda: handing.note_answer(
                by=by, hand_over=over, answer=self.one_of(["agreed", "agreed", "refused"])
            ),
            lambda: handing.take_over(by=by, hand_over=over, to_scheme=over.to_scheme),
            lambda: handing.refuse_over(
                by=by, hand_over=over, to_scheme=over.to_scheme, why="Full."
            ),
            lambda: handing.call_off(by=by, hand_over=over),
        ])()  # fmt: skip

    def change_duty(self):
        by, scheme = self.one_of(self.people), self.one_of(self.schemes)
        standing = self.one_of(Duty.objects.filter(scheme=scheme, off_at=None))
        if standing is not None and self.dice.random() < 0.5:
            duty.go_off_duty(by=by, duty=standing)
        else:
            duty.put_on_duty(
                by=by, scheme=scheme, person=self.one_of(self.people[1:]),
                starts_at=NOW_HERE(), ends_at=NOW_HERE() + 200 * MINUTE,
            )  # fmt: skip

    def change_people(self):
        by, scheme = self.one_of(self.people), self.one_of(self.schemes)
        if self.dice.random() < 0.5:
            member = self.one_of(SchemeMember.objects.filter(scheme=scheme, ended_at=None))
            members.end_member(by=by, member=member)
        else:
            members.add_member(
                by=by, scheme=scheme, person=self.one_of(self.people[1:]),
                part=self.one_of(["lead", "coordinator", "phone"]), guards="",
            )  # fmt: skip

    def match(self):
        free = Request.objects.matchable().filter(matches__isnull=True)
        request = self.one_of(free.order_by("pk"))
        if request is not None:
            OfferFactory(request=request)
            MatchFactory(request=request)


def NOW_HERE():
    from commonweal.core import clock

    return clock.now()


def check(world, at):
    """What holds at every moment."""
    for row in Transition.objects.select_related("request").order_by("request", "number"):
        assert not row.before or row.after in FOLLOWS[row.before]
    for request in Request.objects.prefetch_related("transitions"):
        rows = sorted(request.transitions.all(), key=lambda t: t.number)
        assert [t.number for t in rows] == list(range(1, len(rows) + 1))
        assert all(a.at <= b.at for a, b in itertools.pairwise(rows))
        assert not rows or rows[-1].after == request.state
        assert request.state != State.CLOSED or request.outcome in ENDINGS
        assert request.client.scheme_id == request.scheme_id
        if request.state in {*ENDINGS, State.FOLLOW_UP, State.CLOSED} or request.held:
            assert not Match.objects.standing().filter(request=request).exists()
        for person in world.people:
            part = SchemeMember.objects.standing().of(person).filter(scheme=request.scheme)
            on = Duty.objects.at(at).of(person).filter(scheme=request.scheme)
            inside = part.exclude(part="phone").exists() or on.exists()
            assert allowed(person, "help.see_requests", request) == inside


@pytest.mark.parametrize("seed", range(8))
class TestWhateverAnybodyDoes:
    def test_loses_nobody(self, seed):
        with time_machine.travel(NOW, tick=False) as clock:
            world = World(seed, clock)
            first = set(Request.objects.values_list("pk", flat=True))
            done = 0
            for _ in range(STEPS):
                try:
                    world.do_something()()
                    done += 1
                except (Refused, PermissionDenied):
                    pass
                clock.shift(world.dice.randint(0, 30) * MINUTE)
                watch_requests(by=WATCH)
                assert nothing_lost(NOW_HERE()) == []
            check(world, NOW_HERE())
            kept = set(Request.objects.values_list("pk", flat=True))

        assert first <= kept
        assert done > STEPS / 20
