"""Whole pages kept for people who have not signed in, and dropped the moment anything changes.

A page is kept under its address and a *stamp*: what the journal held when the page was begun.
Every change passes an action, and every action writes the journal in its own transaction, so a
page made before a change is never shown after it, by any process and on either database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from commonweal.core import clock

MOST_BYTES = 48 * 1024 * 1024
LARGEST_PAGE = 1024 * 1024
LONGEST_ADDRESS = 600
NEVER = (
    "/account/",
    "/desk/",
    "/api/",
    "/reconcile",
    "/match/",
    "/healthz",
    "/readyz",
    "/media/",
    "/static/",
)
# On PostgreSQL two actions may commit in the other order than they took their numbers: how many
# of the latest numbers are there tells that one came late, where the highest alone would not.
STAMP = (
    "SELECT max(id), count(*), (SELECT max(id) FROM wagtailcore_pagelogentry), "
    "(SELECT max(id) FROM wagtailcore_modellogentry) "
    "FROM core_journalentry "
    "WHERE id > (SELECT coalesce(max(id), 0) - 256 FROM core_journalentry)"
)

Next = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A page as it was first given."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Shelf:
    """Pages by key, the longest unused dropped first when there are too many bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.bytes = most, 0
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Kept | None:
        """A page, if it is kept."""
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Kept) -> None:
        """Keep a page."""
        with self.lock:
            before = self.pages.pop(key, None)
            self.bytes += len(page.body) - (len(before.body) if before else 0)
            self.pages[key] = page
            while self.bytes > self.most:
                _, dropped = self.pages.popitem(last=False)
                self.bytes -= len(dropped.body)

    def clear(self) -> None:
        """Keep nothing."""
        with self.lock:
            self.pages.clear()
            self.bytes = 0


SHELF = Shelf()


def stamp() -> tuple[str, ...] | None:
    """What changes whenever anything has changed; nothing when the database cannot be asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(STAMP)
            row = cursor.fetchone()
    except DatabaseError:
        return None
    return (*map(str, row), f"{clock.now():%Y-%m-%dT%H:%M}")


def may_be_kept(request: HttpRequest) -> bool:
    """Only whole pages that are the same for everybody: no cookie of ours, nothing sent."""
    return (
        settings.KEEP_PAGES
        and request.method in {"GET", "HEAD"}
        and request.COOKIES.keys().isdisjoint({settings.SESSION_COOKIE_NAME, "messages"})
        and "HTTP_HX_REQUEST" not in request.META
        and "HTTP_AUTHORIZATION" not in request.META
        and len(request.META.get("QUERY_STRING", "")) < LONGEST_ADDRESS
        and not request.path_info.startswith(NEVER)
    )


def can_be_shared(response: HttpResponse) -> bool:
    """A finished page that sets no cookie and asks not to be kept out."""
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in control
        and "private" not in control
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and len(response.content) <= LARGEST_PAGE
    )


class KeptPages:
    """Answers readers who have not signed in from pages made before. Stands before the cookies."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The kept page, or the page made now and kept for the next reader."""
        if not may_be_kept(request) or (now := stamp()) is None:
            return self.get_response(request)
        key: Key = (request.get_host(), request.scheme or "", request.get_full_path(), *now)
        page = SHELF.get(key)
        if page is not None:
            return given_again(request, page)
        response = self.get_response(request)
        if request.method == "GET" and can_be_shared(response):
            headers = tuple((k, v) for k, v in response.items() if k != "X-Request-ID")
            SHELF.put(key, Kept(response.status_code, headers, bytes(response.content)))
        return response


def given_again(request: HttpRequest, page: Kept) -> HttpResponse:
    """The same page; only its mark, if the reader has it already."""
    response = HttpResponse(page.body, status=page.status)
    for name, value in page.headers:
        response[name] = value
    tag = response.get("ETag")
    again = get_conditional_response(request, etag=tag, response=response) if tag else None
    return again or response
