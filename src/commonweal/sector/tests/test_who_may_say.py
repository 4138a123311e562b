"""What a register says of an organisation is not its people's to change, by any door."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import new_token
from commonweal.sector import actions
from commonweal.sector.actions.answering import Decision
from commonweal.sector.choices import Verdict
from commonweal.sector.models import Correction, Reminder, Version
from commonweal.sector.reports.holding import proves
from commonweal.sector.reports.keeping import kept_facts
from commonweal.sector.reports.offering import told_of
from commonweal.sector.reports.published import published_of
from commonweal.sector.tests.factories import (
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
NOT_THEIRS = {
    "name": "Another", "kind": "cio", "status": "closed", "side": "partner",
    "registered_on": "2020-01-31", "purposes": "Any", "trustees": 9, "income": 9,
    "spending": 9, "money_year_end": "2020-01-31", "employees": 9,
}  # fmt: skip
SAME = Decision(Verdict.ACCEPTED)


def known_from(source, **facts):
    """An organisation that one source states."""
    facts = {"name": "Mill Trust", "kind": "charity", "side": "sector", "status": "active"} | facts
    with given():
        made = OrganisationFactory()
        SourceRecordFactory(organisation=made, source=source, key=made.ref, facts=facts)
    refresh(made)
    made.refresh_from_db()
    return made


def member_of(organisation, role="owner"):
    with given():
        return MemberFactory(organisation=organisation, role=role).person


def link_to(organisation):
    """Whoever holds an open link of a letter to it, and the letter."""
    now = dt.datetime.now(dt.UTC)
    with given():
        made = Reminder.objects.create(
            organisation=organisation, to="a@trust.example", digest=new_token()[1],
            night=now.date(), written_at=now, expires_at=now + dt.timedelta(days=9),
        )  # fmt: skip
    return LinkHolder(f"sector.reminder:{made.pk}"), made


@pytest.fixture
def trust():
    PlaceFactory(everywhere=True, codes=[])
    return known_from("charity-commission")


@pytest.fixture
def singers():
    PlaceFactory(everywhere=True, codes=[])
    return known_from("added-here", name="Mill Lane Singers", kind="group")


class TestWhatARegisterSays:
    @pytest.mark.parametrize("role", ["owner", "editor"])
    @pytest.mark.parametrize("fact", sorted(NOT_THEIRS))
    def test_is_not_for_its_people_to_put_right(self, trust, role, fact):
        person = member_of(trust, role)

        with pytest.raises(Refused, match="is changed there") as refusal:
            actions.correct_organisation(
                by=person, organisation=trust, values={fact: NOT_THEIRS[fact]}
            )

        assert refusal.value.field == fact and not Correction.objects.exists()

    def test_is_put_right_by_stewards(self, trust):
        for fact, value in NOT_THEIRS.items():
            assert actions.correct_organisation(
                by=steward, organisation=trust, values={fact: value}
            )

    @pytest.mark.parametrize("said", [{"name": "Another"}, {"closed": True}])
    def test_is_not_theirs_by_way_of_a_suggestion_of_their_own(self, trust, said):
        made = actions.suggest(
            by=Visitor(), about=trust, values=said, seen=published_of(trust),
            digest=new_token()[1],
        )  # fmt: skip
        decided = dict.fromkeys(said, SAME)

        with pytest.raises(Refused, match="is changed there"):
            actions.decide_suggestion(by=member_of(trust), suggestion=made, decisions=decided)

        actions.decide_suggestion(by=steward, suggestion=made, decisions=decided)

    def test_is_not_theirs_by_way_of_the_history(self, trust):
        made = actions.correct_organisation(
            by=steward, organisation=trust, values={"income": 1_000}
        )[0]
        person = member_of(trust)

        with pytest.raises(Refused, match="is changed there"):
            actions.restore_fact(by=person, correction=made, withdrawal=False)
        with pytest.raises(Refused, match="is changed there"):
            actions.withdraw_correction(by=person, correction=made)

        trust.refresh_from_db()
        assert trust.income == 1_000

    def test_counts_of_what_staff_told_of_it_too(self, singers):
        person = member_of(singers)

        with pytest.raises(Refused):
            actions.correct_organisation(
                by=person, organisation=singers, values={"kind": "charity"}
            )


class TestWhatNoRegisterSays:
    def test_is_theirs_again_and_again(self, singers):
        person = member_of(singers)

        for name in ("The Singers", "Singers of Mill Lane"):
            assert "name" in {row.name for row in kept_facts(singers).own}
            actions.correct_organisation(by=person, organisation=singers, values={"name": name})
        actions.correct_organisation(by=person, organisation=singers, values={"status": "closed"})

        singers.refresh_from_db()
        assert (singers.name, singers.status) == ("Singers of Mill Lane", "closed")


class TestANumber:
    def test_is_for_staff_since_a_registers_record_joins_by_it(self, trust):
        person = member_of(trust)
        number = {"scheme": "GB-CHC", "value": "1000017"}

        with pytest.raises(PermissionDenied):
            actions.add_identifier(by=person, organisation=trust, **number)

        made = actions.add_identifier(by=steward, organisation=trust, **number)
        with pytest.raises(PermissionDenied):
            actions.remove_identifier(by=person, organisation=trust, identifier=made)
        with pytest.raises(Refused, match="staff keep them"):
            actions.restore_version(by=person, version=Version.objects.latest("pk"))
        assert trust.identifiers.filter(pk=made.pk).exists()


class TestALetterOfWhichSomebodyHoldsTheLink:
    def test_lets_them_answer_it_and_nothing_else(self, trust):
        holder, _ = link_to(trust)
        with given():
            service = ServiceFactory(organisation=trust)
        told = replace(told_of(service), description="Anew")

        for act, what in (
            (actions.correct_organisation, {"organisation": trust, "values": {"telephone": ""}}),
            (actions.add_name, {"organisation": trust, "name": "Another"}),
            (actions.set_areas_served, {"organisation": trust, "codes": []}),
            (actions.change_service, {"service": service, "told": told}),
            (actions.add_service, {"organisation": trust, "told": told}),
        ):
            with pytest.raises(PermissionDenied):
                act(by=holder, **what)

    def test_changes_of_a_service_what_its_form_asks_and_no_more(self, trust):
        holder, reminder = link_to(trust)
        with given():
            service = ServiceFactory(organisation=trust, name="Lunch")

        with pytest.raises(Refused, match="cannot be changed by a link"):
            actions.answer_with_changes(
                by=holder, reminder=reminder, facts={},
                services={service: replace(told_of(service), name="Dinner")},
            )  # fmt: skip

    def test_does_not_make_the_address_they_wrote_a_proof(self, trust):
        holder, reminder = link_to(trust)
        facts = {"email": "me@mine.example", "website": "https://mine.example"}

        actions.answer_with_changes(by=holder, reminder=reminder, facts=facts, services={})

        trust.refresh_from_db()
        assert trust.email == "me@mine.example"
        assert not proves(trust, "me@mine.example")
        assert not proves(trust, "another@mine.example")
