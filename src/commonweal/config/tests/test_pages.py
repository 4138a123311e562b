"""What every page of ours carries, and what is shown when something goes wrong."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import include, path

from commonweal.config import urls
from commonweal.core import errors
from commonweal.core.limits import TooOften
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db


def too_often(request):
    raise TooOften(600)


def not_now(request):
    raise Refused("This closed at noon on 23 April.")


def breaks(request):
    raise RuntimeError("ann@example.org lives at NR1 1AA")


urlpatterns = [
    path("too-often/", too_often),
    path("not-now/", not_now),
    path("breaks/", breaks),
    path("", include(urls.urlpatterns)),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def site(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


class TestAPage:
    def test_runs_only_what_the_site_brought(self, client):
        policy = client.get("/")["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_may_use_neither_camera_nor_place(self, client):
        allowed = client.get("/")["Permissions-Policy"]

        assert "camera=()" in allowed
        assert "geolocation=()" in allowed

    def test_is_not_framed_sniffed_or_told_on(self, client):
        page = client.get("/")

        assert page["X-Frame-Options"] == "DENY"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Referrer-Policy"] == "same-origin"
        assert page["Cross-Origin-Opener-Policy"] == "same-origin"

    @pytest.mark.parametrize("address", ["/", "/account/login/", "/nowhere/", "/healthz"])
    def test_gives_a_reader_no_cookie_before_it_is_needed(self, client, address):
        page = client.get(address)

        assert set(page.cookies) <= ({"csrftoken"} if "login" in address else set())

    def test_has_a_number(self, client):
        assert len(client.get("/healthz")["X-Request-ID"]) == 32

    def test_takes_its_number_from_a_trusted_proxy_only(self, client, settings):
        given = {"HTTP_X_REQUEST_ID": "from-the-proxy-1"}

        assert client.get("/healthz", **given)["X-Request-ID"] != "from-the-proxy-1"
        settings.BEHIND_PROXY = True
        assert client.get("/healthz", **given)["X-Request-ID"] == "from-the-proxy-1"

    def test_is_not_served_under_another_name(self, client):
        page = client.get("/healthz", HTTP_HOST="evil.example")

        assert page.status_code == 400


class TestTheDesk:
    def test_has_a_policy_of_its_own(self, client):
        policy = client.get("/desk/", follow=False)["Content-Security-Policy"]

        assert "style-src 'self' 'unsafe-inline'" in policy
        assert "object-src 'none'" in policy


class TestWhatGoesWrong:
    def test_is_told_when_a_form_is_sent_too_often(self, site):
        page = site.post("/too-often/")

        assert page.status_code == 429
        assert page["Retry-After"] == "600"
        assert "Wait 10 minutes" in page.content.decode()

    def test_is_told_when_something_is_refused(self, site):
        page = site.post("/not-now/")

        assert page.status_code == 409
        assert "This closed at noon on 23 April." in page.content.decode()

    def test_is_told_when_we_break_and_says_nothing_else(self, site):
        page = site.get("/breaks/")

        assert page.status_code == 500
        assert "Something broke here" in page.content.decode()
        assert "ann@" not in page.content.decode()

    def test_is_told_when_there_is_no_page(self, site):
        page = site.get("/nowhere/")

        assert page.status_code == 404
        assert "There is no page here" in page.content.decode()

    def test_is_told_when_a_form_has_gone_stale(self):
        page = Client(enforce_csrf_checks=True).post("/account/logout/")

        assert page.status_code == 403
        assert "gone stale" in page.content.decode()

    @pytest.mark.parametrize("status", [400, 403, 404, 409, 429])
    def test_is_told_even_without_a_database(self, status, monkeypatch):
        def gone():
            raise OperationalError("no database")

        monkeypatch.setattr("commonweal.web.context.the_place", gone)

        page = errors.page(RequestFactory().get("/"), status)

        assert page.status_code == status
        assert "<h1>" in page.content.decode()

    def test_is_told_without_a_database_when_that_is_what_broke(self, site, monkeypatch):
        def gone(*args, **kwargs):
            raise OperationalError("no database")

        monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)

        page = site.get("/account/login/", HTTP_COOKIE="sessionid=abc")

        assert page.status_code == 500
        assert "Something broke here" in page.content.decode()


class TestHealth:
    def test_is_alive(self, client):
        assert client.get("/healthz").content == b"alive\n"

    def test_is_ready(self, client):
        page = client.get("/readyz")

        assert page.status_code == 200
        assert page.json() == {"ready": True, "database": True, "migrations": True, "home": True}

    def test_is_not_ready_with_a_home_that_cannot_be_written_to(self, client, settings, tmp_path):
        settings.HOME = tmp_path / "gone"

        page = client.get("/readyz")

        assert page.status_code == 503
        assert page.json()["home"] is False

    def test_is_alive_but_not_ready_without_a_database(self, client, monkeypatch):
        def gone(*args, **kwargs):
            raise OperationalError("no database")

        monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)

        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


class TestALostPrivateLink:
    """Whatever it was for, and whether it expired, was used or never was."""

    ROUTES = (
        "/claims/{}/", "/invitations/{}/", "/still-right/{}/", "/join/{}/", "/vouch/{}/",
        "/letters/{}/", "/your-group/{}/", "/feedback/{}/", "/suggestions/{}/", "/match/{}/",
    )  # fmt: skip

    @pytest.mark.parametrize("route", ROUTES)
    def test_says_what_to_do_and_is_kept_nowhere(self, client, route):
        page = client.get(route.format("cut-short"))

        said = page.content.decode()
        assert page.status_code == 404
        assert "link" in said.partition("<h1>")[2].partition("</h1>")[0].lower()
        assert "There is no page here" not in said
        assert page["Cache-Control"] == "no-store"
        assert page["X-Robots-Tag"] == "noindex"
        assert page["Referrer-Policy"] == "same-origin"

    def test_is_not_said_of_an_ordinary_address(self, client):
        page = client.get("/services/5f0d6f0e-7f0b-4c57-9a53-2c1f0a7c9e11/")

        assert "There is no page here" in page.content.decode()
        assert "X-Robots-Tag" not in page
