"""The command line and the doctor know what protects people who are helped."""

from __future__ import annotations

import json

import pytest

from commonweal.config.cli import main
from commonweal.config.doctor import sealing


@pytest.mark.django_db
class TestTheWords:
    def test_of_help_are_two(self, capsys):
        assert main(["help", "verify-looks"]) == 0
        assert "whole" in capsys.readouterr().out
        assert main(["help", "forget", "--dry-run", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"dry": True, "counts": {}}

    def test_help_alone_says_what_there_is(self, capsys):
        assert main(["help"]) == 0
        assert "Usage" in capsys.readouterr().out


class TestTheDoctor:
    def test_says_when_others_can_read_the_keys_or_old_ones_are_left(self, settings, tmp_path):
        settings.HOME = tmp_path
        path = tmp_path / "help-keys"
        path.write_text("x")
        path.chmod(0o644)
        settings.HELP_KEYS = ("new", "old")

        said = [f.sentence for f in sealing() if not f.well]

        assert "chmod 600" in said[0]
        assert "rotate-keys" in said[1]
        path.chmod(0o600)
        settings.HELP_KEYS = ("new",)
        assert [f for f in sealing() if not f.well] == []
