"""The hub from which a page is kept: its doors, what waits behind them, whether all is right."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commonweal.core import clock
from commonweal.sector.models import Confirmation, Member, Organisation
from commonweal.sector.tests.factories import (
    FeedbackFactory,
    OrganisationFactory,
    ServiceFactory,
    SuggestionFactory,
)
from commonweal.sector.tests.test_keeping_pages import at, bakers, browser, everywhere, member, text
from commonweal.sector.views.keeping import DOORS

pytestmark = pytest.mark.django_db
__all__ = ["bakers", "everywhere"]
EDITORS_DO = {"keep_facts", "keep_names", "keep_areas", "keep_services", "keep_fresh",
              "organisation-choices"}  # fmt: skip


class TestTheDoors:
    @pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
    def test_lead_to_pages_that_open_to_whoever_sees_them(self, bakers, role):
        client = browser(member(bakers, role))
        hub = client.get(at("keep", bakers)).content.decode()

        seen = {d.route for d in DOORS if f'href="{at(d.route, bakers)}"' in hub}

        assert seen == {d.route for d in DOORS} - (EDITORS_DO if role == "viewer" else set())
        assert {client.get(at(route, bakers)).status_code for route in seen} == {200}

    @pytest.mark.parametrize(
        "route", ["suggestions", "organisation-feedback", "organisation-choices", "history"]
    )
    def test_have_a_way_back(self, bakers, route):
        page = browser(member(bakers)).get(at(route, bakers)).content.decode()

        assert f'<a href="{at("keep", bakers)}">' in page


class TestWhatWaits:
    def test_is_what_was_suggested_and_said_and_asked(self, bakers):
        ServiceFactory(organisation=bakers, stage="reminded")
        SuggestionFactory(about=bakers)
        FeedbackFactory(service=ServiceFactory(organisation=bakers))
        client = browser(member(bakers))

        for page in (
            text(client.get(at("keep", bakers))),
            text(client.get("/account/organisations/")),
        ):
            assert "1 suggestion to decide" in page
            assert "1 new answer on how people were treated" in page
            assert "Say whether all of it is still right" in page

    def test_is_not_another_organisations(self, bakers):
        SuggestionFactory()
        FeedbackFactory()
        OrganisationFactory(stage="reminded")

        assert "Nothing waits" in text(browser(member(bakers)).get("/account/organisations/"))

    def test_offers_a_viewer_only_what_they_may_do(self, bakers):
        Organisation.objects.filter(pk=bakers.pk).update(stage="reminded")
        SuggestionFactory(about=bakers)

        hub = text(browser(member(bakers, "viewer")).get(at("keep", bakers)))

        assert "to decide" not in hub and "still right" not in hub


class TestWhetherItIsStillRight:
    def seen(self, client, organisation):
        page = client.get(at("keep_fresh", organisation)).content.decode()
        return page.partition('name="seen" value="')[2].partition('"')[0]

    def test_is_said_at_one_press(self, bakers):
        person = member(bakers)
        client = browser(person)

        done = client.post(at("keep_fresh", bakers), {"seen": self.seen(client, bakers)})

        assert done.url == at("keep", bakers)
        assert Confirmation.objects.get().how == "signed-in"
        bakers.refresh_from_db()
        assert bakers.confirmed_on == clock.today()

    def test_is_not_said_of_what_was_changed_meanwhile(self, bakers):
        client = browser(member(bakers))
        before = self.seen(client, bakers)
        later = clock.now() + dt.timedelta(seconds=1)
        Organisation.objects.filter(pk=bakers.pk).update(changed_at=later)

        page = client.post(at("keep_fresh", bakers), {"seen": before})

        assert page.status_code == 422 and "changed after you opened" in text(page)
        assert client.post(at("keep_fresh", bakers), {}).status_code == 422
        assert not Confirmation.objects.exists()

    def test_brings_back_what_was_taken_from_view(self, bakers):
        client = browser(member(bakers))
        Organisation.objects.filter(pk=bakers.pk).update(stage="withdrawn")
        mine = client.get("/account/organisations/")

        assert at("keep_fresh", bakers) in mine.content.decode()
        assert f'href="{at("keep", bakers)}"' not in mine.content.decode()
        client.post(at("keep_fresh", bakers), {"seen": self.seen(client, bakers)})

        assert browser().get(at("organisation", bakers)).status_code == 200

    def test_is_for_its_own_people(self, bakers):
        other = OrganisationFactory()
        assert browser(member(bakers, "viewer")).post(at("keep_fresh", bakers)).status_code == 403
        assert browser(member(other)).post(at("keep_fresh", bakers)).status_code == 403
        Organisation.objects.filter(pk=bakers.pk).update(stage="withdrawn")
        assert browser(member(other)).get(at("keep_fresh", bakers)).status_code == 404
        assert browser().get(at("keep_fresh", bakers)).status_code == 404

    def test_is_not_there_where_all_is_withheld(self, bakers):
        client = browser(member(bakers))
        Organisation.objects.filter(pk=bakers.pk).update(withheld=True)

        assert client.get(at("keep_fresh", bakers)).status_code == 404
        assert "Bread" not in text(client.get("/account/organisations/"))
        assert Member.objects.count() == 1


class TestOnPaper:
    def test_no_private_address_is_printed(self, client, bakers):
        token = "a" * 40
        private = reverse("suggestion", args=[token])

        page = client.get(private).content.decode()

        assert page.count(token) == 0
        assert "Printed on" in text(client.get(private))
        assert "Printed from http" in text(client.get(at("organisation", bakers)))
