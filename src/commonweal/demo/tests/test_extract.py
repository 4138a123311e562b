"""A generated extract has the publisher's form, holds nobody real, and can be made again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonweal.demo.charity_tables import TABLES
from commonweal.demo.extract import Extract, write_extract

COUNT = 400


def rows(extract: Extract, table: str) -> list[list[str]]:
    """The records of a table whose fields hold no line breaks."""
    text = (extract.folder / f"publicextract.{table}.txt").read_text("utf-8")
    return [line.split("\t") for line in text.split("\n") if line][1:]


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return write_extract(tmp_path_factory.mktemp("extract"), charities=COUNT, seed=7)


class TestWriteExtract:
    def test_writes_all_thirteen_tables(self, extract: Extract) -> None:
        assert len(TABLES) == 13
        for table in TABLES:
            assert (extract.folder / f"publicextract.{table}.txt").is_file()

    def test_heads_each_table_as_the_publisher_does(
        self, extract: Extract, real_data: Path
    ) -> None:
        import zipfile

        sample = real_data / "charity_commission" / "register_extract_sample"
        for table in TABLES:
            with zipfile.ZipFile(sample / f"publicextract.{table}.zip") as bundle:
                theirs = bundle.read(f"publicextract.{table}.txt").split(b"\r\n")[0]
            ours = (extract.folder / f"publicextract.{table}.txt").read_bytes().split(b"\r\n")[0]
            assert ours == theirs, table

    def test_ends_lines_as_the_publisher_does(self, extract: Extract) -> None:
        raw = (extract.folder / "publicextract.charity_classification.txt").read_bytes()

        assert raw.endswith(b"\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n") == extract.rows["charity_classification"] + 1

    def test_breaks_some_lines_inside_a_field(self, extract: Extract) -> None:
        raw = (extract.folder / "publicextract.charity.txt").read_bytes()

        assert raw.count(b"\r\n") > extract.rows["charity"] + 1

    def test_fills_every_column_of_a_table(self, extract: Extract) -> None:
        for table in TABLES:
            if table != "charity":
                assert {len(r) for r in rows(extract, table)} <= {len(TABLES[table])}, table

    def test_uses_no_number_that_a_register_uses(self, extract: Extract) -> None:
        for row in rows(extract, "charity_classification"):
            assert row[2].startswith("9")
            assert len(row[2]) == 7

    def test_writes_the_same_for_the_same_seed(self, extract: Extract, tmp_path: Path) -> None:
        again = write_extract(tmp_path, charities=COUNT, seed=7)

        for table in TABLES:
            name = f"publicextract.{table}.txt"
            assert (again.folder / name).read_bytes() == (extract.folder / name).read_bytes()

    def test_writes_others_for_another_seed(self, extract: Extract, tmp_path: Path) -> None:
        other = write_extract(tmp_path, charities=COUNT, seed=8)

        name = "publicextract.charity.txt"
        assert (other.folder / name).read_bytes() != (extract.folder / name).read_bytes()

    def test_writes_the_next_day_with_a_few_changes(self, extract: Extract, tmp_path: Path) -> None:
        after = write_extract(tmp_path, charities=COUNT, seed=7, changed=0.05)

        assert after.added == 1
        assert 5 <= after.changed <= 40
        before_lines = set(rows_without_date(extract))
        new_lines = [line for line in rows_without_date(after) if line not in before_lines]
        assert 1 <= len(new_lines) <= after.added + after.changed + after.removed

    def test_writes_json_with_its_byte_order_mark(self, tmp_path: Path) -> None:
        extract = write_extract(tmp_path, charities=50, seed=7, fmt="json")

        raw = (extract.folder / "publicextract.charity.json").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf[")
        records = json.loads(raw.decode("utf-8-sig"))
        assert len(records) == extract.rows["charity"]
        assert list(records[0]) == [name for name, _ in TABLES["charity"]]
        assert isinstance(records[0]["linked_charity_number"], int)

    def test_writes_an_empty_json_table_as_an_empty_list(self, tmp_path: Path) -> None:
        extract = write_extract(tmp_path, charities=1, seed=7, fmt="json")

        raw = (extract.folder / "publicextract.charity_published_report.json").read_text(
            "utf-8-sig"
        )
        assert json.loads(raw) == []

    def test_has_mostly_small_charities_and_a_few_large(self, extract: Extract) -> None:
        incomes = [int(r[9]) for r in rows(extract, "charity_annual_return_history") if r[9]]

        small = sum(1 for income in incomes if income < 10_000) / len(incomes)
        assert 0.3 < small < 0.6
        assert max(incomes) > 500_000


def rows_without_date(extract: Extract) -> list[str]:
    """The charities' first lines without the day they were written."""
    text = (extract.folder / "publicextract.charity.txt").read_text("utf-8")
    return [line.partition("\t")[2] for line in text.split("\n") if line.startswith("2026-11-2")]
