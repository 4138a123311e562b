"""The staff desk's pages on imports, and who may do what there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from commonweal.accounts.models import Grant, User
from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake.actions import import_file
from commonweal.intake.choices import Standing
from commonweal.intake.models import Run
from commonweal.intake.source import SOURCES
from commonweal.sector.desk.import_urls import urlpatterns
from commonweal.sector.models import BodyLink, Mapping, Organisation
from commonweal.sector.tests.factories import (
    LONG_AGO,
    OrganisationFactory,
    PlaceFactory,
    RunFactory,
)

pytestmark = pytest.mark.django_db
PAIRS = b"company_number,charity_number\nCE008706,1169028\nCE012397,1175853\n"
LIST = (
    b"Group,Charity no,Post code,E-mail\n"
    b"Marram Knitters,,ZZ99 3AB,knit@example.org\n"
    b"Fenby Choir,12,ZZ99 4CD,\n"
    b"Staithe Trust,1090095,NR1 1AA,not an e-mail\n"
)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.KEEP_IMPORTS = tmp_path / "imports"
    before = dict(SOURCES)
    yield tmp_path
    SOURCES.clear()
    SOURCES.update(before)


def signed_in(role: str) -> Client:
    user = User.objects.create(email=f"{role}@staff.example", name=role, joined_at=LONG_AGO)
    Grant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def steward() -> Client:
    return signed_in("steward")


@pytest.fixture
def reader() -> Client:
    return signed_in("reader")


def at(name: str, *args: Any) -> str:
    return reverse(f"imports:{name}", args=args)


def said(response: Any) -> str:
    return response.content.decode()


def upload(data: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def work() -> None:
    """Do what waits for the worker, as it would."""
    for waiting in DBTaskResult.objects.order_by("enqueued_at"):
        given = waiting.args_kwargs
        waiting.delete()
        waiting.task.func(*given["args"], **given["kwargs"])


def pairs_file(home: Path, data: bytes = PAIRS, name: str = "pairs.csv") -> Path:
    path = home / "archive" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def waiting(home) -> Run:
    """A run that would take half of a source's pairs away."""
    robot = Robot("charity-links")
    import_file(by=robot, source="charity-links", path=pairs_file(home))
    less = pairs_file(home, PAIRS.rsplit(b"CE012397")[0], "less.csv")
    return import_file(by=robot, source="charity-links", path=less)


class TestWhoMayDoWhat:
    @pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: p.name)
    def test_a_visitor_is_asked_to_sign_in(self, pattern, waiting):
        args = {"pk": waiting.pk, "token": "0" * 32, "mapping": 1}
        wanted = [args[name] for name in pattern.pattern.converters]
        for method in (Client().get, Client().post):
            response = method(at(pattern.name, *wanted))

            assert response.status_code == 302
            assert "login" in response["Location"]

    @pytest.mark.parametrize("name", ["start", "give", "rejects", "confirm", "drop", "resume"])
    def test_a_reader_sees_runs_but_starts_confirms_and_downloads_nothing(
        self, reader, waiting, name
    ):
        args = [waiting.pk] if name not in ("start", "give") else []

        response = reader.post(at(name, *args))

        assert response.status_code in (302, 403)
        assert reader.get(at("list")).status_code == 200
        assert reader.get(at("run", waiting.pk)).status_code == 200
        waiting.refresh_from_db()
        assert waiting.standing == Standing.WAITING

    def test_nothing_is_done_by_following_a_link(self, steward, waiting):
        for name in ("confirm", "drop", "resume"):
            assert steward.get(at(name, waiting.pk)).status_code == 405

    def test_a_form_from_elsewhere_is_refused(self, waiting):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(
            User.objects.create(email="a@b.example", joined_at=LONG_AGO),
            backend="django.contrib.auth.backends.ModelBackend",
        )

        assert strict.post(at("drop", waiting.pk)).status_code in (302, 403)
        waiting.refresh_from_db()
        assert waiting.standing == Standing.WAITING


class TestImports:
    def test_lists_every_source_and_run(self, steward, waiting):
        page = said(steward.get(at("list")))

        assert "Waiting for a person to confirm" in page
        for source in SOURCES.values():
            assert source.name in page

    def test_answers_htmx_with_only_the_part_that_changes(self, reader):
        page = said(reader.get(at("list"), headers={"HX-Request": "true"}))

        assert "<html" not in page
        assert "Sources" in page


class TestStartImport:
    def test_by_a_file_given_here_is_done_by_the_worker(self, steward, home):
        response = steward.post(
            at("start"), {"source": "charity-links", "file": upload(PAIRS, "../pairs.csv")}
        )
        assert response.status_code == 302
        assert "1 import in the queue" in said(steward.get(at("list")))

        work()

        run = Run.objects.get()
        assert (run.standing, run.actor_label) == (Standing.DONE, "steward")
        assert BodyLink.objects.count() == 2
        assert not list((home / "imports" / "uploads").iterdir())

    def test_by_a_file_on_the_server(self, steward, home):
        pairs_file(home)
        steward.post(at("start"), {"source": "charity-links", "path": "archive/pairs.csv"})

        work()

        assert Run.objects.get().standing == Standing.DONE

    @pytest.mark.parametrize(
        "path",
        [
            "/etc/passwd",
            "../../etc/passwd",
            "archive/../../../etc/passwd",
            "secret-key",
            "archive/nothing.csv",
            "archive/.hidden.csv",
            "archive/link.csv",
            ".",
        ],
    )
    def test_never_by_a_file_elsewhere(self, steward, home, path):
        (home / "secret-key").write_text("secret")
        pairs_file(home, name=".hidden.csv")
        (home / "archive" / "link.csv").symlink_to("/etc/passwd")

        response = steward.post(at("start"), {"source": "charity-links", "path": path})

        assert response.status_code == 200
        assert "Not saved yet" in said(response)
        work()
        assert not Run.objects.exists()

    @pytest.mark.parametrize(
        "answers",
        [
            {"source": "charity-links"},
            {"source": "nothing", "path": "archive/pairs.csv"},
            {"path": "archive/pairs.csv"},
        ],
    )
    def test_needs_a_source_and_one_file(self, steward, home, answers):
        pairs_file(home)

        assert "Not saved yet" in said(steward.post(at("start"), answers))

    def test_of_a_file_of_a_kind_that_no_source_is_is_refused(self, steward):
        answers = {"source": "charity-links", "file": upload(b"x", "evil.exe")}

        assert "Give a CSV" in said(steward.post(at("start"), answers))

    def test_is_refused_while_a_run_waits(self, steward, waiting, home):
        answers = {"source": "charity-links", "path": "archive/pairs.csv"}

        assert "under way or waits" in said(steward.post(at("start"), answers))


class TestRunPage:
    def test_shows_what_would_go_and_the_two_ways_out(self, steward, waiting):
        page = said(steward.get(at("run", waiting.pk)))

        assert "What would go" in page
        assert "GB-CHC-1175853 and GB-COH-CE012397" in page
        assert "Confirm: apply this run" in page
        assert "Drop it: change nothing" in page

    def test_confirmed_is_applied_by_the_worker(self, steward, waiting):
        steward.post(at("confirm", waiting.pk))
        work()

        waiting.refresh_from_db()
        assert waiting.standing == Standing.DONE
        assert BodyLink.objects.count() == 1

    def test_dropped_changes_nothing_and_cannot_be_dropped_again(self, steward, waiting):
        steward.post(at("drop", waiting.pk))
        again = steward.post(at("drop", waiting.pk), follow=True)

        waiting.refresh_from_db()
        assert waiting.standing == Standing.DROPPED
        assert "already" in said(again)
        assert BodyLink.objects.count() == 2

    def test_a_run_that_is_done_cannot_be_resumed_or_confirmed(self, steward):
        run = RunFactory(source="charity-links")

        assert "does not wait" in said(steward.post(at("confirm", run.pk), follow=True))
        assert "cannot go on" in said(steward.post(at("resume", run.pk), follow=True))

    def test_a_run_under_way_shows_how_far_and_refreshes_itself(self, reader):
        run = RunFactory(
            source="charity-links", standing="reading", step="Reading", done_of=5, total_of=10
        )
        page = said(reader.get(at("run", run.pk)))

        assert '<progress value="5" max="10"' in page
        assert "every 2s" in page
        assert "Look again" in page

    def test_words_from_outside_cannot_become_markup(self, reader):
        run = RunFactory(
            source="charity-links", notes=["<script>alert(1)</script>"], file_name="<b>.csv"
        )
        page = said(reader.get(at("run", run.pk)))

        assert "<script>alert(1)" not in page
        assert "<b>.csv" not in page


class TestRejects:
    def test_are_downloaded_and_harmless_in_a_spreadsheet(self, steward, home):
        bad = b'company_number,charity_number\n"=HYPERLINK(""x"")",1169028\nCE008706,1169028\n'
        run = import_file(
            by=Robot("charity-links"), source="charity-links", path=pairs_file(home, bad)
        )
        response = steward.get(at("rejects", run.pk))
        text = b"".join(response.streaming_content).decode("utf-8-sig")

        assert "attachment" in response["Content-Disposition"]
        assert "row,key,reason" in text
        assert not any(cell.startswith("=") for cell in text.replace('"', "").split(","))

    def test_that_there_are_not_are_not_found(self, steward):
        assert steward.get(at("rejects", RunFactory().pk)).status_code == 404


class TestLocalList:
    def give(self, client: Client, data: bytes = LIST, name: str = "list.csv") -> str:
        return client.post(at("give"), {"file": upload(data, name)})["Location"]

    answers = {
        "name": "Marram directory",
        "owner": "Voluntary Marram",
        "licence": "With the owner's leave",
        "all_here": "on",
        "name_column": "Group",
        "charity_column": "Charity no",
        "postcode_column": "Post code",
        "email_column": "E-mail",
    }

    def test_is_mapped_previewed_and_brought_in_and_the_mapping_remembered(self, steward):
        PlaceFactory()
        mapping_page = self.give(steward)
        page = said(steward.get(mapping_page))
        assert 'value="Charity no" selected' in page
        assert "Marram Knitters" in page

        preview = steward.post(mapping_page, self.answers)["Location"]
        page = said(steward.get(preview))
        assert "12 is not a charity number" in page
        assert "not an e-mail" in page
        assert not Organisation.objects.exists()

        steward.post(preview)
        work()

        run = Run.objects.get()
        assert (run.source, run.standing) == ("sheet-marram-directory", Standing.DONE), run.problem
        assert (run.read, run.created, run.rejected) == (3, 2, 1)
        knitters = Organisation.objects.get(name="Marram Knitters")
        assert (knitters.kind, knitters.side) == ("group", "sector")
        assert knitters.ref.startswith("XX-VCSE-voluntary-marram-")
        assert Organisation.objects.get(name="Staithe Trust").ref == "GB-CHC-1090095"
        assert Mapping.objects.get().columns["facts"]["name"] == ["Group"]

    def test_shows_who_may_be_here_already_and_then_what_to_look_at(self, steward):
        PlaceFactory(everywhere=True, codes=[])
        here = OrganisationFactory(name="The Marram Knitters", postcode="ZZ99 1AA")
        preview = steward.post(self.give(steward), self.answers)["Location"]
        page = said(steward.get(preview))

        assert "Row 2: perhaps The Marram Knitters" in page
        assert reverse("sector_desk:organisation", args=[here.pk]) in page

        steward.post(preview)
        work()

        page = said(steward.get(at("run", Run.objects.get().pk)))
        assert "1 pair went to the" in page
        assert "The Marram Knitters and Marram Knitters" in page

    def test_given_again_is_the_same_groups(self, steward):
        PlaceFactory()
        for data in (LIST, LIST.replace(b"knit@example.org", b"new@example.org")):
            preview = steward.post(self.give(steward, data), self.answers)["Location"]
            steward.post(preview)
            work()

        run = Run.objects.order_by("pk").last()
        assert (run.created, run.updated, run.unchanged) == (0, 1, 1)
        assert Organisation.objects.get(name="Marram Knitters").email == "new@example.org"

    def test_another_list_takes_nothing_away_from_the_first(self, steward):
        PlaceFactory()
        steward.post(steward.post(self.give(steward), self.answers)["Location"])
        work()
        other = LIST.replace(b"Marram Knitters", b"Tern Rowers")
        answers = {**self.answers, "name": "Tern list", "owner": "Tern Council"}
        steward.post(steward.post(self.give(steward, other), answers)["Location"])
        work()

        assert Organisation.objects.filter(name="Marram Knitters", status="active").exists()
        assert Organisation.objects.filter(name="Tern Rowers").exists()

    def test_is_brought_in_again_from_the_command_line_by_its_name(self, steward, home, capsys):
        PlaceFactory()
        steward.post(self.give(steward), self.answers)
        path = pairs_file(home, LIST, "list.csv")

        call_command("import_source", "spreadsheet", path, "--mapping=Marram directory", "--json")

        report = json.loads(capsys.readouterr().out)
        assert (report["source"], report["created"]) == ("sheet-marram-directory", 2)
        with pytest.raises(Refused, match="There are: Marram directory"):
            call_command("import_source", "spreadsheet", path, "--mapping=Other")

    def test_that_is_no_table_is_refused_in_a_sentence_and_not_kept(self, steward, home):
        response = steward.post(at("give"), {"file": upload(b"PK\x03\x04rubbish", "a.xlsx")})

        assert "broken or locked" in said(response)
        assert not list((home / "imports" / "uploads").iterdir())

    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"\xd0\xcf\x11\xe0rest", "groups.xls", "groups.xls is an old Excel workbook"),
            (b"<html><table>", "groups.xls", "groups.xls is a web page"),
            (b"%PDF-1.7", "groups.pdf", "groups.pdf is a PDF"),
            (b"nothing known", "groups.ods", "Give a CSV"),
        ],
    )
    def test_of_a_kind_that_is_no_table_is_told_what_it_is(self, steward, home, data, name, words):
        for page in (at("give"), at("start")):
            answers = {"file": upload(data, name), "source": "charity-links"}

            assert words in said(steward.post(page, answers))
        assert not list((home / "imports" / "uploads").iterdir())

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"name_column": ""}, "Name"),
            ({"owner": ""}, "Whose list"),
            ({"name_column": "Not a column"}, "valid choice"),
            ({"name": "!!!"}, "Give the list a name"),
        ],
    )
    def test_with_something_missing_is_not_saved(self, steward, changed, words):
        response = steward.post(self.give(steward), {**self.answers, **changed})

        assert words in said(response)
        assert not Mapping.objects.exists()

    def test_of_another_owner_under_the_same_name_is_refused(self, steward):
        steward.post(self.give(steward), self.answers)
        answers = {**self.answers, "owner": "Somebody else"}

        assert "Use another name" in said(steward.post(self.give(steward), answers))

    @pytest.mark.parametrize("token", ["0" * 32, "..", "../../etc", "x" * 32])
    def test_that_was_never_given_is_not_found(self, steward, token):
        assert steward.get(f"/desk/imports/list/{token}/").status_code in (302, 404)
