"""A scheme's requests and helpers as the optimiser takes them: every rule kept, and every wall."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.core.tests.given import given
from commonweal.help.actions.people import remark
from commonweal.help.eligibility import RULESET
from commonweal.help.matching.rules import broken
from commonweal.help.models import Request
from commonweal.help.reports.candidates import candidates
from commonweal.help.reports.proposals import propose_for
from commonweal.help.tests.factories import (
    ApartFactory,
    CheckFactory,
    ClientFactory,
    HelperFactory,
    MatchFactory,
    NeedFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeNeedFactory,
    TaskRuleFactory,
)
from commonweal.help.weekly import minutes_of, on_day, planned_end, spans_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def asked(scheme):
    return RequestFactory(scheme=scheme)


def broken_by(asked, helper):
    found = candidates(asked.scheme, Request.objects.filter(pk=asked.pk), NOW)
    (able,) = (h for h in found.helpers if h.key == str(helper.pk))
    return [reason.name for reason in broken(found.tasks[0], able)]


def wants(scheme, **wanted):
    return RequestFactory(scheme=scheme, wanted=wanted)


class TestAHelperIsProposed:
    def test_who_is_near_free_and_suitable(self, asked, scheme):
        assert broken_by(asked, HelperFactory(scheme=scheme)) == []

    @pytest.mark.parametrize(("wanted", "helper", "why"), [
        ({}, {"reach": 600}, ["FAR"]),
        ({}, {"needs": ["dogs"]}, ["SKILL", "CHECK"]),
        ({}, {"needs": []}, ["SKILL", "CHECK"]),
        ({"skills": ["lifting"]}, {}, ["SKILL"]),
        ({"language": "pl"}, {}, ["LANGUAGE"]),
        ({"language": "pl"}, {"languages": ["pl"]}, []),
        ({"means": "car"}, {}, []),
        ({"means": "car"}, {"means": ["bike"]}, ["MEANS"]),
        ({"means": "car"}, {"insured_until": dt.date(2026, 3, 2)}, ["MEANS"]),
        ({"means": "car"}, {"insured_until": dt.date(2026, 3, 3)}, []),
        ({"means": "car"}, {"insured_until": dt.date(2027, 3, 3), "means": ["van"]}, []),
        ({}, {"means": ["phone"]}, ["MEANS"]),
        ({"means": "phone"}, {"means": ["phone"]}, []),
        ({"on": "2026-03-08"}, {}, ["TIME"]),
        ({"on": "2026-03-05"}, {}, []),
        ({"on": "2026-03-08"}, {"times": []}, []),
        ({"windows": [["mo", "17:30", "19:00"]], "minutes": 30}, {}, []),
        ({"windows": [["mo", "17:31", "19:00"]], "minutes": 30}, {}, ["TIME"]),
        ({"windows": [["mo", "08:00", "10:00"]], "on": "2026-03-09", "minutes": 60}, {}, []),
        ({}, {"weekly_limit": 0}, ["FULL"]),
    ])  # fmt: skip
    def test_unless_a_rule_forbids_it(self, scheme, wanted, helper, why):
        assert broken_by(wants(scheme, **wanted), HelperFactory(scheme=scheme, **helper)) == why

    def test_unless_the_check_is_missing(self, asked, scheme):
        SchemeNeedFactory(
            scheme=scheme, term=asked.need, wanted="enhanced_adults", lawful="enhanced_adults",
            ruleset=RULESET, confirmed_at=NOW,
        )  # fmt: skip
        tom, ruth, ken = (HelperFactory(scheme=scheme) for _ in range(3))
        CheckFactory(helper=ruth)
        CheckFactory(helper=ken)
        TaskRuleFactory(helper=ken, term=asked.need, allowed=False)

        assert [broken_by(asked, h) for h in (tom, ruth, ken)] == [["CHECK"], [], ["CHECK"]]

    def test_unless_they_have_as_much_as_they_take_in_a_week(self, asked, scheme):
        busy, asked_twice, rested = (HelperFactory(scheme=scheme) for _ in range(3))
        for _ in range(2):
            MatchFactory(helper=busy, request__scheme=scheme, at=NOW - 400 * HOUR)
            OfferFactory(helper=asked_twice, request__scheme=scheme, expires_at=NOW + HOUR)
            MatchFactory(
                helper=rested, request__scheme=scheme, at=NOW - 8 * 24 * HOUR, end="completed",
                ended_at=NOW - HOUR,
            )  # fmt: skip

        told = [broken_by(asked, h) for h in (busy, asked_twice, rested)]
        assert told == [["FULL"], ["FULL"], []]

    def test_unless_they_are_kept_apart_said_no_or_are_the_person(self, asked, scheme):
        apart, no, silent, herself, taken_back = (
            HelperFactory(scheme=scheme, phone=f"01632 96010{n}") for n in range(5)
        )
        ApartFactory(client=asked.client, helper=apart)
        OfferFactory(request=asked, helper=no, answer="declined")
        OfferFactory(request=asked, helper=silent, answer="lapsed")
        OfferFactory(request=asked, helper=taken_back, answer="withdrawn")
        asked.client.phone = herself.phone
        with given():
            remark(asked.client)

        told = [broken_by(asked, h) for h in (apart, no, silent, herself, taken_back)]
        assert told == [["EXCLUDED"]] * 4 + [[]]

    def test_whom_the_person_knows_first(self, asked, scheme):
        nearer = HelperFactory(scheme=scheme, spot={"easting": 623100, "northing": 308000})
        known = HelperFactory(scheme=scheme, spot={"easting": 624000, "northing": 308000})
        MatchFactory(
            helper=known, request__scheme=scheme, request__client=asked.client, end="completed",
            ended_at=NOW - 400 * HOUR, at=NOW - 500 * HOUR,
        )  # fmt: skip

        named = propose_for(asked, NOW).named

        assert [n.helper for n in named] == [known, nearer]
        assert named[0].why == "1 km away, has been to see this person once, has never been asked."


class TestTheWalls:
    def test_let_nobody_of_another_scheme_be_proposed(self, asked, scheme):
        HelperFactory()
        ours = HelperFactory(scheme=scheme)

        found = candidates(scheme, Request.objects.all(), NOW)

        assert [h.key for h in found.helpers] == [str(ours.pk)]

    def test_let_no_request_of_another_scheme_be_looked_at(self, asked):
        other = SchemeFactory()

        assert candidates(other, Request.objects.all(), NOW).tasks == []

    @pytest.mark.parametrize("standing", ["applied", "paused", "suspended", "left"])
    def test_leave_out_who_is_not_ready(self, asked, scheme, standing):
        HelperFactory(scheme=scheme, standing=standing)

        assert propose_for(asked, NOW).named == ()

    def test_name_nobody_who_is_kept_apart_not_even_with_a_reason(self, asked, scheme):
        apart, unfit = HelperFactory(scheme=scheme), HelperFactory(scheme=scheme)
        ApartFactory(client=asked.client, helper=apart)
        OfferFactory(request=asked, helper=apart, answer="withdrawn")
        TaskRuleFactory(helper=unfit, term=asked.need, allowed=False)

        told = propose_for(asked, NOW)

        (other,) = told.others
        assert (told.named, other.helper, other.ways) == ((), unfit, ())
        assert other.why == "Not for this task, as Ines Walker decided."


class TestEverybodyElse:
    def test_is_listed_with_why_not(self, asked, scheme):
        for far in range(4):
            HelperFactory(scheme=scheme, spot={"easting": 623100 + far, "northing": 308000})
        HelperFactory(scheme=scheme, needs=["dogs"])
        HelperFactory(scheme=scheme, needs=["shopping"], means=["phone"])
        HelperFactory(scheme=scheme, spot={})
        no = HelperFactory(scheme=scheme)
        OfferFactory(request=asked, helper=no, answer="declined")

        told = propose_for(asked, NOW)

        assert len(told.named) == 3
        assert sorted(o.why for o in told.others) == [
            "100 m away, has never been asked.",
            "Cannot come as this needs, or their insurance has run out.", "Does not offer this.",
            "Said no to this.", "We do not know where they start from.",
        ]  # fmt: skip

    def test_is_not_known_for_a_place_that_is_not(self, scheme):
        lost = RequestFactory(scheme=scheme, client=ClientFactory(scheme=scheme, spot={}))

        assert propose_for(lost, NOW).nowhere

    def test_is_near_enough_for_a_telephone_call(self, scheme):
        wanted = {"means": "phone"}
        asked = RequestFactory(scheme=scheme, wanted=wanted)
        far = HelperFactory(scheme=scheme, spot={"easting": 600000, "northing": 308000})

        assert [n.helper for n in propose_for(asked, NOW).named] == [far]


class TestTheQuestions:
    def test_are_as_many_for_many_as_for_few(self, scheme):
        def questions():
            with CaptureQueriesContext(connection) as asked_of_it:
                candidates(scheme, Request.objects.filter(state="triage"), NOW)
            return len(asked_of_it)

        def grow(times):
            for n in range(times):
                helper = HelperFactory(scheme=scheme)
                asked = RequestFactory(scheme=scheme, need=NeedFactory(code=f"need{n}"))
                CheckFactory(helper=helper)
                ApartFactory(client=asked.client, helper=helper)
                OfferFactory(request=asked, helper=helper, answer="declined")
                with given():
                    remark(asked.client)

        grow(1)
        few = questions()
        grow(9)

        assert questions() == few <= 12


class TestTheWeek:
    @pytest.mark.parametrize(("stretches", "spans"), [
        ([["mo", "09:00", "12:30"]], ((540, 750),)),
        ([["su", "23:00", "24:00"]], ((10020, 10080),)),
        ([["mo", "12:00", "09:00"], ["mo", "9", "10"], "x", ["xx", "1:00", "2:00"], None], ()),
        (None, ()), ("mo", ()),
    ])  # fmt: skip
    def test_is_read_in_minutes(self, stretches, spans):
        assert spans_of(stretches) == spans

    def test_has_no_time_that_is_none(self):
        assert [minutes_of(w) for w in ("24:00", "24:01", "7:05", "", None)] == [
            1440, None, 425, None, None,
        ]  # fmt: skip

    def test_of_a_day_is_that_day_or_all_of_it(self):
        thursday = dt.date(2026, 3, 5)

        assert on_day(((4320 + 540, 4320 + 600), (0, 60)), thursday) == ((4860, 4920),)
        assert on_day(((0, 60),), thursday) == ((4320, 5760),)

    def test_ends_when_it_was_planned_to(self):
        ends = planned_end({"on": "2026-03-05"}, dt.UTC)

        assert ends == dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
        assert planned_end({"on": "soon"}, dt.UTC) is None
