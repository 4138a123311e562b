"""What is given is counted once, by what is said to be counted, and nobody is listed for it."""

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
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.help.actions.giving import give, take_back_given
from commonweal.help.actions.households import burn_household_secrets
from commonweal.help.households import house_of, household_told
from commonweal.help.models import Given, HouseholdSecret, Look
from commonweal.help.reports.giving import given_numbers
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    GivenFactory,
    HelperFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
MARSHES = household_told("NR1 1AA", "3", "Marsh")
PARCEL = {"kind": "parcel", "adults": 2, "children": 3, "basis": "people", "days": 3}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def coordinator(scheme):
    return SchemeMemberFactory(scheme=scheme, part="coordinator").person


def given_by(person, scheme, **more):
    return give(by=person, scheme=scheme, **{"on": TODAY, **PARCEL, **more})


class TestGiving:
    def test_counts_five_people_one_household_and_fifteen_days(self, scheme, coordinator):
        given_by(coordinator, scheme)

        found = given_numbers(scheme, TODAY, TODAY)

        assert (found.people, found.households, found.person_days) == (5, 1, 15)
        assert found.lines == [("5", "parcels, counting each person fed")]

    def test_keeps_numbers_on_different_bases_apart(self, scheme, coordinator):
        given_by(coordinator, scheme)
        given_by(coordinator, scheme, basis="households", days=7)

        assert given_numbers(scheme, TODAY, TODAY).as_counted == {"people": 5, "households": 1}

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"basis": ""}, "basis"),
            ({"basis": "parcels"}, "basis"),
            ({"days": None}, "days"),
            ({"days": 5}, "days"),
            ({"adults": 0, "children": 0}, "adults"),
            ({"adults": -1, "children": 2}, "adults"),
            ({"adults": 31}, "adults"),
            ({"kind": "pack"}, "what"),
            ({"kind": "voucher"}, "pence"),
            ({"kind": "grant", "pence": 1_000_001}, "pence"),
            ({"kind": "gold"}, "kind"),
            ({"on": TODAY + dt.timedelta(days=1)}, "on"),
            ({"on": dt.date(2025, 8, 31)}, "on"),
            ({"allergens": "nuts; key safe 4471"}, "allergens"),
            ({"diet": "x" * 2_001}, "diet"),
        ],
    )
    def test_refuses_what_could_not_be_counted(self, scheme, coordinator, told, field):
        with pytest.raises(Refused) as refusal:
            given_by(coordinator, scheme, **told)

        assert refusal.value.field == field
        assert not Given.objects.exists()

    def test_twice_from_one_form_is_once(self, scheme, coordinator):
        key = uuid.uuid4()

        first = given_by(coordinator, scheme, key=key)
        again = given_by(coordinator, scheme, key=key, adults=9)

        assert (again.pk, again.adults) == (first.pk, 2)
        assert Given.objects.count() == 1

    def test_twice_at_the_same_moment_is_once(self, scheme, coordinator, monkeypatch):
        key, looked = uuid.uuid4(), []

        def sees_nothing_at_first(scheme, key):
            looked.append(key)
            return None if len(looked) <= 2 else Given.objects.get(scheme=scheme, key=key)

        first = given_by(coordinator, scheme, key=key)
        looked.append(None)
        monkeypatch.setattr("commonweal.help.actions.giving.written_before", sees_nothing_at_first)

        assert given_by(coordinator, scheme, key=key).pk == first.pk
        assert Given.objects.count() == 1

    def test_gives_a_voucher_once(self, scheme, coordinator):
        voucher = {
            "kind": "voucher",
            "what": "Fuel",
            "pence": 4900,
            "number": "ab 12",
            "days": None,
        }
        first = given_by(coordinator, scheme, **voucher)
        with pytest.raises(Refused, match="AB12 was given out already"):
            given_by(coordinator, scheme, **voucher)

        take_back_given(by=coordinator, given=first, reason="Torn")

        assert given_by(coordinator, scheme, **voucher).number == "AB12"
        assert given_numbers(scheme, TODAY, TODAY).voucher_pounds == "49.00"

    def test_gives_packs_to_children(self, scheme, coordinator):
        pack = {"kind": "pack", "what": "Creativity pack", "adults": 0, "reason": "no_device"}
        given_by(coordinator, scheme, **pack)

        found = given_numbers(scheme, TODAY, TODAY)

        assert (found.packs, found.pack_children, found.households) == (1, 3, 0)

    def test_keeps_nothing_of_anybody_in_the_journal(self, scheme, coordinator):
        given_by(coordinator, scheme, allergens="peanuts", household=MARSHES)

        detail = JournalEntry.objects.get(action="help.give").detail

        assert detail == {"kind": "parcel", "on": str(TODAY), "basis": "people", "days": 3}

    def test_seals_diet_and_allergens(self, scheme, coordinator):
        given = given_by(coordinator, scheme, allergens="peanuts", diet="halal")

        with connection.cursor() as cursor:
            cursor.execute("SELECT allergens, diet FROM help_given WHERE id = %s", [given.pk])
            kept = cursor.fetchone()

        assert "peanuts" not in kept[0]
        assert "halal" not in kept[1]

    def test_takes_no_record_of_another_scheme(self, scheme, coordinator):
        theirs = RequestFactory()

        for told in ({"request": theirs}, {"client": theirs.client}):
            with pytest.raises(Refused, match="not of this scheme"):
                given_by(coordinator, scheme, **told)

    def test_counts_no_more_what_was_taken_back_but_shows_it(self, scheme, coordinator):
        given = given_by(coordinator, scheme)
        with pytest.raises(Refused):
            take_back_given(by=coordinator, given=given, reason=" ")

        take_back_given(by=coordinator, given=given, reason="Left before it was packed")

        assert given_numbers(scheme, TODAY, TODAY).nothing
        with pytest.raises(Refused, match="already"):
            take_back_given(by=coordinator, given=given, reason="Again")

    def test_is_for_those_who_run_the_scheme_or_hold_its_telephone_now(self, scheme, coordinator):
        on_duty = SchemeMemberFactory(scheme=scheme, part="phone").person
        DutyFactory(
            scheme=scheme, person=on_duty, starts_at=NOW, ends_at=NOW + dt.timedelta(hours=1)
        )
        given = given_by(on_duty, scheme)
        strangers = [
            Visitor(),
            UserFactory(),
            UserFactory(roles=["administrator"]),
            SchemeMemberFactory(part="lead").person,
            SchemeMemberFactory(scheme=scheme, part="phone").person,
            HelperFactory(scheme=scheme, person=UserFactory()).person,
            LinkHolder(f"help.scheme:{scheme.pk}"),
        ]

        for stranger in strangers:
            with pytest.raises(PermissionDenied):
                given_by(stranger, scheme)
            with pytest.raises(PermissionDenied):
                take_back_given(by=stranger, given=given, reason="Mine")


class TestAHousehold:
    def test_that_comes_again_within_six_months_is_counted(self, scheme, coordinator, now):
        told = {"household": MARSHES}
        for month, day in ((3, 3), (4, 10), (9, 9)):
            now.move_to(dt.datetime(2026, month, day, 10, tzinfo=dt.UTC))
            last = given_by(coordinator, scheme, on=dt.date(2026, month, day), **told)

        assert last.times == 1  # of April; that of March is six months and six days ago

    def test_is_known_however_it_is_typed(self, scheme, coordinator, now):
        given_by(coordinator, scheme, household=household_told("nr11aa", "3 Staithe Lane", "MARSH"))
        now.shift(dt.timedelta(days=1))

        again = given_by(coordinator, scheme, on=dt.date(2026, 3, 4), household=MARSHES)

        assert again.times == 1

    def test_with_a_record_is_the_same_as_one_that_only_said_where_it_lives(
        self, scheme, coordinator, now
    ):
        given_by(coordinator, scheme, client=ClientFactory(scheme=scheme))
        now.shift(dt.timedelta(days=1))

        assert given_by(coordinator, scheme, household=MARSHES, on=dt.date(2026, 3, 4)).times == 1

    def test_has_another_mark_in_every_month_and_in_every_scheme(self, scheme, coordinator, now):
        other = SchemeMemberFactory(part="lead")
        marks = {given_by(coordinator, scheme, household=MARSHES).mark}
        marks |= {given_by(other.person, other.scheme, household=MARSHES).mark}
        now.move_to(dt.datetime(2026, 4, 3, tzinfo=dt.UTC))
        marks |= {given_by(coordinator, scheme, household=MARSHES, on=dt.date(2026, 4, 3)).mark}

        assert len(marks) == 3

    def test_is_not_marked_when_it_did_not_say_who_it_is(self, scheme, coordinator):
        assert given_by(coordinator, scheme, household=household_told("", "3", "Marsh")).mark == ""

    def test_is_forgotten_after_six_months(self, scheme, coordinator, now):
        given_by(coordinator, scheme, household=MARSHES)
        given_by(coordinator, scheme, allergens="peanuts")
        now.move_to(dt.datetime(2026, 10, 3, tzinfo=dt.UTC))

        burnt = burn_household_secrets(by=Robot("house"))

        assert burnt == {"secrets": 1, "marks": 2}
        assert {(g.mark, g.allergens) for g in Given.objects.all()} == {("", "")}
        assert not HouseholdSecret.objects.exists()
        assert burn_household_secrets(by=Robot("house")) == {"secrets": 0, "marks": 0}

    def test_keeps_its_mark_until_then(self, scheme, coordinator, now):
        given_by(coordinator, scheme, household=MARSHES)
        now.move_to(dt.datetime(2026, 9, 3, tzinfo=dt.UTC))

        assert burn_household_secrets(by=Robot("house")) == {"secrets": 0, "marks": 0}

    def test_is_burnt_by_a_robot_only(self, coordinator):
        with pytest.raises(PermissionDenied):
            burn_household_secrets(by=coordinator)

    @pytest.mark.parametrize(
        ("address", "house"),
        [
            ("3 Staithe Lane, Lantern", "3"),
            ("3", "3"),
            ("Flat 2, 12a Mill Lane", "flat 2 12a"),
            ("The Old Mill, Mill Lane", "the old mill"),
            ("", ""),
        ],
    )
    def test_house_is_read_from_an_address(self, address, house):
        assert house_of(address) == house


class TestTheTable:
    def typed(self, scheme, **more):
        told = {"key": uuid.uuid4(), "kind": "parcel", "basis": "people", "days": "3"}
        told |= {"on": "2026-03-03", "adults": "2", "children": "1", "postcode": "NR1 1AA"}
        return told | {"house": "3", "surname": "Marsh", **more}

    def test_keeps_what_is_given_for_the_next_household(self, client, scheme, coordinator):
        client.force_login(coordinator)
        at = reverse("give_out", args=[scheme.slug])

        page = client.post(at, self.typed(scheme), follow=True)

        assert "Written down for 2 adults and 1 child." in page.content.decode()
        assert page.context["form"]["basis"].value() == "people"
        assert page.context["form"]["adults"].value() is None
        assert Given.objects.get().mark

    def test_writes_a_form_that_is_sent_twice_once(self, client, scheme, coordinator):
        client.force_login(coordinator)
        told = self.typed(scheme)

        for _ in range(2):
            client.post(reverse("give_out", args=[scheme.slug]), told)

        assert Given.objects.count() == 1

    def test_says_what_is_wrong_at_its_field(self, client, scheme, coordinator):
        client.force_login(coordinator)
        typed = self.typed(scheme, days="", basis="", adults="many")

        page = client.post(reverse("give_out", args=[scheme.slug]), typed)

        assert page.status_code == 422
        assert {"basis", "adults"} <= set(page.context["form"].errors)

    def test_for_a_request_shows_a_first_name_and_says_who_looked(
        self, client, coordinator, scheme
    ):
        client.force_login(coordinator)
        asked = RequestFactory(scheme=scheme, owner=coordinator)

        page = client.get(reverse("give_out", args=[scheme.slug]), {"request": str(asked.uuid)})

        assert "Olive" in page.content.decode()
        assert "Marsh" not in page.content.decode()
        assert Look.objects.filter(subject=asked.client.uuid).count() == 1

    @pytest.mark.parametrize("key", ["nonsense", "6f0d6f0e-7f0b-4c57-9a53-2c1f0a7c9e11"])
    def test_of_a_request_that_is_not_there_is_not_there(self, client, scheme, coordinator, key):
        client.force_login(coordinator)

        page = client.get(reverse("give_out", args=[scheme.slug]), {"request": key})

        assert page.status_code == 404

    def test_of_a_request_of_another_scheme_is_not_there(self, client, scheme, coordinator):
        client.force_login(coordinator)
        theirs = RequestFactory()

        page = client.get(reverse("give_out", args=[scheme.slug]), {"request": str(theirs.uuid)})

        assert page.status_code == 404


class TestTheList:
    def test_asks_as_often_for_many_as_for_one(self, client, scheme, coordinator):
        client.force_login(coordinator)
        asked = []
        for more in (1, 30):
            GivenFactory.create_batch(more, scheme=scheme)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("given", args=[scheme.slug]), {"first": "2026-03-01"})
            asked.append(len(queries))

        assert asked[0] == asked[1]

    def test_file_names_nobody(self, client, scheme, coordinator):
        client.force_login(coordinator)
        given_by(coordinator, scheme, client=ClientFactory(scheme=scheme), allergens="peanuts")

        told = b"".join(client.get(reverse("given_file", args=[scheme.slug]))).decode()

        assert "People" in told
        assert not any(word in told for word in ("Olive", "Marsh", "Staithe", "NR1", "peanuts"))

    def test_reads_days_that_cannot_be_as_this_month(self, client, scheme, coordinator):
        client.force_login(coordinator)

        page = client.get(reverse("given", args=[scheme.slug]), {"first": "soon", "page": "x"})

        assert page.status_code == 200
        assert page.context["first"] == dt.date(2026, 3, 1)

    def test_of_another_scheme_is_not_there(self, client, scheme):
        client.force_login(SchemeMemberFactory(part="lead").person)
        given = GivenFactory(scheme=scheme)

        for name, more in (("give_out", []), ("given", []), ("given_file", [])):
            assert client.get(reverse(name, args=[scheme.slug, *more])).status_code == 404
        at = reverse("given_take_back", args=[scheme.slug, given.pk])
        assert client.get(at).status_code == 404

    def test_takes_back_from_its_page(self, client, scheme, coordinator):
        client.force_login(coordinator)
        given = given_by(coordinator, scheme)
        at = reverse("given_take_back", args=[scheme.slug, given.pk])

        assert "for 2 adults, 3 children" in client.get(at).content.decode()
        client.post(at, {"reason": "Written down twice"})

        assert Given.objects.counted().count() == 0
