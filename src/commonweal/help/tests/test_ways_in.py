"""In an emergency somebody may look into a scheme: for hours, with a reason, before its lead."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import requests, ways_in
from commonweal.help.models import Look, WayIn
from commonweal.help.tests.factories import RequestFactory, SchemeFactory, SchemeMemberFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FLOOD = "The lane is under water and nobody answers."


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lead():
    return SchemeMemberFactory(part="lead").person


@pytest.fixture
def scheme(lead):
    return lead.scheme_parts.get().scheme


@pytest.fixture
def admin():
    return UserFactory(roles=["administrator"])


def let(admin, scheme, person=None, **more):
    told = {"reason": FLOOD, "hours": 3, **more}
    return ways_in.let_in(by=admin, scheme=scheme, person=person or UserFactory(), **told)


class TestLetIn:
    def test_opens_for_its_hours_and_tells_the_lead_at_once(self, scheme, lead, admin, now, client):
        person = UserFactory(name="Ada Broad")
        request = RequestFactory(scheme=scheme, owner=lead)
        client.force_login(person)
        room = reverse("request", args=[scheme.slug, request.uuid])
        assert client.get(room).status_code == 404

        way = let(admin, scheme, person)

        letter = Message.objects.get()
        assert (letter.to, letter.secret, way.told_at) == (lead.email, True, NOW)
        assert FLOOD not in letter.body
        assert client.get(room).status_code == 200
        assert Look.objects.get().role == "let in for an emergency"
        with pytest.raises(PermissionDenied):
            requests.add_note(by=person, request=request, words="I was here.")
        now.shift(3 * HOUR)
        assert client.get(room).status_code == 404

    def test_is_never_for_oneself_nor_long_nor_without_a_reason(self, scheme, admin):
        for more in ({"person": admin}, {"hours": 25}, {"hours": 0}, {"reason": " "},
                     {"person": UserFactory(is_active=False)}):  # fmt: skip
            with pytest.raises(Refused):
                let(admin, scheme, **more)
        assert not WayIn.objects.exists()

    def test_is_once_at_a_time(self, scheme, admin, now):
        person = UserFactory()
        let(admin, scheme, person)
        with pytest.raises(Refused):
            let(admin, scheme, person)
        now.shift(4 * HOUR)
        assert let(admin, scheme, person).pk

    def test_of_a_scheme_without_a_lead_tells_the_stewards(self, admin):
        steward = UserFactory(roles=["steward"])
        let(admin, SchemeFactory())
        assert Message.objects.get().to == steward.email

    def test_is_for_administrators_alone(self, scheme, lead):
        for nobody in (lead, UserFactory(roles=["steward"]), UserFactory(), Visitor()):
            with pytest.raises(PermissionDenied):
                let(nobody, scheme)


class TestAfterwards:
    def test_the_lead_shuts_it_and_says_what_they_found(self, scheme, lead, admin, now, client):
        way = let(admin, scheme)
        client.force_login(lead)
        page = reverse("ways_in", args=[scheme.slug])
        assert FLOOD in client.get(page).content.decode()
        with pytest.raises(Refused):
            ways_in.look_at_way_in(by=lead, way_in=way, words="Too early.")

        client.post(reverse("way_in_end", args=[scheme.slug, way.pk]))
        now.shift(HOUR)
        look = reverse("way_in_look", args=[scheme.slug, way.pk])
        client.post(look, {"words": "It was right."})

        way.refresh_from_db()
        assert (way.until, way.seen_words) == (NOW + dt.timedelta(seconds=1), "It was right.")
        with pytest.raises(Refused):
            ways_in.look_at_way_in(by=lead, way_in=way, words="Again.")
        with pytest.raises(Refused):
            ways_in.end_way_in(by=lead, way_in=way)

    def test_is_for_the_lead_alone(self, scheme, admin, now):
        person = UserFactory()
        way = let(admin, scheme, person)
        now.shift(4 * HOUR)
        for nobody in (admin, person, SchemeMemberFactory(part="lead").person,
                       SchemeMemberFactory(scheme=scheme).person):  # fmt: skip
            with pytest.raises(PermissionDenied):
                ways_in.look_at_way_in(by=nobody, way_in=way, words="Fine.")

    def test_is_never_looked_at_by_whoever_was_let_in(self, scheme, admin, now):
        person = UserFactory()
        way = let(admin, scheme, person)
        SchemeMemberFactory(scheme=scheme, part="lead", person=person)
        now.shift(4 * HOUR)
        with pytest.raises(Refused):
            ways_in.look_at_way_in(by=person, way_in=way, words="Fine.")


class TestThePage:
    def test_lets_somebody_in_by_their_address(self, scheme, admin, client):
        person = UserFactory(email="ada@example.org")
        client.force_login(admin)
        told = {"scheme": scheme.pk, "reason": FLOOD, "hours": 2}

        assert client.post(reverse("let_in"), told | {"person": "no@x.org"}).status_code == 422
        client.post(reverse("let_in"), told | {"person": "ADA@example.org"})

        assert WayIn.objects.get().person == person
