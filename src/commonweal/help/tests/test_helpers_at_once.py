"""Helpers and two people who act in the same moment: nothing twice, no task with somebody gone."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from commonweal.core.actors import Robot, Visitor
from commonweal.core.tests.given import given
from commonweal.help.actions import helpers
from commonweal.help.models import Helper, Match
from commonweal.help.tests.factories import (
    HelperFactory,
    RequestFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
)
from commonweal.help.tests.test_helpers import TOLD

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do these in one moment, each on a connection of its own; what went wrong."""
    start, wrong = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait(timeout=10)
            act()
        except Exception as problem:
            wrong.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return wrong


class TestAtOnce:
    def test_the_same_form_twice_is_one_helper(self):
        scheme = SchemeNeedFactory().scheme

        def join():
            helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)

        wrong = at_once(join, join, join)

        assert Helper.objects.count() == 1
        assert wrong == [] or connection.vendor == "sqlite"

    def test_two_suspensions_are_one_and_end_the_tasks(self):
        helper = HelperFactory()
        by = SchemeMemberFactory(scheme=helper.scheme, part="lead").person
        request = RequestFactory(scheme=helper.scheme, state="assigned", owner=by)
        Match.objects.bulk_create([match_of(request, helper)])

        def suspend():
            helpers.suspend_helper(by=by, helper=helper, reason="A worry")

        wrong = at_once(suspend, suspend)

        helper.refresh_from_db()
        request.refresh_from_db()
        assert (helper.standing, request.state) == ("suspended", "triage")
        assert helper.changes.count() == request.transitions.count() == 1
        assert wrong == [] or connection.vendor == "sqlite"

    def test_a_yes_in_the_moment_of_a_suspension_leaves_no_task_with_them(self):
        helper = HelperFactory()
        by = SchemeMemberFactory(scheme=helper.scheme, part="lead").person
        request = RequestFactory(scheme=helper.scheme, state="assigned", owner=by)

        def say_yes():
            with given(), transaction.atomic():
                match_of(request, helper).save()

        def suspend():
            helpers.suspend_helper(by=by, helper=helper, reason="A worry")

        wrong = at_once(say_yes, suspend)
        helpers.watch_tasks_of_those_gone(by=Robot("worker"))

        helper.refresh_from_db()
        if helper.standing == "suspended":
            assert not Match.objects.standing().exists()
        assert not Match.objects.may_read_address(timezone.now()).filter(
            helper__standing="suspended"
        ).exists()  # fmt: skip
        assert all(isinstance(w, OperationalError) for w in wrong)
        assert wrong == [] or connection.vendor == "sqlite"


def match_of(request, helper):
    """A helper who said yes, not saved yet."""
    return Match(request=request, helper=helper, at=timezone.now(), by="Ines Walker")
