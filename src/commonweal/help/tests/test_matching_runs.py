"""Many are matched at once: worked out, looked at by a person, and only then asked."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import offering, runs
from commonweal.help.models import Helper, Look, Match, MatchRun, Offer, Request
from commonweal.help.tasks import agree_later, match_all_later, match_later
from commonweal.help.tests.factories import (
    ApartFactory,
    ClientFactory,
    HelperFactory,
    MatchFactory,
    MatchRunFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from commonweal.help.views import matching

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead", guards="lead").person


def asked(scheme, lead, **more):
    return RequestFactory(scheme=scheme, owner=lead, **{"next_on": NOW + 30 * HOUR, **more})


def helpers(scheme, count, **more):
    return [HelperFactory(scheme=scheme, **more) for _ in range(count)]


class TestARun:
    def test_asks_nobody(self, scheme, lead):
        one = asked(scheme, lead)
        (tom,) = helpers(scheme, 1)

        run = runs.run_matching(by=lead, scheme=scheme)

        (row,) = run.proposed
        assert (row["request"], row["helper"]) == (one.pk, tom.pk)
        assert (run.optimal, run.metres, run.unserved) == (True, 640, [])
        assert not Offer.objects.exists() and not Message.objects.exists()

    def test_says_who_would_go_without_and_why_the_most_urgent_first(self, scheme, lead):
        far = {"easting": 523000, "northing": 308000}
        client = ClientFactory(scheme=scheme, spot=far)
        late = asked(scheme, lead, client=client, asked_at=NOW - 3 * HOUR)
        soon = asked(scheme, lead, client=client, asked_at=NOW - 9 * HOUR)
        urgent = asked(scheme, lead, client=client, urgency="hours", asked_at=NOW)
        lost = asked(scheme, lead, client=ClientFactory(scheme=scheme, spot={}))
        helpers(scheme, 1)

        run = runs.run_matching(by=lead, scheme=scheme)

        assert [row["request"] for row in run.unserved] == [
            lost.pk, urgent.pk, soon.pk, late.pk,
        ]  # fmt: skip
        assert run.unserved[1]["why"] == "no helper is near enough"

    def test_ranks_nobody_in_need_and_takes_the_plan_that_helps_most(self, scheme, lead):
        near = {"easting": 623000, "northing": 308000}
        further = {"easting": 625000, "northing": 308000}
        for spot in (near, further):
            asked(scheme, lead, client=ClientFactory(scheme=scheme, spot=spot))
        HelperFactory(scheme=scheme, spot=near, reach=500, weekly_limit=1)
        HelperFactory(scheme=scheme, spot=near, reach=9000, weekly_limit=1)

        assert len(runs.run_matching(by=lead, scheme=scheme).proposed) == 2

    def test_leaves_out_who_is_asked_held_or_has_not_agreed(self, scheme, lead):
        OfferFactory(request=asked(scheme, lead), expires_at=NOW + HOUR)
        for change in ({"held": True}, {"may_match": False}, {"state": "waiting"}):
            asked(scheme, lead, **change)
        helpers(scheme, 4)

        assert runs.run_matching(by=lead, scheme=scheme).proposed == []

    def test_puts_the_one_before_aside(self, scheme, lead):
        first, second = (runs.run_matching(by=lead, scheme=scheme) for _ in range(2))

        first.refresh_from_db()
        assert (first.dropped_at, second.dropped_at) == (NOW, None)

    @pytest.mark.parametrize("somebody", [
        lambda scheme: Visitor(), lambda scheme: UserFactory(),
        lambda scheme: UserFactory(roles=["administrator"]),
        lambda scheme: SchemeMemberFactory(part="lead").person,
        lambda scheme: HelperFactory(scheme=scheme, person=UserFactory()).person,
    ])  # fmt: skip
    def test_is_for_the_people_of_the_scheme(self, scheme, lead, somebody):
        run = MatchRunFactory(scheme=scheme, at=NOW)
        person = somebody(scheme)

        for act in (
            lambda: runs.run_matching(by=person, scheme=scheme),
            lambda: runs.agree_run(by=person, run=run),
            lambda: runs.drop_run(by=person, run=run),
        ):
            with pytest.raises(PermissionDenied):
                act()


class TestARunForAll:
    def test_is_one_for_each_scheme_and_joins_none(self, scheme, lead):
        ours, other = asked(scheme, lead), SchemeFactory()
        theirs = RequestFactory(scheme=other)
        helpers(scheme, 2)
        helpers(other, 2)
        SchemeFactory()

        made = runs.run_matching_for_all(by=UserFactory(roles=["administrator"]))

        told = {r.scheme: {row["request"] for row in r.proposed} for r in made}
        assert told == {scheme: {ours.pk}, other: {theirs.pk}}
        for run in made:
            able = set(Helper.objects.of(run.scheme).values_list("pk", flat=True))
            assert {row["helper"] for row in run.proposed} <= able

    def test_gives_whoever_began_it_no_scheme_to_agree_for(self, scheme, lead):
        asked(scheme, lead)
        helpers(scheme, 1)
        administrator = UserFactory(roles=["administrator"])
        (run,) = runs.run_matching_for_all(by=administrator)

        with pytest.raises(PermissionDenied):
            runs.agree_run(by=administrator, run=run)

    @pytest.mark.parametrize("somebody", [
        Visitor, UserFactory, lambda: UserFactory(roles=["steward"]),
        lambda: SchemeMemberFactory(part="lead").person,
    ])  # fmt: skip
    def test_is_for_an_administrator(self, somebody):
        with pytest.raises(PermissionDenied):
            runs.run_matching_for_all(by=somebody())


class TestAgreeing:
    @pytest.fixture
    def run(self, scheme, lead):
        for _ in range(3):
            asked(scheme, lead)
        helpers(scheme, 3, weekly_limit=1)
        return runs.run_matching(by=lead, scheme=scheme)

    def test_asks_each_who_is_proposed(self, run, lead):
        assert runs.agree_run(by=lead, run=run) == {"offered": 3, "skipped": 0}

        assert Offer.objects.filter(run=run, answer="waiting").count() == 3
        assert Message.objects.count() == 3
        assert set(Request.objects.values_list("next_on", flat=True)) == {NOW + 24 * HOUR}
        assert set(Helper.objects.values_list("asked", flat=True)) == {1}

    def test_leaves_out_what_a_person_left_out(self, run, lead):
        keys = [row["request"] for row in run.proposed[:2]]

        assert runs.agree_run(by=lead, run=run, without=keys)["offered"] == 1

        assert not Offer.objects.filter(request__in=keys).exists()

    def test_does_not_ask_what_changed_meanwhile(self, run, lead):
        first, second, third = run.proposed
        Request.objects.filter(pk=first["request"]).update(held=True)
        Helper.objects.filter(pk=second["helper"]).update(standing="suspended")
        ApartFactory(
            client=Request.objects.get(pk=third["request"]).client,
            helper=Helper.objects.get(pk=third["helper"]),
        )

        assert runs.agree_run(by=lead, run=run) == {"offered": 0, "skipped": 3}

    def test_does_not_ask_somebody_past_their_limit(self, run, lead):
        MatchFactory(
            helper_id=run.proposed[0]["helper"], request=asked(run.scheme, lead, state="assigned")
        )

        assert runs.agree_run(by=lead, run=run)["skipped"] == 1

    def test_happens_once(self, run, lead):
        runs.agree_run(by=lead, run=run)

        with pytest.raises(Refused, match="already"):
            runs.agree_run(by=lead, run=run)
        assert Offer.objects.count() == 3

    def test_is_refused_of_what_was_put_aside_or_is_a_day_old(self, run, lead, now):
        newer = runs.run_matching(by=lead, scheme=run.scheme)
        with pytest.raises(Refused, match="put aside"):
            runs.agree_run(by=lead, run=run)

        now.move_to(NOW + 25 * HOUR)
        with pytest.raises(Refused, match="a day old"):
            runs.agree_run(by=lead, run=newer)

    def test_leads_to_a_yes_like_any_other(self, run, lead):
        runs.agree_run(by=lead, run=run)

        for made in Offer.objects.all():
            offering.answer_offer(by=lead, offer=made, yes=True)

        assert Match.objects.standing().count() == 3

    def test_asks_many_with_as_many_questions_as_one(self, scheme, lead):
        def questions(count):
            for _ in range(count):
                asked(scheme, lead)
                helpers(scheme, 1, weekly_limit=1)
            run = runs.run_matching(by=lead, scheme=scheme)
            with CaptureQueriesContext(connection) as asked_of_it:
                made = runs.agree_run(by=lead, run=run)["offered"]
            return made, len(asked_of_it)

        (one, few), (nine, many) = questions(1), questions(9)

        assert (one, nine) == (1, 9)
        assert many == few
        assert Message.objects.count() == 10


class TestForgetting:
    def test_takes_runs_after_a_month_and_leaves_the_offers(self, scheme, lead, now):
        made = OfferFactory(run=MatchRunFactory(scheme=scheme, at=NOW - 32 * 24 * HOUR))
        MatchRunFactory(scheme=scheme, at=NOW - 30 * 24 * HOUR)

        runs.forget_runs(by=Robot("housekeeping"))

        made.refresh_from_db()
        assert (MatchRun.objects.count(), made.run) == (1, None)


class TestTheWorker:
    def test_works_out_and_asks_for_whoever_wanted_it(self, scheme, lead):
        asked(scheme, lead)
        helpers(scheme, 1)

        key = match_later.func(user=lead.pk, scheme=scheme.pk)
        told = agree_later.func(user=lead.pk, run=key, without=[])
        again = agree_later.func(user=lead.pk, run=key, without=[])

        assert (told, again) == ("1", "These have been asked already.")

    def test_does_nothing_for_somebody_who_has_left(self, scheme, lead):
        scheme.members.update(ended_at=NOW)

        with pytest.raises(PermissionDenied):
            match_later.func(user=lead.pk, scheme=scheme.pk)

    def test_works_out_every_scheme_in_an_emergency(self, scheme, lead):
        asked(scheme, lead)
        helpers(scheme, 1)

        assert match_all_later.func(user=UserFactory(roles=["administrator"]).pk) == 1


class TestThePages:
    def test_name_three_and_ask_one_with_a_press(self, client, scheme, lead):
        one = asked(scheme, lead)
        (tom, *_) = helpers(scheme, 4)
        client.force_login(lead)
        address = reverse("request_match", args=[scheme.slug, one.uuid])

        page = client.get(address)
        assert page.content.decode().count('<li class="job today">') == 3
        assert Look.objects.filter(subject=one.client.uuid).exists()

        sent = {"helper": tom.pk, "way": "email", "why": "500 m away."}
        client.post(f"{address}ask/", sent)
        made = Offer.objects.get()
        assert (made.helper, made.why, made.by) == (tom, "500 m away.", lead.label)
        assert "Asked, and not answered" in client.get(address).content.decode()

        client.post(f"{address}said/{made.pk}/", {"said": "no", "because": "Away"})
        assert "Away" in client.get(address).content.decode()

    def test_ask_several_in_turn(self, client, scheme, lead):
        one = asked(scheme, lead)
        people = helpers(scheme, 3)
        client.force_login(lead)
        address = reverse("request_match_ask", args=[scheme.slug, one.uuid])

        client.post(address, {"helper": [h.pk for h in people], "why": ["a", "b", "c"]})

        made = Offer.objects.get()
        assert made.helper == people[0]
        assert [row["why"] for row in made.run.proposed] == ["a", "b", "c"]

    def test_give_a_task_to_somebody_else(self, client, scheme, lead):
        one = asked(scheme, lead, state="assigned")
        MatchFactory(request=one)
        client.force_login(lead)
        address = reverse("request_match", args=[scheme.slug, one.uuid])

        assert "Has a helper" in client.get(address).content.decode()
        client.post(f"{address}end/", {"end": "reassigned"})

        assert not Match.objects.standing().exists()

    def test_ask_a_fixed_number_of_questions(self, client, scheme, lead):
        one = asked(scheme, lead)
        client.force_login(lead)
        run = MatchRunFactory(scheme=scheme, at=NOW)

        def questions():
            total = 0
            for address in (
                reverse("request_match", args=[scheme.slug, one.uuid]),
                reverse("matching", args=[scheme.slug]),
                reverse("matching_run", args=[scheme.slug, run.pk]),
            ):
                with CaptureQueriesContext(connection) as asked_of_it:
                    assert client.get(address).status_code == 200
                total += len(asked_of_it)
            return total

        def grow(count):
            for _ in range(count):
                more = asked(scheme, lead)
                OfferFactory(request=one, answer="declined")
                (helper,) = helpers(scheme, 1)
                run.proposed.append({"request": more.pk, "helper": helper.pk, "why": "near"})
                run.unserved.append({"request": one.pk, "why": "far"})
            run.save()

        grow(1)
        questions()
        few = questions()
        grow(8)

        assert questions() == few

    def test_lead_from_the_run_to_the_asking(self, client, scheme, lead):
        for _ in range(2):
            asked(scheme, lead)
        helpers(scheme, 1, weekly_limit=1)
        client.force_login(lead)

        page = client.post(reverse("matching_begin", args=[scheme.slug]), follow=True)
        words = page.content.decode()
        assert "Nobody has been asked yet" in words
        assert "all who could go are needed by others" in words

        run = MatchRun.objects.get()
        client.post(reverse("matching_agree", args=[scheme.slug, run.pk]))
        assert Offer.objects.count() == 1

    def test_leave_many_to_the_worker(self, client, scheme, lead, monkeypatch):
        monkeypatch.setattr(matching, "AT_A_PAGE", 1)
        for _ in range(2):
            asked(scheme, lead)
        client.force_login(lead)
        address = reverse("matching_begin", args=[scheme.slug])

        page = client.post(address, follow=True)
        assert "Being worked out" in page.content.decode()
        assert page["Refresh"]
        client.post(address)

        assert DBTaskResult.objects.count() == 1
        assert not MatchRun.objects.exists()

    def test_take_left_out_ones_that_are_no_keys(self, client, scheme, lead):
        run = MatchRunFactory(scheme=scheme, at=NOW)
        client.force_login(lead)

        sent = {"without": ["x", "9" * 40, "-1", "\x00"]}
        page = client.post(reverse("matching_agree", args=[scheme.slug, run.pk]), sent)

        assert page.status_code == 302

    @pytest.mark.parametrize(("somebody", "status"), [
        (lambda scheme: UserFactory(), 404),
        (lambda scheme: UserFactory(roles=["administrator"]), 403),
        (lambda scheme: UserFactory(roles=["steward"]), 403),
        (lambda scheme: SchemeMemberFactory(part="lead").person, 404),
        (lambda scheme: SchemeMemberFactory(scheme=scheme, part="phone").person, 404),
        (lambda scheme: HelperFactory(scheme=scheme, person=UserFactory()).person, 404),
    ])  # fmt: skip
    def test_are_not_there_for_others(self, client, scheme, lead, somebody, status):
        one, run = asked(scheme, lead), MatchRunFactory(scheme=scheme, at=NOW)
        client.force_login(somebody(scheme))
        pages = [
            client.get(reverse("request_match", args=[scheme.slug, one.uuid])),
            client.get(reverse("matching", args=[scheme.slug])),
            client.get(reverse("matching_run", args=[scheme.slug, run.pk])),
            client.post(reverse("request_match_ask", args=[scheme.slug, one.uuid])),
            client.post(reverse("matching_begin", args=[scheme.slug])),
            client.post(reverse("matching_agree", args=[scheme.slug, run.pk])),
        ]

        assert {page.status_code for page in pages} == {status}

    def test_of_another_schemes_run_and_offer_are_not_there(self, client, scheme, lead):
        one, theirs = asked(scheme, lead), OfferFactory()
        run = MatchRunFactory(at=NOW)
        client.force_login(lead)

        told = [
            client.get(reverse("matching_run", args=[scheme.slug, run.pk])).status_code,
            client.post(
                reverse("request_match_said", args=[scheme.slug, one.uuid, theirs.pk]),
                {"said": "yes"},
            ).status_code,
        ]
        assert told == [404, 404]

    def test_let_an_administrator_begin_for_all_and_see_nobody(self, client, scheme, lead):
        asked(scheme, lead)
        client.force_login(UserFactory(roles=["administrator"]))

        page = client.post(reverse("match_for_all"), follow=True)

        assert DBTaskResult.objects.count() == 1
        assert "Olive" not in page.content.decode()
