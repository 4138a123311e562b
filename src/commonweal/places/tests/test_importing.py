"""Sources of places through the whole life of an import, as the command line runs it."""

from __future__ import annotations

import zipfile

import ibis
import pytest

from commonweal.core.actors import Operator
from commonweal.intake.actions import confirm_run, import_file
from commonweal.intake.choices import Standing
from commonweal.places import engine
from commonweal.places.models import Postcode
from commonweal.places.tests import zedshire

pytestmark = pytest.mark.django_db
operator = Operator()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.KEEP_IMPORTS = tmp_path / "home" / "imports"


def bring_in(path, **also):
    return import_file(by=operator, source="code-point-open", path=path, **also)


class TestImport:
    def test_a_zip_is_opened_and_its_counts_add_up(self, tmp_path):
        file = zedshire.code_point(tmp_path)
        with zipfile.ZipFile(tmp_path / "codepo_gb.zip", "w") as archive:
            archive.write(file, "Data/CSV/zz.csv")
            archive.writestr("Doc/licence.txt", "Open Government Licence\n")

        run = bring_in(tmp_path / "codepo_gb.zip")

        assert run.standing == Standing.DONE, run.problem
        assert (run.read, run.created) == (4, 4)

    def test_a_zip_cut_off_in_the_middle_changes_nothing(self, tmp_path):
        file = zedshire.code_point(tmp_path)
        packed = tmp_path / "codepo_gb.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(file, "zz.csv")
        packed.write_bytes(packed.read_bytes()[:-30])

        run = bring_in(packed)

        assert run.standing == Standing.FAILED
        assert run.problem
        assert not Postcode.objects.exists()

    def test_a_trial_changes_nothing(self, tmp_path):
        run = bring_in(zedshire.code_point(tmp_path), trial=True)

        assert (run.standing, run.created) == (Standing.TRIAL, 4)
        assert not Postcode.objects.exists()

    def test_a_run_that_would_end_many_waits_for_a_person(self, tmp_path):
        bring_in(zedshire.code_point(tmp_path))
        run = bring_in(zedshire.code_point(tmp_path, zedshire.CODE_POINT[:2]))
        waiting = Postcode.objects.live().count()

        confirm_run(by=operator, run=run)

        assert waiting == 4
        assert Postcode.objects.live().count() == 2

    def test_the_wrong_kind_of_file_fails_with_a_sentence(self, tmp_path):
        run = import_file(by=operator, source="onspd", path=zedshire.code_point(tmp_path))

        assert run.standing == Standing.FAILED
        assert "not" in run.problem or "None of these files" in run.problem


class TestEngine:
    def test_sees_every_postcode_and_notices_a_change(self, tmp_path):
        bring_in(zedshire.code_point(tmp_path))
        con = ibis.duckdb.connect()
        before = engine.postcodes(con).count().execute()
        marked = engine.stamp()

        bring_in(
            zedshire.code_point(tmp_path, [*zedshire.CODE_POINT, ("ZZ99 4AA", 90, 0, 0, *[""] * 6)])
        )

        assert before == 4
        assert engine.postcodes(con).count().execute() == 5
        assert engine.stamp() != marked
