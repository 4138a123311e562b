"""Services for other programs: calendars, feeds, the words of schema.org."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from commonweal.sector.actions import withhold
from commonweal.sector.models import Service
from commonweal.sector.tests import factories as made
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
HOSTILE = (
    "?page=99999999999999999999", "?when=2026-99-99", "?within=-1", "?within=nan", "?age=x",
    "?near=%00", "?q=%F0%9F%92%A3&need='--", "?when=" + "9" * 5000,
)  # fmt: skip


@pytest.fixture
def lunch(settings: Any) -> Service:
    made.PlaceFactory(everywhere=True)
    service = made.ServiceFactory(
        name="Lunch club", description="Hot soup", minimum_age=55, free=True
    )
    hall = made.LocationFactory(
        organisation=service.organisation, name="The Hall", street="1 High Street",
        postcode="NR1 1AA", latitude=52.6, longitude=1.3,
    )  # fmt: skip
    at = made.ServiceAtLocationFactory(service=service, location=hall)
    made.ScheduleFactory(service=service, at=at, byday="WE", opens=dt.time(12), closes=dt.time(14))
    made.ServiceChangeFactory(mark=secrets.randbits(40))
    return service


def calendar(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


def feed(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/rss+xml")
    return ElementTree.fromstring(answer.content).find("channel")


class TestCalendars:
    def test_give_the_hours_of_one_service(self, client: Client, lunch: Service) -> None:
        (event,) = calendar(client, f"/services/{lunch.uuid}.ics").walk("VEVENT")

        assert str(event["location"]) == "The Hall, 1 High Street, NR1 1AA"
        assert event["rrule"]["BYDAY"] == ["WE"]
        assert str(event["url"]).endswith(f"/services/{lunch.uuid}/")

    def test_give_what_the_finder_finds(self, client: Client, lunch: Service) -> None:
        made.ScheduleFactory(service=made.ServiceFactory(name="Chess"), byday="TH")

        assert len(calendar(client, "/services.ics?q=lunch").walk("VEVENT")) == 1
        assert len(calendar(client, "/services.ics").walk("VEVENT")) == 2

    def test_tell_no_private_place(self, client: Client, lunch: Service) -> None:
        lunch.at.get().location.__class__.objects.update(address_public=False)

        for address in (f"/services/{lunch.uuid}.ics", "/services.ics"):
            text = client.get(address).content.decode()
            for word in ("Hall", "High Street", "1AA", "52.6"):
                assert word not in text
            assert "NR1" in text

    def test_say_nothing_of_what_does_not_run_or_is_withheld(
        self, client: Client, lunch: Service
    ) -> None:
        Service.objects.update(status="temporarily closed")
        assert not calendar(client, f"/services/{lunch.uuid}.ics").walk("VEVENT")

        Service.objects.update(status="active")
        withhold(by=steward, organisation=lunch.organisation, reason="A refuge")

        assert client.get(f"/services/{lunch.uuid}.ics").status_code == 404
        assert "Lunch" not in client.get("/services.ics").content.decode()

    @pytest.mark.parametrize("asked", HOSTILE)
    def test_survive_what_means_nothing(self, client: Client, lunch: Service, asked: str) -> None:
        calendar(client, f"/services.ics{asked}")

    def test_are_linked(self, client: Client, lunch: Service) -> None:
        page = client.get(reverse("service", args=[lunch.uuid])).content.decode()
        found = client.get("/services/?q=lunch").content.decode()

        assert f"/services/{lunch.uuid}.ics" in page
        assert "/services.ics?q=lunch" in found
        assert "/services.xml?q=lunch" in found


class TestFeeds:
    def test_say_which_services_are_new_or_changed(self, client: Client, lunch: Service) -> None:
        made.ServiceFactory(name="Chess", changed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))

        titles = [item.findtext("title") for item in feed(client, "/services.xml").iter("item")]

        assert titles[0].startswith("Changed: Chess")
        assert titles[1].startswith("New: Lunch club")

    def test_answer_a_question(self, client: Client, lunch: Service) -> None:
        made.ServiceFactory(name="Chess")

        channel = feed(client, "/services.xml?q=lunch")

        assert [i.findtext("title")[:9] for i in channel.iter("item")] == ["New: Lunc"]
        assert channel.findtext("link").endswith("/services/?q=lunch")

    def test_say_who_is_new_in_the_register(self, client: Client, lunch: Service) -> None:
        made.OrganisationFactory(name="Closed club", status="closed")
        names = [i.findtext("title") for i in feed(client, "/organisations.xml").iter("item")]

        assert names == [lunch.organisation.name]

    def test_hold_nothing_withheld(self, client: Client, lunch: Service) -> None:
        withhold(by=steward, organisation=lunch.organisation, reason="A refuge")

        for address in ("/services.xml", "/services.xml?q=lunch", "/organisations.xml"):
            assert not list(feed(client, address).iter("item"))

    @pytest.mark.parametrize("asked", HOSTILE)
    def test_survive_what_means_nothing(self, client: Client, lunch: Service, asked: str) -> None:
        feed(client, f"/services.xml{asked}")

    def test_write_no_markup_of_others(self, client: Client, lunch: Service) -> None:
        Service.objects.update(name="<b>&]]>", changed_at=dt.datetime.now(dt.UTC))

        titles = [i.findtext("title") for i in feed(client, "/services.xml").iter("item")]

        assert titles[0].startswith("Changed: <b>&]]>")


# What schema.org's own pages say that each of these types may have (version 29).
THING = {"@type", "@id", "@context", "name", "description", "url"}
ALLOWED = {
    "Service": THING | {
        "serviceType", "provider", "areaServed", "hoursAvailable", "offers", "availableChannel",
        "audience",
    },
    "Organization": THING,
    "AdministrativeArea": THING,
    "OpeningHoursSpecification": THING | {
        "dayOfWeek", "opens", "closes", "validFrom", "validThrough",
    },
    "Offer": THING | {"price", "priceCurrency"},
    "PeopleAudience": THING | {"suggestedMinAge", "suggestedMaxAge"},
    "ServiceChannel": THING | {"availableLanguage", "serviceLocation"},
    "Place": THING | {"address"},
    "PostalAddress": THING | {
        "addressCountry", "postalCode", "streetAddress", "addressLocality",
    },
}  # fmt: skip


def objects(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from objects(one)


class TestSchemaOrg:
    def test_says_of_a_service_only_what_its_types_have(
        self, client: Client, lunch: Service
    ) -> None:
        made.ServiceLanguageFactory(service=lunch)
        page = client.get(reverse("service", args=[lunch.uuid])).content.decode()
        written = json.loads(re.search(r"ld\+json[^>]*>(.*?)</script>", page, re.S)[1])

        for one in objects(written):
            assert set(one) <= ALLOWED[one["@type"]], one
        assert written["offers"] == [{"@type": "Offer", "price": "0", "priceCurrency": "GBP"}]
        assert written["audience"]["suggestedMinAge"] == 55

    def test_is_in_the_sitemap(self, client: Client, lunch: Service) -> None:
        assert str(lunch.uuid) in client.get("/sitemap-services.xml").content.decode()
