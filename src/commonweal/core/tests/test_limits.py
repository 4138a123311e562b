"""How often one caller may use a public form."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from commonweal.core import limits
from commonweal.core.limits import Limit, LimitedView, TooOften, caller, count, knock, limited
from commonweal.core.models import RateCount

pytestmark = pytest.mark.django_db
THREE = Limit("a-form", times=3, seconds=600)
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def request_from(address="203.0.113.7", method="post", **headers):
    return getattr(RequestFactory(), method)("/", REMOTE_ADDR=address, **headers)


class TestALimit:
    def test_lets_its_number_through_and_no_more(self):
        for _ in range(3):
            count(THREE, "someone")

        with pytest.raises(TooOften):
            count(THREE, "someone")

    def test_counts_each_caller_alone(self):
        for _ in range(3):
            count(THREE, "someone")

        count(THREE, "somebody else")

    def test_says_how_long_to_wait_and_then_lets_in_again(self):
        with time_machine.travel(NOON + dt.timedelta(minutes=4), tick=False) as clock:
            with pytest.raises(TooOften) as refused:
                for _ in range(4):
                    count(THREE, "someone")
            assert refused.value.seconds == 360
            clock.shift(dt.timedelta(seconds=361))

            count(THREE, "someone")

    def test_keeps_no_address(self):
        knock(request_from("203.0.113.7"), THREE)

        assert "203" not in RateCount.objects.get().key

    def test_forgets_after_a_day(self):
        with time_machine.travel(NOON, tick=False) as clock:
            count(THREE, "someone")
            clock.shift(dt.timedelta(days=1, minutes=20))
            count(THREE, "somebody else")

        assert RateCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestALimitBetweenProcesses:
    def test_never_lets_one_more_through(self):
        def one(_):
            try:
                count(Limit("race", times=5, seconds=86_400), "someone")
            except TooOften:
                return 0
            else:
                return 1
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as crowd:
            let_through = sum(crowd.map(one, range(24)))

        assert let_through == 5


class TestTheCaller:
    def test_is_whoever_connected(self):
        assert caller(request_from("203.0.113.7")) == "203.0.113.7"

    def test_cannot_be_forged_by_a_header(self):
        assert caller(request_from(HTTP_X_FORWARDED_FOR="198.51.100.1")) == "203.0.113.7"

    def test_is_taken_from_a_declared_proxy_which_writes_last(self, settings):
        settings.BEHIND_PROXY = True
        forged = "198.51.100.1, 192.0.2.44"

        assert caller(request_from("127.0.0.1", HTTP_X_FORWARDED_FOR=forged)) == "192.0.2.44"

    def test_is_one_household_on_the_newer_internet(self):
        first, second = "2001:db8:1:2:3::4", "2001:db8:1:2:ffff::9"

        assert caller(request_from(first)) == caller(request_from(second))

    def test_is_not_everybody_where_a_server_listens_for_both_kinds(self):
        first, second = "::ffff:192.0.2.1", "::ffff:192.0.2.2"

        assert caller(request_from(first)) == "192.0.2.1"
        assert caller(request_from(first)) != caller(request_from(second))

    def test_may_be_unknown(self, settings):
        settings.BEHIND_PROXY = True

        assert caller(request_from(HTTP_X_FORWARDED_FOR="<script>")) == "unknown"


class TestALimitedView:
    def test_lets_anyone_look_and_counts_what_is_sent(self):
        @limited(Limit("once", times=1, seconds=86_400))
        def view(request):
            return HttpResponse("done")

        for _ in range(3):
            assert view(request_from(method="get")).content == b"done"
        assert view(request_from()).content == b"done"
        with pytest.raises(TooOften):
            view(request_from())

    def test_may_be_a_class(self):
        from django.views.generic import View

        class Page(LimitedView, View):
            limits = (Limit("class-once", times=1, seconds=86_400),)

            def post(self, request):
                return HttpResponse("done")

        Page.as_view()(request_from())
        with pytest.raises(TooOften):
            Page.as_view()(request_from())


def test_the_names_others_use_are_here():
    assert {"Limit", "LimitedView", "limited", "knock"} <= set(dir(limits))
