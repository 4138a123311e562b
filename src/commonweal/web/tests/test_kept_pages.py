"""A page kept for readers is never older than the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.choices import Role
from commonweal.core.actors import Operator
from commonweal.ui import caching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(settings: Any) -> Iterator[None]:
    settings.KEEP_PAGES = True
    caching.SHELF.clear()
    yield
    caching.SHELF.clear()


class Counted:
    """A site of one page, which says how often it was made."""

    def __init__(self, **headers: str) -> None:
        self.made, self.headers = 0, headers

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return HttpResponse(f"made {self.made}", headers=self.headers)


def something_changes() -> None:
    welcome_person(by=Operator(), email="reader@example.org", name="Reader", roles=(Role.READER,))


def ask(site: Counted, path: str = "/", **extra: Any) -> bytes:
    request = RequestFactory().get(path, **extra)
    cookies = extra.get("HTTP_COOKIE", "")
    request.COOKIES.update(dict(c.split("=") for c in cookies.split("; ") if c))
    return caching.KeptPages(site)(request).content


class TestKeptPages:
    def test_are_made_once_while_nothing_changes(self) -> None:
        site = Counted()

        assert ask(site) == ask(site) == b"made 1"

    def test_are_made_anew_at_once_after_any_action(self) -> None:
        site = Counted()
        ask(site)

        something_changes()

        assert ask(site) == b"made 2"

    def test_differ_by_the_whole_address(self) -> None:
        site = Counted()

        assert ask(site, "/?page=1") == b"made 1"
        assert ask(site, "/?page=2") == b"made 2"

    @pytest.mark.parametrize(
        "extra",
        [
            {"HTTP_COOKIE": "sessionid=abc"},
            {"HTTP_COOKIE": "messages=abc"},
            {"HTTP_HX_REQUEST": "true"},
            {"HTTP_AUTHORIZATION": "Bearer abc"},
        ],
    )
    def test_are_never_shown_to_anyone_we_know_or_for_a_part(self, extra: dict[str, str]) -> None:
        site = Counted()
        ask(site)

        assert ask(site, **extra) == b"made 2"
        assert ask(site) == b"made 1", "and theirs was not kept"

    @pytest.mark.parametrize("path", ["/account/login/", "/desk/", "/api/v1/sources", "/healthz"])
    def test_are_not_made_of_these(self, path: str) -> None:
        site = Counted()
        ask(site, path)

        assert ask(site, path) == b"made 2"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cache-Control": "private"},
            {"Cache-Control": "no-store"},
            {"Content-Security-Policy": "script-src 'nonce-abc'"},
        ],
    )
    def test_are_not_made_of_answers_for_one_person(self, headers: dict[str, str]) -> None:
        site = Counted(**headers)
        ask(site)

        assert ask(site) == b"made 2"

    def test_are_not_made_of_answers_that_set_a_cookie(self) -> None:
        def with_cookie(request: HttpRequest) -> HttpResponse:
            response = HttpResponse("hello")
            response.set_cookie("csrftoken", "abc")
            return response

        caching.KeptPages(with_cookie)(RequestFactory().get("/"))

        assert not caching.SHELF.pages

    def test_keep_their_headers(self) -> None:
        site = Counted(**{"Content-Security-Policy": "default-src 'none'", "Vary": "Cookie"})
        ask(site)

        again = caching.KeptPages(site)(RequestFactory().get("/"))

        assert again["Vary"] == "Cookie"
        assert again["Content-Security-Policy"] == "default-src 'none'"

    def test_cost_one_query(self, django_assert_num_queries: Any) -> None:
        site = Counted()
        ask(site)

        with django_assert_num_queries(1):
            ask(site)

    def test_of_the_real_front_page_are_whole(self, client: Client) -> None:
        first = client.get("/")

        again = client.get("/")

        assert again.content == first.content
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
        assert len(caching.SHELF.pages) == 1


class TestStamp:
    def test_changes_with_an_action(self) -> None:
        before = caching.stamp()

        something_changes()

        assert caching.stamp() != before

    def test_notices_an_action_that_commits_after_a_later_one(self) -> None:
        something_changes()
        something_changes()
        before = caching.stamp()

        with connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM core_journalentry")
            latest = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO core_journalentry (id, at, actor_key, actor_label, action, thing,"
                " detail) SELECT %s, at, actor_key, actor_label, action, thing, detail"
                " FROM core_journalentry WHERE id = %s",
                [latest - 7, latest],
            )

        assert caching.stamp() != before


class TestShelf:
    def test_drops_what_was_longest_unused_when_full(self) -> None:
        shelf = caching.Shelf(most=10)
        for name in "abc":
            shelf.put((name,), caching.Kept(200, (), b"12345"))
            shelf.get(("a",))

        assert set(shelf.pages) == {("a",), ("c",)}
        assert shelf.bytes == 10
