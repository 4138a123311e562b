"""What somebody who means harm would try, and finds shut."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.actions import note_failure, note_sent
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Robot
from commonweal.core.refused import Refused
from commonweal.help.actions import asking, helpers, holding, members, rights, wiping, writing
from commonweal.help.actions.offering import answer_offer, end_match
from commonweal.help.actions.requests import give_to
from commonweal.help.actions.telling import way_to
from commonweal.help.actions.texting import waiting_texts
from commonweal.help.actions.visits import plan_visit
from commonweal.help.asked import read
from commonweal.help.models import Client, Request, SchemeMember
from commonweal.help.reports.addresses import when_of
from commonweal.help.reports.asking import sharing_is_unsafe
from commonweal.help.reports.helpers import kept_of
from commonweal.help.tests.factories import (
    ClientFactory,
    HelperFactory,
    MatchFactory,
    NeedRuleFactory,
    OfferFactory,
    RequestFactory,
    RightsRequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    TaskRuleFactory,
    WorryFactory,
)

NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TOMORROW = NOW + dt.timedelta(days=1)
db = pytest.mark.django_db
CODE = "key safe 4821"


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


@pytest.fixture
def olive(scheme):
    return ClientFactory(scheme=scheme, phone="07700 900001")


@pytest.fixture
def match(scheme, lead, olive):
    asked = RequestFactory(scheme=scheme, owner=lead, client=olive, state="assigned")
    return MatchFactory(request=asked, helper=HelperFactory(scheme=scheme))


@db
class TestASteward:
    def test_gives_themselves_no_part_where_they_may_give_parts(self, scheme, lead):
        steward = UserFactory(roles=["steward"])

        with pytest.raises(Refused, match="themselves"):
            members.add_member(by=steward, scheme=scheme, person=steward, part="lead")

        assert not SchemeMember.objects.filter(person=steward).exists()

    def test_gives_nobody_a_part_without_its_lead_being_told(self, scheme, lead):
        steward = UserFactory(roles=["steward"])

        members.add_member(by=steward, scheme=scheme, person=UserFactory(), part="coordinator")

        assert [m.to for m in Message.objects.all()] == [lead.email]
        assert scheme.name not in Message.objects.get().subject

    def test_is_told_nothing_when_a_lead_does_it_themselves(self, scheme, lead):
        members.add_member(by=lead, scheme=scheme, person=UserFactory(), part="phone")

        assert not Message.objects.exists()


@db
class TestATextThatWaits:
    @pytest.fixture(params=["waiting", "failed"])
    def text(self, request, lead, match):
        plan_visit(by=lead, match=match, starts_at=TOMORROW, minutes=30)
        waits = Message.objects.get(channel="text")
        if request.param == "failed":
            note_failure(by=POSTMASTER, message=waits, problem="none", for_good=True)
        return waits

    def left(self, scheme):
        due = Message.objects.filter(channel="text").exclude(standing="sent").exclude(body="")
        return [*due, *waiting_texts(scheme, gateway=True, at=TOMORROW)]

    @pytest.mark.parametrize("end", [
        lambda lead, match: helpers.suspend_helper(by=lead, helper=match.helper, reason="Asked"),
        lambda lead, match: holding.hold_request(by=lead, request=match.request),
        lambda lead, match: end_match(by=lead, match=match, end="released", reason="Away"),
    ])  # fmt: skip
    def test_of_a_visit_that_is_no_more_never_bids_anybody_open_the_door(
        self, scheme, lead, match, text, end
    ):
        end(lead, match)

        assert not [m for m in self.left(scheme) if "says the word" in m.body]

    def test_never_goes_to_somebody_who_turns_out_to_be_in_danger(
        self, scheme, lead, olive, match, text
    ):
        need = NeedRuleFactory().term
        asking.take_call(
            by=lead, scheme=scheme, told={
                "needs": [need.code], "name": olive.name, "client": str(olive.uuid),
                "unsafe": True, "safe": {"number": "07700 900009"}, "script": "1",
            },
        )  # fmt: skip

        assert Client.objects.get(pk=olive.pk).abuse
        assert self.left(scheme) == []

    def test_is_erased_with_its_person(self, scheme, lead, olive, match, text):
        Request.objects.update(state="closed", next_on=None, outcome="done", ended_at=NOW)
        right = RightsRequestFactory(scheme=scheme, client=olive, kind="erasure")

        rights.answer_right(by=lead, right=right, standing="done", answer="Done.")

        assert not Message.objects.filter(to__endswith="7700900001").exists()

    def test_leaves_no_number_once_it_went(self, scheme, text):
        note_sent(by=POSTMASTER, message=text)

        assert Message.objects.get(channel="text").to == ""


@db
class TestOneText:
    def sent_to(self, lead, scheme, **told):
        client = ClientFactory(scheme=scheme, phone="07700 900001", **told)
        asked = RequestFactory(scheme=scheme, owner=lead, client=client)
        writing.text_person(by=lead, request=asked, kind="could_not_reach")
        return Message.objects.get()

    def test_goes_to_the_safe_number_and_in_the_safe_hours(self, lead, scheme):
        safe = {"text": True, "number": "07700 900009", "hours": [["18:00", "20:00"]]}

        message = self.sent_to(lead, scheme, safe=safe)

        assert message.to.endswith("7700 900009") or message.to.endswith("7700900009")
        assert message.next_try_at == NOW.replace(hour=18)

    def test_is_refused_to_whoever_named_another_way(self, lead, scheme):
        with pytest.raises(Refused):
            self.sent_to(lead, scheme, safe={"text": True, "way": "phone"})
        assert not Message.objects.exists()

    def test_of_any_kind_goes_to_no_shared_telephone(self, olive):
        olive.safe = {"shared": True, "voicemail": True}

        assert way_to(olive, NOW).why_not

    def test_that_it_came_goes_by_the_safe_number_too(self, scheme, lead):
        client = ClientFactory(
            scheme=scheme, phone="07700 900001",
            safe={"text": True, "number": "07700 900009", "hours": [["18:00", "20:00"]]},
        )  # fmt: skip
        asked = RequestFactory(scheme=scheme, client=client, owner=lead)
        asked.asking.knows = "self"
        asked.asking.save()
        asking.say_it_came(
            by=LinkHolder(name_of(asked.asking)), asking=asked.asking, link="https://x/y/"
        )

        message = Message.objects.get()
        assert "900009" in message.to
        assert message.next_try_at == NOW.replace(hour=18)


class TestWhatAProgramSends:
    @pytest.mark.parametrize("told", [
        {"needs": 5}, {"needs": "shopping"}, {"needs": [{"a": 1}] * 50},
        {"safe": {"hours": 5}}, {"safe": {"hours": [["morning", "noon"]]}},
        {"safe": {"hours": [["25:00", "26:00"]]}}, {"safe": {"hours": [["12:00", "09:00"]]}},
    ])  # fmt: skip
    def test_is_refused_in_a_sentence_where_it_cannot_be_kept(self, told):
        with pytest.raises(Refused):
            read({"needs": ["shopping"], "name": "Olive", "phone": "01632 960123", **told})

    @pytest.mark.parametrize("wanted", [
        {"windows": 5, "on": "2026-12-01"}, {"skills": 5}, {"means": ["car"]},
        {"language": {"a": 1}}, {"x": {"y": ["z"] * 100}}, {"windows": [[["mo"], "1", "2"]]},
    ])  # fmt: skip
    def test_leaves_nothing_in_when_and_how_that_breaks_a_page(self, wanted):
        ask = read({
            "needs": ["shopping"], "name": "Olive", "phone": "01632 960123", "wanted": wanted,
        })  # fmt: skip

        kept = ask.wanted
        assert isinstance(when_of(kept), str)
        assert all(isinstance(s, str) for s in kept.get("skills", []))
        assert isinstance(kept.get("means", ""), str)
        assert isinstance(kept.get("language", ""), str)
        assert "x" not in kept


@db
class TestACodeOfADoor:
    @pytest.mark.parametrize("told", [
        {"address": f"3 Staithe Lane, {CODE}"}, {"safe": {"number": "07700 900009", "says": CODE}},
    ])  # fmt: skip
    def test_is_kept_nowhere_that_a_helper_or_a_sheet_shows(self, scheme, lead, told):
        need = NeedRuleFactory().term
        base = {"needs": [need.code], "name": "Olive", "phone": "07700 900001", "script": "1"}

        with pytest.raises(Refused, match="key safe"):
            asking.take_call(by=lead, scheme=scheme, told=base | told)

    def test_is_left_out_of_a_no_and_out_of_why_it_was_given_to_another(self, scheme, lead):
        made = OfferFactory(
            request=RequestFactory(scheme=scheme, owner=lead, state="triage"),
            helper=HelperFactory(scheme=scheme), expires_at=TOMORROW,
        )  # fmt: skip
        other = SchemeMemberFactory(scheme=scheme, part="lead").person

        answered = answer_offer(by=lead, offer=made, yes=False, because=CODE)
        assert answered.no_because == ""
        with pytest.raises(Refused, match="key safe"):
            give_to(by=lead, request=made.request, person=other, reason=CODE)


@db
class TestAHold:
    def test_holds_what_is_asked_for_the_same_person_meanwhile(self, scheme, lead, olive, match):
        holding.hold_request(by=lead, request=match.request)
        need = NeedRuleFactory().term

        [made] = asking.take_call(
            by=lead, scheme=scheme,
            told={"needs": [need.code], "name": olive.name, "client": str(olive.uuid)},
        )  # fmt: skip

        assert made.held

    def test_says_nothing_of_itself_in_what_a_helper_may_take_away(self, lead, match):
        holding.hold_request(by=lead, request=match.request)

        told = json.dumps(kept_of(match.helper, NOW))

        assert "hold" not in told


@db
class TestAYes:
    def test_counts_only_while_the_helper_still_may(self, scheme, lead):
        asked = RequestFactory(scheme=scheme, owner=lead, state="triage")
        SchemeNeedFactory(scheme=scheme, term=asked.need)
        helper = HelperFactory(scheme=scheme)
        made = OfferFactory(request=asked, helper=helper, expires_at=TOMORROW)
        TaskRuleFactory(helper=helper, term=asked.need, allowed=False)

        with pytest.raises(Refused):
            answer_offer(by=lead, offer=made, yes=True)

        assert not asked.matches.exists()


@db
class TestAHelperWhoLeft:
    def test_is_not_forgotten_while_somebody_still_looks_into_a_worry(self, scheme):
        helper = HelperFactory(
            scheme=scheme, standing="left", left_on=NOW.date().replace(year=2020)
        )
        WorryFactory(scheme=scheme, helper=helper)

        assert wiping.forget_helpers(by=Robot("help-watch")) == 0
        helper.refresh_from_db()
        assert helper.name


@db
class TestTheirOwnPage:
    def test_opens_to_no_number_on_which_its_link_arrived(self, scheme):
        client = ClientFactory(scheme=scheme, phone="07700 900001", safe={"text": True})
        asked = RequestFactory(scheme=scheme, client=client)
        asked.asking.knows = "self"

        assert sharing_is_unsafe(asked.asking)
        Client.objects.update(safe={})
        assert not sharing_is_unsafe(asked.asking)
