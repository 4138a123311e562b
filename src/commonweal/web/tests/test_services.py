"""Residents find services: a page for each, a list with a map, the wards that lack one."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.core import clock
from commonweal.core.actions import door
from commonweal.sector.actions import (
    add_group,
    add_service,
    assure_service,
    change_service,
    correct_organisation,
    merge_organisations,
    set_out_needs,
    set_service_status,
    withhold,
)
from commonweal.sector.choices import Attending, ServiceStatus
from commonweal.sector.finding_services import memory
from commonweal.sector.models import Organisation, Service, Term
from commonweal.sector.offering import ToldContact, ToldCost, ToldHours, ToldPlace, ToldService
from commonweal.sector.opening import Change, Hours
from commonweal.sector.reports import language
from commonweal.sector.tests.factories import (
    AreaFactory,
    PlaceFactory,
    PostcodeFactory,
    ServiceFactory,
)
from commonweal.sector.tests.people import administrator, steward
from commonweal.web.views import services as views

pytestmark = pytest.mark.django_db
NORWICH, THETFORD = "E07000148", "E07000143"
WEDNESDAY = dt.datetime(2026, 11, 25, 13, 0, tzinfo=dt.UTC)
lunch = ToldService(
    name="Lunch club",
    description="A hot meal and company.",
    how_to_get_it="Ring by the day before.",
    minimum_age=55,
    telephone="01603 555 010",
    hours=(ToldHours(hours=Hours(byday=("WE",), opens=dt.time(12), closes=dt.time(14)), place=0),),
    closures=(Change(dt.date(2026, 12, 24), dt.date(2027, 1, 2), reason="Christmas"),),
    places=(ToldPlace(name="Village hall", postcode="NR1 1AA", access=("loop", "step-free")),),
    costs=(ToldCost(option="A meal", amount=Decimal("4.50")),),
    languages=("en", "pl"),
    contacts=(ToldContact(name="Jo"),),
    areas=((NORWICH, "Norwich"),),
    terms=(("need", "food-meals"), ("audience", "older")),
)
parcels = ToldService(
    name="Food parcels",
    free=True,
    hours=(ToldHours(hours=Hours(byday=("SA",), opens=dt.time(18), closes=dt.time(20))),),
    places=(ToldPlace(name="Chapel", postcode="IP24 1AA"),),
    terms=(("need", "food-bank"),),
)
line = ToldService(
    name="Listening line",
    free=True,
    hours=(ToldHours(hours=Hours(byday=("MO", "WE"), opens=dt.time(9), closes=dt.time(17))),),
    terms=(("need", "talk"),),
)
refuge = ToldService(
    name="Safe to talk",
    hours=(ToldHours(hours=Hours(byday=("SA",), opens=dt.time(9), closes=dt.time(17))),),
    places=(
        ToldPlace(
            name="Quillwort House", street="7 Hidden Close", town="Secretham",
            postcode="NR1 1AA", address_public=False,
        ),
    ),
    terms=(("need", "abuse"),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one o'clock on a Wednesday, and nothing is remembered of other tests."""
    memory.forget()
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)
    monkeypatch.setattr(clock, "today", WEDNESDAY.date)


def square(west: float) -> dict[str, object]:
    ring = [[west, 52.6], [west + 0.1, 52.6], [west + 0.1, 52.7], [west, 52.7], [west, 52.6]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def club() -> Organisation:
    PlaceFactory(name="Norfolk", codes=["E10000020"])
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    for code, name in ((NORWICH, "Norwich"), (THETFORD, "Breckland")):
        AreaFactory(code=code, name=name, parent="E10000020")
    for at, (code, name, parent) in enumerate(
        (("E05000001", "Mancroft", NORWICH), ("E05000002", "Priory", THETFORD))
    ):
        west = 1.25 + at / 10
        AreaFactory(
            code=code, kind="ward", name=name, parent=parent, outline=square(west), west=west,
            east=west + 0.1, south=52.6, north=52.7,
        )  # fmt: skip
    PostcodeFactory(
        postcode="NR1 1AA", latitude=52.63, longitude=1.3, county="E10000020", district=NORWICH,
        ward="E05000001",
    )  # fmt: skip
    PostcodeFactory(
        postcode="IP24 1AA", latitude=52.42, longitude=0.75, county="E10000020",
        district=THETFORD, ward="E05000002",
    )  # fmt: skip
    set_out_needs(by=administrator)
    return add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})


@pytest.fixture
def services(club: Organisation) -> dict[str, Service]:
    every = (lunch, parcels, line, refuge)
    return {t.name: add_service(by=steward, organisation=club, told=t) for t in every}


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def listed(client: Client, question: str = "") -> list[str]:
    found = page(client, f"/services/{question}")
    return re.findall(r'<h3 class="name"><a [^>]*>([^<]*)</a>', found)


class TestTheNeeds:
    def test_are_set_out_once_and_then_the_places_own(self):
        added = set_out_needs(by=administrator)
        Term.objects.filter(scheme="need", code="debt").delete()

        assert added > 80
        assert set_out_needs(by=administrator) == 0
        assert not Term.objects.filter(scheme="need", code="debt").exists()

    def test_have_two_levels(self):
        set_out_needs(by=administrator)

        tops = set(Term.objects.filter(scheme="need", parent="").values_list("code", flat=True))
        below = set(Term.objects.filter(scheme="need").exclude(parent="").values_list("parent"))
        assert {parent for (parent,) in below} == tops


class TestServicePage:
    def test_says_what_when_where_for_whom_and_at_what_cost(self, client, services):
        shown = page(client, f"/services/{services['Lunch club'].uuid}/")

        for said in (
            "Lunch club", "Mill Lane", "Open now until 2pm", "Wednesdays, midday to 2pm",
            "Closed from 24 December 2026 to 2 January 2027: Christmas", "Village hall",
            "NR1 1AA", "Step-free way in", "Hearing loop", "55 and over", "Older people",
            "A meal: £4.50", "English and Polish", "Ring by the day before.", "Jo",
            "Meals and lunch clubs", "25 November 2026", "by Ada the steward",
            f"/open-referral/services/{services['Lunch club'].uuid}",
        ):  # fmt: skip
            assert said in shown, said
        assert 'class="pinhead"' in shown

    def test_holds_the_same_for_machines(self, client, services):
        shown = page(client, f"/services/{services['Lunch club'].uuid}/")

        written = json.loads(
            re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)[1]
        )
        assert written["@type"] == "Service"
        assert written["hoursAvailable"][0]["dayOfWeek"] == ["Wednesday"]
        assert written["offers"][0]["price"] == "4.50"

    def test_tells_of_a_private_address_only_the_outward_code(self, client, services):
        for address in (
            f"/services/{services['Safe to talk'].uuid}/", "/services/", "/services/?q=safe",
            "/services/?near=NR1+1AA", "/services/?q=quillwort", "/services/gaps/?need=abuse",
        ):  # fmt: skip
            shown = page(client, address)
            rows = shown.replace('value="NR1 1AA"', "").replace("NR1 1AA</a>", "")
            for secret in ("Quillwort House", "Hidden Close", "Secretham"):
                assert secret not in rows, (address, secret)
        shown = page(client, f"/services/{services['Safe to talk'].uuid}/")
        assert "NR1 1AA" not in shown
        assert "Somewhere in NR1." in shown
        assert "Mancroft" not in shown
        assert 'class="pinhead"' not in shown
        assert listed(client, "?q=quillwort") == []

    def test_is_not_there_when_its_organisation_is_withheld(self, client, club, services):
        address = f"/services/{services['Lunch club'].uuid}/"
        assert listed(client)

        withhold(by=steward, organisation=club, reason="Somebody's safety.")

        assert client.get(address).status_code == 404
        assert listed(client) == []
        assert "Lunch club" not in client.get("/services.csv").getvalue().decode()

    def test_goes_with_the_organisation_that_it_is_merged_into(self, client, club, services):
        kept = add_group(by=steward, name="Mill Road", facts={"postcode": "NR1 1AA"})
        merge_organisations(by=steward, kept=kept, absorbed=club, reason="They are one.")

        assert "Mill Road" in page(client, f"/services/{services['Lunch club'].uuid}/")

        assert "Mill Road" in page(client, "/services/?q=lunch")

    def test_says_that_it_has_ended_or_is_closed_for_now(self, client, services):
        one, two = services["Lunch club"], services["Food parcels"]
        set_service_status(by=steward, service=one, status=ServiceStatus.DEFUNCT)
        set_service_status(by=steward, service=two, status=ServiceStatus.PAUSED)

        ended = page(client, f"/services/{one.uuid}/")
        assert "This service has ended." in ended
        assert "Open now" not in ended
        assert "/open-referral/" not in ended
        assert "This service is closed for now." in page(client, f"/services/{two.uuid}/")
        assert listed(client) == ["Listening line", "Safe to talk"]

    def test_says_why_it_is_closed_for_now_and_when_it_is_back(self, client, services, monkeypatch):
        one = services["Food parcels"]
        set_service_status(
            by=steward, service=one, status=ServiceStatus.PAUSED, reason="The <hall> is wet.",
            back_on=dt.date(2026, 12, 3),
        )  # fmt: skip

        shown = page(client, f"/services/{one.uuid}/")
        plain = client.get(f"/open-referral/services/{one.uuid}").json()
        monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + dt.timedelta(days=30))

        said = "This service is closed for now. The &lt;hall&gt; is wet."
        assert f"{said} It is to be back on 3 December 2026." in shown
        assert plain["alert"] == "The <hall> is wet. Back on 3 December 2026."
        assert "It was to be back on 3 December" in page(client, f"/services/{one.uuid}/")

    def test_says_who_keeps_it(self, client, club):
        one = ServiceFactory(organisation=club, source="Suffolk directory", key="7")

        assert "kept by Suffolk directory" in page(client, f"/services/{one.uuid}/")

    def test_has_all_of_a_long_description(self, client, club):
        said = " ".join(f"word{n}" for n in range(90))
        one = add_service(by=steward, organisation=club, told=replace(lunch, description=said))

        shown = page(client, f"/services/{one.uuid}/")

        assert "word89" in shown.partition("<main")[2]
        assert 'href="#about"' in shown

    def test_names_whom_to_ask_where_it_gives_no_way_itself(self, client, club):
        one = add_service(by=steward, organisation=club, told=parcels)
        shown = page(client, f"/services/{one.uuid}/")
        assert f'See what is known of <a href="/organisations/{club.ref}/">' in shown

        correct_organisation(
            by=steward, organisation=club, values={"telephone": "01603 555 011"}, reason="Rang."
        )

        shown = page(client, f"/services/{one.uuid}/")
        assert "The service itself gives none, so ask" in shown
        assert '<a href="tel:01603555011">01603 555 011</a>' in shown

    def test_says_where_only_what_was_told(self, client, club, services):
        by_telephone = replace(
            line, name="Helpline",
            hours=tuple(replace(h, attending=Attending.PHONE) for h in line.hours),
        )  # fmt: skip
        told = add_service(by=steward, organisation=club, told=by_telephone)

        assert "<dd>By telephone</dd>" in page(client, f"/services/{told.uuid}/")
        silent = page(client, f"/services/{services['Listening line'].uuid}/")
        assert "<dd>It does not say where</dd>" in silent
        assert page(client, "/services/?q=helpline").count("<li>By telephone</li>") == 1
        assert page(client, "/services/?q=listening").count("<li>It does not say where</li>") == 1

    def test_cannot_be_broken_by_what_is_told(self, client, club):
        hostile = replace(lunch, description="</script><script>alert(1)</script>")
        one = add_service(by=steward, organisation=club, told=hostile)

        assert "<script>alert" not in page(client, f"/services/{one.uuid}/")


class TestOrganisationPage:
    def test_lists_what_it_offers_in_as_many_questions_for_one_as_for_many(self, client, club):
        def asked() -> tuple[int, str]:
            page(client, f"/organisations/{club.ref}/")
            with CaptureQueriesContext(connection) as queries:
                shown = page(client, f"/organisations/{club.ref}/")
            return len(queries), shown

        add_service(by=steward, organisation=club, told=lunch)
        few, shown = asked()
        for told in (parcels, line, refuge):
            add_service(by=steward, organisation=club, told=told)
        many, _ = asked()

        assert "What they offer" in shown
        assert "Open now until 2pm" in shown
        assert many == few


class TestFinder:
    @pytest.mark.parametrize(
        ("question", "found"),
        [
            ("", ["Food parcels", "Listening line", "Lunch club", "Safe to talk"]),
            ("?when=now", ["Listening line", "Lunch club"]),
            ("?when=sa", ["Food parcels", "Safe to talk"]),
            ("?when=2026-11-30", ["Listening line"]),
            ("?when=2026-12-30", ["Listening line"]),
            ("?when=weekend&evening=1", ["Food parcels"]),
            ("?evening=1", ["Food parcels"]),
            ("?need=food", ["Food parcels", "Lunch club"]),
            ("?need=food-bank", ["Food parcels"]),
            ("?free=1", ["Food parcels", "Listening line"]),
            ("?step-free=1", ["Lunch club"]),
            ("?language=pl", ["Lunch club"]),
            ("?age=30&need=food", ["Food parcels"]),
            ("?remote=1", ["Listening line"]),
            ("?q=hot+meals", ["Lunch club"]),
            ("?q=foodbank", ["Food parcels"]),
            ("?q=mill+lane+lunch", ["Lunch club"]),
            ("?near=NR1+1AA&need=food", ["Lunch club", "Food parcels"]),
            ("?near=Breckland&need=food", ["Food parcels", "Lunch club"]),
            ("?near=IP24&within=3", ["Food parcels"]),
            ("?near=IP24+1AA&when=now&within=2", []),
            ("?need=food&sort=name", ["Food parcels", "Lunch club"]),
            ("?q=%00&page=x&age=-1&within=nan&when=32&sort=zz", ["Food parcels", "Listening line",
                                                               "Lunch club", "Safe to talk"]),
        ],
    )  # fmt: skip
    def test_finds(self, client, services, question, found):
        assert listed(client, question) == found

    @pytest.mark.parametrize(
        ("question", "found"),
        [
            ("?q=oap+lunch", ["Lunch club"]),
            ("?q=i+need+help+with+lunch", ["Lunch club"]),
            ("?q=lunch+near+me", ["Lunch club"]),
            ("?q=food+near+NR1+1AA", ["Lunch club", "Food parcels"]),
            ("?q=food+near+Breckland", ["Food parcels", "Lunch club"]),
            ("?q=food+within+3+miles+of+IP24", ["Food parcels"]),
            ("?q=parc", ["Food parcels"]),
            ("?q=istening", ["Listening line"]),
            ("?q=lisetning", ["Listening line"]),
            ("?q=xylophones", []),
        ],
    )  # fmt: skip
    def test_understands_words_as_search_does(self, client, services, question, found):
        assert listed(client, question) == found

    def test_asks_where_somebody_is_who_wants_what_is_near(self, client, services):
        shown = page(client, "/services/?q=lunch+near+me")

        assert "To see what is near you, give your postcode or town." in shown
        assert 'value="lunch"' in shown
        assert "give your postcode" not in page(client, "/services/?q=lunch+near+me&near=NR1+1AA")

    def test_says_which_other_words_it_looked_for(self, client, services):
        assert "Also looked for: " in page(client, "/services/?q=oap")
        assert "older people" in page(client, "/services/?q=oap")

    def test_shows_as_open_today_only_what_is_not_over(self, client, services, monkeypatch):
        assert listed(client, "?when=today") == ["Listening line", "Lunch club"]

        monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + dt.timedelta(hours=2))
        assert listed(client, "?when=today") == ["Listening line"]
        assert listed(client, "?when=we") == ["Listening line", "Lunch club"]

        monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + dt.timedelta(hours=5))
        assert listed(client, "?when=today") == []

    def test_says_what_it_did_not_understand(self, client, services):
        asked = "?when=32&age=-1&within=nan&free=perhaps&need=food&language=pl&evening=0&sort=zz"
        shown = page(client, f"/services/{asked}")

        said = re.search(r"Not understood, so left out:</b>(.*?)</p>", shown)[1]
        assert re.findall(r"<q>(.*?)</q>", said) == ["nan", "32", "perhaps", "-1", "zz"]
        assert "For somebody aged <q>-1</q>" in said
        assert "Not understood" not in page(client, "/services/?when=sa&free=1&age=0&page=2&q=x")
        file = client.get("/services.csv?when=32").getvalue().decode()
        assert "Not understood, so left out: When: 32." in file

    def test_says_when_it_opens_how_far_it_is_and_where(self, client, services):
        shown = page(client, "/services/?near=NR1+1AA&need=food")

        assert "2 services, nearest first" in shown
        assert "Open now until 2pm" in shown
        assert "Opens Saturday at 6pm" in shown
        assert "under 0.1 miles" in shown
        assert shown.count('class="pinhead"') == 2
        assert "Remove </span>Near NR1 1AA" in shown

    def test_asks_whether_one_and_the_same_place_fits(self, client, club):
        two = replace(
            parcels,
            hours=(
                ToldHours(hours=parcels.hours[0].hours, place=0),
                ToldHours(hours=lunch.hours[0].hours, place=1),
            ),
            places=(*lunch.places, *parcels.places),
        )
        add_service(by=steward, organisation=club, told=two)

        assert listed(client, "?when=sa") == ["Food parcels"]
        assert listed(client, "?when=sa&step-free=1")
        assert listed(client, "?when=we&step-free=1") == []
        assert listed(client, "?when=we&near=NR1+1AA&within=2") == []

    def test_offers_what_does_find_something(self, client, services):
        shown = page(client, "/services/?need=food&free=1&when=now")

        assert "No service here fits all of that." in shown
        assert "At any time</a>: 1 service" in shown

    def test_says_which_need_no_journey(self, client, services):
        shown = page(client, "/services/?near=NR1+1AA&within=2")

        assert "1 service more needs no journey" in shown

    def test_says_what_is_wrong_with_a_place(self, client, services):
        assert "Atlantis is not a postcode" in page(client, "/services/?near=Atlantis")

    def test_knows_at_once_what_has_changed(self, client, services, monkeypatch):
        assert listed(client, "?language=pl") == ["Lunch club"]
        monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + dt.timedelta(seconds=1))

        change_service(
            by=steward, service=services["Lunch club"], told=replace(lunch, languages=("en",))
        )

        assert listed(client, "?language=pl") == []

    def test_knows_at_once_who_was_lately_said_to_be_right(self, client, services):
        before = memory.stamp()

        assure_service(by=steward, service=services["Lunch club"])

        assert memory.stamp() != before

    def test_knows_at_once_a_need_that_is_called_otherwise(self, client, services):
        before = memory.stamp()

        set_out_needs(by=administrator)

        assert memory.stamp() != before

    def test_is_a_file_too(self, client, services):
        text = client.get("/services.csv?need=food&near=NR1+1AA").getvalue().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))

        assert [row["name"] for row in rows[:2]] == ["Lunch club", "Food parcels"]
        assert rows[0]["cost"] == "A meal: £4.50"
        assert rows[0]["where"] == "NR1 1AA"
        assert rows[0]["next"] == "Open now until 2pm"
        assert rows[0]["languages"] == "English; Polish"

    def test_says_in_its_file_whose_data_it_is_and_where_it_is_cut_off(
        self, client, services, monkeypatch
    ):
        whole = client.get("/services.csv").getvalue().decode("utf-8-sig")
        assert "Only the first" not in whole

        monkeypatch.setattr(views, "MOST_ROWS", 2)

        rows = list(csv.DictReader(io.StringIO(
            client.get("/services.csv").getvalue().decode("utf-8-sig")
        )))  # fmt: skip
        assert [row["name"] for row in rows] == ["Food parcels", "Listening line"]
        notes = " ".join(str(value) for value in rows[0].values())
        assert "Only the first 2. Narrow the search to have the rest." in notes

    def test_has_in_its_title_what_was_chosen(self, client, services):
        shown = page(client, "/services/?need=food&near=NR1+1AA&when=sa&free=1")

        assert (
            "<title>Food and essentials near NR1 1AA, Open on Saturday 28 November, Free: 1 service"
            in shown
        )

    def test_is_there_when_nothing_is_told(self, client):
        PlaceFactory()

        assert "No service has been told to us yet." in page(client, "/services/")


class TestHiddenPlace:
    ASKED = (
        "/services/?near={near}&within=1", "/services/?near={near}&within=5&need=abuse",
        "/services/?near={near}&q=safe", "/services.csv?near={near}&within=10",
        "/services/gaps/?need=abuse", "/services/{uuid}/",
        "/open-referral/service_at_locations?postcode={near}&proximity=1",
        "/open-referral/services/{uuid}", "/open-referral/service_at_locations/{at}",
    )  # fmt: skip

    def test_looks_the_same_from_everywhere_wherever_in_its_outward_code_it_is(
        self, client, club, services
    ):
        homes = ("NR1 1AA", "NR1 2BB", "NR1 9ZZ")
        for number, home in enumerate(homes[1:], 1):
            PostcodeFactory(
                postcode=home, latitude=52.63 + number / 20, longitude=1.3 + number / 20,
                ward="E05000002", district=THETFORD,
            )  # fmt: skip
        hidden = services["Safe to talk"]
        place, seen = refuge.places[0], {}
        for home in homes:
            told = replace(refuge, places=(replace(place, postcode=home),))
            change_service(by=steward, service=hidden, told=told)
            at = hidden.at.get()
            with door("test"):
                for row in (at, at.location):
                    row.uuid = "11111111-1111-4111-8111-111111111111"
                    row.save()
            memory.forget()
            seen[home] = [
                page_of(client, address.format(near=near.replace(" ", "+"), uuid=hidden.uuid,
                                               at=at.uuid))
                for address in self.ASKED for near in homes
            ]  # fmt: skip

        assert seen["NR1 1AA"] == seen["NR1 2BB"] == seen["NR1 9ZZ"]
        assert any("Safe to talk" in text for text in seen["NR1 1AA"])


def page_of(client: Client, address: str) -> str:
    """A page or file as text, without what differs each time it is asked for."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content)
    whole = answer.getvalue() if answer.streaming else answer.content
    return re.sub(
        r'nonce="[^"]*"|"last_modified":"[^"]*"|csrfmiddlewaretoken[^>]*', "", whole.decode()
    )


class TestGapFinder:
    def test_names_the_wards_that_have_nothing_on_a_day(self, client, services):
        saturday = page(client, "/services/gaps/?need=food&when=sa")
        wednesday = page(client, "/services/gaps/?need=food&when=we")

        assert "1 of 2 wards has nothing for this on Saturday" in saturday
        assert re.search(r"Mancroft</a></th><td[^>]*>0</td><td[^>]*>0 <b>gap</b>", saturday)
        assert re.search(r"Priory</a></th><td[^>]*>1</td><td[^>]*>0</td>", saturday)
        assert re.search(r"Priory</a></th><td[^>]*>0</td><td[^>]*>0 <b>gap</b>", wednesday)
        assert 'role="img"' in saturday

    def test_counts_those_that_serve_a_ward_from_elsewhere(self, client, club):
        everywhere = replace(line, areas=(("E10000020", "Norfolk"),))
        add_service(by=steward, organisation=club, told=everywhere)

        either = page(client, "/services/gaps/?need=talk&when=mo")
        inside = page(client, "/services/gaps/?need=talk&when=mo&count=inside")

        assert "Every ward has something for this on Monday" in either
        assert "2 of 2 wards have nothing for this on Monday" in inside

    def test_counts_no_private_address_in_its_ward(self, client, services):
        shown = page(client, "/services/gaps/?need=abuse&when=sa")

        assert "2 of 2 wards have nothing for this" in shown

    def test_says_what_it_did_not_understand(self, client, services):
        shown = page(client, "/services/gaps/?need=food&when=someday&area=E09999999")

        assert "Day <q>someday</q>, Area <q>E09999999</q>" in shown
        assert "Not understood" not in page(client, "/services/gaps/?need=food&when=sa")

    def test_asks_for_a_need_first(self, client, services):
        assert "Choose a need" in page(client, "/services/gaps/")
        assert "Choose a need" in page(client, "/services/gaps/?need=nonsense&area=X&when=zz")


class TestLanguage:
    @pytest.mark.parametrize(
        ("code", "name"),
        [("pl", "Polish"), ("bfi", "British Sign Language"), ("pt-BR", "Portuguese"), ("xx", "xx")],
    )
    def test_is_called_in_english(self, code, name):
        assert language(code) == name
