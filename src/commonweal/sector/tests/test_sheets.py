"""Tables that local organisations keep: read, mapped, judged."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.intake.reading.sheets import NotASheet, Sheet, as_sheet, read_sheet
from commonweal.sector.identifiers import normalise
from commonweal.sector.sources.mapping import (
    Columns,
    day_of,
    guess,
    minted,
    number_of,
    rows_of,
)

CSV = "Group name,Post code,Email\nMarram Knitters,zz99 3ab,knit@example.org\n"


@pytest.fixture
def file(tmp_path):
    def write(data, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def book(tmp_path, rows, merge=None):
    path = tmp_path / "list.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    workbook.save(path)
    return path


class TestReadSheet:
    @pytest.mark.parametrize(
        "data",
        [
            CSV,
            CSV.replace(",", ";"),
            CSV.replace(",", "\t"),
            CSV.replace(",", "|").replace("\n", "\r\n"),
            "\ufeff" + CSV,
            CSV.encode("utf-16"),
        ],
    )
    def test_takes_any_csv(self, file, data):
        sheet = read_sheet(file(data))

        assert sheet.headings == ["Group name", "Post code", "Email"]
        assert sheet.rows == [(2, ["Marram Knitters", "zz99 3ab", "knit@example.org"])]

    def test_takes_the_letters_of_older_windows_programs(self, file):
        sheet = read_sheet(file("Name,Town\nCafé Społem,x\n".encode("cp1250")))

        assert sheet.rows[0][1][0].startswith("Café")

    def test_says_what_it_read_in_another_way_and_what_it_left(self, file, tmp_path):
        older = read_sheet(file("Name,Town\nTom,x\nCaf\xe9,y\n".encode("cp1252")))
        hidden = read_sheet(file("Name,Town\nTom\u202egnirt\x00S,x\n"))
        workbook = openpyxl.Workbook()
        workbook.active.append(["Name"])
        workbook.active.append(["Choir"])
        workbook.create_sheet("Old groups")
        workbook.save(tmp_path / "two.xlsx")

        assert "1 line, the first line 3, read as Windows-1252" in older.notes[0]
        assert hidden.rows[0][1][0] == "TomgnirtS"
        assert "2 characters that nobody sees, the first in line 2" in hidden.notes[0]
        assert read_sheet(tmp_path / "two.xlsx").notes == [
            "Only the sheet Sheet was read, not Old groups."
        ]

    def test_takes_a_workbook_with_a_title_and_headings_that_span_columns(self, tmp_path):
        path = book(
            tmp_path,
            [
                ["Groups in Marram"],
                ["Who", None, "Where"],
                ["Name", "Started", "Postcode"],
                ["Marram Knitters", dt.datetime(2019, 5, 1, tzinfo=None), "ZZ99 3AB"],  # noqa: DTZ001
                [None, None, None],
                ["Fenby Choir", 43586, "ZZ99 4CD"],
            ],
            merge="A2:B2",
        )

        sheet = read_sheet(path)

        assert sheet.headings == ["Who: Name", "Who: Started", "Where: Postcode"]
        assert sheet.rows[0] == (4, ["Marram Knitters", "2019-05-01", "ZZ99 3AB"])
        assert [number for number, _ in sheet.rows] == [4, 6]

    def test_reads_no_formula_and_runs_none(self, tmp_path, file):
        path = book(tmp_path, [["Name", "Sum"], ["Knitters", '=HYPERLINK("http://evil")']])

        assert read_sheet(path).rows == [(2, ["Knitters", ""])]
        assert read_sheet(file("Name,Town\n=1+1,x\n")).rows == [(2, ["", "x"])]

    def test_numbers_headings_that_stand_twice(self, file):
        assert read_sheet(file("Name,Tel,Tel\na,b,c\n")).headings == ["Name", "Tel", "Tel (2)"]

    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "a.csv", "nothing"),
            (b"\n\n", "a.csv", "nothing"),
            (b"Name,Town\n", "a.csv", "no rows"),
            (b"\xd0\xcf\x11\xe0aaaaaaaa", "a.xls", r"old Excel workbook .*save it as .xlsx"),
            (b"PK\x03\x04 and then rubbish", "a.xlsx", "broken or locked"),
            (b"\x89PNG\r\n\x00\x00\x00", "a.png", "a picture"),
            (b"<html><table><tr><td>Name", "a.xls", "a web page, though it may be called"),
            (b"Name\n\x81\n", "a.csv", "line 2 holds the byte 0x81"),
            (b'Name,Town\nA,"' + b"x" * 1_000_001, "a.csv", "a quotation mark is never closed"),
        ],
    )
    def test_says_in_a_sentence_why_a_file_cannot_be_read(self, file, data, name, words):
        with pytest.raises(NotASheet, match=words):
            read_sheet(file(data, name))

    def test_opens_no_file_that_is_too_large_packed_or_unpacked(self, file, tmp_path, monkeypatch):
        monkeypatch.setattr("commonweal.intake.reading.sheets.MOST_UNPACKED", 1000)
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", "0" * 100_000)
        with pytest.raises(NotASheet, match="far too much"):
            read_sheet(path)

        monkeypatch.setattr("commonweal.intake.reading.sheets.MOST_BYTES", 10)
        with pytest.raises(NotASheet, match="50 MB"):
            read_sheet(file(CSV))

    def test_reads_no_further_than_it_may(self, file, monkeypatch):
        with pytest.raises(NotASheet, match="more than 20 rows"):
            read_sheet(file("Name\n" + "x\n" * 30), 20)

        monkeypatch.setattr("commonweal.intake.reading.sheets.MOST_CELLS", 1000)
        with pytest.raises(NotASheet, match="too many columns"):
            read_sheet(file("Name\n" + ("x," * 30 + "y\n") * 40))
        with pytest.raises(NotASheet, match="too many columns"):
            read_sheet(file("x," * 90 + "y\n" + "x\n" * 40))

    def test_reads_of_a_wide_row_what_it_holds(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["A1"], book.active["A2"], book.active["XFD2"] = "Name", "Choir", "far away"
        book.save(tmp_path / "wide.xlsx")

        sheet = read_sheet(tmp_path / "wide.xlsx")

        assert (sheet.headings, sheet.rows) == (["Name"], [(2, ["Choir"])])

    @given(grid=st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=6))
    def test_never_fails_but_in_a_sentence(self, grid):
        try:
            sheet = as_sheet(grid)
        except NotASheet:
            return

        assert all(len(cells) == len(sheet.headings) for _, cells in sheet.rows)
        assert len(set(sheet.headings)) == len(sheet.headings)


class TestGuess:
    def test_knows_columns_by_their_headings_and_uses_each_once(self):
        heads = [
            "Organisation Name", "Charity No.", "Company number", "Address 1", "Address 2",
            "Post Code", "E-mail", "Tel", "Web site", "Main activities", "Turnover",
        ]  # fmt: skip
        found = guess(Sheet(heads, []))

        assert found["name"] == ["Organisation Name"]
        assert found["charity"] == ["Charity No."]
        assert found["street"] == ["Address 1", "Address 2"]
        assert found["website"] == ["Web site"]
        assert found["income"] == ["Turnover"]
        used = [c for columns in found.values() for c in columns]
        assert len(used) == len(set(used)) == len(heads)

    def test_takes_a_column_called_name_before_one_called_group(self):
        assert guess(Sheet(["Group", "Name"], []))["name"] == ["Name"]
        assert guess(Sheet(["Group", "Town"], []))["name"] == ["Group"]


def rows(*cells, key="", **facts):
    heads = ["Name", "Charity", "Company", "Postcode", "Income", "Day", "Ref"]
    sheet = Sheet(heads, [(n, list(row)) for n, row in enumerate(cells, start=2)])
    columns = {
        "name": ["Name"], "charity": ["Charity"], "company": ["Company"],
        "postcode": ["Postcode"], "income": ["Income"], "year_end": ["Day"],
    }  # fmt: skip
    return list(rows_of(sheet, Columns(columns, key), "Voluntary Marram"))


class TestRows:
    def test_without_a_number_are_groups_with_a_number_made_here_that_stays(self):
        one, other = rows(
            ("Knitters", "", "", "zz993ab", "", "", ""), ("Choir", "n/a", "", "", "", "", "")
        )
        again = rows(("KNITTERS ", "", "", "ZZ99 3AB", "£5", "", ""))[0]

        assert one.facts["kind"] == "group"
        assert one.facts["postcode"] == "ZZ99 3AB"
        assert one.key.startswith("XX-VCSE-voluntary-marram-")
        assert normalise("XX-VCSE", one.key) == one.key.removeprefix("XX-VCSE-")
        assert one.key == again.key != other.key

    def test_are_known_by_the_key_column_when_one_is_chosen(self):
        before = rows(("Knitters", "", "", "", "", "", "A7"), key="Ref")[0]
        after = rows(("Marram Knitters", "1090095", "", "", "", "", " a7"), key="Ref")[0]

        assert before.key == after.key
        assert after.identifiers == [("GB-CHC", "1090095")]

    def test_are_known_by_their_register_number(self):
        assert rows(("Trust", "1090095.0", "", "", "", "", ""))[0].key == "GB-CHC-1090095"
        assert rows(("Trust", "SC7427", "", "", "", "", ""))[0].key == "GB-SC-SC007427"
        assert rows(("Firm", "", "2534141", "", "", "", ""))[0].key == "GB-COH-02534141"

    @pytest.mark.parametrize(
        ("cells", "problem"),
        [
            (("", "1090095", "", "", "", "", ""), "it has no name"),
            (("--", "", "", "", "", "", ""), "it has no name"),
            (("A", "12", "", "", "", "", ""), "12 is not a charity number"),
            (("A", "", "12345678901", "", "", "", ""), "is not a company number"),
            (("A", "", "", "", "lots", "", ""), "lots is not a number"),
            (("A", "", "", "", "", "31/02/2026", ""), "31/02/2026 is not a day"),
        ],
    )
    def test_that_cannot_be_say_why(self, cells, problem):
        assert problem in rows(cells)[0].problem

    def test_that_stand_twice_are_used_once(self):
        first, second = rows(("A", "", "", "", "", "", ""), ("a", "", "", "", "", "", ""))

        assert (first.problem, second.problem) == ("", "it is the same as row 2")


class TestFigures:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("46112", dt.date(2026, 3, 31)),
            ("31/03/2026", dt.date(2026, 3, 31)),
            ("2026-03-31", dt.date(2026, 3, 31)),
            ("31 March 2026", dt.date(2026, 3, 31)),
            ("next week", None),
            ("99999", None),
        ],
    )
    def test_days_are_read_as_people_and_spreadsheets_write_them(self, text, day):
        assert day_of(text) == day

    @pytest.mark.parametrize(
        ("text", "number"),
        [("£12,500.00", 12_500), ("0", 0), ("-5", None), ("1e9", None), ("12 000", 12_000)],
    )
    def test_numbers_are_whole_and_not_less_than_nought(self, text, number):
        assert number_of(text) == number


class TestMinted:
    @given(owner=st.text(max_size=60), key=st.text(max_size=60))
    def test_is_always_a_number_that_we_take(self, owner, key):
        assert normalise("XX-VCSE", minted(owner, key)) == minted(owner, key)
        assert len(minted(owner, key)) <= 60
