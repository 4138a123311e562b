"""What is kept of a person can be put right by whoever runs their request."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions.records import put_person_right
from commonweal.help.models import Client, Request
from commonweal.help.sealing import mark_of
from commonweal.help.tests.factories import RequestFactory, SchemeFactory, SchemeMemberFactory
from commonweal.places.tests.factories import PlaceFactory, PostcodeFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lead():
    return SchemeMemberFactory(part="lead").person


@pytest.fixture
def asked(lead):
    scheme = lead.scheme_parts.get().scheme
    return RequestFactory(scheme=scheme, owner=lead, client__scheme=scheme)


class TestPutPersonRight:
    def test_changes_what_was_wrong_and_notes_which_but_not_what(self, lead, asked):
        put_person_right(by=lead, request=asked, told={"name": "Olive Mersh", "phone": "01632 1"})

        kept = Client.objects.get()
        assert (kept.name, kept.called, kept.phone) == ("Olive Mersh", "Olive", "01632 1")
        assert asked.notes.get().words == "Put right: name, telephone."
        assert kept.marks.filter(mark=mark_of(kept.scheme_id, "name", "mersh")).exists()

    def test_a_new_postcode_moves_every_open_request_of_theirs(self, lead, asked):
        place = PostcodeFactory(postcode="NR2 2BB", ward="E05000009", district="E07000009")
        over = RequestFactory(
            scheme=asked.scheme,
            client=asked.client,
            owner=lead,
            state="closed",
            area="E05000001",
            outcome="done",
            ended_at=NOW,
        )

        put_person_right(by=lead, request=asked, told={"postcode": "nr22bb"})

        assert Request.objects.get(pk=asked.pk).area == place.ward
        assert Request.objects.get(pk=over.pk).area == "E05000001"

    def test_refuses_what_somebody_else_changed_meanwhile(self, lead, asked):
        told = {"address": "4 Mill Lane"}
        put_person_right(by=lead, request=asked, told=told, edition=asked.client.edition)

        with pytest.raises(Refused, match="changed this while"):
            put_person_right(
                by=lead, request=asked, told={"address": "5"}, edition=asked.client.edition
            )

    @pytest.mark.parametrize(("told", "why"), [
        ({"name": " "}, "Write the name"), ({"postcode": "NH4 7Q"}, "not a whole postcode"),
        ({"unsafe": True}, "safe to ring"), ({}, "Nothing is different"),
        ({"access": "the key safe is 1234"}, "code"),
        ({"safe": {"says": "Key safe code 4821"}}, "code"),
        ({"keyholder": {"phone": "1", "relation": "has key safe code 4821"}}, "code"),
    ])  # fmt: skip
    def test_refuses_what_cannot_be(self, lead, asked, told, why):
        with pytest.raises(Refused, match=why):
            put_person_right(by=lead, request=asked, told=told)

    def test_names_a_keyholder_and_when_to_ring(self, lead, asked):
        put_person_right(
            by=lead, request=asked,
            told={"safe": {"hours": [["18:00", "20:00"]]}, "do_not_contact": True,
                  "keyholder": {"name": "Ann", "phone": "01632 960111"}},
        )  # fmt: skip

        kept = Client.objects.get()
        assert kept.safe["hours"] == [["18:00", "20:00"]]
        assert kept.do_not_contact
        assert kept.keyholders.get().name == "Ann"
        assert "keyholder" in asked.notes.get().words

        put_person_right(by=lead, request=asked, told={"keyholder": {}})

        assert not kept.keyholders.exists()

    def test_writes_down_that_home_is_not_safe_and_never_takes_it_away(self, lead, asked):
        safe = {"number": "01632 960777"}
        put_person_right(by=lead, request=asked, told={"unsafe": True, "safe": safe})
        put_person_right(by=lead, request=asked, told={"unsafe": False, "name": "Olive M"})

        assert Client.objects.get().abuse

    def test_is_for_whoever_runs_requests_of_that_scheme(self, asked):
        elsewhere = SchemeMemberFactory(scheme=SchemeFactory(), part="lead").person

        for somebody in (Visitor(), UserFactory(), elsewhere):
            with pytest.raises(PermissionDenied):
                put_person_right(by=somebody, request=asked, told={"name": "X"})


class TestThePage:
    def test_shows_no_number_but_the_safe_one_of_somebody_not_safe_at_home(
        self, client, lead, asked
    ):
        PlaceFactory()
        Client.objects.update(abuse=True)
        one = Client.objects.get()
        one.phone, one.safe = "01632 960111", {"number": "01632 960222"}
        one.save()
        client.force_login(lead)

        address = f"/rooms/{asked.scheme.slug}/requests/{asked.uuid}/put-right/"
        page = client.get(address).content.decode()
        sent = client.post(address, {"name": one.name, "safe_number": "01632 960333"})

        assert "960222" in page
        assert "960111" not in page
        assert sent.status_code == 302
        assert Client.objects.get().safe["number"] == "01632 960333"
        assert Client.objects.get().phone == "01632 960111"
