"""Advice is three numbers, and none of them is taken for another."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.help.actions.advice import note_advice, take_back_advice
from commonweal.help.advice_codes import ISSUES
from commonweal.help.households import household_told
from commonweal.help.models import AdviceContact, Look
from commonweal.help.reports.advice import advice_numbers
from commonweal.help.tests.factories import (
    AdviceIssueFactory,
    ClientFactory,
    DutyFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
MARSHES = household_told("NR1 1AA", "3", "Marsh")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def adviser(scheme):
    return SchemeMemberFactory(scheme=scheme, part="coordinator").person


def advise(adviser, scheme, *issues, **more):
    told = {"on": TODAY, "way": "phone", **more}
    return note_advice(by=adviser, scheme=scheme, issues=issues, **told)


def numbers(scheme):
    found = advice_numbers(scheme, TODAY.replace(day=1), TODAY).advice
    return found.clients, found.contacts, found.issues


class TestAdvice:
    def test_counts_a_client_who_came_twice_about_one_thing_and_once_about_another(
        self, scheme, adviser
    ):
        olive = ClientFactory(scheme=scheme)
        advise(adviser, scheme, "BEN", "DEB", client=olive)
        advise(adviser, scheme, "BEN", client=olive)

        assert numbers(scheme) == (1, 2, 2)

    def test_knows_a_household_without_a_record_again_within_a_month(self, scheme, adviser):
        advise(adviser, scheme, "BEN", household=MARSHES)
        advise(adviser, scheme, "HOU", household=MARSHES)
        advise(adviser, scheme, "HOU", client=ClientFactory(scheme=scheme))

        assert numbers(scheme) == (1, 3, 2)

    def test_counts_each_who_did_not_say_who_they_are(self, scheme, adviser):
        advise(adviser, scheme, "BEN")
        advise(adviser, scheme, "BEN")

        assert numbers(scheme) == (2, 2, 2)
        assert advice_numbers(scheme, TODAY, TODAY).unknown == 2

    def test_counts_issues_by_code_and_what_came_of_them(self, scheme, adviser):
        ben = {"code": "ben", "words": "Attendance allowance", "gained": 567_840}
        deb = {"code": "DEB", "written_off": 120_000, "home_kept": True}
        advise(adviser, scheme, ben, deb, client=ClientFactory(scheme=scheme))

        found = advice_numbers(scheme, TODAY, TODAY)

        assert found.by_code == (("BEN", ISSUES["BEN"], 1), ("DEB", "Debt", 1))
        assert (found.gained_pounds, found.written_off_pounds) == ("5,678.40", "1,200.00")
        assert found.homes_kept == 1

    def test_twice_from_one_form_is_one_contact(self, scheme, adviser):
        key = uuid.uuid4()

        for _ in range(2):
            advise(adviser, scheme, "BEN", key=key)

        assert numbers(scheme) == (1, 1, 1)

    @pytest.mark.parametrize(
        ("issues", "more", "field"),
        [
            ([], {}, "issues"),
            (["XYZ"], {}, "issues"),
            (["BEN", "ben"], {}, "issues"),
            ([{"code": "BEN", "words": str(n)} for n in range(21)], {}, "issues"),
            ([{"code": "BEN", "gained": -1}], {}, "gained"),
            ([{"code": "BEN", "written_off": 100_000_001}], {}, "written_off"),
            (["BEN"], {"way": "owl"}, "way"),
            (["BEN"], {"minutes": 0}, "minutes"),
            (["BEN"], {"on": TODAY + dt.timedelta(days=1)}, "on"),
            (["BEN"], {"note": "Her PIN is 4471"}, "note"),
        ],
    )
    def test_refuses_what_says_nothing_or_too_much(self, scheme, adviser, issues, more, field):
        with pytest.raises(Refused) as refusal:
            advise(adviser, scheme, *issues, **more)

        assert refusal.value.field == field
        assert not AdviceContact.objects.exists()

    def test_takes_no_record_of_another_scheme(self, scheme, adviser):
        with pytest.raises(Refused, match="not of this scheme"):
            advise(adviser, scheme, "BEN", client=ClientFactory())

    def test_keeps_no_issue_in_the_journal(self, scheme, adviser):
        advise(adviser, scheme, "DEB", note="Owes the landlord")

        detail = JournalEntry.objects.get(action="help.note_advice").detail

        assert detail == {"on": str(TODAY), "way": "phone"}

    def test_is_taken_back_on_its_day_only(self, scheme, adviser, now):
        contact = advise(adviser, scheme, "BEN")
        now.shift(dt.timedelta(days=1))
        with pytest.raises(Refused, match="another day"):
            take_back_advice(by=adviser, contact=contact)
        now.shift(dt.timedelta(days=-1))

        take_back_advice(by=adviser, contact=contact)

        assert numbers(scheme) == (0, 0, 0)

    def test_is_for_those_who_run_the_scheme(self, scheme, adviser):
        contact = advise(adviser, scheme, "BEN")
        phone = SchemeMemberFactory(scheme=scheme, part="phone").person
        DutyFactory(scheme=scheme, person=phone, starts_at=NOW, ends_at=NOW + dt.timedelta(hours=1))
        others = [Visitor(), UserFactory(), UserFactory(roles=["steward"]), phone]
        others += [SchemeMemberFactory(part="lead").person]

        for other in others:
            with pytest.raises(PermissionDenied):
                advise(other, scheme, "BEN")
            with pytest.raises(PermissionDenied):
                take_back_advice(by=other, contact=contact)


class TestThePages:
    def typed(self, **more):
        told = {"key": uuid.uuid4(), "codes": ["BEN", "DEB"], "way": "phone", "on": "2026-03-03"}
        return told | more

    def test_write_a_contact_down_and_show_three_numbers(self, client, scheme, adviser):
        client.force_login(adviser)
        told = self.typed(about="BEN", gained="120.50", postcode="NR1 1AA", house="3", surname="M")

        page = client.post(reverse("advice_note", args=[scheme.slug]), told, follow=True)
        assert "1 contact, 2 issues." in page.content.decode()

        shown = client.get(reverse("advice", args=[scheme.slug])).content.decode()
        assert "1 person advised" in shown
        assert "1 time that" in shown
        assert "2 things that" in shown
        assert "£120.50" in shown

    def test_ask_of_which_issue_something_came(self, client, scheme, adviser):
        client.force_login(adviser)

        page = client.post(
            reverse("advice_note", args=[scheme.slug]), self.typed(about="HOU", gained="5")
        )

        assert page.status_code == 422
        assert "about" in page.context["form"].errors

    def test_say_who_looked_at_whose_request(self, client, scheme, adviser):
        client.force_login(adviser)
        asked = RequestFactory(scheme=scheme, owner=adviser)
        at = f"{reverse('advice_note', args=[scheme.slug])}?request={asked.uuid}"

        client.get(at)
        client.post(at, self.typed())

        assert Look.objects.filter(subject=asked.client.uuid).count() == 1
        assert AdviceContact.objects.get().client == asked.client

    def test_are_not_there_for_others(self, client, scheme, adviser):
        contact = advise(adviser, scheme, "BEN")
        client.force_login(SchemeMemberFactory(part="lead").person)

        for name in ("advice", "advice_note"):
            assert client.get(reverse(name, args=[scheme.slug])).status_code == 404
        at = reverse("advice_take_back", args=[scheme.slug, contact.pk])
        assert client.post(at).status_code == 404

    def test_ask_as_often_for_many_contacts_as_for_one(self, client, scheme, adviser):
        client.force_login(adviser)
        asked = []
        for more in (1, 20):
            for _ in range(more):
                AdviceIssueFactory(contact__scheme=scheme, contact__on=TODAY)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse("advice", args=[scheme.slug]))
            assert page.status_code == 200
            asked.append(len(queries))

        assert asked[0] == asked[1]
