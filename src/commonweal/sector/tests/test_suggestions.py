"""Anyone may say what is wrong or missing; whoever keeps the page decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.comms.models import Message
from commonweal.core.actors import Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import new_token
from commonweal.sector.actions import (
    add_group,
    add_name,
    add_service,
    change_service,
    correct_organisation,
    decide_suggestion,
    forget_suggestions,
    merge_organisations,
    set_areas_served,
    set_service_status,
    suggest,
    tell_keepers,
    undo_merge,
    withhold,
)
from commonweal.sector.actions.answering import Decision
from commonweal.sector.choices import ServiceStatus, Verdict
from commonweal.sector.models import Name, SuggestedChange, Suggestion
from commonweal.sector.offering import ToldCost
from commonweal.sector.reports.offering import told_of
from commonweal.sector.reports.published import kept_elsewhere, published_of
from commonweal.sector.tests.factories import (
    AreaFactory,
    FeedFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    ServiceFactory,
    SourceRecordFactory,
    TermFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, robot, steward
from commonweal.sector.tests.test_services import lunch

pytestmark = pytest.mark.django_db
visitor = Visitor()
TAKE, NO = Decision(Verdict.ACCEPTED), Decision(Verdict.DECLINED)


@pytest.fixture
def club():
    PlaceFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    PostcodeFactory()
    TermFactory(scheme="need", code="food", title="Food")
    facts = {"postcode": "NR1 1AA", "telephone": "01603 111111", "description": "We sing."}
    return add_group(by=steward, name="Mill Lane Singers", facts=facts)


@pytest.fixture
def owner(club):
    with given():
        return MemberFactory(organisation=club).person


@pytest.fixture
def service(club):
    return add_service(by=steward, organisation=club, told=lunch)


def suggested(about, *, seen=None, your_email="", **values):
    before = seen or published_of(about)
    return suggest(
        by=visitor, about=about, values={**before, **values}, seen=before,
        digest=new_token()[1], note="I go there.", your_name="Jo", your_email=your_email,
    )  # fmt: skip


def decide(suggestion, by=steward, reason="", **decisions):
    return decide_suggestion(by=by, suggestion=suggestion, decisions=decisions, reason=reason)


def verdicts(suggestion):
    return dict(suggestion.changes.values_list("field", "verdict"))


class TestSuggest:
    def test_keeps_only_what_was_changed_and_changes_nothing(self, club):
        made = suggested(club, telephone="01603 222222", website=" ", description="We  sing.\n")

        club.refresh_from_db()
        change = made.changes.get()
        assert (change.field, change.seen, change.suggested) == (
            "telephone", "01603 111111", "01603 222222",
        )  # fmt: skip
        assert club.telephone == "01603 111111"

    def test_is_of_a_service_too_in_words(self, service):
        made = suggested(service, hours="Thursdays now", fees="x")

        assert made.changes.get().seen == "Wednesdays, midday to 2pm"
        assert made.organisation == service.organisation

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({}, ""),
            ({"telephone": "12"}, "telephone"),
            ({"email": "nobody"}, "email"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"name": ""}, "name"),
            ({"description": "x" * 10_001}, "description"),
            ({"words": "x" * 2_001}, "words"),
            ({"names": "\n".join(f"Name {n}" for n in range(51))}, "names"),
            ({"areas": ["E99999999"]}, "areas"),
            ({"areas": [f"E0{n:07}" for n in range(501)]}, "areas"),
            ({"kind": "charity", "withheld": True, "ref": "x"}, ""),
        ],
    )
    def test_refuses_what_cannot_be_kept_and_keeps_nothing_then(self, club, values, field):
        with pytest.raises(Refused) as refusal:
            suggested(club, **values)

        assert refusal.value.field == field
        assert not Suggestion.objects.exists()

    def test_leaves_out_what_nobody_sees(self, club):
        made = suggested(club, words="Look\u202e\x00 here\u200b")

        assert made.changes.get().suggested == "Look here"

    def test_sent_twice_is_one(self, club):
        token = new_token()[1]

        for _ in range(2):
            suggest(by=visitor, about=club, values={"words": "Shut"}, seen={}, digest=token)

        assert SuggestedChange.objects.count() == 1

    def test_is_not_possible_where_there_is_no_page(self, club, service):
        other = add_group(by=steward, name="The Refuge", facts={"postcode": "NR1 1AA"})
        withhold(by=steward, organisation=other, reason="Safety")
        withhold(by=steward, organisation=club, reason="Safety")

        for about in (other, club, service):
            about.refresh_from_db()
            with pytest.raises(PermissionDenied):
                suggested(about, words="Found you")

    def test_tells_nothing_of_what_is_withheld(self, club):
        without = add_group(by=steward, name="No Telephone", facts={"postcode": "NR1 1AA"})
        seen = published_of(club)
        withhold(by=steward, organisation=club, fact="telephone", reason="Private")
        club.refresh_from_db()

        made = suggested(club, seen=seen, telephone="01603 222222")

        assert published_of(club)["telephone"] == published_of(without)["telephone"] == ""
        assert made.changes.get().seen == ""

    def test_shows_of_a_private_address_what_the_page_does(self, club, service):
        hidden = replace(lunch.places[0], address_public=False, street="1 Secret Row")
        change_service(by=steward, service=service, told=replace(lunch, places=(hidden,)))
        service.refresh_from_db()

        assert published_of(club)["postcode"] == "NR1"
        assert "Secret" not in str(published_of(service))
        assert "NR1 1AA" not in str(published_of(service))
        assert "Village hall" not in str(published_of(service))

    def test_keeps_no_words_in_the_journal(self, club):
        suggested(club, words="Jo Brown lives at 1 High Street")

        entry = JournalEntry.objects.latest("pk")
        assert (entry.action, entry.actor_key) == ("sector.suggest", "visitor")
        assert "Brown" not in str(entry.detail)


class TestWhoDecides:
    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_nobody_who_may_not_change_the_page(self, club, actor):
        made = suggested(club, telephone="01603 222222")

        for decision in (TAKE, NO):
            with pytest.raises(PermissionDenied):
                decide(made, by=actor, reason="x", telephone=decision)

    @pytest.mark.parametrize(
        ("role", "may"), [("owner", True), ("editor", True), ("viewer", False)]
    )
    def test_goes_by_the_role(self, club, role, may):
        made = suggested(club, telephone="01603 222222")
        with given():
            person = MemberFactory(organisation=club, role=role).person
            neighbour = MemberFactory(role="owner").person

        with pytest.raises(PermissionDenied):
            decide(made, by=neighbour, telephone=TAKE)
        if may:
            decide(made, by=person, telephone=TAKE)
        else:
            with pytest.raises(PermissionDenied):
                decide(made, by=person, telephone=TAKE)

    def test_ends_with_the_membership_even_for_declining(self, club, owner):
        made = suggested(club, telephone="01603 222222")
        owner.memberships.update(ended_at=dt.datetime.now(dt.UTC))

        with pytest.raises(PermissionDenied):
            decide(made, by=owner, reason="No", telephone=NO)


class TestTakingOver:
    def test_goes_through_the_usual_correction(self, club, owner):
        made = suggested(club, telephone="01603 222222", description="We sing on Fridays.")

        decide(made, by=owner, telephone=TAKE)

        club.refresh_from_db()
        correction = club.corrections.get()
        assert (club.telephone, correction.by) == ("01603 222222", owner.label)
        assert correction.reason.startswith("Suggested on this site on ")
        assert verdicts(made) == {"telephone": "accepted", "description": "open"}
        assert Suggestion.objects.open().get() == made

    def test_may_be_in_other_words(self, club):
        made = suggested(club, description="we sing fridays")

        decide(made, description=Decision(Verdict.ACCEPTED, "We sing on Fridays."))

        club.refresh_from_db()
        change = made.changes.get()
        assert club.description == change.kept == "We sing on Fridays."
        assert (change.verdict, change.suggested) == ("amended", "we sing fridays")

    def test_is_all_or_nothing(self, club):
        made = suggested(club, telephone="01603 222222", description="We sing on Fridays.")

        with pytest.raises(Refused) as refusal:
            decide(made, telephone=Decision(Verdict.ACCEPTED, "12"), description=TAKE)

        club.refresh_from_db()
        assert refusal.value.field == "telephone"
        assert club.description == "We sing."
        assert set(verdicts(made).values()) == {"open"}

    def test_happens_once(self, club):
        made = suggested(club, telephone="01603 222222")
        decide(made, telephone=TAKE)

        with pytest.raises(Refused, match="has decided this meanwhile"):
            decide(made, reason="No", telephone=NO)

    @pytest.mark.parametrize("field", ["email", "kind", "withheld", "nonsense"])
    def test_is_only_of_what_was_suggested(self, club, field):
        made = suggested(club, telephone="01603 222222")

        with pytest.raises(Refused, match="Nothing of the kind"):
            decide(made, **{field: Decision(Verdict.ACCEPTED, "x")})

    def test_says_so_when_it_changed_while_one_looked(self, club):
        made = suggested(club, telephone="01603 222222")
        looked_at = published_of(club)
        correct_organisation(by=steward, organisation=club, values={"telephone": "01603 333333"})

        with pytest.raises(Refused, match="Telephone was changed while you decided"):
            decide_suggestion(
                by=steward, suggestion=made, decisions={"telephone": TAKE}, looked_at=looked_at
            )

        club.refresh_from_db()
        assert club.telephone == "01603 333333"

    def test_keeps_a_new_address_private_until_somebody_says_otherwise(self, club):
        PostcodeFactory(postcode="NR1 2AA")
        for show in (None, True):
            made = suggested(club, street="2 Mill Lane", postcode="NR1 2AA")
            decide_suggestion(
                by=steward, suggestion=made, show_address=show,
                decisions={"street": TAKE, "postcode": TAKE},
            )  # fmt: skip
            club.refresh_from_db()
            assert (club.street, club.address_public) == ("2 Mill Lane" if show else "", bool(show))

    def test_adds_and_takes_away_names(self, club):
        kept = add_name(by=steward, organisation=club, name="The Lot")
        add_name(by=steward, organisation=club, name="Old Lot")
        made = suggested(club, names="The Lot\nNew Lot")
        add_name(by=steward, organisation=club, name="Meanwhile")

        decide(made, names=TAKE)

        assert set(club.names.values_list("name", flat=True)) == {"The Lot", "New Lot", "Meanwhile"}
        assert Name.objects.filter(pk=kept.pk).exists()

    def test_leaves_a_registers_names_and_areas_to_it(self, club):
        with given():
            club.names.create(name="Stated", kind="working", source="charity-commission")
            club.areas_served.create(code="E07000148", words="Norwich", source="charity-commission")
        made = suggested(club, names="", areas=[])

        for field in ("names", "areas"):
            with pytest.raises(Refused, match="stated by a register") as refusal:
                decide(made, **{field: TAKE})
            assert refusal.value.field == field

    def test_sets_areas_beside_what_changed_meanwhile(self, club):
        made = suggested(club, areas=["E07000148"])
        set_areas_served(by=steward, organisation=club, codes=["E10000020"])

        decide(made, areas=TAKE)

        codes = set(club.areas_served.values_list("code", flat=True))
        assert codes == {"E07000148", "E10000020"}

    def test_closes_what_has_closed_on_its_day(self, club):
        made = suggested(club, closed=True)

        decide(made, closed=Decision(Verdict.ACCEPTED, "30/9/2026"))

        club.refresh_from_db()
        assert (club.status, club.status_on) == ("closed", dt.date(2026, 9, 30))
        assert verdicts(made) == {"closed": "accepted"}

    def test_of_what_is_so_already_only_notes_it(self, club):
        made = suggested(club, telephone="01603 222222")
        correct_organisation(by=steward, organisation=club, values={"telephone": "01603 222222"})

        decide(made, telephone=TAKE)

        assert verdicts(made) == {"telephone": "accepted"}
        assert club.corrections.count() == 1

    def test_of_what_is_withheld_shows_it_to_nobody(self, club):
        made = suggested(club, telephone="01603 222222")
        withhold(by=steward, organisation=club, fact="telephone", reason="Private")

        decide(made, telephone=TAKE)

        club.refresh_from_db()
        assert club.telephone == ""


class TestTakingOverOfAService:
    def test_tells_it_anew(self, service, owner):
        made = suggested(service, name="Lunch for all", telephone="01603 222222")

        decide(made, by=owner, name=TAKE, telephone=TAKE)

        service.refresh_from_db()
        assert (service.name, service.telephone) == ("Lunch for all", "01603 222222")
        assert replace(told_of(service), name=lunch.name, telephone="") == replace(
            lunch, places=told_of(service).places
        )

    def test_of_its_hours_waits_until_they_are_changed(self, service):
        made = suggested(service, hours="Thursdays now")
        with pytest.raises(Refused, match="kept in parts"):
            decide(made, hours=TAKE)
        hours = replace(lunch.hours[0], hours=replace(lunch.hours[0].hours, byday=("TH",)))
        change_service(by=steward, service=service, told=replace(lunch, hours=(hours,)))

        decide(made, hours=TAKE)

        assert verdicts(made) == {"hours": "accepted"}

    def test_of_its_cost_is_in_words_where_there_are_no_parts(self, service):
        change_service(by=steward, service=service, told=replace(lunch, costs=()))
        service.refresh_from_db()
        made = suggested(service, costs="Two pounds")

        decide(made, costs=TAKE)

        service.refresh_from_db()
        assert service.fees == "Two pounds"

    def test_of_its_cost_in_parts_is_by_hand(self, service):
        made = suggested(service, costs="Two pounds")
        assert lunch.costs[0] == ToldCost(option="A meal", amount=lunch.costs[0].amount)

        with pytest.raises(Refused, match="kept in parts"):
            decide(made, costs=TAKE)

    def test_that_it_has_ended_ends_it_once(self, service):
        made = suggested(service, closed=True)
        set_service_status(by=steward, service=service, status=ServiceStatus.DEFUNCT)

        decide(made, closed=TAKE)

        service.refresh_from_db()
        assert service.status == ServiceStatus.DEFUNCT

    def test_is_possible_of_one_that_ended_meanwhile(self, service):
        made = suggested(service, telephone="01603 222222")
        set_service_status(by=steward, service=service, status=ServiceStatus.DEFUNCT)

        decide(made, telephone=TAKE)

        service.refresh_from_db()
        assert (service.telephone, service.status) == ("01603 222222", ServiceStatus.DEFUNCT)

    def test_is_not_ours_where_a_feed_keeps_it_but_can_be_passed_on(self, club):
        with given():
            FeedFactory()
            theirs = ServiceFactory(organisation=club, source="feed-a-neighbour", key="1")
        made = suggested(theirs, telephone="01603 222222")

        assert kept_elsewhere(theirs)["telephone"] == "Neighbour Council"
        with pytest.raises(Refused, match="kept by Neighbour Council"):
            decide(made, telephone=TAKE)
        decide(made, reason="Told the council.", telephone=Decision(Verdict.PASSED_ON))
        assert verdicts(made) == {"telephone": "passed-on"}


class TestWhatARegisterStates:
    def test_is_said_to_be_the_registers(self, club):
        with given():
            charity = OrganisationFactory(name="Mill Lane Trust")
            SourceRecordFactory(organisation=charity)
        refresh(charity)

        assert set(kept_elsewhere(charity)) >= {"name"}
        assert kept_elsewhere(club) == {}


class TestDeclining:
    @pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.PASSED_ON])
    def test_needs_a_reason(self, club, verdict):
        made = suggested(club, telephone="01603 222222")

        with pytest.raises(Refused, match="Say why") as refusal:
            decide(made, reason=" ", telephone=Decision(verdict))

        assert refusal.value.field == "reason"

    def test_answers_whoever_suggested_it_once_all_is_decided(self, club):
        made = suggested(
            club, your_email="jo@example.org", telephone="01603 222222", description="No more."
        )
        decide(made, telephone=TAKE)
        assert not Message.objects.exists()

        decide(made, reason="They still sing; I rang.", description=NO)

        letter = Message.objects.get()
        assert letter.to == "jo@example.org"
        assert "Mill Lane Singers" in letter.body
        assert "- Telephone: accepted\n" in letter.body
        assert "- What it does: declined. They still sing; I rang." in letter.body
        assert "01603 222222" not in letter.body
        assert made.changes.get(field="description").reason == "They still sing; I rang."

    def test_answers_nobody_who_left_no_address(self, club):
        decide(suggested(club, words="x"), reason="No", words=NO)

        assert not Message.objects.exists()

    def test_names_nothing_that_is_withheld_by_then(self, club):
        made = suggested(club, your_email="jo@example.org", words="x")
        withhold(by=steward, organisation=club, reason="Safety")

        decide(made, reason="Thank you.", words=NO)

        assert "Singers" not in Message.objects.get().body + Message.objects.get().subject


class TestTellKeepers:
    def test_writes_one_letter_a_day(self, club, owner, service):
        start = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
        with time_machine.travel(start, tick=False) as travel:
            suggested(club, telephone="01603 222222")
            suggested(service, hours="Thursdays now")
            assert tell_keepers(by=robot) == 1
            suggested(club, words="More")
            assert tell_keepers(by=robot) == 0
            travel.move_to(start + dt.timedelta(days=1))
            assert tell_keepers(by=robot) == 1
            travel.move_to(start + dt.timedelta(days=2))
            assert tell_keepers(by=robot) == 0

        first, second = Message.objects.order_by("pk")
        assert first.to == second.to == owner.email
        assert "- Telephone\n" in first.body
        assert "- Lunch club: When, in words" in first.body
        assert f"/organisations/{club.ref}/suggestions/" in first.body
        assert "01603" not in first.body
        assert second.body.index("Anything else") < second.body.index("Still to be decided")

    def test_writes_to_nobody_where_staff_must_answer(self, club):
        suggested(club, telephone="01603 222222")
        with given():
            MemberFactory(organisation=club, role="viewer")

        assert tell_keepers(by=robot) == 0

    def test_says_nothing_of_what_is_withheld_meanwhile(self, club, owner):
        suggested(club, telephone="01603 222222")
        withhold(by=steward, organisation=club, reason="Safety")

        assert tell_keepers(by=robot) == 0


class TestWhoseTurn:
    def test_is_theirs_for_fourteen_days_then_staffs(self, club, owner):
        now = dt.datetime.now(dt.UTC)
        made = suggested(club, telephone="01603 222222")

        soon, late = now + dt.timedelta(days=13), now + dt.timedelta(days=15)
        assert list(Suggestion.objects.for_members(soon)) == [made]
        assert not Suggestion.objects.for_staff(soon).exists()
        assert list(Suggestion.objects.for_staff(late)) == [made]
        assert not Suggestion.objects.for_members(late).exists()

    def test_is_staffs_at_once_where_nobody_keeps_the_page(self, club):
        made = suggested(club, telephone="01603 222222")

        assert list(Suggestion.objects.for_staff(dt.datetime.now(dt.UTC))) == [made]


class TestMergesMeanwhile:
    def test_take_suggestions_along_and_back(self, club, owner):
        made = suggested(club, telephone="01603 222222")
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        merge = merge_organisations(by=steward, kept=other, absorbed=club, reason="One")

        assert Suggestion.objects.get(pk=made.pk).organisation == other
        assert list(Suggestion.objects.of(other)) == [made]
        undo_merge(by=steward, merge=merge)
        assert Suggestion.objects.get(pk=made.pk).organisation == club

    def test_are_decided_for_the_one_that_stayed(self, club):
        stale = suggested(club, telephone="01603 222222")
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        with given():
            theirs = MemberFactory(organisation=club).person
        merge_organisations(by=steward, kept=other, absorbed=club, reason="One")

        decide(stale, telephone=TAKE)

        other.refresh_from_db()
        assert other.telephone == "01603 222222"
        assert theirs.memberships.get().organisation == other

    def test_of_a_service_follow_the_service(self, club, service):
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        merge = merge_organisations(by=steward, kept=other, absorbed=club, reason="One")
        service.refresh_from_db()
        made = suggested(service, telephone="01603 222222")
        undo_merge(by=steward, merge=merge)

        assert Suggestion.objects.get(pk=made.pk).organisation == club


class TestForgetting:
    def test_forgets_who_ninety_days_after_the_decision(self, club):
        made = suggested(club, your_email="jo@example.org", telephone="01603 222222")
        decide(made, reason="No", telephone=NO)
        now = dt.datetime.now(dt.UTC)
        with time_machine.travel(now + dt.timedelta(days=89), tick=False):
            assert forget_suggestions(by=robot) == 0
        with time_machine.travel(now + dt.timedelta(days=91), tick=False):
            assert forget_suggestions(by=robot) == 1
            assert forget_suggestions(by=robot) == 0

        made.refresh_from_db()
        change = made.changes.get()
        assert (made.name, made.email, made.note) == ("", "", "")
        assert (change.seen, change.suggested, change.verdict) == (None, None, "declined")

    def test_forgets_who_after_a_year_without_a_decision(self, club):
        made = suggested(club, your_email="jo@example.org", telephone="01603 222222")
        with time_machine.travel(made.at + dt.timedelta(days=366), tick=False):
            forget_suggestions(by=robot)

        made.refresh_from_db()
        assert made.email == ""
        assert made.changes.get().suggested == "01603 222222"

    def test_forgets_all_after_two_years(self, club):
        made = suggested(club, telephone="01603 222222")
        decide(made, telephone=TAKE)
        with time_machine.travel(made.at + dt.timedelta(days=732), tick=False):
            forget_suggestions(by=robot)

        assert not Suggestion.objects.exists()

    def test_is_done_by_no_stranger(self):
        with pytest.raises(PermissionDenied):
            forget_suggestions(by=visitor)
