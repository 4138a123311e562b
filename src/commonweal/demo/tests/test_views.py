"""An invented place on its own machine may be entered as anyone; nothing else may."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tests.given import given
from commonweal.places.models import Place
from commonweal.sector.tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
HERE = {"HTTP_HOST": "localhost:8000"}


@pytest.fixture
def steward():
    Place.objects.create(pk=1, name="Saltwold", fictional=True)
    return UserFactory(name="Sam Reeve", roles=["steward"])


def enter(person, **headers):
    client = Client()
    page = client.post("/demonstration/", {"person": person.pk}, **{**HERE, **headers})
    return page, "_auth_user_id" in client.session


class TestTheDemonstration:
    def test_shows_one_person_for_each_role(self, client, steward):
        UserFactory(name="Second steward", roles=["steward"])

        page = client.get("/demonstration/", **HERE).content.decode()

        assert "Enter as the steward" in page
        assert "Second steward" not in page
        assert "To try: " in page

    def test_lets_anyone_be_the_owner_of_a_page_too(self, client, steward):
        with given():
            owner = MemberFactory(organisation__name="Mill Lane Choir").person
            MemberFactory(role="viewer")

        page = client.get("/demonstration/", **HERE).content.decode()
        answer, is_in = enter(owner)

        assert "Enter as the owner" in page and "Keeps the page of Mill Lane Choir" in page
        assert (answer.url, is_in) == ("/account/organisations/", True)

    def test_is_offered_on_every_page_of_this_machine_alone(self, client, steward, settings):
        there = client.get("/areas/", **HERE).content.decode()
        settings.LOOPBACK_ONLY = False
        cache.clear()
        elsewhere = client.get("/areas/", **HERE).content.decode()

        assert 'href="/demonstration/"' in there
        assert "Nobody here is real" in elsewhere
        assert "/demonstration/" not in elsewhere

    def test_lets_anyone_enter(self, steward):
        page, is_in = enter(steward)

        assert (page.url, is_in) == ("/desk/", True)

    def test_is_not_entered_by_a_link(self, client, steward):
        client.get(f"/demonstration/?person={steward.pk}", **HERE)

        assert "_auth_user_id" not in client.session

    def test_lets_nobody_enter_as_somebody_not_shown(self, steward):
        friend = UserFactory()

        assert enter(friend)[0].status_code == 404
        assert enter(friend)[1] is False

    @pytest.mark.parametrize("person", ["", "x", "-1", "99999999999999999999"])
    def test_survives_any_number(self, client, steward, person):
        page = client.post("/demonstration/", {"person": person}, **HERE)

        assert page.status_code == 404

    def test_is_not_there_in_a_real_place(self, steward):
        Place.objects.update(fictional=False)

        assert enter(steward)[0].status_code == 404
        assert enter(steward)[1] is False

    @pytest.mark.parametrize("setting", [{"LOOPBACK_ONLY": False}, {"BEHIND_PROXY": True}])
    def test_is_not_there_on_a_site_for_others(self, steward, setting, settings):
        for name, value in setting.items():
            setattr(settings, name, value)

        assert enter(steward)[0].status_code == 404
        assert enter(steward)[1] is False

    @pytest.mark.parametrize(
        "headers",
        [
            {"REMOTE_ADDR": "203.0.113.7"},
            {"HTTP_HOST": "testserver"},
            {"HTTP_HOST": "localhost.evil.example"},
            {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_FORWARDED": "for=127.0.0.1"},
        ],
    )
    def test_is_not_there_for_somebody_elsewhere(self, steward, headers, settings):
        settings.ALLOWED_HOSTS = ["*"]

        page, is_in = enter(steward, **headers)

        assert (page.status_code, is_in) == (404, False)

    def test_needs_the_mark_of_our_own_form(self, steward):
        page = Client(enforce_csrf_checks=True).post(
            "/demonstration/", {"person": steward.pk}, **HERE
        )

        assert page.status_code == 403
