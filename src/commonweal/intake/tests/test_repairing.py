"""Broken lines are mended, never guessed: no two records become three, nor three two."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.intake.reading import first_day, repair

DAY = "2023-09-07 00:00:00.0000000"
HEADER = ["date_of_extract", "number", "name", "words"]
# Fields as a register may hold them: anything but tabs, with line breaks of every sort inside.
field = st.text(
    st.characters(
        exclude_characters="\t\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs"]
    ),
    max_size=12,
)
broken_field = (
    st.lists(field, min_size=1, max_size=3)
    .map("\r\n".join)
    .filter(
        # Words that begin as a record does, before a tab, cannot be told from one.
        lambda words: not re.search(r"[\r\n]\d{4}-\d\d-\d\d", words)
    )
)
row = st.tuples(st.integers(1, 9999).map(str), broken_field, broken_field)


def write(path, rows, end="\r\n"):
    lines = ["\t".join(r) for r in [HEADER, *[[DAY, *r] for r in rows]]]
    path.write_bytes((end.join(lines) + end).encode())
    return path


def read(path):
    lines = path.read_text(encoding="utf-8").split("\n")[1:-1]
    return [tuple(line.split("\t")[1:]) for line in lines]


def plain(text: str) -> str:
    """A field as the repair should leave it: each run of line breaks is one space."""
    words = text.replace("\r", "\n").strip("\n")
    return "\n".join(w for w in words.split("\n") if w)


class TestRepair:
    @given(rows=st.lists(row, min_size=1, max_size=12))
    @settings(max_examples=150, deadline=None)
    def test_as_many_records_come_out_as_went_in(self, rows, tmp_path_factory):
        folder = tmp_path_factory.mktemp("mend")
        found = repair(write(folder / "a.txt", rows), folder / "b.txt")

        assert (found.rows, found.broken) == (len(rows), [])
        kept = read(folder / "b.txt")
        assert [r[0] for r in kept] == [r[0] for r in rows]
        squeezed = [tuple("".join(f.split()) for f in r) for r in kept]
        assert squeezed == [tuple("".join(f.split()) for f in r) for r in rows]

    @given(rows=st.lists(row, min_size=1, max_size=8), data=st.data())
    @settings(max_examples=100, deadline=None)
    def test_a_record_that_lost_or_gained_a_tab_is_set_aside_alone(
        self, rows, data, tmp_path_factory
    ):
        folder = tmp_path_factory.mktemp("mend")
        bad = data.draw(st.integers(0, len(rows) - 1))
        number, name, words = rows[bad]
        wrong = data.draw(st.sampled_from([(number, name + words), (number, name, words, "x")]))
        given_rows = [*rows[:bad], wrong, *rows[bad + 1 :]]

        found = repair(write(folder / "a.txt", given_rows), folder / "b.txt")

        assert [b.row for b in found.broken] == [bad + 1]
        assert [r[0] for r in read(folder / "b.txt")] == [
            r[0] for i, r in enumerate(rows) if i != bad
        ]

    def test_a_line_break_before_a_tab_disappears(self, tmp_path):
        path = write(tmp_path / "a.txt", [("1", "https://example.org/\r\n", "later")])

        repair(path, tmp_path / "b.txt")

        assert read(tmp_path / "b.txt") == [("1", "https://example.org/", "later")]

    def test_a_line_break_in_the_last_field_is_kept_with_its_record(self, tmp_path):
        path = write(
            tmp_path / "a.txt", [("1", "Holt", "one\r\ntwo\r\n\r\nthree"), ("2", "A", "b")]
        )

        found = repair(path, tmp_path / "b.txt")

        assert read(tmp_path / "b.txt") == [("1", "Holt", "one two three"), ("2", "A", "b")]
        assert (found.rows, found.joined) == (2, 1)

    def test_windows_letters_nulls_and_a_byte_order_mark_are_read(self, tmp_path):
        path = tmp_path / "a.txt"
        body = (
            "\t".join(HEADER) + "\r\n" + "\t".join([DAY, "1", "Caf\xe9", "\x93so\x94\0"]) + "\r\n"
        )
        path.write_bytes(b"\xef\xbb\xbf" + body.encode("latin-1"))

        found = repair(path, tmp_path / "b.txt")

        assert found.header == HEADER
        assert read(tmp_path / "b.txt") == [("1", "Café", "“so”")]

    def test_utf_16_is_read(self, tmp_path):
        path = tmp_path / "a.txt"
        text = "\t".join(HEADER) + "\r\n" + "\t".join([DAY, "1", "Café", "x"]) + "\r\n"
        path.write_bytes(text.encode("utf-16"))

        assert repair(path, tmp_path / "b.txt").rows == 1
        assert read(tmp_path / "b.txt") == [("1", "Café", "x")]

    def test_a_file_without_columns_is_no_table(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text("<html>\n<body>Not here</body>")

        with pytest.raises(ValueError, match="columns"):
            repair(path, tmp_path / "b.txt")

    def test_text_before_the_first_record_is_set_aside(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_bytes(("\t".join(HEADER) + "\r\nstray\r\n" + f"{DAY}\t1\tA\tb\r\n").encode())

        found = repair(path, tmp_path / "b.txt")

        assert (found.rows, [b.row for b in found.broken]) == (1, [1])


class TestFirstDay:
    def test_is_what_every_record_of_the_file_begins_with(self, tmp_path):
        assert first_day(write(tmp_path / "a.txt", [("1", "Holt", "x")])) == DAY

    def test_is_nothing_where_the_first_line_is_no_record(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_bytes(("\t".join(HEADER) + "\r\nstray\r\n").encode())

        assert first_day(path) == ""


class TestRealExtract:
    def test_every_table_of_the_sample_is_read_whole(self, real_data, tmp_path):
        from commonweal.intake.reading import unpack

        files = unpack(real_data / "charity_commission" / "register_extract_sample", tmp_path)
        tables = {f.name: f for f in files if f.suffix == ".txt" and f.name != "SOURCE.txt"}

        found = {n: repair(f, tmp_path / n) for n, f in tables.items()}

        assert all(not r.broken for r in found.values())
        assert found["publicextract.charity.txt"].rows == 572
        assert found["publicextract.charity_published_report.txt"].rows == 2
