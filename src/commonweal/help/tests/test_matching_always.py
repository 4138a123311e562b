"""Whatever anybody does in whatever order: one helper at a time, and no address out of its time."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given as laid_out
from commonweal.help.actions import holding, offering, requests, runs
from commonweal.help.choices import MatchEnd, OfferAnswer
from commonweal.help.models import Helper, Match, MatchRun, Offer, Request
from commonweal.help.reports.addresses import address_for
from commonweal.help.tests.factories import (
    ApartFactory,
    ClientFactory,
    HelperFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
WATCH = Robot("watch")
WHAT = (
    "offer", "in turn", "yes", "no", "lapse", "release", "done", "reassign", "hold", "go on",
    "suspend", "lift", "withdraw", "run", "agree", "apart", "visit", "begin", "later",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 7), st.integers(0, 7), st.integers(0, 7)),
    max_size=25,
)


class World:
    """Two schemes with their people, and everybody who might try something; some were asked."""

    def __init__(self) -> None:
        self.schemes = [SchemeFactory(), SchemeFactory()]
        self.leads = [
            SchemeMemberFactory(scheme=s, part="lead", guards="lead").person for s in self.schemes
        ]
        for scheme, lead in zip(self.schemes, self.leads, strict=True):
            for n in range(2):
                client = ClientFactory(scheme=scheme, phone=f"01632 96050{n}")
                RequestFactory(
                    scheme=scheme, client=client, owner=lead, next_on=NOW + HOUR,
                    rule="FREQ=WEEKLY" if n else "",
                )  # fmt: skip
            for _ in range(2):
                HelperFactory(scheme=scheme, weekly_limit=9)
        for asked in Request.objects.order_by("pk"):
            for helper in Helper.objects.filter(scheme=asked.scheme).order_by("pk"):
                OfferFactory(request=asked, helper=helper, at=NOW, expires_at=NOW + 30 * HOUR)
        self.actors = [*self.leads, WATCH, Visitor(), UserFactory()]

    def actor(self, n, thing=None):
        """Somebody: a lead, a robot, a stranger, or whoever holds the link to the thing."""
        if thing is not None and n % 2:
            return LinkHolder(f"{thing._meta.label_lower}:{thing.pk}")
        return self.actors[n % len(self.actors)]


def chosen(rows, n):
    found = list(rows.order_by("pk"))
    return found[n % len(found)] if found else None


def act(world, what, who, first, second):
    """Try one thing; most of the time it is refused."""
    request, helper = chosen(Request.objects, first), chosen(Helper.objects, second)
    offer, match = chosen(Offer.objects, first), chosen(Match.objects, first)
    run = chosen(MatchRun.objects, first)
    by = world.actor(who)
    if what == "offer":
        offering.offer(by=by, request=request, helper=helper, way="email")
    elif what == "in turn":
        ours = list(Helper.objects.filter(scheme=request.scheme).order_by("pk"))
        offering.ask_in_turn(by=by, request=request, helpers=[(h, "") for h in ours], way="email")
    elif what in ("yes", "no") and offer:
        offering.answer_offer(by=world.actor(who, offer), offer=offer, yes=what == "yes")
    elif what == "lapse":
        offering.lapse_offers(by=by)
    elif what in ("release", "done", "reassign") and match:
        end = {"release": "released", "done": "completed", "reassign": "reassigned"}[what]
        offering.end_match(by=world.actor(who, match), match=match, end=end)
    elif what == "hold":
        holding.hold_request(by=by, request=request)
    elif what == "go on":
        holding.release_hold(by=by, request=request)
    elif what in ("suspend", "lift"):
        with laid_out():
            standing = "suspended" if what == "suspend" else "ready"
            Helper.objects.filter(pk=helper.pk).update(standing=standing)
    elif what == "withdraw":
        requests.end_request(by=by, request=request, how="withdrawn", reason="Not needed")
    elif what == "run":
        runs.run_matching(by=by, scheme=world.schemes[first % 2])
    elif what == "agree" and run:
        runs.agree_run(by=by, run=run)
    elif what == "apart" and not helper.apart.exists():
        ApartFactory(client=request.client, helper=helper)
    elif what == "visit" and match:
        starts = clock.now() + HOUR
        VisitFactory(match=match, starts_at=starts, expected_end=starts + HOUR)
    elif what == "begin":
        requests.start_help(by=by, request=request)


def may_be_open(match, at):
    """Whether the address may be read by the rules as they are written, worked out anew."""
    if match.helper.standing not in ("ready", "paused") or match.request.held:
        return False
    if match.end not in ("", MatchEnd.COMPLETED):
        return False
    if match.ended_at is not None and at >= match.ended_at + DAY:
        return False
    if match.request.client.apart.filter(helper=match.helper).exists():
        return False
    ends = [v.expected_end for v in match.visits.all() if v.standing != "called_off"]
    return bool(match.request.rule) or not ends or at < max(ends) + DAY


def look_round(world, at):
    """What must be so at every moment."""
    standing = Match.objects.standing()
    assert standing.count() == standing.values("request").distinct().count()
    for match in Match.objects.select_related("request__client", "helper"):
        assert match.helper.scheme_id == match.request.scheme_id
        holder = LinkHolder(f"help.match:{match.pk}")
        read = address_for(holder, match, at)
        assert not read.open or may_be_open(match, at)
        for other in (*world.actors, LinkHolder(f"help.match:{match.pk + 1}")):
            assert not address_for(other, match, at).address
    for request in Request.objects.open():
        assert request.owner_id and request.next_on
        has = standing.filter(request=request).exists()
        assert not has or request.state in ("assigned", "in_progress", "waiting")
    for offer in Offer.objects.filter(answer=OfferAnswer.WAITING).select_related("request"):
        assert offer.request.state == "triage" and not offer.request.held


class TestWhateverAnybodyDoes:
    @given(STEPS)
    @example([("yes", 1, 0, 0), ("visit", 0, 0, 0), ("later", 0, 7, 0)])
    @example([("yes", 1, 0, 0), ("hold", 0, 0, 0), ("go on", 0, 0, 0), ("yes", 1, 1, 0)])
    @example([("yes", 1, 0, 0), ("done", 1, 0, 0), ("later", 0, 7, 0)])
    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_nobody_is_matched_twice_no_address_is_open_and_nothing_is_lost(self, steps):
        at = NOW
        with transaction.atomic():
            with time_machine.travel(at, tick=False) as time:
                world = World()
                for what, who, first, second in steps:
                    if what == "later":
                        at += (1 + first) * 5 * HOUR
                        time.move_to(at)
                    with suppress(Refused, PermissionDenied), transaction.atomic():
                        act(world, what, who, first, second)
                    look_round(world, at)
            transaction.set_rollback(True)
