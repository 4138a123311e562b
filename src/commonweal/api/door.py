"""How an operation of the API is offered: its permission, its limit, its conditions, its errors."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from commonweal.api.envelope import mark, register_changed, services_written
from commonweal.core import clock
from commonweal.core.gates import actor_of
from commonweal.core.limits import Limit, TooOften, knock_in_passing
from commonweal.core.permissions import allowed

READING = Limit("api", 600, 60)
PROBLEM = "application/problem+json"
# The addresses whose answers pages of other sites may read.
OPEN = ("/api/", "/open-referral/", "/reconcile")


def problem(
    status: int, detail: str = "", errors: list[dict[str, Any]] | None = None
) -> JsonResponse:
    """A problem document. It says what the caller can do; never how the program is made."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }
    return JsonResponse(body, status=status, content_type=PROBLEM)


def opened(
    permission: str | None, *, by_the_clock: bool = False, by_content: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Offer a view function to those who hold a permission; ``None`` is everyone, said aloud.

    Answers are marked with the register's last change, so that a copy that is still good costs
    nothing to check, and may be read by pages of other sites.

    :param by_the_clock: whether the answer also depends on the hour, as what is open does.
    :param by_content: mark the answer by what it holds, so that the mark tells nothing of what is
        not published: not even that something was written down.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if permission is not None and not allowed(actor_of(request), permission):
                raise PermissionDenied
            knock_in_passing(request, READING)
            if by_content:
                return marked(request, view(request, *args, **kwargs))
            changed = register_changed()
            minute = f"{clock.now():%Y-%m-%dT%H:%M}" if by_the_clock else ""
            tag = mark(request.get_full_path(), changed, services_written(), minute)
            known = get_conditional_response(request, etag=tag)
            if known is not None:
                return known
            request.answer_mark = (tag, changed)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        answered.permission = permission  # type: ignore[attr-defined]
        return answered

    return declare


def marked(request: HttpRequest, answer: Any) -> Any:
    """An answer marked by what it holds but for the moment; only the mark, if it is known."""
    held = {k: v for k, v in answer.items() if k != "about"}
    tag = mark(request.get_full_path(), json.dumps(held, sort_keys=True, default=str))
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        return known
    request.answer_mark = (tag, None)  # type: ignore[attr-defined]
    return answer


def plainly(response: HttpResponse) -> HttpResponse:
    """An error that another part made, as a problem document too."""
    if response.status_code < 400 or PROBLEM in response.get("Content-Type", ""):
        return response
    known = {404: "There is nothing at this address.", 405: "This can only be read (GET)."}
    said = problem(response.status_code, known.get(response.status_code, ""))
    for name in ("Allow", "Retry-After"):
        if name in response:
            said[name] = response[name]
    return said


class OpenData:
    """Lets pages of other sites read the public contract, and marks what they may keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to answers of the API, and only there."""
        if not request.path_info.startswith(OPEN):
            return self.get_response(request)
        response = plainly(self.get_response(request))
        if request.method in {"GET", "HEAD"}:
            response["Access-Control-Allow-Origin"] = "*"
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
        tag, changed = getattr(request, "answer_mark", ("", None))
        if tag and response.status_code == HTTPStatus.OK:
            response["ETag"] = tag
            response["Cache-Control"] = "no-cache"
            if changed:
                response["Last-Modified"] = http_date(changed.timestamp())
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class Contract(NinjaAPI):
    """An API whose document says that its errors are problem documents."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The document, with the right kind of content beside every error."""
        document = super().get_openapi_schema(**kwargs)
        for methods in document["paths"].values():
            for told in methods.values():
                for status, response in told["responses"].items():
                    content = response.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        response["content"] = {PROBLEM: content["application/json"]}
        return document


def answer_errors(api: NinjaAPI) -> None:
    """Every error as a problem document, none with a trace."""

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        told = [
            {"field": ".".join(str(part) for part in e["loc"][1:]), "message": str(e["msg"])}
            for e in error.errors
        ]
        return problem(422, "Something in the question cannot be used.", told)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, str(error) or "There is nothing here by that name.")

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, error.message)

    @api.exception_handler(TooOften)
    def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
        response = problem(429, f"Too many questions. Ask again in {error.seconds} seconds.")
        response["Retry-After"] = str(error.seconds)
        return response

    @api.exception_handler(PermissionDenied)
    def not_you(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(403, "This is not open to you.")
