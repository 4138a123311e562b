"""Settings are read from the environment, and a wrong one gets a sentence that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commonweal.config.environment import BadSetting, Environment


def env(**values: str) -> Environment:
    return Environment(values)


class TestAFlag:
    @pytest.mark.parametrize("text", ["yes", "True", "1", "ON"])
    def test_may_be_yes_in_several_words(self, text):
        assert env(X=text).flag("X")

    def test_is_never_guessed(self):
        with pytest.raises(BadSetting, match="X is 'nope'. Set it to yes or no."):
            env(X="nope").flag("X")


class TestANumber:
    @pytest.mark.parametrize(
        ("text", "said"),
        [("ten", "whole number"), ("0", "at least 1 and at most 9"), ("10", "at most 9")],
    )
    def test_is_checked(self, text, said):
        with pytest.raises(BadSetting, match=said):
            env(X=text).number("X", 5, least=1, most=9)

    def test_may_be_left_out(self):
        assert env().number("X", 5) == 5


class TestAnAddress:
    def test_gives_its_host(self):
        assert env(X="https://example.org/").address("X") == (
            "https://example.org",
            "example.org",
        )

    @pytest.mark.parametrize(
        "text",
        [
            "example.org",
            "ftp://example.org",
            "https://",
            "https://example.org/sub",
            "https://a:b@example.org",
        ],
    )
    def test_is_refused_when_it_is_not_one(self, text):
        with pytest.raises(BadSetting, match="X is"):
            env(X=text).address("X")


class TestADatabase:
    def test_is_one_file_unless_told(self, tmp_path):
        assert env().database("X", tmp_path / "a.sqlite3")["NAME"] == str(tmp_path / "a.sqlite3")

    def test_takes_the_host_from_the_environment_when_it_is_a_socket(self, tmp_path):
        found = env(X="postgres:///place", PGHOST="/run/pg", PGUSER="ann").database("X", tmp_path)

        assert (found["NAME"], found["HOST"], found["USER"]) == ("place", "/run/pg", "ann")

    def test_may_have_odd_letters_in_its_password(self, tmp_path):
        found = env(X="postgres://u:p%40ss@h:5433/n").database("X", tmp_path)

        assert (found["PASSWORD"], found["PORT"]) == ("p@ss", "5433")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("mysql://h/n", "begins with 'mysql'"),
            ("postgres://h", "names no database"),
            ("postgres://h:port/n", "not a number"),
        ],
    )
    def test_is_refused_with_a_sentence(self, text, said, tmp_path):
        with pytest.raises(BadSetting, match=said):
            env(X=text).database("X", tmp_path)


class TestAMailServer:
    def test_turns_to_tls(self):
        server = env(X="smtp://u:p%2Fw@mail.example:587").mail_server("X")

        assert server["password"] == "p/w"
        assert server["use_tls"]
        assert not server["use_ssl"]

    def test_may_be_tls_from_the_start(self):
        server = env(X="smtps://mail.example").mail_server("X")

        assert (server["port"], server["use_ssl"], server["use_tls"]) == (465, True, False)

    @pytest.mark.parametrize("text", ["mail.example:25", "http://mail.example", "smtp://h:x"])
    def test_is_refused_with_a_sentence(self, text):
        with pytest.raises(BadSetting, match="X"):
            env(X=text).mail_server("X")


class TestAFolder:
    def test_is_made(self, tmp_path):
        assert env().folder("X", str(tmp_path / "a" / "b")).is_dir()

    def test_is_refused_where_it_cannot_be(self, tmp_path):
        (tmp_path / "file").write_text("")

        with pytest.raises(BadSetting, match="cannot be made"):
            env(X=str(tmp_path / "file" / "folder")).folder("X", "")


class TestTheSettings:
    """Read in a process of their own, as at every start."""

    def start(self, tmp_path: Path, **values: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "PYTHONPATH", "HOME"}}
        return subprocess.run(
            [sys.executable, "-m", "commonweal.config.cli", "sources", "--help"],
            env={**kept, "COMMONWEAL_HOME": str(tmp_path), "PYTHONPATH": "src", **values},
            capture_output=True,
            text=True,
            check=False,
        )

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"COMMONWEAL_ADDRESS": "example.org"}, "Write https://"),
            ({"COMMONWEAL_DEBUG": "perhaps"}, "Set it to yes or no"),
            (
                {"COMMONWEAL_DEBUG": "yes", "COMMONWEAL_ADDRESS": "https://example.org"},
                "shows secrets",
            ),
            ({"COMMONWEAL_BEHIND_PROXY": "yes"}, "Set COMMONWEAL_ADDRESS"),
            ({"EMAIL_URL": "smtp://mail.example"}, "Set EMAIL_FROM"),
            ({"COMMONWEAL_LOG": "xml"}, "Set it to one of: json, words"),
            ({"DATABASE_URL": "oracle://h/n"}, "begins with 'oracle'"),
        ],
    )
    def test_say_what_to_do_and_no_more(self, tmp_path, values, said):
        done = self.start(tmp_path, **values)

        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr

    def test_keep_a_key_that_only_its_owner_can_read(self, tmp_path):
        self.start(tmp_path)

        key = tmp_path / "secret-key"
        assert len(key.read_text()) >= 50
        assert key.stat().st_mode & 0o077 == 0


class TestAMailbox:
    def test_gives_how_to_read_it(self):
        found = env(X="imaps://b%40p:s%2Fecret@mail.example/Bounces").mailbox("X")

        assert found == {
            "host": "mail.example", "port": 993, "user": "b@p", "password": "s/ecret",
            "folder": "Bounces",
        }  # fmt: skip

    def test_may_be_left_out(self):
        assert env().mailbox("X") is None

    @pytest.mark.parametrize(
        "text",
        ["imap://a:secret@host", "imaps://host", "imaps://a@host", "imaps://a:secret@host:x",
         "imaps://a:secret@host/%22", "mail.example"],
    )  # fmt: skip
    def test_is_refused_without_telling_its_password(self, text):
        with pytest.raises(BadSetting) as problem:
            env(X=text).mailbox("X")

        assert "secret" not in str(problem.value)


class TestAMailAddress:
    def test_is_taken_as_it_is(self):
        assert env(X=" bounces@place.example ").mail_address("X") == "bounces@place.example"
        assert env().mail_address("X") == ""

    @pytest.mark.parametrize("text", ["bounces", "@place.example", "a b@c.d", "<a@b.c>", "a+b@c.d"])
    def test_is_refused_when_a_mark_cannot_be_put_into_it(self, text):
        with pytest.raises(BadSetting, match="X is"):
            env(X=text).mail_address("X")


class TestAGatewayOfTexts:
    @pytest.mark.parametrize(("address", "token"), [
        ("http://texts.example/send", "a-token-of-a-gateway"),
        ("texts.example", "a-token-of-a-gateway"),
        ("https://texts.example/send", ""), ("https://texts.example/send", "short"),
    ])  # fmt: skip
    def test_is_refused_when_numbers_could_be_read_on_the_way(self, address, token):
        with pytest.raises(BadSetting):
            env(TEXTS=address, TOKEN=token).gateway("TEXTS", "TOKEN")

    def test_is_none_when_empty(self):
        assert env().gateway("TEXTS", "TOKEN") is None
