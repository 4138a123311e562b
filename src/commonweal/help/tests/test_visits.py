"""A visit begins only while somebody watches, and a helper who is not back is looked for."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.help.actions import alerts, recurring_visits, visits
from commonweal.help.lone import RUNGS
from commonweal.help.models import Request, Visit
from commonweal.help.reports.late_visits import late_visits
from commonweal.help.tests.factories import (
    DutyFactory,
    HelperFactory,
    MatchFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    VisitFactory,
)
from commonweal.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
ROBOT = Robot("housekeeping")
GATEWAY = {"address": "http://127.0.0.1:9/", "token": "a-token-of-a-gateway"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def place(db):
    return PlaceFactory()


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def watcher(scheme):
    person = SchemeMemberFactory(scheme=scheme, part="phone").person
    DutyFactory(scheme=scheme, person=person, starts_at=NOW - HOUR, ends_at=NOW + 8 * HOUR)
    return person


@pytest.fixture
def match(scheme, lead):
    helper = HelperFactory(scheme=scheme, digest="d" * 64, email="")
    request = RequestFactory(
        scheme=scheme, owner=lead, state="assigned", next_on=NOW + 30 * HOUR,
        client__scheme=scheme, client__phone="07700 900555",
    )  # fmt: skip
    return MatchFactory(request=request, helper=helper)


def link(helper):
    return LinkHolder(thing=f"help.helper:{helper.pk}", label="the helper")


def plan(match, by, **more):
    told = {"starts_at": NOW + HOUR, "minutes": 60, **more}
    return visits.plan_visit(by=by, match=match, **told)


def begun(match, watcher):
    """A visit begun at ten, expected to end at eleven."""
    return visits.begin_visit(by=watcher, visit=plan(match, watcher, starts_at=NOW))


class TestPlanning:
    def test_tells_the_helper_when_but_not_whom_or_where(self, match, lead):
        match.helper.email = "tom@example.org"
        match.helper.save()

        visit = plan(match, lead)
        planned = Message.objects.get(to="tom@example.org")
        visits.call_off_visit(by=lead, visit=visit)

        # The first had not gone yet, so it never goes.
        called_off = Message.objects.get(to="tom@example.org")
        assert planned.subject == "When you are expected"
        assert called_off.subject == "A visit was called off"
        assert "Tuesday 3 March, 11:00" in planned.body
        for private in ("Shopping", "Staithe", "Olive", visit.password):
            assert private not in planned.body + called_off.body

    def test_writes_nothing_to_a_helper_who_planned_it_themselves(self, match):
        match.helper.email = "tom@example.org"
        match.helper.save()

        plan(match, link(match.helper))

        assert not Message.objects.filter(to="tom@example.org").exists()

    def test_draws_a_word_and_tells_the_person_nothing_of_their_need(self, match, lead):
        visit = plan(match, lead)

        text = Message.objects.get()
        assert visit.password in visits.WORDS
        assert (text.to, text.channel, text.secret) == ("+447700900555", "text", True)
        assert visit.password in text.body
        assert "Tom comes on Tuesday 3 March at 11:00" in text.body
        for private in ("Shopping", "Lantern", "Staithe", "Olive"):
            assert private not in text.body

    @pytest.mark.parametrize("safe", [
        {"abuse": True}, {"do_not_contact": True}, {"phone": "01632 960123"},
        {"safe": {"way": "phone", "number": "07700 900777"}},
        {"safe": {"number": "07700 900777"}}, {"safe": {"voicemail": False}},
        {"safe": {"way": "text", "number": "07700 900777", "hours": [["18:00", "20:00"]]}},
    ])  # fmt: skip
    def test_sends_nothing_where_that_is_not_safe_and_has_the_owner_ring(self, match, lead, safe):
        for name, value in safe.items():
            setattr(match.request.client, name, value)
        match.request.client.save()

        plan(match, lead)

        match.request.refresh_from_db()
        assert not Message.objects.exists()
        assert match.request.next_on == NOW + HOUR
        assert match.request.next_what.startswith("Ring them: the visit of 3 March, 11:00")

    def test_waits_for_the_safe_hour_when_that_is_in_time(self, match, lead):
        match.request.client.safe = {
            "way": "text", "number": "07700 900777", "hours": [["10:30", "10:45"]],
        }  # fmt: skip
        match.request.client.save()

        plan(match, lead)

        text = Message.objects.get()
        assert (text.to, text.next_try_at) == ("+447700900777", NOW + HOUR / 2)

    def test_twice_is_one_visit(self, match, lead):
        assert plan(match, lead) == plan(match, lead)
        assert Message.objects.count() == 1

    @pytest.mark.parametrize(("told", "field"), [
        ({"starts_at": NOW - HOUR}, "starts_at"), ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"), ({"starts_at": NOW + 9000 * HOUR}, "starts_at"),
    ])  # fmt: skip
    def test_refuses_what_cannot_be(self, match, lead, told, field):
        with pytest.raises(Refused) as refusal:
            plan(match, lead, **told)

        assert refusal.value.field == field

    def test_refuses_two_visits_of_a_helper_at_once(self, match, lead):
        other = RequestFactory(scheme=match.request.scheme, owner=lead, state="assigned")
        plan(MatchFactory(request=other, helper=match.helper), lead)

        with pytest.raises(Refused, match="another visit"):
            plan(match, lead, starts_at=NOW + 1.5 * HOUR)

    def test_at_another_time_is_told_anew_and_the_old_text_never_goes(self, match, lead):
        visit = plan(match, lead)

        changed = visits.change_visit(by=lead, visit=visit, starts_at=NOW + 3 * HOUR, minutes=30)

        assert changed.expected_end == NOW + 3.5 * HOUR
        assert changed.password == visit.password
        assert "13:00" in Message.objects.get().body

    def test_called_off_tells_the_person(self, match, lead):
        visits.call_off_visit(by=lead, visit=plan(match, lead))

        assert "called off" in Message.objects.get().body

    @pytest.mark.parametrize("somebody", ["stranger", "visitor", "elsewhere", "off duty", "link"])
    def test_is_for_the_helper_and_the_scheme_only(self, match, somebody):
        other = HelperFactory(scheme=match.request.scheme, digest="e" * 64)
        actor = {
            "stranger": lambda: UserFactory(roles=["administrator"]),
            "visitor": Visitor,
            "elsewhere": lambda: SchemeMemberFactory(part="lead").person,
            "off duty": lambda: SchemeMemberFactory(
                scheme=match.request.scheme, part="phone"
            ).person,
            "link": lambda: link(other),
        }[somebody]()  # fmt: skip
        visit = VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)

        for act in (
            lambda: plan(match, actor),
            lambda: visits.begin_visit(by=actor, visit=visit),
            lambda: visits.say_back(by=actor, visit=visit),
            lambda: visits.call_off_visit(by=actor, visit=visit),
            lambda: visits.stay_longer(by=actor, visit=visit, minutes=30),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_and_a_revoked_or_suspended_helper_may_do_nothing(self, match, watcher):
        visit = VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)
        for field, value in (("digest", None), ("standing", "suspended")):
            helper = match.helper
            helper.digest, helper.standing = "d" * 64, "ready"
            setattr(helper, field, value)
            helper.save()
            with pytest.raises(PermissionDenied):
                visits.begin_visit(by=link(helper), visit=Visit.objects.get(pk=visit.pk))


class TestBeginning:
    def test_has_somebody_watch_and_help_has_begun(self, match, watcher):
        visit = visits.begin_visit(by=link(match.helper), visit=plan(match, watcher))

        match.request.refresh_from_db()
        assert (visit.watcher, visit.standing) == (watcher, "under_way")
        assert (visit.began_at, visit.expected_end) == (NOW, NOW + HOUR)
        assert match.request.state == "in_progress"

    def test_is_refused_while_nobody_is_on_duty(self, match, lead):
        visit = plan(match, lead)

        with pytest.raises(Refused, match="nobody is on duty.*01632 960001"):
            visits.begin_visit(by=link(match.helper), visit=visit)

        visit.refresh_from_db()
        assert visit.standing == "planned"

    def test_is_refused_once_a_duty_was_left(self, match, watcher, scheme):
        scheme.duties.update(off_at=NOW - MINUTE)
        visit = VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)

        with pytest.raises(Refused, match="nobody is on duty"):
            visits.begin_visit(by=link(match.helper), visit=visit)

    @pytest.mark.parametrize("what", ["held", "ended", "suspended", "too early", "called off"])
    def test_is_refused_when_the_helper_may_not_go(self, match, watcher, what):
        visit = VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)
        if what == "held":
            Request.objects.update(held=True)
        elif what == "ended":
            type(match).objects.update(ended_at=NOW, end="released")
        elif what == "suspended":
            type(match.helper).objects.update(standing="suspended")
        elif what == "too early":
            Visit.objects.update(starts_at=NOW + 2 * HOUR, expected_end=NOW + 3 * HOUR)
        else:
            Visit.objects.update(standing="called_off")

        with pytest.raises(Refused):
            visits.begin_visit(by=watcher, visit=visit)

    def test_twice_is_begun_once(self, match, watcher, now):
        visit = plan(match, watcher)
        first = visits.begin_visit(by=link(match.helper), visit=visit)
        now.shift(10 * MINUTE)

        again = visits.begin_visit(by=link(match.helper), visit=visit)

        assert (again.began_at, again.expected_end) == (first.began_at, first.expected_end)


class TestComingBack:
    def test_ends_the_visit_and_has_the_owner_look(self, match, watcher):
        visit = visits.say_back(by=link(match.helper), visit=begun(match, watcher), report="Fine")

        match.request.refresh_from_db()
        assert (visit.standing, visit.report) == ("over", "Fine")
        assert match.request.next_what == "The helper is back: is it done?"

    def test_counts_though_the_report_holds_a_code(self, match, watcher):
        visit = visits.say_back(
            by=link(match.helper), visit=begun(match, watcher), report="Key safe code is 4471"
        )

        assert (visit.standing, visit.report) == ("over", "")

    def test_twice_is_once(self, match, watcher, now):
        visit = visits.say_back(by=watcher, visit=begun(match, watcher))
        now.shift(HOUR)

        assert visits.say_back(by=watcher, visit=visit).ended_at == NOW

    def test_is_refused_before_it_began(self, match, lead):
        with pytest.raises(Refused):
            visits.say_back(by=lead, visit=plan(match, lead))

    def test_may_be_said_by_who_forgot_to_begin(self, match, lead, now):
        visit = plan(match, lead)
        now.shift(HOUR)

        assert visits.say_back(by=link(match.helper), visit=visit).standing == "over"

    def test_what_nobody_began_is_missed_only_after_its_time(self, match, lead, now):
        visit = plan(match, lead)
        with pytest.raises(Refused):
            visits.note_missed(by=lead, visit=visit)
        now.shift(HOUR)

        assert visits.note_missed(by=lead, visit=visit).standing == "missed"


def steps(visit):
    return [(a.step, a.failed) for a in visit.alerts.order_by("pk")]


def climb(now, minutes):
    now.move_to(NOW + HOUR + minutes * MINUTE)
    return alerts.climb_alerts(by=ROBOT)


class TestAlerts:
    @pytest.fixture(autouse=True)
    def gateway(self, settings):
        settings.TEXT_GATEWAY = GATEWAY

    def test_climb_as_they_fall_due_and_no_step_is_taken_twice(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 14)
        assert steps(visit) == []
        for minutes, taken in (
            (15, ["text"]), (29, ["text"]), (30, ["text", "call"]), (44, ["text", "call"]),
            (45, ["text", "call", "duty"]), (600, ["text", "call", "duty"]),
        ):  # fmt: skip
            climb(now, minutes)
            climb(now, minutes)
            assert [step for step, _ in steps(visit)] == taken
        texts = Message.objects.filter(
            about=f"help.scheme:{lead.scheme_parts.get().scheme_id}/visit:{visit.pk}/alert"
        )
        assert texts.get().to == "+447700900123"

    def test_go_at_once_to_the_next_when_nobody_can_be_reached(self, match, lead, watcher, now):
        type(match.helper).objects.update(phone="01632 960999")
        visit = begun(match, watcher)

        climb(now, 15)

        assert steps(visit) == [("text", True), ("call", False)]

    def test_do_without_a_gateway(self, match, lead, watcher, now, settings):
        settings.TEXT_GATEWAY = None
        visit = begun(match, watcher)

        climb(now, 15)

        assert steps(visit) == [("text", True), ("call", False)]

    def test_climb_when_the_gateway_does_not_take_the_text(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 15)
        Message.objects.filter(about__contains="alert").update(tries=1)

        climb(now, 16)

        assert [step for step, _ in steps(visit)] == ["text", "call"]

    def test_climb_when_the_letter_to_whoever_is_on_duty_came_back(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 30)
        Message.objects.filter(about__endswith="/call").update(standing="failed", tries=3)

        climb(now, 31)

        assert steps(visit)[-1] == ("duty", False)

    def test_reach_the_lead_when_nobody_is_on_duty_any_more(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        visit.match.request.scheme.duties.update(ends_at=NOW + HOUR)

        climb(now, 30)

        assert ("call", True) in steps(visit)
        assert visit.alerts.get(step="duty").to == lead.label

    def test_reach_everybody_of_a_scheme_without_lead_and_duty(self, match, watcher, now):
        helpful = SchemeMemberFactory(scheme=match.request.scheme, part="coordinator").person
        visit = begun(match, watcher)
        match.request.scheme.members.filter(part="lead").update(ended_at=NOW)
        visit.match.request.scheme.duties.update(ends_at=NOW + HOUR)

        climb(now, 45)

        assert ("duty", True) in steps(visit)
        assert {helpful.email, watcher.email} <= set(
            Message.objects.filter(channel="email").values_list("to", flat=True)
        )

    def test_catch_up_after_the_machine_was_off_with_the_most_urgent_first(
        self, match, lead, watcher, now
    ):
        visit = begun(match, watcher)

        climb(now, 240)

        assert [step for step, _ in steps(visit)] == ["duty", "call", "text"]

    def test_stop_when_the_helper_says_back(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 15)
        visits.say_back(by=link(match.helper), visit=visit)

        climb(now, 60)

        assert [step for step, _ in steps(visit)] == ["text"]
        assert not visit.alerts.filter(answered_at=None).exists()

    def test_stop_when_somebody_knows_that_the_helper_is_safe(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 15)
        climb(now, 30)

        with pytest.raises(Refused, match="how you know"):
            alerts.answer_alert(by=watcher, alert=visit.alerts.get(step="call"), note=" ")
        ended = alerts.answer_alert(
            by=watcher, alert=visit.alerts.get(step="call"), note="Rang him: he is at home."
        )
        climb(now, 60)

        assert ended.standing == "over"
        assert [step for step, _ in steps(visit)] == ["text", "call"]

    def test_climb_again_for_a_helper_who_stays_longer(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 30)

        more = alerts.answer_alert(
            by=watcher, alert=visit.alerts.get(step="call"), note="She fell; he waits with her.",
            minutes=30,
        )  # fmt: skip
        climb(now, 45)
        assert steps(more) == []
        climb(now, 75)

        assert more.standing == "under_way"
        assert [step for step, _ in steps(more)] == ["text"]

    def test_an_unanswered_call_leads_to_the_last_step_at_once(self, match, lead, watcher, now):
        visit = begun(match, watcher)
        climb(now, 15)
        climb(now, 30)

        alerts.note_not_reached(by=watcher, alert=visit.alerts.get(step="call"))

        assert [step for step, _ in steps(visit)] == ["text", "call", "duty"]

    def test_of_one_visit_hinder_no_other(self, match, lead, watcher, now, monkeypatch):
        bad = begun(match, watcher)
        other = RequestFactory(scheme=match.request.scheme, owner=lead, state="assigned")
        good = begun(MatchFactory(request=other), watcher)
        whole = alerts.take_step

        def fails(visit, *rest):
            if visit.pk == bad.pk:
                raise RuntimeError
            return whole(visit, *rest)

        monkeypatch.setattr(alerts, "take_step", fails)
        climb(now, 15)

        assert (steps(bad), steps(good)) == ([], [("text", False)])

    def test_are_watched_by_whoever_is_on_duty_now(self, match, lead, watcher, scheme, now):
        visit = begun(match, watcher)
        scheme.duties.update(ends_at=NOW + HOUR / 2)
        relief = DutyFactory(scheme=scheme, starts_at=NOW + HOUR / 2, ends_at=NOW + 9 * HOUR)

        climb(now, 0)

        visit.refresh_from_db()
        assert visit.watcher == relief.person

    def test_stand_first_on_the_board_with_what_to_do(self, match, lead, watcher, scheme, now):
        begun(match, watcher)
        climb(now, 46)

        (job,), _ = late_visits(scheme, NOW + HOUR + 46 * MINUTE)

        assert job.who == "Tom Reed"
        assert "999" in job.why
        assert late_visits(SchemeFactory(), NOW + HOUR + 46 * MINUTE) == ([], [])

    @pytest.mark.parametrize("actor", ["helper", "robotless", "elsewhere"])
    def test_are_answered_by_the_scheme_only(self, match, lead, watcher, now, actor):
        visit = begun(match, watcher)
        climb(now, 15)
        who = {
            "helper": link(match.helper), "robotless": UserFactory(),
            "elsewhere": SchemeMemberFactory(part="lead").person,
        }[actor]  # fmt: skip

        with pytest.raises(PermissionDenied):
            alerts.answer_alert(by=who, alert=visit.alerts.get(), note="Safe")
        with pytest.raises(PermissionDenied):
            alerts.climb_alerts(by=who)

    def test_write_nothing_personal_to_the_journal(self, match, lead, watcher, now):
        begun(match, watcher)
        climb(now, 60)

        kept = " ".join(str(e.detail) + e.thing for e in JournalEntry.objects.all())
        assert "Tom" not in kept
        assert "Olive" not in kept


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    clocks=st.lists(st.integers(0, 90), max_size=6),
    fails=st.booleans(), on_duty=st.booleans(), gateway=st.booleans(), unreached=st.booleans(),
)  # fmt: skip
def test_whoever_never_says_back_is_escalated_to_the_end_and_nobody_is_alarmed_twice(
    match, lead, watcher, settings, clocks, fails, on_duty, gateway, unreached
):
    settings.TEXT_GATEWAY = GATEWAY if gateway else None
    Visit.objects.all().delete()
    Message.objects.all().delete()
    match.request.scheme.duties.update(ends_at=NOW + 8 * HOUR)
    with time_machine.travel(NOW, tick=False) as clock:
        visit = begun(match, watcher)
        if not on_duty:
            match.request.scheme.duties.update(ends_at=NOW + HOUR)
        for minutes in [*clocks, 45]:
            climb(clock, minutes)
            if fails:
                Message.objects.filter(channel="text").update(tries=1)
            call = visit.alerts.filter(step="call", failed=False).first()
            if unreached and call and on_duty:
                alerts.note_not_reached(by=watcher, alert=call)
    assert sorted(step for step, _ in steps(visit)) == ["call", "duty", "text"]
    assert Visit.objects.get(pk=visit.pk).standing == "under_way"


def test_the_steps_are_those_of_the_rules():
    assert sorted(alerts.STEPS) == list(range(1, len(RUNGS) + 1))


class TestRepeating:
    @pytest.fixture
    def weekly(self, match):
        Request.objects.filter(pk=match.request.pk).update(
            rule="FREQ=WEEKLY;BYDAY=TU", until=dt.date(2026, 12, 31),
            wanted={"on": "2026-03-10", "windows": [["tu", "09:00", "12:00"]], "minutes": 45},
        )  # fmt: skip
        return match

    def planned(self):
        return [v.starts_at for v in Visit.objects.order_by("starts_at")]

    def test_keeps_its_helper_and_is_planned_once(self, weekly):
        assert recurring_visits.next_visits(by=ROBOT) == 1
        assert recurring_visits.next_visits(by=ROBOT) == 0

        assert self.planned() == [NOW + 7 * 24 * HOUR - HOUR, NOW + 14 * 24 * HOUR - HOUR]
        assert {v.match for v in Visit.objects.all()} == {weekly}
        assert {v.minutes for v in Visit.objects.all()} == {45}

    def test_stays_at_nine_when_the_clocks_change(self, weekly, now):
        now.move_to(dt.datetime(2026, 3, 25, 10, tzinfo=dt.UTC))

        recurring_visits.next_visits(by=ROBOT)

        assert self.planned()[0] == dt.datetime(2026, 3, 31, 8, tzinfo=dt.UTC)

    def test_leaves_out_days_on_which_the_scheme_is_closed(self, weekly, scheme):
        scheme.closed_on = ["2026-03-10"]
        scheme.save()

        recurring_visits.next_visits(by=ROBOT)

        assert self.planned() == [NOW + 14 * 24 * HOUR - HOUR]

    @pytest.mark.parametrize("change", [
        {"held": True}, {"until": dt.date(2026, 3, 9)}, {"state": "waiting"}, {"rule": ""},
    ])  # fmt: skip
    def test_plans_nothing_of_what_rests_or_is_over(self, weekly, change):
        Request.objects.update(**change)

        recurring_visits.next_visits(by=ROBOT)

        assert self.planned() == []

    def test_plans_nothing_for_a_helper_on_a_break(self, weekly):
        type(weekly.helper).objects.update(standing="paused")

        recurring_visits.next_visits(by=ROBOT)

        assert self.planned() == []

    @pytest.mark.parametrize("rule", ["every Tuesday", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX"])
    def test_puts_a_rule_that_cannot_be_read_before_its_owner_once(self, weekly, rule):
        Request.objects.update(rule=rule)

        assert recurring_visits.next_visits(by=ROBOT) == 1
        assert recurring_visits.next_visits(by=ROBOT) == 0
        weekly.request.refresh_from_db()
        assert weekly.request.next_what == recurring_visits.UNREADABLE

    def test_does_not_plan_again_what_was_called_off(self, weekly, lead):
        recurring_visits.next_visits(by=ROBOT)
        visits.call_off_visit(by=lead, visit=Visit.objects.order_by("starts_at").first())

        assert recurring_visits.next_visits(by=ROBOT) == 0
