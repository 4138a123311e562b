"""The command line brings sources in, says how it went, and never shows a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commonweal.core.actions import door
from commonweal.core.refused import Refused
from commonweal.places.models import Place
from commonweal.places.reports import the_place
from commonweal.places.tests.factories import AreaFactory
from commonweal.sector.models import Organisation
from commonweal.sector.tests.extracts import charity, write_extract

pytestmark = pytest.mark.django_db
PROMISED = {
    "source", "started", "seconds", "read", "created", "updated", "unchanged", "outside",
    "rejected", "gone", "tables", "rejects_file",
}  # fmt: skip


@pytest.fixture(autouse=True)
def everywhere(settings, tmp_path):
    settings.KEEP_IMPORTS = tmp_path / "imports"
    settings.HOME = tmp_path
    with door("test"):
        Place.objects.create(pk=1, name="Test", everywhere=True)


class TestImport:
    def test_prints_one_json_document_and_nothing_else(self, tmp_path, capsys):
        path = write_extract(tmp_path / "x", [charity(200001), charity(200002, charity_name="")])

        call_command("import_source", "charity-commission", path, "--json")

        report = json.loads(capsys.readouterr().out)
        assert set(report) >= PROMISED
        assert (report["read"], report["created"], report["rejected"]) == (2, 1, 1)
        assert "no number or no name" in Path(report["rejects_file"]).read_text()

    def test_a_trial_says_so(self, tmp_path, capsys):
        path = write_extract(tmp_path / "x", [charity(200001)])

        call_command("import_source", "charity-commission", path, "--dry-run")

        assert "Trial only" in capsys.readouterr().out
        assert not Organisation.objects.exists()

    def test_a_wrong_file_fails_in_a_sentence(self, tmp_path):
        (tmp_path / "notes.txt").write_text("hello")

        with pytest.raises(CommandError, match="publicextract.charity is not here"):
            call_command("import_source", "charity-commission", tmp_path / "notes.txt")

    def test_what_waits_is_confirmed_by_the_operator(self, tmp_path, capsys):
        both = [charity(200001), charity(200002)]
        call_command("import_source", "charity-commission", write_extract(tmp_path / "a", both))
        with pytest.raises(CommandError, match="--confirm"):
            less = write_extract(tmp_path / "b", both[:1])
            call_command("import_source", "charity-commission", less)

        call_command("import_source", "charity-commission", "--confirm")

        assert Organisation.objects.active().count() == 1

    def test_refuses_what_it_does_not_know(self, tmp_path):
        with pytest.raises(Refused, match="There is no source"):
            call_command("import_source", "nonsense", tmp_path)
        with pytest.raises(Refused, match="Say which file"):
            call_command("import_source", "charity-commission")
        with pytest.raises(Refused, match="waits for anybody"):
            call_command("import_source", "charity-commission", "--confirm")


class TestSources:
    def test_are_listed_as_data(self, capsys):
        call_command("list_sources", "--json")

        found = {s["name"]: s for s in json.loads(capsys.readouterr().out)}
        assert found["charity-commission"]["last_read"] is None
        assert "Charity Commission" in found["charity-commission"]["attribution"]


class TestPlace:
    def test_is_set_and_shown(self, capsys):
        call_command("place", "set", "E10000020")
        capsys.readouterr()

        call_command("place", "show", "--json")

        shown = json.loads(capsys.readouterr().out)
        assert [a["code"] for a in shown["areas"]] == ["E10000020"]
        assert shown["everywhere"] is False

    def test_is_not_set_by_a_name_but_says_which_code_that_is(self):
        AreaFactory(code="E10000020", kind="county", name="Norfolk")
        AreaFactory(code="E07000147", kind="district", name="North Norfolk")

        with pytest.raises(Refused, match=r"code: Norfolk \(county\) is E10000020\."):
            call_command("place", "set", "norfolk")
        with pytest.raises(Refused, match=r"North Norfolk \(district\) is E07000147\."):
            call_command("place", "set", "North", "Norfolk")
        with pytest.raises(Refused, match="Import areas first"):
            call_command("place", "set", "Atlantis")

    def test_takes_the_name_of_its_area_and_says_so(self, capsys):
        Place.objects.all().delete()
        AreaFactory(code="E10000020", kind="county", name="Norfolk")

        call_command("place", "set", "E10000020")

        told = capsys.readouterr().out
        assert "It is called Norfolk, after its area." in told
        assert "place set --name NAME" in told
        assert the_place().name == "Norfolk"

    def test_takes_a_name_with_its_codes_or_alone(self, capsys):
        call_command("place", "set", "E10000020", "--name", "Norfolk and the Broads")
        assert "It is called Norfolk and the Broads." in capsys.readouterr().out

        call_command("place", "set", "--name", "Norfolk")

        assert "It is called Norfolk from now on." in capsys.readouterr().out
        assert (the_place().name, the_place().codes) == ("Norfolk", ["E10000020"])

    def test_says_when_it_has_no_name(self, capsys):
        Place.objects.all().delete()

        call_command("place", "set", "everywhere")

        assert "It has no name yet. Give it one" in capsys.readouterr().out

    def test_needs_a_code(self):
        with pytest.raises(Refused, match="Say which areas"):
            call_command("place", "set")
