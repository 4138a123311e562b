"""Round every request: a number for the logs, headers, and refusals as pages."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse

from commonweal.core import errors
from commonweal.core.gates import actor_of
from commonweal.core.limits import TooOften
from commonweal.core.refused import Refused

log = structlog.get_logger("commonweal.requests")
A_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
NOTHING_ALLOWED = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)
# SQLite lets one write at a time, and a country's register takes minutes to write.
BUSY = (
    "The register is being brought up to date at this moment. Nothing of yours was saved: "
    "send it again in a minute."
)
MOST_SENT = 64 * 1024 * 1024  # bytes: a list of 50 MB to match, or three files sent in of 10 MB
TOO_LARGE = (
    "What you sent is larger than anything we ask for, so we have not read it. Choose smaller "
    "files, or fewer, and send it again."
)
Next = Callable[[HttpRequest], HttpResponse]


def request_id(request: HttpRequest) -> str:
    """The number of this request: from the proxy we trust, else our own."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if A_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


class RequestLog:
    """One line for each request, saying the route and never the address: that may name people."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request, time it, and note how it ended."""
        began = time.monotonic()
        number = request_id(request)
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                milliseconds=round((time.monotonic() - began) * 1000),
            )
        response["X-Request-ID"] = number
        return response


class Headers:
    """What a browser may do with our pages. The desk's own screens need a wider policy.

    A page whose address holds a secret (``token`` in its route) is kept nowhere, found by no
    search engine, and its address is told to no other site.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that Django does not."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", NOTHING_ALLOWED)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.resolver_match and "token" in request.resolver_match.kwargs:
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            # Without any, browsers would not send the page's own forms.
            response.setdefault("Referrer-Policy", "same-origin")
        if request.path_info.startswith(settings.DESK_PREFIX) and not hasattr(
            response, "_csp_config"
        ):
            response._csp_config = settings.DESK_SECURITY_POLICY  # type: ignore[attr-defined]
        return response


class Refusals:
    """A refusal that no form showed becomes a page that says why.

    What is sent is weighed before any of it is read: files would be written to the disk first. No
    form for everybody asks for more than ``MOST_SENT``; staff bring in whole registers.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do while all goes well. No address holds a NUL: PostgreSQL keeps none."""
        if "\x00" in request.path_info:
            raise Http404
        told = request.META.get("CONTENT_LENGTH") or "0"
        if told.isdecimal() and int(told) > MOST_SENT and not actor_of(request).roles:
            return errors.refused(request, TOO_LARGE)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The page for a refusal; anything else is not ours to answer."""
        if isinstance(problem, TooOften):
            return errors.too_often(request, problem.seconds)
        if isinstance(problem, Refused):
            return errors.refused(request, problem.sentence)
        if isinstance(problem, OperationalError) and "locked" in str(problem):
            return errors.refused(request, BUSY)
        return None
