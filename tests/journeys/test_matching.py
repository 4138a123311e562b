"""A council's spreadsheet is matched: given, looked at where it is doubtful, and taken back."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commonweal.sector import meant
from commonweal.sector.actions import match_list
from commonweal.sector.choices import Matching
from commonweal.sector.models import MatchList
from commonweal.sector.tasks import MATCHER
from commonweal.sector.tests.factories import (
    AreaFactory,
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    refresh,
)
from tests.journeys.conftest import COMPUTER, PHONE

GRANTS = """Grants paid in 2025/26,,,
Recipient,Post code,Charity no,Amount
NORFOLK FOOD BANK LTD,NR1 1AA,,500
Village Hall,,,250
Wensum Valey Choir,NR1 1AA,,900
Nobody Of This Sort,,,100
"""


@pytest.fixture
def register(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A food bank, a choir, and two village halls."""
    settings.KEEP_IMPORTS = tmp_path
    meant.forget()
    PlaceFactory(name="Norwich", codes=["E07000148"])
    AreaFactory()
    PostcodeFactory()
    for number, name in enumerate(
        ("Norfolk Foodbank", "Wensum Valley Choir", "Village Hall", "Village Hall, The")
    ):
        ref = f"GB-CHC-{1090090 + number}"
        made = OrganisationFactory(name=name, ref=ref)
        said = {"name": name, "kind": "charity", "postcode": "NR1 1AA", "address_public": True}
        SourceRecordFactory(organisation=made, key=ref, facts=said)
        IdentifierFactory(organisation=made)
        refresh(made)
    yield
    meant.forget()


@pytest.mark.parametrize(
    "how",
    [COMPUTER, PHONE, {**PHONE, "java_script_enabled": False}],
    ids=["on a computer", "on a phone", "without script"],
)
def test_a_councils_spreadsheet_is_matched(
    register: None, open_page: Callable[..., Any], page_is_accessible: Callable[[Any], None],
    tmp_path: Path, how: dict[str, Any],
) -> None:  # fmt: skip
    check = page_is_accessible if how.get("java_script_enabled", True) else lambda page: None
    page = open_page("/data/", **how)
    page.get_by_role("link", name="match it").click()
    page.get_by_role("heading", level=1, name="Match a list").wait_for()
    check(page)

    page.get_by_role("button", name="Go on").click()
    assert page.get_by_text("Choose the file that holds the names.").first.is_visible()
    given = {"name": "grants.csv", "mimeType": "text/csv", "buffer": GRANTS.encode()}
    page.get_by_label("Your list").set_input_files(given)
    page.get_by_role("button", name="Go on").click()

    page.get_by_role("heading", level=1, name="Which column holds what").wait_for()
    assert page.get_by_label("Name of the organisation").input_value() == "Recipient"
    assert page.get_by_label("Postcode").input_value() == "Post code"
    check(page)
    page.get_by_role("button", name="Match the list").click()

    page.get_by_text("4 rows to match.").wait_for()
    check(page)
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    page.get_by_text("2 of 4 rows are sure.").wait_for()
    check(page)

    page.get_by_role("link", name="Look at the doubtful rows").click()
    hall = page.get_by_role("group", name="Village Hall")
    hall.wait_for()
    assert hall.get_by_text("2 organisations here bear this name").count() == 2
    check(page)
    hall.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Keep these choices").click()

    page.get_by_role("heading", level=1, name="grants").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as CSV").click()
    waiting.value.save_as(tmp_path / "back.csv")
    with (tmp_path / "back.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["match: how sure"] for row in rows] == [
        "Sure", "Chosen by you", "Sure", "Nobody found",
    ]  # fmt: skip
    assert rows[0]["match: identifier"] == "GB-CHC-1090090"

    page.get_by_role("link", name="Forget it now").click()
    check(page)
    page.get_by_role("button", name="Forget it").click()
    page.get_by_text("The list is forgotten.").wait_for()


def work() -> None:
    """What the worker does, beside the server."""
    from django.db import connection

    waiting = MatchList.objects.get(standing=Matching.WAITING)
    match_list(by=MATCHER, matched=waiting)
    connection.close()
