"""Downloads that break off, lie, or are not files at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.actors import Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.intake import downloading
from commonweal.intake.actions import fetch_source
from commonweal.intake.dating import Dated, candidates, is_edition
from commonweal.intake.fetching import addresses_of, verified
from commonweal.intake.source import OPEN_GOVERNMENT, SOURCES, Source
from commonweal.intake.tests.loopback import Manner, serving, serving_at

pytestmark = pytest.mark.django_db
SETTING = "COMMONWEAL_ADDRESSES_WHIMSY"
LONG = bytes(range(256)) * 2_000


@pytest.fixture(autouse=True)
def whimsy(monkeypatch, settings, tmp_path):
    """A source without addresses of its own, in a home of its own, and a clock that never waits."""
    source = Source(
        name="whimsy", title="Whimsy", publisher="Nobody", homepage="https://example.org/",
        licence=OPEN_GOVERNMENT, brings="things", refreshed="never", loader=lambda job: None,
    )  # fmt: skip
    monkeypatch.setitem(SOURCES, "whimsy", source)
    settings.HOME = tmp_path
    settings.KEEP_IMPORTS = tmp_path / "imports"
    monkeypatch.setattr(downloading.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(downloading.Download.__init__, "__kwdefaults__", {
        **(downloading.Download.__init__.__kwdefaults__ or {}), "pause": lambda seconds: None,
    })  # fmt: skip
    return source


def zipped(content: bytes = b"a,b\n1,2\n") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", content)
    return file.getvalue()


def fetch(monkeypatch, *addresses, **also):
    monkeypatch.setenv(SETTING, ",".join(addresses))
    return fetch_source(by=Operator(), source="whimsy", **also)


class TestFetch:
    def test_keeps_the_file_in_a_dated_folder(self, monkeypatch):
        with serving(table_csv=Manner()) as address, time_machine.travel("2026-11-23"):
            fetched = fetch(monkeypatch, f"{address}/table.csv")

        assert Path(fetched.folder).name == "2026-11-23"
        assert (Path(fetched.folder) / "table.csv").read_bytes() == b"a,b\n1,2\n"
        assert JournalEntry.objects.filter(action="intake.fetch_source").exists()

    def test_goes_on_where_it_broke_off(self, monkeypatch):
        manner = Manner(content=LONG, breaks=2, kind="application/octet-stream")

        with serving(long_bin=manner) as address:
            fetched = fetch(monkeypatch, f"{address}/long.bin")

        assert (Path(fetched.folder) / "long.bin").read_bytes() == LONG
        assert fetched.resumed
        assert manner.asked[1]["Range"] == f"bytes={len(LONG) // 2}-"
        assert manner.asked[1]["If-Range"] == '"one"'

    def test_goes_on_next_time_when_all_tries_were_used_up(self, monkeypatch):
        manner = Manner(content=LONG, breaks=downloading.TRIES)

        with serving(long_bin=manner) as address:
            with pytest.raises(Refused, match="fetch again to go on"):
                fetch(monkeypatch, f"{address}/long.bin")
            fetched = fetch(monkeypatch, f"{address}/long.bin")

        assert fetched.resumed
        assert (Path(fetched.folder) / "long.bin").read_bytes() == LONG

    def test_begins_again_where_the_server_ignores_ranges(self, monkeypatch):
        with serving(long_bin=Manner(content=LONG, breaks=1, ignores_range=True)) as address:
            fetched = fetch(monkeypatch, f"{address}/long.bin")

        assert (Path(fetched.folder) / "long.bin").read_bytes() == LONG
        assert not fetched.resumed

    def test_begins_again_where_the_file_is_another_by_now(self, monkeypatch):
        manner = Manner(content=LONG, breaks=downloading.TRIES)
        with serving(long_bin=manner) as address:
            with pytest.raises(Refused):
                fetch(monkeypatch, f"{address}/long.bin")
            manner.content, manner.etag = b"shorter and newer", '"two"'

            fetched = fetch(monkeypatch, f"{address}/long.bin")

        assert (Path(fetched.folder) / "long.bin").read_bytes() == b"shorter and newer"

    def test_does_not_trust_a_part_from_another_place(self, monkeypatch):
        with (
            serving(long_bin=Manner(content=LONG, breaks=9, moves_range=7)) as address,
            pytest.raises(Refused),
        ):
            fetch(monkeypatch, f"{address}/long.bin")

    @pytest.mark.parametrize("lie", [10, 1_000_000])
    def test_a_length_that_lies_is_never_believed(self, monkeypatch, tmp_path, lie):
        with serving(table_csv=Manner(lies=lie)) as address, pytest.raises(Refused):
            fetch(monkeypatch, f"{address}/table.csv")

        assert not list((tmp_path / "archive" / "whimsy").glob("2*"))

    def test_tries_again_when_the_server_is_unwell(self, monkeypatch):
        manner = Manner(statuses=[503, 429, 500])

        with serving(table_csv=manner) as address:
            fetched = fetch(monkeypatch, f"{address}/table.csv")

        assert len(manner.asked) == 4
        assert fetched.files == ("table.csv",)

    @pytest.mark.parametrize("status", [403, 404, 410])
    def test_says_when_the_address_is_wrong(self, monkeypatch, status):
        with (
            serving(table_csv=Manner(statuses=[status])) as address,
            pytest.raises(Refused, match="The address may have changed"),
        ):
            fetch(monkeypatch, f"{address}/table.csv")

    @pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
    def test_a_web_page_is_no_file_whatever_it_calls_itself(self, monkeypatch, kind):
        page = b"\n<!DOCTYPE html><html><body>Sign in</body></html>"
        with (
            serving(table_csv=Manner(content=page, kind=kind)) as address,
            pytest.raises(Refused, match="web page"),
        ):
            fetch(monkeypatch, f"{address}/table.csv")

    def test_a_damaged_zip_is_refused(self, monkeypatch):
        whole = bytearray(zipped(b"a,b\n" * 500))
        whole[45] ^= 0xFF
        for content in (bytes(whole), zipped()[:-10], b"", b"not a zip at all"):
            with (
                serving(table_zip=Manner(content=content, kind="application/zip")) as address,
                pytest.raises(Refused),
            ):
                fetch(monkeypatch, f"{address}/table.zip")

    def test_a_whole_zip_is_kept(self, monkeypatch):
        with serving(table_zip=Manner(content=zipped(), kind="application/zip")) as address:
            assert fetch(monkeypatch, f"{address}/table.zip").files == ("table.zip",)

    def test_says_when_nothing_has_changed(self, monkeypatch):
        with serving(table_csv=Manner()) as address:
            first = fetch(monkeypatch, f"{address}/table.csv")
            again = fetch(monkeypatch, f"{address}/table.csv")

        assert not first.unchanged
        assert again.unchanged
        assert again.folder == first.folder

    def test_keeps_an_edition_whole_when_only_one_of_its_files_changed(self, monkeypatch):
        one, two = Manner(), Manner(etag='"other"')
        with serving(one_csv=one, two_csv=two) as address:
            with time_machine.travel("2026-11-22"):
                fetch(monkeypatch, f"{address}/one.csv", f"{address}/two.csv")
            two.etag = '"newer"'
            with time_machine.travel("2026-11-23"):
                fetched = fetch(monkeypatch, f"{address}/one.csv", f"{address}/two.csv")

        assert fetched.files == ("one.csv", "two.csv")

    def test_removes_editions_that_are_too_old(self, monkeypatch, tmp_path):
        manner = Manner()
        with serving(table_csv=manner) as address:
            for day in range(1, 6):
                manner.etag = f'"{day}"'
                with time_machine.travel(f"2026-11-0{day}"):
                    fetched = fetch(monkeypatch, f"{address}/table.csv", keep=2)

        kept = sorted(f.name for f in (tmp_path / "archive" / "whimsy").iterdir())
        assert kept == ["2026-11-04", "2026-11-05"]
        assert fetched.removed == ("2026-11-03",)

    def test_a_name_from_the_server_cannot_leave_the_folder(self, monkeypatch, tmp_path):
        manner = Manner(disposition='attachment; filename="../../../etc/passwd"')
        with serving(table_csv=manner) as address:
            fetched = fetch(monkeypatch, f"{address}/table.csv")

        files = list(Path(fetched.folder).iterdir())
        assert {f.parent for f in files} == {Path(fetched.folder)}
        assert not (tmp_path / "etc").exists()

    def test_refuses_an_unknown_source_and_one_without_address(self, monkeypatch):
        with pytest.raises(Refused, match="There is no source"):
            fetch_source(by=Operator(), source="nonsense")
        with pytest.raises(
            Refused, match="no address that stays.*example.org.*commonweal import whimsy FILE"
        ):
            fetch_source(by=Operator(), source="whimsy")

    def test_nobody_at_home_is_a_sentence(self, monkeypatch):
        with pytest.raises(Refused, match="could not be fetched"):
            fetch(monkeypatch, "http://127.0.0.1:9/table.csv")

    def test_is_for_those_who_may_import(self, monkeypatch):
        with pytest.raises(PermissionDenied):
            fetch_source(by=Visitor(), source="whimsy")
        with pytest.raises(Refused):
            fetch_source(by=Robot("whimsy"), source="whimsy")


class TestAddresses:
    def test_are_unverified_until_used(self, monkeypatch, whimsy):
        with serving(table_csv=Manner()) as address:
            monkeypatch.setenv(SETTING, f"{address}/table.csv")
            before = verified(whimsy)
            fetch(monkeypatch, f"{address}/table.csv")

        assert (before, verified(whimsy)) == (False, True)
        assert addresses_of(whimsy) == (f"{address}/table.csv",)


class TestADatedAddress:
    def dated(self, monkeypatch, whimsy, **more) -> Source:
        source = dataclasses.replace(whimsy, dated=Dated(**more), by_hand="Take the whole.")
        monkeypatch.setitem(SOURCES, "whimsy", source)
        return source

    def test_is_tried_newest_first_and_verified_by_what_it_found(self, monkeypatch, whimsy):
        source = self.dated(monkeypatch, whimsy)
        absent, there = Manner(statuses=[404]), Manner()
        names = {"data-2026-11-01.csv": absent, "data-2026-10-01.csv": there}

        with serving_at(names) as address, time_machine.travel("2026-11-05"):
            fetched = fetch(monkeypatch, f"{address}/data-{{YYYY}}-{{MM}}-{{DD}}.csv")

        assert fetched.files == ("data-2026-10-01.csv",)
        assert verified(source)
        assert len(absent.asked) == 1

    def test_that_was_fetched_before_is_unchanged_until_there_is_a_newer(self, monkeypatch, whimsy):
        self.dated(monkeypatch, whimsy)
        newer = Manner(statuses=[404, 404], content=b"newer")
        names = {"2026-11.csv": newer, "2026-10.csv": Manner()}

        with serving_at(names) as address, time_machine.travel("2026-11-05"):
            pattern = f"{address}/{{YYYY}}-{{MM}}.csv"
            before = [fetch(monkeypatch, pattern).unchanged for _ in range(2)]
            after = fetch(monkeypatch, pattern)

        assert before == [False, True]
        assert after.files == ("2026-11.csv",)

    def test_gives_up_after_so_many_and_says_where_to_look(self, monkeypatch, whimsy):
        self.dated(monkeypatch, whimsy, back=3)
        gone = {f"2026-{month}.csv": Manner(statuses=[404]) for month in ("09", "10", "11")}

        with (
            serving_at(gone) as address,
            time_machine.travel("2026-11-05"),
            pytest.raises(Refused, match=r"None of the 3 addresses .*2026-11.csv back to .*09.csv"),
        ):
            fetch(monkeypatch, f"{address}/{{YYYY}}-{{MM}}.csv")

    def test_of_which_a_newer_one_is_damaged_is_not_replaced_by_an_older(self, monkeypatch, whimsy):
        self.dated(monkeypatch, whimsy)
        names = {"2026-11.zip": Manner(content=zipped()[:-10]), "2026-10.zip": Manner()}

        with (
            serving_at(names) as address,
            time_machine.travel("2026-11-05"),
            pytest.raises(Refused, match="damaged or cut off"),
        ):
            fetch(monkeypatch, f"{address}/{{YYYY}}-{{MM}}.zip")


class TestCandidates:
    def test_are_of_the_months_and_days_that_may_be_and_not_to_come(self):
        quarterly = Dated(months=(2, 5, 8, 11), back=2)

        assert candidates("x_{MON}_{YYYY}", quarterly, dt.date(2026, 10, 30)) == [
            "x_AUG_2026", "x_MAY_2026",
        ]  # fmt: skip
        assert candidates("{DD}", Dated(days=(1, 2, 3), back=2), dt.date(2026, 3, 2)) == [
            "01", "02", "03",
        ]  # fmt: skip
        assert candidates("https://x/y.csv", quarterly, dt.date(2026, 1, 1)) == ["https://x/y.csv"]

    @given(
        day=st.dates(dt.date(2001, 1, 1)),
        months=st.sets(st.integers(1, 12), min_size=1),
        days=st.sets(st.integers(1, 28), min_size=1, max_size=6),
        back=st.integers(1, 5),
    )
    def test_are_few_different_newest_month_first_and_known_again(self, day, months, days, back):
        dated = Dated(months=tuple(months), days=tuple(days), back=back)

        found = candidates("{YYYY}-{MM}-{DD}", dated, day)

        assert 0 < len(found) <= back * len(days)
        assert [f[:7] for f in found] == sorted((f[:7] for f in found), reverse=True)
        assert all(f <= day.isoformat() and is_edition(f, "{YYYY}-{MM}-{DD}") for f in found)


class TestEverySource:
    @pytest.mark.parametrize("name", sorted(SOURCES))
    def test_has_an_address_or_says_what_to_do_by_hand(self, name):
        source = SOURCES[name]

        assert source.addresses or source.by_hand or name == "spreadsheet"


class TestCommand:
    def test_prints_one_json_document(self, monkeypatch, capsys):
        with serving(table_csv=Manner()) as address:
            monkeypatch.setenv(SETTING, f"{address}/table.csv")
            call_command("fetch_source", "whimsy", "--json")

        document = json.loads(capsys.readouterr().out)
        assert document["source"] == "whimsy"
        assert document["files"] == ["table.csv"]
