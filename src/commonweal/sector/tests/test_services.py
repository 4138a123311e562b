"""What organisations offer to people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.core import clock
from commonweal.core.actions import door
from commonweal.core.refused import Refused
from commonweal.places.models import Postcode
from commonweal.sector.actions import (
    add_group,
    add_service,
    assure_service,
    change_service,
    locate_organisations,
    locate_services,
    merge_organisations,
    set_service_status,
    undo_merge,
    withhold,
)
from commonweal.sector.actions.services import AGAIN, Changed, Twice
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import Location, Service
from commonweal.sector.offering import (
    ToldContact,
    ToldCost,
    ToldHours,
    ToldPlace,
    ToldService,
)
from commonweal.sector.opening import Change, Hours, open_at
from commonweal.sector.reports.offering import told_of
from commonweal.sector.tests.factories import (
    PlaceFactory,
    PostcodeFactory,
    ServiceFactory,
    TermFactory,
)
from commonweal.sector.tests.people import (
    OTHERS,
    editor,
    reader,
    robot,
    second_steward,
    steward,
    stranger,
)

pytestmark = pytest.mark.django_db
FOOD = ("need", "food")
lunch = ToldService(
    name="Lunch club",
    description="A hot meal and company.",
    minimum_age=55,
    hours=(ToldHours(hours=Hours(byday=("WE",), opens=dt.time(12), closes=dt.time(14)), place=0),),
    closures=(Change(dt.date(2026, 12, 24), dt.date(2027, 1, 2), reason="Christmas"),),
    places=(ToldPlace(name="Village hall", postcode="nr1 1aa", access=("loop", "step-free")),),
    costs=(ToldCost(option="A meal", amount=Decimal("4.50")),),
    languages=("en", "pl"),
    contacts=(ToldContact(name="Jo", telephone="01603 123456"),),
    areas=(("E07000148", "Norwich"),),
    terms=(FOOD,),
)


@pytest.fixture
def club():
    PlaceFactory()
    PostcodeFactory()
    TermFactory(scheme="need", code="food", title="Food")
    return add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})


@pytest.fixture
def service(club):
    return add_service(by=steward, organisation=club, told=lunch)


def uuids(service: Service) -> set[object]:
    parts = (service.schedules, service.costs, service.languages, service.contacts, service.areas,
             service.terms, service.at)  # fmt: skip
    locations = Location.objects.filter(services_at__service=service)
    return {row.uuid for part in parts for row in part.all()} | {r.uuid for r in locations}


class TestAddService:
    def test_keeps_all_that_is_told(self, service):
        place = service.at.get().location
        schedule = service.schedules.get()

        assert Service.objects.published().get() == service
        assert (place.postcode, place.district, place.step_free) == ("NR1 1AA", "E07000148", True)
        assert schedule.at.location == place
        assert open_at([schedule.hours], [], dt.datetime(2026, 11, 25, 13))  # noqa: DTZ001
        assert str(service.closures.get()).endswith("2 January 2027: Christmas")
        assert service.costs.get().amount == Decimal("4.50")
        assert service.assured_by == steward.label

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": " "}, "name"),
            ({"terms": ()}, "terms"),
            ({"terms": (("need", "nonsense"),)}, "terms"),
            ({"maximum_age": 20}, "maximum_age"),
            ({"minimum_age": 200}, "minimum_age"),
            ({"email": "nobody"}, "email"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"status": "gone"}, "status"),
            ({"languages": ("Polish please",)}, "languages"),
            ({"contacts": (ToldContact(),)}, "contacts"),
            ({"contacts": (ToldContact(telephone="12"),)}, "contacts"),
            ({"costs": (ToldCost(amount=Decimal(-1)),)}, "costs"),
            ({"places": (ToldPlace(),)}, "places"),
            ({"places": (ToldPlace(name="x", postcode="ZZ"),)}, "places"),
            ({"places": (ToldPlace(name="x", latitude=91, longitude=0),)}, "places"),
            ({"places": (ToldPlace(name="x", latitude=1),)}, "places"),
            ({"places": (ToldPlace(name="x", access=("wings",)),)}, "places"),
            ({"places": ()}, "hours"),
            ({"hours": (ToldHours(hours=Hours()),)}, "hours"),
            ({"hours": (ToldHours(hours=Hours(byday=("XX",))),)}, "hours"),
            ({"hours": (ToldHours(hours=Hours(byday=("MO",), interval=0)),)}, "hours"),
            ({"hours": (ToldHours(hours=Hours(freq="YEARLY")),)}, "hours"),
            ({"hours": (ToldHours(hours=Hours(freq="")),)}, "hours"),
            ({"closures": (Change(dt.date(2026, 2, 2), dt.date(2026, 2, 1)),)}, "closures"),
            ({"closures": (replace(lunch.closures[0], reason="x" * 201),)}, "closures"),
            ({"places": (ToldPlace(name="x" * 256),)}, "places"),
            ({"places": (ToldPlace(name="x", description="y" * 2_001),)}, "places"),
            ({"hours": (replace(lunch.hours[0], words="x" * 1_001),)}, "hours"),
            ({"costs": (ToldCost(words="x" * 1_001),)}, "costs"),
            ({"contacts": (ToldContact(name="x" * 201),)}, "contacts"),
            ({"areas": (("", "x" * 201),)}, "areas"),
        ],
    )
    def test_refuses_what_cannot_be_right(self, club, wrong, field):
        with pytest.raises(Refused) as refusal:
            add_service(by=steward, organisation=club, told=replace(lunch, **wrong))

        assert refusal.value.field == field
        assert not Service.objects.exists()
        assert not Location.objects.exists()

    @pytest.mark.parametrize(
        ("opens", "closes", "fits"),
        [
            ((14, 0), (13, 0), False), ((9, 0), (9, 0), False), ((16, 59), (7, 0), False),
            ((20, 0), (10, 30), False), ((20, 0), (8, 0), True), ((17, 0), (10, 0), True),
            ((10, 0), (2, 0), True), ((18, 0), (6, 0), True), ((10, 0), (0, 0), True),
            ((0, 0), (0, 0), True), ((9, 0), (17, 0), True),
        ],
    )  # fmt: skip
    def test_takes_hours_over_midnight_only_if_they_end_by_morning(self, club, opens, closes, fits):
        hours = Hours(byday=("MO",), opens=dt.time(*opens), closes=dt.time(*closes))
        change = replace(
            lunch.closures[0], closed=False, opens=dt.time(*opens), closes=dt.time(*closes)
        )
        for told in (
            replace(lunch, hours=(ToldHours(hours=hours),)), replace(lunch, closures=(change,)),
        ):  # fmt: skip
            if fits:
                assert add_service(by=steward, organisation=club, told=told)
            else:
                with pytest.raises(Refused, match="slip"):
                    add_service(by=steward, organisation=club, told=told)

    def test_minds_no_times_of_days_on_which_it_is_closed(self, club):
        shut = replace(lunch.closures[0], opens=dt.time(17), closes=dt.time(16))

        told = replace(lunch, closures=(shut,))

        assert add_service(by=steward, organisation=club, told=told).closures.get().closed

    def test_is_not_free_beside_a_price_that_still_holds(self, club):
        past = ToldCost(amount=Decimal(2), valid_to=dt.date(2020, 1, 1))
        nothing = ToldCost(option="Tea", amount=Decimal(0))

        with pytest.raises(Refused, match="free for everyone") as refusal:
            add_service(by=steward, organisation=club, told=replace(lunch, free=True))
        fine = replace(lunch, free=True, costs=(past, nothing))

        assert refusal.value.field == "free"
        assert add_service(by=steward, organisation=club, told=fine)

    def test_is_not_done_twice_within_minutes(self, club, service, monkeypatch):
        with pytest.raises(Twice, match="Lunch club was added at") as refusal:
            add_service(by=second_steward, organisation=club, told=lunch)
        assert refusal.value.service == service
        assert Service.objects.count() == Location.objects.count() == 1

        other = add_group(by=steward, name="Other", facts={"postcode": "NR1 1AA"})
        later = service.added_at + AGAIN
        assert add_service(by=steward, organisation=other, told=lunch)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert add_service(by=steward, organisation=club, told=lunch)

    def test_keeps_no_character_that_nobody_sees(self, club):
        hidden = "\u202egnp.exe\x00 \u200bhall"
        service = add_service(by=steward, organisation=club, told=replace(
            lunch,
            places=(ToldPlace(name=hidden, description=hidden, access_words=hidden),),
            hours=(replace(lunch.hours[0], words=hidden),),
            closures=(replace(lunch.closures[0], reason=hidden),),
            costs=(ToldCost(option=hidden, words=hidden),),
            contacts=(ToldContact(name=hidden, title=hidden),),
            areas=(("", hidden),),
        ))  # fmt: skip

        told = told_of(service)

        place, cost, contact = told.places[0], told.costs[0], told.contacts[0]
        texts = {
            place.name, place.description, place.access_words, told.hours[0].words, cost.option,
            cost.words, contact.name, contact.title, told.areas[0][1], told.closures[0].reason,
        }  # fmt: skip
        assert texts == {"gnp.exe hall"}

    @pytest.mark.parametrize("person", OTHERS)
    def test_is_not_for_everybody(self, club, person):
        with pytest.raises(PermissionDenied):
            add_service(by=person, organisation=club, told=lunch)


class TestChangeService:
    def test_leaves_what_is_told_as_before_with_its_identifiers(self, service):
        before = uuids(service)

        change_service(by=steward, service=service, told=lunch)

        assert uuids(service) == before

    def test_leaves_equal_places_as_many_as_they_are(self, club):
        hall = ToldPlace(name="Village hall", postcode="NR1 1AA")
        twice = replace(lunch, places=(hall, hall))
        service = add_service(by=steward, organisation=club, told=twice)
        before = uuids(service)

        for _ in range(3):
            change_service(by=steward, service=service, told=twice)

        assert uuids(service) == before
        assert service.at.count() == 2

    def test_takes_away_one_of_equal_places(self, club):
        hall = ToldPlace(name="Village hall", postcode="NR1 1AA")
        service = add_service(
            by=steward, organisation=club, told=replace(lunch, places=(hall, hall))
        )

        change_service(by=steward, service=service, told=replace(lunch, places=(hall,)))

        assert service.at.count() == Location.objects.count() == 1

    def test_changes_only_what_differs(self, service):
        before = uuids(service)
        told = replace(lunch, languages=("en", "lt"), costs=())

        change_service(by=steward, service=service, told=told)

        assert set(service.languages.values_list("code", flat=True)) == {"en", "lt"}
        assert not service.costs.exists()
        assert len(before - uuids(service)) == 2
        assert len(uuids(service) - before) == 1

    def test_says_who_changed_it_meanwhile_and_changes_nothing(self, service):
        seen = service.changed_at
        change_service(by=second_steward, service=service, told=replace(lunch, alert="Full"))

        with pytest.raises(Changed, match="Bea the steward changed this service at"):
            change_service(by=steward, service=service, told=lunch, seen=seen)

        service.refresh_from_db()
        assert (service.alert, service.changed_by) == ("Full", "Bea the steward")

    def test_moves_away_from_a_place(self, service):
        there = replace(lunch, places=(ToldPlace(name="Church hall", postcode="NR1 1AA"),))

        change_service(by=steward, service=service, told=there)

        assert Location.objects.get().name == "Church hall"
        assert service.schedules.get().at.location.name == "Church hall"

    def test_is_refused_for_what_a_feed_keeps(self, club):
        theirs = ServiceFactory(organisation=club, source="a-neighbour", key="1")

        for change in (
            lambda: change_service(by=steward, service=theirs, told=lunch),
            lambda: set_service_status(by=steward, service=theirs, status=ServiceStatus.DEFUNCT),
        ):
            with pytest.raises(Refused, match="kept by a-neighbour"):
                change()

    @pytest.mark.parametrize("person", OTHERS)
    def test_is_not_for_everybody(self, service, person):
        for change in (
            lambda: change_service(by=person, service=service, told=lunch),
            lambda: assure_service(by=person, service=service),
            lambda: set_service_status(by=person, service=service, status=ServiceStatus.PAUSED),
        ):
            with pytest.raises(PermissionDenied):
                change()


class TestLocateServices:
    def test_moves_a_place_with_its_postcode(self, service):
        place = service.at.get().location
        with door("test"):
            Postcode.objects.update(latitude=52.5, longitude=1.4, ward="E05000009")

        assert locate_services(by=robot) == 1

        place.refresh_from_db()
        service.refresh_from_db()
        assert (place.latitude, place.longitude, place.ward) == (52.5, 1.4, "E05000009")
        assert service.changed_at > service.added_at
        assert locate_services(by=robot) == 0

    def test_comes_with_every_look_at_where_organisations_lie(self, service):
        with door("test"):
            Postcode.objects.update(latitude=52.5)

        locate_organisations(by=robot)

        assert service.at.get().location.latitude == 52.5

    def test_leaves_a_point_that_was_told_without_a_postcode(self, club):
        own = ToldPlace(name="The mere", latitude=52.1, longitude=1.1)
        service = add_service(by=steward, organisation=club, told=replace(lunch, places=(own,)))
        with door("test"):
            Postcode.objects.update(latitude=52.5)

        assert locate_services(by=robot) == 0

        assert service.at.get().location.latitude == 52.1

    @pytest.mark.parametrize("person", [editor, reader, stranger])
    def test_is_not_for_everybody(self, service, person):
        with pytest.raises(PermissionDenied):
            locate_services(by=person)


class TestHiddenPlace:
    def test_lies_in_the_middle_of_its_outward_code_and_in_no_area(self, club):
        PostcodeFactory(postcode="NR1 9ZZ", latitude=52.8, longitude=1.5)
        near, far = (
            add_service(by=steward, organisation=club, told=replace(
                lunch, places=(ToldPlace(name="Home", postcode=postcode, address_public=False),)
            )).at.get().location
            for postcode in ("NR1 1AA", "NR1 9ZZ")
        )  # fmt: skip

        assert (near.latitude, near.longitude) == (far.latitude, far.longitude)
        for place in (near, far):
            assert place.latitude not in {52.8, Postcode.objects.get(pk="NR1 1AA").latitude}
            assert (place.county, place.district, place.ward) == ("", "", "")

    def test_keeps_no_point_that_was_told(self, club):
        told = ToldPlace(name="Home", latitude=52.123, longitude=1.123, address_public=False)

        service = add_service(by=steward, organisation=club, told=replace(lunch, places=(told,)))

        assert service.at.get().location.latitude is None


class TestPublished:
    def test_is_nothing_of_an_organisation_that_is_withheld(self, club, service):
        withhold(by=steward, organisation=club, reason="A refuge")

        assert not Service.objects.published().exists()

    def test_is_nothing_that_has_ended(self, service):
        set_service_status(by=steward, service=service, status=ServiceStatus.DEFUNCT)

        assert not Service.objects.published().exists()

    def test_goes_with_its_organisation_through_a_merge_and_back(self, club, service):
        other = add_group(by=steward, name="Mill Road", facts={"postcode": "NR1 1AA"})

        merge = merge_organisations(by=steward, kept=other, absorbed=club, reason="The same")
        assert Service.objects.published().get().organisation == other

        undo_merge(by=steward, merge=merge)
        assert Service.objects.published().get().organisation == club
