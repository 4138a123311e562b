from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.ui.downloads import csv_lines, csv_response, csv_safe, file_name


class TestCsvSafe:
    @pytest.mark.parametrize(
        "hostile",
        ["=1+1", "+441603", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "|calc", "\u200b=1"],
    )
    def test_text_that_begins_a_formula_is_shown_not_run(self, hostile):
        assert csv_safe(hostile).startswith("'")

    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            (-5, -5), (2.5, 2.5), ("-5", "-5"), (None, ""), (True, "yes"), ("Choir", "Choir"),
            (dt.date(2026, 11, 23), "2026-11-23"), (["a", "b"], "a; b"), ("a\x00b", "ab"),
        ],
    )  # fmt: skip
    def test_everything_else_stays_as_it_is(self, value, kept):
        assert csv_safe(value) == kept

    @given(st.text())
    def test_nothing_that_is_written_begins_a_formula(self, text):
        assert not str(csv_safe(text)).lstrip(" ").startswith(("=", "+", "@", "\t", "\r"))


class TestCsvLines:
    def test_can_be_read_again_with_the_notes_last(self):
        rows = [('Quayside, "Larder"', 3), ("line\nbreak", None)]

        text = "".join(csv_lines(("name", "count"), rows, ["Source: a register."]))

        read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert read[0] == ["name", "count"]
        assert read[1] == ['Quayside, "Larder"', "3"]
        assert read[2] == ["line\nbreak", ""]
        assert read[-1] == ["Source: a register."]


class TestCsvResponse:
    def test_is_streamed_with_a_name_that_is_safe(self):
        response = csv_response('Nor"wich\r\n / wards', ("a",), [("b",)], on=dt.date(2026, 11, 23))

        assert response.streaming
        assert response["Content-Disposition"] == (
            'attachment; filename="norwich-wards-2026-11-23.csv"'
        )

    def test_has_a_name_even_when_no_letter_is_left(self):
        assert file_name("مجموعة", "csv") == "download.csv"
