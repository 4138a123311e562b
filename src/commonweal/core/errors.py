"""Pages for when something went wrong, which need no database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

NOWHERE = {"name": "Commonweal"}


def page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The page for a status; in a plainer frame if the database cannot be asked."""
    name = f"errors/{status}.html"
    try:
        text = render_to_string(name, context, request)
    except (DatabaseError, SuspiciousOperation):
        text = render_to_string(name, {**context, "place": NOWHERE})
    return HttpResponse(text, status=status)


def in_words(seconds: int) -> str:
    """How long to wait, as one would say it."""
    if seconds < 90:
        return "a minute"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return page(request, 400)


def not_you(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody else may do this."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or none that is this person's to know of."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """We failed. Says so without asking the database, which may be why."""
    return HttpResponse(render_to_string("errors/500.html", {"place": NOWHERE}), status=500)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without the mark we put into it."""
    return page(request, 403, stale_form=True)


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """One caller sent a form too many times."""
    response = page(request, 429, wait=in_words(seconds))
    response["Retry-After"] = str(seconds)
    return response


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """Not now, and why."""
    return page(request, 409, sentence=sentence)
