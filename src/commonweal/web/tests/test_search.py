"""The search page: whole, in part, as a file; with nothing found; with hostile words."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from commonweal.core.tests.given import given
from commonweal.places.models import Postcode
from commonweal.sector.models import Organisation
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    AreaFactory,
    ClassificationFactory,
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[1.2, 52.6], [1.4, 52.6], [1.4, 52.7], [1.2, 52.6]]]}


@pytest.fixture(autouse=True)
def town() -> dict[str, Organisation]:
    PlaceFactory()
    AreaFactory(outline=SQUARE, west=1.2, east=1.4, south=52.6, north=52.7)
    PostcodeFactory()
    TermFactory(code="105", title="Relief of poverty")
    here = {"district": "E07000148", "latitude": 52.63, "longitude": 1.30}
    made = {
        "larder": OrganisationFactory(
            ref="GB-CHC-1090095", name="Riverside Larder", description="A food bank.", **here
        ),
        "evil": OrganisationFactory(
            name='=HYPERLINK("x") <script>alert(1)</script> food', description="<b>food</b>", **here
        ),
        "far": OrganisationFactory(
            name="Cromer Food Club", district="E07000148", latitude=52.93, longitude=1.30
        ),
        "gone": OrganisationFactory(name="Old Food Store", status="dissolved"),
        "hidden": OrganisationFactory(name="Hollyhock Food Refuge", withheld=True, **here),
    }
    ClassificationFactory(organisation=made["larder"], code="105")
    IdentifierFactory(organisation=made["larder"], value="1090095")
    with given():
        index(o.pk for o in made.values())
    return made


def page(client: Client, address: str, **headers: Any) -> str:
    response = client.get(f"/search/?{address}", **headers)
    assert response.status_code == 200
    return unescape(response.content.decode())


class TestSearchPage:
    def test_says_how_many_and_lists_them(self, client):
        text = page(client, "q=food")

        assert "4 organisations, best match first" in text
        assert "Riverside Larder" in text
        assert "Relief of poverty" in text

    def test_never_shows_what_is_withheld(self, client):
        assert "Hollyhock" not in page(client, "q=food")
        assert "Hollyhock" not in page(client, "")
        assert "Hollyhock" not in client.get("/search.csv").getvalue().decode()

    def test_shows_markup_as_text(self, client):
        raw = client.get("/search/?q=food").content.decode()

        assert "<script>alert" not in raw
        assert "<b>food" not in raw

    def test_says_that_an_organisation_is_gone(self, client):
        assert "Dissolved" in page(client, "q=old+store")

    def test_marks_the_words_that_were_looked_for(self, client):
        assert "<mark>food</mark>" in page(client, "q=foods+larder")

    def test_shows_its_correction_and_the_way_back(self, client):
        text = page(client, "q=lardar")

        assert "Showing results for <b>larder</b>" in text
        assert "exactly=1" in text

    def test_says_which_other_words_were_looked_for_and_offers_only_the_typed_ones(self, client):
        text = page(client, "q=food+parcels&near=NR1+1AA")

        assert "Also looked for: food bank, food pantry," in text
        assert "1 of these was found by those words alone." in text
        only = re.search(r'<a href="([^"]+)">Look only for <q>food parcels</q>', text)[1]
        assert only == "/search/?q=food+parcels&near=NR1+1AA&exactly=1"
        assert "Riverside Larder" not in page(client, only.partition("?")[2])

    def test_says_when_only_the_typed_words_were_looked_for_and_how_to_look_further(self, client):
        text = page(client, "q=food+parcels&exactly=1")

        assert "Looked for these words just as they are." in text
        assert 'href="/search/?q=food+parcels"' in text
        assert "With other words for the same</a>: 4 organisations" in text
        assert "Without the other filters" not in text

    def test_asks_for_a_postcode_when_near_me_is_typed(self, client):
        text = page(client, "q=food+near+me")

        form = text[text.index('<label for="near-you">') :].partition("</form>")[0]
        assert "To see who is near you, give your postcode or town" in form
        assert '<input type="hidden" name="q" value="food">' in form
        assert '<p id="near-asked"><b>To see who is near you, give your postcode' in text
        assert "near-asked" not in page(client, "q=food+near+me&near=NR1+1AA")
        assert "4 organisations" in text

    def test_says_with_no_question_what_it_holds_beyond_the_sector(self, client):
        OrganisationFactory(name="Norwich City Council", side="partner")
        with given():
            index(Organisation.objects.values_list("pk", flat=True))

        assert "3 of the sector, 1 partner and 1 that has closed." in page(client, "")
        assert "of the sector" not in page(client, "q=food")
        assert "of the sector" not in page(client, "status=active")

    def test_says_which_place_is_not_known(self, client):
        assert "We do not know a place called <b>Marlham</b>" in page(client, "q=food+in+Marlham")

    def test_says_which_have_only_part_of_the_words(self, client):
        text = page(client, "q=riverside+food")

        assert "Also some with only part of what you typed: the last 3." in text
        assert text.index("Larder</a>") < text.index("Cromer")

    def test_marks_the_typed_words_in_names(self, client):
        assert "Cromer <mark>Food</mark> Club</a>" in page(client, "q=food")

    def test_says_nothing_of_other_words_that_made_no_difference(self, client):
        assert "Also looked for" not in page(client, "q=food+bank")

    @pytest.mark.parametrize(
        ("typed", "place"),
        [("food+in+Norwich", "Norwich"), ("food+near+Norwich", "Norwich"),
         ("food+near+NR1+1AA", "NR1 1AA"), ("food+in+NR1", "NR1"), ("food+NR1", "NR1")],
    )  # fmt: skip
    def test_says_what_was_read_as_a_place_and_how_to_undo_that(self, client, typed, place):
        Postcode.objects.update(district="E07000148")
        text = page(client, f"q={typed}")

        assert f"<b>{place}</b> is read as a place." in text
        assert f'<a href="/search/?q={typed}&exactly=1">' in text
        undone = page(client, f"q={typed}&exactly=1")
        assert "is read as a place" not in undone

    def test_does_not_say_so_of_a_place_that_the_form_gave(self, client):
        assert "is read as a place" not in page(client, "q=food&near=NR1+1AA")

    def test_asks_in_miles_and_says_the_kilometres(self, client):
        text = page(client, "q=food&near=NR1&within=3")

        assert "Within 3 miles (4.8 km) of NR1</a>" in text
        assert '<option value="10">10 miles (16 km)</option>' in text

    def test_draws_a_map_with_the_numbers_of_the_list(self, client):
        text = page(client, "q=food+near+NR1+1AA")

        assert 'role="img"' in text
        assert "Pins show a postcode or a neighbourhood" in text
        assert re.search(r"0\.\d miles", text)

    def test_explains_a_wrong_postcode_beside_its_field_and_still_finds(self, client):
        text = page(client, "q=food&near=NR1+1ZZ&within=3")

        assert 'aria-invalid="true" aria-describedby="near-hint near-error"' in text
        assert "NR1 1ZZ" in text
        assert "4 organisations" in text

    def test_offers_each_chosen_filter_as_a_link_that_removes_it(self, client):
        text = page(client, "q=food&near=NR1+1AA&within=3&cause=105")

        chosen = re.findall(r'<li><a href="([^"]+)"><span class="visually-hidden">Remove', text)
        assert chosen == ["/search/?q=food&cause=105", "/search/?q=food&near=NR1+1AA&within=3"]

    def test_has_in_its_title_what_was_chosen(self, client):
        every = ("", "kind=cio", "near=NR1+1AA&within=3", "q=food&page=2")
        titles = [re.search("<title>(.*?) - ", page(client, q))[1] for q in every]

        assert len(set(titles)) == len(every)
        assert ", Charitable incorporated organisation: " in titles[1]

    def test_says_which_filter_it_did_not_understand(self, client):
        shown = page(client, "kind=castle&changed=soon&within=far&side=sector&side=partner")

        said = re.search(r"Not understood, so left out:</b>(.*?)</p>", shown)[1]
        assert re.findall(r"(\w[\w ]*) <q>(.*?)</q>", said) == [
            ("Kind", "castle"), ("Its entry changed", "soon"), ("Within", "far"),
        ]  # fmt: skip
        assert "Not understood" not in page(client, "kind=cio&size=micro&unit=miles&page=x")

    def test_says_what_to_try_when_nothing_is_found(self, client):
        text = page(client, "q=cromer&near=NR1+1AA&within=1&status=active")

        assert "Nothing found for" in text
        assert "At any distance" in text
        assert "1 organisation" in text

    def test_goes_to_the_organisation_that_an_identifier_names(self, client):
        for typed in ("1090095", "GB-CHC-1090095"):
            response = client.get("/search/", {"q": typed})

            assert response.status_code == 302
            assert response["Location"].endswith("/organisations/GB-CHC-1090095/")

    def test_sets_no_cookie(self, client):
        assert not client.get("/search/?q=food").cookies

    def test_answers_htmx_with_the_part_alone(self, client):
        text = page(client, "q=food", HTTP_HX_REQUEST="true")

        assert "<html" not in text
        assert "hx-swap-oob" in text
        assert "4 organisations" in text

    def test_pages_beyond_the_last_say_so(self, client):
        assert "There are only" in page(client, "q=food&page=99")

    @pytest.mark.parametrize(
        "address",
        ["q=%00", "q=%22", "q=" + "a" * 10_000, "q=%F0%9F%A6%94", "area=%27", "page=-1", "page=x",
         "within=1e309", "near=%00", "near=" + "9" * 500, "q=food&kind=x&size=y", "changed=99999",
         "q=%ED%A0%80", "&".join(f"area=E{n}" for n in range(400)), "limit=0", "q=*&sort=distance"],
        ids=range(16),
    )  # fmt: skip
    def test_survives_any_address(self, client, address):
        page(client, address)

    def test_asks_the_database_as_often_for_many_as_for_few(
        self, client, django_assert_max_num_queries
    ):
        page(client, "q=food")
        with django_assert_max_num_queries(22):
            page(client, "q=food&near=NR1+1AA&within=50&area=E07000148&limit=100")


class TestSearchFile:
    def rows(self, client: Client, address: str) -> list[list[str]]:
        response = client.get(f"/search.csv?{address}")
        return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    def test_holds_words_and_not_only_codes(self, client):
        header, row, *_ = self.rows(client, "q=larder")
        told = dict(zip(header, row, strict=True))

        assert told["kind"] == "Registered charity"
        assert told["causes"] == "Relief of poverty"
        assert told["district"] == "Norwich"

    def test_holds_every_page(self, client):
        names = [row[1] for row in self.rows(client, "q=food&limit=1") if row]

        assert {"Riverside Larder", "Cromer Food Club", "Old Food Store"} <= set(names)

    def test_is_safe_to_open_in_a_spreadsheet(self, client):
        names = [row[1] for row in self.rows(client, "q=hyperlink") if len(row) > 1]

        assert names[1].startswith("'=HYPERLINK")

    def test_says_how_far(self, client):
        header, row, *_ = self.rows(client, "q=cromer&near=NR1+1AA")

        assert float(dict(zip(header, row, strict=True))["distance (miles)"]) == pytest.approx(
            21.03, abs=0.05
        )
