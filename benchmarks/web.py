"""Pages for readers who have not signed in, beside a Django view that says only hello.

All through the same middleware, in this process, so that no web server and no load generator is
measured with them. ``limit`` is the empty view; ``peer`` is the same page made anew each time.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from benchmarks.common import Result

GOAL = 0.7
Ask = Callable[[str], int]


def empty(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do."""
    return HttpResponse("hello")


def __getattr__(name: str) -> Any:
    """``urlpatterns``: the site's own addresses and the empty view's."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from commonweal.config import urls

    return [path("empty/", empty), *urls.urlpatterns]


def asking() -> Ask:
    """A function that asks the site for an address and returns the number of bytes given."""
    from django.core.wsgi import get_wsgi_application

    site = get_wsgi_application()

    def ask(address: str) -> int:
        said: list[str] = []
        where, _, question = address.partition("?")
        answer = site(
            {
                "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": question,
                "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "REMOTE_ADDR": "127.0.0.1",
                "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            },
            lambda status, headers, error=None: said.append(status),
        )  # fmt: skip
        size = sum(len(part) for part in answer)
        answer.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{address} answered {said[0]}")
        return size

    return ask


def each_second(ask: Ask, address: str, seconds: float) -> float:
    """How many times a second it can be asked for."""
    ask(address)
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        ask(address)
        done += 1
    return done / (time.perf_counter() - began)


def pages() -> Iterator[tuple[str, str]]:
    """The pages measured, with their addresses on the demonstration place."""
    from commonweal.demo.county import COUNTY_CODE
    from commonweal.sector.models import Organisation

    one = Organisation.objects.published().filter(ref__startswith="GB-CHC-").order_by("ref").first()
    yield "front page", "/"
    yield "search page", "/search/?q=choir"
    yield "organisation page", f"/organisations/{one.ref}/"
    yield "area page", f"/areas/{COUNTY_CODE}/"


def run(quick: bool) -> list[Result]:
    """Build the demonstration place and ask for its pages, in rounds, the middle one counted."""
    import structlog
    from django.core.management import call_command

    structlog.configure(processors=[lambda *_: (_ for _ in ()).throw(structlog.DropEvent)])
    call_command("migrate", verbosity=0)
    call_command("demo", "--scale", "0.1" if quick else "1")
    rounds, seconds = (2, 0.5) if quick else (5, 1.0)
    results = []
    with override_settings(ROOT_URLCONF="benchmarks.web"):
        ask = asking()
        for name, address in pages():
            figures = [measured(ask, address, seconds) for _ in range(rounds)]
            kept, anew, least = (statistics.median(column) for column in zip(*figures, strict=True))
            results.append(
                Result(
                    f"{name}, readers", kept, limit=least, peer=anew, unit="/s",
                    goal=f">= {GOAL} x an empty view", met=kept >= GOAL * least,
                    more_is_better=True, note="peer: the same page made anew each time",
                )
            )  # fmt: skip
    return results


def measured(ask: Ask, address: str, seconds: float) -> tuple[float, float, float]:
    """The page kept, the page made anew, and the empty view, one after the other."""
    with override_settings(KEEP_PAGES=True):
        kept = each_second(ask, address, seconds)
    with override_settings(KEEP_PAGES=False):
        anew = each_second(ask, address, seconds)
        least = each_second(ask, "/empty/", seconds)
    return kept, anew, least
