"""The gateway of texts is reached in a way that nobody else can read, with a token."""

from __future__ import annotations

import pytest

from commonweal.config.environment import BadSetting, Environment

TOKEN = "a-token-of-a-gateway"


class TestTheSetting:
    @pytest.mark.parametrize(("address", "token"), [
        ("http://texts.example/send", TOKEN), ("texts.example", TOKEN),
        ("https://texts.example/send", ""), ("https://texts.example/send", "short"),
    ])  # fmt: skip
    def test_is_refused_when_numbers_could_be_read_on_the_way(self, address, token):
        env = Environment({"TEXTS": address, "TOKEN": token})

        with pytest.raises(BadSetting):
            env.gateway("TEXTS", "TOKEN")

    def test_is_none_when_empty(self):
        assert Environment({}).gateway("TEXTS", "TOKEN") is None

    def test_may_stand_on_this_machine(self):
        env = Environment({"TEXTS": "http://127.0.0.1:8000/send", "TOKEN": TOKEN})

        assert env.gateway("TEXTS", "TOKEN") == {
            "address": "http://127.0.0.1:8000/send", "token": TOKEN,
        }  # fmt: skip
