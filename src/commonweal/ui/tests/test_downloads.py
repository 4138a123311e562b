from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.ui.downloads import (
    A_TELEPHONE,
    TERMS,
    cell_safe,
    csv_lines,
    csv_response,
    csv_safe,
    file_name,
)


class TestCsvSafe:
    @pytest.mark.parametrize(
        "hostile",
        [
            "=1+1",
            "+441603+1",
            "+1+cmd|x!A1",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "\r=1",
            "＝1",
            "|calc",
            "\u200b=1",
        ],
    )
    def test_text_that_begins_a_formula_is_shown_not_run(self, hostile):
        assert csv_safe(hostile).startswith("'")

    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            (-5, -5), (2.5, 2.5), ("-5", "-5"), (None, ""), (True, "yes"), ("Choir", "Choir"),
            (dt.date(2026, 11, 23), "2026-11-23"), (["a", "b"], "a; b"), ("a\x00b", "ab"),
            ("+44 1603 555 012", "+44 1603 555 012"), ("+44 (0)1603 555012", "+44 (0)1603 555012"),
            ("+441603555012", "+44 1603555012"), ("+353 1 555 0123", "+353 1 555 0123"),
            ("01603 555 012", "01603 555 012"), ("Tom\u202egnirtS\x07\u200b", "TomgnirtS"),
        ],
    )  # fmt: skip
    def test_everything_else_stays_as_it_is(self, value, kept):
        assert csv_safe(value) == kept

    @given(st.text())
    def test_nothing_that_is_written_begins_a_formula(self, text):
        written = str(csv_safe(text))

        if not A_TELEPHONE.match(written):
            assert not written.lstrip(" ").startswith(("=", "+", "@", "\t", "\r"))


class TestCellSafe:
    def test_keeps_what_no_workbook_takes_for_a_formula(self):
        assert cell_safe("+44 1603 555 012") == "+44 1603 555 012"
        assert cell_safe("- tea\n- cake") == "- tea\n- cake"
        assert cell_safe(" =1+1") == "' =1+1"

    @given(st.text())
    def test_can_always_be_written_to_a_workbook(self, text):
        book = openpyxl.Workbook()
        book.active.cell(1, 1, cell_safe(text))

        assert book.active.cell(1, 1).data_type != "f"
        book.save(io.BytesIO())


class TestCsvLines:
    def test_can_be_read_again_with_the_notes_in_every_row_and_no_row_more(self):
        rows = [('Quayside, "Larder"', 3), ("line\nbreak", None)]

        text = "".join(csv_lines(("name", "count"), rows, ["A register: OGL.", "Contains data."]))

        assert list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))) == [
            {"name": name, "count": count, TERMS: "A register: OGL. Contains data."}
            for name, count in (('Quayside, "Larder"', "3"), ("line\nbreak", ""))
        ]

    def test_has_no_such_column_without_notes(self):
        assert "".join(csv_lines(("name",), [("x",)])) == "\ufeffname\r\nx\r\n"


class TestCsvResponse:
    def test_is_streamed_with_a_name_that_is_safe(self):
        response = csv_response('Nor"wich\r\n / wards', ("a",), [("b",)], on=dt.date(2026, 11, 23))

        assert response.streaming
        assert response["Content-Disposition"] == (
            'attachment; filename="norwich-wards-2026-11-23.csv"'
        )

    def test_has_a_name_even_when_no_letter_is_left(self):
        assert file_name("مجموعة", "csv") == "download.csv"
