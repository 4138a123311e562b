"""A steward brings a local list in: choosing its columns, looking at what would come of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from commonweal.accounts.models import Grant, User
from commonweal.sector.tests.factories import LONG_AGO, PlaceFactory, RunFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = pytest.mark.django_db(transaction=True)
# Wagtail's own messages, green with white letters, are not ours to colour.
OURS = {"include": [["main"]], "exclude": [[".messages"]]}
LIST = "Group,Charity no,Post code\nMarram Knitters,,ZZ99 3AB\nFenby Choir,12,ZZ99 4CD\n"


@pytest.fixture
def ada(browser: Any, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """A page of the steward Ada, signed in."""
    settings.KEEP_IMPORTS = tmp_path / "imports"
    person = User.objects.create(email="ada@staff.example", name="Ada", joined_at=LONG_AGO)
    Grant.objects.create(user=person, role="steward")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def check(page: Any) -> None:
    """No part of ours breaks WCAG 2.2 AA; the frame around it is Wagtail's."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    page.wait_for_load_state()
    found = axe.Axe().run(page, context=OURS, options=rules)
    broken = [
        (v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found.response["violations"]
    ]
    assert not broken, broken


class TestSteward:
    def test_maps_a_local_list_and_sees_what_would_come_of_it(self, ada, tmp_path):
        PlaceFactory()
        path = tmp_path / "list.csv"
        path.write_text(LIST)

        ada.goto("/desk/imports/")
        check(ada)
        ada.get_by_role("link", name="Bring in a local list").click()
        ada.get_by_label("The list").set_input_files(path)
        check(ada)
        ada.get_by_role("button", name="Go on").click()
        ada.get_by_label("What the list is called").fill("Marram directory")
        ada.get_by_label("Whose list it is").fill("Voluntary Marram")
        ada.get_by_label("On what terms it may be used").fill("With leave")
        assert ada.get_by_label("Charity number").input_value() == "Charity no"
        check(ada)
        ada.get_by_role("button", name="Show what would come of it").click()
        ada.get_by_text("12 is not a charity number").wait_for()
        check(ada)
        ada.get_by_role("button", name="Bring it in").click()

        ada.get_by_text("1 import in the queue").wait_for()

    def test_sees_a_run_move_and_stop_without_reloading(self, ada):
        run = RunFactory(
            source="charity-links", standing="reading", step="Reading", done_of=5, total_of=10
        )
        ada.goto(f"/desk/imports/runs/{run.pk}/")
        check(ada)
        type(run).objects.filter(pk=run.pk).update(standing="done", created=1234)

        ada.get_by_text("1,234").wait_for(timeout=15_000)
