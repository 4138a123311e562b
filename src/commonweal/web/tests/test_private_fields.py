"""What a group keeps private is nowhere: every surface asked with an attacker's eye."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.house.addresses import addresses

from commonweal.accounts.tests.factories import UserFactory
from commonweal.sector import actions
from commonweal.sector.actions.joining import Told
from commonweal.sector.models import Application, Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    refresh,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PERSON = ("kit@quillwort.example", "quillwort", "01603 999111", "01603999111", "Kit Larkspur")
PLACE = ("NR1 9ZZ", "NR19ZZ", "52.6111", "1.3999", "E05012999", "Mancroft")
MEETING = ("Thursdays at seven",)
SECRETS = (*PERSON, *PLACE, *MEETING)
QUERIES = (
    "q=kit%40quillwort.example", "q=quillwort", "q=01603999111", "q=01603+999111", "q=larkspur",
    "q=knitters", "q=zephyr", "near=NR1+9ZZ&within=1", "near=NR1+1AA&within=50",
    "area=E05012999&where=based", "area=E07000148", "kind=group", "sort=changed", "changed=30",
)  # fmt: skip
OPEN_REFERRAL = ["organizations", "services", "service_at_locations"]


def asked(ref: str, uuid: str) -> Iterator[str]:
    """Every public address that answers without a secret, with what leads to this group."""
    fill = {"<str:ref>": ref, "<ref>": ref, "<str:code>": "E07000148", "<code>": "E07000148",
            "<key>": uuid, "<str:section>": "organisations", "<postcode>": "NR1 1AA",
            "<str:postcode>": "NR1 1AA"}  # fmt: skip
    for line in addresses():
        route, _, permission = line.strip().partition(" ")
        if permission.strip() != "anyone" or "token" in route or "media" in route:
            continue
        for hole, value in fill.items():
            route = route.replace(hole, value)
        if "<" not in route and "^" not in route and "..." not in route:
            yield route
    for query in QUERIES:
        for page in ("/search/", "/search.csv", "/services/", "/services.csv"):
            yield f"{page}?{query}"
        yield f"/api/v1/organisations?{query}"
    yield from (
        f"/areas/{code}{end}" for code in ("E05012999", "E10000020") for end in ("/", ".csv")
    )
    yield from (f"/open-referral/{what}?per_page=100" for what in OPEN_REFERRAL)
    yield from (f"/open-referral/{what}/{uuid}" for what in OPEN_REFERRAL)
    yield "/sitemap-organisations-1.xml"


def read(client: Client, address: str) -> str:
    response: Any = client.get(address)
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode(errors="replace")


def leaks(client: Client, pages: Iterator[str], secrets: tuple[str, ...]) -> dict[str, list[str]]:
    """By address the secrets that stand in what it answers, but for those that were asked."""
    found = {}
    for address in pages:
        text = read(client, address).casefold()
        query = address.replace("+", " ").replace("%40", "@").casefold()
        told = [s for s in secrets if s.casefold() in text and s.casefold() not in query]
        # An area's own page says its name and code; whether the group is on it is asked apart.
        told = [] if "E05012999" in address and set(told) <= set(PLACE) else told
        if told:
            found[address] = told
    return found


@pytest.fixture
def ground() -> None:
    PlaceFactory()
    PostcodeFactory()
    PostcodeFactory(
        postcode="NR1 9ZZ", latitude=52.6111, longitude=1.3999, ward="E05012999", lsoa="", msoa=""
    )
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    refresh(OrganisationFactory(name="Mill Lane Trust"))


@pytest.fixture
def waiting(ground: None) -> Application:
    """A group that waits: nothing that it told may be shown."""
    return actions.take_application_down(
        by=steward,
        told=Told(
            name="Zephyr Knitters",
            does="We knit, and talk.",
            meets="Thursdays at seven",
            postcode="NR1 9ZZ",
            contact_name="Kit Larkspur",
            email="kit@quillwort.example",
            telephone="01603 999111",
        ),
        how="on paper",
    )


@pytest.fixture
def knitters(waiting: Application) -> Organisation:
    """The same, once a steward has vouched for it."""
    actions.vouch_as_steward(by=steward, application=waiting, reason="I go there.")
    return Organisation.objects.get(applications=waiting)


class TestAGroupThatWaits:
    def test_is_nowhere_at_all(self, waiting):
        assert leaks(Client(), asked("XX-VCSE-0", "x"), ("Zephyr Knitters", *SECRETS)) == {}

    def test_is_not_on_the_desk_of_those_who_only_read(self, waiting):
        client = Client()
        client.force_login(UserFactory(roles=["reader"]), backend=BACKEND)

        for address in ("/desk/", "/desk/register/organisations/", "/desk/register/groups/"):
            assert "Zephyr" not in read(client, address)


class TestAGroupThatKeepsItAllPrivate:
    def test_is_found_by_its_name_and_by_what_it_does(self, knitters):
        assert "Zephyr Knitters" in read(Client(), "/search.csv?q=zephyr")
        assert "We knit, and talk." in read(Client(), f"/organisations/{knitters.ref}/")

    def test_shows_it_nowhere(self, knitters):
        pages = list(asked(knitters.ref, str(knitters.uuid)))
        assert len(pages) > 120

        assert leaks(Client(), iter(pages), SECRETS) == {}

    def test_is_found_by_none_of_it(self, knitters):
        client = Client()
        for query in (*QUERIES[:5], "near=NR1+9ZZ&within=1", "area=E05012999&where=based"):
            for page in ("/search.csv", "/api/v1/organisations"):
                assert "Zephyr" not in read(client, f"{page}?{query}"), (page, query)
        assert "Zephyr" not in read(client, "/areas/E05012999/")

    def test_stays_private_through_refresh_merge_and_undoing(self, knitters):
        other = OrganisationFactory(name="Zephyr Trust")
        merge = actions.merge_organisations(by=steward, kept=other, absorbed=knitters, reason="One")
        refresh(other)
        assert leaks(Client(), asked(other.ref, str(other.uuid)), SECRETS) == {}

        actions.undo_merge(by=steward, merge=merge)

        assert leaks(Client(), asked(knitters.ref, str(knitters.uuid)), SECRETS) == {}

    @pytest.mark.parametrize("role", ["reader", "editor"])
    def test_is_not_told_to_staff_who_only_read(self, knitters, role):
        client = Client()
        client.force_login(UserFactory(roles=[role]), backend=BACKEND)
        pages = [f"/desk/register/organisations/{knitters.pk}/", "/desk/register/organisations/"]
        pages += [f"/desk/register/organisations/?q={word}" for word in ("zephyr", "quillwort")]
        pages += [f"/desk/register/organisations/{knitters.pk}/correct/", "/desk/register/doubts/"]

        assert leaks(client, iter(pages), SECRETS) == {}

    def test_is_not_in_a_stewards_spreadsheet(self, knitters):
        client = Client()
        client.force_login(UserFactory(roles=["steward"]), backend=BACKEND)

        text = read(client, "/desk/register/organisations/?export=csv")

        assert "Zephyr Knitters" in text
        assert not [s for s in PERSON if s in text]

    def test_shows_what_it_later_chooses_and_no_more(self, knitters):
        actions.choose_what_is_shown(by=steward, organisation=knitters, shown=["email"])

        page = read(Client(), f"/organisations/{knitters.ref}/")
        assert "kit@quillwort.example" in page
        rest = tuple(s for s in SECRETS if "quillwort" not in s)
        assert leaks(Client(), asked(knitters.ref, str(knitters.uuid)), rest) == {}

    def test_hides_again_what_it_showed(self, knitters):
        everything = ["email", "telephone", "website", "location"]
        actions.choose_what_is_shown(by=steward, organisation=knitters, shown=everything)
        before = leaks(Client(), asked(knitters.ref, str(knitters.uuid)), SECRETS)
        assert f"/organisations/{knitters.ref}.json" in before

        actions.choose_what_is_shown(by=steward, organisation=knitters, shown=[])

        assert leaks(Client(), asked(knitters.ref, str(knitters.uuid)), SECRETS) == {}
