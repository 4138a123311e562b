from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from commonweal.core import clock
from commonweal.intake.source import SOURCES
from commonweal.places.models import Area, Place, Succession
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    FinancialYearFactory,
    IdentifierFactory,
    LinkFactory,
    MappingFactory,
    OrganisationFactory,
    PlaceFactory,
    SourceRecordFactory,
    TermFactory,
    WithholdingFactory,
)
from commonweal.web.tests.factories import ContentPageFactory, NewsPageFactory, NoticeFactory

pytestmark = pytest.mark.django_db

HOSTILE = '</script><script>alert("1")</script>\u202e'
PUBLIC = ["/", "/areas/", "/data/", "/accessibility/", "/privacy/", "/cookies/", "/robots.txt",
          "/sitemap.xml", "/news.xml", "/look.css", "/manifest.webmanifest", "/parts/"]  # fmt: skip


def ring(west: float, south: float, size: float = 0.2) -> dict:
    east, north = west + size, south + size
    points = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [points]}


@pytest.fixture
def norfolk() -> Place:
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    for i, (code, name) in enumerate((("E07000148", "Norwich"), ("E07000143", "Breckland"))):
        AreaFactory(
            code=code,
            name=name,
            parent="E10000020",
            population=140_000,
            population_year=2024,
            outline=ring(1 + i * 0.2, 52),
            west=1 + i * 0.2,
            east=1.2 + i * 0.2,
            south=52,
            north=52.2,
        )
    AreaFactory(
        code="E05012911",
        kind="ward",
        name="Mancroft",
        parent="E07000148",
        outline=ring(1.05, 52.05, 0.05),
        west=1.05,
        east=1.1,
        south=52.05,
        north=52.1,
    )
    return PlaceFactory(email="hello@norfolk.example", keeper="Norfolk Voluntary Action")


def larder(**facts) -> Organisation:
    given = {"name": "Quayside Larder", "county": "E10000020", "district": "E07000148",
             "ward": "E05012911", "latitude": 52.07, "longitude": 1.07}  # fmt: skip
    organisation = OrganisationFactory(**given | facts)
    IdentifierFactory(organisation=organisation)
    return organisation


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


class TestEveryPublicPage:
    @pytest.mark.parametrize("address", PUBLIC)
    def test_sets_no_cookie_and_runs_no_inline_script_or_style(self, client, norfolk, address):
        response = client.get(address)

        assert response.status_code == 200
        assert not response.cookies
        body = response.content.decode()
        assert " style=" not in body
        assert "<style" not in body
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", body)
        assert not re.search(r"\son\w+=", body)

    @pytest.mark.parametrize("address", PUBLIC)
    def test_works_in_a_fresh_installation(self, client, address):
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("address", ["/", "/areas/", "/data/"])
    def test_fetches_nothing_from_anybody_else(self, client, norfolk, address):
        body = page(client, address)

        fetched = re.findall(r'<(?:link|img|script)[^>]*(?:href|src)="(https?://[^"]+)"', body)
        assert [f for f in fetched if "testserver" not in f] == []


class TestHome:
    def test_says_how_to_begin_when_there_is_nothing(self, client):
        body = page(client, "/")

        assert "Nothing here yet" in body
        assert "commonweal place set" in body
        assert "commonweal import charity-commission" in body

    def test_says_how_many_look_after_the_place(self, client, norfolk):
        larder()
        larder(name="Choir")

        assert "2 organisations look after Norfolk. Find yours." in page(client, "/")

    def test_shows_a_map_whose_areas_are_links_with_their_number(self, client, norfolk):
        larder()

        body = page(client, "/")

        assert 'aria-label="Norwich, 1 organisation"' in body
        assert 'aria-label="Breckland, no organisations"' in body

    def test_never_counts_or_names_what_is_withheld(self, client, norfolk):
        larder()
        larder(name="Safe House", withheld=True, registered_on=clock.today())

        body = page(client, "/")

        assert "Safe House" not in body
        assert "One organisation looks after Norfolk" in body

    def test_tells_who_joined_and_who_left_lately(self, client, norfolk):
        today = clock.today()
        larder(name="New Choir", registered_on=today - dt.timedelta(days=2))
        larder(name="Old Choir", status="removed", status_on=today - dt.timedelta(days=3))
        larder(name="Choir to come", registered_on=today + dt.timedelta(days=300))

        body = page(client, "/")

        assert "New Choir" in body
        assert "Old Choir" in body
        assert "Choir to come" not in body

    def test_shows_the_newest_news(self, client, norfolk):
        larder()
        NewsPageFactory(title="A second pantry")
        NewsPageFactory(title="Not yet", live=False)

        body = page(client, "/")

        assert "A second pantry" in body
        assert "Not yet" not in body

    def test_asks_the_same_number_of_questions_for_many(
        self, client, norfolk, django_assert_max_num_queries
    ):
        for i in range(6):
            larder(name=f"Choir {i}", registered_on=clock.today())
        client.get("/")

        with django_assert_max_num_queries(24):
            client.get("/?again")


class TestNotices:
    def test_stand_on_every_page_while_they_last(self, client, norfolk):
        NoticeFactory(title="Telephone out of order")
        NoticeFactory(title="Over", ends_at=dt.datetime(2026, 1, 6, tzinfo=dt.UTC))
        NoticeFactory(title="To come", begins_at=dt.datetime(2199, 1, 6, tzinfo=dt.UTC))

        body = page(client, "/privacy/")

        assert "Please note: Telephone out of order" in body
        assert "Over" not in body
        assert "To come" not in body

    def test_cannot_carry_script(self, client, norfolk):
        NoticeFactory(title=HOSTILE, text=HOSTILE)

        assert "<script>alert" not in page(client, "/")


class TestAreaPage:
    def test_shows_the_same_figures_on_the_map_and_in_the_table(self, client, norfolk):
        larder()

        body = page(client, "/areas/E10000020/?shade=per-1000")

        assert "Organisations for every 1,000 people, by district" in body
        assert 'role="img"' in body
        assert '<a href="/areas/E07000148/">Norwich</a>' in body

    def test_gives_the_same_as_a_file(self, client, norfolk):
        larder(name="=1+1")

        response = client.get("/areas/E10000020.csv")

        text = b"".join(response.streaming_content).decode()
        assert "E07000148,Norwich,District,140000,2024,1" in text
        assert response["Content-Disposition"].startswith('attachment; filename="norfolk-')

    def test_shows_a_ward_among_its_neighbours(self, client, norfolk):
        larder()

        body = page(client, "/areas/E05012911/")

        assert "Mancroft among its neighbours" in body
        assert "1 organisation is based here" in body

    def test_of_an_area_that_ended_says_so_and_what_it_is_now(self, client, norfolk):
        old = AreaFactory(code="E07999999", name="Old District", valid_to=dt.date(2020, 3, 31))
        Succession.objects.create(old=old.code, new="E07000148", on=dt.date(2020, 4, 1))

        body = page(client, "/areas/E07999999/")

        assert "ended on 31 March 2020" in body
        assert "Norwich" in body

    def test_with_nobody_in_it_says_what_that_does_not_mean(self, client, norfolk):
        assert "Nobody on the register is based in Breckland" in page(client, "/areas/E07000143/")

    def test_takes_any_capitals_and_refuses_what_is_unknown(self, client, norfolk):
        assert client.get("/areas/e07000148/").status_code == 200
        assert client.get("/areas/E99/").status_code == 404
        assert client.get("/areas/%3Cscript%3E/").status_code == 404

    def test_of_an_unknown_measure_shows_the_first(self, client, norfolk):
        assert "Organisations based there" in page(client, "/areas/E10000020/?shade=%3Cb%3E")

    def test_escapes_a_hostile_name(self, client, norfolk):
        Area.objects.filter(code="E07000148").update(name=HOSTILE)
        larder()

        for address in ("/", "/areas/", "/areas/E10000020/", "/areas/E07000148/"):
            assert "<script>alert" not in page(client, address)

    def test_asks_the_same_number_of_questions_for_many(
        self, client, norfolk, django_assert_max_num_queries
    ):
        for i in range(6):
            ClassificationFactory(organisation=larder(name=f"Choir {i}", income=i))

        with django_assert_max_num_queries(32):
            client.get("/areas/E10000020/")


class TestOrganisationPage:
    def test_says_what_where_and_since_when(self, client, norfolk):
        TermFactory(code="107", title="Amateur sport")
        choir = larder(registered_on=dt.date(2017, 3, 3), description="We sing on Thursdays.")
        ClassificationFactory(organisation=choir, code="107")
        AreaServedFactory(organisation=choir)
        FinancialYearFactory(organisation=choir, year_end=dt.date(2024, 3, 31), income=10_000)
        FinancialYearFactory(organisation=choir, year_end=dt.date(2025, 3, 31), income=12_000)

        body = page(client, f"/organisations/{choir.ref}/")

        expected = ("Quayside Larder", "We sing on Thursdays.", "Amateur sport", "3 March 2017",
                    "£12,000", "Income grew every year since 2024", "Mancroft")  # fmt: skip
        for words in expected:
            assert words in body

    def test_can_be_reached_by_any_of_its_numbers(self, client, norfolk):
        choir = larder(ref="GB-CHC-1090095")
        IdentifierFactory(organisation=choir, scheme="GB-COH", value="01234567")

        response = client.get("/organisations/gb-coh-1234567/")

        assert response.status_code == 301
        assert response["Location"] == "/organisations/GB-CHC-1090095/"

    def test_does_not_betray_that_something_is_withheld(self, client, norfolk):
        refuge = larder(withheld=True)
        WithholdingFactory(organisation=refuge)

        hidden = client.get(f"/organisations/{refuge.ref}/")
        absent = client.get("/organisations/GB-CHC-1999999/")

        assert hidden.status_code == absent.status_code == 404
        assert client.get(f"/organisations/{refuge.ref}.json").status_code == 404

    def test_of_one_merged_away_leads_to_the_one_it_joined(self, client, norfolk):
        kept = larder()
        absorbed = larder(same_as=kept)

        assert client.get(f"/organisations/{absorbed.ref}/")["Location"].endswith(f"{kept.ref}/")

    def test_of_one_that_left_says_so_first_and_offers_no_call(self, client, norfolk):
        gone = larder(status="removed", status_on=dt.date(2026, 5, 1), telephone="01632 960 177")

        body = page(client, f"/organisations/{gone.ref}/")

        assert "removed from its register on 1 May 2026" in body
        assert "Ring 01632" not in body

    def test_hides_the_street_unless_the_address_is_public(self, client, norfolk):
        private = larder(street="7 Rope Walk", postcode="NR1 2AB")
        public = larder(street="8 Rope Walk", postcode="NR1 2AC", address_public=True)

        assert "Rope Walk" not in page(client, f"/organisations/{private.ref}/")
        assert "8 Rope Walk, NR1 2AC" in page(client, f"/organisations/{public.ref}/")

    def test_escapes_a_hostile_organisation_everywhere(self, client, norfolk):
        hostile = larder(name=HOSTILE, description=HOSTILE, email="a@b.example?cc=<x>",
                         website="javascript:alert(1)", telephone=HOSTILE)  # fmt: skip
        LinkFactory(organisation=hostile, other_name=HOSTILE)

        body = page(client, f"/organisations/{hostile.ref}/")

        assert "<script>alert" not in body
        assert "javascript:alert" not in re.sub(r">[^<]*<", "><", body)
        assert "<bdi>" in body

    def test_carries_data_for_search_engines_that_cannot_end_early(self, client, norfolk):
        hostile = larder(name=HOSTILE)

        body = page(client, f"/organisations/{hostile.ref}/")

        written = re.search(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
        data = json.loads(written[1])
        assert data["name"] == HOSTILE
        assert data["@type"] == "NGO"
        assert "<" not in written[1]

    def test_has_the_same_as_json_for_any_site_to_read(self, client, norfolk):
        choir = larder()

        response = client.get(f"/organisations/{choir.ref}.json")

        assert response.json()["id"] == choir.ref
        assert response["Access-Control-Allow-Origin"] == "*"

    def test_says_how_to_put_it_right(self, client, norfolk):
        body = page(client, f"/organisations/{larder().ref}/")

        assert "mailto:hello@norfolk.example" in body

    def test_asks_the_same_number_of_questions_for_many_facts(
        self, client, norfolk, django_assert_max_num_queries
    ):
        choir = larder()
        SourceRecordFactory(organisation=choir)
        for i in range(5):
            AreaServedFactory(organisation=choir, words=f"Area {i}")
            LinkFactory(organisation=choir, other_ref=f"GB-CHC-{1000900 + i}")
            FinancialYearFactory(organisation=choir, year_end=dt.date(2020 + i, 3, 31))

        with django_assert_max_num_queries(36):
            client.get(f"/organisations/{choir.ref}/")


class TestWhoSaysIt:
    def test_a_local_list_is_called_by_its_name_and_its_terms_are_no_empty_link(self, client):
        PlaceFactory(name="Norfolk", codes=["E10000020"])
        MappingFactory(name="Rooms to hire", owner="Halls Network", licence="Free, with a credit")
        one = OrganisationFactory(ref="GB-CHC-200051", name="Mill Lane Hall")
        IdentifierFactory(organisation=one, value="200051", source="sheet-rooms-to-hire")
        SourceRecordFactory(organisation=one, source="sheet-rooms-to-hire")
        SOURCES.pop("sheet-rooms-to-hire", None)

        try:
            body = page(client, "/organisations/GB-CHC-200051/")
        finally:
            SOURCES.pop("sheet-rooms-to-hire", None)

        assert "from Rooms to hire" in body
        assert "Rooms to hire, Halls Network" in body
        assert "Free, with a credit" in body
        assert 'href=""' not in body

    def test_what_was_told_to_us_is_not_from_a_register(self, client):
        PlaceFactory(name="Norfolk", codes=["E10000020"])
        one = OrganisationFactory(ref="GB-CHC-200051", name="Mill Lane Hall")
        AreaServedFactory(organisation=one, words="Breckland", source="added-here")

        body = page(client, "/organisations/GB-CHC-200051/")

        assert "told to us here" in body
        assert "from Told" not in body


class TestPagesWrittenHere:
    def test_serve_below_pages(self, client, norfolk):
        written = ContentPageFactory(
            title="Setting up a group",
            slug="set-up",
            show_in_menus=True,
            body=[("heading", "First"), ("call_out", {"heading": "Mind", "text": "<p>Now</p>"})],
        )

        body = page(client, "/pages/set-up/")

        assert "Setting up a group" in body
        assert "<h2>First</h2>" in body
        assert f'href="{written.url}"' in page(client, "/privacy/"), "it asked to be in the menu"

    def test_say_in_their_text_how_to_reach_the_keeper(self, client, norfolk):
        written = ContentPageFactory(title="Is your group missing?", slug="missing")
        Place.objects.update(keeper="Voluntary Norfolk", telephone="01603 555 140")
        main = page(client, written.url).partition("</main>")[0]

        assert "To reach Voluntary Norfolk:" in main
        assert "01603 555 140</a>" in main

        Place.objects.update(telephone="", email="", address="")
        assert "To reach" not in page(client, written.url)

    def test_home_page_lives_at_the_front(self, client):
        assert client.get("/pages/")["Location"] == reverse("home")

    def test_news_has_a_feed(self, client, norfolk):
        NewsPageFactory(title="Cold & warm <rooms>")

        feed = page(client, "/news.xml")

        assert "Cold &amp; warm &lt;rooms&gt;" in feed
        assert "Cold &amp; warm" in page(client, "/pages/news/")


class TestData:
    def test_tells_how_to_say_that_something_is_wrong(self, client, norfolk):
        body = page(client, "/data/")

        assert 'id="wrong"' in body
        assert "hello@norfolk.example" in body

    def test_leads_to_what_programs_may_ask_as_every_foot_does(self, client, norfolk):
        main, _, foot = page(client, "/data/").partition("</main>")

        assert '<a href="/api/">the API</a>' in main
        assert '<a href="/api/">For programs (API)</a>' in foot


class TestCookies:
    def test_names_those_that_are_in_force(self, client, settings):
        settings.SESSION_COOKIE_NAME = "who"

        assert "<code>who</code>" in page(client, "/cookies/")


class TestForMachines:
    def test_the_sitemap_lists_what_anyone_may_see(self, client, norfolk):
        seen, hidden = larder(), larder(withheld=True)

        listed = page(client, "/sitemap-organisations.xml")

        assert seen.ref in listed
        assert hidden.ref not in listed
        assert client.get("/sitemap-nothing.xml").status_code == 404

    def test_security_txt_names_the_keeper_or_is_not_there(self, client, norfolk):
        assert "Contact: mailto:hello@norfolk.example" in page(client, "/.well-known/security.txt")

        Place.objects.update(email="")

        assert client.get("/.well-known/security.txt?again").status_code == 404


class TestLook:
    def test_carries_the_colours_of_the_place(self, client, norfolk):
        Place.objects.update(accent="#1c5270")

        response = client.get("/look.css?v=1c5270-")

        assert "--act:#1c5270" in response.content.decode()
        assert "max-age=31536000" in response["Cache-Control"]
        assert "/look.css?v=1c5270-" in page(client, "/privacy/")

    @pytest.mark.parametrize(
        "path",
        ["secret-key", "images/../secret-key", "images/x.svg", "images/x.html", "images/no.png"],
    )
    def test_only_pictures_that_are_there_are_sent(self, client, path):
        assert client.get(f"/media/{path}").status_code in {400, 404}
