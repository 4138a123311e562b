"""Tables in any letters are read rightly, or refused with the line that cannot be read."""

import datetime as dt
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.unseen import UNSEEN
from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading import lettering, plain, unpack
from commonweal.intake.reading.kinds import not_a_table

CSV = "id,name\n1,Café Społem – “Larder”\n2,Gràdh\n"
WINDOWS = "id,name\n1,Café – “Larder”\n2,Gràdh\n"


@pytest.fixture
def job(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    now = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    return Job(1, "casc", [], folder, None, now, lambda *_: None)


@pytest.fixture
def file(tmp_path):
    def write(data, name="clubs.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def words(path):
    return path.read_text(encoding="utf-8")


class TestPlain:
    @pytest.mark.parametrize("data", [CSV, "\ufeff" + CSV], ids=["plain", "marked"])
    def test_utf_8_is_read_where_it_lies(self, job, file, data):
        given_file = file(data)

        assert plain(job, given_file) == given_file
        assert job.notes == []

    @pytest.mark.parametrize(
        "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"], ids=lambda e: e
    )
    def test_utf_16_and_32_are_read_with_a_mark_or_without(self, job, file, encoding):
        assert words(plain(job, file(CSV.encode(encoding)))) == CSV
        assert "it was read so" in job.notes[0]

    def test_windows_letters_are_read_and_the_first_such_line_is_named(self, job, file):
        assert words(plain(job, file(WINDOWS.encode("cp1252")))) == WINDOWS
        assert "2 lines, the first line 2, read as Windows-1252" in job.notes[0]

    def test_a_file_put_together_from_two_is_read_line_by_line(self, job, file):
        mixed = "id,name\n1,Café\n".encode() + "2,Gràdh\n".encode("cp1252")

        assert words(plain(job, file(mixed))) == "id,name\n1,Café\n2,Gràdh\n"
        assert "1 line, the first line 3," in job.notes[0]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"id,name\n1,x\n2,\x8d\n", "line 3 holds the byte 0x8D"),
            ("id,name\n1,x\n".encode("utf-16") + b"\x00\xd8\x0a\x00", "not in line 3"),
        ],
    )
    def test_letters_that_are_none_are_refused_with_their_line(self, job, file, data, sentence):
        with pytest.raises(Unusable, match=sentence):
            plain(job, file(data))

    @pytest.mark.parametrize("mark", [";", "\t", "|"])
    def test_columns_between_other_marks_are_put_between_commas(self, job, file, mark):
        given_file = file(f'id{mark}name\n1{mark}"Tern, Ltd{mark}"\n2{mark}b\n')

        kept = ["id,name", f'1,"Tern, Ltd{mark}"', "2,b"]
        assert words(plain(job, given_file)).splitlines() == kept
        assert "between its columns; it was read so" in job.notes[0]

    def test_what_nobody_sees_is_left_out_and_told(self, job, file):
        hidden = "id,na\x00me\n1,Tom\u202e\u200b\x07\ud800\n".encode("utf-8", "surrogatepass")

        assert words(plain(job, file(hidden))) == "id,name\n1,Tom\ufffd\n"
        assert "4 characters that nobody sees, the first in line 1: left out" in job.notes[0]

    @given(st.text(st.characters(codec="utf-8")))
    def test_two_ways_of_looking_agree_on_what_is_plain(self, text):
        data = text.encode()

        controls = len(data.translate(None, lettering.CONTROLS)) != len(data)
        others = lettering.UNSEEN_BYTES.search(data) is not None

        assert (controls or others) == (UNSEEN.search(text) is not None)


class TestOtherKinds:
    @pytest.mark.parametrize(
        ("data", "name", "sentence"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "clubs.xls", "an old Excel workbook"),
            (b"%PDF-1.7", "clubs.pdf", "a PDF.*Ask its publisher"),
            (b"\n<!DOCTYPE html><html>", "clubs.xls", "a web page"),
            (
                b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
                "c.xls",
                "a spreadsheet saved as XML",
            ),
            (b"{\\rtf1", "clubs.csv", "a word processor's document"),
            (b"\x1f\x8b\x08", "clubs.csv", "packed in another way than a zip"),
        ],
    )
    def test_are_named_with_what_to_do(self, job, file, data, name, sentence):
        with pytest.raises(Unusable, match=f"{name} is {sentence}"):
            plain(job, file(data, name))

    @pytest.mark.parametrize(
        ("members", "sentence"),
        [
            ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "an OpenDocument"),
            ({"Index/Document.iwa": ""}, "an Apple document.*Export to"),
            ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "an Excel workbook"),
            ({"xl/workbook.bin": "", "xl/styles.bin": ""}, r"a binary Excel workbook \(.xlsb\)"),
            ({"word/document.xml": ""}, "a Word document"),
        ],
    )
    def test_that_are_zips_are_not_taken_apart(self, file, tmp_path, members, sentence):
        path = tmp_path / "clubs.csv"
        with zipfile.ZipFile(path, "w") as packed:
            for name, text in members.items():
                packed.writestr(name, text)

        assert unpack(path, tmp_path / "into") == [path]
        assert re.match(f"clubs.csv is {sentence}", not_a_table(path))

    def test_a_table_of_text_is_none_of_them(self, file):
        assert not_a_table(file(CSV)) == ""
        assert not_a_table(file("<3 our choir,b\n1,2\n")) == ""
