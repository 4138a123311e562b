"""Each night: who is asked, who is rung, what is greyed, and what leaves view and comes back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from commonweal.comms.models import Message
from commonweal.comms.tests.factories import BounceFactory
from commonweal.core.actors import LinkHolder, Operator, Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import digest_of
from commonweal.sector import actions
from commonweal.sector.actions import reminding
from commonweal.sector.asking import rules_on
from commonweal.sector.exports import rows
from commonweal.sector.freshness import Rule, Sort, Stage
from commonweal.sector.models import (
    Confirmation,
    FreshnessRule,
    Organisation,
    Reminder,
    Service,
)
from commonweal.sector.reports import find_by_org_id, may_see
from commonweal.sector.searching import search
from commonweal.sector.searching.query import Query
from commonweal.sector.tests.factories import (
    AreaServedFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    SourceRecordFactory,
    WithholdingFactory,
    refresh,
)
from commonweal.sector.tests.people import administrator, editor, reader, steward

pytestmark = pytest.mark.django_db
NIGHTS = Robot("freshness")


@pytest.fixture
def place():
    return PlaceFactory(everywhere=True, codes=[])


@pytest.fixture
def told(place):
    """Makes a group that told us of itself so many days ago."""

    def make(name="Bread for All", days=400, email="bread@example.org", kind="group", **more):
        when = timezone.now() - dt.timedelta(days=days)
        with given():
            made = OrganisationFactory(name=name, kind=kind, added_at=when, **more)
            SourceRecordFactory(
                organisation=made, source="added-here", key=made.ref, first_run=None,
                changed_run=None, stated_at=when,
                facts={"name": name, "kind": kind, "email": email, "description": "Bread."},
            )  # fmt: skip
            AreaServedFactory(organisation=made)
        refresh(made)
        return made

    return make


@pytest.fixture
def charity(place):
    """A charity that a register states, read so many days ago."""

    def make(name="Mill Lane Trust", days=400, email="mill@example.org"):
        when = timezone.now() - dt.timedelta(days=days)
        with given():
            made = OrganisationFactory(name=name, added_at=when)
            SourceRecordFactory(
                organisation=made, facts={"name": name, "kind": "charity", "email": email}
            )
        refresh(made)
        return made

    return make


def night(after=0, most=50):
    """What the night does so many days from now."""
    on = timezone.localdate() + dt.timedelta(days=after)
    return actions.ask_after_entries(by=NIGHTS, night=on, most=most)


def stage_of(thing):
    thing.refresh_from_db()
    return Stage(thing.stage)


def links():
    """The private links of the letters so far, oldest first."""
    found = Message.objects.order_by("pk").values_list("body", flat=True)
    return [token for body in found for token in re.findall(r"/still-right/([\w-]+)/", body)]


def whole_round(last=130):
    """Every night until all has run its course."""
    for day in range(0, last + 1):
        night(day)


class TestANight:
    def test_asks_whoever_told_us_longer_ago_than_its_term(self, told):
        due, fresh = told(), told("Cake for Some", days=100, email="cake@example.org")

        night()

        letter = Message.objects.get()
        assert (letter.to, letter.secret) == ("bread@example.org", True)
        assert letter.subject == "Is your entry still right? Bread for All"
        assert (stage_of(due), stage_of(fresh)) == (Stage.REMINDED, Stage.FRESH)

    def test_keeps_no_more_of_the_link_than_its_digest(self, told):
        told()

        night()

        assert Reminder.objects.get().digest == digest_of(links()[0])
        assert links()[0] not in str(Reminder.objects.values().get())

    def test_says_in_its_letter_what_anyone_can_see_and_nothing_else(self, told):
        bread = told()
        with given():
            bread.records.update(facts=bread.records.get().facts | {"telephone": "01603 111222"})
            WithholdingFactory(organisation=bread, fact="telephone")
            ServiceFactory(organisation=bread, name="Breakfast", assured_on=timezone.localdate())
        refresh(bread)

        night()

        body = Message.objects.get().body
        assert "Telephone: none" in body
        assert "111222" not in body
        assert "- Breakfast" in body

    def test_done_again_does_nothing(self, told):
        told()

        assert (night(), night(), night()) == (
            "1 letters, 1 entries", "0 letters, 0 entries", "0 letters, 0 entries",
        )  # fmt: skip

    def test_writes_one_letter_to_whoever_keeps_several(self, told):
        bread, cake = told(), told("Cake for Some", email="cake@example.org")
        with given():
            ann = MemberFactory(organisation=bread).person
            MemberFactory(organisation=cake, person=ann)

        night()

        letter = Message.objects.get()
        assert letter.to == ann.email
        assert len(set(links())) == 2
        assert letter.subject.endswith("and 1 more")

    def test_takes_an_address_for_the_same_however_it_is_written(self, told):
        told(), told("Cake for Some", email="Bread@Example.org")

        night()

        assert Message.objects.get().to == "bread@example.org"

    def test_writes_no_more_than_it_may_and_goes_on_the_next(self, told):
        for n in range(5):
            told(f"Group {n}", days=400 + n, email=f"{n}@example.org")

        assert night(most=2) == "2 letters, 2 entries"
        assert night(most=2) == "0 letters, 0 entries"
        assert night(1, most=2) == "2 letters, 2 entries"
        assert Message.objects.order_by("pk").first().to == "4@example.org"

    def test_writes_none_without_a_number_of_letters(self, told):
        bread = told()

        night(most=0)

        assert (Message.objects.count(), stage_of(bread)) == (0, Stage.FRESH)

    def test_cut_off_in_the_middle_writes_nobody_twice(self, told, monkeypatch):
        for n in range(3):
            told(f"Group {n}", email=f"{n}@example.org")
        monkeypatch.setattr(reminding, "in_batches", lambda keys: [[k] for k in keys])
        real, done = reminding.write_to, []

        def dies_at_the_second(*given, **more):
            if len(done) == 1:
                raise KeyboardInterrupt
            real(*given, **more)
            done.append(1)

        monkeypatch.setattr(reminding, "write_to", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            night()
        assert Message.objects.count() == Reminder.objects.count() == 1
        assert Organisation.objects.filter(stage=Stage.REMINDED).count() == 1

        monkeypatch.setattr(reminding, "write_to", real)
        night()

        assert sorted(Message.objects.values_list("to", flat=True)) == [
            "0@example.org", "1@example.org", "2@example.org",
        ]  # fmt: skip

    def test_puts_whom_nobody_can_write_to_on_the_telephone_list(self, told):
        silent, gone = told(email=""), told("Gone", email="gone@example.org")
        BounceFactory(address="gone@example.org")

        night()

        assert stage_of(silent) == stage_of(gone) == Stage.TELEPHONE
        assert not Message.objects.exists()

    def test_is_not_stopped_by_an_address_that_is_none(self, told):
        odd = told("Odd", email="ring 01603; or ann@x.org")
        bread = told(days=390)

        night()

        assert (stage_of(odd), stage_of(bread)) == (Stage.TELEPHONE, Stage.REMINDED)

    def test_rings_at_once_where_a_letter_came_back(self, told):
        bread = told()
        night()
        BounceFactory(address="bread@example.org")

        night(1)

        assert stage_of(bread) == Stage.TELEPHONE

    def test_asks_nothing_of_what_is_withheld_ended_or_merged(self, told):
        hidden, ended = told(), told("Ended", email="ended@example.org")
        gone, kept = told("Gone", email="gone@example.org"), told("Kept", days=1)
        actions.withhold(by=steward, organisation=hidden, reason="Safety")
        actions.merge_organisations(by=steward, kept=kept, absorbed=gone, reason="One body")
        with given():
            Organisation.objects.filter(pk=ended.pk).update(status="closed")

        assert night() == "0 letters, 0 entries"

    def test_asks_nothing_of_what_a_feed_keeps(self, told):
        bread = told(days=1)
        with given():
            OrganisationFactory(name="Theirs", added_at=timezone.now() - dt.timedelta(days=900))
            theirs = SourceRecordFactory(source="feed-neighbour", facts={"name": "Theirs"})
            Organisation.objects.filter(pk=theirs.organisation_id).update(
                added_at=timezone.now() - dt.timedelta(days=900)
            )
            ServiceFactory(organisation=bread, source="feed-neighbour", key="1")
            Organisation.objects.filter(name="Theirs", records=None).delete()

        assert night() == "0 letters, 0 entries"

    def test_is_for_robots_and_the_operator_alone(self, place):
        for stranger in (Visitor(), editor, reader, LinkHolder("sector.reminder:1")):
            with pytest.raises(PermissionDenied):
                actions.ask_after_entries(by=stranger, night=timezone.localdate(), most=1)


class TestSilence:
    def test_is_met_with_three_letters_a_call_grey_and_then_withdrawal(self, told):
        bread, stages = told(), []

        for day in range(133):
            night(day)
            stages.append(stage_of(bread))

        first = {stage: stages.index(stage) for stage in dict.fromkeys(stages)}
        assert first == {
            Stage.REMINDED: 0, Stage.NUDGED: 14, Stage.NUDGED_AGAIN: 28, Stage.TELEPHONE: 42,
            Stage.GREYED: 72, Stage.WITHDRAWN: 132,
        }  # fmt: skip
        assert Message.objects.count() == 3
        assert Message.objects.order_by("pk").last().subject.startswith("Once more")

    def test_takes_a_withdrawn_group_out_of_everything_but_the_desk(self, told):
        bread = told()
        with given():
            ServiceFactory(organisation=bread, name="Breakfast")
        assert search(Query(words="bread")).total == 1

        whole_round(140)

        assert stage_of(bread) == Stage.WITHDRAWN
        assert search(Query(words="bread")).total == 0
        assert not Service.objects.shown().exists()
        assert list(rows(Organisation.objects.all())) == []
        assert find_by_org_id(bread.ref) == bread
        assert may_see(bread, steward)
        assert not may_see(bread, Visitor())

    def test_leaves_what_a_register_states_where_it_is(self, charity):
        mill = charity()
        with given():
            breakfast = ServiceFactory(organisation=mill, name="Breakfast")
            Service.objects.update(added_at=timezone.now() - dt.timedelta(days=400))

        whole_round(400)

        assert (stage_of(mill), stage_of(breakfast)) == (Stage.GREYED, Stage.WITHDRAWN)
        assert Organisation.objects.published().get() == mill
        assert not Service.objects.shown().exists()
        assert Message.objects.count() == 3

    def test_ends_with_one_confirmation_and_nothing_is_lost(self, told):
        bread = told()
        with given():
            breakfast = ServiceFactory(organisation=bread, name="Breakfast")
        whole_round(140)

        actions.note_confirmation(by=steward, organisation=bread, reason="Ann Baker rang back")

        assert (stage_of(bread), stage_of(breakfast)) == (Stage.FRESH, Stage.FRESH)
        assert search(Query(words="bread")).total == 1
        assert Service.objects.published().get() == breakfast
        assert bread.description == "Bread."

    def test_of_a_group_that_a_register_came_to_know_brings_it_back_greyed(self, told):
        bread = told()
        whole_round(140)
        with given():
            SourceRecordFactory(organisation=bread, key="GB-CHC-7")

        night(141)

        assert stage_of(bread) == Stage.GREYED
        assert Organisation.objects.published().get() == bread

    def test_waits_for_staff_who_mean_to_ring_again(self, told):
        bread = told(email="")
        night()
        later = timezone.localdate() + dt.timedelta(days=90)
        actions.note_call(
            by=steward, organisation=bread, said="no-answer", reason="Rang out", again_on=later
        )

        night(60)
        assert stage_of(bread) == Stage.TELEPHONE
        night(90)
        assert stage_of(bread) == Stage.GREYED


class TestAConfirmation:
    def test_by_changing_a_fact_is_one_of_the_organisation(self, told):
        bread = told()
        night()

        actions.correct_organisation(
            by=steward, organisation=bread, values={"telephone": "01603 111222"}
        )

        bread.refresh_from_db()
        assert (bread.confirmed_on, bread.stage) == (timezone.localdate(), Stage.FRESH)
        assert Confirmation.objects.get().how == "edit"

    def test_is_none_where_nothing_was_changed(self, told):
        bread = told()

        actions.correct_organisation(
            by=steward, organisation=bread, values={"description": "Bread."}
        )

        assert not Confirmation.objects.exists()

    def test_of_a_service_leaves_its_organisation_as_it_was(self, told):
        bread = told()
        with given():
            breakfast = ServiceFactory(organisation=bread)

        actions.assure_service(by=steward, service=breakfast)

        breakfast.refresh_from_db()
        bread.refresh_from_db()
        assert (breakfast.assured_on, bread.confirmed_on) == (timezone.localdate(), None)
        assert Confirmation.objects.get().service == breakfast

    def test_by_a_member_says_the_organisation_and_names_no_person(self, told):
        bread = told()
        with given():
            ann = MemberFactory(organisation=bread).person
            breakfast = ServiceFactory(organisation=bread)

        actions.confirm_entry(by=ann, organisation=bread)

        breakfast.refresh_from_db()
        bread.refresh_from_db()
        assert (bread.confirmed_how, breakfast.assured_by) == ("signed-in", "Bread for All")

    def test_noted_of_an_earlier_day_does_not_unsay_a_later_one(self, told):
        bread = told()
        actions.confirm_entry(by=steward, organisation=bread)

        earlier = timezone.localdate() - dt.timedelta(days=9)
        actions.note_confirmation(by=steward, organisation=bread, reason="A card", on=earlier)

        bread.refresh_from_db()
        assert bread.confirmed_on == timezone.localdate()
        assert set(Confirmation.objects.values_list("on", flat=True)) == {
            earlier, timezone.localdate(),
        }  # fmt: skip

    def test_twice_on_a_day_is_noted_once(self, told):
        bread = told()

        for _ in range(2):
            actions.confirm_entry(by=steward, organisation=bread)

        assert Confirmation.objects.count() == 1

    def test_needs_a_day_that_has_come_and_a_reason(self, told):
        bread, tomorrow = told(), timezone.localdate() + dt.timedelta(days=1)

        with pytest.raises(Refused, match="yet to come"):
            actions.note_confirmation(by=steward, organisation=bread, reason="x", on=tomorrow)
        with pytest.raises(Refused, match="Say who told you"):
            actions.note_confirmation(by=steward, organisation=bread, reason=" ")
        with pytest.raises(Refused, match="rang them"):
            actions.note_confirmation(by=steward, organisation=bread, reason="x", how="link")

    def test_by_telephone_is_for_stewards(self, told):
        bread = told()
        with given():
            ann = MemberFactory(organisation=bread).person

        for stranger in (ann, Visitor(), editor, reader, NIGHTS):
            with pytest.raises(PermissionDenied):
                actions.note_confirmation(by=stranger, organisation=bread, reason="x")
            with pytest.raises(PermissionDenied):
                actions.note_call(by=stranger, organisation=bread, said="change", reason="x")

    def test_moves_with_a_merge_and_back(self, told):
        bread, kept = told(), told("Kept", email="kept@example.org")
        actions.confirm_entry(by=steward, organisation=bread)

        merge = actions.merge_organisations(
            by=steward, kept=kept, absorbed=bread, reason="One body"
        )
        assert Confirmation.objects.get().organisation == kept
        actions.undo_merge(by=steward, merge=merge)
        assert Confirmation.objects.get().organisation == bread


class TestACall:
    def test_that_finds_it_closed_says_so_and_ends_the_asking(self, told):
        bread = told(email="")
        night()

        actions.note_call(by=steward, organisation=bread, said="closed", reason="The hall says so")

        bread.refresh_from_db()
        assert bread.status == "closed"
        assert night(1) == "0 letters, 0 entries"
        assert not bread.answers.filter(settled_at=None).exists()

    def test_that_nobody_answered_needs_another_day(self, told):
        with pytest.raises(Refused, match="after today"):
            actions.note_call(by=steward, organisation=told(), said="no-answer", reason="Rang out")

    def test_to_be_changed_waits_for_a_person_to_change_it(self, told):
        bread = told()
        answer = actions.note_call(
            by=steward, organisation=bread, said="change", reason="New number, from Ann"
        )

        actions.settle_answer(by=steward, answer=answer, reason="Put right")

        answer.refresh_from_db()
        assert answer.settled_why == "Put right"
        with pytest.raises(Refused, match="already"):
            actions.settle_answer(by=steward, answer=answer, reason="Again")


class TestTheTerms:
    def test_are_the_usual_ones_until_an_administrator_sets_others(self, place):
        today = timezone.localdate()
        assert rules_on(today)[Sort.GROUP] == Rule()

        later = today + dt.timedelta(days=10)
        actions.set_freshness_rule(
            by=administrator, sort=Sort.GROUP, rule=Rule(months=6), reason="Asked by the board",
            valid_from=later,
        )  # fmt: skip

        assert rules_on(today)[Sort.GROUP].months == 12
        assert rules_on(later)[Sort.GROUP].months == 6
        assert rules_on(later)[Sort.SERVICE].months == 12

    def test_are_those_last_set_for_a_day(self, place):
        for months in (6, 9):
            actions.set_freshness_rule(
                by=administrator, sort=Sort.GROUP, rule=Rule(months=months), reason="x"
            )

        assert rules_on(timezone.localdate())[Sort.GROUP].months == 9
        assert FreshnessRule.objects.count() == 2

    @pytest.mark.parametrize("wrong", [{"months": 0}, {"months": 121}, {"nudge_after": 0}])
    def test_leave_out_no_step(self, place, wrong):
        with pytest.raises(Refused, match="between 1 and"):
            actions.set_freshness_rule(
                by=administrator, sort=Sort.GROUP, rule=Rule(**wrong), reason="x"
            )

    def test_are_for_administrators(self, place):
        for stranger in (steward, editor, NIGHTS, Visitor()):
            with pytest.raises(PermissionDenied):
                actions.set_freshness_rule(by=stranger, sort=Sort.GROUP, rule=Rule(), reason="x")

    def test_of_the_day_decide_what_a_night_does(self, told):
        told(days=200)
        assert night() == "0 letters, 0 entries"

        actions.set_freshness_rule(
            by=Operator(), sort=Sort.GROUP, rule=Rule(months=6), reason="Asked by the board"
        )

        assert night() == "1 letters, 1 entries"
