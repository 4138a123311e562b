"""Requests come in by spreadsheet and from other systems; stewards keep needs and numbers."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.refused import Refused
from commonweal.help.models import HelpLine, NeedRule, Request, SchemeKey
from commonweal.help.sheet import COLUMNS, rows_of
from commonweal.help.sheet_files import table_in
from commonweal.help.tests.asking_given import TOLD, a_place, a_scheme
from commonweal.help.tests.factories import HelpLineFactory, SchemeKeyFactory, SchemeMemberFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HEAD = ",".join(heading for heading, _, _ in COLUMNS)
CODES = {"shopping": "shopping", "pets": "pets"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    a_place()
    return a_scheme("Lantern neighbours", needs=("shopping", "pets"))


@pytest.fixture
def lead(scheme, client):
    person = scheme.members.get().person
    client.force_login(person)
    return person


def line(name="Olive Marsh", needs="shopping", phone="01632 960123", **more):
    cells = {"Name": name, "Needs": needs, "Telephone": phone, **more}
    return ",".join(str(cells.get(heading, "")) for heading, _, _ in COLUMNS)


def file_of(*lines):
    words = "\n".join([HEAD, *lines])
    return SimpleUploadedFile("requests.csv", words.encode(), content_type="text/csv")


def workbook_of(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


class TestASheet:
    def test_is_looked_at_first_and_then_taken_in(self, client, scheme, lead):
        address = reverse("request_sheet", args=[scheme.slug])

        seen = client.post(address, {"file": file_of(line(), line("Ann Reed", "pets; Shopping"))})
        assert not Request.objects.exists()
        client.post(address, {"rows": seen.context["word"]})

        assert Request.objects.count() == 3
        again = client.post(address, {"rows": seen.context["word"]})
        assert (again.status_code, Request.objects.count()) == (422, 3)

    def test_names_every_wrong_row_and_takes_nothing_in(self, client, scheme, lead):
        wrong = [line(), line(needs="moon"), line(Postcode="NR1"), line(name="")]

        response = client.post(
            reverse("request_sheet", args=[scheme.slug]), {"file": file_of(*wrong)}
        )

        page = response.content.decode()
        assert response.status_code == 422
        assert all(f"Row {n}:" in page for n in (3, 4, 5))
        assert "Row 2:" not in page
        assert response.context["word"] == ""

    def test_of_another_scheme_is_of_no_use_here(self, client, scheme, lead):
        other = SchemeMemberFactory(part="lead", person=lead).scheme
        seen = client.post(reverse("request_sheet", args=[scheme.slug]), {"file": file_of(line())})

        moved = client.post(
            reverse("request_sheet", args=[other.slug]), {"rows": seen.context["word"]}
        )

        assert moved.status_code == 404

    @pytest.mark.parametrize("content", [
        b"", b"\x00\x01\x02", b"Name,Moon\nA,B", b"Telephone\n1", HEAD.encode(),
        b"x" * 1_000_001, (HEAD + "\n" + "\n".join([line()] * 501)).encode(),
    ])  # fmt: skip
    def test_says_what_is_wrong_with_a_file(self, client, scheme, lead, content):
        file = SimpleUploadedFile("x.csv", content)

        response = client.post(reverse("request_sheet", args=[scheme.slug]), {"file": file})

        assert response.status_code == 422
        assert not Request.objects.exists()

    def test_may_be_a_workbook_whose_numbers_lost_their_nought(self, client, scheme, lead):
        told = [["Name", "Needs", "Telephone"], ["Olive Marsh", "shopping", 1632960123]]
        file = SimpleUploadedFile("requests.xlsx", workbook_of(told))

        seen = client.post(reverse("request_sheet", args=[scheme.slug]), {"file": file})

        [row] = seen.context["rows"]
        assert (seen.status_code, row.wrong, row.told["phone"]) == (200, "", "01632960123")
        assert "Take all of it in" in seen.content.decode()

    def test_as_a_workbook_names_its_wrong_rows_too(self):
        told = [["Ann", "moon", ""], ["", "pets", ""], ["Zoë", "pets", "key safe 4821"]]
        told = [[*row, "01632 960123"] for row in [*told, ["Bea", "pets", "A cat"]]]
        told = [["Name", "Needs", "Details", "Telephone"], *told]

        rows = rows_of(table_in(workbook_of(told)), CODES)

        assert [bool(row.wrong) for row in rows] == [True, True, True, False]

    def test_that_unpacks_to_too_much_is_not_opened(self):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", b" " * 21 * 1024 * 1024)

        with pytest.raises(Refused, match="far too much"):
            table_in(held.getvalue())

    @pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
    def test_of_another_kind_is_refused_in_a_sentence(self, content):
        with pytest.raises(Refused):
            table_in(content)

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_may_have_any_of_the_usual_marks(self, mark):
        words = (
            mark.join(["Name", "Needs", "Telephone"])
            + "\n"
            + mark.join(["Zoë", "pets", "01632 960123"])
        )

        [row] = rows_of(table_in(words.encode("cp1252")), CODES)

        assert (row.wrong, row.told["name"], row.told["needs"]) == ("", "Zoë", ["pets"])

    def test_has_a_template_that_can_be_read_back(self, client, scheme, lead):
        for address in ("request_sheet_template", "request_sheet_template_csv"):
            page = client.get(reverse(address, args=[scheme.slug]))

            rows = rows_of(table_in(b"".join(page)), {**CODES, "prescription": "prescription"})

            assert [(r.wrong, r.told["phone"]) for r in rows] == [("", "01632 960123")]


class TestTheApi:
    TOLD = {**TOLD, "knows": "agreed", "asker": {"name": "Ward 4", "phone": "01632 960150"}}

    def send(self, token, told, **headers):
        browser = Browser(enforce_csrf_checks=True)
        body = told if isinstance(told, str) else json.dumps(told)
        return browser.post(
            reverse("help_api"), body, content_type="application/json",
            headers={"authorization": f"Bearer {token}", **headers},
        )  # fmt: skip

    @pytest.fixture
    def token(self, client, scheme, lead):
        page = client.post(reverse("request_keys", args=[scheme.slug]), {"name": "Hospital"})
        return page.context["token_made"]

    def test_takes_in_what_a_scheme_gave_a_key_for(self, scheme, token):
        response = self.send(token, self.TOLD)

        request = Request.objects.get()
        assert response.status_code == 201
        assert response.json()["reference"] == request.asking.reference
        assert "Olive" not in response.content.decode()
        assert (request.scheme, request.asking.way) == (scheme, "api")

    @pytest.mark.parametrize(("told", "status"), [
        ("[]", 400), ("{", 400), ({"needs": []}, 422), ({**TOLD, "needs": ["moon"]}, 422),
        ({**TOLD, "details": "x" * 60_000}, 413), ({"needs": "\x00", "wanted": [[]]}, 422),
        ({**TOLD, "safe": "x", "asker": [], "knows": ["self"]}, 422),
    ])  # fmt: skip
    def test_says_what_is_wrong(self, token, told, status):
        response = self.send(token, told)

        assert response.status_code == status
        assert response.json()["detail"]
        assert not Request.objects.exists()

    def test_opens_to_nothing_else(self, client, scheme, lead):
        ended = SchemeKeyFactory(scheme=scheme, ended_at=NOW)

        for token in ("", "wrong", ended.digest, ended.start):
            assert self.send(token, self.TOLD).status_code == 401
        assert client.post(reverse("help_api"), {}).status_code == 401

    def test_opens_no_more_once_its_key_is_ended(self, client, scheme, token):
        key = SchemeKey.objects.get()

        client.post(reverse("request_key_end", args=[scheme.slug, key.pk]))

        assert self.send(token, self.TOLD).status_code == 401

    def test_has_keys_that_only_the_lead_sees(self, client, scheme):
        client.force_login(SchemeMemberFactory(scheme=scheme, part="coordinator").person)

        assert client.get(reverse("request_keys", args=[scheme.slug])).status_code == 403


class TestNeedsAndNumbers:
    @pytest.fixture
    def steward(self, client):
        client.force_login(UserFactory(roles=["steward"]))

    def test_are_kept_by_stewards(self, client, scheme, steward):
        line = HelpLineFactory()
        assert "Shopping" in client.get(reverse("help_needs")).content.decode()

        client.post(reverse("help_need", args=["pets"]), {"offered": "on", "essential": "on"})
        client.post(
            reverse("help_line", args=[line.pk]),
            {"name": "A", "number": "9", "when": "b", "position": "3"},
        )
        assert NeedRule.objects.get(term__code="pets").essential
        assert HelpLine.objects.get().number == "9"
        client.post(reverse("help_line_drop", args=[line.pk]))
        assert not HelpLine.objects.exists()

    def test_are_added(self, client, scheme, steward):
        client.post(reverse("help_need_add"), {"title_": "Care", "code": "x", "parent": "no"})
        added = client.post(
            reverse("help_line_add"),
            {"name": "Night line", "number": "01632 960199", "when": "at night", "position": "9"},
        )  # fmt: skip

        assert added.status_code == 302
        assert HelpLine.objects.get().name == "Night line"

    def test_are_not_for_others(self, client, scheme, lead):
        for name in ("help_needs", "help_need_add", "help_line_add"):
            assert client.get(reverse(name)).status_code == 403

    def test_that_are_not_offered_cannot_be_asked_for(self, client, scheme, steward):
        client.post(reverse("help_need", args=["pets"]), {"signpost": "No."})

        assert not NeedRule.objects.get(term__code="pets").offered
