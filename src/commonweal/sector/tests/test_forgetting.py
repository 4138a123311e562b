"""How to reach an organisation is forgotten two years after it left."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.sector.actions import forget_old_contacts
from commonweal.sector.models import Closure, Location, Service
from commonweal.sector.tests.factories import (
    ClosureFactory,
    LocationFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    RunFactory,
    ServiceAtLocationFactory,
    ServiceContactFactory,
    ServiceFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import reader, robot, stranger

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
REACHED = {"name": "Old Quay Club", "email": "old@quay.example", "telephone": "01632 960001"}


@pytest.fixture(autouse=True)
def on_that_day():
    PlaceFactory()
    with time_machine.travel(NOW, tick=False):
        yield


def club(*, status_on: dt.date | None = None, gone: dt.datetime | None = None):
    organisation = OrganisationFactory()
    facts = dict(REACHED)
    if status_on:
        facts |= {"status": "dissolved", "status_on": status_on.isoformat()}
    run = RunFactory(finished_at=gone) if gone else None
    record = SourceRecordFactory(
        organisation=organisation, facts=facts, raw={"phone": "01632 960001"}, gone_run=run
    )
    refresh(organisation)
    return organisation, record


class TestForgetOldContacts:
    def test_wipes_what_was_dissolved_two_years_ago(self):
        organisation, record = club(status_on=dt.date(2024, 11, 1))
        assert organisation.email

        assert forget_old_contacts(by=robot) == 1

        organisation.refresh_from_db()
        record.refresh_from_db()
        assert (organisation.email, organisation.telephone) == ("", "")
        assert organisation.name == "Old Quay Club"
        assert "01632" not in f"{record.raw} {record.facts}"

    def test_wipes_a_record_that_its_source_dropped_two_years_ago(self):
        organisation, _ = club(gone=dt.datetime(2024, 11, 1, tzinfo=dt.UTC))

        assert forget_old_contacts(by=robot) == 1

        organisation.refresh_from_db()
        assert organisation.email == ""

    @pytest.mark.parametrize(
        "left",
        [
            {},
            {"status_on": dt.date(2024, 12, 1)},
            {"gone": dt.datetime(2024, 12, 1, tzinfo=dt.UTC)},
        ],
    )
    def test_leaves_what_still_stands_or_left_lately(self, left):
        _, record = club(**left)

        assert forget_old_contacts(by=robot) == 0

        record.refresh_from_db()
        assert record.raw

    def test_leaves_of_its_services_no_way_to_reach_them(self):
        organisation, _ = club(status_on=dt.date(2024, 11, 1))
        PostcodeFactory()
        service = ServiceFactory(
            organisation=organisation, email="jo@quay.example", telephone="01632 960001"
        )
        ServiceContactFactory(service=service, name="Jo")
        places = [
            LocationFactory(
                organisation=organisation, street="7 Quay Close", address_public=public,
                latitude=52.6, longitude=1.3, ward="E05000001",
            )
            for public in (True, False)
        ]  # fmt: skip

        forget_old_contacts(by=robot)

        service.refresh_from_db()
        assert (service.email, service.telephone) == ("", "")
        assert not service.contacts.exists()
        for place in places:
            place.refresh_from_db()
            assert (place.street, place.address_public, place.ward) == ("", False, "")

    def test_leaves_the_services_of_who_still_stands_as_they_are(self):
        organisation, _ = club()
        service = ServiceFactory(organisation=organisation, email="jo@quay.example")
        ServiceContactFactory(service=service, name="Jo")
        place = LocationFactory(organisation=organisation, street="7 Quay Close")

        forget_old_contacts(by=robot)

        service.refresh_from_db()
        place.refresh_from_db()
        assert service.email
        assert service.contacts.exists()
        assert place.street

    @pytest.mark.parametrize(
        ("status", "days", "stays"),
        [("defunct", 731, False), ("defunct", 700, True), ("active", 2_000, True)],
    )
    def test_takes_away_services_that_ended_two_years_ago(self, status, days, stays):
        service = ServiceFactory(status=status, changed_at=NOW - dt.timedelta(days=days))
        at = ServiceAtLocationFactory(
            service=service, location=LocationFactory(organisation=service.organisation)
        )

        forget_old_contacts(by=robot)

        assert Service.objects.filter(pk=service.pk).exists() is stays
        assert Location.objects.filter(pk=at.location_id).exists() is stays

    def test_takes_away_closures_that_are_over_for_a_year(self):
        old, late = (
            ClosureFactory(first=NOW.date() - dt.timedelta(days=400), last=NOW.date() - over)
            for over in (dt.timedelta(days=366), dt.timedelta(days=364))
        )

        forget_old_contacts(by=robot)

        assert list(Closure.objects.all()) == [late]
        assert old.pk != late.pk

    def test_happens_only_once(self):
        club(status_on=dt.date(2020, 1, 1))

        assert forget_old_contacts(by=robot) == 1
        assert forget_old_contacts(by=robot) == 0

    @pytest.mark.parametrize("actor", [reader, stranger])
    def test_is_for_those_who_keep_the_register(self, actor):
        with pytest.raises(PermissionDenied):
            forget_old_contacts(by=actor)
