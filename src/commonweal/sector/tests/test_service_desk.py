"""The staff desk for services."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.core.models import JournalEntry
from commonweal.sector import actions
from commonweal.sector.actions import add_group, add_service, withhold
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.languages import SPOKEN, language
from commonweal.sector.models import Organisation, Service
from commonweal.sector.offering import ToldCost, ToldService
from commonweal.sector.reports.offering import told_of
from commonweal.sector.tests.factories import (
    AreaFactory,
    FeedFactory,
    PlaceFactory,
    PostcodeFactory,
    ServiceFactory,
    TermFactory,
)
from commonweal.sector.tests.people import second_steward, steward
from commonweal.sector.tests.test_desk import signed_in
from commonweal.sector.tests.test_services import lunch

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Client:
    return signed_in("steward")


@pytest.fixture
def club() -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    TermFactory(scheme="need", code="food", title="Food")
    TermFactory(scheme="audience", code="older", title="Older people")
    TermFactory(scheme="feed", code="theirs", title="Theirs")
    return add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})


@pytest.fixture
def service(club) -> Service:
    return add_service(by=steward, organisation=club, told=lunch)


def at(name: str, *args: Any) -> str:
    return reverse(f"sector_desk:{name}", args=args)


def sent(**said: Any) -> dict[str, Any]:
    """A filled form: three rows of hours, two of the rest, and what is said."""
    rows = {"hours": 3, "closures": 2, "places": 2, "costs": 2, "contacts": 2}
    blank = {f"{p}-TOTAL_FORMS": n for p, n in rows.items()}
    blank |= {f"{p}-INITIAL_FORMS": 0 for p in rows}
    usual = {"name": "Choir", "terms": ["food"]}
    return {**blank, **usual, **said}


def as_shown(response: Any) -> dict[str, Any]:
    """What a browser would send back of a page, as it stands."""
    form = response.context["form"]
    found: dict[str, Any] = {}
    for one in (form, *(f for rows in form.rows.values() for f in [rows.management_form, *rows])):
        for field in one:
            value = field.value()
            if value is not False and value not in (None, "", []):
                found[field.html_name] = "on" if value is True else value
    return found


def text_of(response: Any) -> str:
    return response.content.decode()


class TestAddService:
    def test_keeps_every_section(self, ada, club):
        response = ada.post(at("add_service", club.pk), sent(**{
            "description": "We sing.", "audience": ["older"], "minimum_age": "18",
            "free": "yes", "languages": ["en", "bfi"], "codes": ["E07000148"],
            "other_areas": "The lane\n\nThe lane", "telephone": "01603 123456",
            "hours-0-how": "WEEKLY", "hours-0-days": ["TU", "TH"], "hours-0-opens": "10:00",
            "hours-0-closes": "12:00", "hours-0-place": "1",
            "hours-1-how": "MONTHLY", "hours-1-days": ["SA"], "hours-1-which": ["1", "-1"],
            "hours-2-how": "ONCE", "hours-2-day": "2026-12-13", "hours-2-opens": "18:30",
            "closures-0-first": "2026-12-24", "closures-0-last": "2027-01-02",
            "places-1-name": "Village hall", "places-1-postcode": "nr11aa",
            "places-1-access": ["step-free", "loop"], "places-1-hidden": "on",
            "costs-0-option": "Tea", "costs-0-amount": "0",
            "contacts-1-title": "The office",
        }))  # fmt: skip

        service = Service.objects.get()
        place = service.at.get().location
        assert response.url == f"{at('organisation', club.pk)}#services"
        assert {str(s) for s in service.schedules.all()} == {
            "Tuesdays and Thursdays, 10am to midday",
            "The first Saturday and last Saturday of each month",
            "Sunday 13 December 2026, from 6:30pm",
        }
        assert service.schedules.get(byday="TU,TH").at.location == place
        assert (place.postcode, place.step_free, place.address_public) == ("NR1 1AA", True, False)
        assert service.costs.get().amount == 0
        assert (service.free, service.minimum_age) == (True, 18)
        assert set(service.terms.values_list("scheme", "code")) == {
            ("need", "food"), ("audience", "older")
        }  # fmt: skip
        assert set(service.areas.values_list("code", "words")) == {
            ("E07000148", "Norwich"), ("", "The lane")
        }  # fmt: skip
        assert JournalEntry.objects.filter(action="sector.add_service").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Every service has a name."),
            ({"terms": []}, "Say what need it meets"),
            ({"email": "nobody"}, "is not an e-mail address"),
            ({"minimum_age": "9", "maximum_age": "5"}, "youngest age is above"),
            ({"minimum_age": "old"}, "not a whole number"),
            ({"hours-0-opens": "10:00"}, "Say on which days of the week."),
            (
                {"hours-0-days": ["MO"], "hours-0-opens": "ten"},
                "That is not a time. Write it as 14:30.",
            ),
            ({"hours-0-days": ["MO"], "hours-0-closes": "10:00"}, "Say when it opens too."),
            ({"hours-0-days": ["MO"], "hours-0-every": "2"}, "from which day that is counted"),
            ({"hours-0-how": "MONTHLY", "hours-0-days": ["MO"]}, "Say which in the month"),
            ({"hours-0-how": "MONTHLY", "hours-0-monthdays": "1st"}, "as numbers"),
            ({"hours-0-how": "ONCE", "hours-0-opens": "10:00"}, "Say on which day it is."),
            ({"hours-0-days": ["MO"], "hours-0-place": "1"}, "Nothing stands in that place."),
            ({"hours-0-days": ["XX"]}, "XX is not one of these."),
            ({"closures-0-reason": "Christmas"}, "Say from which day."),
            ({"closures-0-first": "2026-02-02", "closures-0-last": "2026-02-01"}, "closed until"),
            ({"places-0-name": "Hall", "places-0-postcode": "ZZ"}, "ZZ"),
            ({"places-0-town": "Norwich"}, "Say where it is"),
            ({"places-0-name": "x", "places-0-point": "91,0"}, "not on the globe"),
            ({"costs-0-amount": "-1"}, "It is 0 at least."),
            ({"contacts-0-telephone": "12"}, "is not a UK telephone number"),
            ({"terms": ["nonsense"]}, "nonsense is not one of these."),
            ({"languages": ["xx'"]}, "xx' is not one of these."),
            ({"name": "x" * 256}, "This is 256 letters long. It can be 255 at most."),
            (
                {"hours-0-days": ["MO"], "hours-0-opens": "14:00", "hours-0-closes": "13:00"},
                "2pm to 1pm would be until the next day, 23 hours.",
            ),
            ({"free": "yes", "costs-0-amount": "3"}, "It is free for everyone, and costs £3.00."),
            ({"costs-0-amount": "3.456"}, "two figures after the point"),
            ({"closures-0-first": "soon"}, "That is not a day. Write it as 31/3/2026."),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, ada, club, wrong, sentence):
        response = ada.post(at("add_service", club.pk), sent(**wrong))

        assert response.status_code == 200
        assert sentence in text_of(response).replace("&#x27;", "'")
        assert not Service.objects.exists()

    def test_says_all_that_is_wrong_at_once(self, ada, club):
        wrong = {
            "name": "", "terms": [], "email": "nobody", "telephone": "12", "minimum_age": "old",
            "free": "yes", "costs-0-amount": "3", "hours-0-days": ["MO"], "hours-0-place": "1",
        }  # fmt: skip

        form = ada.post(at("add_service", club.pk), sent(**wrong)).context["form"]

        assert {"name", "terms", "email", "telephone", "minimum_age", "free"} <= set(form.errors)
        assert form.rows["hours"].forms[0].errors

    def test_asks_no_question_twice(self, ada, club):
        """The form is built and judged once: each list of terms is read once."""
        with CaptureQueriesContext(connection) as queries:
            ada.post(at("add_service", club.pk), sent())

        asked = [q["sql"] for q in queries if 'FROM "sector_term"' in q["sql"]]
        lists = [sql for sql in asked if "'audience'" in sql]
        assert Service.objects.count() == 1
        assert len(lists) == 1

    def test_adds_once_what_is_sent_twice_and_shows_where_it_stands(self, ada, club):
        said = sent(**{"places-0-postcode": "nr1 1aa", "hours-0-days": ["MO"], "free": "yes"})
        ada.post(at("add_service", club.pk), said)

        page = text_of(ada.post(at("add_service", club.pk), said))

        service = Service.objects.get()
        assert "word for word the same" in page
        assert at("change_service", service.pk) in page

    def test_adds_another_of_the_same_name_elsewhere(self, ada, club):
        for place in ("Village hall", "Chapel"):
            ada.post(at("add_service", club.pk), sent(**{"places-0-name": place}))

        assert Service.objects.count() == 2

    def test_says_that_a_postcode_is_not_known(self, ada, club):
        said = sent(**{"places-0-postcode": "NR9 9ZZ"})

        page = text_of(ada.post(at("add_service", club.pk), said, follow=True))
        known = sent(name="Other", **{"places-0-postcode": "NR1 1AA"})
        other = text_of(ada.post(at("add_service", club.pk), known, follow=True))

        assert "NR9 9ZZ is not a postcode that we know." in page
        assert "that we know" not in other

    def test_offers_each_area_once_in_its_group(self, ada, club):
        AreaFactory(code="E05000001", kind="ward", name="Mancroft", parent="E07000148")

        form = ada.get(at("add_service", club.pk)).context["form"]

        codes = [code for _, rows in form.fields["codes"].choices for code, _ in rows]
        assert {"E07000148", "E05000001"} <= set(codes)
        assert len(codes) == len(set(codes))

    def test_gives_more_rows_without_script_and_loses_nothing(self, ada, club):
        said = sent(name="", **{"hours-2-days": ["MO"], "hours-0-opens": "ten", "more": "hours"})

        response = ada.post(at("add_service", club.pk), said)

        form = response.context["form"]
        assert len(form.rows["hours"].forms) == 6
        assert form.rows["hours"].forms[2]["days"].value() == ["MO"]
        assert "Every service has a name." not in text_of(response)
        assert not Service.objects.exists()

    def test_shows_the_hours_in_words_before_saving(self, ada, club):
        said = sent(**{"hours-0-days": ["MO"], "hours-0-opens": "10:00", "look": "1"})

        response = ada.post(at("add_service", club.pk), said)

        assert "Mondays, from 10am" in text_of(response)
        assert not Service.objects.exists()

    @pytest.mark.parametrize("rows", ["-1", "9999999", "x", ""])
    def test_is_not_upset_by_a_spoilt_form(self, ada, club, rows):
        for more in ({}, {"more": "hours"}, {"more": "nonsense"}, {"look": "1"}):
            spoilt = sent(**{"hours-TOTAL_FORMS": rows, **more})

            assert ada.post(at("add_service", club.pk), spoilt).status_code in {200, 302}
        assert ada.post(at("add_service", club.pk), {}).status_code == 200

    def test_shows_what_was_typed_as_text(self, ada, club):
        said = sent(description="<script>alert(1)</script>", name="")

        assert "<script>alert(1)" not in text_of(ada.post(at("add_service", club.pk), said))


class TestChangeService:
    def test_shows_all_that_is_told_and_sent_back_changes_nothing(self, ada, service):
        shown = ada.get(at("change_service", service.pk))
        before = told_of(service)
        uuids = set(service.schedules.values_list("uuid", flat=True))

        response = ada.post(at("change_service", service.pk), as_shown(shown))

        assert response.status_code == 302
        assert told_of(service) == before
        assert set(service.schedules.values_list("uuid", flat=True)) == uuids
        assert "Wednesdays, midday to 2pm" in text_of(shown)

    def test_ticks_a_chosen_area_once(self, ada, service):
        page = text_of(ada.get(at("change_service", service.pk)))

        assert page.count('value="E07000148"') == 1
        assert "Hold Ctrl" not in page

    def test_does_not_undo_what_somebody_else_has_just_changed(self, ada, service):
        mine = as_shown(ada.get(at("change_service", service.pk)))
        actions.change_service(
            by=second_steward, service=service, told=replace(lunch, alert="Full until March.")
        )

        refused = ada.post(at("change_service", service.pk), mine | {"description": "My words."})

        page = text_of(refused)
        service.refresh_from_db()
        assert (service.alert, service.description) == ("Full until March.", lunch.description)
        assert "Bea the steward changed this service at" in page
        assert "My words." in page
        assert "Look at it as it is now" in page

        ada.post(at("change_service", service.pk), as_shown(refused))

        service.refresh_from_db()
        assert service.description == "My words."

    def test_notices_it_after_a_look_in_words_too(self, ada, service):
        mine = as_shown(ada.get(at("change_service", service.pk)))
        actions.change_service(by=second_steward, service=service, told=replace(lunch, fees="£2"))
        looked = ada.post(at("change_service", service.pk), mine | {"look": "1"})

        ada.post(at("change_service", service.pk), as_shown(looked))

        service.refresh_from_db()
        assert service.fees == "£2"

    def test_is_not_stopped_by_somebody_who_only_said_that_it_is_right(self, ada, service):
        mine = as_shown(ada.get(at("change_service", service.pk)))
        actions.assure_service(by=second_steward, service=service)

        assert ada.post(at("change_service", service.pk), mine).status_code == 302

    def test_keeps_what_the_form_does_not_offer(self, ada, club, service):
        service = add_service(by=steward, organisation=club, told=ToldService(
            name="Choir", terms=(("need", "food"), ("feed", "theirs")), languages=("xx",),
            status=ServiceStatus.PAUSED, costs=(ToldCost(words="Give what you can"),),
        ))  # fmt: skip
        shown = ada.get(at("change_service", service.pk))

        ada.post(at("change_service", service.pk), as_shown(shown) | {"name": "The choir"})

        told = told_of(Service.objects.get(pk=service.pk))
        assert (told.name, told.status) == ("The choir", ServiceStatus.PAUSED)
        assert ("feed", "theirs") in told.terms
        assert told.languages == ("xx",)

    def test_takes_away_a_row_that_was_emptied(self, ada, service):
        shown = as_shown(ada.get(at("change_service", service.pk)))
        kept = {k: v for k, v in shown.items() if not k.startswith(("costs-0", "closures-0"))}

        ada.post(at("change_service", service.pk), kept)

        assert not service.costs.exists()
        assert not service.closures.exists()

    def test_is_not_for_what_a_feed_keeps(self, ada, club):
        FeedFactory()
        theirs = ServiceFactory(organisation=club, source="feed-a-neighbour", key="1")

        assert ada.get(at("change_service", theirs.pk)).status_code == 404
        ada.post(at("end_service", theirs.pk))
        theirs.refresh_from_db()
        page = text_of(ada.get(at("organisation", club.pk)))
        assert theirs.status == ServiceStatus.ACTIVE
        assert "Kept by Neighbour Council" in page
        assert at("change_service", theirs.pk) not in page


class TestOnePress:
    def test_says_that_it_is_still_right(self, ada, service):
        ada.post(at("assure_service", service.pk))

        assert JournalEntry.objects.filter(action="sector.assure_service").exists()

    def test_pauses_resumes_and_ends(self, ada, service):
        for turn, status in (("pause", "temporarily closed"), ("resume", "active"),
                             ("end", "defunct")):  # fmt: skip
            ada.post(at(f"{turn}_service", service.pk))

            service.refresh_from_db()
            assert service.status == status

    def test_does_nothing_by_a_link(self, ada, service):
        for name in ("assure_service", "pause_service", "end_service"):
            assert ada.get(at(name, service.pk)).status_code == 405

    def test_asks_first_and_takes_a_reason_and_a_day(self, ada, service):
        asked = ada.get(at("ask_pause_service", service.pk))
        service.refresh_from_db()
        assert service.status == "active"
        assert f'action="{at("pause_service", service.pk)}"' in text_of(asked)

        said = {"reason": "The hall is\nbeing repaired.", "back_on": "2999-01-03"}
        ada.post(at("pause_service", service.pk), said)

        service.refresh_from_db()
        assert (service.why_not, service.back_on) == (
            "The hall is being repaired.", dt.date(2999, 1, 3)
        )  # fmt: skip
        assert "The hall is being repaired. Back on 3 January 2999." in text_of(
            ada.get(at("organisation", service.organisation.pk))
        )

        ada.post(at("resume_service", service.pk))

        service.refresh_from_db()
        assert (service.why_not, service.back_on) == ("", None)

    @pytest.mark.parametrize(
        ("back_on", "sentence"),
        [("2020-01-01", "The day it is back is a day to come."), ("soon", "That is not a day.")],
    )
    def test_is_not_back_in_the_past(self, ada, service, back_on, sentence):
        said = {"reason": "Repairs", "back_on": back_on}

        page = text_of(ada.post(at("pause_service", service.pk), said))

        service.refresh_from_db()
        assert service.status == "active"
        assert sentence in page
        assert "Repairs" in page

    def test_asks_before_it_ends(self, ada, service):
        asked = ada.get(at("ask_end_service", service.pk))

        assert "Has this service ended?" in text_of(asked)
        assert "Back on" not in text_of(asked)
        assert ada.post(at("ask_end_service", service.pk)).status_code == 405
        service.refresh_from_db()
        assert service.status == "active"


class TestWhoMay:
    @pytest.mark.parametrize("role", ["reader", "editor"])
    def test_only_look(self, role, club, service):
        somebody = signed_in(role)

        page = text_of(somebody.get(at("organisation", club.pk)))
        assert "Lunch club" in page
        assert at("change_service", service.pk) not in page
        assert at("add_service", club.pk) not in page
        assert somebody.post(at("add_service", club.pk), sent()).status_code == 403
        assert somebody.get(at("change_service", service.pk)).status_code == 403
        for name in ("ask_pause_service", "ask_end_service"):
            assert somebody.get(at(name, service.pk)).status_code == 403
        for name in ("change_service", "assure_service", "pause_service", "end_service"):
            assert somebody.post(at(name, service.pk), sent()).status_code == 403
        assert somebody.get(at("services"), {"export": "csv"}).status_code == 403
        service.refresh_from_db()
        assert (service.name, service.status) == ("Lunch club", "active")

    def test_must_sign_in(self, club, service):
        for address in (at("services"), at("add_service", club.pk)):
            assert Client().get(address).status_code == 302

    def test_may_not_know_of_what_is_withheld(self, ada, club, service):
        withhold(by=steward, organisation=club, reason="A refuge")
        reader = signed_in("reader")

        assert "Lunch club" in text_of(ada.get(at("services")))
        assert "Lunch club" not in text_of(reader.get(at("services")))
        assert reader.get(at("organisation", club.pk)).status_code == 404


class TestServiceList:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"q": "lunch"}, True),
            ({"q": "choir"}, False),
            ({"organisation": "mill"}, True),
            ({"organisation": "road"}, False),
            ({"need": "food"}, True),
            ({"kept_by": "added-here"}, True),
            ({"kept_by": "feed-a-neighbour"}, False),
            ({"status": "active"}, True),
            ({"status": "defunct"}, False),
            ({"not_since": "2100-01-01"}, True),
            ({"not_since": "2020-01-01"}, False),
        ],
    )
    def test_is_narrowed(self, ada, service, asked, found):
        FeedFactory()

        page = text_of(ada.get(at("services_results"), asked))

        assert ("Lunch club" in page) is found

    def test_is_downloaded_and_harmless_in_a_spreadsheet(self, ada, service):
        ServiceFactory(name="=1+1", organisation=service.organisation)

        response = ada.get(at("services"), {"export": "csv"})
        rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

        assert {row[1] for row in rows} == {"Name", "Lunch club", "'=1+1"}
        assert dt.date.fromisoformat(rows[1][6] or rows[2][6])


class TestLanguages:
    def test_have_one_name_each(self):
        names = [language(code) for code in SPOKEN]

        assert len(set(names)) == len(SPOKEN)
        assert set(names).isdisjoint(SPOKEN)
