"""Helpers join, rest, are suspended at once and leave; whom they helped is never left waiting."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import new_token
from commonweal.help.actions import helper_terms, helpers, own_helping, wiping
from commonweal.help.actions.people import remark
from commonweal.help.models import Apart, Helper, Match, Offer
from commonweal.help.tests.factories import (
    ApartFactory,
    CheckFactory,
    ClientFactory,
    DutyFactory,
    HelperChangeFactory,
    HelperFactory,
    MatchFactory,
    NeedFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    ThanksFactory,
    TrainingFactory,
    VisitFactory,
    WayInFactory,
    WorryFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
ROBOT = Robot("worker")
TOLD = {
    "name": "Tom Reed", "phone": "07700 900123", "email": "tom@example.org",
    "postcode": "nr1 1ab", "miles": 3, "means": ["foot"], "needs": ["shopping"],
    "weekly_limit": 2, "times": [["tu", "09:00", "12:00"], ["mo", "09:00", "12:00"]],
}  # fmt: skip


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    need = SchemeNeedFactory()
    return need.scheme


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def coordinator(scheme):
    return SchemeMemberFactory(scheme=scheme, part="coordinator").person


@pytest.fixture
def helper(scheme):
    return HelperFactory(scheme=scheme)


def holder_of(helper):
    """Whoever holds the private link of a helper's."""
    with given():
        Helper.objects.filter(pk=helper.pk).update(digest=new_token()[1])
    helper.refresh_from_db()
    return LinkHolder(f"help.helper:{helper.pk}")


def matched(helper, **more):
    """A helper has a task, whose request stands at ``assigned``."""
    request = RequestFactory(scheme=helper.scheme, state="assigned", next_on=NOW + DAY, **more)
    return MatchFactory(helper=helper, request=request)


class TestJoining:
    def test_keeps_what_was_said_and_waits_for_a_person(self, scheme):
        helper = helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)

        helper.refresh_from_db()
        assert (helper.standing, helper.postcode, helper.reach) == ("applied", "NR1 1AB", 4828)
        assert [row[0] for row in helper.times] == ["mo", "tu"]
        assert not Offer.objects.exists()

    def test_writes_a_letter_that_is_wiped_and_says_nothing_in_its_subject(self, scheme):
        helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)

        letter = Message.objects.get()
        assert (letter.to, letter.secret) == ("tom@example.org", True)
        assert scheme.name not in letter.subject
        assert "/helping/" in letter.body

    def test_twice_is_once(self, scheme):
        first = helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)
        again = helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD | {"name": "tom reed"})

        assert again == first
        assert Helper.objects.count() == Message.objects.count() == 1

    def test_of_two_at_one_telephone_is_two(self, scheme):
        helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)
        helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD | {"name": "Una Reed"})

        assert Helper.objects.count() == 2

    def test_leaves_nothing_personal_in_the_journal(self, scheme):
        helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)

        assert "Tom" not in str(list(JournalEntry.objects.values()))

    @pytest.mark.parametrize(("field", "value"), [
        ("name", " "), ("postcode", "NR1"), ("postcode", ""), ("email", "tom"), ("phone", "12"),
        ("miles", "far"), ("miles", -1), ("miles", 61), ("miles", "nan"), ("weekly_limit", 0),
        ("weekly_limit", "9" * 5_000), ("weekly_limit", "²"), ("means", ["rocket"]), ("means", []),
        ("needs", ["surgery"]), ("times", [["mo", "12:00", "09:00"]]), ("times", [["mo"]]),
        ("times", [["xx", "09:00", "10:00"]]), ("limits", "x" * 2_001), ("name", "x" * 201),
    ])  # fmt: skip
    def test_refuses_what_cannot_be_kept_and_names_the_field(self, scheme, field, value):
        with pytest.raises(Refused) as refused:
            helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD | {field: value})

        assert refused.value.field == field
        assert not Helper.objects.exists()

    def test_needs_some_way_to_be_reached(self, scheme):
        with pytest.raises(Refused):
            helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD | {"phone": "", "email": ""})

    @pytest.mark.parametrize("standing", ["preparing", "paused", "closing", "closed"])
    def test_is_for_open_schemes(self, standing):
        scheme = SchemeFactory(standing=standing)

        with pytest.raises(PermissionDenied):
            helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)

    def test_ties_nobody_elses_account(self, scheme, coordinator):
        neighbour = UserFactory()

        with pytest.raises(Refused):
            helpers.join_scheme(by=coordinator, scheme=scheme, told=TOLD, person=neighbour)

    @pytest.mark.parametrize("standing", ["applied", "suspended", "left"])
    def test_again_by_the_same_account_is_for_a_coordinator_to_see(self, scheme, standing):
        tom = UserFactory()
        HelperFactory(scheme=scheme, person=tom, standing=standing)

        with pytest.raises(Refused):
            helpers.join_scheme(by=tom, scheme=scheme, told=TOLD, person=tom)

    def test_two_schemes_is_two_records(self, scheme):
        tom, other = UserFactory(), SchemeNeedFactory().scheme

        for each in (scheme, other):
            helpers.join_scheme(by=tom, scheme=each, told=TOLD, person=tom)

        assert set(Helper.objects.values_list("scheme", flat=True)) == {scheme.pk, other.pk}


class TestWhoRunsHelpers:
    @pytest.mark.parametrize("somebody", [
        lambda s: Visitor(),
        lambda s: UserFactory(),
        lambda s: UserFactory(roles=["administrator", "steward"]),
        lambda s: SchemeMemberFactory(part="lead").person,
        lambda s: SchemeMemberFactory(scheme=s, part="phone").person,
        lambda s: DutyFactory(scheme=s, starts_at=NOW - DAY, ends_at=NOW + DAY).person,
        lambda s: HelperFactory(scheme=s, person=UserFactory()).person,
        lambda s: WayInFactory(scheme=s, at=NOW - DAY, until=NOW + DAY).person,
        lambda s: SchemeMemberFactory(scheme=s, part="lead", ended_at=NOW).person,
    ])  # fmt: skip
    def test_is_its_lead_and_coordinators_only(self, scheme, somebody):
        helper, person = HelperFactory(scheme=scheme), ClientFactory(scheme=scheme)
        by = somebody(scheme)

        for act in (
            lambda: helpers.change_helper(by=by, helper=helper, told={"name": "X"}),
            lambda: helpers.change_helper_standing(by=by, helper=helper, standing="paused"),
            lambda: helper_terms.keep_apart(by=by, helper=helper, client=person, why="x"),
            lambda: helper_terms.set_buddy(by=by, helper=helper, buddy=None),
            lambda: helper_terms.note_training(by=by, helper=helper, title="x", on=TODAY),
            lambda: own_helping.make_helper_link(by=by, helper=helper),
            lambda: own_helping.revoke_helper_link(by=by, helper=helper),
            lambda: own_helping.leave_helping(by=by, helper=helper),
            lambda: own_helping.change_own_helping(by=by, helper=helper, told={"phone": "1234567"}),
        ):
            with pytest.raises(PermissionDenied):
                act()

    @pytest.mark.parametrize("act", [
        helpers.watch_tasks_of_those_gone, own_helping.welcome_back, wiping.forget_checks,
        wiping.forget_helpers, helper_terms.keep_both_ways_apart,
    ])  # fmt: skip
    def test_does_not_do_what_the_worker_does(self, lead, act):
        with pytest.raises(PermissionDenied):
            act(by=lead)


class TestStanding:
    def test_of_somebody_who_may_begin_brings_them_their_page(self, scheme, coordinator):
        helper = HelperFactory(scheme=scheme, standing="applied")

        helpers.change_helper_standing(by=coordinator, helper=helper, standing="ready")

        helper.refresh_from_db()
        assert helper.digest is not None
        assert "You can begin" in Message.objects.get().subject
        assert helper.changes.get().standing == "ready"

    def test_of_ones_own_is_for_somebody_else(self, scheme, coordinator):
        helper = HelperFactory(scheme=scheme, person=coordinator, standing="applied")

        with pytest.raises(Refused, match="Somebody else"):
            helpers.change_helper_standing(by=coordinator, helper=helper, standing="ready")

    @pytest.mark.parametrize(("before", "after"), [
        ("applied", "paused"), ("left", "ready"), ("suspended", "paused"), ("ready", "applied"),
        ("ready", "ready"), ("ready", "nothing"),
    ])  # fmt: skip
    def test_does_not_jump(self, scheme, lead, before, after):
        helper = HelperFactory(scheme=scheme, standing=before)

        with pytest.raises(Refused):
            helpers.change_helper_standing(
                by=lead, helper=helper, standing=after, reason="As agreed"
            )

    @pytest.mark.parametrize("standing", ["suspended", "left"])
    def test_that_takes_tasks_away_has_a_reason(self, helper, lead, standing):
        with pytest.raises(Refused, match="Say why"):
            helpers.change_helper_standing(by=lead, helper=helper, standing=standing)

    def test_is_refused_to_whoever_read_an_older_one(self, helper, coordinator):
        helpers.change_helper(by=coordinator, helper=helper, told={"miles": 1}, edition=1)

        for act in (
            lambda: helpers.change_helper(
                by=coordinator, helper=helper, told={"miles": 2}, edition=1
            ),
            lambda: helpers.change_helper_standing(
                by=coordinator, helper=helper, standing="paused", edition=1
            ),
        ):
            with pytest.raises(Refused, match="Somebody changed"):
                act()


class TestSuspending:
    def test_takes_tasks_offers_addresses_and_the_link_at_once(self, helper, coordinator):
        holder_of(helper)
        match, offer = matched(helper), OfferFactory(helper=helper)
        visit = VisitFactory(match=match)

        helpers.suspend_helper(by=coordinator, helper=helper, reason="A worry")

        for row in (helper, match, offer, visit, match.request):
            row.refresh_from_db()
        assert (helper.standing, helper.digest) == ("suspended", None)
        assert (match.end, match.see_until) == ("suspended", NOW)
        assert not Match.objects.may_read_address(NOW).exists()
        assert (offer.answer, visit.standing) == ("withdrawn", "called_off")
        assert match.request.state == "triage"
        assert NOW < match.request.next_on <= NOW + dt.timedelta(hours=1)
        assert match.request.owner is not None

    @pytest.mark.parametrize(("before", "after"), [
        ("assigned", "triage"), ("in_progress", "triage"), ("waiting", "waiting"),
    ])  # fmt: skip
    def test_leaves_no_request_without_a_day(self, helper, coordinator, before, after):
        request = RequestFactory(scheme=helper.scheme, state=before, next_on=NOW + 9 * DAY)
        MatchFactory(helper=helper, request=request)

        helpers.suspend_helper(by=coordinator, helper=helper, reason="A worry")

        request.refresh_from_db()
        assert (request.state, request.next_on - NOW) == (after, dt.timedelta(hours=1))

    def test_may_be_done_by_whoever_is_on_duty(self, helper):
        on_duty = DutyFactory(scheme=helper.scheme, starts_at=NOW - DAY, ends_at=NOW + DAY).person

        helpers.suspend_helper(by=on_duty, helper=helper, reason="A worry")

        helper.refresh_from_db()
        assert helper.standing == "suspended"

    def test_is_not_for_strangers(self, helper):
        for by in (Visitor(), UserFactory(), SchemeMemberFactory(part="lead").person):
            with pytest.raises(PermissionDenied):
                helpers.suspend_helper(by=by, helper=helper, reason="A worry")

    def test_twice_changes_nothing(self, helper, coordinator):
        for _ in range(2):
            helpers.suspend_helper(by=coordinator, helper=helper, reason="A worry")

        assert helper.changes.count() == 1

    def test_ends_by_the_lead_only(self, helper, coordinator, lead):
        helpers.suspend_helper(by=coordinator, helper=helper, reason="A worry")
        ready = {"helper": helper, "standing": "ready", "reason": "Nothing in it"}

        with pytest.raises(Refused, match="Only the lead"):
            helpers.change_helper_standing(by=coordinator, **ready)
        helpers.change_helper_standing(by=lead, **ready)

        helper.refresh_from_db()
        assert helper.standing == "ready"

    def test_does_not_end_by_whoever_it_is_about(self, scheme, lead):
        helper = HelperFactory(scheme=scheme, person=lead, standing="suspended")

        with pytest.raises(Refused):
            helpers.change_helper_standing(by=lead, helper=helper, standing="ready", reason="Me")

    def test_does_not_end_while_a_worry_is_open(self, helper, lead):
        WorryFactory(scheme=helper.scheme, helper=helper)
        helpers.suspend_helper(by=lead, helper=helper, reason="A worry")

        with pytest.raises(Refused, match="safeguarding lead"):
            helpers.change_helper_standing(by=lead, helper=helper, standing="ready", reason="Fine")

    def test_takes_back_a_yes_that_came_in_the_same_moment(self, helper, coordinator):
        helpers.suspend_helper(by=coordinator, helper=helper, reason="A worry")
        match = matched(helper)

        assert helpers.watch_tasks_of_those_gone(by=ROBOT) == 1
        match.refresh_from_db()
        assert match.end == "suspended"
        assert helpers.watch_tasks_of_those_gone(by=ROBOT) == 0


class TestOnesOwnHelping:
    def test_is_changed_by_the_link_but_not_the_name_nor_the_insurance(self, helper):
        by = holder_of(helper)

        told = {"miles": 1, "name": "Somebody Else", "insured_until": TODAY}
        own_helping.change_own_helping(by=by, helper=helper, told=told)

        helper.refresh_from_db()
        assert (helper.reach, helper.name, helper.insured_until) == (1609, "Tom Reed", None)

    def test_pauses_until_a_day_and_then_goes_on(self, helper, now):
        by, offer, match = holder_of(helper), OfferFactory(helper=helper), matched(helper)

        own_helping.pause_helping(by=by, helper=helper, until=TODAY + 10 * DAY)
        offer.refresh_from_db()
        match.refresh_from_db()
        assert (offer.answer, match.ended_at) == ("withdrawn", None)
        assert own_helping.welcome_back(by=ROBOT) == 0
        now.shift(10 * DAY)
        assert own_helping.welcome_back(by=ROBOT) == 1

        helper.refresh_from_db()
        assert (helper.standing, helper.back_on) == ("ready", None)

    @pytest.mark.parametrize("days", [0, -1, 400])
    def test_pauses_until_a_day_to_come(self, helper, days):
        by = holder_of(helper)

        with pytest.raises(Refused):
            own_helping.pause_helping(by=by, helper=helper, until=TODAY + days * DAY)

    def test_lets_nobody_in_by_coming_back(self, scheme):
        helper = HelperFactory(scheme=scheme, standing="applied")

        with pytest.raises(Refused):
            own_helping.come_back(by=holder_of(helper), helper=helper)

    def test_left_gives_the_tasks_back(self, helper):
        by, match = holder_of(helper), matched(helper)

        own_helping.leave_helping(by=by, helper=helper)

        for row in (helper, match, match.request):
            row.refresh_from_db()
        assert (helper.standing, helper.left_on, helper.digest) == ("left", TODAY, None)
        assert (match.end, match.request.state) == ("released", "triage")

    def test_left_before_it_began_is_forgotten_at_once(self, scheme):
        helper = helpers.join_scheme(by=Visitor(), scheme=scheme, told=TOLD)

        own_helping.leave_helping(by=holder_of(helper), helper=helper)

        helper.refresh_from_db()
        assert (helper.name, helper.email, helper.forgotten_on) == ("", "", TODAY)

    @pytest.mark.parametrize("standing", ["suspended", "left"])
    @pytest.mark.parametrize("way", ["link", "account"])
    def test_is_nobodys_once_they_are_suspended_or_gone(self, scheme, standing, way):
        tom = UserFactory()
        helper = HelperFactory(scheme=scheme, person=tom, standing=standing)
        by = tom if way == "account" else holder_of(helper)

        for act in (
            lambda: own_helping.change_own_helping(by=by, helper=helper, told={"miles": 1}),
            lambda: own_helping.pause_helping(by=by, helper=helper),
            lambda: own_helping.come_back(by=by, helper=helper),
            lambda: own_helping.leave_helping(by=by, helper=helper),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_is_refused_to_whoever_was_suspended_a_moment_ago(self, helper, coordinator):
        by = holder_of(helper)
        opened = Helper.objects.get(pk=helper.pk)
        helpers.suspend_helper(by=coordinator, helper=helper, reason="A worry")

        for act in (
            lambda: own_helping.change_own_helping(by=by, helper=opened, told={"miles": 1}),
            lambda: own_helping.leave_helping(by=by, helper=opened),
        ):
            with pytest.raises(Refused):
                act()
        helper.refresh_from_db()
        assert (helper.standing, helper.reach) == ("suspended", 5000)

    def test_is_not_left_in_the_middle_of_a_visit(self, helper):
        by, match = holder_of(helper), matched(helper)
        VisitFactory(match=match, standing="under_way", watcher=UserFactory())

        with pytest.raises(Refused, match="on a visit"):
            own_helping.leave_helping(by=by, helper=helper)

    def test_in_one_scheme_is_untouched_by_what_happens_in_another(self, helper, coordinator):
        tom = UserFactory()
        here = HelperFactory(scheme=helper.scheme, person=tom)
        there = HelperFactory(person=tom)
        match = matched(there)

        helpers.suspend_helper(by=coordinator, helper=here, reason="A worry")

        for row in (there, match):
            row.refresh_from_db()
        assert (there.standing, match.ended_at) == ("ready", None)
        own_helping.change_own_helping(by=tom, helper=there, told={"miles": 1})
        with pytest.raises(PermissionDenied):
            helpers.suspend_helper(by=coordinator, helper=there, reason="A worry")

    def test_is_not_for_another_helper(self, helper):
        other = HelperFactory(scheme=helper.scheme, person=UserFactory())

        for by in (other.person, holder_of(other)):
            with pytest.raises(PermissionDenied):
                own_helping.leave_helping(by=by, helper=helper)

    def test_has_a_link_made_anew_that_goes_by_letter(self, helper, coordinator):
        holder_of(helper)
        old = helper.digest

        assert own_helping.make_helper_link(by=coordinator, helper=helper) == ""
        helper.refresh_from_db()
        assert helper.digest not in (None, old)
        assert Message.objects.get().secret

    def test_has_a_link_handed_over_only_without_an_address(self, scheme, coordinator):
        helper = HelperFactory(scheme=scheme, email="")

        assert own_helping.make_helper_link(by=coordinator, helper=helper)
        assert not Message.objects.exists()

    def test_has_no_link_while_suspended(self, scheme, coordinator):
        helper = HelperFactory(scheme=scheme, standing="suspended")

        with pytest.raises(Refused):
            own_helping.make_helper_link(by=coordinator, helper=helper)


class TestKeepingApart:
    def test_takes_back_what_brings_them_together(self, helper, coordinator):
        match = matched(helper)
        offer = OfferFactory(helper=helper, request=match.request)
        with given():
            match.request.client = ClientFactory(scheme=helper.scheme)
            match.request.save()

        helper_terms.keep_apart(
            by=coordinator, helper=helper, client=match.request.client, why="They fell out."
        )

        match.refresh_from_db()
        offer.refresh_from_db()
        assert (match.end, offer.answer) == ("reassigned", "withdrawn")

    def test_holds_the_other_way_round_too(self, scheme, coordinator):
        tom = HelperFactory(scheme=scheme)
        tom_helped = person(scheme, "Tom Reed", phone="+44 7700 900123")
        olive = person(scheme, "Olive Marsh")
        olive_helps = HelperFactory(
            scheme=scheme, name="Olive Marsh", phone="01632 960123", postcode="NR1 1AA"
        )

        helper_terms.keep_apart(by=coordinator, helper=tom, client=olive, why="They fell out.")

        pairs = set(Apart.objects.values_list("client", "helper"))
        assert pairs == {(olive.pk, tom.pk), (tom_helped.pk, olive_helps.pk)}

    def test_holds_the_other_way_round_for_whoever_comes_later(self, scheme):
        row = ApartFactory(helper=HelperFactory(scheme=scheme), client=person(scheme, "Olive"))
        later = person(scheme, "Tom Reed", phone="07700 900123")
        helps = HelperFactory(scheme=scheme, name="Olive", phone=row.client.phone)

        assert helper_terms.keep_both_ways_apart(by=ROBOT) == 1
        assert Apart.objects.filter(client=later, helper=helps).exists()
        assert helper_terms.keep_both_ways_apart(by=ROBOT) == 0

    def test_ends_both_ways(self, scheme, coordinator):
        tom = HelperFactory(scheme=scheme)
        person(scheme, "Tom Reed", phone="07700 900123")
        olive = person(scheme, "Olive Marsh")
        HelperFactory(scheme=scheme, name="Olive Marsh", phone="01632 960123")
        row = helper_terms.keep_apart(by=coordinator, helper=tom, client=olive, why="x")

        helper_terms.end_apart(by=coordinator, apart=row)

        assert not Apart.objects.exists()

    def test_is_within_one_scheme(self, helper, coordinator):
        with pytest.raises(Refused):
            helper_terms.keep_apart(
                by=coordinator, helper=helper, client=ClientFactory(), why="They fell out."
            )

    def test_leaves_no_names_in_the_journal(self, helper, coordinator):
        olive = ClientFactory(scheme=helper.scheme)
        helper_terms.keep_apart(by=coordinator, helper=helper, client=olive, why="They fell out.")

        assert "fell out" not in str(list(JournalEntry.objects.values()))


def person(scheme, name, **more):
    """Somebody who is helped, and found again by their marks."""
    client = ClientFactory(scheme=scheme, name=name, **more)
    with given():
        remark(client)
    return client


class TestBuddies:
    def test_are_other_helpers_of_the_scheme_who_are_ready(self, helper, coordinator):
        wrong = [helper, HelperFactory(), HelperFactory(scheme=helper.scheme, standing="paused")]

        for buddy in wrong:
            with pytest.raises(Refused):
                helper_terms.set_buddy(by=coordinator, helper=helper, buddy=buddy)
        una = HelperFactory(scheme=helper.scheme)
        helper_terms.set_buddy(by=coordinator, helper=helper, buddy=una)

        helper.refresh_from_db()
        assert helper.buddy == una


class TestTraining:
    @pytest.mark.parametrize("more", [
        {"title": " "}, {"on": TODAY + DAY}, {"until": TODAY - DAY}, {"title": "x" * 121},
    ])  # fmt: skip
    def test_that_makes_no_sense_is_refused(self, helper, coordinator, more):
        with pytest.raises(Refused):
            helper_terms.note_training(
                by=coordinator, helper=helper, **{"title": "Lifting", "on": TODAY, **more}
            )


class TestTaskRules:
    def test_are_one_a_need_with_a_reason(self, helper, coordinator):
        term = NeedFactory()
        say = {"by": coordinator, "helper": helper, "term": term}

        with pytest.raises(Refused):
            helper_terms.set_task_rule(**say, allowed=True, reason="")
        helper_terms.set_task_rule(**say, allowed=False, reason="Her back")
        rule = helper_terms.set_task_rule(**say, allowed=True, reason="With her buddy")

        assert helper.task_rules.get() == rule

    def test_are_of_what_the_scheme_does(self, helper, coordinator):
        other = NeedFactory(code="garden")

        with pytest.raises(Refused):
            helper_terms.set_task_rule(
                by=coordinator, helper=helper, term=other, allowed=True, reason="x"
            )


class TestForgetting:
    def test_deletes_checks_six_months_after_they_left(self, scheme):
        just = HelperFactory(scheme=scheme, standing="left", left_on=dt.date(2025, 9, 4))
        over = HelperFactory(scheme=scheme, standing="left", left_on=dt.date(2025, 9, 3))
        stays = CheckFactory(helper=just)
        CheckFactory(helper=over)
        helps = CheckFactory(helper=HelperFactory(scheme=scheme))

        assert wiping.forget_checks(by=ROBOT) == 1
        assert set(type(stays).objects.all()) == {stays, helps}

    def test_takes_the_name_but_not_the_match_two_years_after(self, scheme):
        helper = HelperFactory(
            scheme=scheme, standing="left", left_on=dt.date(2024, 3, 3), person=UserFactory(),
            limits="A bad back", interests="Cricket",
        )  # fmt: skip
        other = HelperFactory(scheme=scheme, standing="left", left_on=dt.date(2024, 3, 4))
        match = MatchFactory(helper=helper, ended_at=NOW, end="released", ended_why="His back")
        for make in (
            HelperChangeFactory,
            CheckFactory,
            TrainingFactory,
            ApartFactory,
            ThanksFactory,
        ):
            make(helper=helper)

        assert wiping.forget_helpers(by=ROBOT) == 1

        helper.refresh_from_db()
        other.refresh_from_db()
        match.refresh_from_db()
        kept = " ".join(str(v) for v in vars(helper).values())
        for word in ("Tom", "900123", "tom@", "NR1", "back", "Cricket", "623500"):
            assert word not in kept
        assert (helper.person, helper.forgotten_on, match.ended_why) == (None, TODAY, "")
        assert not any(
            rows.exists() for rows in (helper.changes, helper.checks, helper.trainings,
                                       helper.apart, helper.thanks)
        )  # fmt: skip
        assert other.name == "Tom Reed"
        assert wiping.forget_helpers(by=ROBOT) == 0
