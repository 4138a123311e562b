"""A real browser for the journeys, and what it must find: no barrier, no forbidden script.

Journeys run once, on SQLite. The server runs in this process on a database file, which is copied
back after each journey (see tests/restoring.py), so a journey costs about a second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need
from tests.presence import browser_path

# Playwright keeps a loop of its own running in this thread; our code is not called from it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
HERE = Path(__file__).resolve().parent
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"viewport": {"width": 360, "height": 740}}
COMPUTER = {"viewport": {"width": 1280, "height": 900}}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder is a journey, and may commit."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium: the machine's own, or Playwright's."""
    path = browser_path()
    if not path:
        need("a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A sandbox needs rights that root in a container does not have.
        safe = ["--no-sandbox"] if os.geteuid() == 0 else []
        found = playwright.chromium.launch(executable_path=path, args=safe)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """``open_page("/account/", viewport=...)``: a fresh browser at that page of the site.

    At the end nothing may have been blocked by the site's own security policy.
    """
    contexts, blocked = [], []

    def note(message: Any) -> None:
        if "Content Security Policy" in message.text:
            blocked.append(message.text)

    def at(address: str, **how: Any) -> Any:
        context = browser.new_context(
            base_url=live_server.url, reduced_motion="reduce", **{**COMPUTER, **how}
        )
        context.set_default_timeout(15_000)
        context.on("console", note)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield at
    for context in contexts:
        context.close()
    assert blocked == []


def page_is_accessible(page: Any) -> None:
    """Axe finds nothing against WCAG 2.2 AA, in light and dark; nothing runs off the side."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"runOnly": WCAG_2_2_AA}).response["violations"]
        said = [(v["id"], v["help"], v["nodes"][0]["html"][:200]) for v in found]
        assert said == [], f"{page.url} in {scheme}"
    page.emulate_media(color_scheme=None)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, f"{page.url} is wider than the screen"


@pytest.fixture(name="page_is_accessible")
def _page_is_accessible() -> Callable[[Any], None]:
    return page_is_accessible
