"""A visitor reads the front page, goes into a district, opens an organisation, takes a file."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from pathlib import Path
from typing import Any

import pytest

from commonweal.core import clock
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    ClassificationFactory,
    FinancialYearFactory,
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    TermFactory,
)
from commonweal.web.tests.factories import NewsPageFactory, NoticeFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = pytest.mark.django_db(transaction=True)

COUNTY = "E10990001"
NAMES = ("Marram", "Kelder", "Ness", "Upwold")
PAGES = ("/", "/areas/", f"/areas/{COUNTY}/?shade=per-1000", "/areas/E05990000/", "/data/",
         "/accessibility/", "/privacy/", "/cookies/", "/pages/news/", "/parts/")  # fmt: skip
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


def square(column: int, row: int, size: float = 0.2) -> dict[str, Any]:
    """An outline, and the box round it, as an area keeps them."""
    west, south = 1 + column * size, 52 + row * size
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    return {"outline": outline, "west": west, "south": south, "east": east, "north": north}


@pytest.fixture
def saltwold() -> Organisation:
    """An invented county of four districts with forty groups, and one larder to look for."""
    PlaceFactory(
        name="Saltwold",
        codes=[COUNTY],
        keeper="Saltwold Voluntary Action",
        email="hello@saltwold.example",
        telephone="01632 960 140",
        fictional=True,
    )
    AreaFactory(code=COUNTY, kind="county", name="Saltwold", population=200_000)
    for i, name in enumerate(NAMES):
        code, given = f"E0799000{i}", {"population": 50_000 + i, "population_year": 2024}
        AreaFactory(code=code, name=name, parent=COUNTY, **given, **square(i % 2, i // 2))
        ward = {"kind": "ward", "parent": code, **square(i % 2, i // 2)}
        AreaFactory(code=f"E0599000{i}", name=f"{name} Quay", **ward)
    TermFactory(code="105", title="Relief of poverty")
    made = [
        OrganisationFactory(
            name=f"Friends of {NAMES[i % 4]} {i}",
            income=1_000 * i,
            county=COUNTY,
            district=f"E0799000{i % 4}",
            ward=f"E0599000{i % 4}",
        )
        for i in range(40)
    ]
    ClassificationFactory(organisation=made[0], code="105")
    larder = made[0]
    Organisation.objects.filter(pk=larder.pk).update(
        name="Quayside Larder",
        description="A weekly food pantry, for anyone.",
        latitude=52.1,
        longitude=1.1,
        telephone="01632 960 177",
        registered_on=clock.today() - dt.timedelta(days=3),
    )
    IdentifierFactory(organisation=larder)
    for year in range(2022, 2026):
        ended = dt.date(year, 3, 31)
        FinancialYearFactory(organisation=larder, year_end=ended, income=year, spending=year - 9)
    NoticeFactory(title="The telephone is out of order")
    NewsPageFactory(title="A second pantry opens")
    return larder


def opened(browser: Any, server: Any, path: str, **how: Any) -> Any:
    """A page of the site in a window of its own; what goes wrong in the browser is collected."""
    page = browser.new_context(base_url=server.url, **how).new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((server.url, "data:"))
            or page.complaints.append(f"elsewhere: {request.url}")
        ),
    )
    page.goto(path)
    return page


def has_no_barrier(page: Any) -> None:
    """What axe finds wrong, which must be nothing."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def runs_off_the_side(page: Any) -> int:
    """How many pixels wider than its window a page is."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


class TestAVisitor:
    @pytest.mark.parametrize("script", [True, False])
    def test_finds_the_way_from_the_county_to_an_organisation(
        self, browser, live_server, saltwold, script, tmp_path: Path
    ):
        page = opened(browser, live_server, "/", viewport=DESK, java_script_enabled=script)
        assert "40 organisations look after Saltwold" in page.inner_text("h1")

        page.get_by_role("link", name="Marram, 10 organisations").click()
        assert page.inner_text("h1") == "Marram"
        page.get_by_role("link", name="Saltwold", exact=True).first.click()

        page.get_by_label("Shade the map by").select_option("per-1000")
        page.get_by_role("button", name="Show").click()
        assert "shade=per-1000" in page.url
        assert page.get_by_role("row").nth(1).inner_text().split()[:2] == ["1", "Kelder"]

        with page.expect_download() as taken:
            page.get_by_role("link", name="Download this table").click()
        kept = tmp_path / taken.value.suggested_filename
        taken.value.save_as(kept)
        rows = list(csv.DictReader(kept.open(encoding="utf-8-sig")))
        assert [r["name"] for r in rows[:4]] == sorted(NAMES)

        page.goto("/")
        page.get_by_role("link", name="Quayside Larder").click()
        assert page.inner_text("h1") == "Quayside Larder"
        assert "Income grew every year since 2022" in page.inner_text("main")
        assert page.get_by_role("link", name="Ring 01632 960 177").is_visible()
        assert page.context.cookies() == []
        assert page.complaints == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_meets_no_barrier_on_any_page(self, browser, live_server, saltwold, scheme):
        for path in (*PAGES, f"/organisations/{saltwold.ref}/"):
            page = opened(browser, live_server, path, viewport=DESK, color_scheme=scheme)
            has_no_barrier(page)
            assert page.complaints == [], path
            page.context.close()

    def test_reads_every_page_on_a_narrow_phone(self, browser, live_server, saltwold):
        for path in (*PAGES, f"/organisations/{saltwold.ref}/"):
            page = opened(browser, live_server, path, viewport=PHONE)
            assert runs_off_the_side(page) <= 0, path
            page.context.close()

    def test_needs_no_mouse(self, browser, live_server, saltwold):
        page = opened(browser, live_server, "/", viewport=DESK)

        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the main part"
        page.keyboard.press("Enter")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('aria-label')") == (
                "Ness, 10 organisations"
            ):
                break
        page.keyboard.press("Enter")

        page.wait_for_url(re.compile("/areas/E07990002/"))
        assert page.inner_text("h1") == "Ness"

    def test_sees_where_the_keyboard_is(self, browser, live_server, saltwold):
        page = opened(browser, live_server, "/", viewport=DESK)

        for _ in range(12):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                "const p = document.activeElement.querySelector('path');"
                "const thick = p && getComputedStyle(p).strokeWidth === '5px';"
                "return s.outlineStyle !== 'none' || thick })()"
            )
            assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")

    def test_prints_what_matters_and_says_from_where(self, browser, live_server, saltwold):
        page = opened(browser, live_server, f"/organisations/{saltwold.ref}/", viewport=DESK)

        page.emulate_media(media="print")

        assert page.locator(".print-only").is_visible()
        assert saltwold.ref in page.inner_text(".print-only")
        assert not page.locator("nav[aria-label=Main]").is_visible()
        assert not page.locator(".buttons").first.is_visible()
        assert page.locator("table").first.is_visible()
        assert not page.locator(".sample").is_visible()
        sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
        assert len(sheets) <= 3

    def test_keeps_shapes_apart_in_colours_of_their_own(self, browser, live_server, saltwold):
        page = opened(
            browser, live_server, f"/areas/{COUNTY}/", viewport=DESK, forced_colors="active"
        )

        stroke = page.locator(".map path").first.evaluate("e => getComputedStyle(e).stroke")

        assert stroke != "none"
        has_no_barrier(page)
