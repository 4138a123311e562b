"""Areas and the place on the staff desk: who may look, who may change, what is refused."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonweal.accounts.choices import Role
from commonweal.accounts.tests.factories import UserFactory
from commonweal.places.reports import the_place
from commonweal.places.tests.factories import AreaFactory, PlaceFactory, PostcodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_of(client):
    """A browser in which somebody with this role has signed in."""

    def sign_in(role: str):
        client.force_login(
            UserFactory(roles=[role]), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


class TestAreaList:
    def test_finds_by_name_by_code_and_by_postcode(self, desk_of):
        AreaFactory(code="Z07000001", name="North Zed")
        AreaFactory(code="Z07000002", name="South Zed")
        PostcodeFactory(postcode="ZZ99 1AA", district="Z07000002")
        desk = desk_of(Role.READER)

        for words, found, missing in (
            ("north", "North Zed", "South Zed"),
            ("Z07000001", "North Zed", "South Zed"),
            ("zz991aa", "South Zed", "North Zed"),
        ):
            page = desk.get(reverse("places_desk:areas"), {"q": words}).content.decode()
            assert found in page
            assert missing not in page

    def test_can_be_narrowed_to_a_kind(self, desk_of):
        AreaFactory(code="Z07000001", name="North Zed")
        AreaFactory(kind="ward", code="Z05000001", name="Alder")

        page = (
            desk_of(Role.READER)
            .get(reverse("places_desk:areas"), {"kind": "ward"})
            .content.decode()
        )

        assert "Alder" in page
        assert "North Zed" not in page

    def test_strangers_are_sent_to_sign_in(self, client):
        assert client.get(reverse("places_desk:areas")).status_code == 302


class TestAreaPage:
    def test_says_what_it_lies_in_and_what_lies_in_it(self, desk_of):
        north = AreaFactory(code="Z07000001", name="North Zed")
        ward = AreaFactory(kind="ward", code="Z05000001", name="Alder", parent=north.code)
        desk = desk_of(Role.READER)

        of_ward = desk.get(reverse("places_desk:area", args=[ward.pk])).content.decode()
        of_north = desk.get(reverse("places_desk:area", args=[north.pk])).content.decode()

        assert "North Zed" in of_ward
        assert "Alder" in of_north
        assert "Not known" in of_north


class TestThisPlace:
    def test_an_administrator_describes_it(self, desk_of):
        PlaceFactory()

        answer = desk_of(Role.ADMINISTRATOR).post(
            reverse("places_desk:describe"), {"name": "Zedshire and Yarrow", "accent": "#0b4f6c"}
        )

        assert answer.status_code == 302
        assert the_place().name == "Zedshire and Yarrow"
        assert the_place().accent == "#0b4f6c"

    def test_a_colour_that_cannot_be_read_is_refused_at_its_field(self, desk_of):
        PlaceFactory()

        answer = desk_of(Role.ADMINISTRATOR).post(
            reverse("places_desk:describe"), {"name": "Zedshire", "accent": "#ffee00"}
        )

        assert "cannot be read" in answer.content.decode()
        assert the_place().accent == ""

    @pytest.mark.parametrize("role", [Role.STEWARD, Role.EDITOR, Role.READER])
    @pytest.mark.parametrize("page", ["places_desk:describe", "sector_desk:place"])
    def test_is_for_administrators(self, desk_of, role, page):
        assert desk_of(role).get(reverse(page)).status_code in {302, 403}
        assert desk_of(role).post(reverse(page), {"name": "Mine"}).status_code in {302, 403}
        assert the_place().name != "Mine"
