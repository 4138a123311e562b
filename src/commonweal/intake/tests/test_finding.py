"""Which files of those given are read."""

import datetime as dt

import pytest

from commonweal.intake.job import Job
from commonweal.intake.reading import choose, each_once


@pytest.fixture
def job(tmp_path):
    return Job(
        run_id=1,
        source="names",
        files=[],
        folder=tmp_path,
        previous=None,
        now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        say=lambda step, done, of: None,
    )


def given(job, **files):
    for path, words in files.items():
        file = job.folder / path.replace("__", "/").replace("_csv", ".csv").replace("_txt", ".txt")
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(words)
        job.files.append(file)


class TestChoose:
    def test_takes_the_publishers_names_and_says_what_it_left(self, job):
        given(job, List1_csv=b"a", List2_csv=b"b", SOURCE_txt=b"where from", other_csv=b"c")

        taken = choose(job, r"list\d\.csv")

        assert [f.name for f in taken] == ["List1.csv", "List2.csv"]
        assert job.notes == ["Left, as other files: SOURCE.txt, other.csv."]

    def test_takes_the_right_kind_when_no_name_fits(self, job):
        given(job, mine_csv=b"a", SOURCE_txt=b"where from")

        assert [f.name for f in choose(job, r"list\d\.csv")] == ["mine.csv"]

    def test_reads_parts_that_say_the_same_once(self, job):
        given(job, List1_csv=b"a\n", List2_csv=b"a\n")

        assert len(choose(job, r"list\d\.csv")) == 1
        assert job.notes == ["List2.csv was read once: it was given twice."]


class TestEachOnce:
    def test_a_table_beside_the_zip_it_came_in_is_read_once(self, job):
        given(job, list_csv=b"a\nb\n", unpacked__list_csv=b"a\r\nb\r\n")

        assert each_once(job, job.files) == job.files[:1]

    def test_two_tables_of_one_name_that_differ_both_stay(self, job):
        given(job, list_csv=b"a\n", unpacked__list_csv=b"b\n")

        assert each_once(job, job.files) == job.files
        assert job.notes == []

    def test_empty_tables_of_other_names_stay(self, job):
        given(job, names_csv=b"[]", years_csv=b"[]")

        assert each_once(job, job.files) == job.files
