"""The life of a run: whole or nothing, once at a time, told truly."""

from __future__ import annotations

import dataclasses
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.core.actors import Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.intake import folders, source
from commonweal.intake.actions import (
    confirm_run,
    drop_run,
    import_file,
    judge_again,
    resume_run,
)
from commonweal.intake.choices import Standing
from commonweal.intake.job import Counts
from commonweal.intake.models import Run, SourceState
from commonweal.intake.reports import report_of, sources_now
from commonweal.intake.tests.factories import NAMES, NamesLoader, RunFactory, write

pytestmark = pytest.mark.django_db
robot = Robot("names")


@pytest.fixture(autouse=True)
def names(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(source.SOURCES, "names", NAMES)
    settings.KEEP_IMPORTS = tmp_path / "imports"
    NamesLoader.REGISTER, NamesLoader.CRASH = set(), {}


def bring(path, **more) -> Run:
    return import_file(by=robot, source="names", path=path, **more)


class TestImportFile:
    def test_applies_what_it_read_and_reports_it(self, tmp_path):
        run = bring(write(tmp_path / "a.txt", "holt", "diss", "acle"))

        assert {"holt", "diss", "acle"} == NamesLoader.REGISTER
        assert (run.standing, run.read, run.created) == (Standing.DONE, 3, 3)
        assert SourceState.objects.get(source="names").applied == run

    def test_knows_the_same_file_again_without_reading_it(self, tmp_path):
        path = write(tmp_path / "a.txt", "holt", "diss")
        bring(path)
        NamesLoader.CRASH["stage"] = AssertionError("read again")

        run = bring(path)

        assert (run.standing, run.read, run.unchanged) == (Standing.UNCHANGED, 2, 2)

    def test_reads_the_same_file_again_when_what_it_depends_on_has_changed(
        self, tmp_path, monkeypatch
    ):
        path = write(tmp_path / "a.txt", "holt")
        bring(path)
        elsewhere = dataclasses.replace(NAMES, depends=lambda: "another place")
        monkeypatch.setitem(source.SOURCES, "names", elsewhere)

        run = bring(path)

        assert "The same file" not in " ".join(run.notes)
        assert (run.standing, run.unchanged) == (Standing.UNCHANGED, 1)

    def test_a_trial_changes_nothing(self, tmp_path):
        run = bring(write(tmp_path / "a.txt", "holt"), trial=True)

        assert (run.standing, run.created) == (Standing.TRIAL, 1)
        assert set() == NamesLoader.REGISTER
        assert SourceState.objects.get(source="names").applied is None

    def test_a_file_of_the_wrong_kind_fails_with_a_sentence(self, tmp_path):
        run = bring(write(tmp_path / "a.txt", "<html>"))

        assert run.standing == Standing.FAILED
        assert run.problem == "This is a web page, not a list of names."
        assert set() == NamesLoader.REGISTER

    def test_a_cut_zip_fails_with_a_sentence(self, tmp_path):
        whole = tmp_path / "a.zip"
        with zipfile.ZipFile(whole, "w") as archive:
            archive.writestr("a.txt", "holt diss " * 200)
        cut = tmp_path / "cut.zip"
        cut.write_bytes(whole.read_bytes()[:-40])

        run = bring(cut)

        assert run.standing == Standing.FAILED
        assert "Download it again" in run.problem

    @pytest.mark.parametrize("step", ["stage", "apply"])
    def test_a_fault_leaves_everything_as_it_was(self, tmp_path, step):
        bring(write(tmp_path / "a.txt", "holt"))
        NamesLoader.CRASH[step] = ValueError("a fault")

        with pytest.raises(ValueError, match="a fault"):
            bring(write(tmp_path / "b.txt", "holt", "diss"))

        state = SourceState.objects.get(source="names")
        assert {"holt"} == NamesLoader.REGISTER
        assert state.applied.file_name == "a.txt"
        assert Run.objects.latest("pk").standing == Standing.FAILED
        assert bring(write(tmp_path / "b.txt", "holt", "diss")).standing == Standing.DONE

    @pytest.mark.parametrize("step", ["stage", "apply"])
    def test_a_killed_run_is_picked_up_when_the_file_is_given_again(self, tmp_path, step):
        path = write(tmp_path / "a.txt", "holt")
        NamesLoader.CRASH[step] = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            bring(path)
        died = Run.objects.get()

        run = bring(path)

        assert run.standing == Standing.DONE
        assert {"holt"} == NamesLoader.REGISTER
        assert (run == died) is (step == "apply")
        assert not Run.objects.all().unfinished().exists()

    def test_a_killed_run_gives_way_to_a_newer_file(self, tmp_path):
        NamesLoader.CRASH["apply"] = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            bring(write(tmp_path / "a.txt", "holt"))

        run = bring(write(tmp_path / "b.txt", "diss"))

        assert run.standing == Standing.DONE
        assert {"diss"} == NamesLoader.REGISTER
        assert Run.objects.order_by("pk").first().standing == Standing.FAILED

    def test_only_one_process_works_on_a_source(self, tmp_path):
        path = write(tmp_path / "a.txt", "holt")

        with folders.alone("names"), pytest.raises(Refused, match="at this moment"):
            bring(path)

    def test_stops_for_a_person_when_more_than_a_fiftieth_would_go(self, tmp_path):
        bring(write(tmp_path / "a.txt", *[f"n{i}" for i in range(100)]))

        run = bring(write(tmp_path / "b.txt", *[f"n{i}" for i in range(97)]))

        assert run.standing == Standing.WAITING
        assert len(NamesLoader.REGISTER) == 100
        with pytest.raises(Refused, match="confirm it or drop it"):
            bring(write(tmp_path / "c.txt", "n1"))

    def test_exactly_a_fiftieth_may_go(self, tmp_path):
        bring(write(tmp_path / "a.txt", *[f"n{i}" for i in range(100)]))

        run = bring(write(tmp_path / "b.txt", *[f"n{i}" for i in range(98)]))

        assert (run.standing, run.gone) == (Standing.DONE, 2)

    @pytest.mark.parametrize(
        ("before", "after", "why"),
        [
            ({"names": 3, "years": 90}, {"names": 3}, "90 rows of years; this one has none"),
            ({"names": 3}, {"names": 3, "bad": 21}, "21 of 24 are rejected; last time 0"),
        ],
    )
    def test_stops_for_a_person_when_the_file_as_a_whole_looks_wrong(
        self, tmp_path, monkeypatch, before, after, why
    ):
        tables = iter([before, after])

        def counts(self, names):
            found, kept = next(tables), self.before()
            bad = found.pop("bad", 0)
            new, old = len(names - kept), len(names & kept)
            read = new + old + bad
            return Counts(read=read, created=new, unchanged=old, rejected=bad, tables=found)

        monkeypatch.setattr(NamesLoader, "counts", counts)
        monkeypatch.setattr(NamesLoader, "apply", lambda self: self.staged)
        stage = NamesLoader.stage

        def remember(self):
            staged = stage(self)
            self.staged = staged.counts
            return staged

        monkeypatch.setattr(NamesLoader, "stage", remember)
        bring(write(tmp_path / "a.txt", "holt", "diss", "acle"))

        run = bring(write(tmp_path / "b.txt", "holt", "diss", "acle "))

        assert run.standing == Standing.WAITING
        assert why in " ".join(run.notes)

    def test_refuses_what_is_not_there(self, tmp_path):
        with pytest.raises(Refused, match="no file or folder"):
            bring(tmp_path / "missing.txt")
        with pytest.raises(Refused, match="There is no source 'nomes'"):
            import_file(by=robot, source="nomes", path=tmp_path)

    def test_is_not_for_visitors(self, tmp_path):
        with pytest.raises(PermissionDenied):
            import_file(by=Visitor(), source="names", path=tmp_path)

    def test_is_journalled_under_the_robots_name(self, tmp_path):
        run = bring(write(tmp_path / "a.txt", "holt"))

        entry = JournalEntry.objects.get(action="intake.import_file")
        assert (entry.actor_key, entry.thing) == ("robot:names", f"intake.run:{run.pk}")

    def test_old_folders_are_thrown_away_but_not_the_one_applied(self, tmp_path):
        first = bring(write(tmp_path / "a.txt", "holt"))
        second = bring(write(tmp_path / "b.txt", "holt", "diss"))

        assert not folders.folder_of(first).exists()
        assert (folders.folder_of(second) / "names.txt").exists()

    def test_says_how_far_it_is(self, tmp_path):
        said = []

        bring(write(tmp_path / "a.txt", "holt"), say=lambda *words: said.append(words[0]))

        assert said == ["Reading and checking", "Applying"]


class TestConfirmRun:
    @pytest.fixture
    def waiting(self, tmp_path) -> Run:
        bring(write(tmp_path / "a.txt", "holt", "diss"))
        return bring(write(tmp_path / "b.txt", "holt"))

    def test_applies_what_was_staged(self, waiting):
        run = confirm_run(by=Operator(), run=waiting)

        assert (run.standing, run.gone) == (Standing.DONE, 1)
        assert {"holt"} == NamesLoader.REGISTER

    def test_is_for_a_person(self, waiting):
        with pytest.raises(PermissionDenied):
            confirm_run(by=robot, run=waiting)

    def test_happens_only_once(self, waiting):
        confirm_run(by=Operator(), run=waiting)

        with pytest.raises(Refused, match="does not wait"):
            confirm_run(by=Operator(), run=waiting)

    def test_needs_what_was_staged(self, waiting):
        (folders.folder_of(waiting) / "staged.json").unlink()

        with pytest.raises(Refused, match="Give the file again"):
            confirm_run(by=Operator(), run=waiting)
        assert {"holt", "diss"} == NamesLoader.REGISTER


class TestDropRun:
    def test_changes_nothing_and_lets_the_next_begin(self, tmp_path):
        bring(write(tmp_path / "a.txt", "holt", "diss"))
        waiting = bring(write(tmp_path / "b.txt", "holt"))

        drop_run(by=Operator(), run=waiting)

        assert {"holt", "diss"} == NamesLoader.REGISTER
        assert bring(write(tmp_path / "c.txt", "holt", "diss", "acle")).standing == Standing.DONE

    def test_a_run_that_is_done_cannot_be_dropped(self):
        with pytest.raises(Refused, match="done already"):
            drop_run(by=Operator(), run=RunFactory(standing=Standing.DONE))


class TestResumeRun:
    def test_goes_on_from_staging_without_the_file(self, tmp_path):
        path = write(tmp_path / "a.txt", "holt")
        NamesLoader.CRASH["apply"] = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            bring(path)
        path.unlink()

        run = resume_run(by=robot, run=Run.objects.get())

        assert run.standing == Standing.DONE
        assert "Went on" in run.notes[-1]

    def test_a_run_that_was_still_reading_cannot_go_on(self):
        with pytest.raises(Refused, match="Give the file again"):
            resume_run(by=robot, run=RunFactory())


class TestJudgeAgain:
    def test_leaves_a_source_alone_that_keeps_no_rows(self, tmp_path):
        bring(write(tmp_path / "a.txt", "holt"))

        assert judge_again(by=robot, source="names") is None


class TestReports:
    def test_a_report_accounts_for_everything(self, tmp_path):
        report = report_of(bring(write(tmp_path / "a.txt", "holt")))

        assert report["read"] == report["created"] + report["updated"] + report["unchanged"]
        assert report["rejects_file"] is None

    def test_sources_say_when_they_were_last_read(self, tmp_path):
        run = bring(write(tmp_path / "a.txt", "holt"))

        (now,) = [s for s in sources_now() if s.source.name == "names"]
        assert (now.applied, now.unfinished) == (run, None)
