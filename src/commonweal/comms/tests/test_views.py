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
            {"HTTP_X_FORWARDED_PROTO": "https"},
            {"HTTP_X_FORWARDED_PORT": "443"},
            {"HTTP_X_FORWARDED_SERVER": "proxy"},
            {"HTTP_X_CLIENT_IP": "127.0.0.1"},
            {"HTTP_X_CLUSTER_CLIENT_IP": "127.0.0.1"},
            {"HTTP_X_ORIGINAL_HOST": "example.org"},
            {"HTTP_X_ENVOY_EXTERNAL_ADDRESS": "127.0.0.1"},
            {"HTTP_CF_RAY": "8f2"},
            {"HTTP_CDN_LOOP": "cloudflare"},
            {"HTTP_FLY_CLIENT_IP": "127.0.0.1"},
            {"HTTP_TRUE_CLIENT_IP": "127.0.0.1"},
            {"HTTP_CLIENT_IP": "127.0.0.1"},
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
            {"HTTP_SEC_FETCH_SITE": "same-site"},
            {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        ],
    )
    def test_is_not_there_for_anybody_else(self, headers, settings):
        settings.ALLOWED_HOSTS = ["*"]
        MessageFactory(body="ABC-DEF")

        page = ask(**headers)

        assert page.status_code == 404
        assert "ABC-DEF" not in page.content.decode()

    @pytest.mark.parametrize("site", ["none", "same-origin"])
    def test_opens_for_an_ordinary_browser(self, site):
        MessageFactory(body="ABC-DEF")

        page = ask(
            HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
            HTTP_ACCEPT="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.5",
            HTTP_CONNECTION="keep-alive",
            HTTP_CACHE_CONTROL="max-age=0",
            HTTP_DNT="1",
            HTTP_SEC_GPC="1",
            HTTP_UPGRADE_INSECURE_REQUESTS="1",
            HTTP_REFERER="http://127.0.0.1:8000/",
            HTTP_SEC_FETCH_DEST="document",
            HTTP_SEC_FETCH_MODE="navigate",
            HTTP_SEC_FETCH_USER="?1",
            HTTP_SEC_FETCH_SITE=site,
        )

        assert (page.status_code, "ABC-DEF" in page.content.decode()) == (200, True)

    @pytest.mark.parametrize(
        "setting",
        [{"MAIL_SERVER": {"host": "mail"}}, {"BEHIND_PROXY": True}, {"LOOPBACK_ONLY": False}],
    )
    def test_is_not_there_on_an_installation_that_serves_others(self, setting, settings):
        for name, value in setting.items():
            setattr(settings, name, value)

        assert ask().status_code == 404
