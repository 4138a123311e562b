"""A wrong need is put right, and what is to be done next is true wherever a request stands."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.help.actions import life, requests
from commonweal.help.actions.changing_need import ELSEWHERE, change_need
from commonweal.help.models import Offer, Request, SchemeMember
from commonweal.help.reports.board import why_now
from commonweal.help.tests.factories import (
    HandOverFactory,
    MatchFactory,
    NeedFactory,
    NeedRuleFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
)
from commonweal.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lead():
    return SchemeMemberFactory(scheme=SchemeFactory(), part="lead").person


@pytest.fixture
def pets():
    return NeedRuleFactory(term=NeedFactory(code="pets", title="Walking a dog")).term


def asked(lead, **more):
    scheme = SchemeMember.objects.get(person=lead).scheme
    return RequestFactory(scheme=scheme, owner=lead, **{"next_on": NOW + HOUR, **more})


def change(request, lead, need, **more):
    return change_need(by=lead, request=request, need=need, **{"reason": "mistaken", **more})


class TestChangingANeed:
    def test_keeps_the_request_and_notes_what_changed_without_their_words(self, lead, pets):
        request = asked(lead, state="triage", details="Rex bites.")
        SchemeNeedFactory(scheme=request.scheme, term=pets)

        changed = change(request, lead, pets)

        assert (changed.need, changed.details, changed.state) == (pets, "Rex bites.", "triage")
        assert changed.next_what == "It changed: find a helper"
        assert "became Walking a dog" in changed.notes.get().words
        kept = JournalEntry.objects.filter(action__endswith="change_need").get()
        assert "Rex" not in str(kept.__dict__)
        assert "mistaken" in str(kept.__dict__)

    def test_says_so_where_the_scheme_does_not_do_it(self, lead, pets):
        request = asked(lead, state="triage")

        assert change(request, lead, pets).next_what == ELSEWHERE
        assert Request.objects.get().scheme == request.scheme

    def test_takes_offers_back_and_lets_a_helper_go_who_is_not_for_it(self, lead, pets):
        PlaceFactory()
        request = asked(lead, state="assigned")
        match = MatchFactory(request=request)
        offer = OfferFactory(request=request)

        changed = change(request, lead, pets)

        match.refresh_from_db()
        assert (match.ended_at, changed.state) == (NOW, "triage")
        assert Offer.objects.get(pk=offer.pk).answer == "withdrawn"
        assert not Message.objects.filter(body__icontains="dog").exists()

    @pytest.mark.parametrize("more", [{"reason": "because"}, {"edition": 99}])
    def test_takes_a_reason_and_the_edition_that_was_read(self, lead, pets, more):
        with pytest.raises(Refused):
            change(asked(lead, state="triage"), lead, pets, **more)

    def test_is_not_done_to_what_is_over_or_goes_to_another_scheme(self, lead, pets):
        with pytest.raises(Refused):
            change(asked(lead, state="follow_up", outcome="done", ended_at=NOW), lead, pets)
        going = asked(lead, state="triage")
        HandOverFactory(request=going)
        with pytest.raises(Refused):
            change(going, lead, pets)

    def test_is_not_done_by_a_stranger_nor_to_what_is_put_through_at_once(self, lead, pets):
        request = asked(lead, state="triage")
        with pytest.raises(PermissionDenied):
            change(request, UserFactory(), pets)
        pets.help_rule.warm_only = True
        pets.help_rule.save()
        with pytest.raises(Refused):
            change(request, lead, pets)

    def test_leads_to_handing_it_over(self, client, lead, pets):
        request = asked(lead, state="triage")
        client.force_login(lead)
        address = reverse("request_need", args=[request.scheme.slug, request.uuid])

        response = client.post(address, {"need": "pets", "reason": "changed"})

        assert response["Location"].endswith("/hand-over/")


class TestWhatIsNext:
    def test_is_to_find_a_helper_once_it_was_looked_at(self, lead):
        due = NOW + 30 * HOUR
        request = asked(lead, state="consented", next_what=life.CAME, due_at=due)

        begun = requests.begin_triage(by=lead, request=request)

        assert (begun.next_what, begun.next_on) == ("Find a helper", due)

    def test_stays_what_the_front_door_must_find_out(self, lead):
        request = asked(lead, state="consented", next_what="Find out who can", due_at=NOW - HOUR)

        begun = requests.begin_triage(by=lead, request=request)

        assert (begun.next_what, begun.next_on) == ("Find out who can", NOW + HOUR)

    def test_is_to_see_how_it_goes_once_help_has_begun(self, lead):
        request = asked(lead, state="assigned", next_what="Tell them who is coming")

        assert requests.start_help(by=lead, request=request).next_what == "See how it goes"

    def test_ends_with_the_day_before_a_midnight(self, lead):
        midnight = dt.datetime(2026, 3, 8, 0, 0, tzinfo=dt.UTC)
        request = asked(lead, state="triage", next_what="Find a helper", next_on=midnight)

        assert why_now(request, NOW) == "Find a helper, by the end of Saturday 7 March."


def test_a_steward_without_a_part_is_told_where_schemes_are_set_up(client):
    PlaceFactory()
    client.force_login(UserFactory(roles=["steward"]))

    response = client.get(reverse("rooms"))

    assert response.status_code == 403
    assert reverse("help_desk:schemes") in response.content.decode()
