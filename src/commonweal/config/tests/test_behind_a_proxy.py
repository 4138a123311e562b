"""A site on the web, behind a proxy that speaks HTTPS and says who asks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from django.core import mail
from django.test import Client

from commonweal.accounts.tests.factories import UserFactory
from commonweal.accounts.views import KNOCKS

pytestmark = pytest.mark.django_db
HOST = "norfolk.example.org"
NAMES = [
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_SSL_REDIRECT",
    "SECURE_REDIRECT_EXEMPT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "BEHIND_PROXY",
    "LOOPBACK_ONLY",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
]
SAY = f"""
import json
from commonweal.config import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}))
"""


@pytest.fixture(scope="module")
def in_use(tmp_path_factory):
    """The settings, as the environment of a site on the web makes them."""
    told = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("COMMONWEAL_", "DJANGO_"))},
        "COMMONWEAL_HOME": str(tmp_path_factory.mktemp("home")),
        "COMMONWEAL_ADDRESS": f"https://{HOST}",
        "COMMONWEAL_BEHIND_PROXY": "yes",
    }
    said = subprocess.run(
        [sys.executable, "-c", SAY], env=told, capture_output=True, text=True, check=True
    )
    return json.loads(said.stdout)


@pytest.fixture(autouse=True)
def on_the_web(settings, in_use):
    for name, value in in_use.items():
        setattr(settings, name, tuple(value) if name == "SECURE_PROXY_SSL_HEADER" else value)


def asked_by(address: str, *, forged: str = "", scheme: str = "https") -> Client:
    """A browser as the application sees it: through the proxy, which writes the last address."""
    forwarded = f"{forged}, {address}" if forged else address
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": scheme, "Host": HOST}
    return Client(headers=headers, REMOTE_ADDR="127.0.0.1")


def knock(client: Client, n: int) -> int:
    return client.post("/account/login/", {"email": f"x{n}@example.org"}).status_code


class TestTheLimitOnSignIn:
    def test_is_kept_for_one_caller_whatever_addresses_they_forge(self):
        answers = [
            knock(asked_by("203.0.113.7", forged=f"198.51.100.{n}"), n)
            for n in range(KNOCKS.times + 1)
        ]

        assert answers == [302] * KNOCKS.times + [429]

    def test_is_each_callers_own(self):
        for n in range(KNOCKS.times + 1):
            knock(asked_by("203.0.113.7"), n)

        assert knock(asked_by("203.0.113.8"), 99) == 302


class TestAPage:
    def test_over_http_leads_to_https(self):
        answer = asked_by("203.0.113.7", scheme="http").get("/search/?q=choir")

        assert answer.status_code == 301
        assert answer["Location"] == f"https://{HOST}/search/?q=choir"

    def test_tells_browsers_to_stay_with_https(self):
        answer = asked_by("203.0.113.7").get("/")

        assert answer.status_code == 200
        assert answer["Strict-Transport-Security"] == "max-age=31536000"

    def test_gives_cookies_to_https_alone(self):
        browser = asked_by("203.0.113.7")
        browser.get("/account/login/")
        browser.post("/account/login/", {"email": UserFactory().email})
        code = re.search(r"\n\n(\S+)\n\n", mail.outbox[-1].body)[1]
        entered = browser.post("/account/login/code/confirm/", {"code": code})

        assert entered["Location"] == "/account/"
        assert browser.cookies["csrftoken"]["secure"]
        assert browser.cookies["sessionid"]["secure"]
        assert browser.cookies["sessionid"]["httponly"]

    def test_is_for_its_own_name_only(self):
        assert asked_by("203.0.113.7").get("/", headers={"Host": "evil.example"}).status_code == 400

    def test_takes_no_form_from_another_site(self):
        browser = Client(
            enforce_csrf_checks=True,
            headers={"X-Forwarded-Proto": "https", "Host": HOST, "Origin": "https://evil.example"},
        )
        token = browser.get("/account/login/").cookies["csrftoken"].value
        answers = {"email": "x@example.org", "csrfmiddlewaretoken": token}

        assert browser.post("/account/login/", answers).status_code == 403
        own = {"Origin": f"https://{HOST}"}
        assert browser.post("/account/login/", answers, headers=own).status_code == 302

    @pytest.mark.parametrize("path", ["/outbox/", "/demonstration/"])
    def test_that_only_this_machine_may_see_is_not_there(self, path):
        assert asked_by("203.0.113.7").get(path).status_code == 404
        assert asked_by("127.0.0.1").get(path).status_code == 404

    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    def test_that_says_how_things_are_answers_the_machine_itself(self, path):
        assert Client(headers={"Host": "127.0.0.1:8000"}).get(path).status_code == 200
