"""What is given is unpacked, and what is unsafe or broken is refused in a sentence."""

from __future__ import annotations

import struct
import zipfile

import pytest

from commonweal.intake.job import Unusable
from commonweal.intake.reading import find, need, unpack


def pack(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return path


class TestUnpack:
    def test_a_plain_file_is_read_where_it_lies(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("a")

        assert unpack(path, tmp_path / "into") == [path]

    def test_a_folder_may_hold_files_and_zips_and_zips_in_zips(self, tmp_path):
        given = tmp_path / "given"
        (given / "deep").mkdir(parents=True)
        (given / "a.csv").write_text("a")
        inner = pack(tmp_path / "inner.zip", b__csv="b")
        with zipfile.ZipFile(given / "deep" / "outer.zip", "w") as archive:
            archive.write(inner, "inner.zip")
            archive.writestr("__MACOSX/._b.csv", "rubbish")

        files = unpack(given, tmp_path / "into")

        assert sorted(f.name for f in files) == ["a.csv", "b.csv"]

    def test_a_spreadsheet_stays_whole(self, tmp_path):
        path = pack(tmp_path / "a.xlsx", sheet__xml="x")

        assert unpack(path, tmp_path / "into") == [path]

    def test_hidden_files_and_links_are_left_alone(self, tmp_path):
        given = tmp_path / "given"
        given.mkdir()
        (given / "a.csv").write_text("a")
        (given / ".secret.csv").write_text("s")
        (given / "link.csv").symlink_to("/etc/passwd")

        assert [f.name for f in unpack(given, tmp_path / "into")] == ["a.csv"]

    @pytest.mark.parametrize("name", [".", "./."])
    def test_refuses_a_member_without_a_name(self, tmp_path, name):
        path = tmp_path / "bad.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "x")

        with pytest.raises(Unusable, match="a file without a name"):
            unpack(path, tmp_path / "into")

    @pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "C:\\out"])
    def test_refuses_names_that_leave_the_folder(self, tmp_path, name):
        path = tmp_path / "bad.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "x")

        with pytest.raises(Unusable, match="not safe"):
            unpack(path, tmp_path / "into")

    def test_refuses_what_was_made_to_fill_a_disk(self, tmp_path):
        path = pack(tmp_path / "bomb.zip", zeros__csv="0" * (70 * 1024 * 1024))

        with pytest.raises(Unusable, match="far too much"):
            unpack(path, tmp_path / "into")

    @pytest.mark.parametrize("keep", [10, 60, -30])
    def test_refuses_a_zip_that_is_cut_short(self, tmp_path, keep):
        path = pack(tmp_path / "a.zip", a__csv="some words " * 50)
        path.write_bytes(path.read_bytes()[:keep])

        with pytest.raises(Unusable, match="Download it again"):
            unpack(path, tmp_path / "into")

    def test_refuses_a_zip_whose_bytes_are_damaged(self, tmp_path):
        path = pack(tmp_path / "a.zip", a__csv="".join(str(i * i) for i in range(3000)))
        damaged = bytearray(path.read_bytes())
        damaged[200] ^= 0xFF
        path.write_bytes(bytes(damaged))

        with pytest.raises(Unusable, match="Download it again"):
            unpack(path, tmp_path / "into")

    def test_refuses_a_header_that_lies_about_the_size(self, tmp_path):
        path = pack(tmp_path / "a.zip", a__csv="x" * 5000)
        raw = bytearray(path.read_bytes())
        central = raw.index(b"PK\x01\x02")
        raw[central + 24 : central + 28] = struct.pack("<I", 10)
        path.write_bytes(bytes(raw))

        with pytest.raises(Unusable):
            unpack(path, tmp_path / "into")

    def test_refuses_a_file_that_only_calls_itself_a_zip(self, tmp_path):
        path = tmp_path / "a.zip"
        path.write_text("<html>Sorry, not found</html>")

        with pytest.raises(Unusable, match="not a whole zip file"):
            unpack(path, tmp_path / "into")

    def test_an_empty_folder_is_said_to_be_empty(self, tmp_path):
        with pytest.raises(Unusable, match="holds no files"):
            unpack(tmp_path, tmp_path / "into")


class TestFind:
    def test_takes_the_one_whose_name_matches(self, tmp_path):
        files = [tmp_path / "PublicExtract.Charity.TXT", tmp_path / "other.txt"]

        assert find(files, r".*\.charity\.txt") == files[0]
        assert find(files, r"nothing") is None

    def test_does_not_guess_between_two(self, tmp_path):
        with pytest.raises(Unusable, match="Several files"):
            find([tmp_path / "a.txt", tmp_path / "b.txt"], r".*\.txt")

    def test_says_what_was_given_instead(self, tmp_path):
        with pytest.raises(Unusable, match=r"What was given: b\.txt"):
            need([tmp_path / "b.txt"], r"a\.txt", what="list of charities")
