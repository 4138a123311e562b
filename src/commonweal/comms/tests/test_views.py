"""The outbox page shows sign-in codes, so it opens on the machine itself and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from commonweal.comms.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db


def ask(**headers):
    return Client().get("/outbox/", **{"HTTP_HOST": "127.0.0.1:8000", **headers})


class TestTheOutboxPage:
    def test_shows_what_would_have_been_sent(self):
        MessageFactory(subject="Your sign-in code", body="ABC-DEF")

        page = ask().content.decode()

        assert "Your sign-in code" in page
        assert "ABC-DEF" in page

    def test_shows_no_markup_from_a_message(self):
        MessageFactory(body="<script>alert(1)</script>")

        assert "<script>alert" not in ask().content.decode()

    @pytest.mark.parametrize(
        "headers",
        [
            {"REMOTE_ADDR": "203.0.113.7"},
            {"REMOTE_ADDR": "10.0.0.2"},
            {"REMOTE_ADDR": ""},
            {"HTTP_HOST": "testserver"},
            {"HTTP_HOST": "localhost.evil.example"},
            {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_X_FORWARDED_HOST": "127.0.0.1"},
            {"HTTP_FORWARDED": "for=127.0.0.1"},
            {"HTTP_VIA": "1.1 proxy"},
            {"HTTP_X_REAL_IP": "127.0.0.1"},
            {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        ],
    )
    def test_is_not_there_for_anybody_else(self, headers, settings):
        settings.ALLOWED_HOSTS = ["*"]
        MessageFactory(body="ABC-DEF")

        page = ask(**headers)

        assert page.status_code == 404
        assert "ABC-DEF" not in page.content.decode()

    @pytest.mark.parametrize(
        "setting",
        [{"MAIL_SERVER": {"host": "mail"}}, {"BEHIND_PROXY": True}, {"LOOPBACK_ONLY": False}],
    )
    def test_is_not_there_on_an_installation_that_serves_others(self, setting, settings):
        for name, value in setting.items():
            setattr(settings, name, value)

        assert ask().status_code == 404
