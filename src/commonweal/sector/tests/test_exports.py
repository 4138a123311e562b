"""Published organisations as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.core.refused import Refused
from commonweal.intake.source import SOURCES
from commonweal.sector.actions import withhold
from commonweal.sector.choices import band_of
from commonweal.sector.exports import COLUMNS, export, rows
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    IdentifierFactory,
    NameFactory,
    OrganisationFactory,
    PlaceFactory,
    SourceRecordFactory,
    TermFactory,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def mill() -> Organisation:
    PlaceFactory(everywhere=True)
    AreaFactory()
    TermFactory()
    made = OrganisationFactory(
        name="=HYPERLINK(1)", district="E07000148", postcode="NR1 1AA", income=12_000,
        description="One\nTwo", email="a@b.example",
    )  # fmt: skip
    ClassificationFactory(organisation=made)
    ClassificationFactory(organisation=made, code="999", source="ukcat", suggested=True)
    AreaServedFactory(organisation=made)
    NameFactory(organisation=made)
    return made


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


class TestExport:
    @pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
    def test_holds_only_what_is_published(
        self, mill: Organisation, tmp_path: Path, ending: str
    ) -> None:
        secret = OrganisationFactory(name="Haven House", email="haven@h.example")
        withhold(by=steward, organisation=secret, reason="A refuge")
        OrganisationFactory(name="Far Away", based_here=False)
        OrganisationFactory(name="Merged Away", same_as=mill)

        done = export(Organisation.objects.all(), tmp_path / f"all.{ending}", TODAY)

        assert done == 1
        content = (tmp_path / f"all.{ending}").read_bytes()
        for name in (b"Haven", b"haven", b"Far Away", b"Merged Away"):
            assert name not in content

    def test_writes_words_beside_codes_and_runs_no_formula(
        self, mill: Organisation, tmp_path: Path
    ) -> None:
        export(Organisation.objects.all(), tmp_path / "all.csv", TODAY)

        row = read(tmp_path / "all.csv")[0]

        assert row["name"] == "'=HYPERLINK(1)"
        assert (row["district"], row["district_name"]) == ("E07000148", "Norwich")
        assert (row["causes"], row["causes_words"]) == ("107", "Amateur sport")
        assert (row["size"], row["size_words"]) == ("small", "£10,000 to £100,000")
        assert row["postcode"] == "NR1"

    def test_says_in_every_row_whose_data_it_is_and_has_no_line_more(
        self, mill: Organisation, tmp_path: Path
    ) -> None:
        SourceRecordFactory(organisation=mill)
        SourceRecordFactory(organisation=mill, source="here", key="x")
        OrganisationFactory(name="A group of nobody's register")

        export(Organisation.objects.all(), tmp_path / "all.csv", TODAY)

        first, second = read(tmp_path / "all.csv")
        charities = SOURCES["charity-commission"].licence
        assert (first["licence"], first["attribution"]) == (charities.name, charities.attribution)
        assert (second["licence"], second["attribution"]) == ("", "")

    def test_gives_typed_columns_and_one_document(self, mill: Organisation, tmp_path: Path) -> None:
        for ending in ("json", "parquet"):
            export(Organisation.objects.all(), tmp_path / f"all.{ending}", TODAY)

        document = json.loads((tmp_path / "all.json").read_text())
        table = pq.read_table(tmp_path / "all.parquet")

        assert document["organisations"][0]["income"] == 12_000
        assert table.column_names == list(COLUMNS)
        assert table.to_pylist()[0]["description"] == "One\nTwo"
        assert b"terms" in table.schema.metadata

    def test_of_nothing_is_still_a_file(self, tmp_path: Path) -> None:
        for ending in ("csv", "json", "parquet"):
            assert export(Organisation.objects.all(), tmp_path / f"all.{ending}", TODAY) == 0

        assert json.loads((tmp_path / "all.json").read_text())["organisations"] == []
        assert pq.read_table(tmp_path / "all.parquet").num_rows == 0

    def test_leaves_the_old_file_when_it_fails(
        self, mill: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "all.csv"
        target.write_text("old")
        monkeypatch.setattr("commonweal.sector.exports.batch_rows", lambda batch: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            export(Organisation.objects.all(), target, TODAY)

        assert target.read_text() == "old"
        assert [p.name for p in tmp_path.iterdir()] == ["all.csv"]

    @pytest.mark.parametrize("name", ["all.xls", "all", ".csv.exe"])
    def test_refuses_an_ending_it_does_not_know(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(Refused, match=r"must end in .csv, .json or .parquet"):
            export(Organisation.objects.all(), tmp_path / name, TODAY)

    def test_refuses_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="cannot be written"):
            export(Organisation.objects.all(), tmp_path / "no" / "all.csv", TODAY)

    def test_asks_a_fixed_number_of_questions(self) -> None:
        OrganisationFactory.create_batch(30)

        with CaptureQueriesContext(connection) as asked:
            assert len(list(rows(Organisation.objects.all()))) == 30

        assert len(asked) <= 10


class TestSizeOf:
    def test_leaves_out_the_upper_end(self) -> None:
        sizes = [band_of(n) for n in (None, -5, 0, 9_999, 10_000, 100_000_000)]

        assert sizes == ["unknown", "micro", "micro", "micro", "small", "super-major"]


class TestCommands:
    def test_export_says_how_many_on_standard_error(
        self, mill: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("export", "organisations", str(tmp_path / "all.csv"))

        shown = capsys.readouterr()
        assert shown.out == ""
        assert "1 organisations written" in shown.err

    def test_show_prints_one_document(
        self, mill: Organisation, capsys: pytest.CaptureFixture[str]
    ) -> None:
        IdentifierFactory(organisation=mill)

        call_command("show", mill.ref, "--json")

        assert json.loads(capsys.readouterr().out)["id"] == mill.ref

    def test_show_says_what_is_not_here_and_what_is_withheld(
        self, mill: Organisation, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(CommandError, match="not in this register"):
            call_command("show", "GB-CHC-9999999")
        withhold(by=steward, organisation=mill, reason="A refuge")
        with pytest.raises(CommandError, match="is withheld"):
            call_command("show", mill.ref)

        call_command("show", mill.ref, "--withheld")

        assert "WITHHELD" in capsys.readouterr().out
