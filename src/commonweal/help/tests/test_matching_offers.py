"""Helpers are asked, and the first yes has it; nobody is asked who may not go."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.help.actions import holding, offering, requests
from commonweal.help.actions.people import remark
from commonweal.help.actions.watching import nothing_lost
from commonweal.help.eligibility import RULESET
from commonweal.help.models import Helper, Match, Offer, Request
from commonweal.help.tests.factories import (
    ApartFactory,
    CheckFactory,
    ClientFactory,
    DutyFactory,
    HelperFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    TaskRuleFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WATCH = Robot("watch")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory(email="lantern@example.org")


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead", guards="lead").person


@pytest.fixture
def tom(scheme):
    return HelperFactory(scheme=scheme)


@pytest.fixture
def ruth(scheme):
    return HelperFactory(scheme=scheme, name="Ruth Fen", email="ruth@example.org", phone="")


@pytest.fixture
def asked(scheme, lead):
    return RequestFactory(scheme=scheme, owner=lead, next_on=NOW + HOUR)


def link(made):
    return LinkHolder(f"help.offer:{made.pk}")


def wants(scheme, need, *, lawful, wanted="enhanced_adults"):
    return SchemeNeedFactory(
        scheme=scheme, term=need, wanted=wanted, lawful=lawful, ruleset=RULESET, confirmed_at=NOW
    )


def ask(lead, asked, helper, **more):
    return offering.offer(by=lead, request=asked, helper=helper, way="email", **more)


class TestAskingAHelper:
    @pytest.mark.parametrize("somebody", [
        lambda scheme: Visitor(),
        lambda scheme: UserFactory(),
        lambda scheme: UserFactory(roles=["administrator"]),
        lambda scheme: SchemeMemberFactory(part="lead").person,
        lambda scheme: SchemeMemberFactory(scheme=scheme, part="phone").person,
        lambda scheme: HelperFactory(scheme=scheme, person=UserFactory()).person,
        lambda scheme: DutyFactory(starts_at=NOW - HOUR, ends_at=NOW + HOUR).person,
        lambda scheme: LinkHolder("help.helper:1"),
    ])  # fmt: skip
    def test_is_for_the_people_of_the_scheme(self, scheme, asked, tom, somebody):
        with pytest.raises(PermissionDenied):
            ask(somebody(scheme), asked, tom)

        assert not Offer.objects.exists()

    def test_writes_a_letter_that_names_nobody(self, lead, asked, tom):
        made = ask(lead, asked, tom, why="500 m away")

        letter = Message.objects.get()
        told = letter.subject + letter.body
        assert (letter.to, letter.secret) == ("tom@example.org", True)
        assert re.search(r"/offer/[\w-]{20,}/", letter.body)
        for secret in ("Olive", "Staithe", "hopping", "NR1", "960123", "Milk"):
            assert secret not in told
        assert made.expires_at == NOW + 24 * HOUR

    def test_keeps_nothing_personal_in_the_journal(self, lead, asked, tom):
        ask(lead, asked, tom, why="Knows Olive")

        entry = JournalEntry.objects.get(action="help.offer")
        assert entry.detail == {"way": "email"}

    def test_is_counted_so_that_asking_is_shared(self, lead, asked, tom):
        ask(lead, asked, tom)

        tom.refresh_from_db()
        assert (tom.asked, tom.last_asked_at) == (1, NOW)

    def test_lets_the_owner_look_when_the_answer_is_due(self, lead, scheme, tom):
        asked = RequestFactory(scheme=scheme, owner=lead, urgency="hours", next_on=NOW + 9 * HOUR)

        made = ask(lead, asked, tom)

        asked.refresh_from_db()
        assert asked.next_on == made.expires_at == NOW + HOUR

    def test_by_telephone_sends_nothing(self, lead, asked, tom):
        offering.offer(by=lead, request=asked, helper=tom, way="phone")

        assert not Message.objects.exists()

    @pytest.mark.parametrize(("way", "why"), [
        ("phone", "no telephone"), ("text", "no mobile"), ("pigeon", "how they are to be asked"),
    ])  # fmt: skip
    def test_refuses_a_way_that_does_not_reach_them(self, lead, asked, ruth, way, why):
        with pytest.raises(Refused, match=why):
            offering.offer(by=lead, request=asked, helper=ruth, way=way)

    def test_by_text_names_nobody_and_leads_to_the_same_page(self, lead, asked, tom):
        offering.offer(by=lead, request=asked, helper=tom, way="text")

        text = Message.objects.get()
        assert (text.channel, text.to, text.secret) == ("text", "+447700900123", True)
        assert re.search(r"/offer/[\w-]{20,}/", text.body)
        assert not [s for s in ("Olive", "hopping", "Staithe") if s in text.body]

    def test_refuses_the_same_helper_twice(self, lead, asked, tom):
        ask(lead, asked, tom)

        with pytest.raises(Refused, match="already"):
            ask(lead, asked, tom)


class TestNobodyIsAsked:
    @pytest.mark.parametrize(("change", "why"), [
        ({"held": True}, "on hold"), ({"may_match": False}, "not agreed"),
        ({"state": "consented"}, "No helper is looked for"),
        ({"state": "waiting"}, "No helper is looked for"),
        ({"state": "closed", "outcome": "done"}, "No helper is looked for"),
    ])  # fmt: skip
    def test_while_the_request_does_not_stand_for_it(self, lead, asked, tom, change, why):
        Request.objects.filter(pk=asked.pk).update(**change)

        with pytest.raises(Refused, match=why):
            ask(lead, asked, tom)

    @pytest.mark.parametrize("standing", ["applied", "paused", "suspended", "left"])
    def test_who_is_not_ready(self, lead, asked, tom, standing):
        Helper.objects.filter(pk=tom.pk).update(standing=standing)

        with pytest.raises(Refused, match="not ready"):
            ask(lead, asked, tom)

    def test_of_another_scheme(self, lead, asked):
        with pytest.raises(Refused, match="of this scheme"):
            ask(lead, asked, HelperFactory())

    def test_who_is_kept_apart_or_the_person_and_why_is_told_to_nobody(
        self, lead, scheme, asked, tom
    ):
        ApartFactory(client=asked.client, helper=tom)
        herself = HelperFactory(scheme=scheme, phone="+44 1632 960123")
        namesake = HelperFactory(scheme=scheme, phone="", name="Ólive MARSH", postcode="NR1 1AA")

        told = set()
        for helper in (tom, herself, namesake):
            with pytest.raises(Refused) as refusal:
                ask(lead, asked, helper)
            told.add(refusal.value.sentence)

        assert told == {"This helper is not for this task."}

    def test_who_did_not_offer_it(self, lead, scheme, asked):
        with pytest.raises(Refused, match="did not offer"):
            ask(lead, asked, HelperFactory(scheme=scheme, needs=["dogs"]))

    def test_without_the_check_that_the_scheme_wants(self, lead, scheme, asked, tom):
        wants(scheme, asked.need, lawful="enhanced_adults")
        CheckFactory(helper=tom, level="enhanced_children")
        CheckFactory(helper=tom, renew_on=NOW.date() - dt.timedelta(days=1))

        with pytest.raises(Refused, match="They would need"):
            ask(lead, asked, tom)

        CheckFactory(helper=tom, level="enhanced_both")
        assert ask(lead, asked, tom).answer == "waiting"

    def test_with_a_check_that_runs_out_before_the_day(self, lead, scheme, tom):
        asked = RequestFactory(
            scheme=scheme, owner=lead, next_on=NOW + HOUR, wanted={"on": "2026-06-04"}
        )
        wants(scheme, asked.need, lawful="enhanced_adults")
        CheckFactory(helper=tom, renew_on=dt.date(2026, 6, 1))

        with pytest.raises(Refused, match="lasts until then"):
            ask(lead, asked, tom)

    def test_before_the_lead_said_what_the_task_takes(self, lead, scheme, asked, tom):
        SchemeNeedFactory(scheme=scheme, term=asked.need, confirmed_at=None)

        with pytest.raises(Refused, match="Nobody has said yet"):
            ask(lead, asked, tom)

    def test_but_whom_a_person_decided_may_go(self, lead, scheme, asked, tom):
        wants(scheme, asked.need, wanted="basic", lawful="enhanced")
        TaskRuleFactory(helper=tom, term=asked.need, allowed=True)

        assert ask(lead, asked, tom).answer == "waiting"


class TestTheFirstYes:
    def test_has_it(self, lead, asked, tom, ruth):
        first, second = ask(lead, asked, tom), ask(lead, asked, ruth)

        offering.answer_offer(by=link(first), offer=first, yes=True)

        asked.refresh_from_db()
        second.refresh_from_db()
        assert (Match.objects.get().helper, asked.state) == (tom, "assigned")
        assert (second.answer, asked.next_what) == ("withdrawn", "Tell them who is coming")

    def test_is_told_kindly_to_whoever_comes_second(self, lead, asked, tom, ruth):
        first, second = ask(lead, asked, tom), ask(lead, asked, ruth)
        offering.answer_offer(by=link(first), offer=first, yes=True)

        with pytest.raises(Refused, match="Somebody else said yes a moment before you"):
            offering.answer_offer(by=link(second), offer=second, yes=True)

        assert Match.objects.count() == 1

    def test_said_twice_is_one_yes(self, lead, asked, tom):
        made = ask(lead, asked, tom)

        for _ in range(2):
            offering.answer_offer(by=link(made), offer=made, yes=True)

        assert Match.objects.count() == 1

    def test_written_down_by_whoever_rang_sends_the_private_page(self, lead, asked, tom):
        made = offering.offer(by=lead, request=asked, helper=tom, way="phone")

        offering.answer_offer(by=lead, offer=made, yes=True)

        assert re.search(r"/task/[\w-]{20,}/", Message.objects.get().body)

    @pytest.mark.parametrize("somebody", [
        lambda made: Visitor(),
        lambda made: UserFactory(),
        lambda made: LinkHolder(f"help.offer:{made.pk + 1}"),
        lambda made: LinkHolder(f"help.helper:{made.helper_id}"),
        lambda made: SchemeMemberFactory(part="lead").person,
        lambda made: HelperFactory(scheme=made.request.scheme, person=UserFactory()).person,
    ])  # fmt: skip
    def test_is_nobody_elses_to_say(self, lead, asked, tom, somebody):
        made = ask(lead, asked, tom)

        with pytest.raises(PermissionDenied):
            offering.answer_offer(by=somebody(made), offer=made, yes=True)

    def test_is_not_a_suspended_helpers_to_say(self, lead, asked, tom):
        made = ask(lead, asked, tom)
        Helper.objects.filter(pk=tom.pk).update(standing="suspended")

        with pytest.raises(PermissionDenied):
            offering.answer_offer(by=link(made), offer=Offer.objects.get(), yes=True)
        with pytest.raises(Refused, match="not down as ready"):
            offering.answer_offer(by=lead, offer=made, yes=True)

    def test_comes_too_late_after_its_time(self, lead, asked, tom, now):
        made = ask(lead, asked, tom)
        now.move_to(NOW + 25 * HOUR)

        with pytest.raises(Refused, match="time to answer is over"):
            offering.answer_offer(by=link(made), offer=made, yes=True)

    def test_is_not_taken_while_it_is_on_hold_and_no_reason_is_told(self, lead, asked, tom):
        made = ask(lead, asked, tom)
        holding.hold_request(by=lead, request=asked)

        with pytest.raises(Refused) as refusal:
            offering.answer_offer(by=link(made), offer=made, yes=True)

        assert "safety" not in refusal.value.sentence
        assert not Match.objects.exists()


class TestANo:
    def test_is_kept_with_what_they_said(self, lead, asked, tom):
        made = ask(lead, asked, tom)

        offering.answer_offer(by=link(made), offer=made, yes=False, because="Away until May")

        made.refresh_from_db()
        asked.refresh_from_db()
        assert (made.answer, made.no_because) == ("declined", "Away until May")
        assert (asked.state, asked.next_what) == ("triage", "Nobody said yes: ask somebody else")

    def test_asks_nobody_by_itself(self, lead, asked, tom, ruth):
        made = ask(lead, asked, tom)

        offering.answer_offer(by=link(made), offer=made, yes=False)

        assert Offer.objects.count() == 1

    def test_asks_the_next_where_a_coordinator_gave_several(self, lead, asked, tom, ruth):
        names = [(tom, "near"), (ruth, "known")]
        made = offering.ask_in_turn(by=lead, request=asked, helpers=names, way="email")

        offering.answer_offer(by=link(made), offer=made, yes=False)

        following = Offer.objects.get(helper=ruth)
        assert (following.answer, following.why) == ("waiting", "known")

    def test_passes_over_whoever_may_not_go_any_more(self, lead, scheme, asked, tom, ruth):
        third = HelperFactory(scheme=scheme)
        names = [(tom, ""), (ruth, ""), (third, "")]
        made = offering.ask_in_turn(by=lead, request=asked, helpers=names, way="email")
        Helper.objects.filter(pk=ruth.pk).update(standing="suspended")

        offering.answer_offer(by=link(made), offer=made, yes=False)

        assert set(Offer.objects.values_list("helper", flat=True)) == {tom.pk, third.pk}

    def test_after_a_yes_is_giving_the_task_back(self, lead, asked, tom):
        made = ask(lead, asked, tom)
        offering.answer_offer(by=link(made), offer=made, yes=True)

        with pytest.raises(Refused, match="give the task back"):
            offering.answer_offer(by=link(made), offer=made, yes=False)


class TestSilence:
    def test_lapses_once_and_tells_the_owner(self, lead, asked, tom, now):
        made = ask(lead, asked, tom)
        now.move_to(NOW + 24 * HOUR)

        told = [offering.lapse_offers(by=WATCH) for _ in range(2)]

        made.refresh_from_db()
        asked.refresh_from_db()
        assert [t["lapsed"] for t in told] == [1, 0]
        assert (made.answer, asked.next_on) == ("lapsed", NOW + 25 * HOUR)

    def test_asks_the_next_where_that_was_wanted(self, lead, asked, tom, ruth, now):
        names = [(tom, ""), (ruth, "")]
        offering.ask_in_turn(by=lead, request=asked, helpers=names, way="email")
        now.move_to(NOW + 24 * HOUR)

        assert offering.lapse_offers(by=WATCH) == {"lapsed": 1, "passed_on": 1}

    @pytest.mark.parametrize("somebody", [Visitor(), LinkHolder("help.offer:1")])
    def test_is_noted_by_the_watch_only(self, somebody):
        with pytest.raises(PermissionDenied):
            offering.lapse_offers(by=somebody)


class TestATaskThatEnds:
    @pytest.fixture
    def match(self, scheme, lead, tom):
        asked = RequestFactory(scheme=scheme, owner=lead, state="assigned", next_on=NOW + HOUR)
        return MatchFactory(request=asked, helper=tom)

    def test_given_back_is_looked_for_again_within_the_hour(self, match):
        offering.end_match(
            by=LinkHolder(f"help.match:{match.pk}"), match=match, end="released", reason="Ill"
        )

        match.refresh_from_db()
        asked = Request.objects.get()
        assert (match.end, match.see_until, match.ended_why) == ("released", NOW, "Ill")
        assert (asked.state, asked.next_on) == ("triage", NOW + HOUR)
        assert not nothing_lost(NOW)

    def test_done_is_followed_up(self, match):
        offering.end_match(by=LinkHolder(f"help.match:{match.pk}"), match=match, end="completed")

        match.refresh_from_db()
        asked = Request.objects.get()
        assert (asked.state, asked.outcome) == ("done", "done")
        assert (match.see_until, asked.next_what) == (NOW + 24 * HOUR, "Ask how it went")

    def test_done_late_opens_no_address_again(self, match):
        VisitFactory(
            match=match, starts_at=NOW - 72 * HOUR, expected_end=NOW - 71 * HOUR, standing="over"
        )

        offering.end_match(by=LinkHolder(f"help.match:{match.pk}"), match=match, end="completed")

        match.refresh_from_db()
        assert match.see_until == NOW - 47 * HOUR

    def test_that_comes_again_keeps_its_helper(self, match):
        Request.objects.update(rule="FREQ=WEEKLY")

        with pytest.raises(Refused, match="goes on"):
            offering.end_match(
                by=LinkHolder(f"help.match:{match.pk}"), match=match, end="completed"
            )

        assert Match.objects.standing().count() == 1

    def test_given_to_somebody_else_is_told(self, lead, match):
        offering.end_match(by=lead, match=match, end="reassigned")

        assert Message.objects.get().subject == "You need not go"

    def test_is_given_to_somebody_else_by_the_scheme_only(self, match):
        with pytest.raises(Refused):
            offering.end_match(
                by=LinkHolder(f"help.match:{match.pk}"), match=match, end="reassigned"
            )

    def test_ends_once(self, lead, match):
        offering.end_match(by=lead, match=match, end="released")

        with pytest.raises(Refused, match="over already"):
            offering.end_match(by=lead, match=match, end="released")

    @pytest.mark.parametrize("somebody", [
        lambda match: Visitor(),
        lambda match: UserFactory(),
        lambda match: LinkHolder(f"help.match:{match.pk + 1}"),
        lambda match: SchemeMemberFactory(part="lead").person,
    ])  # fmt: skip
    def test_is_nobody_elses_to_end(self, match, somebody):
        with pytest.raises(PermissionDenied):
            offering.end_match(by=somebody(match), match=match, end="released")

    def test_after_it_was_withdrawn_ends_what_was_asked_of_others(self, scheme, lead, asked, tom):
        made = OfferFactory(request=asked, helper=tom, expires_at=NOW + HOUR)

        requests.end_request(by=lead, request=asked, how="withdrawn", reason="Her son came.")

        with pytest.raises(Refused, match="no longer needed"):
            offering.answer_offer(by=link(made), offer=made, yes=True)


class TestAHelperWhoIsAClientToo:
    def test_is_asked_for_others_and_not_for_themselves(self, lead, scheme, asked):
        tom_as_client = ClientFactory(scheme=scheme, name="Tom Reed", phone="07700 900123")
        with given():
            remark(tom_as_client)
            remark(asked.client)
        tom = HelperFactory(scheme=scheme)

        assert ask(lead, asked, tom).answer == "waiting"
