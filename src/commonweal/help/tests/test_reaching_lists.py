"""An organisation reaches people it knows, on a ground that stands; nobody else learns whom."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.help.actions import lists, ring_calls, ring_rounds
from commonweal.help.models import Ground, Listed, Request, RingCall, RingCount
from commonweal.help.reports.reaching import ring_table, to_ring
from commonweal.help.ringing import next_time, number_of
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    GroundFactory,
    HeldListFactory,
    ListedFactory,
    NeedFactory,
    NeedRuleFactory,
    RingPartFactory,
    RingRoundFactory,
    SchemeFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
WATCH = Robot("watch")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def held(scheme, lead):
    return HeldListFactory(scheme=scheme, owner=lead, begun_on=TODAY, review_on=TODAY + 90 * DAY)


def known(scheme, *, reach=True, **told):
    client = ClientFactory(scheme=scheme, **told)
    if reach:
        GroundFactory(client=client, purpose="reach")
    return client


def joined(held, *people, **told):
    """A ring-round of another scheme's in which this list's people are rung."""
    for client in people:
        ListedFactory(list=held, client=client)
    round_ = RingRoundFactory(**{"closes_on": TODAY + 7 * DAY, **told})
    part = RingPartFactory(ring_round=round_, scheme=held.scheme, list=None, joined_at=None)
    return ring_rounds.join_ring_round(by=held.owner, part=part, held_list=held)


def of_list(**told):
    usual = {
        "title": "People alone in a cold spell", "purpose": "reach", "basis": "consent",
        "basis_why": "Asked at the lunch club.", "source": "the lunch club",
        "review_on": TODAY + 100 * DAY,
    }  # fmt: skip
    return usual | told


NOBODY = [
    lambda scheme: Visitor(),
    lambda scheme: UserFactory(),
    lambda scheme: UserFactory(roles=["administrator"]),
    lambda scheme: SchemeMemberFactory(part="lead").person,
    lambda scheme: SchemeMemberFactory(scheme=scheme, part="phone").person,
    lambda scheme: SchemeMemberFactory(scheme=scheme, ended_at=NOW).person,
]


class TestAList:
    def test_says_its_purpose_basis_source_owner_and_review(self, scheme, lead):
        made = lists.begin_list(by=lead, scheme=scheme, owner=lead, **of_list())

        assert (made.purpose, made.basis, made.owner) == ("reach", "consent", lead)

    @pytest.mark.parametrize(("field", "value"), [
        ("title", " "), ("purpose", "everything"), ("basis", ""), ("basis_why", ""),
        ("source", ""), ("review_on", TODAY), ("review_on", TODAY + 366 * DAY),
    ])  # fmt: skip
    def test_lacks_none_of_them(self, scheme, lead, field, value):
        with pytest.raises(Refused) as refused:
            lists.begin_list(by=lead, scheme=scheme, owner=lead, **of_list(**{field: value}))

        assert refused.value.field == field

    def test_is_answered_for_by_somebody_of_the_scheme(self, scheme, lead):
        with pytest.raises(Refused, match="part in this scheme"):
            lists.begin_list(by=lead, scheme=scheme, owner=UserFactory(), **of_list())

    @pytest.mark.parametrize("somebody", NOBODY)
    def test_is_kept_by_nobody_else(self, scheme, lead, held, somebody):
        other = somebody(scheme)
        listed = ListedFactory(list=held, client=known(scheme))
        with pytest.raises(PermissionDenied):
            lists.begin_list(by=other, scheme=scheme, owner=lead, **of_list())
        with pytest.raises(PermissionDenied):
            lists.put_on_list(by=other, held_list=held, client=known(scheme))
        with pytest.raises(PermissionDenied):
            lists.take_off(by=other, listed=listed)
        with pytest.raises(PermissionDenied):
            lists.look_through_list(by=other, held_list=held, review_on=TODAY + DAY)
        with pytest.raises(PermissionDenied):
            lists.end_list(by=other, held_list=held)

    def test_past_its_review_is_of_no_use_until_somebody_looked_through_it(self, held, lead, now):
        person = known(held.scheme)
        now.shift(91 * DAY)
        with pytest.raises(Refused, match="past its review"):
            lists.put_on_list(by=lead, held_list=held, client=person)

        lists.look_through_list(by=lead, held_list=held, review_on=dt.date(2026, 9, 1))
        assert lists.put_on_list(by=lead, held_list=held, client=person).pk

    def test_is_not_put_off_for_more_than_a_year(self, held, lead):
        with pytest.raises(Refused, match="twelve months"):
            lists.look_through_list(by=lead, held_list=held, review_on=TODAY + 366 * DAY)

    def test_that_ended_a_year_ago_is_forgotten(self, held, lead, now):
        ListedFactory(list=held, client=known(held.scheme))
        lists.end_list(by=lead, held_list=held)
        now.shift(364 * DAY)
        assert lists.forget_lists(by=WATCH) == 0
        now.shift(3 * DAY)
        assert lists.forget_lists(by=WATCH) == 1


class TestPuttingSomebodyOnAList:
    def test_takes_a_ground_that_stands(self, held, lead):
        with pytest.raises(Refused) as refused:
            lists.put_on_list(by=lead, held_list=held, client=known(held.scheme, reach=False))

        assert refused.value.field == "basis"

    @pytest.mark.parametrize("told", [{"ended_at": NOW}, {"expires_on": TODAY - DAY}])
    def test_is_not_done_on_one_that_ended_or_ran_out(self, held, lead, told):
        person = known(held.scheme, reach=False)
        GroundFactory(client=person, purpose="reach", **told)
        with pytest.raises(Refused):
            lists.put_on_list(by=lead, held_list=held, client=person)

    def test_writes_a_new_ground_down(self, held, lead):
        person = known(held.scheme, reach=False)
        lists.put_on_list(
            by=lead, held_list=held, client=person, basis="consent", given_by="herself", way="phone"
        )

        assert Ground.objects.standing(TODAY).get(client=person).purpose == "reach"

    def test_asks_whoever_withdrew_for_their_own_word(self, held, lead):
        person = known(held.scheme, reach=False)
        GroundFactory(client=person, purpose="reach", ended_at=NOW)
        with pytest.raises(Refused, match="withdrew"):
            lists.put_on_list(
                by=lead, held_list=held, client=person, basis="legitimate", why="We care."
            )

    def test_honours_who_wants_no_contact(self, held, lead):
        with pytest.raises(Refused, match="do not want to be contacted"):
            lists.put_on_list(
                by=lead, held_list=held, client=known(held.scheme, do_not_contact=True)
            )

    def test_is_not_done_with_another_schemes_person(self, held, lead):
        with pytest.raises(Refused, match="people of this scheme"):
            lists.put_on_list(by=lead, held_list=held, client=known(SchemeFactory()))

    def test_is_done_once(self, held, lead):
        person = known(held.scheme)
        lists.put_on_list(by=lead, held_list=held, client=person)
        with pytest.raises(Refused, match="already"):
            lists.put_on_list(by=lead, held_list=held, client=person)

    def test_leaves_nothing_personal_in_the_journal(self, held, lead):
        person = known(held.scheme, name="Olive Marsh")
        listed = lists.put_on_list(by=lead, held_list=held, client=person, why="Lives alone.")
        lists.take_off(by=lead, listed=listed, why="Moved to Ely.")

        told = str(list(JournalEntry.objects.values_list("thing", "detail")))
        assert not any(word in told for word in ("Olive", "alone", "Ely"))


class TestARingRound:
    def test_is_begun_by_a_lead_and_nobody_else(self, scheme, lead):
        told = {"title": "Cold", "why": "Frost.", "opens_on": TODAY, "closes_on": TODAY + DAY}
        for somebody in NOBODY:
            with pytest.raises(PermissionDenied):
                ring_rounds.begin_ring_round(by=somebody(scheme), scheme=scheme, **told)
        coordinator = SchemeMemberFactory(scheme=scheme).person
        with pytest.raises(PermissionDenied):
            ring_rounds.begin_ring_round(by=coordinator, scheme=scheme, **told)

        assert ring_rounds.begin_ring_round(by=lead, scheme=scheme, **told).standing == "draft"

    @pytest.mark.parametrize("told", [
        {"closes_on": TODAY - DAY}, {"opens_on": TODAY + 3 * DAY}, {"most_tries": 6},
        {"most_tries": 0}, {"closes_on": TODAY + 200 * DAY}, {"title": ""}, {"why": ""},
    ])  # fmt: skip
    def test_has_days_and_tries_that_can_be(self, scheme, lead, told):
        usual = {"title": "Cold", "why": "Frost.", "opens_on": TODAY, "closes_on": TODAY + DAY}
        with pytest.raises(Refused):
            ring_rounds.begin_ring_round(by=lead, scheme=scheme, **usual | told)

    def test_opens_once_somebody_was_asked(self, scheme, lead):
        mine = RingRoundFactory(scheme=scheme, standing="draft")
        with pytest.raises(Refused, match="Ask a scheme"):
            ring_rounds.open_ring_round(by=lead, ring_round=mine)
        ring_rounds.ask_scheme(by=lead, ring_round=mine, to_scheme=SchemeFactory())

        assert ring_rounds.open_ring_round(by=lead, ring_round=mine).standing == "open"

    def test_asks_a_scheme_once_and_none_that_keeps_its_records_elsewhere(self, scheme, lead):
        mine, other = RingRoundFactory(scheme=scheme), SchemeFactory()
        ring_rounds.ask_scheme(by=lead, ring_round=mine, to_scheme=other)
        for one in (other, SchemeFactory(totals_only=True), SchemeFactory(standing="closed")):
            with pytest.raises(Refused):
                ring_rounds.ask_scheme(by=lead, ring_round=mine, to_scheme=one)

    def test_is_joined_by_the_scheme_that_was_asked_and_not_by_whoever_asks(self, held):
        part = RingPartFactory(scheme=held.scheme, list=None, joined_at=None)
        beginner = SchemeMemberFactory(scheme=part.ring_round.scheme, part="lead").person
        ListedFactory(list=held, client=known(held.scheme))
        with pytest.raises(PermissionDenied):
            ring_rounds.join_ring_round(by=beginner, part=part, held_list=held)

    def test_takes_only_those_who_may_be_rung(self, held):
        can = known(held.scheme)
        cannot = [
            known(held.scheme, reach=False),
            known(held.scheme, do_not_contact=True),
            known(held.scheme, abuse=True),
            known(held.scheme, phone=""),
            known(held.scheme, safe={"way": "letter"}),
            known(held.scheme, forgotten_on=TODAY),
        ]

        assert [c.client for c in joined(held, can, *cannot).calls.all()] == [can]

    @pytest.mark.parametrize("told", [
        {"review_on": TODAY - DAY, "begun_on": TODAY - 9 * DAY}, {"purpose": "news"},
        {"ended_on": TODAY},
    ])  # fmt: skip
    def test_is_not_joined_with_a_list_that_may_not_be_used(self, scheme, lead, told):
        wrong = HeldListFactory(scheme=scheme, owner=lead, **told)
        with pytest.raises(Refused):
            joined(wrong, known(scheme))

    def test_is_not_joined_with_another_schemes_list(self, scheme, lead, held):
        theirs = HeldListFactory()
        ListedFactory(list=theirs, client=known(theirs.scheme))
        part = RingPartFactory(scheme=scheme, list=None, joined_at=None)
        with pytest.raises(Refused, match="your own"):
            ring_rounds.join_ring_round(by=lead, part=part, held_list=theirs)

    def test_closes_when_its_last_day_has_passed(self, held, now):
        part = joined(held, known(held.scheme))
        now.shift(7 * DAY)
        assert ring_rounds.close_passed_rounds(by=WATCH) == 0
        now.shift(DAY)
        assert ring_rounds.close_passed_rounds(by=WATCH) == 1
        assert RingCount.objects.get(part=part, outcome="waiting").count == 1

    def test_forgets_whom_it_rang_after_three_months_and_keeps_the_counts(self, held, now):
        part = joined(held, known(held.scheme))
        now.shift(8 * DAY)
        ring_rounds.close_passed_rounds(by=WATCH)
        now.shift(88 * DAY)
        assert ring_rounds.forget_ring_calls(by=WATCH) == 0
        now.shift(5 * DAY)
        assert ring_rounds.forget_ring_calls(by=WATCH) == 1
        assert not RingCall.objects.exists()
        assert RingCount.objects.get(part=part).count == 1

    def test_is_watched_by_robots_alone(self, lead):
        for act in (ring_rounds.close_passed_rounds, ring_rounds.forget_ring_calls):
            with pytest.raises(PermissionDenied):
                act(by=lead)


class TestRinging:
    @pytest.fixture
    def call(self, held):
        return joined(held, known(held.scheme)).calls.get()

    @pytest.mark.parametrize("somebody", NOBODY)
    def test_is_for_people_of_the_holder_on_duty(self, scheme, lead, call, somebody):
        with pytest.raises(PermissionDenied):
            ring_calls.note_ring(by=somebody(scheme), call=call, outcome="fine")

    def test_is_not_for_whoever_began_it(self, call):
        beginner = SchemeMemberFactory(scheme=call.part.ring_round.scheme, part="lead").person
        with pytest.raises(PermissionDenied):
            ring_calls.note_ring(by=beginner, call=call, outcome="fine")

    def test_may_be_done_by_a_phone_holder_on_duty(self, scheme, call):
        holder = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR).person

        assert ring_calls.note_ring(by=holder, call=call, outcome="fine").outcome == "fine"

    def test_stops_after_as_many_tries_as_were_said_and_a_person_decides(self, lead, call):
        for _ in range(3):
            with pytest.raises(Refused, match="Try as often"):
                ring_calls.note_ring(by=lead, call=call, outcome="unreached")
            ring_calls.note_ring(by=lead, call=call, outcome="waiting")
        with pytest.raises(Refused, match="as often as is right"):
            ring_calls.note_ring(by=lead, call=call, outcome="waiting")
        call.refresh_from_db()
        assert (call.tries, call.outcome) == (3, "waiting")

        assert ring_calls.note_ring(by=lead, call=call, outcome="unreached").tries == 3

    def test_tries_again_on_another_day(self, lead, call):
        rung = ring_calls.note_ring(by=lead, call=call, outcome="waiting")

        assert rung.next_at == next_time(call, NOW)
        assert rung.next_at.date() > TODAY

    def test_counts_one_call_once(self, lead, call):
        ring_calls.note_ring(by=lead, call=call, outcome="waiting", tries=0)
        with pytest.raises(Refused, match="while you had it open"):
            ring_calls.note_ring(by=lead, call=call, outcome="waiting", tries=0)

    def test_is_over_once_it_came_to_an_end(self, lead, call):
        ring_calls.note_ring(by=lead, call=call, outcome="fine")
        with pytest.raises(Refused, match="already"):
            ring_calls.note_ring(by=lead, call=call, outcome="stop")

    def test_again_another_time_needs_a_safe_moment_before_the_end(self, lead, call):
        call.client.safe = {"number": "01632 960555", "hours": [["09:00", "12:00"]]}
        call.client.save()
        at = dt.datetime(2026, 3, 5, 10, 0, tzinfo=dt.UTC)
        for wrong in (None, NOW - HOUR, at + 5 * HOUR, at + 30 * DAY):
            with pytest.raises(Refused) as refused:
                ring_calls.note_ring(by=lead, call=call, outcome="not_now", next_at=wrong)
            assert refused.value.field == "next_at"

        assert ring_calls.note_ring(by=lead, call=call, outcome="not_now", next_at=at).next_at == at

    def test_no_more_takes_them_off_every_such_list(self, lead, held, call):
        ring_calls.note_ring(by=lead, call=call, outcome="stop")

        assert not Listed.objects.filter(client=call.client, left_at=None).exists()
        assert not Ground.objects.standing(TODAY).filter(client=call.client).exists()
        call.client.refresh_from_db()
        assert call.client.do_not_contact

    @pytest.mark.parametrize("told", [
        {"do_not_contact": True}, {"abuse": True}, {"phone": ""}, {"safe": {"way": "email"}},
    ])  # fmt: skip
    def test_is_refused_once_they_may_not_be_rung(self, lead, call, told):
        for name, value in told.items():
            setattr(call.client, name, value)
        call.client.save()
        with pytest.raises(Refused, match="may not be rung"):
            ring_calls.note_ring(by=lead, call=call, outcome="fine")

    def test_is_refused_once_they_withdrew_left_the_list_or_it_is_past_its_review(
        self, lead, held, call, now
    ):
        call.client.grounds.update(ended_at=NOW)
        with pytest.raises(Refused):
            ring_calls.note_ring(by=lead, call=call, outcome="fine")
        call.client.grounds.update(ended_at=None)
        held.people.update(left_at=NOW)
        with pytest.raises(Refused, match="no longer on your list"):
            ring_calls.note_ring(by=lead, call=call, outcome="fine")
        held.people.update(left_at=None)
        held.review_on = TODAY + DAY
        held.save()
        now.shift(2 * DAY)
        with pytest.raises(Refused, match="past its review"):
            ring_calls.note_ring(by=lead, call=call, outcome="fine")

    @pytest.mark.parametrize("standing", ["draft", "closed"])
    def test_is_refused_while_the_ring_round_is_not_open(self, lead, call, standing):
        call.part.ring_round.standing = standing
        call.part.ring_round.save()
        with pytest.raises(Refused, match="not open"):
            ring_calls.note_ring(by=lead, call=call, outcome="fine")

    def test_is_refused_once_the_holder_left(self, lead, call):
        ring_rounds.decline_ring_round(by=lead, part=call.part)
        with pytest.raises(Refused, match="does not take part"):
            ring_calls.note_ring(by=lead, call=call, outcome="fine")

    def test_keeps_no_key_safe_code(self, lead, call):
        with pytest.raises(Refused, match="key safe"):
            ring_calls.note_ring(by=lead, call=call, outcome="fine", note="Key safe code 4471")


class TestSomebodyWhoAsksForHelpWhenRung:
    def test_has_a_request_that_somebody_answers_for(self, lead, held):
        call = joined(held, known(held.scheme)).calls.get()
        rule = NeedRuleFactory(essential=True)
        rung = ring_calls.note_ring(
            by=lead, call=call, outcome="request", need=rule.term, urgency="today", note="No oil."
        )
        asked = rung.request

        assert (asked.state, asked.owner, asked.essential) == ("consented", lead, True)
        assert asked.next_on > NOW and asked.due_at > NOW
        assert asked.asking.way == "known"
        assert [t.after for t in asked.transitions.all()] == ["consented"]
        assert Ground.objects.standing(TODAY).filter(client=call.client, purpose="help").exists()

    def test_must_say_what_they_need_and_nothing_is_half_done(self, lead, held):
        call = joined(held, known(held.scheme)).calls.get()
        with pytest.raises(Refused) as refused:
            ring_calls.note_ring(by=lead, call=call, outcome="request")

        call.refresh_from_db()
        assert (refused.value.field, call.tries, Request.objects.count()) == ("need", 0, 0)

    def test_is_not_taken_where_nobody_answers(self, held, lead):
        call = joined(held, known(held.scheme)).calls.get()
        coordinator = SchemeMemberFactory(scheme=held.scheme).person
        held.scheme.members.filter(part="lead").update(ended_at=NOW)
        with pytest.raises(Refused, match="Nobody"):
            ring_calls.note_ring(by=coordinator, call=call, outcome="request", need=NeedFactory())


class TestWhomToRing:
    def test_are_only_those_for_whom_it_is_a_safe_hour(self, held):
        early = known(held.scheme, safe={"number": "1", "hours": [["08:00", "09:30"]]})
        fine = known(held.scheme, safe={"number": "2", "hours": [["09:30", "12:00"]]})
        part = joined(held, early, fine)

        told = to_ring(part, NOW)
        assert [r.call.client for r in told.now] == [fine]
        assert [r.call.client for r in told.later] == [early]

    def test_of_abuse_are_rung_at_their_safe_number_only(self, held):
        hidden = known(held.scheme, abuse=True, phone="01632 960123", safe={"number": "07700 9"})

        assert number_of(hidden) == "07700 9"
        hidden.safe = {}
        assert number_of(hidden) == ""

    def test_stand_in_the_order_in_which_they_were_put_on(self, held):
        people = [known(held.scheme, name=name) for name in ("Zoe", "Ann", "Moe")]

        told = to_ring(joined(held, *people), NOW)
        assert [r.call.client.name for r in told.now] == ["Zoe", "Ann", "Moe"]


class TestWhoeverBeganIt:
    def counted(self, closed_at=NOW, **counts):
        standing = "closed" if closed_at else "open"
        round_ = RingRoundFactory(standing=standing, closed_at=closed_at)
        part = RingPartFactory(ring_round=round_)
        for outcome, count in counts.items():
            RingCount.objects.create(part=part, outcome=outcome, count=count)
        return ring_table(round_)

    def test_learns_nothing_but_who_takes_part_while_it_is_open(self):
        table = self.counted(closed_at=None, fine=100)

        assert table.closed is False
        assert [row.cells for row in table.rows] == [()]

    def test_learns_no_small_count(self):
        table = self.counted(fine=43, request=2)

        said = " ".join(table.rows[0].cells)
        assert "2" not in said.split() and "43" not in said and "45" not in said

    def test_learns_counts_in_steps_of_five(self):
        table = self.counted(fine=43, helped=12, request=8)

        numbers = [int(c) for c in table.rows[0].cells if c.isdecimal()]
        assert numbers and all(n % 5 == 0 for n in numbers)

    @pytest.mark.parametrize("small", [1, 2, 3, 4])
    def test_cannot_work_a_small_count_out(self, small):
        both = [self.counted(fine=20, request=n).rows[0].cells for n in (small, 5 - small)]

        assert both[0] == both[1]
