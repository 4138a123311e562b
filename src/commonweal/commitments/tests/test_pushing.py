"""A consultation held here is logged by itself under the agreement that bound who holds it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.actions.pushing import push
from commonweal.commitments.desk.consulting import page_of
from commonweal.commitments.models import Event, Evidence
from commonweal.commitments.tests.agreements import agreement, undertaking
from commonweal.commitments.tests.factories import (
    DocumentFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    PartyFactory,
)
from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)
FIRST, SHORT, LONG = dt.date(2026, 9, 14), dt.date(2026, 11, 23), dt.date(2026, 12, 14)
SAID = {
    "formative": "All of it.", "information": "The draft.", "enough_time": "For most.",
    "who_decides": "The steering group.", "decides_on": dt.date(2027, 1, 20),
    "equality": "People without cars.", "information_notice": "It may be asked for.",
    "short_reason": "The budget is set in December.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _then():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


@pytest.fixture
def compact():
    return agreement()


@pytest.fixture
def strategy(compact):
    document = DocumentFactory(title="A fair wind")
    ParagraphVersionFactory(paragraph=ParagraphFactory(document=document))
    PartyFactory(document=document, organisation=compact.council, name="The council",
                 side="partner")  # fmt: skip
    PartyFactory(document=document, organisation=compact.group, name="The lunch club")
    return document


def opened(by, document):
    made = actions.begin_consultation(by=by, document=document, title="What comes first?")
    told = actions.SetOut(title=made.title, opens_on=FIRST, closes_on=SHORT, **SAID)
    made = actions.set_out_consultation(by=by, consultation=made, told=told)
    return actions.open_consultation(by=by, consultation=made)


def shown():
    return list(Evidence.objects.standing().order_by("pk").values_list("says", flat=True))


class TestAConsultationHeldHere:
    def test_is_an_event_of_the_party_that_promised_to_consult_and_of_no_other(
        self, compact, steward, strategy
    ):
        consultation = opened(steward, strategy)

        event = Event.objects.get()
        assert event.organisation == compact.council
        assert (event.on, event.opened_on, event.closes_on) == (NOW.date(), FIRST, SHORT)
        assert event.title == f"Consultation {consultation.number} on A fair wind"
        assert Evidence.objects.get().commitment == compact.weeks
        assert shown() == [f"{event.title}: 70 of 84 days; a reason is filed."]

    def test_is_shown_to_nobody_before_the_body_was_asked_even_if_its_own_officer_opened_it(
        self, compact, strategy
    ):
        officer = UserFactory(roles=["steward"])
        MemberFactory(organisation=compact.council, person=officer)

        opened(officer, strategy)

        event = Event.objects.get()
        assert (event.by_body, event.published_at) == (False, None)
        assert Evidence.objects.published().count() == 0
        with pytest.raises(Refused, match="Ask the body first"):
            actions.publish_event(by=officer, event=event)

    def test_that_is_given_more_time_is_the_same_event_and_its_body_is_asked_anew(
        self, compact, steward, strategy
    ):
        consultation = opened(steward, strategy)
        event = Event.objects.get()
        event = actions.ask_about_event(by=steward, event=event, reply_by=SHORT)
        event = actions.reply_to_event(by=compact.officer, event=event, reply="So.", name="Olu")
        actions.publish_event(by=steward, event=event)

        actions.extend_consultation(
            by=steward, consultation=consultation, closes_on=LONG, reason="You asked."
        )

        event = Event.objects.get()
        assert (event.closes_on, event.published_at, event.asked_at) == (LONG, None, None)
        assert shown() == [f"{event.title}: 91 of 84 days."]
        assert Evidence.objects.standing().published().count() == 0

    def test_pushed_again_or_closed_is_one_event_and_changes_nothing(self, steward, strategy):
        consultation = opened(steward, strategy)
        before = list(Event.objects.values()), list(Evidence.objects.values())

        push(consultation)
        with time_machine.travel(NOW + dt.timedelta(days=90), tick=False):
            assert actions.close_consultations(by=Robot("housekeeping")) == 1

        assert (list(Event.objects.values()), list(Evidence.objects.values())) == before

    def test_keeps_the_reason_that_the_body_gave_since(self, compact, steward, strategy):
        consultation = opened(steward, strategy)
        own = "The county asked us to be done by then."
        actions.give_reason(by=compact.officer, event=Event.objects.get(), reason=own)

        push(consultation)

        assert Event.objects.get().reason == own

    def test_that_was_withdrawn_as_an_event_stays_withdrawn(self, steward, strategy):
        consultation = opened(steward, strategy)
        actions.withdraw_event(by=steward, event=Event.objects.get(), reason="Not theirs.")

        actions.extend_consultation(
            by=steward, consultation=consultation, closes_on=LONG, reason="You asked."
        )

        assert Event.objects.get().standing == "withdrawn"
        assert shown() == []

    def test_of_a_body_merged_into_another_since_is_still_one_event(
        self, compact, steward, strategy
    ):
        consultation = opened(steward, strategy)
        compact.council.same_as = OrganisationFactory(kind="public", side="partner")
        compact.council.save()

        push(consultation)

        assert Event.objects.count() == 1

    def test_binds_a_whole_side_where_the_agreement_says_so(self, compact, steward, strategy):
        undertaking(
            compact.document, "The sector consults for eight weeks.", "2.9", promised_by="sector",
            promiser="The sector", reviewed_by="min-days", threshold=56,
        )  # fmt: skip

        opened(steward, strategy)

        bodies = Event.objects.order_by("pk").values_list("organisation__name", flat=True)
        assert list(bodies) == ["Saltwold Council", "Quay Lunch Club"]

    def test_is_no_event_where_no_agreement_is_in_force(self, compact, steward, strategy):
        compact.document.ends_on = NOW.date() - dt.timedelta(days=1)
        compact.document.save()

        opened(steward, strategy)

        assert not Event.objects.exists()

    def test_on_a_new_compact_is_held_to_the_one_in_force(self, compact, steward):
        anew = DocumentFactory(face="compact", title="A new Compact", slug="anew")
        ParagraphVersionFactory(paragraph=ParagraphFactory(document=anew, kind="principle"))
        PartyFactory(document=anew, organisation=compact.council, name="The council",
                     side="partner")  # fmt: skip

        opened(steward, anew)

        assert Evidence.objects.get().commitment == compact.weeks

    def test_leads_from_its_screen_to_the_event(self, client, steward, strategy):
        consultation = opened(steward, strategy)
        client.force_login(steward)

        page = client.get(page_of(consultation)).content.decode()

        assert "Logged under the agreement" in page
        assert reverse("commitments_desk:event", args=[Event.objects.get().pk]) in page
