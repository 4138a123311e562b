"""``commonweal import democracy-club``: the word that goes to another app's command."""

from __future__ import annotations

import json

import pytest

from commonweal.commitments.models import Candidate
from commonweal.commitments.tests.test_candidate_files import GRACE, ID, OMAR, write
from commonweal.config.cli import main

__all__ = ["write"]


@pytest.mark.django_db
class TestTheCommand:
    def test_tells_in_json_what_came_of_it(self, write, capsys):
        path = write(GRACE, OMAR | {"election_date": "soon"})

        status = main(["import", "democracy-club", str(path), "--election", ID, "--json"])

        told = json.loads(capsys.readouterr().out)
        assert status == 0
        assert (told["created"], told["rejected"]) == (1, 1)
        assert told["rejects"][0]["row"] == 3
        assert "CC BY 4.0" in told["attribution"]
        assert "grace@example.org" not in json.dumps(told)

    def test_tries_without_changing_anything(self, write, capsys):
        main(["import", "democracy-club", str(write(GRACE)), "--election", ID, "--dry-run"])

        assert "nothing was changed" in capsys.readouterr().out
        assert not Candidate.objects.exists()

    def test_fails_with_a_sentence(self, tmp_path, capsys):
        empty = tmp_path / "empty.csv"
        empty.touch()

        assert main(["import", "democracy-club", str(empty), "--election", ID]) == 2
        assert capsys.readouterr().err == "empty.csv is empty.\n"

    def test_leaves_other_sources_to_the_register(self, capsys):
        assert main(["import", "no-such-source", "x"]) == 2
        assert "no-such-source" in capsys.readouterr().err
