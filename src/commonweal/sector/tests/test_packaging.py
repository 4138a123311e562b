"""Organisations and services as a data package that its own descriptor describes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commonweal.core.refused import Refused
from commonweal.places.reports import the_place
from commonweal.sector import exports, packaging
from commonweal.sector.actions import withhold
from commonweal.sector.models import Service
from commonweal.sector.packaging import keeping
from commonweal.sector.packaging.saying import REGISTERS, STATED
from commonweal.sector.packaging.tables import ORGANISATIONS, TABLES
from commonweal.sector.tests import factories as made
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
NASTY = "=HYPERLINK(1)"


@pytest.fixture
def lunch(settings: Any, tmp_path: Path) -> Service:
    settings.HOME = tmp_path / "home"
    made.PlaceFactory(everywhere=True)
    organisation = made.OrganisationFactory(name=NASTY, income=12_000, postcode="NR1 1AA")
    made.SourceRecordFactory(organisation=organisation)
    service = made.ServiceFactory(organisation=organisation, name="@Lunch", minimum_age=55)
    place = made.LocationFactory(organisation=organisation, name="The Hall", postcode="NR1 1AA")
    at = made.ServiceAtLocationFactory(service=service, location=place)
    made.ScheduleFactory(service=service, at=at, byday="-1FR", freq="MONTHLY")
    made.ScheduleFactory(service=service)
    made.ClosureFactory(service=service)
    made.CostOptionFactory(service=service)
    made.ServiceLanguageFactory(service=service)
    made.ServiceAreaFactory(service=service)
    made.ServiceTermFactory(service=service)
    return service


def written(folder: Path) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    packaging.write_package(folder, NOW, the_place())
    return json.loads((folder / "datapackage.json").read_text())


def table(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


class TestThePackage:
    def test_is_what_its_descriptor_says(self, lunch: Service, tmp_path: Path) -> None:
        said = written(tmp_path / "all")
        said["resources"] = [r for r in said["resources"] if r["format"] != "parquet"]
        (tmp_path / "all" / "checked.json").write_text(json.dumps(said))

        report = frictionless.validate(str(tmp_path / "all" / "checked.json"))

        assert report.valid, report.to_summary()
        assert report.stats["tasks"] == 2 * len(TABLES)

    def test_has_every_table_in_every_format_with_the_same_rows(
        self, lunch: Service, tmp_path: Path
    ) -> None:
        written(tmp_path / "all")

        for name, declared in TABLES.items():
            rows = table(tmp_path / "all", name)
            lines = (tmp_path / "all" / f"{name}.jsonl").read_text().splitlines()
            columns = pq.read_table(tmp_path / "all" / f"{name}.parquet")
            assert len(rows) == len(lines) == columns.num_rows > 0, name
            assert list(rows[0]) == list(json.loads(lines[0])) == columns.column_names
            assert columns.column_names == declared.names

    def test_can_be_checked_against_broken_keys(self, lunch: Service, tmp_path: Path) -> None:
        said = written(tmp_path / "all")
        said["resources"] = [r for r in said["resources"] if r["format"] == "csv"]
        for resource in said["resources"]:
            del resource["hash"], resource["bytes"]
        (tmp_path / "all" / "checked.json").write_text(json.dumps(said))
        hours = tmp_path / "all" / "service_hours.csv"
        hours.write_text(hours.read_text().replace(str(lunch.uuid), "nobody"))

        report = frictionless.validate(str(tmp_path / "all" / "checked.json"))

        assert "foreign-key" in {e[2] for e in report.flatten(["rowNumber", "fieldName", "type"])}

    def test_says_of_every_field_what_it_means_from_whom_and_on_what_terms(
        self, lunch: Service, tmp_path: Path
    ) -> None:
        said = written(tmp_path / "all")

        for resource in said["resources"]:
            for field in resource["schema"]["fields"]:
                assert field["description"].endswith("."), field
                assert field["type"]
                assert "x-sources" in field
                assert "x-licences" in field
        fields = {f["name"]: f for f in said["resources"][0]["schema"]["fields"]}
        assert "charity-commission" in fields["income"]["x-sources"]
        assert "Open Government Licence v3.0" in fields["income"]["x-licences"]
        assert fields["changed_on"]["x-sources"] == ["added-here"]
        assert {"name": "OGL-UK-3.0"}.items() <= said["licenses"][0].items()
        assert said["sources"][0]["x-attribution"]

    def test_holds_only_what_anyone_may_see(self, lunch: Service, tmp_path: Path) -> None:
        secret = made.ServiceFactory(name="Haven nights")
        hidden = made.LocationFactory(
            organisation=lunch.organisation, name="Annes house", street="7 Quiet Lane",
            postcode="NR2 2BB", address_public=False, latitude=52.61, longitude=1.29,
        )  # fmt: skip
        made.ServiceAtLocationFactory(service=lunch, location=hidden)
        made.ServiceFactory(organisation=lunch.organisation, name="Long over", status="defunct")
        made.ServiceContactFactory(service=lunch, name="Ann Person")
        withhold(by=steward, organisation=secret.organisation, reason="A refuge")

        written(tmp_path / "all")

        for name in TABLES:
            for ending in ("csv", "jsonl"):
                text = (tmp_path / "all" / f"{name}.{ending}").read_text()
                for word in ("Haven", "Annes", "Quiet", "2BB", "52.61", "Long over", "Ann Person"):
                    assert word not in text, (name, word)
        assert "NR2" in {row["postcode"] for row in table(tmp_path / "all", "service_places")}

    def test_runs_no_formula(self, lunch: Service, tmp_path: Path) -> None:
        written(tmp_path / "all")

        assert table(tmp_path / "all", "organisations")[0]["name"] == f"'{NASTY}"
        assert table(tmp_path / "all", "services")[0]["name"] == "'@Lunch"
        line = (tmp_path / "all" / "services.jsonl").read_text().splitlines()[0]
        assert json.loads(line)["name"] == "@Lunch"

    def test_has_the_columns_that_organisations_are_exported_with(self) -> None:
        assert ORGANISATIONS.names == list(exports.COLUMNS)

    def test_of_nothing_is_still_a_package(self, tmp_path: Path) -> None:
        made.PlaceFactory(everywhere=True)
        said = written(tmp_path / "all")
        said["resources"] = [r for r in said["resources"] if r["format"] == "csv"]
        (tmp_path / "all" / "checked.json").write_text(json.dumps(said))

        assert frictionless.validate(str(tmp_path / "all" / "checked.json")).valid


class TestWhoCanSay:
    def test_knows_every_fact_and_only_registers(self) -> None:
        known = set(ORGANISATIONS.names)

        assert set(STATED) <= known
        assert set(REGISTERS) <= {name for names in STATED.values() for name in names}


class TestKeeping:
    def test_writes_once_and_again_when_something_changed(self, lunch: Service) -> None:
        first = packaging.kept(NOW)
        assert packaging.kept(NOW) == first

        withhold(by=steward, organisation=lunch.organisation, reason="A refuge")
        second = packaging.kept(NOW)

        assert second != first
        assert not first.exists()
        assert NASTY not in (second / "organisations.jsonl").read_text()

    def test_leaves_no_draft_when_it_fails(
        self, lunch: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: Any, **more: Any) -> None:
            raise OSError("No room")

        monkeypatch.setattr(keeping, "write_package", fail)

        with pytest.raises(OSError, match="No room"):
            packaging.kept(NOW)
        assert list(keeping.shelf().iterdir()) == []

    def test_lets_the_worker_write_a_large_one(
        self, lunch: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "MOST_AT_ONCE", 0)

        with pytest.raises(packaging.Busy):
            packaging.kept(NOW)
        packaging.write(NOW)

        assert (packaging.kept(NOW) / "services.csv").exists()


class TestTheCommand:
    def test_writes_a_package_in_the_formats_asked_for(
        self, lunch: Service, tmp_path: Path
    ) -> None:
        call_command("export", "package", str(tmp_path / "out"), "--format", "jsonl")

        names = {path.name for path in (tmp_path / "out").iterdir()}
        assert names == {"datapackage.json", *(f"{name}.jsonl" for name in TABLES)}

    @pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
    def test_writes_services(self, lunch: Service, tmp_path: Path, ending: str) -> None:
        call_command("export", "services", str(tmp_path / f"out.{ending}"))

        assert (tmp_path / f"out.{ending}").stat().st_size > 0

    @pytest.mark.parametrize(
        "words",
        [
            ["services", "out.xlsx"],
            ["services", "out"],
            ["services", "out.csv", "--format", "csv"],
            ["nonsense", "out.csv"],
        ],
    )
    def test_says_what_it_cannot_do(
        self, lunch: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)

        with pytest.raises((Refused, CommandError)):
            call_command("export", *words)
        assert list(tmp_path.glob("out*")) == []
