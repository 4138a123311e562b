"""Two who act at one moment do one thing: a visit is begun once, an alert raised once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection

from commonweal.core.actors import LinkHolder, Robot
from commonweal.help.actions.alerts import raise_alerts
from commonweal.help.actions.visits import begin_visit
from commonweal.help.models import Alert, Transition, Visit
from commonweal.help.tests.factories import (
    DutyFactory,
    HelperFactory,
    MatchFactory,
    RequestFactory,
    SchemeMemberFactory,
    VisitFactory,
)
from commonweal.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        PlaceFactory()
        yield clock


@pytest.fixture
def visit():
    lead = SchemeMemberFactory(part="lead")
    scheme = lead.scheme
    DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + 8 * HOUR)
    asked = RequestFactory(
        scheme=scheme, owner=lead.person, state="assigned", next_on=NOW + 30 * HOUR
    )
    helper = HelperFactory(scheme=scheme, digest="d" * 64)
    match = MatchFactory(request=asked, helper=helper)
    return VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)


def at_once(*jobs):
    """Do these at one moment, each with a connection of its own; what went wrong."""
    gate, wrong = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            gate.wait(10)
            job()
        except Exception as problem:
            wrong.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return wrong


def test_a_visit_begun_by_two_at_once_is_begun_once(visit):
    link = LinkHolder(thing=f"help.helper:{visit.match.helper_id}")
    begin = lambda: begin_visit(by=link, visit=Visit.objects.get(pk=visit.pk))  # noqa: E731

    assert at_once(begin, begin) == []
    visit.refresh_from_db()
    assert visit.standing == "under_way"
    assert Transition.objects.filter(after="in_progress").count() == 1


def test_two_workers_raise_each_alert_once(visit, now):
    link = LinkHolder(thing=f"help.helper:{visit.match.helper_id}")
    begin_visit(by=link, visit=visit)
    now.move_to(NOW + 3 * HOUR)
    climb = lambda: raise_alerts(by=Robot("x"), visit=Visit.objects.get(pk=visit.pk))  # noqa: E731

    assert at_once(climb, climb) == []
    assert sorted(Alert.objects.values_list("step", flat=True)) == ["call", "duty", "text"]
