"""A list that anyone gives: matched, looked at, taken back, and forgotten."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.core import limits
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.sector import meant
from commonweal.sector.actions import (
    choose_columns,
    decide_rows,
    forget_lists,
    match_list,
    merge_organisations,
    take_list_away,
    withhold,
)
from commonweal.sector.actions import matching as acting
from commonweal.sector.choices import Matching
from commonweal.sector.models import MatchList, MatchRow, Organisation
from commonweal.sector.tasks import MATCHER, match_later
from commonweal.sector.tests.factories import (
    AreaFactory,
    IdentifierFactory,
    MatchListFactory,
    MatchRowFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import steward
from commonweal.sector.views import matching as views

pytestmark = pytest.mark.django_db
NAMES = """Recipient,Post code,Charity number,Amount
Norfolk Foodbank Limited,NR1 1AA,,=1+1
Village Hall,,,500
Wherry Trst,NR1 1AA,,+44
"=cmd|' /C calc'!A0",,1090095,@SUM(A1)
Nobody Of This Sort,,,7
"""


@pytest.fixture(autouse=True)
def here(settings: Any, tmp_path: Path) -> Path:
    settings.KEEP_IMPORTS = tmp_path
    meant.forget()
    PlaceFactory()
    PostcodeFactory()
    AreaFactory()
    return tmp_path


def made(name: str, ref: str, postcode: str = "NR1 1AA") -> Organisation:
    organisation = OrganisationFactory(name=name, ref=ref)
    said = {"name": name, "kind": "charity", "postcode": postcode, "address_public": True}
    SourceRecordFactory(organisation=organisation, key=ref, facts=said)
    IdentifierFactory(organisation=organisation)
    refresh(organisation)
    organisation.refresh_from_db()
    return organisation


@pytest.fixture
def register() -> dict[str, Organisation]:
    return {
        "bank": made("Norfolk Foodbank", "GB-CHC-1090095"),
        "hall": made("Village Hall", "GB-CHC-1090096"),
        "other": made("The Village Hall", "GB-CHC-1090097"),
        "wherry": made("The Wherry Trust", "GB-CHC-1090098"),
    }


def give(client: Client, content: bytes | str = NAMES, name: str = "grants.csv") -> str:
    body = content.encode() if isinstance(content, str) else content
    answer = client.post("/match/", {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


COLUMNS = {"name": "Recipient", "postcode": "Post code", "charity": "Charity number"}


def matched(
    client: Client, content: bytes | str = NAMES, file: str = "grants.csv", **columns: str
) -> str:
    address = give(client, content, file)
    answer = client.post(f"{address}columns/", columns or COLUMNS)
    assert answer.status_code == 302, answer.content.decode()
    one = MatchList.objects.latest("pk")
    if one.standing == Matching.WAITING:
        match_list(by=MATCHER, matched=one)
    return address


def holder(one: MatchList) -> LinkHolder:
    return LinkHolder(thing=f"sector.matchlist:{one.pk}")


def taken(client: Client, address: str) -> list[dict[str, str]]:
    text = b"".join(client.get(f"{address}list.csv")).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text)))


class TestGiving:
    def test_leads_to_an_address_that_cannot_be_guessed(self, client: Client) -> None:
        address = give(client)

        token = re.fullmatch(r"/match/([\w-]{32})/", address)
        assert token
        assert not MatchList.objects.filter(digest__contains=token[1]).exists()
        assert client.get("/match/" + "x" * 32 + "/").status_code == 404

    def test_suggests_the_columns(self, client: Client) -> None:
        page = client.get(give(client), follow=True)

        initial = page.context["form"].fields
        assert {f: initial[f].initial for f in COLUMNS} == COLUMNS

    def test_takes_a_workbook(self, client: Client, register: Any) -> None:
        book = openpyxl.Workbook()
        for row in csv.reader(io.StringIO(NAMES)):
            book.active.append([cell.replace("=", "'=") for cell in row])  # type: ignore[union-attr]
        held = io.BytesIO()
        book.save(held)

        rows = taken(client, matched(client, held.getvalue(), "grants.xlsx"))

        assert rows[0]["match: identifier"] == "GB-CHC-1090095"

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("names.exe", b"MZ"), ("names.pdf", b"%PDF-1.7"), ("names.csv", b""),
            ("names.csv", b"\x00\xff\xfe\x00"), ("names.xlsx", b"PK\x03\x04 not a zip"),
            ("names.csv", b"Name\n"), ("names.zip", b"PK\x03\x04"), ("names", b"Name\nA\n"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_list_and_keeps_nothing(
        self, client: Client, here: Path, name: str, content: bytes
    ) -> None:
        answer = client.post("/match/", {"file": SimpleUploadedFile(name, content)})

        assert answer.status_code == 422
        assert "error" in answer.content.decode()
        assert not MatchList.objects.exists()
        assert not list(here.glob("uploads/*"))

    def test_refuses_more_rows_than_it_says(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "ANYONES", (1000, 1000, 3))

        answer = client.post("/match/", {"file": SimpleUploadedFile("a.csv", NAMES.encode())})

        assert "There are 5 rows, and 3 at most can be matched." in answer.content.decode()

    def test_refuses_a_workbook_that_unpacks_to_too_much(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "ANYONES", (100_000, 1000, 3))
        held = io.BytesIO()
        openpyxl.Workbook().save(held)

        answer = client.post("/match/", {"file": SimpleUploadedFile("a.xlsx", held.getvalue())})

        assert "unpacks to far too much" in answer.content.decode()

    def test_is_counted(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views.GiveList, "limits", (limits.Limit("match-test", 1, 3600),))
        give(client)

        answer = client.post("/match/", {"file": SimpleUploadedFile("a.csv", NAMES.encode())})

        assert answer.status_code == 429


class TestMatching:
    def test_gives_the_list_back_with_what_was_found(self, client: Client, register: Any) -> None:
        rows = taken(client, matched(client))

        assert [r["match: identifier"] for r in rows] == [
            "GB-CHC-1090095", "", "GB-CHC-1090098", "GB-CHC-1090095", "",
        ]  # fmt: skip
        assert rows[0]["match: address here"] == "http://testserver/organisations/GB-CHC-1090095/"
        assert rows[0]["match: how sure"] == "Sure"
        assert rows[1]["match: how sure"] == "To be looked at"
        assert rows[1]["match: why"] == "Several organisations bear this name."
        assert rows[4]["match: how sure"] == "Nobody found"
        assert [r["Recipient"] for r in rows][:3] == [
            "Norfolk Foodbank Limited", "Village Hall", "Wherry Trst",
        ]  # fmt: skip

    def test_gives_back_nothing_that_a_spreadsheet_would_run(
        self, client: Client, register: Any
    ) -> None:
        name = 'Amount,Name\n-2+3,"+cmd|x"\n@x,Norfolk Foodbank\n'
        address = matched(client, name, name="Name")

        cells = [cell for row in taken(client, address) for cell in row.values()]
        body = client.get(f"{address}list.xlsx").content
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active

        assert not [c for c in cells if c and c[0] in "=+-@\t\r"]
        assert sheet is not None
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert [c.value for c in sheet[3]][:3] == ["@x", "Norfolk Foodbank", "GB-CHC-1090095"]

    def test_says_how_far_it_is(self, client: Client, register: Any) -> None:
        address = give(client)
        one = MatchList.objects.get()
        choose_columns(by=holder(one), matched=one, columns={"name": "Recipient"})
        MatchList.objects.update(done=2)

        page = client.get(address)

        assert "2 of 5 rows matched so far" in page.content.decode()
        assert page["Refresh"]
        assert client.get(f"{address}list.csv").status_code == 404

    def test_that_does_not_begin_says_so_after_a_minute(self, client: Client) -> None:
        address = give(client)
        client.post(f"{address}columns/", COLUMNS)
        assert "has not begun" not in client.get(address).content.decode()

        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=61)):
            assert "has not begun" in client.get(address).content.decode()

    def test_goes_in_lots(
        self, client: Client, register: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(acting, "AT_A_TIME", 2)

        address = matched(client)

        assert MatchRow.objects.count() == 5
        assert MatchList.objects.get().done == 5
        assert client.get(address).status_code == 200

    def test_fails_in_a_sentence_where_the_file_is_gone(
        self, client: Client, here: Path, register: Any
    ) -> None:
        address = give(client)
        one = MatchList.objects.get()
        choose_columns(by=holder(one), matched=one, columns={"name": "Recipient"})
        next(here.glob("uploads/*/*")).unlink()

        match_later.call(matched=one.pk)

        assert "The file is no longer here." in client.get(address).content.decode()

    def test_that_breaks_says_so_to_whoever_waits(
        self, client: Client, register: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = give(client)
        one = MatchList.objects.get()
        choose_columns(by=holder(one), matched=one, columns={"name": "Recipient"})

        def breaks(*asked: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(acting, "who", breaks)
        with pytest.raises(ZeroDivisionError):
            match_later.call(matched=one.pk)

        assert "Something of ours broke." in client.get(address).content.decode()

    def test_of_a_list_that_was_taken_away_does_nothing(self, client: Client) -> None:
        match_later.call(matched=404)

        assert not MatchRow.objects.exists()

    def test_begins_once(self, client: Client) -> None:
        give(client)
        one = MatchList.objects.get()
        choose_columns(by=holder(one), matched=one, columns={"name": "Recipient"})

        with pytest.raises(Refused):
            choose_columns(by=holder(one), matched=one, columns={"name": "Amount"})

    @pytest.mark.parametrize("column", ["", "Salary", "\x00"])
    def test_needs_a_column_of_names(self, client: Client, column: str) -> None:
        address = give(client)

        answer = client.post(f"{address}columns/", {"name": column})

        assert answer.status_code == 422
        assert MatchList.objects.get().standing == Matching.GIVEN


class TestReview:
    def test_shows_who_may_be_meant_and_why(self, client: Client, register: Any) -> None:
        page = client.get(f"{matched(client)}review/").content.decode()

        assert "GB-CHC-1090096" in page
        assert "GB-CHC-1090097" in page
        assert "2 organisations here bear this name" in page
        assert "None of these" in page

    def test_keeps_what_is_chosen(self, client: Client, register: Any) -> None:
        address = matched(client)

        client.post(f"{address}review/", {"row-3": "GB-CHC-1090097", "row-6": "none", "row-4": ""})
        rows = taken(client, address)

        assert rows[1]["match: identifier"] == "GB-CHC-1090097"
        assert rows[1]["match: how sure"] == "Chosen by you"
        assert rows[4]["match: how sure"] == "None of these, you say"

    @pytest.mark.parametrize(
        "sent",
        [
            {"row-3": "GB-CHC-9999999"}, {"row-999": "none"}, {"row-x": "none"}, {"row-": "none"},
            {"row-2": "GB-CHC-1090096"}, {"row-3": "\x00"}, {"row-²": "none"},
            {"row-99999999999999999999": "none"},
        ],
    )  # fmt: skip
    def test_refuses_what_was_not_offered(
        self, client: Client, register: Any, sent: dict[str, str]
    ) -> None:
        address = matched(client)
        before = list(MatchRow.objects.order_by("pk").values_list("answer", "chosen"))

        answer = client.post(f"{address}review/", sent)

        assert answer.status_code == 422
        assert list(MatchRow.objects.order_by("pk").values_list("answer", "chosen")) == before

    @pytest.mark.parametrize("page", ["0", "-1", "x", "999", "\x00", "1e9"])
    def test_of_an_odd_page_is_the_nearest(self, client: Client, register: Any, page: str) -> None:
        assert client.get(f"{matched(client)}review/", {"page": page}).status_code == 200


class TestWhoMay:
    def test_no_other_address_opens_a_list(self, client: Client, register: Any) -> None:
        mine, theirs = matched(client), matched(client)
        one, other = MatchList.objects.order_by("pk")

        for somebody in (Visitor(), Robot("x"), holder(other), steward, LinkHolder(thing="x:1")):
            with pytest.raises(Exception, match="may not"):
                decide_rows(by=somebody, matched=one, decisions={3: ""})
            with pytest.raises(Exception, match="may not"):
                take_list_away(by=somebody, matched=one)
            with pytest.raises(Exception, match="may not"):
                choose_columns(by=somebody, matched=one, columns={"name": "Recipient"})
        assert mine != theirs

    def test_a_visitor_may_not_do_the_workers_part(self) -> None:
        for act in (lambda: match_list(by=Visitor(), matched=MatchListFactory()),
                    lambda: forget_lists(by=Visitor())):  # fmt: skip
            with pytest.raises(Exception, match="may not"):
                act()

    def test_pages_go_to_nobody_else(self, client: Client, register: Any) -> None:
        address = matched(client)

        for path in ("", "review/", "list.csv", "list.xlsx", "forget/"):
            answer = client.get(address + path)
            assert answer["Cache-Control"] == "no-store"
            assert answer["Referrer-Policy"] == "same-origin"
            assert answer["X-Robots-Tag"] == "noindex"

    @pytest.mark.parametrize(
        "path", ["claims", "still-right", "suggestions", "feedback", "invitations", "join"]
    )
    def test_no_private_link_is_for_search_engines(self, client: Client, path: str) -> None:
        assert client.get(f"/{path}/cut-short/")["X-Robots-Tag"] == "noindex"


class TestOnlyWhatIsPublished:
    def test_is_shown_even_after_it_was_matched(
        self, client: Client, register: dict[str, Organisation]
    ) -> None:
        address = matched(client)
        withhold(by=steward, organisation=register["bank"], reason="A threat.")
        withhold(by=steward, organisation=register["hall"], reason="A threat.")
        merge_organisations(
            by=steward, kept=register["other"], absorbed=register["wherry"], reason="One."
        )

        rows = taken(client, address)
        page = client.get(f"{address}review/").content.decode()

        assert rows[0]["match: identifier"] == ""
        assert "Foodbank" not in rows[0]["match: name"]
        assert rows[0]["match: how sure"] == "No longer published"
        assert rows[2]["match: identifier"] == "GB-CHC-1090097"
        assert "GB-CHC-1090096" not in page

    def test_is_matched(self, client: Client, register: dict[str, Organisation]) -> None:
        withhold(by=steward, organisation=register["bank"], reason="A threat.")

        rows = taken(client, matched(client))

        assert "GB-CHC-1090095" not in [r["match: identifier"] for r in rows]
        assert "1090095" not in str(list(MatchRow.objects.values_list("found", flat=True)))


class TestForgetting:
    def test_is_done_at_once_when_asked(
        self, client: Client, here: Path, register: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        address = matched(client)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{address}forget/")

        assert client.get(address).status_code == 404
        assert not MatchList.objects.exists()
        assert not MatchRow.objects.exists()
        assert not list(here.glob("uploads/*"))

    def test_comes_after_a_day_whether_or_not_the_worker_came(
        self, client: Client, here: Path, register: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        address = matched(client)

        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
            assert client.get(address).status_code == 404
            assert client.get(f"{address}list.csv").status_code == 404
            with django_capture_on_commit_callbacks(execute=True):
                assert forget_lists(by=Robot("housekeeping")) == 1
        assert not MatchRow.objects.exists()
        assert not list(here.glob("uploads/*"))

    def test_leaves_what_is_younger(self, client: Client) -> None:
        give(client)

        assert forget_lists(by=Robot("housekeeping")) == 0
        assert MatchList.objects.count() == 1

    def test_takes_the_rows_with_the_list(self) -> None:
        row = MatchRowFactory()

        row.matched.refresh_from_db()
        assert str(row) == "Friends of Mill Lane"
        assert str(row.matched) == "grants"
